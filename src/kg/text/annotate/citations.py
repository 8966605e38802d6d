"""Find what each provision and footnote cites, and under which verb.

Numbers and symbols are read first, then the footnotes in their order, then names, so that a note can explain
the words before its mark.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.document import Unresolved
from kg.text.cite.antecedents import TITLE
from kg.text.cite.footnotes import NoteContent, NoteReader
from kg.text.cite.instruments import Instruments
from kg.text.cite.joining import NoteMark, cited, join
from kg.text.cite.memory import Memory
from kg.text.cite.naming import NameReader
from kg.text.cite.narrowing import narrowed
from kg.text.cite.placing import with_pinpoints
from kg.text.cite.reference import Reference, plain
from kg.text.cite.series import SeriesReader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.document import Document, Footnote, Provision
    from kg.knowledge import Knowledge

_DRAFT = "draft/"
_PROCLAIMING = ("A/RES/", "A/CONF.")
"""Beginnings of the symbols of texts that set out declarations."""


class CitationFinder:
    """What citations are looked up in; made once from what the graph knows."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.instruments = Instruments(knowledge.names, knowledge.supplements)
        self.treaty_series = knowledge.treaty_series


def annotate_citations(document: Document, finder: CitationFinder) -> Document:
    """Return the document with the citations of its provisions and footnotes, and what stays unresolved.

    Its acts must be known, for the verb that governs each citation.
    """
    return _Annotation(document, finder).annotated()


class _Annotation:
    """The work on one document."""

    def __init__(self, document: Document, finder: CitationFinder) -> None:
        self._document = document
        self._texts = [plain(provision.text) for provision in document.provisions]
        notes = (note.text for note in document.footnotes)
        self._memory = Memory.of([*self._texts, *notes], document.front.adopted)
        self._names = NameReader(finder.instruments)
        self._notes = NoteReader(finder.treaty_series, self._memory)
        self._order = {provision.id: at for at, provision in enumerate(document.provisions)}
        self._by_marker: dict[str, list[int]] = {}
        """Marker: the places of the footnotes that bear it; several where the marks begin anew."""
        for at, note in enumerate(document.footnotes):
            self._by_marker.setdefault(note.marker, []).append(at)
        self._unresolved: list[Unresolved] = []

    def annotated(self) -> Document:
        document = self._document
        numbered = [
            SeriesReader(text, self._voice(provision.id), self._memory).read()
            for provision, text in zip(document.provisions, self._texts, strict=True)
        ]
        contents = [
            self._notes.read(note.text, self._voice(note.provision or "")) for note in document.footnotes
        ]
        provisions = tuple(self._provisions(numbered, contents))
        return replace(
            document,
            provisions=provisions,
            footnotes=tuple(self._footnotes(contents)),
            unresolved=(*document.unresolved, *self._unresolved),
        )

    def _voice(self, provision: str) -> str | None:
        """Return the key of the body in whose voice a provision speaks."""
        front = self._document.front
        return front.draft_for if provision.startswith(_DRAFT) and front.draft_for else front.body

    def _provisions(
        self, numbered: Sequence[list[Reference]], contents: Sequence[NoteContent]
    ) -> Iterator[Provision]:
        for title in (self._document.front.title, self._document.front.draft_title):
            self._names.read(plain(title or ""), TITLE)
        place = TITLE
        own_text = self._document.kind == "treaty"
        for provision, text, known in zip(self._document.provisions, self._texts, numbered, strict=True):
            place += provision.parent is None
            named = self._others(
                self._names.read(text, place, own_text=own_text or provision.kind == "annex")
            )
            marks = list(self._marks(provision, contents))
            references = with_pinpoints(text, narrowed(_merged(known, named), marks))
            self._names.learn_from_text(known)
            self._learn(marks)
            self._leave_open(provision.id, provision.text, references)
            citations = join(provision, references, marks)
            yield replace(provision, citations=citations) if citations else provision

    def _others(self, references: Iterable[Reference]) -> list[Reference]:
        """Return references but those by which the document speaks of itself."""
        own = ("".join((self._document.front.symbol or "").split()),)
        return [one for one in references if one.targets != own]

    def _marks(self, provision: Provision, contents: Sequence[NoteContent]) -> Iterator[NoteMark]:
        """Yield the footnotes of a provision; of several with one marker the last so far."""
        here = self._order[provision.id]
        for mark in provision.marks:
            fitting = self._by_marker.get(mark.marker, [])
            begun = [at for at in fitting if self._begin(at) <= here] if len(fitting) > 1 else fitting
            if at := (begun or fitting)[-1:]:
                yield NoteMark(mark, self._document.footnotes[at[0]], contents[at[0]])

    def _begin(self, note: int) -> int:
        """Return the place of the provision that carries a footnote first."""
        return self._order.get(self._document.footnotes[note].provision or "", 0)

    def _learn(self, marks: Iterable[NoteMark]) -> None:
        """Let a note that cites one text say what the unknown name before its mark stands for."""
        for mark in marks:
            references = mark.content.references
            targets = {target for one in references for target in one.targets}
            if len(targets) == 1 and next(iter(targets)).startswith(_PROCLAIMING):
                self._names.learn(mark.mark.at, targets.pop(), references[0].pinpoints)

    def _footnotes(self, contents: Sequence[NoteContent]) -> Iterator[Footnote]:
        for note, content in zip(self._document.footnotes, contents, strict=True):
            self._leave_open(note.provision or "", note.text, content.references)
            citations = tuple(one for reference in content.references for one in cited(note.text, reference))
            yield replace(note, citations=citations) if citations else note

    def _leave_open(self, provision: str, text: str, references: Iterable[Reference]) -> None:
        for one in references:
            if one.reason and not one.targets:
                self._unresolved.append(Unresolved(text[one.start : one.end], one.reason, provision))


def _merged(known: Sequence[Reference], named: Iterable[Reference]) -> list[Reference]:
    """Return two lists of references in the order of the text; a name inside a number or symbol gives way."""
    free = [one for one in named if not _overlaps(known, one)]
    return sorted([*known, *free], key=lambda one: (one.start, one.end))


def _overlaps(known: Sequence[Reference], one: Reference) -> bool:
    """Say whether a reference overlaps one of some others, which are in order."""
    before = bisect_left(known, one.end, key=lambda other: other.start)
    return before > 0 and known[before - 1].end > one.start
