"""Guard the connections of a server: what a request may weigh, and how long a client may keep it waiting.

uvicorn reads heads of any length, and waits without end for a request to come and for an answer to be taken.
So a client could hold connections, and with them descriptors and memory, for as long as it likes. Here each
connection has a deadline, and where there are too many, those make room that wait for a request longest.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter, defaultdict
from time import monotonic
from typing import TYPE_CHECKING, Any

import uvicorn
from starlette.responses import PlainTextResponse
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

MOST = 512
"""Connections at a time; a process may have 1,024 descriptors, unless its limit was raised."""
REQUEST_SECONDS = 10.0
"""Seconds in which the head of a request has to arrive, and then its body."""
ANSWER_SECONDS = 10.0
"""Seconds in which a client has to take some of an answer that waits for it."""
SLOWEST = 1024
"""Bytes of an answer a second that a client has to take."""
STOP_SECONDS = 2.0
"""Seconds in which answers on their way can still be taken when the server stops."""
URL = 64 * 1024 - 1
"""Bytes of an address, as the parser takes them."""
FIELDS = 32 * 1024
"""Bytes of the fields of a head."""
FIELD_COUNT = 100
BODY = 1024**2
"""Bytes of a body with all that frames it: more than any route here takes."""
_HOST_RE = re.compile(rb"[\w.\-~%!$&'()*+,;=]*(?::\d*)?|\[[0-9A-Fa-f:.]+\](?::\d*)?")
_LOOK_EVERY = 5
"""Ticks of the server between two looks at its connections; ten make a second."""


class GuardedServer(uvicorn.Server):
    """A server that looks after its connections.

    `before_stop` is called when it is told to stop, to end at once what would take long.
    """

    def __init__(self, config: uvicorn.Config, *, before_stop: Callable[[], None]) -> None:
        super().__init__(config)
        self._before_stop = before_stop

    async def on_tick(self, counter: int) -> bool:
        """Look at each connection, twice a second."""
        if counter % _LOOK_EVERY == 0:
            now = monotonic()
            for connection in list(self.server_state.connections):
                if isinstance(connection, GuardedConnection):
                    connection.look(now)
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let answers on their way be taken for a while, then hang up."""
        self._before_stop()
        asyncio.get_running_loop().call_later(STOP_SECONDS, self._hang_up)
        await super().shutdown(sockets)

    def _hang_up(self) -> None:
        for connection in list(self.server_state.connections):
            connection.transport.abort()


