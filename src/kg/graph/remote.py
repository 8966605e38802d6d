"""Ask a SPARQL 1.1 service behind a URL, as if it were a store of ours.

SPARQLWrapper speaks the protocol. What it leaves to its caller is done here: one deadline for the whole
answer (its own is for each read), a limit to the answer's length, and no answer taken for what it is not.
The service must let queries see the union of its named graphs, as most do; Fuseki and Oxigraph have a switch.
"""

from __future__ import annotations

import ast
import contextlib
import math
import time
import urllib.error
import warnings
from http.client import HTTPException
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg import __version__
from kg.errors import InputError, RemoteError
from kg.graph.binding import write_term
from kg.graph.readonly import require_read_only
from kg.graph.store import rows_of, triples_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.model import Rows, Term, Triples

TIMEOUT = 60.0
"""Seconds that a service may take to answer in full."""
ANSWER = 256 * 1024**2
"""Bytes that an answer may be long."""

_STATUS = {
    "QueryBadFormed": "HTTP 400",
    "Unauthorized": "HTTP 401",
    "EndPointNotFound": "HTTP 404",
    "URITooLong": "HTTP 414",
    "EndPointInternalError": "HTTP 500",
}
_CHECK_ADDRESS = "Check that the address is that of a SPARQL query service, and that it is running"
_CHECK_QUERY = "Check the query, and that the address is that of a SPARQL query service"


class RemoteStore:
    """A SPARQL 1.1 query service, read only."""

    def __init__(self, url: str, *, timeout: float = TIMEOUT, size: int = ANSWER) -> None:
        self.url = url
        self._timeout = timeout
        self._size = size

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
            return rows_of(solutions)

    def ask(self, query: str) -> bool:
        """Return the answer of an ASK query.

        Raises:
            RemoteError: where the service does not answer, or not with results.
            InputError: where the query is no ASK.
        """
        answer = self._results(query, "ASK")
        if not isinstance(answer, ox.QueryBoolean):
            raise self._error("answered an ASK with rows", _CHECK_ADDRESS)
        return bool(answer)

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
            return triples_of(quad.triple for quad in ox.parse(body, format=rdf))

    def _results(self, query: str, form: str) -> ox.QuerySolutions | ox.QueryBoolean:
        media_type, body = self._send(query, (form,))
        if (results := ox.QueryResultsFormat.from_media_type(media_type)) is None:
            raise self._unexpected(media_type, body)
        with self._reading():
            return ox.parse_query_results(body, results)

    def _send(self, query: str, forms: tuple[str, ...]) -> tuple[str, bytes]:
        """Return the media type and the bytes of the answer."""
        from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper  # brings rdflib along
        from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

        if (form := require_read_only(query)) not in forms:
            raise InputError(f"the query is no {' or '.join(forms)}", remedy="Ask it in its own form")
        deadline = time.monotonic() + self._timeout
        wrapper = SPARQLWrapper(self.url, agent=f"cpkg/{__version__}")
        wrapper.setTimeout(math.ceil(self._timeout))  # it cuts a fraction off, and takes nought for no limit
        wrapper.setMethod(POST)
        wrapper.setReturnFormat(TURTLE if "CONSTRUCT" in forms else JSON)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it guesses the form of a query, wrongly after some comments
            wrapper.setQuery(query)
        wrapper.queryType = form
        try:
            response = wrapper.query().response
            return response.headers.get_content_type(), self._read(response, deadline)
        except SPARQLWrapperException as error:
            _close(error.__context__)
            status = _STATUS.get(type(error).__name__, "an error")
            raise self._error(f"answered {status}: {_excerpt(_body_of(error))}", _CHECK_QUERY) from error
        except urllib.error.HTTPError as error:
            _close(error)
            raise self._error(f"answered HTTP {error.code}: {error.reason}", _CHECK_ADDRESS) from error
        except TimeoutError as error:
            raise self._too_slow() from error
        except urllib.error.URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise self._too_slow() from error
            raise self._error(f"cannot be reached ({error.reason})", _CHECK_ADDRESS) from error
        except (HTTPException, OSError, ValueError) as error:
            what = f"broke the connection off ({error or type(error).__name__})"
            raise self._error(what, _CHECK_ADDRESS) from error

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
        except SyntaxError as error:
            what = f"sent an answer that does not parse ({error})"
            raise self._error(what, "Try again, or tell its keeper") from error

    def _unexpected(self, media_type: str, body: bytes) -> RemoteError:
        return self._error(f"answered with {media_type} instead of results: {_excerpt(body)}", _CHECK_ADDRESS)

    def _too_slow(self) -> RemoteError:
        return self._error(f"did not answer within {self._timeout:g} s", "Ask for less, or wait longer")

    def _error(self, what: str, remedy: str) -> RemoteError:
        return RemoteError(what, where=self.url, remedy=remedy)


def _values(substitutions: Mapping[str, Term]) -> str:
    """Return a block that fixes variables, to stand at the end of a SELECT query."""
    if not substitutions:
        return ""
    names = " ".join(f"?{name}" for name in substitutions)
    return f"\nVALUES ({names}) {{ ({' '.join(map(write_term, substitutions.values()))}) }}"


def _close(error: BaseException | None) -> None:
    """Close the connection that an HTTP error still holds."""
    if isinstance(error, urllib.error.HTTPError):
        error.close()


def _body_of(error: Exception) -> bytes:
    """Return the body of a refusal, which SPARQLWrapper keeps as Python source within its message."""
    try:
        body = ast.literal_eval(str(error).rpartition("Response:\n")[2])
    except (SyntaxError, ValueError):
        return str(error).encode()
    return body if isinstance(body, bytes) else b""


def _excerpt(said: bytes, most: int = 160) -> str:
    """Return the first words of what a service said, on one line."""
    words = " ".join(said.decode("utf-8", "replace").split())
    return words[:most] + ("…" if len(words) > most else "")
