"""The named instruments that the graph knows, and how their names hang together."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from kg.knowledge import Name
from kg.text.annotate.names import NameIndex

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.knowledge import NameKind

_CITED: set[NameKind] = {"treaty", "instrument"}
_MASKING: set[NameKind] = {"body", "mandate", "programme", "initiative"}
"""Kinds whose names may hold that of a treaty; it is not cited there."""
_NUMBERED_RE = re.compile(r"\bresolution \S*\d|\bgeneral comment\b|\d/\d", re.IGNORECASE)
_PLURALS = {"Treaties": "Treaty", "Statutes": "Statute"}

# not "Conventional", "protocols" of data, "non-Charter"
NOUN_RE = re.compile(
    r"(?<![\w-])(?:(?:(?:Optional |Additional )?Protocol|Convention|Covenant|Declaration|Charter|Statute"
    r"|Agreement|Treaty)s?(?![\w-])|Treaties(?![\w-])|optional protocols?(?= thereto))"
)
NOUN_PARTS = ("rotocol", "onvention", "ovenant", "eclaration", "harter", "tatute", "greement", "reat")
"""What every text that holds such a noun holds: many texts need no closer look."""
PROTOCOL = "Protocol"


class Instruments:
    """Names of instruments and what leans on them; built once."""

    def __init__(self, names: Iterable[Name], supplements: Iterable[tuple[str, str]]) -> None:
        known = list(names)
        usable = [name for name in known if name.kind in _CITED | _MASKING and _is_usable(name)]
        labels = {name.text: name.thing for name in usable if name.kind == "treaty" and name.form == "label"}
        self.index = NameIndex(usable)
        self.children = _children(supplements)
        """Path of a treaty: those of its protocols."""
        self.tails = NameIndex(_tails(labels))
        """What tells the protocols of one treaty apart: `on the sale of …`."""
        self.titled = _titled(known)
        """Paths of instruments that texts call by a part of their title; others carry what is so called."""
        self.nouns = {thing: noun_of(text) for text, thing in labels.items()}


def noun_of(name: str) -> str:
    """Return the head noun of an instrument's name; nothing where it has none of those that texts take up.

    >>> noun_of("Convention on Rivers"), noun_of("Optional Protocol to the Convention on Rivers")
    ('Convention', 'Protocol')
    """
    match = NOUN_RE.search(name)
    return singular(match[0]) if match else ""


def singular(noun: str) -> str:
    """Return a head noun without plural and adjective.

    >>> singular("Optional Protocols"), singular("Treaties")
    ('Protocol', 'Treaty')
    """
    noun = noun.rpartition(" ")[2].capitalize()
    return _PLURALS.get(noun) or noun.removesuffix("s")


def _is_usable(name: Name) -> bool:
    """Say whether a name cites by itself: a resolution's title does not, and its number is read elsewhere."""
    if name.kind != "instrument":
        return True
    return name.form != "label" and not _NUMBERED_RE.search(name.text)


def _titled(names: Iterable[Name]) -> frozenset[str]:
    titles: dict[str, str] = {}
    others: list[Name] = []
    for name in names:
        if name.kind == "instrument" and name.form == "label":
            titles[name.thing] = name.text
        elif name.kind == "instrument" and _is_usable(name):
            others.append(name)
    return frozenset(name.thing for name in others if name.text in titles.get(name.thing, ""))


def _children(supplements: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    children: dict[str, set[str]] = defaultdict(set)
    for protocol, treaty in supplements:
        children[treaty].add(protocol)
    return {treaty: tuple(sorted(protocols)) for treaty, protocols in children.items()}


def _tails(labels: dict[str, str]) -> list[Name]:
    """Return the names that tell the protocols of one treaty apart."""
    tails: list[Name] = []
    for text, thing in labels.items():
        before, protocol, after = text.partition(PROTOCOL)
        parent = _parent(after, labels) if protocol and before in {"", "Optional ", "Additional "} else None
        if parent:
            tail = after.partition(parent)[2] or after.partition(", supplementing")[0]
            tails += [Name(thing, "treaty", tail.strip(), "alternative")] if tail.strip() else []
    return tails


def _parent(words: str, labels: dict[str, str]) -> str | None:
    """Return the longest label that stands in the words behind `Protocol`."""
    return max((label for label in labels if label in words), key=len, default=None)
