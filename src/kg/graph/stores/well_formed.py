"""Parse RDF and query results, and let nothing pass that breaks off, or that would break the parser.

pyoxigraph takes RDF/XML that was cut off as if it were whole. It expands the entities of XML without a limit,
and goes down as deep as it is led: 30,000 triple terms in each other, or 5,000 objects of JSON, overflow the
stack, which ends the process. So what it reads passes through a check first.
"""

from __future__ import annotations

import io
import re
from typing import IO, TYPE_CHECKING, Protocol
from xml.parsers import expat

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Iterator

DEPTH = 200
"""Elements, objects or triple terms that may stand in each other; published graphs have fewer than 20."""
_REST = 1 << 16
_AMPLIFIED = "limit on input amplification factor (from DTD and entities) breached"
# The ends of strings, brackets, and in strings what follows a backslash; not a character beside.
_JSON_RE = re.compile(rb'\\.?|["\[\]{}]', re.DOTALL)
_TERM_RE = re.compile(rb"<<\(|\)>>")  # not `<<`, for reified triples cost no stack


def parse_whole(
    source: IO[bytes] | bytes, syntax: ox.RdfFormat, base_iri: str | None = None
) -> Iterator[ox.Quad]:
    """Yield the statements of RDF; those of RDF/XML that is not well-formed come before the error.

    Raises:
        SyntaxError: where it does not parse, or nests or expands beyond what a parser bears.
    """
    passing = _passing(source, syntax.media_type)
    try:
        yield from ox.parse(passing, format=syntax, base_iri=base_iri)  # type: ignore[arg-type]  # it only reads
    except MemoryError as error:  # its word for a term longer than its buffer of 16 MB
        raise SyntaxError(str(error)) from error
    passing.require_whole()


def parse_results(
    source: IO[bytes] | bytes, syntax: ox.QueryResultsFormat
) -> ox.QuerySolutions | ox.QueryBoolean:
    """Return the results of a query, of which rows are read as they are asked for.

    Raises:
        SyntaxError: where they do not parse, or nest or expand beyond what a parser bears.
    """
    return ox.parse_query_results(_passing(source, syntax.media_type), syntax)  # type: ignore[arg-type]  # the same


class _Passing(Protocol):
    def read(self, size: int = -1) -> bytes: ...

    def require_whole(self) -> None: ...


def _passing(source: IO[bytes] | bytes, media_type: str) -> _Passing:
    file = io.BytesIO(source) if isinstance(source, bytes) else source
    if media_type.endswith("xml"):
        return _PassingXml(file)
    return _PassingJson(file) if media_type.endswith("json") else _PassingTerms(file)


class _PassingXml:
    """A file of XML, of which what is read passes through a parser that knows where it has to end."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._depth = 0
        self._fault: expat.ExpatError | None = None
        self._is_done = False

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self._pass(data)
        return data

    def require_whole(self) -> None:
        """Raise where the XML was not well-formed to its end."""
        while self.read(_REST):
            pass
        if self._fault:
            raise _syntax_error(self._fault) from self._fault

    def _pass(self, data: bytes) -> None:
        if self._is_done:
            return
        self._is_done = not data
        try:
            self._parser.Parse(data, self._is_done)
        except expat.ExpatError as error:
            self._fault, self._is_done = error, True
            if expat.ErrorString(error.code) == _AMPLIFIED:
                raise _syntax_error(error) from error

    def _start(self, _name: str, _attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEPTH:
            raise _too_deep("elements", self._parser.CurrentLineNumber)

    def _end(self, _name: str) -> None:
        self._depth -= 1


class _PassingJson:
    """A file of JSON, of which what is read is held against the limit of depth."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._depth = 0
        self._in_string = False
        self._escapes = 0
        """Bytes at the next start that a backslash has taken."""

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        start, self._escapes = self._escapes, 0
        for match in _JSON_RE.finditer(data, start):
            self._take(match[0])
        return data

    def require_whole(self) -> None:
        """Do nothing: what breaks off does not parse."""

    def _take(self, sign: bytes) -> None:
        if sign == b'"':
            self._in_string = not self._in_string
        elif sign.startswith(b"\\"):
            self._escapes = 2 - len(sign)
        elif not self._in_string:
            self._depth += 1 if sign in b"[{" else -1
            if self._depth > DEPTH:
                raise _too_deep("objects")


class _PassingTerms:
    """A file of Turtle or one of its kin, of which triple terms are held against the limit of depth."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._depth = 0
        self._end = b""

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        seen = self._end + data
        self._end = seen[-2:]
        if b"<<(" in seen:
            self._count(seen)
        return data

    def require_whole(self) -> None:
        """Do nothing: what breaks off does not parse."""

    def _count(self, seen: bytes) -> None:
        for match in _TERM_RE.finditer(seen):
            self._depth = max(self._depth + (1 if match[0] == b"<<(" else -1), 0)
            if self._depth > DEPTH:
                raise _too_deep("triple terms")


def _too_deep(what: str, line: int | None = None) -> SyntaxError:
    words = f"more than {DEPTH} {what} stand in each other"
    return SyntaxError(words, (None, line, None, None, None, None)) if line else SyntaxError(words)


def _syntax_error(fault: expat.ExpatError) -> SyntaxError:
    place = (None, fault.lineno, fault.offset + 1, None, None, None)
    return SyntaxError(expat.ErrorString(fault.code), place)
