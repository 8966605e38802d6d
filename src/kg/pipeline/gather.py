"""Lay the documents of a folder of files into a store, as if their sources were ingested here."""

from __future__ import annotations

import gzip
import json
import zlib
from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from kg.errors import InputError
from kg.graph.ingested.files import (
    FiledDocument,
    digest_of,
    read_nquads_file,
    read_record_file,
)
from kg.graph.ingested.store import nquads_of
from kg.pipeline.depot import Depot
from kg.pipeline.file_documents import DOCUMENTS, MANIFEST, ground_digest, read_run
from kg.pipeline.prepare import Checked, Ground, make_preparer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.pipeline.prepare import Prepared, Preparer


@dataclass(frozen=True)
class Source:
    """One source of a folder, with its documents."""

    name: str
    sha256: str
    record: str
    record_sha256: str
    documents: tuple[FiledDocument, ...]


def read_sources_of(depot: Depot) -> list[Source]:
    """Return the sources of a folder whose documents are to be laid, in their order.

    Raises:
        InputError: where the folder is not finished, or its list is damaged.
    """
    data = depot.read(MANIFEST)
    if data is None:
        read_run(depot)
        raise InputError(
            "is not finished: it has no manifest",
            where=depot.url,
            remedy="Run the command again that writes it",
        )
    listed = depot.read(DOCUMENTS) or b""
    if digest_of(listed) != json.loads(data)["sha256"][DOCUMENTS]:
        raise _damaged(f"{depot.url}/{DOCUMENTS}")
    sources: dict[str, list[dict[str, Any]]] = {}
    for line in gzip.decompress(listed).splitlines():
        one = json.loads(line)
        sources.setdefault(one["record"], []).append(one)
    return [_source(lines) for lines in sources.values()]


def _source(lines: list[dict[str, Any]]) -> Source:
    first = lines[0]
    documents = tuple(FiledDocument(d["path"], d["file"], d["sha256"], d["quads"]) for d in lines)
    return Source(first["source"], first["source_sha256"], first["record"], first["record_sha256"], documents)


def make_gatherer(url: str, ground: Ground) -> Callable[[Source], list[Prepared]]:
    """Return the function that prepares the documents of one source from their files."""
    depot = Depot(url)
    is_checked = read_run(depot).ground == ground_digest(ground)
    return partial(_gathered, make_preparer(ground), depot, is_checked)


def _gathered(preparer: Preparer, depot: Depot, is_checked: bool, source: Source) -> list[Prepared]:
    """Return the documents of a source, laid out beside the curated data.

    What was checked on the ground of the same curated data and shapes is not checked again.

    Raises:
        InputError: where a file is missing or not the one that was written, or a document violates a shape.
    """
    return [preparer.lay_out(one) for one in _read(preparer, depot, source, is_checked=is_checked)]


def _read(preparer: Preparer, depot: Depot, source: Source, *, is_checked: bool) -> Iterator[Checked]:
    data = _required(depot, source.record)
    if digest_of(data) != source.record_sha256:
        raise _damaged(source.record)
    record = read_record_file(data, name=source.record)
    for document, entry in zip(record.documents, record.entries, strict=True):
        quads = read_nquads_file(_required(depot, document.file), document)
        if not is_checked:
            preparer.require_valid(document.path, quads, where=document.file)
        whole = replace(entry, quads=zlib.compress(nquads_of(quads)))
        yield Checked(whole, quads, Counter(), ())


def _required(depot: Depot, name: str) -> bytes:
    data = depot.read(name)
    if data is None:
        raise InputError(
            "is missing", where=f"{depot.url}/{name}", remedy="Run the command again that writes the folder"
        )
    return data


def _damaged(where: str) -> InputError:
    return InputError(
        "is not the file that was written (its digest differs)",
        where=where,
        remedy="Copy the folder again, or run the command again that writes it",
    )
