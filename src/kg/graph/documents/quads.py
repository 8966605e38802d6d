"""The one bridge from the values of a document to RDF: the model of the curated documents, from extraction.

All statements go to the graph `document/<symbol>`, its provenance among them, so that replacing the graph
replaces all. Why, and what of it stands beside curated data: docs/decisions/0010-extracted-beside-curated.md.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING
from urllib.parse import quote

import pyoxigraph as ox

from kg import __version__
from kg.errors import InputError
from kg.graph.documents.acts import write_acts, write_citations
from kg.graph.documents.named import item_path, outlines
from kg.graph.documents.places import place_name
from kg.graph.syntax.writing import Pen
from kg.identifiers import draft_path, graph_iri, instrument_path, is_symbol, parse_resolution, treaty_key
from kg.namespaces import BASE, CP, ELI, PROV, SDG
from kg.ordinals import INSERTED_PATTERN

if TYPE_CHECKING:
    from kg.document import Document, Footnote, Provision
    from kg.graph.documents.acts import WrittenAct

DOCUMENT_GRAPHS = graph_iri("document/")
TEXT_START, TEXT_END = CP + "textStart", CP + "textEnd"

_TITLE = "http://purl.org/dc/terms/title"
_DAY_RE = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_NUMBER_RE = re.compile(r"\d+(?:/\d+)?")  # not `2427(2018)`, which its organ cites as 2427 (2018)
_PRINTED_RE = re.compile(rf"[0-9A-Za-z]+(?:\.[0-9]+)*(?: {INSERTED_PATTERN})?")  # not a bullet or dash
_SESSION_RE = re.compile(r"[A-Za-z0-9-]+")
_ITEM_RE = re.compile(r"\d+(?: \([a-z]\))?")
_SYMBOL_RE = re.compile(r"[A-Z]{1,12}(?:/[A-Z0-9][A-Za-z0-9.()\-]*)+")  # not words beside a symbol
_KEY_RE = re.compile(r"[A-Za-z0-9-]+")  # not the name of a body that has no key here
_COUNT_RE = re.compile(r"\d{1,5}")
_MODES = {"without a vote": "without-vote", "recorded vote": "recorded-vote"}
_VOTED = {"for": "votedForBy", "against": "votedAgainstBy", "abstaining": "abstainedOnBy"}
_AGENTS = ("body/", "mandate/", "programme/", "initiative/", "state/")
_TERM = "term/"
_NOTE_STEPS_RE = re.compile(r"[0-9a-z*]+")


def document_quads(document: Document, *, read_at: str | None = None) -> list[ox.Quad]:
    """Return what was extracted of a document as quads, each once, all in the graph of the document.

    `read_at` is the moment of extraction as an xsd:dateTime. What the document names is outlined by
    `kg.graph.documents.named.outlines`.

    Raises:
        InputError: where the document shows no symbol.
    """
    return list(dict.fromkeys(_Bridge(document, read_at).write()))


def document_nquads(document: Document) -> str:
    """Return a document as N-Quads, with outlines of what it names."""
    quads = document_quads(document)
    return (ox.serialize([*quads, *outlines(quads)], format=ox.RdfFormat.N_QUADS) or b"").decode()


def document_turtle(document: Document) -> str:
    """Return a document as Turtle, with outlines of what it names."""
    from kg.graph.stores.store import triples_of
    from kg.graph.syntax.serialise import serialise

    quads = document_quads(document)
    return serialise(triples_of(quad.triple for quad in [*quads, *outlines(quads)]), "ttl")


def document_path(document: Document) -> str:
    """Return the path of the instrument that a document is: `A/HRC/RES/31/7`, `treaty/CRC`.

    Raises:
        InputError: where the document shows no symbol, or is a treaty that the graph does not know.
    """
    symbol = "".join((document.front.symbol or "").split())
    if document.kind == "treaty" and not symbol:
        raise _unknown_treaty(document)
    if treaty_key(symbol):
        return symbol
    if not is_symbol(symbol):
        raise InputError(
            f"shows no symbol that it could be kept under ({symbol})" if symbol else "shows no symbol",
            where=document.origin.path,
            remedy="Give the file as issued, with its symbol in the front matter",
        )
    return instrument_path(symbol)


def _unknown_treaty(document: Document) -> InputError:
    title = f" ({document.front.title})" if document.front.title else ""
    return InputError(
        f"is a treaty that the graph does not know{title}, so that it has no key to be kept under",
        where=document.origin.path,
        remedy="`kg extract` gives it as JSON; to keep it, add it to data/instruments/treaties.ttl and build",
    )


def document_graph(path: str) -> str:
    """Return the named graph of a document by its path.

    >>> document_graph("A/HRC/RES/31/7").rpartition("graph/")[2]
    'document/A/HRC/RES/31/7'
    """
    return DOCUMENT_GRAPHS + path


class _Bridge:
    """Writes one document."""

    def __init__(self, document: Document, read_at: str | None) -> None:
        self._document = document
        self._read_at = read_at
        self._path = document_path(document)
        self._draft = draft_path(self._path)
        self._pen = Pen(document_graph(self._path))
        self._source = f"source/{_source_name(self._path)}-{document.origin.sha256[:12]}"
        self._notes = _note_paths(self._path, document.footnotes)
        self._acts: dict[str, list[WrittenAct]] = {}

    def write(self) -> list[ox.Quad]:
        self._write_provenance()
        self._write_instrument()
        if any(provision.id.startswith("draft/") for provision in self._document.provisions):
            self._write_draft()
        orders: dict[str, int] = defaultdict(int)
        for provision in self._document.provisions:
            owner = self._owner(provision.id)
            orders[owner] += 1
            self._write_provision(provision, owner, orders[owner])
        for note in self._document.footnotes:
            self._write_note(note)
        self._write_unresolved()
        return self._pen.quads

    def _write_provenance(self) -> None:
        pen, origin = self._pen, self._document.origin
        graph, activity = document_graph(self._path), f"{BASE}activity/extracted/{__version__}/{self._path}"
        pen.type(self._source, "Source")
        name = origin.path.replace("\\", "/").rpartition("/")[2]
        pen.label(self._source, f"{self._path}, as read from {name}")
        pen.text(self._source, CP + "sourceFile", quote(name))
        pen.text(self._source, CP + "sha256", origin.sha256)
        pen.link(graph, PROV + "wasDerivedFrom", self._source)
        pen.link(graph, PROV + "wasGeneratedBy", activity)
        pen.link(activity, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", PROV + "Activity")
        pen.label(activity, f"extracted by rules from {origin.media_type}")
        pen.text(activity, CP + "toolVersion", f"cpkg {__version__}")
        pen.moment(activity, PROV + "endedAtTime", self._read_at, "dateTime")

    def _write_instrument(self) -> None:
        pen, path, front = self._pen, self._path, self._document.front
        pen.type(path, "Treaty" if treaty_key(path) else "Resolution" if "/RES/" in path else "Instrument")
        pen.label(path, front.title or path)
        pen.english(path, _TITLE, front.title)
        pen.link(path, PROV + "wasDerivedFrom", self._source)
        if is_symbol(path):
            pen.text(path, CP + "symbol", path)
            resolution = parse_resolution(path)
            if resolution and _NUMBER_RE.fullmatch(resolution[2]):
                pen.text(path, CP + "resolutionNumber", resolution[2])
        if front.adopted and _DAY_RE.fullmatch(front.adopted):
            pen.moment(path, CP + "adoptedOn", front.adopted, "date")
        self._write_adoption()

    def _write_adoption(self) -> None:
        pen, path, front = self._pen, self._path, self._document.front
        body = f"body/{front.body}" if front.body else None
        pen.link(path, CP + "adoptedBy", body)
        pen.link(path, CP + "enactingBody", body)
        if body and front.session and _SESSION_RE.fullmatch(front.session):
            session = f"session/{front.body}/{front.session}"
            pen.link(path, CP + "adoptedAtSession", session)
            for item in filter(_ITEM_RE.fullmatch, front.agenda_items):
                pen.link(path, CP + "underAgendaItem", item_path(session, item))
        if front.meeting and _COUNT_RE.fullmatch(front.meeting) and int(front.meeting):
            pen.number(path, CP + "meetingNumber", int(front.meeting))
        self._write_vote()
        self._write_recommendation()
        self._write_subjects_of_text()
        self._write_states()

    def _write_recommendation(self) -> None:
        """Write the organ on whose recommendation the text was adopted, and the papers it came in."""
        front = self._document.front
        if _KEY_RE.fullmatch(front.recommended_by or ""):
            self._pen.link(self._path, CP + "recommendedBy", f"body/{front.recommended_by}")
        for symbol in filter(_SYMBOL_RE.fullmatch, front.recommended_in):
            self._pen.link(self._path, CP + "recommendedIn", symbol)

    def _write_subjects_of_text(self) -> None:
        """Write what the UN's library indexed the text under."""
        for subject in self._document.front.subjects:
            self._pen.text(self._path, CP + "subjectHeading", subject.heading)
            self._pen.link(self._path, ELI + "is_about", subject.iri)

    def _write_states(self) -> None:
        """Write the known States that tabled the draft of the text, and how each voted."""
        front = self._document.front
        for sponsor in front.sponsors:
            self._pen.link(self._path, CP + "sponsoredBy", sponsor.id)
        for ballot in front.ballots:
            self._pen.link(self._path, CP + _VOTED[ballot.vote], ballot.id)

    def _write_vote(self) -> None:
        adoption = self._document.front.adoption
        votes = (adoption.in_favour, adoption.against, adoption.abstaining)
        counted = None not in votes
        mode = "recorded-vote" if counted else _MODES.get((adoption.mode or "").lower())
        if mode:
            self._pen.link(self._path, CP + "adoptionMode", f"adoption-mode/{mode}")
        if counted:
            for name, value in zip(("votesFor", "votesAgainst", "abstentions"), votes, strict=True):
                self._pen.number(self._path, CP + name, value)

    def _write_draft(self) -> None:
        pen, front = self._pen, self._document.front
        title = front.draft_title or front.title or self._path
        pen.type(self._draft, "DraftResolution")
        pen.label(self._draft, f"{title} (draft resolution in {self._path})")
        pen.link(self._draft, CP + "draftIn", self._path)
        pen.link(self._path, CP + "recommendsAdoptionOf", self._draft)
        pen.link(self._draft, PROV + "wasDerivedFrom", self._source)
        if front.draft_for:
            pen.link(self._draft, CP + "enactingBody", f"body/{front.draft_for}")

    def _owner(self, ident: str) -> str:
        return self._draft if ident.startswith("draft/") else self._path

    def _write_provision(self, provision: Provision, owner: str, order: int) -> None:
        pen, path = self._pen, f"{self._path}/{provision.id}"
        kind = _class_of(provision, treaty=bool(treaty_key(self._path)))
        pen.type(path, kind)
        name = self._document.front.title if treaty_key(self._path) else None
        pen.label(path, place_name(name or self._path, provision.id))
        pen.link(path, CP + "provisionOf", owner)
        if kind != "PreambularParagraph" and _PRINTED_RE.fullmatch(
            provision.number or ""
        ):  # only its sub-items bear any, in brackets
            pen.text(path, ELI + "number", provision.number)
        pen.number(path, CP + "order", order)
        if provision.parent and kind != "Article":
            pen.link(path, CP + "subItemOf", f"{self._path}/{provision.parent}")
        pen.link(path, PROV + "wasDerivedFrom", self._source)
        pen.number(path, TEXT_START, provision.span[0])
        pen.number(path, TEXT_END, provision.span[1])
        acts = write_acts(pen, path, provision)
        chapeau = self._acts.get(provision.parent or "", [])
        self._acts[provision.id] = acts or chapeau
        write_citations(pen, path, provision, acts=acts, above=chapeau, notes=self._notes)
        self._write_subjects(path, provision, own_acts=bool(acts))

    def _write_subjects(self, path: str, provision: Provision, *, own_acts: bool) -> None:
        """Write what a provision names and is about; themes stand on its acts where it has some."""
        pen = self._pen
        for mention in provision.mentions:
            if mention.id.startswith(_AGENTS):
                pen.link(path, CP + "mentions", mention.id)
        for theme in provision.themes:
            if theme.startswith(_TERM):
                pen.link(path, CP + "usesTerm", f"theme/{theme}")
            elif not own_acts:
                pen.link(path, CP + "hasTheme", f"theme/{theme}")
        for target in provision.sdg_targets:
            pen.link(path, CP + "namesTarget", SDG + target)
        for goal in provision.sdg_goals:
            pen.link(path, CP + "namesGoal", SDG + goal)
        for marker in provision.notes:
            pen.link(path, CP + "hasNote", self._notes.get(marker))

    def _write_note(self, note: Footnote) -> None:
        pen, path = self._pen, self._notes.get(note.marker)
        if path is None:
            return
        pen.type(path, "Footnote")
        pen.label(path, f"{self._path}, note {note.marker}")
        pen.link(path, CP + "noteOf", self._path)
        pen.text(path, CP + "marker", note.marker)
        pen.link(path, PROV + "wasDerivedFrom", self._source)
        pen.number(path, TEXT_START, note.span[0])
        pen.number(path, TEXT_END, note.span[1])
        for citation in note.citations:
            if citation.target:
                pen.link(path, CP + "refersTo", citation.target)

    def _write_unresolved(self) -> None:
        known = {provision.id for provision in self._document.provisions}
        for one in self._document.unresolved:
            if one.provision not in known:  # what a note leaves open that no provision calls
                continue
            self._pen.text(f"{self._path}/{one.provision}", CP + "unresolved", f"{one.text} — {one.reason}")


def _class_of(provision: Provision, *, treaty: bool) -> str:
    if provision.kind in {"heading", "annex"}:
        return {"heading": "Heading", "annex": "AnnexProvision"}[provision.kind]
    if provision.kind == "preambular":
        return "PreambularParagraph"
    if not treaty:
        return "OperativeParagraph"
    return "ArticleParagraph" if provision.parent else "Article"


def _source_name(path: str) -> str:
    return re.sub(r"[^A-Za-z0-9._()-]", "-", path)


def _note_paths(path: str, notes: tuple[Footnote, ...]) -> dict[str, str]:
    """Return the path of each footnote by its marker; of two that bear one mark, the first is meant."""
    return {
        note.marker: f"{path}/note/{note.marker.lower()}"
        for note in reversed(notes)
        if _NOTE_STEPS_RE.fullmatch(note.marker.lower())
    }
