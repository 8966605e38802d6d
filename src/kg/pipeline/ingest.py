"""Take official documents into the user's store: extract, check, keep the texts, lay the graphs.

Worker processes prepare the documents; this one writes them, in the order of the files. What a kill left is
mended first (`kg.pipeline.write_documents`).
"""

from __future__ import annotations

import contextlib
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from kg import __version__
from kg.errors import InputError
from kg.graph.check.shapes import read_shapes
from kg.graph.infer.base import read_base
from kg.graph.ingested.store import DocumentStore, nquads_of, reading_key, stored_readings
from kg.graph.ingested.texts import open_texts
from kg.graph.lookup.gazetteer import read_knowledge
from kg.graph.stores.store import LocalStore, open_folder, require_store
from kg.pipeline.depot import Depot, find_sources
from kg.pipeline.extract import SECONDS, find_documents
from kg.pipeline.file_documents import begin_run, file_here, require_moment, write_manifest
from kg.pipeline.gather import Source, make_gatherer, read_sources_of
from kg.pipeline.prepare import Ground, make_preparer
from kg.pipeline.spread import file_on_cluster
from kg.pipeline.workers import map_in_workers
from kg.pipeline.working_copy import working_copy
from kg.pipeline.write_documents import Writer, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyoxigraph as ox

    from kg.graph.ingested.entries import Kept
    from kg.graph.ingested.texts import Texts
    from kg.pipeline.file_documents import Filed
    from kg.pipeline.prepare import Prepared
    from kg.pipeline.workers import Outcome
    from kg.pipeline.working_copy import WorkingCopy

Status = Literal["ingested", "replaced", "unchanged", "failed"]

_MANY = 100
_GOOD_PART = 0.1
"""A run of so many documents, and of such a part of all, is followed by the rewriting of the store: some
five seconds for 800 documents, after which the questions take two thirds of the time on the disk."""


@dataclass(frozen=True)
class Ingested:
    """What came of one file."""

    file: Path | str
    """Its path, or the URL it was read from."""
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
    path: Path | str
    sha256: str


def ingest(
    paths: Iterable[Path],
    store: Path,
    *,
    shapes: Path,
    jobs: int,
    again: bool = False,
    moment: str | None = None,
) -> tuple[int, Iterator[Ingested]]:
    """Return the number of files, and what comes of each as it is done.

    Files that were ingested before are passed over, unless `again`. All bear the `moment` of reading that is
    given, else each its own.

    Raises:
        InputError: where there is no store, or another command writes to it.
        UsageError: where the moment is none.
    """
    files, lost = _find(paths)
    stated = require_moment(moment) or ""
    results = _ingest(files, require_store(store), shapes, jobs, again=again, moment=stated)
    return len(files) + len(lost), _chained(lost, results)


def rehearse(
    paths: Iterable[Path], store: Path, *, shapes: Path, jobs: int
) -> tuple[int, Iterator[Ingested]]:
    """Return the number of files, and what `ingest` would make of each, writing nothing."""
    files, lost = _find(paths)
    return len(files) + len(lost), _chained(lost, _rehearse(files, require_store(store), shapes, jobs))


def ingest_filed(
    url: str, store: Path, *, shapes: Path, jobs: int, again: bool = False
) -> tuple[int, Iterator[Ingested]]:
    """Return the number of sources in a folder that `file_away` filled, and what comes of each.

    Raises:
        InputError: where the folder holds none or is not finished, or there is no store.
        RemoteError: where its address does not answer.
    """
    sources = read_sources_of(Depot(url))
    return len(sources), _ingest_filed(sources, url, require_store(store), shapes, jobs, again=again)


def file_away(
    paths: Iterable[str],
    store: Path,
    out: str,
    *,
    shapes: Path,
    jobs: int,
    cluster: str | None = None,
    moment: str | None = None,
) -> tuple[int, Iterator[Ingested]]:
    """Return the number of sources, and what comes of each as its files are written into a folder.

    The work is done by processes here, or by a Dask cluster. The store is only read: documents are read with
    what it knows, and checked beside its curated data.

    Raises:
        InputError: where there is no source or no store, or the folder cannot be written.
        RemoteError: where its address does not answer.
        UsageError: where the moment is none.
    """
    sources, stated = find_sources(paths), require_moment(moment)
    ground = _ground(LocalStore(open_folder(store)), shapes)
    return len(sources), _file_away(sources, out, ground, jobs=jobs, cluster=cluster, moment=stated)


def _file_away(
    sources: list[str], out: str, ground: Ground, *, jobs: int, cluster: str | None, moment: str | None
) -> Iterator[Ingested]:
    depot = Depot(out)
    run = begin_run(depot, ground, moment)
    bound = replace(ground, moment=run.moment)
    if cluster:
        results = file_on_cluster(sources, out, run, bound, address=cluster)
    else:
        results = file_here(sources, out, run, bound, jobs=jobs)
    filed: dict[str, Filed] = {}
    for one in results:
        filed[one.source] = one
        yield _told_of(one)
    write_manifest(depot, run, [filed[source] for source in sources])


def _told_of(one: Filed) -> Ingested:
    status: Status = "failed" if one.error else "unchanged" if one.is_passed else "ingested"
    paths = tuple(document.path for document in one.documents)
    return Ingested(one.source, status, paths, one.error, one.unresolved, one.warnings)


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


