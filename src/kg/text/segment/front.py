"""Read what stands before and after the provisions: symbol, title, session, agenda, adoption and vote."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.document import Adoption, FrontMatter
from kg.months import MONTH_PATTERN, month_number
from kg.ordinals import ordinal_number
from kg.text.segment.bodies import body_of_key, body_of_symbol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.text.block import Block
    from kg.text.segment.bodies import EnactingBody

_DATE_PATTERN = rf"(\d{{1,2}})\s+({MONTH_PATTERN})\s+(\d{{4}})"
_DATE_RE = re.compile(_DATE_PATTERN)
# The sentence that dates the adoption; not the cover's date of issue, which has no verb.
_ADOPTED_RE = re.compile(
    rf"[Aa]dopted\s+(?:by|at)\b[^.;\[\]]{{0,160}}?\bon\s*{_DATE_PATTERN}"
    rf"|(?:^|\(\d{{4}}\)\.?\s+(?:Resolution\s+)?)of\s+{_DATE_PATTERN}",
    re.MULTILINE,
)
_SYMBOL_RE = re.compile(
    r"\b(?:A/HRC/RES/(?:S-)?\d+/\d+|A/RES/(?:E?S-)?\d+/\d+(?:\s?[A-Z](?:-[A-Z])?(?![a-z]))?"
    r"|E/RES/\d{4}/\d+|S/RES/\d+\s?\(\d{4}\)|E/CN\.15/RES/\d+/\d+)"
)
# The number that heads a title: `31/7.`, `2019/20.`, `S-26/2.`, `73/102 A and B.`; not a paragraph's `1.`
NUMBER_RE = re.compile(
    r"(?:Resolution\s+)?(?P<number>(?:E?S-)?\d{1,4}/\d{1,3})"
    r"(?:\s(?P<part>[A-Z](?:\s?(?:-|–|and)\s?[A-Z])?))?\s?[.:]?\s+(?=\S)"
)
# The heading of a resolution of the Security Council, and of bound volumes: `Resolution 2605 (2021)`.
COUNCIL_NUMBER_RE = re.compile(
    r"(?:(?P<word>[Rr]esolution|RESOLUTION)\s+)?(?P<number>\d{1,4})\s?"
    r"\((?P<year>(?:19|20)\d{2})\)(?P<stop>\.)?"
)
_SESSION_RE = re.compile(
    r"\b([A-Z][a-z]+(?:[- ][a-z]+)?)\s+(?:\([a-z]+\)\s+)?(special\s+|emergency special\s+)?session\b"
)
_YEAR_SESSION_RE = re.compile(r"\b((?:19|20)\d{2})\s+session\b")
_ITEMS_RE = re.compile(r"\bAgenda items?:?\s+([^\n]{1,120})")
_ITEM_RE = re.compile(r"\d{1,3}(?:\s?\([a-z]{1,2}\))*")
_MEETING_RE = re.compile(r"\b(\d{1,5})(?:st|nd|rd|th)\s+(?:\((?:resumed|closed)\)\s+)?(?:plenary\s+)?meeting")
_REPORT_RE = re.compile(r"\bon the (?:recommendation|report|proposal) of ([^\[\]]{5,300})", re.IGNORECASE)
# The line in brackets under the title, by whose words a text came before the body; not the mode of adoption.
_TABLED_RE = re.compile(r"\[((?:on|without reference)\s[^\[\]]{5,300})\]", re.IGNORECASE)
_PAPER_RE = re.compile(r"\b[AES]/(?:[A-Z0-9][\w.-]*/)*[A-Z0-9][\w.-]*\w")  # not the stop behind a symbol
_VOTE_RE = re.compile(
    r"(?:recorded|roll-call)\s+vote\s+of\s+(\d{1,3})\s+(?:votes\s+)?to\s+(\d{1,3}|none)"
    r"(?:,\s+with\s+(\d{1,3}|no)\s+abstentions?)?"
)
_BY_VOTES_RE = re.compile(
    r"by\s+(\d{1,3})\s+votes\s+to\s+(\d{1,3}|none)(?:,?\s+with\s+(\d{1,3}|no)\s+abstentions?)?"
)


def read_front(
    before: Sequence[Block], after: Sequence[Block], body: EnactingBody | None, name: str
) -> FrontMatter:
    """Return the front matter of one resolution from the blocks around its provisions."""
    head = "\n".join(block.text for block in before)
    tail = "\n".join(block.text for block in after)
    both = f"{head}\n{tail}"
    number, title, symbol = _title(before, body)
    symbol = _printed_symbol(head, number) or symbol
    key = body.key if body else body_of_symbol(symbol or "")
    return FrontMatter(
        symbol=symbol,
        body=key,
        body_name=name,
        title=title,
        adopted=_adopted(head, tail),
        session=_session(head, number, key),
        agenda_items=_items(head),
        meeting=_first(_MEETING_RE, tail) or _first(_MEETING_RE, head),
        adoption=_adoption(both),
        recommended_by=_recommended_by(head),
        recommended_in=_recommended_in(head),
        warnings=() if body_of_key(key) else (f"the enacting body is not known: {name or 'none named'}",),
    )


def _title(before: Sequence[Block], body: EnactingBody | None) -> tuple[str | None, str | None, str | None]:
    """Return the number, the title and the symbol that follows from both, by the last numbered heading."""
    for index in range(len(before) - 1, -1, -1):
        text = before[index].text
        match = NUMBER_RE.match(text)
        if match:
            symbol = body.symbol.format(number=match["number"]) if body else None
            part = match["part"]
            return (
                match["number"],
                text[match.end() :].strip() or None,
                symbol and symbol + (f" {part}" if part else ""),
            )
        found = COUNCIL_NUMBER_RE.match(text)
        if found and (found["word"] or found["stop"]) and body:
            symbol = body.symbol.format(number=f"{found['number']} ({found['year']})")
            return found["number"], None, symbol
    return None, None, None


def _printed_symbol(head: str, number: str | None) -> str | None:
    """Return the symbol printed on the cover, the one with the resolution's number among several."""
    found = [match[0] for match in _SYMBOL_RE.finditer(head)]
    if number:
        found = [symbol for symbol in found if f"/{number}" in symbol] or []
    return found[0] if found else None


