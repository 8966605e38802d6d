"""Extract many files to JSON in worker processes: a pure function of one file, mapped."""

from __future__ import annotations

import gc
import json
import os
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import InputError, quoted
from kg.pipeline.workers import map_in_workers
from kg.text.as_json import document_json
from kg.text.extract import Extractor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kg.document import Document
    from kg.knowledge import Knowledge

SECONDS = 60.0
"""Time that one file may take; an average one takes a fortieth of a second."""

_OBJECTS = 20_000
"""New objects after which garbage is collected; few of a document's values refer to each other in circles."""


@dataclass(frozen=True)
class Extracted:
    """What came of one file."""

    path: Path
    documents: tuple[tuple[str, str], ...]
    """Symbol, or empty, and the document in the format asked for; JSON on one line."""
    error: str
    """One line that names the file; empty where all went well."""
    warnings: tuple[str, ...] = ()
    """One line each, which names the file and the place."""


def find_documents(paths: Iterable[Path]) -> list[Path]:
    """Return the files meant by files and folders; folders are read recursively, hidden files left out.

    Raises:
        InputError: where a path does not exist, or a folder holds no file.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            files = sorted(_walk(path))
            if not files:
                raise InputError("holds no file", where=str(path), remedy="Name a folder with documents")
            found.update(dict.fromkeys(files))
        elif path.exists():
            found[path] = None
        else:
            raise InputError("does not exist", where=str(path), remedy="Check the path")
    return list(found)


def _walk(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(place, name) for name in names if not name.startswith("."))


def extract_files(
    paths: Iterable[Path],
    knowledge: Knowledge,
    *,
    jobs: int,
    format: str = "json",  # noqa: A002
) -> Iterator[Extracted]:
    """Yield what each file holds, in the order of the paths; files that fail are among them.

    `format` is `json`, `ndjson` (both one line a document), `ttl` or `nq`.
    """
    make = partial(_make, knowledge, format)
    for outcome in map_in_workers(make, paths, jobs=jobs, seconds=SECONDS):
        error = _named(outcome.item, outcome.error) if outcome.error else ""
        documents, warnings = outcome.result or ((), ())
        yield Extracted(outcome.item, documents, error, warnings)


def unread_warnings(documents: Iterable[Document]) -> tuple[str, ...]:
    """Return a line for each document behind whose closing text stands that is no part of it."""
    return tuple(_warning(document) for document in documents if document.unread)


def _warning(document: Document) -> str:
    count = sum(end - start for start, end in document.unread)
    start, end = document.unread[0]
    words = " ".join(document.source_text[start:end].split())
    return (
        f"{document.origin.path}: {count:,} characters behind the closing of "
        f"{document.front.symbol or 'the resolution'} are no part of it and not read, "
        f"from character {start:,} on: {quoted(words)}"
    )


def _named(path: Path, error: str) -> str:
    """Return an error on one line that begins with the file."""
    line = " ".join(error.split())
    return line if line.startswith(str(path)) else f"{path}: {line}"


_Made = tuple[tuple[tuple[str, str], ...], tuple[str, ...]]
"""Documents, each with its symbol, and warnings."""


def _make(knowledge: Knowledge, format: str) -> Callable[[Path], _Made]:  # noqa: A002
    extract = partial(_extract, Extractor(knowledge), _WRITERS[format])
    gc.freeze()  # what was just made stays; the collector need not walk it again for every file
    gc.set_threshold(_OBJECTS, 20, 20)
    return extract


def _extract(extractor: Extractor, write: Callable[[Document], str], path: Path) -> _Made:
    documents = extractor.extract_file(path)
    made = tuple((document.front.symbol or "", write(document)) for document in documents)
    return made, unread_warnings(documents)


def _json(document: Document) -> str:
    return json.dumps(document_json(document), ensure_ascii=False)


def _turtle(document: Document) -> str:
    from kg.graph.documents.quads import document_quads
    from kg.graph.stores.store import triples_of
    from kg.graph.syntax.serialise import serialise

    return serialise(triples_of(quad.triple for quad in document_quads(document)), "ttl")


def _nquads(document: Document) -> str:
    from kg.graph.documents.quads import document_quads

    return "".join(sorted(f"{quad} .\n" for quad in document_quads(document)))


_WRITERS: dict[str, Callable[[Document], str]] = {
    "json": _json,
    "ndjson": _json,
    "ttl": _turtle,
    "nq": _nquads,
}
