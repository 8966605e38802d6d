"""The Australian Guide to Legal Citation, fourth edition: chapters 8 (treaties) and 9 (United Nations)."""

from __future__ import annotations

from kg.cite.dates import day_first
from kg.cite.pinpoints import Pinpoints
from kg.cite.style import Style

AGLC = Style(
    key="aglc",
    name="AGLC",
    full={
        "resolution": "[*{title}*, ]{body} Res {number}[, UN Doc {symbol}][ ({dates})][ {pinpoint}]",
        "decision": "[*{title}*, ]{body} Dec {number}[, UN Doc {symbol}][ ({dates})][ {pinpoint}]",
        "statement": "{body} Presidential Statement {number}[, UN Doc {symbol}][ ({dates})][ {pinpoint}]",
        "draft": "[*{document_title}*, ]{body} Draft Res[, UN Doc {symbol}][ ({dates})][ {pinpoint}]",
        "report": "[{author}, ][*{document_title}*][, UN Doc {symbol}][ ({dates})][ {pinpoint}]",
        "general comment": "[{author}, ][*{document_title}*][, UN Doc {symbol}][ ({dates})][ {pinpoint}]",
        "treaty": "*{name}*[, {made}][, {series}][ ({in_force})][ {definition}][ {pinpoint}]",
        "charter": "*{name}*[ {pinpoint}]",
        "declaration": "*{name}*[, {host}][, UN Doc {host_symbol}][ ({date})][ {definition}][ {pinpoint}]",
    },
    short={
        "resolution": "{body} Res {number}[ {note}][ {pinpoint}]",
        "decision": "{body} Dec {number}[ {note}][ {pinpoint}]",
        "statement": "{body} Presidential Statement {number}[ {note}][ {pinpoint}]",
        "general comment": "[{body}, ][*{short_title}*][ {note}][ {pinpoint}]",
        "other": "UN Doc {symbol}[ {note}][ {pinpoint}]",
        "treaty": "*{short}*[ {note}][ {pinpoint}]",
        "charter": "*{name}*[ {pinpoint}]",
        "declaration": "*{short}*[ {note}][ {pinpoint}]",
    },
    text={},
    bodies={"GA": "GA", "SC": "SC", "ECOSOC": "ESC", "HRC": "HRC", "CHR": "CHR", "CCPCJ": "CCPCJ"},
    number="{number}{letter}{ session}",
    date=day_first,
    pinpoints=Pinpoints(
        words={
            "pp": ("preamble para ", "preamble paras "),
            "op": ("para ", "paras "),
            "para": ("para ", "paras "),
            "art": ("art ", "arts "),
            "table": ("table ", "tables "),
            "note": ("n ", "nn "),
        },
        containers={"draft": "draft resolution", "annex": "annex {}", "part": "pt {}"},
        joint=" ",
        bracketed=frozenset({"para"}),
    ),
    charters={"treaty/UN-CHARTER": "Charter of the United Nations"},
    series="{volume} UNTS {page}",
    series_by_number="{volume} UNTS[ No {number}]",
    council_of_europe="{short} No {number}",
    definition="(‘*{short}*’)",
    later="(n {note})",
    access=" <{url}>",
    adopted="adopted {}",
    opened="opened for signature {}",
    in_force="entered into force {}",
    date_of="issued",
    treaty_date="opened",
    titles=True,
)
"""Rules 8.3, 8.4, 9.1 and 9.2 as libguides of Australian law schools set them out."""
