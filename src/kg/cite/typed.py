"""Read a place as people type it: `para 4 (a)`, `paras 4, 6-8`, `art 3(1)(c)`, `annex II, art 5`, `pp 3`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.citable import Place
from kg.errors import UsageError, quoted
from kg.ordinals import INSERTED_PATTERN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.citable import Kind

_PARAGRAPHS = r"(?:paragraphs?|paras?\.?|¶+)"
_WORDS = {
    "draft": r"(?:the\s+)?draft(?:\s+resolution)?",
    "annex": r"annex(?:\s+(?P<label>[ivxl]+|[a-h]|\d+)(?=\s*(?:,|$|para|art|¶)))?",  # not `annex para 3`
    "pp": rf"(?:preambular\s+|preamble,?\s+|pmbl\.?\s*)(?:{_PARAGRAPHS}|(?=\d))|pps?\.?",
    "op": rf"(?:operative\s+)?{_PARAGRAPHS}|ops?\.?",
    "art": r"articles?|arts?\.?",
    "note": r"footnotes?|notes?|fns?\.?",
}
_WORD_RE = re.compile(
    r"\s*[,;]?\s*(?:and\s+)?(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in _WORDS.items())
    + r")(?![a-z])",
    re.IGNORECASE,
)
_STEPS = rf"\d+\s?{INSERTED_PATTERN}\b|\d+|u\d+"
_ITEM_RE = re.compile(
    rf"\s*(?:[,;&]|and\b)?\s*(?P<first>{_STEPS})"
    r"(?P<rest>(?:\s*\(\w{1,5}\)|/\w{1,5})*|[a-z](?![a-z]))"  # `4 (a) (ii)`, `3/1/c`, `4a`
    rf"(?:\s*[-–]\s*(?P<last>\d+)(?![\w(]))?",
    re.IGNORECASE,
)
_BEGIN_RE = re.compile(
    r"[\s,]+(?=(?:"
    + "|".join(f"(?:{re.sub('[?]P<label>', '?:', words)})" for words in _WORDS.values())
    + r")(?![a-z]))",
    re.IGNORECASE,
)
_LONGEST_RANGE = 500
_REMEDY = "Write it as in: para 4 (a); paras 4, 6-8; preambular para 5; art 3 (1) (c); annex para 2"


def split_place(text: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to cut a text into the name of an instrument and a place in it.

    >>> list(split_place("A/HRC/RES/31/7, paras 4, 6-8"))
    [('A/HRC/RES/31/7', 'paras 4, 6-8')]
    """
    for match in _BEGIN_RE.finditer(text):
        if match.start():
            yield text[: match.start()], text[match.end() :]


def begins_place(text: str) -> bool:
    """Say whether a text is a place, or the beginning of one, which needs an instrument before it.

    >>> begins_place("para"), begins_place("annex II, art 5"), begins_place("Draft resolution A/77/L.8")
    (True, True, False)
    """
    match = _WORD_RE.match(text)
    rest = text[match.end() :].lstrip(" ,") if match else ""
    return bool(match) and (not rest or rest[0].isdigit() or _WORD_RE.match(rest) is not None)


def continues_place(text: str) -> bool:
    """Say whether a text is nothing but numbers that go on with a place: `4`, `(a)`, `6-8`, `and`."""
    return re.fullmatch(r"[\d\s,;()\-–]+|and|\(\w{1,5}\),?|\d+[a-z]?(?:\(\w{1,5}\))*,?", text) is not None


def read_places(text: str, kind: Kind) -> list[Place]:
    """Return the places that a text names, in its order; `para` means what it does in such an instrument.

    >>> [place.steps for place in read_places("paras 4 (a), 6-8", "resolution")]
    [('4', 'a'), ('6',), ('7',), ('8',)]
    >>> read_places("art 3, para. 1 (c)", "treaty")
    [Place(part='art', steps=('3', '1', 'c'), within=())]

    Raises:
        UsageError: where a part of the text is no place.
    """
    places: list[Place] = []
    within: tuple[tuple[str, str], ...] = ()
    at = 0
    while match := _WORD_RE.match(text, at):
        word = next(name for name in _WORDS if match[name])
        at = match.end()
        if word in {"draft", "annex"}:
            within = _container(word, (match["label"] or "").lower(), within)
            continue
        items, at = _items(text, at)
        if not items:
            raise UsageError(f"{quoted(text)} has no number after {match[0].strip()!r}", remedy=_REMEDY)
        if word == "op" and _means_article(kind, places):
            places[-1:] = _in_article(places[-1:], items, text)
        else:
            places += [Place(_part(word, kind, within), steps, within) for steps in items]
    if text[at:].strip(" .,;") or not (places or within):
        raise UsageError(f"{quoted(text[at:].strip() or text)} is no place in a text", remedy=_REMEDY)
    return places or [Place("", (), within)]


def _container(word: str, label: str, within: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Return what further places lie in: an annex can be that of a draft, a draft stands alone."""
    outer = within[:1] if word == "annex" and within[:1] == (("draft", ""),) else ()
    return (*outer, (word, label))


def _means_article(kind: Kind, places: list[Place]) -> bool:
    """Say whether `para` is that of an article: always in treaties, elsewhere after an article."""
    return kind in {"treaty", "charter", "declaration"} or bool(places and places[-1].part == "art")


def _part(word: str, kind: Kind, within: tuple[tuple[str, str], ...]) -> str:
    """Return what `para` means: an operative paragraph of a resolution, a plain one elsewhere."""
    resolution = kind in {"resolution", "decision", "draft"}
    if word != "op":
        return word
    return "op" if resolution and not any(name == "annex" for name, _ in within) else "para"


def _in_article(article: list[Place], items: list[tuple[str, ...]], text: str) -> list[Place]:
    """Return paragraphs of the article that was named last."""
    if not article or article[0].part != "art":
        raise UsageError(
            f"{quoted(text)} has a paragraph of no article", remedy="Name the article: art 3, para 1"
        )
    above = article[0]
    return [Place("art", (*above.steps, *steps), above.within) for steps in items]


def _items(text: str, at: int) -> tuple[list[tuple[str, ...]], int]:
    """Return the numbers from here on, ranges spelt out, and where they end."""
    items: list[tuple[str, ...]] = []
    while match := _ITEM_RE.match(text, at):
        first = re.sub(r"\s", "", match["first"]).lower()
        rest = re.findall(r"\w+", match["rest"].lower())
        items += _range(first, match["last"], match[0]) if match["last"] else [(first, *rest)]
        at = match.end()
    return items, at


def _range(first: str, last: str, text: str) -> list[tuple[str, ...]]:
    if not first.isdigit() or not 0 <= int(last) - int(first) <= _LONGEST_RANGE:
        raise UsageError(f"{quoted(text.strip())} is no range", remedy="Write the lower number first: 6-8")
    return [(str(number),) for number in range(int(first), int(last) + 1)]
