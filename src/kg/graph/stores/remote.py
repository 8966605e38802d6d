"""Ask a SPARQL 1.1 service behind a URL, as if it were a store of ours.

SPARQLWrapper speaks the protocol. What it leaves to its caller is done here: one deadline for the whole
answer (its own is for each read), a limit to the answer's length, and no answer taken for what it is not.
The service must let queries see the union of its named graphs, as most do; Fuseki and Oxigraph have a switch.
"""

from __future__ import annotations

import contextlib
import time
import urllib.error
import urllib.request
import warnings
from http.client import HTTPException
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg import __version__
from kg.errors import CannotAnswerError, InputError, PassingError, RemoteError, quoted
from kg.graph.stores.binding import write_term
from kg.graph.stores.readonly import require_read_only
from kg.graph.stores.store import rows_of, triples_of
from kg.graph.stores.store_limits import (
    ELSEWHERE,
    drop_open_blocks,
    why_not,
    why_partial,
    with_plain_booleans,
)
from kg.graph.stores.well_formed import parse_results, parse_whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.model import Rows, Term, Triples

TIMEOUT = 60.0
"""Seconds that a service may take to answer in full."""
ANSWER = 256 * 1024**2
"""Bytes that an answer may be long."""
AGENT = f"cpkg/{__version__}"
"""The name by which we ask."""

_EXPLAINED = frozenset({400, 401, 404, 414, 500})
"""HTTP statuses that services explain in words."""
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_REFUSAL = 65536
"""Bytes of such words that are read."""
_PASSING = frozenset({408, 429, 500, 502, 503, 504})
"""HTTP statuses after which it is worth to ask again."""
_OUT_OF_TIME = frozenset({408, 500, 504})
"""Those by which services say that a query took too long."""
_CHECK_ADDRESS = "Check that the address is that of a SPARQL query service, and that it is running"
_CHECK_QUERY = "Check the query, and that the address is that of a SPARQL query service"
_VIRTUOSO_ASK = ["__ASK_RETVAL"]
"""The column by which Virtuoso 7 answers ASK: a row for yes, none for no."""
_TRY_AGAIN = "Try again, or tell its keeper"


