"""Make answers in few threads, for each client in its turn, and what takes long one piece after another.

Threads share one interpreter: where many of them compute, whoever reads from the network waits for all. And
where clients queue as they come, one who asks for much at once makes all others wait. So there are few
threads for answers, of which one client has fewer still, and one thread for what takes long.
"""

from __future__ import annotations

import sys
from functools import wraps
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, TypeVar

from anyio import CapacityLimiter, to_thread
from starlette.routing import Route

from kg.web.endpoint.refusals import Refused
from kg.web.endpoint.settings import EndpointSettings
from kg.web.endpoint.turnstile import Turnstile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from starlette.datastructures import State
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

THREADS = 8
"""Threads that make answers."""
OF_ONE_CLIENT = 2
"""Answers that are made at a time for one client; the third would gain it little beside the second."""
MOST_WAITING = 40
"""Pieces of long work that may wait for their turn; of one client a quarter, so that others find room."""
SWITCH_SECONDS = 0.001
"""After how long a thread lets others go on. An answer takes some ten turns, each after Python's own 5 ms."""
_COME_BACK = 10.0
_SHORT = EndpointSettings(per_client=OF_ONE_CLIENT, waiting=MOST_WAITING)
_LONG = EndpointSettings(per_client=1, waiting=MOST_WAITING // 4)

T = TypeVar("T")


def limit_threads() -> None:
    """Set how many threads read and pack for answers, in the loop that runs, and how long each goes on."""
    to_thread.current_default_thread_limiter().total_tokens = THREADS
    sys.setswitchinterval(SWITCH_SECONDS)


def in_turn(routes: Iterable[BaseRoute]) -> list[BaseRoute]:
    """Return routes whose answers are made in turn; those that see to it themselves stay as they are."""
    return [_in_turn(route) if isinstance(route, Route) else route for route in routes]


def _in_turn(route: Route) -> Route:
    make: Callable[[Request], Response] = route.endpoint
    if iscoroutinefunction(make):
        return route

    @wraps(make)
    async def answer(request: Request) -> Response:
        return await do_in_turn(request, lambda: make(request))

    return Route(route.path, answer, methods=list(route.methods or ()) or None, name=route.name)


async def do_in_turn(request: Request, work: Callable[[], T]) -> T:
    """Return what a short piece of work returns, done in a thread once it is its client's turn.

    Raises:
        Refused: where too many of this client wait already.
    """
    return await _do(_turnstile(request.app.state, "turns", _SHORT, THREADS), request, work)


async def do_aside(request: Request, work: Callable[[], T]) -> T:
    """Return what a long piece of work returns, once it had its turn.

    Raises:
        Refused: where too many wait already.
    """
    turns = _turnstile(request.app.state, "aside", _LONG, 1)
    if turns.waiting >= MOST_WAITING:
        raise Refused(503, "too many wait for large documents", retry_after=_COME_BACK)
    return await _do(turns, request, work)


def _turnstile(state: State, name: str, settings: EndpointSettings, places: int) -> Turnstile:
    if not hasattr(state, name):
        setattr(state, name, Turnstile(settings, places))
    return getattr(state, name)  # type: ignore[no-any-return]  # what this module put there


async def _do(turns: Turnstile, request: Request, work: Callable[[], T]) -> T:
    client = request.client.host if request.client else ""
    await turns.enter(client)
    try:
        return await to_thread.run_sync(work, limiter=CapacityLimiter(1))  # the turnstile has counted it
    finally:
        turns.leave(client)
