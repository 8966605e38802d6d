"""Take official documents into the user's store: extract, check, keep the texts, lay the graphs.

What a kill leaves is mended by the next run. A document's texts are kept first, with all its quads; then its
graph is laid into the store; then its file is noted as done. So what lies between is found by comparing.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from hashlib import file_digest
from typing import TYPE_CHECKING, Literal

import pyoxigraph as ox

from kg import __version__
from kg.errors import InputError
from kg.graph.base import read_base
from kg.graph.document_store import DocumentStore, reading_key, stored_readings, unpack
from kg.graph.entailment import Entailment
from kg.graph.gazetteer import read_knowledge
from kg.graph.shapes import read_shapes
from kg.graph.store import LocalStore, open_folder, open_for_writing, require_store
from kg.graph.texts import Kept, open_texts
from kg.pipeline.extract import SECONDS, find_documents, unread_warnings
from kg.pipeline.lock import locked_store
from kg.pipeline.prepare import Ground, Prepared, Preparer
from kg.pipeline.workers import map_in_workers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kg.graph.texts import Texts

_FLUSHED = 50
"""Documents after which the store writes out what it holds in memory."""

Status = Literal["ingested", "replaced", "unchanged", "failed"]


@dataclass(frozen=True)
class Ingested:
    """What came of one file."""

    file: Path
    status: Status
    documents: tuple[str, ...] = ()
    """Paths of the documents that it holds, as far as it was read."""
    note: str = ""
    """Why it failed, or what it took the place of; one line."""
    unresolved: Counter[tuple[str, str]] = field(default_factory=Counter)
    """What was left open, words and reason."""
    warnings: tuple[str, ...] = ()
    """One line each, which names the file and the place."""


@dataclass(frozen=True)
class _File:
    path: Path
    sha256: str


def ingest(
    paths: Iterable[Path], store: Path, *, shapes: Path, jobs: int, again: bool = False
) -> tuple[int, Iterator[Ingested]]:
    """Return the number of files, and what comes of each as it is done.

    Files that were ingested before are passed over, unless `again`.

    Raises:
        InputError: where there is no store, or another command writes to it.
    """
    files, lost = _find(paths)
    return len(files) + len(lost), _chained(
        lost, _ingest(files, require_store(store), shapes, jobs, again=again)
    )


def rehearse(
    paths: Iterable[Path], store: Path, *, shapes: Path, jobs: int
) -> tuple[int, Iterator[Ingested]]:
    """Return the number of files, and what `ingest` would make of each, writing nothing."""
    files, lost = _find(paths)
    return len(files) + len(lost), _chained(lost, _rehearse(files, require_store(store), shapes, jobs))


def _find(paths: Iterable[Path]) -> tuple[list[Path], list[Ingested]]:
    """Return the files of all paths, each once, and the paths where there are none."""
    files: dict[Path, None] = {}
    lost = []
    for path in paths:
        try:
            files.update(dict.fromkeys(find_documents([path])))
        except InputError as error:
            lost.append(Ingested(path, "failed", note=str(error)))
    return list(files), lost


def _chained(lost: list[Ingested], others: Iterator[Ingested]) -> Iterator[Ingested]:
    yield from lost
    yield from others


def _ingest(files: list[Path], store: Path, shapes: Path, jobs: int, *, again: bool) -> Iterator[Ingested]:
    with (
        locked_store(store),
        open_for_writing(str(store)) as graph,
        open_texts(store, write=True) as texts,
    ):
        base = read_base(graph.ox)
        laid = DocumentStore(graph.ox, base, Entailment(base))
        _mend(graph.ox, texts, laid)
        ground = _ground(graph, shapes)
        run = _Run(texts, again=again)
        new = run.sort_out(files)
        yield from run.passed
        make = partial(Preparer, ground)
        for outcome in map_in_workers(
            make, [file.path for file in new], jobs=jobs, seconds=SECONDS, fresh=True
        ):
            if outcome.error:
                yield _failed(outcome.item, outcome.error)
            else:
                yield run.write(outcome.item, outcome.result or [], laid)


def _rehearse(files: list[Path], store: Path, shapes: Path, jobs: int) -> Iterator[Ingested]:
    ground = _ground(LocalStore(open_folder(store)), shapes)
    with contextlib.ExitStack() as stack:
        try:
            texts = stack.enter_context(open_texts(store))
        except InputError:
            texts = None
        run = _Run(texts)
        new = run.sort_out(files)
        yield from run.passed
        for outcome in map_in_workers(
            partial(Preparer, ground), [f.path for f in new], jobs=jobs, seconds=SECONDS
        ):
            if outcome.error:
                yield _failed(outcome.item, outcome.error)
            else:
                yield run.told(outcome.item, outcome.result or [])


def _ground(store: LocalStore, shapes: Path) -> Ground:
    base = ox.serialize(read_base(store.ox).quads, format=ox.RdfFormat.N_QUADS) or b""
    return Ground(base, read_knowledge(store), read_shapes(shapes))


def _mend(store: ox.Store, texts: Texts, laid: DocumentStore) -> None:
    """Lay again what a kill kept from the store after its texts were kept, and mend the index."""
    texts.mend_index()
    readings = stored_readings(store)
    for path, kept in texts.kept().items():
        if readings.get(path) != reading_key(kept.sha256, kept.read_at):
            laid.replace(path, texts.quads(path))


class _Run:
    """One batch: which files are new to it, and what was written."""

    def __init__(self, texts: Texts | None, *, again: bool = False) -> None:
        self._texts = texts
        self._kept: dict[str, Kept] = texts.kept() if texts else {}
        self._known = {} if again or texts is None else texts.files()
        self.passed: list[Ingested] = []
        self._laid = 0

    def sort_out(self, paths: list[Path]) -> list[_File]:
        """Return the files that are to be read; the others are passed over, with the reason."""
        files: dict[str, _File] = {}
        for path in paths:
            try:
                with path.open("rb") as opened:
                    digest = file_digest(opened, "sha256").hexdigest()
            except OSError as error:
                what = f"{path}: the file cannot be read ({error.strerror}). Give a file that you may read"
                self.passed.append(Ingested(path, "failed", note=what))
                continue
            if digest in files:
                self.passed.append(Ingested(path, "unchanged", note=f"the same as {files[digest].path}"))
            else:
                files[digest] = _File(path, digest)
        later = set(files)
        new = []
        for digest, file in files.items():
            later.discard(digest)
            if not self._is_done(file, later):
                new.append(file)
        return new

    def _is_done(self, file: _File, later: set[str]) -> bool:
        """Say whether a file's documents stand as this batch would leave them, and note it."""
        version, documents = self._known.get(file.sha256, ("", ()))
        if version != __version__:
            return False
        now = {self._kept[path].sha256 for path in documents if path in self._kept}
        if len(now) == 0 or not now <= {file.sha256, *later}:
            return False
        note = "" if now == {file.sha256} else "a later file of this batch has its place"
        self.passed.append(Ingested(file.path, "unchanged", documents, note))
        return True

    def write(self, file: Path, prepared: list[Prepared], laid: DocumentStore) -> Ingested:
        """Write the documents of a file to texts and store."""
        assert self._texts is not None  # noqa: S101 - who writes has opened them
        done = self.told(file, prepared)
        for one in prepared:
            quads = ox.parse(one.quads, format=ox.RdfFormat.N_QUADS)
            self._texts.put(one.document, quads, read_at=one.read_at)
            laid.lay(unpack(one.path, one.laid))
        self._laid += len(prepared)
        if self._laid >= _FLUSHED:
            laid.flush()
            self._laid = 0
        if prepared:
            self._texts.put_file(prepared[0].document.origin.sha256, [one.path for one in prepared])
        return done

    def told(self, file: Path, prepared: list[Prepared]) -> Ingested:
        """Return what comes of a file's documents, and take them as kept."""
        replaced = []
        unresolved: Counter[tuple[str, str]] = Counter()
        for one in prepared:
            origin = one.document.origin
            old = self._kept.get(one.path)
            if old and (old.sha256, old.file) != (origin.sha256, origin.path):
                replaced.append(f"{one.path} as read from {old.file}")
            self._kept[one.path] = Kept(one.path, origin.sha256, origin.path, one.read_at)
            unresolved.update((left.text, left.reason) for left in one.document.unresolved)
        note = f"replaces {', '.join(replaced)}" if replaced else ""
        paths = tuple(one.path for one in prepared)
        warnings = unread_warnings(one.document for one in prepared)
        return Ingested(file, "replaced" if replaced else "ingested", paths, note, unresolved, warnings)


def _failed(file: Path, error: str) -> Ingested:
    return Ingested(file, "failed", note=error if error.startswith(str(file)) else f"{file}: {error}")
