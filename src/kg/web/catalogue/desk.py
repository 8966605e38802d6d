"""Answer questions for the web: understand values, keep answers, and take not too many at a time."""

from __future__ import annotations

import hashlib
import re
import threading
from collections import OrderedDict, defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from kg import __version__
from kg.errors import UsageError
from kg.graph.lookup.names import name_key, names_of
from kg.namespaces import compact
from kg.pipeline.ask import answer, choose_values, in_words
from kg.web.endpoint.refusals import Refused
from kg.web.pages.snapshot import lookup_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from starlette.requests import Request

    from kg.graph.lookup.names import Named
    from kg.graph.questions.catalogue import Question
    from kg.model import Rows, Term
    from kg.pipeline.ask import Values
    from kg.web.catalogue.wishes import Wish
    from kg.web.lookup import Lookup
    from kg.web.site import Site

_AT_ONCE = 2
"""Questions that are put to the graph at a time; others wait."""
_PATIENCE = 8.0
"""Seconds that one waits for its turn."""
_CELLS = 1_500_000
"""Cells of answers that are kept."""
_UNDERSTOOD = 2048
"""Ways to ask whose meaning is kept: to find what a name means takes longer than most answers."""
MOST_LISTED = 400
"""Things that a list beside a field holds; more are suggested as one types."""
_DIGITS_RE = re.compile(r"(\d+)")
_ABOUT_A_COMMAND_RE = re.compile(
    r"See what it is with `kg show [^`]*`|`kg [^`]*`(?: and `kg [^`]*`)? help to find it"
)


@dataclass(frozen=True)
class Asked:
    """A question with values, understood."""

    question: Question
    values: Values
    words: str
    """The question as it reads with these values."""


@dataclass(frozen=True)
class Candidate:
    """A thing that a parameter can be, and the name that means no other."""

    name: str
    iri: str


class Desk:
    """Answers the questions of one site."""

    def __init__(self, site: Site, lookup: Lookup) -> None:
        self.site = site
        self.lookup = lookup
        self.candidates = lru_cache(256)(self._candidates)
        """Return what a parameter of these classes can be, by name; nothing where a list cannot hold it."""
        self._questions = {question.id: question for question in site.catalogue}
        self._understood = lru_cache(_UNDERSTOOD)(self._understand)
        self._kept = _Kept(_CELLS)
        self._turns = threading.BoundedSemaphore(_AT_ONCE)

    def understand(self, question: Question, given: Mapping[str, str]) -> Asked:
        """Return the question with what these values mean.

        Raises:
            UsageError: where one means nothing, or several things; `where` is the parameter.
        """
        return self._understood(question.id, tuple(sorted(given.items())))

    def rows(self, asked: Asked) -> Rows:
        """Return the whole answer.

        Raises:
            Refused: where too many questions wait.
        """
        key = key_of(asked)
        kept = self._kept.get(key)
        if kept is None:
            with self._turn():
                kept = self._kept.get(key) or answer(self.site.engine, asked.question, asked.values)
            self._kept.put(key, kept)
        return kept

    def tag(self, asked: Asked, wish: Wish, form: str) -> str:
        """Return the entity tag of an answer in a form: it changes with graph, query and code."""
        asking = (asked.question.sparql, key_of(asked), wish.sort, wish.limit, wish.offset)
        told = (self.site.digest, __version__, form, asking)
        return f'"{hashlib.blake2b(repr(told).encode(), digest_size=16).hexdigest()}"'

    def _understand(self, name: str, given: tuple[tuple[str, str], ...]) -> Asked:
        question, engine = self._questions[name], self.site.engine
        try:
            values = choose_values(engine, question, dict(given))
        except UsageError as error:
            remedy = _ABOUT_A_COMMAND_RE.sub("The search finds ids and names", error.remedy)
            raise UsageError(error.what, where=error.where.removeprefix("--"), remedy=remedy) from error
        return Asked(question, values, in_words(engine, question, values))

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._turns.acquire(timeout=_PATIENCE):
            raise Refused(503, "Too many questions are being answered. Try again in a moment.", retry_after=5)
        try:
            yield
        finally:
            self._turns.release()

    def _candidates(self, classes: tuple[str, ...]) -> tuple[Candidate, ...]:
        if len({thing for one in classes for thing in self.lookup.instances(one)}) > MOST_LISTED:
            return ()
        names = names_of(self.site.engine, classes)
        meant: dict[str, list[Named]] = defaultdict(list)
        for name in names:
            meant[name_key(name.text)].append(name)
        found = []
        for iri in {name.iri for name in names}:
            label = self.lookup.label(iri)
            found.append(Candidate(label if _is_best(meant[name_key(label)], iri) else compact(iri), iri))
        return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.iri)))


def desk_of(request: Request) -> Desk:
    """Return the desk of the running site."""
    state = request.app.state
    if not hasattr(state, "desk"):
        state.desk = Desk(state.site, lookup_of(request))
    return state.desk  # type: ignore[no-any-return]  # what this module put there


def key_of(asked: Asked) -> tuple[str, ...]:
    """Return what two askings with one answer share."""
    values = (f"{name}={term}" for name, term in sorted(asked.values.items()))
    return (asked.question.id, *values)


def sorted_rows(rows: Rows, sort: str) -> Rows:
    """Return rows in the order of a column; numbers in texts count as numbers, empty cells come last.

    Raises:
        UsageError: where there is no such column.
    """
    if not sort:
        return rows
    column = sort.removeprefix("-")
    if column not in rows.columns:
        remedy = f"Sort by one of {', '.join(rows.columns)}, with - before it for the other direction"
        raise UsageError(f"there is no column {column[:80]!r}", where="sort", remedy=remedy)
    place = rows.columns.index(column)
    filled = [row for row in rows.rows if row[place] is not None]
    empty = [row for row in rows.rows if row[place] is None]
    filled.sort(key=lambda row: _order(row[place]), reverse=sort.startswith("-"))
    return replace(rows, rows=(*filled, *empty))


def cut_rows(rows: Rows, wish: Wish, *, most: int) -> Rows:
    """Return the rows that are wished for, no more than so many."""
    end = wish.offset + (wish.limit or most)
    return replace(rows, rows=rows.rows[wish.offset : end])


def _is_best(names: list[Named], iri: str) -> bool:
    """Return whether one thing alone is called so by its most exact names."""
    first = min((name.rank for name in names), default=0)
    return {name.iri for name in names if name.rank == first} == {iri}


class _Kept:
    """The answers used last, the oldest leaving first."""

    def __init__(self, cells: int) -> None:
        self._room = cells
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, ...], Rows] = OrderedDict()

    def get(self, key: tuple[str, ...]) -> Rows | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: tuple[str, ...], rows: Rows) -> None:
        with self._lock:
            if key in self._kept:
                return
            self._kept[key] = rows
            self._room -= _cells(rows)
            while self._room < 0 and self._kept:
                self._room += _cells(self._kept.popitem(last=False)[1])


def _cells(rows: Rows) -> int:
    return len(rows.columns) * (len(rows.rows) + 1)


def _order(term: Term | None) -> list[tuple[int, int | float | str]]:
    """Return what sorts a cell: letters by letters, figures by their value."""
    text = term.value if term else ""
    try:
        if term and term.datatype and "-" not in text[1:]:
            return [(0, float(text))]
    except ValueError:
        pass
    parts = _DIGITS_RE.split(text.casefold())
    return [(0, int(part)) if part.isdecimal() else (1, part) for part in parts if part]
