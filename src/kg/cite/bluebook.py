"""The Bluebook, 21st edition: rules 21.4 (treaties), 21.7 (United Nations), 21.17 (short forms)."""

from __future__ import annotations

from kg.cite.dates import month_first
from kg.cite.pinpoints import Pinpoints
from kg.cite.style import Style

BLUEBOOK = Style(
    key="bluebook",
    name="Bluebook",
    full={
        "resolution": "[{title}, ]{body} Res. {number}[, {pinpoint}][, U.N. Doc. {symbol}][ ({date})]",
        "decision": "[{title}, ]{body} Dec. {number}[, {pinpoint}][, U.N. Doc. {symbol}][ ({date})]",
        "statement": "{body} Pres. Statement {number}[, {pinpoint}][, U.N. Doc. {symbol}][ ({date})]",
        "draft": "{body} Draft Res.[, *{document_title}*][, {pinpoint}][, U.N. Doc. {symbol}][ ({date})]",
        "report": "{body}[, *{document_title}*][, {pinpoint}][, U.N. Doc. {symbol}][ ({date})]",
        "general comment": "{body}[, *{document_title}*][, {pinpoint}][, U.N. Doc. {symbol}][ ({date})]",
        "treaty": "{name}[ {pinpoint}][, {made}][, {series}][ {definition}]",
        "charter": "{name}[ {pinpoint}]",
        "declaration": "{name}[, {host}][, {pinpoint}][, U.N. Doc. {host_symbol}][ ({date})][ {definition}]",
    },
    short={
        "resolution": "{body} Res. {number}[, {note}][, {pinpoint}]",
        "decision": "{body} Dec. {number}[, {note}][, {pinpoint}]",
        "statement": "{body} Pres. Statement {number}[, {note}][, {pinpoint}]",
        "general comment": "{short_title}[, {note}][, {pinpoint}]",
        "other": "U.N. Doc. {symbol}[, {note}][, {pinpoint}]",
        "treaty": "{short}[, {note}][, {pinpoint}]",
        "charter": "{name}[ {pinpoint}]",
        "declaration": "{short}[, {note}][, {pinpoint}]",
    },
    text={},
    bodies={
        "GA": "G.A.",
        "SC": "S.C.",
        "ECOSOC": "E.S.C.",
        "HRC": "Hum. Rts. Council",
        "CHR": "Comm’n on Hum. Rts.",
        "CCPCJ": "Comm’n on Crime Prevention & Crim. Just.",
        "CRC-Committee": "Comm. on the Rts. of the Child",
    },
    number="{number}{ session}{ letter}",
    date=month_first,
    pinpoints=Pinpoints(
        words={
            "pp": ("pmbl. ¶ ", "pmbl. ¶¶ "),
            "op": ("¶ ", "¶¶ "),
            "para": ("¶ ", "¶¶ "),
            "art": ("art. ", "arts. "),
            "table": ("tbl.", "tbls."),
            "note": ("n.", "nn."),
        },
        containers={"draft": "draft resolution", "annex": "annex {}", "part": "pt. {}"},
    ),
    charters={"treaty/UN-CHARTER": "U.N. Charter"},
    series="{volume} U.N.T.S. {page}",
    series_by_number="{volume} U.N.T.S.[ No. {number}]",
    council_of_europe="{dotted} No. {number}",
    definition="[hereinafter {short}]",
    later="*supra* note {note}",
    access=", {url}[ (last visited {accessed})]",
    adopted="{}",
    opened="*opened for signature* {}",
    in_force="entered into force {}",
    treaty_date="opened",
    abbreviates_number=False,
    symbol_with_year=False,
    charter_paragraph=", ¶ {}",
)
"""Rule 21.7.2 and its examples as libguides quote them; abbreviations of bodies after tables T6 and T13."""
