"""Send requests to one store: with patience, within time limits, and saying who we are where it asks.

Every request can be sent twice without harm: PUT and DELETE by their nature, what is POSTed because a
set of statements does not grow by one that it has.
"""

from __future__ import annotations

import contextlib
import io
import time
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import IO, TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import urllib3
from urllib3 import exceptions as faults

from kg.errors import PassingError, RemoteError
from kg.fetch.manners import Manners, pause_asked, pause_before
from kg.fetch.sources import AGENT
from kg.push.authentication import Authentication

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from urllib3.response import BaseHTTPResponse

    from kg.push.authentication import Credentials

T = TypeVar("T")
TIMEOUT = 300.0
"""Seconds that a store may take over one request."""

_PIECE = 65536
_PASSING = {408, 425, 429, 500, 502, 503, 504}
"""Status codes that may be gone on the next attempt."""
_SAID = 160
"""Characters of a refusal that a message repeats."""
_CHECK = "Check the address, and that the store is running; run the command again to go on"
_AGAIN = "Run the command again: it goes on with what is not done"
_KEY = "Give the name with --user, and the password in KG_PUSH_PASSWORD or with --password-file"


@dataclass(frozen=True)
class _Request:
    method: str
    url: str
    body: bytes | None = field(default=None, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict)


class Answering(io.RawIOBase):
    """The body of an answer as a file, read under a deadline."""

    def __init__(self, response: BaseHTTPResponse, in_time: Callable[[], None]) -> None:
        super().__init__()
        self._response = response
        self._in_time = in_time

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - a buffer, which Python 3.11 cannot name
        """Read what has come, at most as much as there is room for."""
        self._in_time()
        room = memoryview(buffer)
        piece = self._response.read1(len(room))
        room[: len(piece)] = piece
        return len(piece)


