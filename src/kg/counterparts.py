"""Things of ours, things of another graph, and what is proposed or found out about a pair of them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Literal

from kg.schemes import SCHEME_BY_KEY

Kind = Literal[
    "state", "body", "treaty", "instrument", "initiative", "programme", "mandate", "theme", "term", "goal",
    "target", "indicator",
]  # fmt: skip
Ground = Literal["code", "link", "name"]
"""What a match rests on, best first."""
Spelling = Literal["as-is", "lower", "upper", "sentence"]
"""A way to write a name."""
Verdict = Literal["confirmed", "present", "unconfirmed", "contradicted", "moved", "missing"]

CONCEPTS: frozenset[Kind] = frozenset({"theme", "term"})
"""Kinds whose scope has to be compared by a person before two of them are called the same."""
_LONGEST = 300
"""Characters of a name that are kept."""


@dataclass(frozen=True, order=True)
class Name:
    """What a thing is called in a language."""

    text: str
    language: str = ""
    is_preferred: bool = True


@dataclass(frozen=True, order=True)
class Code:
    """An identifier under a scheme, such as `ALB` under `iso-3166-1-alpha-3`."""

    scheme: str
    value: str

    @property
    def system(self) -> str:
        """Return what people call the scheme."""
        known = SCHEME_BY_KEY.get(self.scheme)
        return known.label if known else self.scheme

    @property
    def words(self) -> str:
        """Return the code as a reader sees it.

        >>> Code("iso-3", "ALB").words
        'ISO 3166-1 alpha-3 ALB'
        """
        return f"{self.system} {self.value}"

    @property
    def key(self) -> tuple[str, str]:
        """Return what two ways to write one code share: no case, no spaces, no zeros before a number.

        >>> Code("m49", "008").key == Code("m49", "8").key
        True
        """
        plain = "".join(self.value.split()).casefold()
        return self.scheme, plain.lstrip("0") or "0" if plain.isdecimal() else plain


@dataclass(frozen=True, order=True)
class Link:
    """A mapping to a thing of another graph: the local name of a SKOS property, and an IRI."""

    predicate: str
    iri: str


@dataclass(frozen=True)
class Thing:
    """A thing of ours."""

    iri: str
    kind: Kind
    label: str
    names: tuple[Name, ...] = ()
    codes: tuple[Code, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Found:
    """A thing of the other graph, as that graph describes it."""

    iri: str
    names: tuple[Name, ...] = ()
    codes: tuple[Code, ...] = ()
    links: tuple[Link, ...] = ()
    moved_to: str = ""
    """The thing that has taken its place there."""
    hints: tuple[Code, ...] = ()
    """Codes of which it does not say the scheme: each stands here under all schemes that it may be of."""

    @property
    def label(self) -> str:
        """Return the name to show: preferred before other, English before other languages."""
        ranked = sorted(self.names, key=lambda n: (not n.is_preferred, n.language not in {"en", ""}, n))
        return ranked[0].text if ranked else ""


@dataclass(frozen=True)
class Evidence:
    """One thing that speaks for a pair."""

    ground: Ground
    what: str
    """In words, for a reader."""
    matched: str
    """The code, IRI or name that both have."""
    scheme: str = ""
    """Of a code."""


@dataclass(frozen=True)
class Proposal:
    """A pair that a person should look at."""

    thing: Thing
    found: Found
    predicate: str
    confidence: float
    evidence: tuple[Evidence, ...]
    doubts: tuple[str, ...] = ()
    """What speaks against it: rivals here or there, codes that differ."""


@dataclass(frozen=True)
class Check:
    """What the other graph says of a link that we have."""

    thing: Thing
    link: Link
    verdict: Verdict
    why: str
    label: str = ""
    """What the linked thing is called there."""


@dataclass(frozen=True)
class ReviewSource:
    """The service that was asked."""

    title: str
    address: str
    asked_on: str
    """Day (ISO)."""


@dataclass(frozen=True)
class AcceptedLink:
    """A row that a person accepted."""

    subject: str
    predicate: str
    """Local name of a SKOS mapping property."""
    object: str
    evidence: str
    is_by_name: bool
    """Whether nothing but a name speaks for it."""
    line: int


def clean_name(text: str) -> str:
    r"""Return a stranger's name as it can be shown and written to a table: one line without control signs.

    A leading sign by which spreadsheets know a formula goes too, and what makes it too long.

    >>> clean_name("child\x1b[31m  abuse\n")
    'child[31m abuse'
    >>> clean_name("=2+2")
    '2+2'
    """
    normal = unicodedata.normalize("NFC", text)
    plain = "".join(" " if sign.isspace() else sign for sign in normal if _can_be_shown(sign))
    return " ".join(plain.split()).lstrip("=+@- ")[:_LONGEST]


def _can_be_shown(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign)[0] != "C"
