"""Infer anew what follows from a store's ingested documents, some documents at a time in worker processes.

Nothing follows from two documents together (`kg.graph.infer.entailment`), so they can be taken in any order
and by any number of processes, each of which reads the store for itself.
"""

from __future__ import annotations

import gc
from array import array
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.graph.infer.base import read_base
from kg.graph.infer.entailment import Entailment
from kg.graph.infer.materialise import Followed
from kg.graph.ingested.store import follow_from_documents, nquads_of, parse_nquads
from kg.graph.stores.store import open_folder
from kg.pipeline.workers import map_in_workers

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_DOCUMENTS = 20
"""Documents of one portion: a second's work, so that all processes end at nearly the same time."""
_SECONDS = 600
"""Time for one portion, of which each document takes some hundredths of a second."""


def follow_in_store(store: Path, paths: Sequence[str], *, jobs: int) -> Followed:
    """Return what follows from these documents of a store, found by `jobs` processes.

    Raises:
        InputError: where a process found the store unreadable, or could not go on.
    """
    make = partial(_Follower, store)
    portions = [paths[at : at + _DOCUMENTS] for at in range(0, len(paths), _DOCUMENTS)]
    digests: set[int] = set()
    lacking: list[bytes] = []
    for outcome in map_in_workers(make, portions, jobs=jobs, seconds=_SECONDS, fresh=True):
        if outcome.result is None:
            raise InputError(
                outcome.error, where=outcome.item[0], remedy="Build the store anew with `kg build`"
            )
        digests.update(array("q", outcome.result[0]))
        lacking.append(outcome.result[1])
    return Followed(frozenset(digests), frozenset(chain.from_iterable(map(parse_nquads, lacking))))


class _Follower:
    """Infers from portions of documents; made once in each process."""

    def __init__(self, store: Path) -> None:
        gc.disable()  # nothing here goes in circles, and to look for that takes a fifth of the time
        self._store = open_folder(store)
        self._base = read_base(self._store)
        self._entailment = Entailment(self._base)

    def __call__(self, paths: Sequence[str]) -> tuple[bytes, bytes]:
        """Return the digests of what follows, and as N-Quads what the store lacks of it."""
        followed = follow_from_documents(self._store, paths, self._base, self._entailment)
        return array("q", followed.digests).tobytes(), nquads_of(followed.lacking)
