"""Are answers made in turn: few at once, fewer of one client, and long ones one after another?"""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from inspect import iscoroutinefunction
from threading import Event, Lock
from typing import TYPE_CHECKING

import pytest
from anyio import to_thread
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from kg.web.app import create_app
from kg.web.aside import (
    MOST_WAITING,
    OF_ONE_CLIENT,
    SWITCH_SECONDS,
    THREADS,
    do_aside,
    do_in_turn,
    in_turn,
    limit_threads,
)
from kg.web.endpoint.refusals import Refused
from kg.web.endpoint.settings import EndpointSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.web.site import Site


@pytest.fixture(autouse=True)
def _switching() -> Iterator[None]:
    before = sys.getswitchinterval()
    yield
    sys.setswitchinterval(before)


def asking(app: Starlette, client: str) -> Request:
    return Request({"type": "http", "app": app, "client": (client, 1)})


class Work:
    """Counts what is under way at once, and the order in which it began."""

    def __init__(self) -> None:
        self.began: list[str] = []
        self.most = 0
        self._under_way = 0
        self._lock = Lock()

    def do(self, name: str, until: Event) -> str:
        with self._lock:
            self.began.append(name)
            self._under_way += 1
            self.most = max(self.most, self._under_way)
        assert until.wait(10)
        with self._lock:
            self._under_way -= 1
        return name


async def _until_began(work: Work, number: int) -> None:
    deadline = time.monotonic() + 10
    while len(work.began) < number:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.001)


def test_does_a_client_who_asks_for_much_leave_threads_to_others() -> None:
    app, work, done = Starlette(), Work(), Event()

    async def story() -> None:
        greedy = [
            asyncio.create_task(do_in_turn(asking(app, "192.0.2.1"), lambda: work.do("greedy", done)))
            for _ in range(30)
        ]
        await _until_began(work, OF_ONE_CLIENT)
        free = Event()
        free.set()
        for _ in range(5):  # answered though none of the thirty is
            assert await do_in_turn(asking(app, "192.0.2.2"), lambda: work.do("other", free)) == "other"
        assert work.began.count("greedy") == OF_ONE_CLIENT
        done.set()
        assert await asyncio.gather(*greedy) == ["greedy"] * 30

    asyncio.run(story())
    assert work.most <= OF_ONE_CLIENT + 1


def test_are_few_answers_made_at_once_however_many_clients_ask() -> None:
    app, work, done = Starlette(), Work(), Event()

    async def story() -> None:
        all_of_them = [
            asyncio.create_task(do_in_turn(asking(app, f"192.0.2.{n}"), lambda: work.do("one", done)))
            for n in range(3 * THREADS)
        ]
        await _until_began(work, THREADS)
        done.set()
        await asyncio.gather(*all_of_them)

    asyncio.run(story())
    assert work.most == THREADS


def test_is_long_work_done_one_piece_at_a_time_and_clients_in_turn() -> None:
    app, work, done = Starlette(), Work(), Event()

    async def story() -> None:
        tasks = [
            asyncio.create_task(do_aside(asking(app, client), lambda client=client: work.do(client, done)))  # type: ignore[misc]  # what is bound at once
            for client in ("192.0.2.1",) * 4 + ("192.0.2.2",)
        ]
        await _until_began(work, 1)
        done.set()
        await asyncio.gather(*tasks)

    asyncio.run(story())
    assert work.most == 1
    assert "192.0.2.2" in work.began[:3]  # not behind all four of the first


def test_is_long_work_refused_for_which_too_many_wait() -> None:
    app, done = Starlette(), Event()

    async def story() -> None:
        waiting = []
        for client in range(4):  # each with a quarter of the room, the first with one at work
            for _ in range(MOST_WAITING // 4 + (client == 0)):
                request = asking(app, f"192.0.2.{client}")
                waiting.append(asyncio.create_task(do_aside(request, lambda: done.wait(10))))
            await asyncio.sleep(0)
            expected = (429, 1) if client < 3 else (503, 10)
            with pytest.raises(Refused) as refused:
                await do_aside(asking(app, f"192.0.2.{client}"), done.set)
            assert (refused.value.status, refused.value.retry_after) == expected
        done.set()
        assert all(await asyncio.gather(*waiting))

    asyncio.run(story())


def test_is_the_answer_of_a_route_made_in_a_thread_in_turn() -> None:
    def page(request: Request) -> Response:
        return PlainTextResponse(threading.current_thread().name, headers={"X-Method": request.method})

    app = Starlette(routes=in_turn([Route("/page", page)]))
    client = TestClient(app)
    assert "worker" in client.get("/page").text.lower()
    assert client.head("/page").headers["x-method"] == "HEAD"
    assert client.post("/page").status_code == 405
    assert app.state.turns.waiting == 0


def test_is_no_page_of_the_site_made_out_of_turn(site: Site) -> None:
    """Starlette runs a plain function in whichever thread is free, so one client can have them all."""
    app = create_app(site, EndpointSettings())
    assert not [route.path for route in app.routes if not iscoroutinefunction(route.endpoint)]  # type: ignore[attr-defined]  # all are routes


def test_are_there_few_threads_and_do_they_let_others_go_on_soon() -> None:
    async def story() -> float:
        limit_threads()
        return to_thread.current_default_thread_limiter().total_tokens

    assert asyncio.run(story()) == THREADS
    assert sys.getswitchinterval() == pytest.approx(SWITCH_SECONDS)
