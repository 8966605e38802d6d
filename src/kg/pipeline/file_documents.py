"""Read official documents into a folder of files, on this machine: what many machines do in `spread`.

    run.json                              the moment of the run, and what it was made with
    documents/A/RES/74/174/<key>.nq.gz    the graph of a document
    sources/<ke>/<key>.json.gz            the texts of a source's documents, or why it failed; written last
    manifest.json                         digests and counts, once all is done
    documents.ndjson.gz, failed.ndjson.gz a line for each document and each source that failed

A source whose record stands is passed over, so that a run that was stopped goes on where it was. Two runs of
the same sources, moment and graph make the same bytes.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from kg import __version__
from kg.errors import InputError, KgError, RemoteError, UsageError
from kg.graph.ingested.files import (
    FORMAT,
    FiledDocument,
    Record,
    digest_of,
    nquads_file,
    packed,
    read_record_file,
    record_file,
)
from kg.graph.questions.catalogue_graph import QUESTIONS_GRAPH
from kg.graph.sources.curated import PROVENANCE_GRAPH
from kg.pipeline.depot import Depot, read_source
from kg.pipeline.extract import SECONDS
from kg.pipeline.prepare import Ground, make_preparer, now
from kg.pipeline.workers import map_in_workers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kg.pipeline.prepare import Checked, Preparer

RUN, MANIFEST = "run.json", "manifest.json"
DOCUMENTS, FAILED = "documents.ndjson.gz", "failed.ndjson.gz"
_KEY_SHOWN = 16


@dataclass(frozen=True)
class Run:
    """What all files of a folder have in common."""

    moment: str
    """When the documents are said to be read, as an xsd:dateTime."""
    version: str
    ground: str
    """Digest of the graph and shapes that documents are read and checked with."""

    @property
    def key(self) -> str:
        """Return what tells this run's files from those of another."""
        return digest_of(f"{FORMAT} {self.version} {self.ground} {self.moment}".encode())[:_KEY_SHOWN]


@dataclass(frozen=True)
class Filed:
    """What came of one source."""

    source: str
    sha256: str = ""
    record: str = ""
    """Name of its record."""
    record_sha256: str = ""
    documents: tuple[FiledDocument, ...] = ()
    error: str = ""
    is_passed: bool = False
    """Whether its files stood already."""
    unresolved: Counter[tuple[str, str]] = field(default_factory=Counter)
    warnings: tuple[str, ...] = ()


def begin_run(depot: Depot, ground: Ground, moment: str | None) -> Run:
    """Return the run of a folder: the one that was begun there, or a new one where anything else is wanted.

    Raises:
        InputError, RemoteError: where the folder cannot be written.
    """
    digest = ground_digest(ground)
    data = depot.read(RUN)
    begun = None if data is None else _read_run(data, depot)
    if begun and (begun.version, begun.ground) == (__version__, digest) and moment in {None, begun.moment}:
        return begun
    run = Run(moment or now(), __version__, digest)
    depot.write(RUN, _json({"format": FORMAT, **vars(run)}))
    return run


def read_run(depot: Depot) -> Run:
    """Return the run that was begun in a folder.

    Raises:
        InputError: where there is none.
    """
    data = depot.read(RUN)
    if data is None:
        raise InputError(
            "holds no documents", where=depot.url, remedy="Make some there with `kg ingest --out`"
        )
    return _read_run(data, depot)


def _read_run(data: bytes, depot: Depot) -> Run:
    try:
        read = json.loads(data)
        if read["format"] == FORMAT:
            return Run(read["moment"], read["version"], read["ground"])
    except (ValueError, KeyError, TypeError):
        pass
    raise InputError(
        "was not written by this version of cpkg", where=f"{depot.url}/{RUN}", remedy="Name another folder"
    )


def ground_digest(ground: Ground) -> str:
    """Return the digest of what documents are read and checked with; questions do not count."""
    others = tuple(f"<{name}> .".encode() for name in (PROVENANCE_GRAPH, QUESTIONS_GRAPH))
    lines = sorted(line for line in ground.base.splitlines() if not line.endswith(others))
    shapes = sorted(file.sha256.encode() for file in ground.shapes)
    return digest_of(b"\n".join([*lines, *shapes]))


def file_here(sources: Iterable[str], out: str, run: Run, ground: Ground, *, jobs: int) -> Iterator[Filed]:
    """File sources by processes of this machine, in their order.

    Raises:
        InputError, RemoteError: where the folder cannot be written.
    """
    make = partial(make_filer, ground, run, out)
    for outcome in map_in_workers(make, sources, jobs=jobs, seconds=SECONDS, fresh=True):
        if outcome.result is None:
            yield set_aside(Depot(out), run, outcome.item, outcome.error)
        elif isinstance(outcome.result, RemoteError):
            raise outcome.result
        else:
            yield outcome.result


def make_filer(ground: Ground, run: Run, out: str) -> Callable[[str], Filed | RemoteError]:
    """Return the function that files one source in a process of its own."""
    return partial(_filed_or_error, make_preparer(ground), run, Depot(out))


