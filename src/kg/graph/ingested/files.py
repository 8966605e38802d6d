"""Documents as files that any machine can write, and a store can be made from later.

A document is one file of N-Quads: its named graph, lines sorted, compressed. A source, the official file that
one or more documents were read from, is one record in JSON: the texts of its documents, or why it failed. The
same document makes the same bytes, whatever machine writes them.
"""

from __future__ import annotations

import gzip
import json
import zlib
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.errors import InputError
from kg.graph.ingested.entries import Entry, Kept

if TYPE_CHECKING:
    from collections.abc import Iterable

FORMAT = 1


@dataclass(frozen=True)
class FiledDocument:
    """What a record says of one document, but for its text."""

    path: str
    """Path of the instrument: `A/RES/74/174`."""
    file: str
    """Name of its N-Quads, under the folder of the run."""
    sha256: str
    """Digest of that file."""
    quads: int


@dataclass(frozen=True)
class Record:
    """What came of one source."""

    run: str
    """Key of the run that it belongs to."""
    source: str
    """Name of the source as it was given: a path or URL."""
    sha256: str
    """Digest of the source; empty where it could not be read."""
    documents: tuple[FiledDocument, ...] = ()
    entries: tuple[Entry, ...] = ()
    """The texts, without the quads."""
    error: str = ""
    """Why there are no documents, on one line."""


def nquads_file(quads: Iterable[ox.Quad]) -> bytes:
    """Return quads as compressed N-Quads, lines sorted."""
    return packed("".join(sorted(f"{quad} .\n" for quad in quads)).encode())


def packed(data: bytes) -> bytes:
    """Return bytes compressed, without the time at which that was done."""
    return gzip.compress(data, compresslevel=6, mtime=0)


def read_nquads_file(data: bytes, document: FiledDocument) -> list[ox.Quad]:
    """Return the quads of a document's file.

    Raises:
        InputError: where the file is not the one that the record names.
    """
    if digest_of(data) != document.sha256:
        raise InputError(
            "is not the file that was written (its digest differs)",
            where=document.file,
            remedy="Copy the folder again, or remove the file and run again what wrote it",
        )
    return list(ox.parse(gzip.decompress(data), format=ox.RdfFormat.N_QUADS))


def record_file(record: Record) -> bytes:
    """Return a record as compressed JSON."""
    entries = [_entry_json(entry) for entry in record.entries]
    documents = [vars(one) | text for one, text in zip(record.documents, entries, strict=True)]
    written: dict[str, Any] = {
        "format": FORMAT, "run": record.run, "source": record.source, "sha256": record.sha256,
        "documents": documents, "error": record.error,
    }  # fmt: skip
    return packed(json.dumps(written, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass"))


def read_record_file(data: bytes, *, name: str) -> Record:
    """Return the record that `record_file` wrote.

    Raises:
        InputError: where the bytes are none.
    """
    try:
        read = json.loads(gzip.decompress(data).decode("utf-8", "surrogatepass"))
        filed = [FiledDocument(d["path"], d["file"], d["sha256"], d["quads"]) for d in read["documents"]]
        entries = [_entry(one, read) for one in read["documents"]]
        return Record(read["run"], read["source"], read["sha256"], (*filed,), (*entries,), read["error"])
    except (ValueError, KeyError, TypeError, OSError, EOFError, zlib.error) as error:
        raise InputError(
            "is no record of a document", where=name, remedy="Remove it and run again what wrote it"
        ) from error


def _entry_json(entry: Entry) -> dict[str, Any]:
    return {
        "media_type": entry.media_type, "version": entry.version, "read_at": entry.kept.read_at,
        "title": entry.title, "body": entry.body, "adopted": entry.adopted,
        "text": zlib.decompress(entry.source).decode("utf-8", "surrogatepass"),
        "provisions": entry.provisions,
    }  # fmt: skip


def _entry(one: dict[str, Any], record: dict[str, Any]) -> Entry:
    return Entry(
        Kept(one["path"], record["sha256"], record["source"], one["read_at"]), one["media_type"],
        one["version"], one["title"], one["body"], one["adopted"],
        zlib.compress(one["text"].encode("utf-8", "surrogatepass")), b"",
        tuple(tuple(row) for row in one["provisions"]),
    )  # fmt: skip


def digest_of(data: bytes) -> str:
    """Return the SHA-256 digest of bytes, in hexadecimal."""
    return sha256(data).hexdigest()