class Client:
    """Sends one request at a time, again after faults that may pass."""

    def __init__(
        self,
        credentials: Credentials | None = None,
        *,
        manners: Manners | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._manners = manners or Manners(delay=0.0, timeout=TIMEOUT, silence=TIMEOUT)
        self._authentication = Authentication(credentials)
        self._sleep = sleep
        self._clock = clock
        self._pools: dict[str | None, urllib3.PoolManager] = {}

    def send(
        self, method: str, url: str, *, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> None:
        """Send a request whose answer says nothing but that it was done.

        Raises:
            RemoteError: where it was not.
        """
        self.read(method, url, lambda _type, file: file.read(), body=body, headers=headers)

    def read(
        self,
        method: str,
        url: str,
        parse: Callable[[str, IO[bytes]], T],
        *,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        absent: T | None = None,
    ) -> T:
        """Return what `parse` makes of an answer's media type and body; `absent` where there is nothing.

        Raises:
            RemoteError: where the store does not answer, refuses, or breaks off, after all attempts.
        """
        request, attempts = _Request(method, url, body, headers or {}), self._manners.retries + 1
        for attempt in range(1, attempts + 1):
            try:
                return self._once(request, parse, absent)
            except PassingError as error:
                asked = pause_asked({"Retry-After": error.retry_after}) or 0.0
                if attempt == attempts or asked > self._manners.patience:
                    what = f"{error.what} ({attempt} attempts)" if attempt > 1 else error.what
                    raise RemoteError(what, where=error.where, remedy=error.remedy) from error
                self._sleep(max(asked, pause_before(attempt)))
        raise AssertionError("unreachable: the last attempt returns or raises")

    def server(self, url: str) -> str:
        """Return how a server names itself, in small letters; nothing where it does not."""
        with self._answered(_Request("GET", url)) as response:
            return str(response.headers.get("Server", "")).lower()

    def _once(self, request: _Request, parse: Callable[[str, IO[bytes]], T], absent: T | None) -> T:
        if self._authentication.waits_for(request.url):
            self._ask_how(request.url)
        deadline = self._clock() + self._manners.timeout
        for _ in range(2):
            with self._answered(request) as response:
                refused = response.status == HTTPStatus.UNAUTHORIZED
                if refused and self._authentication.take(request.url, _challenges(response)):
                    continue
                if response.status == HTTPStatus.NOT_FOUND and absent is not None:
                    return absent
                if not HTTPStatus.OK <= response.status < HTTPStatus.MULTIPLE_CHOICES:
                    raise _refusal(request.url, response)
                body = Answering(response, lambda: self._in_time(request.url, deadline))
                return parse(_media_type(response), io.BufferedReader(body, _PIECE))
        raise RemoteError("does not take the name and password", where=request.url, remedy=_KEY)

    def _ask_how(self, url: str) -> None:
        """Learn how an address wants to hear who we are, before a long body is sent to a closed door."""
        with self._answered(_Request("GET", url)) as response:
            if response.status == HTTPStatus.UNAUTHORIZED:
                self._authentication.take(url, _challenges(response))

    @contextlib.contextmanager
    def _answered(self, request: _Request) -> Iterator[BaseHTTPResponse]:
        """Yield an answer's head, with its body still to be read; the connection is given back in the end."""
        key = self._authentication.header(request.method, request.url)
        headers = {"User-Agent": AGENT, "Accept-Encoding": "gzip", **request.headers}
        with self._faults(request.url):
            response = self._pool(request.url).request(
                request.method,
                request.url,
                body=request.body,
                headers={**headers, "Authorization": key} if key else headers,
                timeout=urllib3.Timeout(connect=self._manners.connect, read=self._manners.silence),
                retries=False,
                redirect=False,
                preload_content=False,
            )
            try:
                yield response
                response.drain_conn()
            except BaseException:
                response.close()  # half read, so of no use for the next request
                raise
            finally:
                response.release_conn()

    def _in_time(self, url: str, deadline: float) -> None:
        if self._clock() > deadline:
            raise RemoteError(
                f"was not done within {self._manners.timeout:g} seconds",
                where=url,
                remedy="Allow more with --timeout",
            )

    def _pool(self, url: str) -> urllib3.PoolManager:
        parts = urlsplit(url)
        proxy = None if proxy_bypass(parts.hostname or "") else getproxies().get(parts.scheme)
        if proxy not in self._pools:
            self._pools[proxy] = urllib3.ProxyManager(proxy) if proxy else urllib3.PoolManager()
        return self._pools[proxy]

    @contextlib.contextmanager
    def _faults(self, url: str) -> Iterator[None]:
        """Turn what urllib3 raises into our errors."""
        try:
            yield
        except faults.SSLError as error:
            what = f"cannot be spoken to by TLS ({error})"
            raise RemoteError(what, where=url, remedy="Check its certificate and the machine's") from error
        except faults.NewConnectionError as error:  # to urllib3 a kind of time-out
            raise PassingError(f"cannot be reached ({_cause(error)})", where=url, remedy=_CHECK) from error
        except faults.TimeoutError as error:
            what = f"did not answer within {self._manners.silence:g} seconds"
            raise PassingError(what, where=url, remedy="Allow more with --timeout, and run again") from error
        except (faults.HTTPError, OSError) as error:
            raise PassingError(f"broke off ({_cause(error)})", where=url, remedy=_AGAIN) from error


def _challenges(response: BaseHTTPResponse) -> list[str]:
    return response.headers.getlist("WWW-Authenticate")


def _media_type(response: BaseHTTPResponse) -> str:
    return str(response.headers.get("Content-Type", "")).partition(";")[0].strip().lower()


def _refusal(url: str, response: BaseHTTPResponse) -> RemoteError:
    """Return what a status other than success means, with the first words that came along."""
    status = response.status
    said = " ".join(response.read1(4096).decode("utf-8", "replace").split())
    words = f"{said[:_SAID]}…" if len(said) > _SAID else said
    what = f"answered HTTP {status}: {words}" if words else f"answered HTTP {status}"
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        return RemoteError(f"answered HTTP {status}: we may not do this", where=url, remedy=_KEY)
    if status in _PASSING:
        asked = str(response.headers.get("Retry-After", ""))
        return PassingError(what, where=url, remedy=_AGAIN, retry_after=asked)
    if location := response.headers.get("Location"):
        return RemoteError(f"sends us on to {location}", where=url, remedy="Give that address instead")
    return RemoteError(what, where=url, remedy="Check the address; services differ, see --update-url")


def _cause(error: Exception) -> str:
    """Return the innermost reason in words, without the addresses of objects."""
    inner: BaseException = error
    while isinstance(cause := inner.__cause__ or inner.__context__, OSError):
        inner = cause
    return (inner.strerror if isinstance(inner, OSError) else None) or type(inner).__name__
