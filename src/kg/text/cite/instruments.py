"""Find instruments by name, and the short names (`the Convention`, `the Protocols thereto`) that lean on them.

What a short name stands for is looked up among the instruments named before: in the same paragraph, in the title,
then in the nearest paragraph that names one of the same noun. Two that fit are one too many.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.knowledge import Name
from kg.text.annotate.names import NameIndex
from kg.text.cite.reference import Reference

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.knowledge import NameKind
    from kg.text.annotate.names import Found

_CITED: set[NameKind] = {"treaty", "instrument"}
_MASKING: set[NameKind] = {"body", "mandate", "programme", "initiative"}
"""Kinds whose names may hold that of a treaty; it is not cited there."""
_NUMBERED_RE = re.compile(r"\bresolution \S*\d|\bgeneral comment\b|\d/\d", re.IGNORECASE)
_NOUN = r"(?:Optional Protocol|Protocol|Convention|Covenant|Declaration|Charter|Statute|Treaty|Agreement)"
_PLURAL = {"Treaties": "Treaty"}
_NOUN_RE = re.compile(rf"(?<![\w-])(?:{_NOUN}s?|Treaties)(?![\w-])")
_PROTOCOL = "Protocol"
_FAMILY_RE = re.compile(r"(?:Optional )?Protocol (?:to|supplementing) the (?P<parent>.+?)(?: (?P<tail>(?:on|against) .+))?")

_SHORT_BEFORE_RE = re.compile(r"(?:^|[^\w])(?P<article>the|this|that|said|same|above-mentioned|both|its|their|these|those|two) $", re.I)
# a word that goes on with the name of an instrument: "Convention on …", not "the Convention of its …"
_GOES_ON_RE = re.compile(r" (?:on|against|for|of|relating|concerning|relative|to|between|supplementing|No\.)(?: [a-z]+){0,3} (?:[A-Z“]|\d)")
_CAPITAL_BEFORE_RE = re.compile(r"(?:[A-Z][\w’'-]*|\d{4}) $")
_THERETO_RE = re.compile(r" (?:thereto|to the (?P<parent>Convention|Covenant|Treaty|Statute)s?(?![\w-])(?! (?:on|against|for|of) ))")
_OF_FAMILY_RE = re.compile(r"(?P<words>(?:the |both |its |their |two |three |additional |Additional )*(?:Optional )?Protocols?) (?:to|supplementing) (?:the )?$")
_SENTENCE = 300
_BEFORE = 80
HOUSE_STYLE = {"Charter": "treaty/UN-CHARTER"}
"""Nouns that the United Nations' own style keeps for one instrument, where no other was named."""


@dataclass(frozen=True, slots=True)
class Antecedent:
    """An instrument that a text named: what a short name can lean on."""

    noun: str
    """Head noun: `Convention`, `Protocol`."""
    targets: tuple[str, ...]
    """Empty where the graph does not know the instrument."""
    name: str
    place: int
    """Number of the paragraph, -1 for the title."""
    pinpoint: str | None = None


class Instruments:
    """The named instruments that the graph knows, built once."""

    def __init__(self, names: Iterable[Name]) -> None:
        usable = [name for name in names if name.kind in _CITED | _MASKING and _is_usable(name)]
        self.index = NameIndex(usable)
        labels = {name.text: name.thing for name in usable if name.kind == "treaty" and name.form == "label"}
        self.children, tails = _families(labels)
        """Path of a treaty: those of its protocols."""
        self.tails = NameIndex(tails)
        self.nouns: dict[str, str] = {thing: noun for text, thing in labels.items() if (noun := noun_of(text))}

    def find(self, text: str) -> list[Found]:
        """Return where names stand in a text, of instruments and of what must not be taken for them."""
        return self.index.find(text)


def noun_of(name: str) -> str:
    """Return the head noun of an instrument's name: `Convention`; nothing where it has none that is known.

    >>> noun_of("United Nations Convention on Rivers"), noun_of("Optional Protocol to the Convention on Rivers")
    ('Convention', 'Protocol')
    """
    match = _NOUN_RE.search(name)
    return singular(match[0]) if match else ""


def singular(noun: str) -> str:
    """Return a head noun without plural and `Optional`."""
    return _PLURAL.get(noun) or noun.removeprefix("Optional ").removesuffix("s")


def _is_usable(name: Name) -> bool:
    """Say whether a name cites by itself: a resolution's title does not, and its number is read elsewhere."""
    if name.kind != "instrument":
        return True
    return name.form != "label" and not _NUMBERED_RE.search(name.text)


def _families(labels: dict[str, str]) -> tuple[dict[str, tuple[str, ...]], list[Name]]:
    """Return the protocols of each treaty, and what tells them apart as names (`on the sale of …`)."""
    children: dict[str, list[str]] = defaultdict(list)
    tails: list[Name] = []
    parents = sorted(labels, key=len, reverse=True)
    for text, thing in labels.items():
        before, _, after = text.partition("Protocol")
        parent = next((name for name in parents if name != text and name in after), None)
        if not after or before.strip() not in {"", "Optional", "Additional"} or parent is None:
            continue
        children[labels[parent]].append(thing)
        tail = after.partition(parent)[2].strip() or after.partition("supplementing")[0].strip(" ,")
        if tail:
            tails.append(Name(thing, "treaty", tail, "alternative"))
    return {parent: tuple(sorted(things)) for parent, things in children.items()}, tails
