"""Read document symbols: `A/76/6 (Sect. 26)`, `A/HRC/31/34 and Corr.1`, `A/HRC/28/56, Add.1–3`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.errors import UsageError
from kg.identifiers import instrument_path, resolution_path
from kg.text.cite.numbers import LETTERS_PATTERN
from kg.text.cite.reference import Reference

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.text.cite.memory import Memory
    from kg.text.cite.tokens import Token

_ANNEXED = r"(?:Add|Corr|Rev|Amend)\.\d{1,3}"
# not a remark in brackets: only the parts into which the United Nations divide a document
_DIVISION_RE = re.compile(
    rf" ?\((?:Sects?|Parts?|Vols?|Prog|Introduction)\b[^()]{{0,24}}\)(?>(?:/{_ANNEXED}(?!\w))*)"
)
# the year of `S/RES/1325 (2000)`, the session and letter of `A/RES/217 (III) A`
_RESOLUTION_TAIL_RE = re.compile(rf" ?\((?:(?:19|20)\d\d|(?:E?S-)?[IVXLC]+)\){LETTERS_PATTERN}?")
_RESOLUTION_RE = re.compile(r"[A-Z]+/RES/\d+")
_FURTHER_RE = re.compile(rf"(?:, and |,? and |, |/)(?P<annexed>{_ANNEXED}(?>(?:/{_ANNEXED})*))(?!\w)")
# not a page or paragraph number: a bare number follows only `Add.1`, `Corr.1` and the like
_FURTHER_NUMBER_RE = re.compile(
    r"(?P<range>-|–| to )(?P<last>\d{1,2})(?![\w/.])|(?:, | and )(?P<next>\d{1,2})(?![\w/])"
)
_LAST_ANNEXED_RE = re.compile(r"/(Add|Corr|Rev|Amend)\.(\d+)$")
_WITHOUT_YEAR_RE = re.compile(r"S/RES/(\d+)")
_STATEMENT_RE = re.compile(r"PRST/(\d+/\d+)")
_YEARS_BEGIN = 1900
_LONGEST_RANGE = 12


def read_symbol(text: str, token: Token, memory: Memory) -> list[Reference]:
    """Return the references that a symbol and what is added to it make; each keeps its own words."""
    end = _end(text, token)
    target = _path(text[token.start : end], memory)
    if target is None:
        return []
    found = [Reference(token.start, end, "symbol", (target,))]
    while more := _next(text, found[-1], target):
        found += more
    return found


def _end(text: str, token: Token) -> int:
    """Return where a symbol ends, with the divisions that stand after a space."""
    tail = _RESOLUTION_TAIL_RE if _RESOLUTION_RE.fullmatch(token.text) else _DIVISION_RE
    match = tail.match(text, token.end)
    return match.end() if match else token.end


def _path(printed: str, memory: Memory) -> str | None:
    if match := _STATEMENT_RE.fullmatch(printed):
        council = "SC" if int(match[1].split("/")[0]) > _YEARS_BEGIN else "HRC"
        return resolution_path(council, match[1], "PRST")
    if match := _WITHOUT_YEAR_RE.fullmatch(printed):
        year = memory.year(int(match[1]))
        return f"{printed}({year})" if year else None
    try:
        return instrument_path(printed)
    except UsageError:
        return None


def _next(text: str, last: Reference, base: str) -> list[Reference]:
    """Return the addenda and corrigenda that follow a reference directly."""
    if match := _FURTHER_RE.match(text, last.end):
        target = _annexed(last.targets[0], base, match["annexed"])
        return [Reference(match.start("annexed"), match.end(), "symbol", (target,))]
    added = _LAST_ANNEXED_RE.search(last.targets[0])
    if added and (match := _FURTHER_NUMBER_RE.match(text, last.end)):
        stem = last.targets[0][: added.start()] + f"/{added[1]}."
        start = match.start("last") if match["last"] else match.start("next")
        numbers = _numbers(int(added[2]), match)
        return [Reference(start, match.end(), "symbol", (f"{stem}{number}",)) for number in numbers]
    return []


def _numbers(first: int, match: re.Match[str]) -> Iterable[int]:
    if match["next"]:
        return [int(match["next"])]
    return range(first + 1, min(int(match["last"]), first + _LONGEST_RANGE) + 1)


def _annexed(last: str, base: str, added: str) -> str:
    """Return the path of an addendum to what was cited last.

    >>> _annexed("A/74/1", "A/74/1", "Corr.1"), _annexed("A/74/1/Add.1", "A/74/1/Add.1", "Add.2")
    ('A/74/1/Corr.1', 'A/74/1/Add.2')
    >>> _annexed("A/74/1/Add.1", "A/74/1", "Corr.1"), _annexed("A/74/1/Add.1", "A/74/1/Add.1", "Corr.1")
    ('A/74/1/Corr.1', 'A/74/1/Add.1/Corr.1')
    """
    kind = added.split(".", maxsplit=1)[0]
    match = _LAST_ANNEXED_RE.search(last)
    if match and match[1] == kind:
        return f"{last[: match.start()]}/{added}"
    return f"{base}/{added}"
