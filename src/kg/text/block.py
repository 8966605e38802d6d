"""One paragraph of a source, as a reader hands it on: page furniture gone, footnotes apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from kg.document import Mark, Origin, Span
    from kg.text.passage import Passage

Role = Literal[
    "unknown", "front", "formula", "preambular", "operative", "heading", "table", "annex", "closing", "break"
]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph; what the source's markup says of it, and nothing that was guessed."""

    passage: Passage
    """Without number and note marks, white space tidied."""
    role: Role = "unknown"
    """`unknown` for text without markup; `break` (no text) where a new statement begins."""
    number: str = ""
    """As printed: `4.`, `(a)`; empty where the markup does not set it apart."""
    level: int = 1
    marks: tuple[Mark, ...] = ()
    emphasis: tuple[Span, ...] = ()
    """Italic runs, as offsets into the passage."""
    name: str = ""
    """For `front`: which field the markup says it is (`symbol`, `title`, `session`, `adopted`, ...)."""

    @property
    def text(self) -> str:
        """Return the words."""
        return self.passage.text


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote, wherever the source prints it."""

    marker: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as read: its decoded text, its blocks in order, its footnotes."""

    origin: Origin
    source: str
    """The decoded source that all passages point into."""
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...]
    facts: tuple[tuple[str, str], ...] = ()
    """Front matter that markup states outright: (`adopted`, `2016-03-23`) and the like."""
