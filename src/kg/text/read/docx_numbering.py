"""The numbers that Word prints before automatically numbered paragraphs.

A paragraph names a list and a level; the list has, for each level, a format (decimal, letters, roman) and a
pattern such as `(%1)`; counting at one level starts the deeper ones anew (ISO/IEC 29500-1, 17.9).
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.text.read.xml_tree import Element

_LEVELS = 9
_LARGEST = 100_000
_DIGITS = 6
_PLACE_RE = re.compile(r"%([1-9])")  # not a per cent sign
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Level:
    form: str = "decimal"
    pattern: str = ""
    start: int = 1


class Numbering:
    """The lists of a file, and how far each has counted."""

    def __init__(self, lists: dict[str, dict[int, _Level]], shared: dict[str, str]) -> None:
        self._lists = lists
        self._shared = shared
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)

    def next(self, numbering: str | None, level: int) -> tuple[str, int]:
        """Count one on in a list; return the number as printed, and the paragraph's level from 1.

        The number is empty for a bullet, and for a paragraph that is in no list.
        """
        if numbering not in self._lists or not 0 <= level < _LEVELS:
            return "", 1
        levels, counts = self._lists[numbering], self._counts[self._shared[numbering]]
        of_level = levels.get(level, _Level())
        counts[level] = counts.get(level, of_level.start - 1) + 1
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]
        if of_level.form in {"bullet", "none"}:
            return "", level + 1
        return _PLACE_RE.sub(
            lambda place: self._written(levels, counts, int(place[1]) - 1), of_level.pattern
        ), level + 1

    def _written(self, levels: dict[int, _Level], counts: dict[int, int], level: int) -> str:
        of_level = levels.get(level, _Level())
        return written(counts.get(level, of_level.start), of_level.form)


def written(number: int, form: str) -> str:
    """Return a number in one of Word's formats.

    >>> written(28, "lowerLetter"), written(4, "lowerRoman"), written(3, "decimal")
    ('bb', 'iv', '3')
    """
    if not 0 < number < _LARGEST:
        return str(number)
    text = str(number)
    if form.endswith("Letter"):
        text = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 20)
    elif form.endswith("Roman"):
        text = _roman(number)
    return text.upper() if form.startswith("upper") else text


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


def read_numbering(root: Element | None) -> Numbering:
    """Return the lists of a file; none where it has no part for them."""
    if root is None:
        return Numbering({}, {})
    abstract = {e.attributes.get("abstractNumId", ""): e for e in root.elements() if e.tag == "abstractNum"}
    lists: dict[str, dict[int, _Level]] = {}
    shared: dict[str, str] = {}
    for element in root.elements():
        if element.tag != "num":
            continue
        key = element.attributes.get("numId", "")
        base = next((e.attributes.get("val", "") for e in element.elements() if e.tag == "abstractNumId"), "")
        overrides = [e for e in element.elements() if e.tag == "lvlOverride"]
        lists[key] = _levels(abstract.get(base)) | _overridden(overrides, _levels(abstract.get(base)))
        shared[key] = key if overrides else f"abstract {base}"
    return Numbering(lists, shared)


def _levels(element: Element | None) -> dict[int, _Level]:
    found = element.elements() if element is not None else ()
    return {
        _integer(level.attributes.get("ilvl", "")): _level(level) for level in found if level.tag == "lvl"
    }


def _overridden(overrides: list[Element], levels: dict[int, _Level]) -> dict[int, _Level]:
    """Return the levels that a list counts in another way than the one it is made after."""
    found: dict[int, _Level] = {}
    for override in overrides:
        index = _integer(override.attributes.get("ilvl", ""))
        level = levels.get(index, _Level())
        for child in override.elements():
            if child.tag == "lvl":
                level = _level(child)
            elif child.tag == "startOverride":
                level = _Level(level.form, level.pattern, _integer(child.attributes.get("val", "1")))
        found[index] = level
    return found


def _level(element: Element) -> _Level:
    values = {child.tag: child.attributes.get("val", "") for child in element.elements()}
    return _Level(
        values.get("numFmt", "decimal"), values.get("lvlText", ""), _integer(values.get("start", "1"))
    )


def _integer(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else 0
