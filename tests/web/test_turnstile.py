"""Are clients let in fairly?"""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from kg.web.endpoint.refusals import Refused
from kg.web.endpoint.settings import EndpointSettings
from kg.web.endpoint.turnstile import Turnstile
from kg.web.endpoint.unread import Unread

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from typing import Any


class Clock:
    """A clock that is set by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def run(story: Coroutine[Any, Any, None]) -> None:
    asyncio.run(story)


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def test_is_the_client_with_few_queries_not_kept_behind_one_with_many() -> None:
    async def story() -> None:
        turnstile = Turnstile(EndpointSettings(per_client=2), 2)
        order: list[str] = []

        async def ask(name: str) -> None:
            await turnstile.enter(name)
            order.append(name)

        tasks = [asyncio.create_task(ask("greedy")) for _ in range(8)]
        await settle()
        tasks += [asyncio.create_task(ask("modest"))]
        await settle()
        assert order == ["greedy", "greedy"]
        turnstile.leave("greedy")
        turnstile.leave("greedy")
        await settle()
        assert sorted(order[2:]) == ["greedy", "modest"]
        for task in tasks:
            task.cancel()

    run(story())


def test_are_queries_beyond_the_queue_of_a_client_refused() -> None:
    async def story() -> None:
        turnstile = Turnstile(EndpointSettings(per_client=1, waiting=2), 1)
        await turnstile.enter("a")
        waiting = [asyncio.create_task(turnstile.enter("a")) for _ in range(2)]
        await settle()
        with pytest.raises(Refused) as refused:
            await turnstile.enter("a")
        assert (refused.value.status, refused.value.retry_after) == (429, 1)
        for task in waiting:
            task.cancel()

    run(story())


def test_does_a_spent_budget_fill_up_again() -> None:
    async def story() -> None:
        clock = Clock()
        turnstile = Turnstile(EndpointSettings(budget=10), 2, clock=clock)
        turnstile.charge("a", 15)
        with pytest.raises(Refused) as refused:
            await turnstile.enter("a")
        assert refused.value.retry_after == 11
        clock.now = 10.5
        await turnstile.enter("a")
        await turnstile.enter("b")

    run(story())


def test_is_there_room_for_few_long_queries_and_one_of_each_client() -> None:
    async def story() -> None:
        turnstile = Turnstile(EndpointSettings(long_queries=2, per_client=2), 4)
        for name in ("a", "a", "b", "c"):
            await turnstile.enter(name)
        assert [turnstile.prolong(name) for name in ("a", "a", "b", "c")] == [True, False, True, False]
        turnstile.finish_long("a", 1.0)
        assert turnstile.prolong("c")

    run(story())


def test_does_a_client_who_hangs_up_leave_its_place() -> None:
    async def story() -> None:
        turnstile = Turnstile(EndpointSettings(), 1)
        await turnstile.enter("a")
        waiting = asyncio.create_task(turnstile.enter("b"))
        await settle()
        waiting.cancel()
        await settle()
        turnstile.leave("a")
        await asyncio.wait_for(turnstile.enter("c"), 1)

    run(story())


def test_are_clients_forgotten_who_owe_nothing() -> None:
    async def story() -> None:
        clock = Clock()
        turnstile = Turnstile(EndpointSettings(), 1, clock=clock)
        for number in range(5000):
            clock.now += 1
            await turnstile.enter(f"client {number}")
            turnstile.leave(f"client {number}")
        assert len(turnstile._clients) <= 1001

    run(story())


def test_is_there_a_limit_to_the_answers_that_wait_for_a_client_and_for_all() -> None:
    unread = Unread(800)
    with ExitStack() as waiting:
        for number in range(7):
            waiting.enter_context(unread.holding(f"client {number}", 100))
        with pytest.raises(Refused) as greedy, unread.holding("client 1", 1):
            pass
        assert greedy.value.status == 429
        waiting.enter_context(unread.holding("client 7", 60))
        with pytest.raises(Refused) as last, unread.holding("client 8", 50):
            pass
        assert last.value.status == 503
    with unread.holding("client 1", 100):
        assert unread._held == {"client 1": 100}


def test_does_the_next_get_its_turn_when_the_one_before_it_hangs_up() -> None:
    async def story() -> None:
        turnstile = Turnstile(EndpointSettings(per_client=1), 1)
        await turnstile.enter("a")
        gone, next_one = (asyncio.create_task(turnstile.enter("a")) for _ in range(2))
        await settle()
        gone.cancel()
        turnstile.leave("a")  # in the same turn of the loop
        await settle()
        assert gone.cancelled()
        assert next_one.done()
        assert turnstile.waiting == 0

    run(story())