def _ingest(
    files: list[Path], store: Path, shapes: Path, jobs: int, *, again: bool, moment: str
) -> Iterator[Ingested]:
    with _writing(store) as (copy, texts):
        run = _Run(texts, again=again)
        new = run.sort_out(files)
        yield from run.passed
        if new:
            ground = replace(_ground(LocalStore(copy.ox), shapes), moment=moment)
            outcomes = _prepared(new, ground, jobs)
            yield from _written(copy, texts, run, outcomes)


def _ingest_filed(
    sources: list[Source], url: str, store: Path, shapes: Path, jobs: int, *, again: bool
) -> Iterator[Ingested]:
    with _writing(store) as (copy, texts):
        run = _Run(texts, again=again)
        by_name = {source.name: source for source in sources}
        new = run.left(_File(source.name, source.sha256) for source in sources)
        yield from run.passed
        if new:
            make = partial(make_gatherer, url, _ground(LocalStore(copy.ox), shapes))
            wanted = [by_name[str(file.path)] for file in new]
            outcomes = map_in_workers(make, wanted, jobs=jobs, seconds=SECONDS, fresh=True)
            yield from _written(copy, texts, run, outcomes)


@contextlib.contextmanager
def _writing(store: Path) -> Iterator[tuple[WorkingCopy, Texts]]:
    """Open a copy of a store, and its texts, for writing, and mend what a kill left."""
    with working_copy(store) as copy, open_texts(store, write=True) as texts:
        if mend_documents(copy.ox, texts):
            with copy.placing():
                pass
        yield copy, texts


def _written(
    copy: WorkingCopy, texts: Texts, run: _Run, outcomes: Iterable[Outcome[Any, list[Prepared]]]
) -> Iterator[Ingested]:
    """Write what was prepared; then rewrite a store into which much was laid: questions read fewer files."""
    yield from written(map(run.told, outcomes), Writer(copy.ox, texts, placing=copy.placing).write)
    if run.is_much():
        # without room for a second copy it stays as it is, whole and slower
        with contextlib.suppress(InputError):
            copy.tidy()


def _prepared(files: list[_File], ground: Ground, jobs: int) -> Iterator[Outcome[Path, list[Prepared]]]:
    make = partial(make_preparer, ground)
    return map_in_workers(make, [Path(file.path) for file in files], jobs=jobs, seconds=SECONDS, fresh=True)


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
        if new:
            yield from (run.told(outcome)[0] for outcome in _prepared(new, ground, jobs))


def _ground(store: LocalStore, shapes: Path) -> Ground:
    return Ground(nquads_of(read_base(store.ox).quads), read_knowledge(store), read_shapes(shapes))


def mend_documents(store: ox.Store, texts: Texts) -> bool:
    """Lay again what a kill kept from the store after its texts were kept, if any, and mend the index."""
    texts.mend_index()
    readings, laid = stored_readings(store), DocumentStore(store)
    lost = [
        path
        for path, kept in texts.kept().items()
        if readings.get(path) != reading_key(kept.sha256, kept.read_at)
    ]
    for path in lost:
        laid.replace(path, texts.quads(path))
    return bool(lost)


class _Run:
    """One batch: which files are new to it, and what was written."""

    def __init__(self, texts: Texts | None, *, again: bool = False) -> None:
        self._texts = texts
        self._kept: dict[str, Kept] = texts.kept() if texts else {}
        self._known = {} if again or texts is None else texts.files()
        self.passed: list[Ingested] = []
        self._read = 0

    def sort_out(self, paths: list[Path]) -> list[_File]:
        """Return the files that are to be read; the others are passed over, with the reason."""
        return self.left(file for path in paths if (file := self._digested(path)))

    def _digested(self, path: Path) -> _File | None:
        try:
            with path.open("rb") as opened:
                return _File(path, file_digest(opened, "sha256").hexdigest())
        except OSError as error:
            what = f"{path}: the file cannot be read ({error.strerror}). Give a file that you may read"
            self.passed.append(Ingested(path, "failed", note=what))
            return None

    def left(self, found: Iterable[_File]) -> list[_File]:
        """Return the files that are not done; the others are passed over, with the reason."""
        files: dict[str, _File] = {}
        for file in found:
            first = files.setdefault(file.sha256, file)
            if first is not file:
                self.passed.append(Ingested(file.path, "unchanged", note=f"the same as {first.path}"))
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

    def told(self, outcome: Outcome[Any, list[Prepared]]) -> tuple[Ingested, list[Prepared]]:
        """Return what comes of a file, with its documents, and take these as kept."""
        file = outcome.item.name if isinstance(outcome.item, Source) else outcome.item
        if outcome.error:
            return _failed(file, outcome.error), []
        prepared = outcome.result or []
        self._read += len(prepared)
        replaced = []
        unresolved: Counter[tuple[str, str]] = Counter()
        for one in prepared:
            new = one.entry.kept
            old = self._kept.get(new.path)
            if old and (old.sha256, old.file) != (new.sha256, new.file):
                replaced.append(f"{new.path} as read from {old.file}")
            self._kept[new.path] = new
            unresolved.update(one.unresolved)
        note = f"replaces {', '.join(replaced)}" if replaced else ""
        status: Status = "replaced" if replaced else "ingested"
        paths = tuple(one.laid.path for one in prepared)
        warnings = tuple(line for one in prepared for line in one.warnings)
        return Ingested(file, status, paths, note, unresolved, warnings), prepared

    def is_much(self) -> bool:
        """Say whether what was read is a good part of all that is kept."""
        return self._read >= max(_MANY, len(self._kept) * _GOOD_PART)


def _failed(file: Path | str, error: str) -> Ingested:
    return Ingested(file, "failed", note=error if error.startswith(str(file)) else f"{file}: {error}")
