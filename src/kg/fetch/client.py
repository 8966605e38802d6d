"""Ask a web service for one resource: politely, patiently, and within limits.

urllib3 speaks HTTP; what it leaves to its caller is done here: one deadline for a whole answer (its own
time-outs are for each read), a limit to the size, which redirects to follow, when to ask again.
"""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import urllib3
from urllib3 import exceptions as faults

from kg.errors import RemoteError
from kg.fetch.document import AbsentError
from kg.fetch.manners import Manners, pause_asked, pause_before
from kg.fetch.redirects import redirected
from kg.fetch.sources import AGENT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from urllib3.response import BaseHTTPResponse

_PIECE = 65536
_PASSING = {408, 425, 429, 500, 502, 503, 504}
"""Status codes that may be gone on the next attempt."""
_LIMITED = {403, 429}
"""Status codes with which services refuse whoever asks too often."""

_CHECK_SYMBOL = "Check the symbol, and whether the document exists in this form and language"
_CHECK_NET = "Check the address and your connection; what is in the cache can be had with --offline"
_TRY_LATER = "Try again later"
_BY_HAND = "Open the address in a browser, save the document, and give the file to kg"
_CERTIFICATES = "Check the machine's clock and certificates, or name a bundle in SSL_CERT_FILE"


@dataclass(frozen=True, slots=True)
class Known:
    """What is in hand already: the address that sent it, and how that server tells versions apart."""

    url: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service sent; no body where what is in hand is still good."""

    url: str
    headers: Mapping[str, str]
    body: bytes | None


class _PassingError(RemoteError):
    """A fault that may be gone on the next attempt."""

    pause: float | None = None
    """Seconds that the service asks to wait."""


class Client:
    """Asks one thing at a time, and keeps its distance."""

    def __init__(
        self,
        manners: Manners,
        *,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._manners = manners
        self._sleep = sleep
        self._clock = clock
        self._asked: dict[str, float] = {}
        """Host to when it was last asked."""
        self._dead: set[str] = set()
        """Hosts that did not answer after all attempts; until they do, one attempt is enough."""
        self._pools: dict[str | None, urllib3.PoolManager] = {}
        """Proxy, or None, to its connections."""

    def get(
        self,
        url: str,
        *,
        accept: str = "*/*",
        known: Known | None = None,
        respell: Callable[[str], str] = lambda path: path,
    ) -> Answer:
        """Return what is at an address, asking again after faults that may pass.

        Raises:
            AbsentError: where the service says that there is nothing.
            RemoteError: where it does not answer, or not within the limits.
        """
        host = urlsplit(url).netloc
        attempts = 1 if host in self._dead else self._manners.retries + 1
        for attempt in range(1, attempts + 1):
            try:
                answer = self._once(url, accept, known, respell)
            except _PassingError as error:
                if attempt == attempts:
                    self._dead.add(host)
                    raise self._given_up(error, attempts) from error
                self._sleep(self._pause(error, attempt))
            else:
                self._dead.discard(host)
                return answer
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _given_up(self, error: _PassingError, attempts: int) -> RemoteError:
        times = f" ({attempts} attempts)" if attempts > 1 else ""
        return RemoteError(f"{error.what}{times}", where=error.where, remedy=error.remedy)

    def _pause(self, error: _PassingError, attempt: int) -> float:
        """Return the longer of our own pause and the one that the service asks for."""
        if error.pause is None:
            return pause_before(attempt)
        if error.pause > self._manners.patience:
            raise RemoteError(
                f"{error.what}, and asks to wait {error.pause:,.0f} seconds",
                where=error.where,
                remedy="Try again after that",
            ) from error
        return max(error.pause, pause_before(attempt))

    def _once(self, asked: str, accept: str, known: Known | None, respell: Callable[[str], str]) -> Answer:
        here, seen, spare = asked, {asked}, self._manners.timeout
        while True:
            self._keep_distance(here)
            deadline = self._clock() + spare
            with self._answered(here, accept, known, deadline) as response:
                location = response.get_redirect_location()
                if not location:
                    return self._taken(here, response, deadline, known)
            there = redirected(
                here, location, asked=asked, by_proxy=self._proxy(here) is not None, respell=respell
            )
            if there in seen:
                raise RemoteError(f"redirects in a circle, by {there}", where=asked, remedy=_BY_HAND)
            if len(seen) > self._manners.redirects:
                raise RemoteError(
                    f"redirects more than {self._manners.redirects} times", where=asked, remedy=_BY_HAND
                )
            seen.add(there)
            here, spare = there, deadline - self._clock()

    @contextlib.contextmanager
    def _answered(
        self, url: str, accept: str, known: Known | None, deadline: float
    ) -> Iterator[BaseHTTPResponse]:
        """Yield the answer's head, with its body still to be read; the connection is closed in the end."""
        with self._faults(url):
            response = self._pool(url).request(
                "GET",
                url,
                headers=_headers(url, accept, known),
                timeout=self._time_out(deadline),
                retries=False,
                redirect=False,
                preload_content=False,
            )
            try:
                yield response
            finally:
                response.close()

    def _keep_distance(self, url: str) -> None:
        host = urlsplit(url).netloc
        if (last := self._asked.get(host)) is not None:
            wait = last + self._manners.delay - self._clock()
            if wait > 0:
                self._sleep(wait)
        self._asked[host] = self._clock()

    def _time_out(self, deadline: float) -> urllib3.Timeout:
        left = max(0.001, deadline - self._clock())
        return urllib3.Timeout(
            connect=min(self._manners.connect, left), read=min(self._manners.silence, left)
        )

    def _pool(self, url: str) -> urllib3.PoolManager:
        proxy = self._proxy(url)
        if proxy not in self._pools:
            self._pools[proxy] = urllib3.ProxyManager(proxy) if proxy else urllib3.PoolManager()
        return self._pools[proxy]

    def _proxy(self, url: str) -> str | None:
        """Return the proxy that the environment names for an address."""
        parts = urlsplit(url)
        if proxy_bypass(parts.hostname or ""):
            return None
        proxy = getproxies().get(parts.scheme)
        return f"http://{proxy}" if proxy and "://" not in proxy else proxy

    def _taken(self, url: str, response: BaseHTTPResponse, deadline: float, known: Known | None) -> Answer:
        if response.status == HTTPStatus.NOT_MODIFIED and known and known.url == url:
            return Answer(url, response.headers, None)
        if response.status != HTTPStatus.OK:
            raise _refusal(url, response)
        return Answer(url, response.headers, self._read(url, response, deadline))

    def _read(self, url: str, response: BaseHTTPResponse, deadline: float) -> bytes:
        """Return the body, one network read at a time, so that a slow drip meets the deadline too."""
        declared = response.headers.get("Content-Length", "")
        if declared.isdecimal() and int(declared) > self._manners.size:
            raise self._too_large(url)
        body = bytearray()
        while piece := response.read1(_PIECE):
            body += piece
            if len(body) > self._manners.size:
                raise self._too_large(url)
            if self._clock() > deadline:
                raise _PassingError(
                    f"sent {len(body):,} bytes in {self._manners.timeout:g} seconds and was not done",
                    where=url,
                    remedy="Try again later, or allow more with --timeout",
                )
        return bytes(body)

    def _too_large(self, url: str) -> RemoteError:
        return RemoteError(f"sends more than {self._manners.size:,} bytes", where=url, remedy=_BY_HAND)

    @contextlib.contextmanager
    def _faults(self, url: str) -> Iterator[None]:
        """Turn what urllib3 raises into our errors."""
        try:
            yield
        except faults.SSLError as error:
            raise _untrusted(url, error) from error
        except faults.NewConnectionError as error:  # to urllib3 a kind of time-out
            raise _unreachable(url, error) from error
        except faults.TimeoutError as error:
            connecting = isinstance(error, faults.ConnectTimeoutError)
            limit = self._manners.connect if connecting else self._manners.silence
            what = f"did not answer within {min(limit, self._manners.timeout):g} seconds"
            raise _PassingError(
                what, where=url, remedy="Try again later, or allow more with --timeout"
            ) from error
        except faults.ProtocolError as error:
            raise _PassingError(f"broke off{_how_far(error)}", where=url, remedy=_TRY_LATER) from error
        except faults.DecodeError as error:
            raise RemoteError("sent what cannot be unpacked", where=url, remedy=_BY_HAND) from error
        except (faults.HTTPError, OSError) as error:
            raise _unreachable(url, error) from error


