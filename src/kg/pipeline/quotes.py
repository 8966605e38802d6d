"""Hold what was extracted from documents against their official texts, from the graph back to the source.

The offsets and words that the graph states, and the digest of the file that it names, lead to the characters
that are kept beside the store; these must be the same.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.document import Document, Footnote, FrontMatter, Origin, Provision
from kg.graph.documents.quads import TEXT_END, TEXT_START, document_graph
from kg.graph.evidence.withdrawn import Reading
from kg.model import Finding
from kg.namespaces import CP, ID
from kg.text.clean.lines import even
from kg.text.rematch import find_unmatched
from kg.text.superscripts import plain_digits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.document import Kind, Span
    from kg.graph.ingested.entries import Kept, ProvisionRow
    from kg.graph.ingested.texts import Texts

RULE = "quote-mismatch"

_QUOTING = {CP + name for name in ("phrase", "citationText", "addresseeText")}
"""Properties whose values are words of the text."""
_PLACES = (TEXT_START, TEXT_END)
_CUT = "…"
_BETWEEN = "; "
_SOURCES = ID + "source/"
_REMEDY = "Ingest the document again from its file: `kg ingest --again`"


@dataclass(frozen=True)
class Checked:
    """What was held against official texts, and what does not stand there."""

    documents: int
    statements: int
    """Statements about documents and what they say."""
    matched: int
    """Those that rest on characters, or on a file, that are as the graph says."""
    findings: tuple[Finding, ...]


def check_quotes(store: ox.Store, texts: Texts, paths: Iterable[str]) -> Checked:
    """Hold the graphs of documents against the texts that are kept of them."""
    kept = texts.kept()
    held = [_Held(store, texts, path, kept.get(path)) for path in paths]
    found = [(one, list(one.findings())) for one in held]
    return Checked(
        len(held),
        sum(len(one.said) for one in held),
        sum(one.count_matched(findings) for one, findings in found),
        tuple(finding for _, findings in found for finding in findings),
    )


class _Held:
    """One document: what its graph says, and the text that is kept."""

    def __init__(self, store: ox.Store, texts: Texts, path: str, kept: Kept | None) -> None:
        self._path = path
        self._graph = document_graph(path)
        quads = list(store.quads_for_pattern(None, None, None, ox.NamedNode(self._graph)))
        self._reading = Reading.of(self._graph, quads)
        self._kept = kept
        self.said = [quad for quad in quads if _is_said(quad)]
        self._places = _places_of(quads)
        self._rows = {f"{ID}{path}/{row[0]}".casefold(): row for row in texts.provisions(path)}
        self._document = self._as_kept(texts) if kept else None

    def findings(self) -> Iterator[Finding]:
        """Yield what does not stand in the text as the graph says it does."""
        if self._kept is None or self._document is None:
            yield self._finding(ID + self._path, "no text of the document is kept beside the store")
        elif self._kept.sha256 != self._reading.sha256:
            yield self._finding(
                ID + self._path, "the text that is kept is of another file than the graph names"
            )
        else:
            for line in find_unmatched(self._document):
                name, _, what = line.partition(": ")
                yield self._finding(f"{ID}{self._path}/{name.replace('note ', 'note/')}", what)
            yield from self._misplaced()
            yield from self._misquoted()

    def count_matched(self, findings: list[Finding]) -> int:
        """Return how many statements rest on what is as the graph says."""
        wrong = {finding.focus.casefold() for finding in findings}
        if (ID + self._path).casefold() in wrong:
            return 0
        return sum(_whole(quad).casefold() not in wrong for quad in self.said)

    def _as_kept(self, texts: Texts) -> Document:
        """Return the document as far as it is kept: texts with their places, and the source."""
        rows = [(row, _pieces(row)) for row in self._rows.values()]
        provisions = tuple(_provision(row, pieces) for row, pieces in rows if row[2] != "note")
        notes = tuple(_note(row, pieces) for row, pieces in rows if row[2] == "note")
        origin = Origin(self._path, self._reading.sha256, texts.media_type(self._path))
        return Document(FrontMatter(), provisions, notes, origin, source_text=texts.source(self._path))

    def _misplaced(self) -> Iterator[Finding]:
        for thing, place in self._places.items():
            row = self._rows.get(thing.casefold())
            if row is None:
                yield self._finding(thing, "no text of it is kept")
            elif place != (row[4], row[5]):
                told = f"it stands at {row[4]} to {row[5]}, not at {place[0]} to {place[1]}"
                yield self._finding(thing, told)

    def _misquoted(self) -> Iterator[Finding]:
        notes = "".join(_bare(row[3]) for row in self._rows.values() if row[2] == "note")
        for quad in self.said:
            if quad.predicate.value in _QUOTING:
                row = self._rows.get(_whole(quad).casefold())
                words = str(getattr(quad.object, "value", ""))
                if row is None or not _stands(words, _bare(row[3]), notes):
                    yield self._finding(_whole(quad), f"the words {words!r} do not stand in its text", words)

    def _finding(self, focus: str, what: str, value: str = "") -> Finding:
        message = f"What was extracted does not match the official text: {what}. {_REMEDY}."
        return Finding("Violation", RULE, focus, message, value=value, graph=self._graph)


def _is_said(quad: ox.Quad) -> bool:
    """Say whether a statement is about a document or what it says, and not about its file."""
    subject = str(getattr(quad.subject, "value", ""))
    return subject.startswith(ID) and not subject.startswith(_SOURCES)


def _whole(quad: ox.Quad) -> str:
    """Return the provision or note that a statement is about, if by way of an act or citation."""
    return str(getattr(quad.subject, "value", "")).partition("#")[0]


def _places_of(quads: Iterable[ox.Quad]) -> dict[str, Span]:
    found: dict[str, dict[str, int]] = {}
    for quad in quads:
        if quad.predicate.value in _PLACES:
            at = int(str(getattr(quad.object, "value", "")))
            found.setdefault(_whole(quad), {})[quad.predicate.value] = at
    return {thing: (ends.get(TEXT_START, -1), ends.get(TEXT_END, -1)) for thing, ends in found.items()}


def _stands(words: str, text: str, notes: str) -> bool:
    """Say whether words stand in a text, or a citation in the notes; several parts each by themselves."""
    for part in words.split(_BETWEEN):
        wanted = _bare(part.removesuffix(_CUT))
        if wanted not in text and wanted not in notes and _bare(words.removesuffix(_CUT)) not in text:
            return False
    return True


def _bare(text: str) -> str:
    """Return a text without what reading evens out: white space, kinds of hyphen, raised digits."""
    return plain_digits(even("".join(text.split()))).casefold()


def _pieces(row: ProvisionRow) -> tuple[Span, ...]:
    return tuple((start, end) for start, end in json.loads(row[6]))


def _provision(row: ProvisionRow, pieces: tuple[Span, ...]) -> Provision:
    kind: Kind = row[2]  # type: ignore[assignment]  # as it was kept
    return Provision(row[0], kind, None, 1, None, row[3], (row[4], row[5]), pieces)


def _note(row: ProvisionRow, pieces: tuple[Span, ...]) -> Footnote:
    return Footnote(row[0].removeprefix("note/"), row[3], (row[4], row[5]), pieces)
