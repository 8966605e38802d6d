"""Ask a service of strangers with patience: one request at a time, answers kept, a limit to their number."""

from __future__ import annotations

import json
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import PassingError, RemoteError, UsageError
from kg.fetch.cache import DEFAULT_CACHE, Cache
from kg.fetch.manners import pause_asked, pause_before
from kg.graph.stores.remote import AGENT, RemoteStore
from kg.model import Rows, Term
from kg.system.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Callable

CONTACT_VARIABLE = "KG_CONTACT"
"""Environment variable with the address of whoever asks, for a service to write to."""
ANSWER = 32 * 1024**2
"""Bytes that one answer may be long."""
_HOME = "https://w3id.org/cpkg/"


@dataclass(frozen=True)
class Patience:
    """What we bear from a service, and what we spare it; times in seconds."""

    pause: float = 1.0
    """Least time between two requests."""
    retries: int = 4
    timeout: float = 60.0
    """For a whole answer."""
    most: int = 200
    """Requests, further attempts included."""
    longest_wait: float = 120.0
    """Longest wait that a service may ask for."""


@dataclass
class Spent:
    """What a run has cost so far."""

    requests: int = 0
    kept: int = 0
    """Answers that were kept from earlier runs."""
    oldest: str = ""
    """When the oldest of these came."""


class PatientStore:
    """A SPARQL service that is asked for rows only, with pauses, further attempts and a cache."""

    def __init__(
        self,
        url: str,
        patience: Patience,
        cache: Cache | None = None,
        *,
        refresh: bool = False,
        wait: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.url = url
        self.spent = Spent()
        self._service = RemoteStore(url, timeout=patience.timeout, size=ANSWER, agent=agent())
        self._patience = patience
        self._cache = cache
        self._refresh = refresh
        self._wait = wait
        self._clock = clock
        self._last: float | None = None

    def select(self, query: str) -> Rows:
        """Return the rows of a SELECT query, as kept or as the service answers it now.

        Raises:
            PassingError: where it fails again and again in a way that may pass.
            RemoteError: where it fails otherwise, or the number of requests is used up.
        """
        if self._cache is None:
            return self._ask(query)
        name = f"{self.url}\n{query}"
        if not self._refresh and (kept := self._find(self._cache, name)):
            return kept
        rows = self._ask(query)
        self._cache.keep(name, self.url, _written(rows))
        return rows

    def _find(self, cache: Cache, name: str) -> Rows | None:
        found = cache.find(name)
        rows = _read(found[1]) if found else None
        if found and rows:
            self.spent.kept += 1
            self.spent.oldest = min(filter(None, (self.spent.oldest, found[0].fetched)))
        return rows

    def _ask(self, query: str) -> Rows:
        attempt = 0
        while True:
            self._take_turn()
            try:
                return self._service.select(query)
            except PassingError as error:
                attempt += 1
                if attempt > self._patience.retries:
                    raise
                self._wait(self._pause_after(error, attempt))
            finally:
                self._last = self._clock()

    def _take_turn(self) -> None:
        if self.spent.requests >= self._patience.most:
            raise RemoteError(
                f"would have to be asked more than {self._patience.most} times",
                where=self.url,
                remedy="Run it again, as what was answered is kept; or allow more with --max-requests",
            )
        if self._last is not None:
            self._wait(max(0.0, self._last + self._patience.pause - self._clock()))
        self.spent.requests += 1

    def _pause_after(self, error: PassingError, attempt: int) -> float:
        asked = pause_asked({"Retry-After": error.retry_after})
        if asked is None:
            return pause_before(attempt)
        if asked > self._patience.longest_wait:
            what = f"asks to wait {asked:,.0f} s, longer than this run waits"
            raise RemoteError(what, where=self.url, remedy="Run it again later") from error
        return asked


def open_cache(folder: Path | None) -> Cache:
    """Return the cache of answers in a folder, or where `$KG_CACHE` or the default says."""
    root = folder or Path(os.environ.get("KG_CACHE") or DEFAULT_CACHE)
    return Cache(root / "answers", write_atomically)


def agent() -> str:
    """Return the name by which we ask strangers, with the address of whoever runs this where it is known.

    Raises:
        UsageError: where that address cannot stand in a header.
    """
    contact = os.environ.get(CONTACT_VARIABLE, "").strip()
    if not contact.isprintable() or not contact.isascii() or set(contact) & set("()<>"):
        remedy = "Set it to an e-mail address or the address of a page"
        raise UsageError(f"{contact!r} cannot stand in a request", where=CONTACT_VARIABLE, remedy=remedy)
    return f"{AGENT} ({'; '.join(filter(None, (_HOME, contact)))})"


def _written(rows: Rows) -> bytes:
    cells = [[_cell(term) for term in row] for row in rows.rows]
    return json.dumps({"columns": rows.columns, "rows": cells}, ensure_ascii=False).encode()


def _cell(term: Term | None) -> list[str] | None:
    return [term.kind, term.value, term.datatype, term.language] if term else None


def _read(data: bytes) -> Rows | None:
    """Return kept rows, or None where the file is not one of ours."""
    try:
        said = json.loads(data)
        rows = tuple(tuple(Term(*cell) if cell else None for cell in row) for row in said["rows"])
        return Rows(tuple(said["columns"]), rows)
    except (ValueError, TypeError, KeyError):
        return None
