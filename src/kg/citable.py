"""What a citation can need to know of an instrument, and the place in it that is meant; free of RDF."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

Kind = Literal[
    "resolution",
    "decision",
    "statement",
    "draft",
    "treaty",
    "charter",
    "declaration",
    "general comment",
    "report",
]


@dataclass(frozen=True)
class Body:
    """An organ, committee or mandate as author; its key is the last part of its path."""

    key: str
    name: str


@dataclass(frozen=True)
class Work:
    """One instrument; what its graph does not say is None or empty."""

    path: str
    kind: Kind
    title: str | None = None
    """As printed, without the symbol; None where the graph knows a number only."""
    short_title: str | None = None
    abbreviation: str | None = None
    symbol: str | None = None
    """As the document bears it; None where it bears none of its own."""
    number: str | None = None
    """Of a resolution or decision, compact, the letter last: `217(III)A`, `69/274B`, `1612(2005)`."""
    body: Body | None = None
    """Whose text it is: who adopted it, or for reports the organ whose document it is."""
    author: Body | None = None
    """Who prepared a report or general comment."""
    adopted: date | None = None
    issued: date | None = None
    opened: date | None = None
    in_force: date | None = None
    unts_volume: int | None = None
    unts_page: int | None = None
    unts_number: int | None = None
    cets_number: int | None = None
    host: Work | None = None
    """The resolution that sets a declaration out."""
    corrigenda: tuple[str, ...] = ()
    """Symbols of what corrects it."""
    url: str | None = None
    """Where the text can be read."""


@dataclass(frozen=True)
class Place:
    """A provision or note inside an instrument: `annex/2/art/5/1` is article 5, paragraph 1, of annex II."""

    part: str
    """`pp`, `op`, `para`, `art`, `note` or `table`; empty where a whole draft or annex is meant."""
    steps: tuple[str, ...] = ()
    within: tuple[tuple[str, str], ...] = field(default=())
    """Containers from the outside in, each with its number or letter: `(("draft", ""), ("annex", "2"))`."""