class GuardedConnection(HttpToolsProtocol):
    """A connection whose requests have limits, and whose client has deadlines."""

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401 - handed on
        super().__init__(*args, **named)
        self._asked_since: float | None = monotonic()
        """When the wait for a request, or the rest of one, began; None where it is all here."""
        self._in_head = True
        self._head = 0
        self._body = 0
        self._unread: tuple[int, float] | None = None
        """Bytes of answers that were waiting for the client, and when they were counted."""

    @property
    def address(self) -> str:
        """Return the address of the client."""
        return self.client[0] if self.client else ""

    @property
    def is_answering(self) -> bool:
        """Return whether a request has come whose answer is not all written."""
        return bool(self.cycle) and not self.cycle.response_complete

    @property
    def waits_for_client(self) -> bool:
        """Return whether it is the client's turn: to ask, or to take an answer."""
        return self._asked_since is not None or self.flow.write_paused or self.transport.is_closing()

    @property
    def waiting_since(self) -> float:
        """Return when the wait for a request began."""
        return self._asked_since or 0.0

    def look(self, now: float) -> None:
        """End the connection where its client is too slow."""
        if self._asked_since is not None and not self.flow.read_paused:
            if now - self._asked_since > REQUEST_SECONDS:
                self._asked_since = None
                self._give_up(408)
        elif self._asked_since is not None:
            self._asked_since = now  # the wait is ours
        self._look_at_answer(now)

    def _look_at_answer(self, now: float) -> None:
        waiting = self.transport.get_write_buffer_size()
        if not waiting:
            self._unread = None
        elif self._unread is None:
            self._unread = waiting, now
        elif now - self._unread[1] > ANSWER_SECONDS:
            if waiting > self._unread[0] - SLOWEST * ANSWER_SECONDS:
                self.transport.abort()
            self._unread = waiting, now

    def _give_up(self, status: int) -> None:
        """Tell the client what is wrong, where nothing else was said, and hang up."""
        unasked = self._in_head and not self._head
        answered = not self._in_head and self.cycle.response_started
        if not (unasked or answered):
            text = STATUS_LINE[status].partition(b" ")[2]
            self.transport.write(
                STATUS_LINE[status]
                + b"content-type: text/plain; charset=utf-8\r\nconnection: close\r\n"
                + f"content-length: {len(text)}\r\n\r\n".encode()
                + text
            )
        if self.is_answering:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        self.transport.close()

    # What uvicorn calls

    def shutdown(self) -> None:
        """Wait no longer for a request; an answer on its way is finished."""
        if self._asked_since is None:
            super().shutdown()
        else:
            self._give_up(503)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's
        """Make room for one connection more."""
        if len(self.connections) >= MOST:
            self._make_room()
        super().connection_made(transport)
        if len(self.connections) > MOST:
            self._head = 1
            self._give_up(503)

    def data_received(self, data: bytes) -> None:
        """Read what came, within the limits."""
        if self.transport.is_closing():
            return
        if self._in_head:
            self._head += len(data)
        else:
            self._body += len(data)
        super().data_received(data)
        if self.transport.is_closing():
            return
        if self._in_head and self._head > URL + FIELDS:
            self._give_up(431 if self.headers else 414)
        elif self._body > BODY:
            self._give_up(413)

    def on_message_begin(self) -> None:
        """Start the clock."""
        self._asked_since = monotonic()
        self._in_head, self._head, self._body = True, 1, 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Answer, or refuse what is too long."""
        self._asked_since = monotonic()
        self._in_head = False
        if status := self._fault():
            self.url, self.app = self.url[:URL], _refusal(status)  # the parser takes no longer one
        super().on_headers_complete()
        self.app = self.config.loaded_app

    def on_message_complete(self) -> None:
        """Stop the clock while an answer is made."""
        self._asked_since = None if self.is_answering else monotonic()
        self._in_head, self._head = True, 0
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Start the clock for the next request."""
        if self._asked_since is None and not self.pipeline:
            self._asked_since = monotonic()
        super().on_response_complete()

    def resume_writing(self) -> None:
        """Note that the client takes its answer."""
        self._unread = None
        super().resume_writing()

    def _make_room(self) -> None:
        """Hang up on the client with the most connections, on those that have waited longest.

        A sixteenth of them at once: a flood costs a look at all for some of its connections, not for each.
        """
        number: Counter[str] = Counter()
        waiting: defaultdict[str, list[GuardedConnection]] = defaultdict(list)
        for one in self.connections:
            if isinstance(one, GuardedConnection):
                number[one.address] += 1
                if one.waits_for_client:
                    waiting[one.address].append(one)
        if waiting:
            for those in waiting.values():
                those.sort(key=lambda one: one.waiting_since)
            most = max(waiting, key=lambda address: (number[address], -waiting[address][0].waiting_since))
            for victim in waiting[most][: max(len(waiting[most]) // 16, 1)]:
                victim.transport.abort()
                self.connections.discard(victim)

    def _fault(self) -> int | None:
        """Return the status of what is wrong with a head (of its host: RFC 9112, section 3.2)."""
        if len(self.url) > URL:
            return 414
        hosts = [value for name, value in self.headers if name == b"host"]
        named = len(hosts) == 1 and _HOST_RE.fullmatch(hosts[0])
        if not named and (hosts or self.parser.get_http_version() == "1.1"):
            return 400
        fields = sum(len(name) + len(value) for name, value in self.headers)
        return 431 if fields > FIELDS or len(self.headers) > FIELD_COUNT else None


def _refusal(status: int) -> PlainTextResponse:
    phrase = STATUS_LINE[status].partition(b" ")[2].decode().strip()
    return PlainTextResponse(phrase, status_code=status, headers={"Connection": "close"})
