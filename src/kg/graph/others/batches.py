"""Ask a service about many values, a batch a request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from kg.errors import CannotAnswerError, PassingError, RemoteError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kg.model import Rows, Term


_SMALLEST_PART = 8


class Service(Protocol):
    """What another graph is asked through."""

    url: str

    def select(self, query: str) -> Rows:
        """Return the rows of a SELECT query."""


def ask_each(
    service: Service, values: Sequence[Term], size: int, query: Callable[[list[Term]], str]
) -> Iterator[Rows]:
    """Yield the answers about values, `size` of them a request; a batch that is too much is halved, thrice.

    Raises:
        RemoteError: where the service fails, or an eighth of a batch is too much for it still.
    """
    waiting = [list(values[start : start + size]) for start in range(0, len(values), size)]
    while waiting:
        batch = waiting.pop(0)
        try:
            rows = service.select(query(batch))
        except (PassingError, CannotAnswerError) as error:
            is_too_much = isinstance(error, CannotAnswerError) or error.is_too_much
            if not is_too_much or len(batch) == 1 or len(batch) * _SMALLEST_PART <= size:
                raise
            half = len(batch) // 2
            waiting[:0] = [batch[:half], batch[half:]]
            continue
        yield rows


def cells_of(rows: Rows, service: Service, *columns: str) -> Iterator[tuple[Term | None, ...]]:
    """Yield the cells of these columns.

    Raises:
        RemoteError: where the answer lacks one of them.
    """
    if missing := [f"?{column}" for column in columns if column not in rows.columns]:
        what = f"answered without {', '.join(missing)}"
        raise RemoteError(what, where=service.url, remedy="Tell its keeper: the query asks for it")
    places = [rows.columns.index(column) for column in columns]
    for row in rows.rows:
        yield tuple(row[place] for place in places)
