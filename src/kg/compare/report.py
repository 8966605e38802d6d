"""Values of a comparison: paragraphs set side by side, the words that differ, and what that means."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from kg.document import Span

ParagraphKind = Literal["preambular", "operative", "heading", "annex", "footnote"]
Status = Literal["same", "changed", "added", "dropped"]
Aspect = Literal["act", "addressee", "theme", "deadline", "condition"]
Direction = Literal[
    "stronger", "weaker", "wider", "narrower", "earlier", "later", "added", "dropped", "different"
]


@dataclass(frozen=True, slots=True)
class Edit:
    """Words of one text and what stands for them in the other; one of the spans can be empty."""

    before: Span
    after: Span
    typographic: bool
    """Whether only white space, quotation marks, hyphens or the stop at the end differ."""


@dataclass(frozen=True, slots=True)
class Shift:
    """Something that an instrument expects, from whom, about what or by when, and how it changed."""

    aspect: Aspect
    direction: Direction
    before: str
    """As printed or as the graph calls it; empty where there was none."""
    after: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One provision or footnote, as far as a comparison shows it."""

    id: str
    """Path after the instrument's (`op/4/a`), or `note/4` for a footnote."""
    kind: ParagraphKind
    number: str | None
    level: int
    text: str
    notes: tuple[str, ...] = ()
    """Markers of its footnotes."""


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph of one document and its counterpart in the other; one of them can be missing."""

    before: Paragraph | None
    after: Paragraph | None
    moved: bool = False
    """Whether its order among the others changed; a new number alone is no move."""
    edits: tuple[Edit, ...] = ()
    shifts: tuple[Shift, ...] = ()

    @property
    def status(self) -> Status:
        """Return what became of the paragraph, apart from its place."""
        if self.before is None:
            return "added"
        if self.after is None:
            return "dropped"
        return "changed" if self.changes else "same"

    @property
    def changes(self) -> tuple[Edit, ...]:
        """Return the differences in words."""
        return tuple(edit for edit in self.edits if not edit.typographic)

    @property
    def typography(self) -> tuple[Edit, ...]:
        """Return the differences that are not in words."""
        return tuple(edit for edit in self.edits if edit.typographic)

    @property
    def marks_differ(self) -> bool:
        """Say whether the note marks are others, or in another order."""
        return bool(self.before and self.after and self.before.notes != self.after.notes)

    @property
    def prints_differ(self) -> bool:
        """Say whether typography or note marks differ, whatever the words do."""
        return bool(self.typography) or self.marks_differ

    @property
    def differs(self) -> bool:
        """Say whether the row belongs among the differences."""
        return self.moved or self.status != "same"

    @property
    def kind(self) -> ParagraphKind:
        """Return the kind, which both paragraphs share."""
        return self.shown.kind

    @property
    def shown(self) -> Paragraph:
        """Return the later paragraph, or the earlier where there is no other."""
        paragraph = self.after or self.before
        if paragraph is None:
            raise ValueError("a row without paragraphs")
        return paragraph


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two documents, as a heading names it."""

    name: str
    """Its symbol, or its file where it bears none."""
    title: str
    adopted: str
    """ISO date, or empty."""
    draft: bool
    """Whether the paragraphs are those of a draft that it sets out."""
    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two documents side by side."""

    before: Side
    after: Side
    title_edits: tuple[Edit, ...]
    rows: tuple[Row, ...]
    """In the order of the later document; what was dropped stands where it was."""
    outside: tuple[str, ...] = ()
    """Ids of the provisions around a draft, which have no counterpart in an adopted text."""

    @property
    def differences(self) -> tuple[Row, ...]:
        """Return the rows that differ in words or place."""
        return tuple(row for row in self.rows if row.differs)

    def counts(self) -> dict[str, int]:
        """Return how many paragraphs are the same, changed, moved, added, dropped; the moved count twice."""
        found: Counter[str] = Counter(row.status for row in self.rows)
        counts = {status: found[status] for status in ("same", "changed", "added", "dropped")}
        return {
            **counts,
            "moved": sum(row.moved for row in self.rows),
            "typography": sum(row.prints_differ for row in self.rows),
        }

    def directions(self) -> dict[tuple[Aspect, Direction], int]:
        """Return how many shifts there are of each aspect and direction."""
        found = Counter((shift.aspect, shift.direction) for row in self.rows for shift in row.shifts)
        return dict(sorted(found.items()))
