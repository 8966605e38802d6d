"""The United Nations Editorial Manual: footnotes, and references to instruments in the running text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.cite.dates import day_first
from kg.cite.pinpoints import Pinpoints
from kg.cite.style import Style
from kg.ordinals import ordinal_words

if TYPE_CHECKING:
    from collections.abc import Sequence

_RANGE = 3
"""Neighbours that make a range; two are joined by a word."""


def _preamble(numbers: Sequence[int]) -> str:
    """Return preambular paragraphs, which the United Nations count in words."""
    words = [ordinal_words(number) or f"{number}th" for number in numbers]
    if len(words) == 1:
        return f"{words[0]} preambular paragraph"
    if len(words) >= _RANGE and numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"{words[0]} to {words[-1]} preambular paragraphs"
    return f"{', '.join(words[:-1])} and {words[-1]} preambular paragraphs"


_RESOLUTION = "{body} resolution {number}[ of {date}]"
_DECISION = "{body} decision {number}[ of {date}]"
_PLACED = "[{placed_in} ]"

_IN_WORDS = Pinpoints(
    words={
        "pp": ("preambular paragraph ", "preambular paragraphs "),
        "op": ("paragraph ", "paragraphs "),
        "para": ("paragraph ", "paragraphs "),
        "art": ("article ", "articles "),
        "table": ("table ", "tables "),
        "note": ("footnote ", "footnotes "),
    },
    sub_item=" ({})",
    article_paragraph=", paragraph {}",
    last=" and ",
    dash=" to ",
    range_from=_RANGE,
    containers={
        "draft": "the draft resolution in",
        "annex": "annex {} to",
        "annex alone": "the annex to",
        "part": "part {} of",
    },
    preamble=lambda numbers: f"the {_preamble(numbers)}",
)
"""Places in the running text, where nothing is abbreviated."""

UN = Style(
    key="un",
    name="United Nations",
    full={
        "resolution": _RESOLUTION + "[, {pinpoint}]",
        "decision": _DECISION + "[, {pinpoint}]",
        "statement": "{symbol}[, {pinpoint}]",
        "draft": "{symbol}[, {pinpoint}]",
        "report": "{symbol}[ and {corrigenda}][, {pinpoint}]",
        "general comment": "[{body}, ][{short_title_in_text}][, {pinpoint}]",
        "treaty": "{name}[, {pinpoint}][ ({series})]",
        "charter": "{name}[, {pinpoint}]",
        "declaration": "{name}[, {pinpoint}][ ({host})]",
    },
    short={
        "resolution": "Resolution {number}[, {pinpoint}]",
        "decision": "Decision {number}[, {pinpoint}]",
        "general comment": "[{short_title}][, {pinpoint}]",
        "other": "{symbol}[, {pinpoint}]",
        "treaty": "{name}[, {pinpoint}]",
        "charter": "{name}[, {pinpoint}]",
        "declaration": "{name}[, {pinpoint}]",
    },
    text={
        "resolution": _PLACED + _RESOLUTION,
        "decision": _PLACED + _DECISION,
        "statement": _PLACED + "{symbol}",
        "draft": _PLACED + "draft resolution {symbol}",
        "report": _PLACED + "document {symbol}[ and {corrigenda}]",
        "general comment": _PLACED + "[{short_title_in_text}][ of the {body}]",
        "treaty": _PLACED + "the {name}",
        "charter": _PLACED + "the {name}",
        "declaration": _PLACED + "the {name}",
    },
    bodies={},
    number="{number}{ letter}{ session}",
    date=day_first,
    pinpoints=Pinpoints(
        words={
            "pp": ("preambular para. ", "preambular paras. "),
            "op": ("para. ", "paras. "),
            "para": ("para. ", "paras. "),
            "art": ("art. ", "arts. "),
            "table": ("table ", "tables "),
            "note": ("footnote ", "footnotes "),
        },
        sub_item=" ({})",
        article_paragraph=", para. {}",
        last=" and ",
        range_from=_RANGE,
        containers={"draft": "draft resolution", "annex": "annex {}", "part": "part {}"},
        preamble=_preamble,
    ),
    charters={},
    series="United Nations, *Treaty Series*, vol. {volume}[, No. {number}]",
    series_by_number="United Nations, *Treaty Series*, vol. {volume}[, No. {number}]",
    council_of_europe="Council of Europe, *{long}*, No. {number}",
    definition="",
    later="",
    access=". Available at {url}[ (accessed on {accessed})]",
    adopted="{}",
    opened="{}",
    in_force="{}",
    in_words=_IN_WORDS,
    joint_without_body=True,
    dated=False,
    abbreviates_number=False,
)
"""Editorial Manual, footnotes III.A, and the notes that resolutions print (docs/citing.md)."""
