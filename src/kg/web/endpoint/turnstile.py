"""Let clients in one after another: each in its turn, few at a time, and none beyond its budget.

A client is whoever sends from one address. Queries that are over in their first slice of time cost nothing;
long ones are paid for out of a budget of seconds that fills up again by and by. So a client who sends
nothing but runaway queries is soon told to come back later, and others do not notice.
"""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING

from kg.web.endpoint.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.web.endpoint.settings import EndpointSettings

REFILL = 0.5
"""Seconds of budget that come back in a second."""
_FORGET = 1000
"""Clients beyond which those who owe nothing are forgotten."""


@dataclass
class _Client:
    budget: float
    updated: float
    running: int = 0
    long: int = 0
    waiting: deque[asyncio.Future[None]] = field(default_factory=deque)


class Turnstile:
    """Counts what each client runs and waits for, and hands out the places that are free."""

    def __init__(
        self, settings: EndpointSettings, places: int, *, clock: Callable[[], float] = monotonic
    ) -> None:
        self._settings = settings
        self._free = places
        self._clock = clock
        self._clients: dict[str, _Client] = {}
        self._turns: deque[str] = deque()
        self._long = 0

    @property
    def waiting(self) -> int:
        """Return how many wait, of all clients together."""
        return sum(len(client.waiting) for client in self._clients.values())

    async def enter(self, name: str) -> None:
        """Wait until the client may run one query more.

        Raises:
            Refused: where too many of its queries wait, or its budget is spent.
        """
        client = self._client(name)
        if client.budget <= 0:
            raise Refused.busy(
                "your long queries have used up this endpoint's time for you", -client.budget / REFILL + 1
            )
        if len(client.waiting) >= self._settings.waiting:
            raise Refused.busy(f"{self._settings.waiting} of your requests wait already", 1)
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        client.waiting.append(turn)
        if name not in self._turns:
            self._turns.append(name)
        self._admit()
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.leave(name)
            elif turn in client.waiting:  # or it was passed over before we came here
                client.waiting.remove(turn)
            raise

    def leave(self, name: str) -> None:
        """Give back the place of a query that ended."""
        self._clients[name].running -= 1
        self._free += 1
        self._admit()

    def prolong(self, name: str) -> bool:
        """Let a query that used up its slice run on, where there is room for a long one of this client."""
        client = self._client(name)
        if self._long >= self._settings.long_queries or client.long or client.budget <= 0:
            return False
        client.long += 1
        self._long += 1
        self._free += 1  # a new worker takes the place that it held
        self._admit()
        return True

    def finish_long(self, name: str, seconds: float) -> None:
        """Give back the room of a long query, and charge for it."""
        self._clients[name].long -= 1
        self._clients[name].running -= 1
        self._long -= 1
        self.charge(name, seconds)
        self._admit()

    def charge(self, name: str, seconds: float) -> None:
        """Take seconds off the budget of a client."""
        self._client(name).budget -= seconds

    def _admit(self) -> None:
        """Hand free places to the clients in turn, one each."""
        for _ in range(len(self._turns)):
            if not self._free:
                return
            name = self._turns.popleft()
            client = self._clients[name]
            while client.waiting and client.waiting[0].cancelled():
                client.waiting.popleft()
            if client.waiting and client.running < self._settings.per_client:
                client.running += 1
                self._free -= 1
                client.waiting.popleft().set_result(None)
            if client.waiting:
                self._turns.append(name)

    def _client(self, name: str) -> _Client:
        now = self._clock()
        if name not in self._clients:
            if len(self._clients) >= _FORGET:
                self._forget(now)
            self._clients[name] = _Client(self._settings.budget, now)
        client = self._clients[name]
        client.budget = min(self._settings.budget, client.budget + (now - client.updated) * REFILL)
        client.updated = now
        return client

    def _forget(self, now: float) -> None:
        for name, client in list(self._clients.items()):
            owes = client.budget + (now - client.updated) * REFILL < self._settings.budget
            if not (owes or client.running or client.waiting):
                del self._clients[name]