class RemoteStore:
    """A SPARQL 1.1 query service, read only."""

    def __init__(self, url: str, *, timeout: float = TIMEOUT, size: int = ANSWER, agent: str = AGENT) -> None:
        self.url = url
        self._agent = agent
        self._timeout = timeout
        self._size = size
        self.server = ""
        """How the service named itself in its last answer, in small letters."""

    def select(self, query: str, *, substitutions: Mapping[str, Term] | None = None) -> Rows:
        """Return the rows of a SELECT query; substitutions reach the variables of its outermost group.

        Raises:
            RemoteError: where the service does not answer, or not with results.
            InputError: where the query is no SELECT.
            UsageError: where it writes or reaches out of the service.
        """
        solutions = self._results(query + _values(substitutions or {}), "SELECT")
        if not isinstance(solutions, ox.QuerySolutions):
            raise self._error("answered a SELECT with yes or no", _CHECK_ADDRESS)
        with self._reading():
            return with_plain_booleans(rows_of(solutions))

    def ask(self, query: str) -> bool:
        """Return the answer of an ASK query.

        Raises:
            RemoteError: where the service does not answer, or not with results.
            InputError: where the query is no ASK.
        """
        answer = self._results(query, "ASK")
        if isinstance(answer, ox.QueryBoolean):
            return bool(answer)
        if [variable.value for variable in answer.variables] == _VIRTUOSO_ASK:
            return next(answer, None) is not None
        raise self._error("answered an ASK with rows", _CHECK_ADDRESS)

    def construct(self, query: str) -> Triples:
        """Return the triples of a CONSTRUCT or DESCRIBE query, sorted and without duplicates.

        Raises:
            RemoteError: where the service does not answer, or not with a graph.
            InputError: where the query builds no graph.
        """
        media_type, body = self._send(query, ("CONSTRUCT", "DESCRIBE"))
        if (rdf := ox.RdfFormat.from_media_type(media_type)) is None:
            raise self._unexpected(media_type, body)
        with self._reading():
            return triples_of(quad.triple for quad in parse_whole(body, rdf))

    def _results(self, query: str, form: str) -> ox.QuerySolutions | ox.QueryBoolean:
        media_type, body = self._send(query, (form,))
        if (results := ox.QueryResultsFormat.from_media_type(media_type)) is None:
            raise self._unexpected(media_type, body)
        with self._reading():
            return parse_results(body, results)

    def _send(self, query: str, forms: tuple[str, ...]) -> tuple[str, bytes]:
        """Return the media type and the bytes of the answer."""
        from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper  # brings rdflib along

        if (form := require_read_only(query)) not in forms:
            raise InputError(f"the query is no {' or '.join(forms)}", remedy="Ask it in its own form")
        deadline = time.monotonic() + self._timeout
        wrapper = SPARQLWrapper(self.url, agent=self._agent)
        wrapper.setMethod(POST)
        wrapper.setReturnFormat(TURTLE if "CONSTRUCT" in forms else JSON)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it guesses the form of a query, wrongly after some comments
            wrapper.setQuery(drop_open_blocks(query))
        wrapper.queryType = form
        try:
            # its own `query` follows redirects wherever they lead, and reads refusals that have no end
            response = _OPENER.open(wrapper._createRequest(), timeout=self._timeout)
            self.server = response.headers.get("Server", "").lower()
            body = self._read(response, deadline)
            if part := why_partial(response.status, response.headers.get("X-SPARQL-MaxRows")):
                raise self._error(part, "Ask for less, or have its limit raised")
            return response.headers.get_content_type(), body
        except urllib.error.HTTPError as error:
            raise self._refused(error, deadline) from error
        except TimeoutError as error:
            raise self._too_slow() from error
        except urllib.error.URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise self._too_slow() from error
            raise self._error(f"cannot be reached ({error.reason})", _CHECK_ADDRESS) from error
        except (HTTPException, OSError, ValueError) as error:
            what = f"broke the connection off ({error or type(error).__name__})"
            raise PassingError(what, where=self.url, remedy=_CHECK_ADDRESS) from error

    def _read(self, response: Any, deadline: float) -> bytes:  # noqa: ANN401 - SPARQLWrapper has no types
        """Return the body, one network read at a time, so that a slow drip meets the deadline too."""
        body = bytearray()
        with response:
            while chunk := response.read1(65536):
                body += chunk
                if len(body) > self._size:
                    raise self._error(f"sent more than {self._size:,} bytes", "Add a LIMIT to the query")
                if time.monotonic() > deadline:
                    raise self._too_slow()
        return bytes(body)

    @contextlib.contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except (SyntaxError, MemoryError) as error:  # the second, of a term longer than any parser's buffer
            what = f"sent an answer that does not parse ({error})"
            raise PassingError(what, where=self.url, remedy=_TRY_AGAIN) from error

    def _unexpected(self, media_type: str, body: bytes) -> RemoteError:
        return self._error(f"answered with {media_type} instead of results: {_excerpt(body)}", _CHECK_ADDRESS)

    def _too_slow(self) -> RemoteError:
        what = f"did not answer within {self._timeout:g} s"
        return PassingError(what, where=self.url, remedy="Ask for less, or wait longer", is_too_much=True)

    def _refused(self, answer: urllib.error.HTTPError, deadline: float) -> RemoteError:
        """Return the error of an HTTP status, with how long the service asks to wait."""
        with answer:
            if answer.code in _REDIRECTS:
                there = quoted(answer.headers.get("Location", ""))
                remedy = "Give that address, if you trust it with the query"
                return self._error(f"redirects to {there}, which is not followed", remedy)
            said = self._first_of(answer, deadline) if answer.code in _EXPLAINED else b""
        if reason := why_not(said.decode("utf-8", "replace")):
            return CannotAnswerError(f"cannot answer this: {reason}", where=self.url, remedy=ELSEWHERE)
        what = (
            f"answered HTTP {answer.code}: {_excerpt(said) if answer.code in _EXPLAINED else answer.reason}"
        )
        remedy = _CHECK_QUERY if answer.code in _EXPLAINED else _CHECK_ADDRESS
        if answer.code not in _PASSING:
            return self._error(what, remedy)
        asked = answer.headers.get("Retry-After", "") if answer.headers else ""
        too_much = answer.code in _OUT_OF_TIME
        return PassingError(what, where=self.url, remedy=remedy, retry_after=asked, is_too_much=too_much)

    def _first_of(self, answer: urllib.error.HTTPError, deadline: float) -> bytes:
        """Return the first words of a refusal, which may be as long as it likes."""
        said = b""
        with contextlib.suppress(HTTPException, OSError, ValueError):
            while len(said) < _REFUSAL and time.monotonic() < deadline:
                chunk = answer.fp.read1(_REFUSAL)  # type: ignore[attr-defined]  # it is an HTTPResponse
                if not chunk:
                    break
                said += chunk
        return said

    def _error(self, what: str, remedy: str) -> RemoteError:
        return RemoteError(what, where=self.url, remedy=remedy)


def _values(substitutions: Mapping[str, Term]) -> str:
    """Return a block that fixes variables, to stand at the end of a SELECT query."""
    if not substitutions:
        return ""
    names = " ".join(f"?{name}" for name in substitutions)
    return f"\nVALUES ({names}) {{ ({' '.join(map(write_term, substitutions.values()))}) }}"


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Leaves every redirect as the error that it is for a query: what is asked there would be another."""

    def redirect_request(self, *_request: object) -> None:
        """Return nothing to ask instead, so that the status is raised."""


_OPENER = urllib.request.build_opener(_NoRedirects)


def _excerpt(said: bytes, most: int = 160) -> str:
    """Return the first words of what a service said, on one line."""
    words = " ".join(said.decode("utf-8", "replace").split())
    return words[:most] + ("…" if len(words) > most else "")
