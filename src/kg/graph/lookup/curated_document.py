"""Read a resolution out of the graph as a document whose words are our gists, with its acts and citations."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg.document import (
    Act,
    Adoption,
    Citation,
    Document,
    Footnote,
    FrontMatter,
    Mark,
    Mention,
    Origin,
    Provision,
)
from kg.graph.stores.binding import bind
from kg.identifiers import draft_path, iri
from kg.model import Term
from kg.namespaces import CP, ID, compact, sparql_prologue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.document import Kind
    from kg.graph.stores.engine import Engine

_FRONT = """SELECT ?symbol ?title ?adopted ?body ?bodyName ?session ?item ?meeting ?mode ?for ?against
  ?abstaining ?by ?in ?draftFor WHERE {
  VALUES ?it { UNDEF }
  OPTIONAL { ?it cp:symbol ?symbol }
  OPTIONAL { ?it rdfs:label ?title }
  OPTIONAL { ?it cp:adoptedOn ?adopted }
  OPTIONAL { ?it cp:enactingBody ?body . ?body rdfs:label ?bodyName }
  OPTIONAL { ?it cp:adoptedAtSession/cp:sessionNumber ?session }
  OPTIONAL { ?it cp:underAgendaItem/cp:itemNumber ?item }
  OPTIONAL { ?it cp:meetingNumber ?meeting }
  OPTIONAL { ?it cp:adoptionMode/skos:prefLabel ?mode }
  OPTIONAL { ?it cp:votesFor ?for ; cp:votesAgainst ?against ; cp:abstentions ?abstaining }
  OPTIONAL { ?it cp:recommendedBy ?by }
  OPTIONAL { ?it cp:recommendedIn ?in }
  OPTIONAL { ?draft cp:draftIn ?it ; cp:enactingBody ?draftFor }
} ORDER BY ?item ?in"""
_PROVISIONS = """SELECT ?provision ?whole ?kind ?order ?number ?above ?gist ?label WHERE {
  VALUES ?whole { UNDEF }
  ?provision cp:provisionOf ?whole ; cp:order ?order ; rdfs:label ?label .
  VALUES (?class ?kind) {
    (cp:PreambularParagraph "preambular") (cp:OperativeParagraph "operative") (cp:AnnexProvision "annex")
    (cp:Heading "heading")
  }
  ?provision a ?class .
  OPTIONAL { ?provision eli:number ?number }
  OPTIONAL { ?provision cp:subItemOf ?above }
  OPTIONAL { ?provision cp:gist ?gist }
} ORDER BY ?whole ?order"""
_ACTS = """SELECT ?provision ?type ?phrase WHERE {
  VALUES ?whole { UNDEF }
  ?provision cp:provisionOf ?whole ; cp:hasAct ?act .
  ?act cp:actType ?type ; cp:phrase ?phrase ; cp:actOrder ?order .
} ORDER BY ?provision ?order"""
_CITATIONS = """SELECT DISTINCT ?provision ?cited ?text WHERE {
  VALUES ?whole { UNDEF }
  ?provision cp:provisionOf ?whole ; cp:hasCitation ?citation .
  ?citation cp:citedEntity ?cited ; cp:citationText ?text .
} ORDER BY ?provision ?citation"""
_SUBJECTS = """SELECT DISTINCT ?provision ?property ?value WHERE {
  VALUES ?whole { UNDEF }
  VALUES ?property { cp:hasTheme cp:mentions }
  ?provision cp:provisionOf ?whole ; ?property ?value .
} ORDER BY ?provision ?property ?value"""
_NOTES = """SELECT ?note ?marker ?provision ?target WHERE {
  VALUES ?whole { UNDEF }
  ?note cp:noteOf ?whole ; cp:marker ?marker .
  OPTIONAL { ?provision cp:hasNote ?note }
  OPTIONAL { ?note cp:refersTo ?target }
} ORDER BY ?note ?provision ?target"""

_Cells = tuple["str | None", ...]
_KINDS: dict[str, Kind] = {
    "preambular": "preambular", "operative": "operative", "annex": "annex", "heading": "heading",
}  # fmt: skip


def curated_document(engine: Engine, path: str) -> Document:
    """Return the resolution of a path with its paragraphs; none where they are not in the graph.

    The text of a provision is its gist, or its name where it has none; spans say nothing.
    """
    return _Reader(engine, path).read()


class _Reader:
    """Reads one resolution, with the draft that it sets out."""

    def __init__(self, engine: Engine, path: str) -> None:
        self._engine = engine
        self._path = path
        self._wholes = [Term("iri", iri(one)) for one in (path, draft_path(path))]
        self._acts: dict[str, list[Act]] = defaultdict(list)
        self._citations: dict[str, list[Citation]] = defaultdict(list)
        self._themes: dict[str, list[str]] = defaultdict(list)
        self._mentions: dict[str, list[Mention]] = defaultdict(list)
        self._markers: dict[str, list[str]] = defaultdict(list)

    def read(self) -> Document:
        for provision, type_, phrase in self._rows(_ACTS):
            self._acts[provision or ""].append(Act(_last(type_), phrase or "", None))
        for provision, cited, text in self._rows(_CITATIONS):
            self._citations[provision or ""].append(Citation(cited, text or "", None))
        for provision, prop, value in self._rows(_SUBJECTS):
            if prop == "cp:hasTheme":
                self._themes[provision or ""].append((value or "").removeprefix("theme/"))
            else:
                self._mentions[provision or ""].append(Mention(value or "", "", (0, 0)))
        notes = self._notes()
        provisions = [self._provision(row) for row in self._rows(_PROVISIONS)]
        drafted = [one for one in provisions if one.id.startswith("draft/")]
        own = [one for one in provisions if not one.id.startswith("draft/")]
        origin = Origin(path=self._path, sha256="", media_type="text/turtle")
        return Document(self._front(), (*own, *drafted), notes, origin)

    def _provision(self, row: _Cells) -> Provision:
        path, _, kind, _, number, above, gist, label = row
        ident = self._ident(path or "")
        text = gist or label or ident
        level = 1 if above is None else len(ident.split("/")) - 1 - ident.startswith("draft/")
        return Provision(
            id=ident, kind=_KINDS[kind or "operative"], number=number, level=level,
            parent=self._ident(above) if above else None, text=text, span=(0, 0), pieces=(),
            marks=tuple(Mark(len(text), marker) for marker in self._markers[path or ""]),
            acts=tuple(self._acts[path or ""]), citations=tuple(self._citations[path or ""]),
            mentions=tuple(self._mentions[path or ""]), themes=tuple(self._themes[path or ""]),
        )  # fmt: skip

    def _notes(self) -> tuple[Footnote, ...]:
        """Return the footnotes that refer to something, in its name; note which paragraphs call them."""
        targets: dict[str, dict[str, None]] = defaultdict(dict)
        caller: dict[str, str] = {}
        for _, marker, provision, target in self._rows(_NOTES):
            mark = marker or ""
            targets[mark] |= {target: None} if target else {}
            if provision and mark not in self._markers[provision]:
                self._markers[provision].append(mark)
                caller.setdefault(mark, self._ident(provision))
        noted = sorted(((mark, list(named)) for mark, named in targets.items() if named), key=_by_number)
        return tuple(_note(mark, named, caller.get(mark)) for mark, named in noted)

    def _front(self) -> FrontMatter:
        rows = self._rows(_FRONT, self._wholes[:1])
        (symbol, title, adopted, body, body_name, session, _, meeting, mode, *counts, by, _, draft_for) = (
            rows[0]
        )
        votes = [int(count) if count else None for count in counts]
        return FrontMatter(
            symbol=symbol or self._path, body=_last(body), body_name=body_name or "", title=title,
            adopted=adopted, session=session, agenda_items=_column(rows, 6), meeting=meeting,
            adoption=Adoption(mode, *votes),
            recommended_by=_last(by), recommended_in=_column(rows, 13), draft_for=_last(draft_for),
        )  # fmt: skip

    def _rows(self, query: str, wholes: list[Term] | None = None) -> list[_Cells]:
        name = "it" if wholes else "whole"
        found = self._engine.select(sparql_prologue() + bind(query, {name: wholes or self._wholes})).rows
        return [tuple(_short(cell) for cell in row) for row in found]

    def _ident(self, path: str) -> str:
        return path.removeprefix(f"{self._path}/")


def _note(marker: str, targets: list[str], caller: str | None) -> Footnote:
    spans, text = [], ""
    for target in targets:
        text += "; " if text else ""
        spans.append((len(text), len(text) + len(target)))
        text += target
    citations = tuple(
        Citation(target, target, None, note=marker, note_span=span)
        for target, span in zip(targets, spans, strict=True)
    )
    return Footnote(marker, text, (0, 0), (), caller, citations)


def _by_number(item: tuple[str, object]) -> tuple[int, str]:
    marker = item[0]
    return (int(marker) if marker.isdigit() else 0, marker)


def _column(rows: Iterable[_Cells], place: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for row in rows if (value := row[place])))


def _short(cell: Term | None) -> str | None:
    if cell is None:
        return None
    return compact(cell.value) if cell.kind == "iri" and cell.value.startswith((ID, CP)) else cell.value


def _last(path: str | None) -> str | None:
    return path.rpartition("/")[2] if path else None
