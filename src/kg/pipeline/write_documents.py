"""Write prepared documents to texts and store, many at a time, while the next are being prepared.

The graphs of some documents are laid into a copy of the store. Then their texts are kept, with all their
quads and the note that their files are done, in one transaction; then the copy becomes the store, in one
step. So a kill leaves all of them or none. Between the two steps lies a moment in which it leaves the texts
without the graphs, which the next run finds by comparing, and mends.
"""

from __future__ import annotations

import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from typing import TYPE_CHECKING, TypeVar

from kg.graph.ingested.new_documents import NewDocuments
from kg.graph.ingested.store import DocumentStore, unpack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager

    import pyoxigraph as ox

    from kg.graph.ingested.entries import Entry
    from kg.graph.ingested.texts import Texts
    from kg.pipeline.prepare import Prepared

Told = TypeVar("Told")

_BYTES = 64 << 20
"""N-Quads written at a time, some 75 documents. Half as many take a tenth more work, twice as many twice the
memory."""
_SECONDS = 20.0
"""Time after which less is written; a kill costs as much, and the report lags as far behind."""
_FLUSHED = 50
"""Documents replaced, after which the store writes out what it holds in memory."""


def written(
    results: Iterable[tuple[Told, Sequence[Prepared]]],
    write: Callable[[Sequence[Sequence[Prepared]]], None],
) -> Iterator[Told]:
    """Yield what is told of each file once its documents are written, in the order of the files."""
    with ThreadPoolExecutor(1) as thread:
        before: tuple[list[Told], Future[None]] | None = None
        for batch in _batches(results):
            yield from _awaited(before)
            before = [told for told, _ in batch], thread.submit(write, [made for _, made in batch])
        yield from _awaited(before)


def _awaited(batch: tuple[list[Told], Future[None]] | None) -> Iterator[Told]:
    if batch is not None:
        told, done = batch
        done.result()
        yield from told


def _batches(
    results: Iterable[tuple[Told, Sequence[Prepared]]],
) -> Iterator[list[tuple[Told, Sequence[Prepared]]]]:
    batch: list[tuple[Told, Sequence[Prepared]]] = []
    size, since = 0, time.monotonic()
    for told, prepared in results:
        batch.append((told, prepared))
        size += sum(len(one.laid.own) + len(one.laid.inferred) for one in prepared)
        if size >= _BYTES or time.monotonic() - since >= _SECONDS:
            yield batch
            batch, size, since = [], 0, time.monotonic()
    if batch:
        yield batch


class Writer:
    """The one writer of a store and its texts."""

    def __init__(
        self,
        store: ox.Store,
        texts: Texts,
        *,
        placing: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        self._texts = texts
        self._placing = placing
        """Makes ready what was laid, and puts it in place once the texts are kept."""
        self._documents = DocumentStore(store)
        self._new = NewDocuments(store)
        self._waiting: dict[str, Prepared] = {}
        self._entries: list[Entry] = []
        self._files: list[tuple[str, tuple[str, ...]]] = []
        self._replaced = 0

    def write(self, files: Iterable[Sequence[Prepared]]) -> None:
        """Write the documents of some files."""
        for prepared in files:
            for one in prepared:
                self._take(one)
            if prepared:
                paths = tuple(one.laid.path for one in prepared)
                self._files.append((prepared[0].entry.kept.sha256, paths))
        self._settle()
        with self._placing():
            self._texts.put(self._entries, self._files)
        self._entries.clear()
        self._files.clear()

    def _take(self, one: Prepared) -> None:
        """Let a new document wait for others; lay one that stands already, alone, in place of itself."""
        path = one.laid.path
        if path not in self._waiting and not self._documents.holds(path):
            self._waiting[path] = one
            return
        self._settle()
        self._entries.append(one.entry)
        self._documents.lay(unpack(one.laid))
        self._new.forget()
        self._replaced += 1
        if self._replaced % _FLUSHED == 0:
            self._documents.flush()

    def _settle(self) -> None:
        """Lay the documents that wait."""
        self._entries += (one.entry for one in self._waiting.values())
        for one in self._waiting.values():
            self._new.add(one.laid)
        self._new.lay()
        self._waiting.clear()
