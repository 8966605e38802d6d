"""OSCOLA: the fourth edition, with the section on international law of OSCOLA 2006 to which it refers."""

from __future__ import annotations

from kg.cite.dates import day_first
from kg.cite.pinpoints import Pinpoints
from kg.cite.style import Style

OSCOLA = Style(
    key="oscola",
    name="OSCOLA",
    full={
        "resolution": "[{title}, ]{body} Res {number}[ ({date})][ UN Doc {symbol}][, {pinpoint}]",
        "decision": "[{title}, ]{body} Dec {number}[ ({date})][ UN Doc {symbol}][, {pinpoint}]",
        "statement": "{body} Presidential Statement {number}[ ({date})][ UN Doc {symbol}][, {pinpoint}]",
        "draft": "{body}[ ‘{document_title}’] (draft resolution)[ ({date})][ UN Doc {symbol}][, {pinpoint}]",
        "report": "{body}[ ‘{document_title}’][ ({date})][ UN Doc {symbol}][, {pinpoint}]",
        "general comment": "{body}[ ‘{document_title}’][ ({date})][ UN Doc {symbol}][, {pinpoint}]",
        "treaty": "{name}[ ({treaty_dates})][ {series}][ {definition}][ {pinpoint}]",
        "charter": "{name}[ ({treaty_dates})][ {series}][ {definition}][ {pinpoint}]",
        "declaration": "{name}[ (adopted {date})][ {host}][ {definition}][ {pinpoint}]",
    },
    short={
        "resolution": "{body} Res {number}[ {note}][{placed}]",
        "decision": "{body} Dec {number}[ {note}][{placed}]",
        "statement": "{body} Presidential Statement {number}[ {note}][{placed}]",
        "general comment": "{body}[ ‘{short_title}’][ {note}][{placed}]",
        "other": "UN Doc {symbol}[ {note}][{placed}]",
        "treaty": "{short}[ {note}][ {pinpoint}]",
        "charter": "{short}[ {note}][ {pinpoint}]",
        "declaration": "{short}[ {note}][ {pinpoint}]",
    },
    text={},
    bodies={
        "GA": "UNGA",
        "SC": "UNSC",
        "HRC": "UNHRC",
        "CHR": "UNCHR",
        "ECOSOC": "ECOSOC",
        "CCPCJ": "UN Commission on Crime Prevention and Criminal Justice",
        "CRC-Committee": "UN Committee on the Rights of the Child",
    },
    number="{number}{ letter}{ session}",
    date=day_first,
    pinpoints=Pinpoints(
        words={
            "pp": ("preambular para ", "preambular paras "),
            "op": ("para ", "paras "),
            "para": ("para ", "paras "),
            "art": ("art ", "arts "),
            "table": ("table ", "tables "),
            "note": ("fn ", "fns "),
        },
        containers={"draft": "draft resolution", "annex": "annex {}", "part": "pt {}"},
    ),
    charters={},
    series="{volume} UNTS {page}",
    series_by_number="{volume} UNTS[ No {number}]",
    council_of_europe="{short} No {number}",
    definition="({short})",
    later="(n {note})",
    access=" <{url}>[ accessed {accessed}]",
    adopted="adopted {}",
    opened="opened for signature {}",
    in_force="entered into force {}",
    defines=True,
    symbol_with_year=False,
    early_symbols=False,
)
"""Order of the elements and forms after libguides that quote OSCOLA 2006, part IV (docs/citing.md)."""