def _adopted(head: str, tail: str) -> str | None:
    """Return the date of adoption: from the sentence that states it, else the date below the provisions."""
    for text in (head, tail):
        if match := _ADOPTED_RE.search(text):
            day, month, year = [group for group in match.groups() if group]
            return _iso(day, month, year)
    closing = _DATE_RE.search(tail)
    return _iso(*closing.groups()) if closing else None


def _iso(day: str, month: str, year: str) -> str:
    return f"{int(year):04d}-{month_number(month):02d}-{int(day):02d}"


def _session(head: str, number: str | None, key: str | None) -> str | None:
    """Return the number of the session on the cover, else the one that the resolution's number holds."""
    if match := _YEAR_SESSION_RE.search(head):
        return match[1]
    for match in _SESSION_RE.finditer(head):
        if value := ordinal_number(match[1]):
            return str(value)
    return number.split("/")[0] if number and "/" in number and key != "SC" else None


def _items(head: str) -> tuple[str, ...]:
    match = _ITEMS_RE.search(head)
    return tuple(_ITEM_RE.findall(match[1])) if match else ()


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    return match[1] if match else None


def _adoption(text: str) -> Adoption:
    match = _VOTE_RE.search(text)
    if match:
        return Adoption("recorded vote", *(_count(group) for group in match.groups()))
    match = _BY_VOTES_RE.search(text)
    if match:
        return Adoption("vote", *(_count(group) for group in match.groups()))
    for words, mode in (
        ("without a vote", "without a vote"),
        ("unanimously", "unanimously"),
        ("by consensus", "by consensus"),
    ):
        if f"dopted {words}" in text:
            return Adoption(mode)
    return Adoption()


def _count(words: str | None) -> int | None:
    if words is None:
        return None
    return 0 if words in {"none", "no"} else int(words)


def _recommended_by(head: str) -> str | None:
    """Return the name of the body on whose recommendation or report the text was adopted, as printed."""
    match = _REPORT_RE.search(head)
    if not match:
        return None
    paper = _PAPER_RE.search(match[1])
    return " ".join(match[1][: paper.start() if paper else None].split()).rstrip(" (") or None


def _recommended_in(head: str) -> tuple[str, ...]:
    """Return the symbols of the papers by which the text came before the body."""
    match = _TABLED_RE.search(head) or _REPORT_RE.search(head)
    return tuple(dict.fromkeys(_PAPER_RE.findall(match[1]))) if match else ()
