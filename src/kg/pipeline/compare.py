"""Compare two documents, each given as a file or by the symbol of one that was ingested."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kg.compare.documents import compare_documents
from kg.compare.strength import Scales
from kg.errors import InputError, UsageError, quoted
from kg.graph.ingested.document import ingested_document
from kg.graph.ingested.texts import open_texts as texts_beside
from kg.graph.ingested.texts import texts_path
from kg.graph.lookup.gazetteer import read_knowledge
from kg.graph.lookup.strengths import read_strengths, read_wider_groups
from kg.graph.stores.store import store_location
from kg.identifiers import instrument_path
from kg.pipeline.knowledge import graph_of
from kg.text.extract import Extractor

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kg.compare.report import Comparison
    from kg.document import Document
    from kg.graph.stores.engine import Engine

_CHOICE = "#"
"""Parts the name of a file from the symbol of one of several documents in it."""


class OfficialTexts(Protocol):
    """Documents that were ingested, by their symbols."""

    def find_document(self, symbol: str) -> Document | None:
        """Return the document of a symbol (without spaces), or None where it was not ingested."""


def compare(before: str, after: str, *, store: str | None) -> Comparison:
    """Return two documents side by side, each a file, `FILE#SYMBOL` or a symbol.

    Raises:
        InputError: where one cannot be read, was not ingested, or is one of several in its file.
    """
    graph = graph_of(store)
    texts = open_texts(store)
    made = cache(lambda: Extractor(read_knowledge(graph)))  # only where a file is to be read

    def extract(path: Path) -> list[Document]:
        return made().extract_file(path)

    first, second = (_document(place, extract, texts) for place in (before, after))
    return compare_documents(first, second, scales_of(graph))


def open_texts(store: str | None) -> OfficialTexts:
    """Return the official texts beside a store; a remote store has none here."""
    where = store_location(store)
    return _NoTexts() if where.startswith(("http://", "https://")) else IngestedTexts(Path(where))


@dataclass(frozen=True)
class IngestedTexts:
    """Documents that `kg ingest` keeps beside a store."""

    store: Path

    def find_document(self, symbol: str) -> Document | None:
        """Return the document of a symbol or path (`treaty/CRC`), or None where it was not ingested.

        Raises:
            InputError: where the texts are damaged, or of another version.
        """
        if not texts_path(self.store).is_file():
            return None
        with texts_beside(self.store) as texts:
            return ingested_document(texts, symbol)


class _NoTexts:
    """What stands in where no texts can be ingested."""

    def find_document(self, symbol: str) -> Document | None:  # noqa: ARG002 - there is nothing to find
        """Return None."""
        return None


def scales_of(graph: Engine) -> Scales:
    """Return how the graph ranks acts and groups."""
    return Scales(read_strengths(graph), read_wider_groups(graph))


def _document(place: str, extract: Callable[[Path], list[Document]], texts: OfficialTexts) -> Document:
    if Path(place).is_file():
        return _only(extract(Path(place)), place)
    path, hash_mark, symbol = place.rpartition(_CHOICE)
    if hash_mark and Path(path).is_file():
        return _chosen(extract(Path(path)), path, symbol)
    return _ingested(place, texts)


def _only(documents: Sequence[Document], place: str) -> Document:
    if len(documents) == 1:
        return documents[0]
    raise InputError(
        f"holds {len(documents)} documents: {_symbols(documents)}",
        where=place,
        remedy=f"Name one of them: {place}{_CHOICE}{documents[0].front.symbol or 1}",
    )


def _chosen(documents: Sequence[Document], place: str, wanted: str) -> Document:
    """Return the document of a symbol, or the n-th."""
    for number, document in enumerate(documents, start=1):
        if wanted in {document.front.symbol, str(number)}:
            return document
    raise InputError(
        f"holds no document {quoted(wanted)}", where=place, remedy=f"It holds {_symbols(documents)}"
    )


def _symbols(documents: Sequence[Document]) -> str:
    return ", ".join(document.front.symbol or f"{n}" for n, document in enumerate(documents, start=1))


def _ingested(place: str, texts: OfficialTexts) -> Document:
    try:
        symbol = instrument_path(place)
    except UsageError:
        raise InputError(
            f"{quoted(place)} is neither a file nor the symbol of a document",
            remedy="Give a path, or a symbol as printed: A/RES/74/174",
        ) from None
    document = texts.find_document(symbol)
    if document is None:
        raise InputError(
            f"{symbol} is no file here, and its text was not ingested",
            remedy=f"Run `kg fetch {symbol}`, then `kg ingest` on the file; or give the file itself",
        )
    return document
