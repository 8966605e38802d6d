"""Two official texts word by word, paragraph beside paragraph, with what the graph says of each."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from kg.compare.display import cut, label, pieces, shift_words, side_name, summary, what
from kg.compare.documents import compare_documents
from kg.identifiers import iri
from kg.namespaces import compact
from kg.pipeline.compare import IngestedTexts, scales_of
from kg.web.pages.provisions import acts_of
from kg.web.pages.shown import Shown, all_shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.compare.report import Comparison, Paragraph, Row
    from kg.web.lookup import Lookup
    from kg.web.site import Site

_ROOM = 90_000
"""Characters of paragraphs that are the same or have no counterpart; beyond it each shows how it begins."""
_BEGINNING = 120
_DRAFT = "/draft"


@dataclass(frozen=True)
class Cell:
    """A paragraph of one of the two texts."""

    place: Shown
    words: tuple[tuple[str, bool], ...]
    """Runs of its words, and whether each is changed."""
    acts: tuple[tuple[Shown, tuple[Shown, ...]], ...]
    """Type of each act, and whom it speaks to."""
    themes: tuple[Shown, ...]


@dataclass(frozen=True)
class Line:
    """A paragraph of either text, or of both."""

    anchor: str
    name: str
    what: str
    shifts: tuple[str, ...]
    before: Cell | None
    after: Cell | None


@dataclass(frozen=True)
class Run:
    """Lines that differ, or a stretch of lines that do not."""

    differs: bool
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Wording:
    """What a comparison of words shows."""

    names: tuple[str, str]
    said: tuple[str, ...]
    runs: tuple[Run, ...]
    shortened: bool
    """Whether only the beginning of some paragraphs is shown."""

    @property
    def shifted(self) -> tuple[Line, ...]:
        """Return the lines of which something became stronger, weaker, wider or the like."""
        return tuple(line for run in self.runs for line in run.lines if line.shifts)


def compare_wording(site: Site, lookup: Lookup, first: str, second: str) -> Wording | tuple[str, ...]:
    """Return two instruments word by word; where texts are missing, the paths of those."""
    texts = IngestedTexts(site.store)
    paths = [compact(one).removesuffix(_DRAFT) for one in (first, second)]
    documents = [texts.find_document(path) for path in paths]
    missing = tuple(path for path, one in zip(paths, documents, strict=True) if one is None)
    before, after = documents
    if before is None or after is None:
        return tuple(dict.fromkeys(missing))
    return _Writer(lookup, compare_documents(before, after, scales_of(site.engine)), paths).write()


class _Writer:
    """Turns a comparison into what the page shows."""

    def __init__(self, lookup: Lookup, comparison: Comparison, paths: Sequence[str]) -> None:
        self._lookup = lookup
        self._comparison = comparison
        self._paths = paths
        self._short = _spare(comparison.rows) > _ROOM

    def write(self) -> Wording:
        sides = (self._comparison.before, self._comparison.after)
        return Wording(
            (side_name(sides[0]), side_name(sides[1])),
            tuple(summary(self._comparison)),
            tuple(self._runs()),
            self._short,
        )

    def _runs(self) -> Iterator[Run]:
        numbered = enumerate(self._comparison.rows)
        for differs, group in groupby(numbered, key=lambda one: one[1].differs):
            rows = list(group)
            first, last = label(rows[0][1].shown), label(rows[-1][1].shown)
            title = f"{len(rows):,} the same: {first} to {last}" if len(rows) > 1 else f"1 the same: {first}"
            yield Run(differs, title, tuple(self._line(place, row) for place, row in rows))

    def _line(self, place: int, row: Row) -> Line:
        names = [label(one) for one in (row.before, row.after) if one]
        cells = (
            self._cell(row.before, row, later=False),
            self._cell(row.after, row, later=True) if row.differs else None,
        )
        return Line(
            f"r{place}",
            " → ".join(dict.fromkeys(names)),
            what(row),
            tuple(map(shift_words, row.shifts)),
            *cells,
        )

    def _cell(self, paragraph: Paragraph | None, row: Row, *, later: bool) -> Cell | None:
        if paragraph is None:
            return None
        thing = iri(f"{self._paths[later]}/{paragraph.id}")
        place = Shown(label(paragraph), thing if self._lookup.knows(thing) else "")
        if row.status != "changed" and not row.moved:
            text = cut(paragraph.text, _BEGINNING) if self._short else paragraph.text
            alone = row.before is None or row.after is None
            return Cell(
                place, ((text, alone),), *(self._facts(thing) if alone and not self._short else ((), ()))
            )
        marked = tuple(
            (words, edit is not None) for words, edit in pieces(paragraph.text, row.changes, later=later)
        )
        return Cell(place, marked, *self._facts(thing))

    def _facts(self, thing: str) -> tuple[tuple[tuple[Shown, tuple[Shown, ...]], ...], tuple[Shown, ...]]:
        """Return the acts and themes of a paragraph as the graph has them."""
        lookup = self._lookup
        acts = tuple((act.kind, act.agents) for act in acts_of(lookup, thing) if not act.inherited)
        return acts, all_shown(lookup, lookup.links(thing, "cp:hasTheme"))


def _spare(rows: Sequence[Row]) -> int:
    """Return how many characters the paragraphs have that no words need be marked in."""
    return sum(len(row.shown.text) for row in rows if row.status != "changed" and not row.moved)
