"""Export a resolution as XML: its official text where it was ingested, else our summaries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.document import Document, Footnote, Origin, Provision
from kg.errors import InputError, UsageError
from kg.export.akn import resolution_akn
from kg.export.edition import UNKNOWN_DAY, Edition
from kg.graph.documents.quads import document_path
from kg.graph.ingested.texts import open_texts, texts_path
from kg.graph.lookup.curated_document import curated_document
from kg.graph.lookup.gazetteer import read_knowledge
from kg.graph.lookup.names import labels_of, resolve_name
from kg.graph.stores.binding import bind
from kg.graph.stores.store import local_path, store_location
from kg.identifiers import iri
from kg.model import Term
from kg.namespaces import CP, compact
from kg.text.extract import Extractor
from kg.text.segment.bodies import BODIES

if TYPE_CHECKING:
    from kg.graph.ingested.texts import Texts
    from kg.graph.stores.engine import Engine

_IS_RESOLUTION = f"ASK {{ VALUES ?it {{ UNDEF }} ?it a <{CP}Resolution> }}"
_DAY = len("2020-01-01")


@dataclass(frozen=True)
class ExportedXml:
    """The XML of a resolution."""

    xml: str
    note: str
    """Whose words they are, in one sentence for the person who asked."""


def resolution_xml(
    engine: Engine, name: str, store: str | None, *, extractor: Extractor | None = None
) -> ExportedXml:
    """Return a resolution as AKN4UN XML.

    Who exports many gives an `extractor` that knows what the store knows: to make one takes most of the time.

    Raises:
        UsageError: where the name means no resolution.
        InputError: where neither its text nor its paragraphs are there.
    """
    path = compact(resolve_name(engine, name, ()).value)
    if not engine.ask(bind(_IS_RESOLUTION, {"it": [Term("iri", iri(path))]})):
        raise UsageError(
            f"{path} is no resolution", remedy="Export it as RDF or tables; XML is for resolutions"
        )
    official = _official(engine, path, store, extractor)
    document, read_on = official or (curated_document(engine, path), UNKNOWN_DAY)
    if not document.provisions:
        raise InputError(
            f"the paragraphs of {path} are not in the graph",
            remedy=f"Run `kg fetch {path}` and `kg ingest` on the file",
        )
    bodies = {body.key: body.name for body in BODIES}
    edition = Edition(document, path, _names(engine, document), bodies, official is None, read_on)
    words = (
        "the official text as ingested"
        if official
        else "our summaries, paragraph by paragraph, not the official text"
    )
    return ExportedXml(resolution_akn(edition), f"{path}: {words}")


def _official(
    engine: Engine, path: str, store: str | None, extractor: Extractor | None
) -> tuple[Document, str] | None:
    """Return a document as it was ingested, and the day; None where it was not."""
    if store_location(store).startswith(("http://", "https://")):
        return None
    place = local_path(store)
    if not texts_path(place).is_file():
        return None
    with open_texts(place) as texts:
        kept = texts.kept().get(path)
        if kept is None:
            return None
        made = extractor or Extractor(read_knowledge(engine))
        return _ingested(engine, texts, path, made), kept.read_at[:_DAY]


def _ingested(engine: Engine, texts: Texts, path: str, extractor: Extractor) -> Document:
    """Return a document extracted again from its text; where that reads otherwise, the words kept."""
    rows = texts.passages(path)
    wanted = {ident: text for ident, kind, text in rows if kind != "note"}
    try:
        found = extractor.extract_bytes(texts.source(path).encode("utf-8", "surrogatepass"), name=path)
    except InputError:  # a text layer of DOCX, whose markup is gone
        found = []
    for document in found:
        same = {provision.id: provision.text for provision in document.provisions} == wanted
        if same and document_path(document) == path:
            return document
    return _from_passages(engine, path, rows)


def _from_passages(engine: Engine, path: str, rows: list[tuple[str, str, str]]) -> Document:
    """Return a document of the words that are kept, its footnotes apart, its front matter from the graph."""
    known = curated_document(engine, path)
    described = {provision.id: provision for provision in known.provisions}
    provisions = tuple(_passage(row, described.get(row[0])) for row in rows if row[1] != "note")
    notes = tuple(
        Footnote(ident.rpartition("/")[2], text, (0, 0), ()) for ident, kind, text in rows if kind == "note"
    )
    return Document(known.front, provisions, notes, Origin(path, "", "text/plain"))


def _passage(row: tuple[str, str, str], known: Provision | None) -> Provision:
    ident, kind, text = row
    return Provision(
        id=ident, kind=kind, number=known.number if known else None, level=known.level if known else 1,  # type: ignore[arg-type]
        parent=known.parent if known else None, text=text, span=(0, 0), pieces=(),
        acts=known.acts if known else (), themes=known.themes if known else (),
    )  # fmt: skip


def _names(engine: Engine, document: Document) -> dict[str, str]:
    """Return the labels of what a document names, by path."""
    paths = {f"body/{document.front.body}", f"body/{document.front.recommended_by}"}
    for provision in document.provisions:
        paths |= {f"act-type/{act.type}" for act in provision.acts}
        paths |= {f"theme/{theme}" for theme in provision.themes}
        paths |= {mention.id for mention in provision.mentions}
    known = labels_of(engine, [iri(path) for path in paths if " " not in path])
    return {compact(name): label for name, label in known.items()}
