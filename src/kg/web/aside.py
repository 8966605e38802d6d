"""Do long work in a thread of its own, one piece after another, so that short answers need not wait for it.

Threads share one interpreter: where many of them compute, whoever reads from the network waits for all. So
there are few threads for answers, and one for what takes long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from anyio import CapacityLimiter, to_thread

from kg.web.endpoint.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

THREADS = 8
"""Threads that make answers."""
MOST_WAITING = 40
"""Pieces of long work that may wait for their turn."""
_COME_BACK = 10.0

T = TypeVar("T")


def limit_threads() -> None:
    """Set how many threads make answers, in the loop that runs."""
    to_thread.current_default_thread_limiter().total_tokens = THREADS


async def do_aside(request: Request, work: Callable[[], T]) -> T:
    """Return what a long piece of work returns, once it had its turn.

    Raises:
        Refused: where too many wait already.
    """
    state = request.app.state
    if not hasattr(state, "aside"):
        state.aside = CapacityLimiter(1)
    turn: CapacityLimiter = state.aside
    if turn.statistics().tasks_waiting >= MOST_WAITING:
        raise Refused(503, "too many wait for large documents", retry_after=_COME_BACK)
    return await to_thread.run_sync(work, limiter=turn)