def _filed_or_error(preparer: Preparer, run: Run, depot: Depot, source: str) -> Filed | RemoteError:
    """File a source; that the folder does not answer is no fault of the source."""
    try:
        return file_source(preparer, run, depot, source)
    except RemoteError as error:
        return error


def file_source(preparer: Preparer, run: Run, depot: Depot, source: str) -> Filed:
    """Write the files of one source, unless they stand.

    Raises:
        RemoteError: where the folder does not answer.
    """
    try:
        data = read_source(source)
    except (InputError, FileNotFoundError) as error:
        return Filed(source, error=_one_line(source, str(error)))
    name = _record_name(source, digest_of(data))
    if (passed := _standing(depot, run, source, name)) is not None:
        return passed
    try:
        checked = preparer.check_bytes(data, name=source)
    except KgError as error:
        return _write_failure(depot, run, source, data, _one_line(source, str(error)))
    except Exception as error:  # noqa: BLE001 - whatever a file brings about must not end the run
        what = f"cannot be handled ({type(error).__name__}: {error}). Report the file, please"
        return _write_failure(depot, run, source, data, _one_line(source, what))
    return _write(depot, run, source, data, checked)


def _standing(depot: Depot, run: Run, source: str, name: str) -> Filed | None:
    """Return what came of a source in this run before; None where nothing did."""
    data = depot.read(name)
    if data is None:
        return None
    try:
        record = read_record_file(data, name=name)
    except InputError:  # what cannot be read is written again
        return None
    if record.run != run.key:
        return None
    return Filed(source, record.sha256, name, digest_of(data), record.documents, record.error, is_passed=True)


def _write(depot: Depot, run: Run, source: str, data: bytes, checked: list[Checked]) -> Filed:
    name, documents = _record_name(source, digest_of(data)), []
    for one in checked:
        path, content = one.entry.kept.path, nquads_file(one.quads)
        file = f"documents/{path}/{name.rpartition('/')[2][:_KEY_SHOWN]}.nq.gz"
        depot.write(file, content)
        documents.append(FiledDocument(path, file, digest_of(content), len(one.quads)))
    entries = tuple(one.entry for one in checked)
    content = record_file(Record(run.key, source, digest_of(data), tuple(documents), entries))
    depot.write(name, content)
    unresolved = sum((one.unresolved for one in checked), Counter[tuple[str, str]]())
    return Filed(
        source, digest_of(data), name, digest_of(content), tuple(documents),
        unresolved=unresolved, warnings=tuple(line for one in checked for line in one.warnings),
    )  # fmt: skip


def set_aside(depot: Depot, run: Run, source: str, error: str) -> Filed:
    """Note that a source brought its process down, so that no other run of this folder reads it again."""
    try:
        data = read_source(source)
    except (InputError, FileNotFoundError):
        return Filed(source, error=_one_line(source, error))
    return _write_failure(depot, run, source, data, _one_line(source, error))


def _write_failure(depot: Depot, run: Run, source: str, data: bytes, error: str) -> Filed:
    name = _record_name(source, digest_of(data))
    content = record_file(Record(run.key, source, digest_of(data), error=error))
    depot.write(name, content)
    return Filed(source, digest_of(data), name, digest_of(content), error=error)


def _record_name(source: str, sha256: str) -> str:
    """Return the name of a source's record: two files of one content are two sources."""
    key = digest_of(f"{sha256} {source}".encode())
    return f"sources/{key[:2]}/{key}.json.gz"


def write_manifest(depot: Depot, run: Run, filed: list[Filed]) -> dict[str, Any]:
    """Write what the folder holds, with digests; `filed` are the sources in their order."""
    documents = packed(b"".join(_json(_line(one, document)) for one in filed for document in one.documents))
    failed = packed(
        b"".join(_json({"source": one.source, "reason": one.error}) for one in filed if one.error)
    )
    depot.write(DOCUMENTS, documents)
    depot.write(FAILED, failed)
    manifest = {
        "format": FORMAT, **vars(run), "sources": len(filed), "failed": sum(bool(f.error) for f in filed),
        "documents": sum(len(one.documents) for one in filed),
        "quads": sum(document.quads for one in filed for document in one.documents),
        "sha256": {DOCUMENTS: digest_of(documents), FAILED: digest_of(failed)},
    }  # fmt: skip
    depot.write(MANIFEST, _json(manifest))
    return manifest


def _line(one: Filed, document: FiledDocument) -> dict[str, Any]:
    return vars(document) | {
        "source": one.source, "source_sha256": one.sha256,
        "record": one.record, "record_sha256": one.record_sha256,
    }  # fmt: skip


def _json(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass") + b"\n"


def _one_line(source: str, error: str) -> str:
    line = " ".join(error.split())
    return line if line.startswith(source) else f"{source}: {line}"


def require_moment(moment: str | None) -> str | None:
    """Return a moment as an xsd:dateTime in UTC, None where none is given.

    Raises:
        UsageError: where it is none.
    """
    from datetime import UTC, datetime

    if moment is None:
        return None
    try:
        read = datetime.fromisoformat(moment)
    except ValueError as error:
        raise UsageError(f"{moment!r} is no moment", remedy="Write it as 2026-11-22T10:00:00Z") from error
    return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
