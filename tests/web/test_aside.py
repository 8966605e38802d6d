"""Is long work done one piece after another, and refused where too many wait for it?"""

from __future__ import annotations

import asyncio
import time
from threading import Event

import pytest
from starlette.applications import Starlette
from starlette.requests import Request

from kg.web.aside import MOST_WAITING, THREADS, do_aside, limit_threads
from kg.web.endpoint.refusals import Refused


def test_is_long_work_done_one_piece_at_a_time() -> None:
    request = Request({"type": "http", "app": Starlette()})
    at_work: list[int] = []
    most: list[int] = []

    def work() -> int:
        at_work.append(1)
        most.append(len(at_work))
        time.sleep(0.01)
        at_work.pop()
        return len(most)

    async def story() -> list[int]:
        return await asyncio.gather(*(do_aside(request, work) for _ in range(5)))

    assert sorted(asyncio.run(story())) == [1, 2, 3, 4, 5]
    assert max(most) == 1


def test_is_work_refused_for_which_too_many_wait() -> None:
    request = Request({"type": "http", "app": Starlette()})
    done = Event()

    async def story() -> None:
        waiting = [asyncio.create_task(do_aside(request, done.wait)) for _ in range(1 + MOST_WAITING)]
        await asyncio.sleep(0.05)
        with pytest.raises(Refused) as refused:
            await do_aside(request, done.wait)
        assert (refused.value.status, refused.value.retry_after) == (503, 10)
        done.set()
        assert all(await asyncio.gather(*waiting))

    asyncio.run(story())


def test_are_there_few_threads_for_answers() -> None:
    from anyio import to_thread

    async def story() -> float:
        limit_threads()
        return to_thread.current_default_thread_limiter().total_tokens

    assert asyncio.run(story()) == THREADS