def _headers(url: str, accept: str, known: Known | None) -> dict[str, str]:
    headers = {
        "User-Agent": AGENT,
        "Accept": accept,
        "Accept-Language": "en",
        "Accept-Encoding": "gzip",
    }
    if known and known.url == url:  # another server's tags mean nothing here
        if known.etag:
            headers["If-None-Match"] = known.etag
        if known.last_modified:
            headers["If-Modified-Since"] = known.last_modified
    return headers


def _refusal(url: str, response: BaseHTTPResponse) -> RemoteError:
    """Return what a status other than success means."""
    status, reason = response.status, _reason(response)
    pause = pause_asked(response.headers)
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        return AbsentError(f"answered {reason}", where=url, remedy=_CHECK_SYMBOL)
    if status in _PASSING or (status in _LIMITED and pause is not None):
        error = _PassingError(f"answered {reason}", where=url, remedy=_TRY_LATER)
        error.pause = pause
        return error
    if response.headers.get("X-Amzn-Waf-Action"):
        return RemoteError("asks for a browser's challenge", where=url, remedy=_BY_HAND)
    return RemoteError(f"answered {reason}", where=url, remedy=_BY_HAND)


def _reason(response: BaseHTTPResponse) -> str:
    try:
        return f"HTTP {response.status} ({HTTPStatus(response.status).phrase})"
    except ValueError:
        return f"HTTP {response.status}"


def _untrusted(url: str, error: faults.SSLError) -> RemoteError:
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return RemoteError(f"has a certificate that does not hold ({error})", where=url, remedy=_CERTIFICATES)
    return RemoteError(f"cannot be spoken to by TLS ({error})", where=url, remedy=_CHECK_NET)


def _unreachable(url: str, error: Exception) -> _PassingError:
    return _PassingError(f"cannot be reached ({_cause(error)})", where=url, remedy=_CHECK_NET)


def _how_far(error: faults.ProtocolError) -> str:
    """Return how much of an answer came before it broke off, where that is known."""
    for inner in error.args:
        if isinstance(inner, faults.IncompleteRead) and inner.expected is not None:
            return f" after {inner.partial:,} bytes, {inner.expected:,} before its end"
    return f" ({_cause(error)})"


def _cause(error: Exception) -> str:
    """Return the innermost reason in words, without the addresses of objects."""
    inner = error
    while isinstance(cause := inner.__cause__ or inner.__context__, OSError):
        inner = cause
    return (inner.strerror if isinstance(inner, OSError) else None) or type(inner).__name__
