"""Write triples and quads in the formats that RDF is exchanged in, always in the same order."""

from __future__ import annotations

import io
import re
import shutil
import tempfile
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pyoxigraph as ox

from kg.errors import InputError
from kg.graph.stores.store import ox_of
from kg.graph.syntax.json_ld import json_ld_parts, terms_of
from kg.namespaces import ID, PREFIXES
from kg.system.files import writing_temporarily

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import IO

    from kg.model import Term, Triples

KEEPS_GRAPHS = frozenset({"nq", "trig"})
"""Formats that say which named graph a statement stands in."""

_FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "rdf": ox.RdfFormat.RDF_XML,
}
_JSON_LD = "jsonld"
_HEADED = frozenset({"ttl", "trig"})
"""Formats that begin with prefixes."""
_HELD = 1 << 24
"""Bytes of a document that wait in memory for its prefixes to be known; more wait in a file."""
_HEAD_RE = re.compile(rb"@(?:prefix|base) ")
_PREFIX_USE_RE = re.compile(rb"(?:^|[\s^(])(\w+):")  # not the scheme in <http://…>, which follows a bracket
_PREFIXES = {prefix: iri for prefix, iri in PREFIXES.items() if iri != ID} | {  # ours go by @base instead
    "dcat": "http://www.w3.org/ns/dcat#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "np": "http://www.nanopub.org/nschema#",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "void": "http://rdfs.org/ns/void#",
}
_BARE_RE = re.compile(rb'"(?:[^"\\]|\\.)*"|<(?P<way>\.?\.?/[^>]*)>')
"""A literal, or an IRI that pyoxigraph wrote relative to the base though it does not lie under it."""


def serialise(triples: Triples, format: str) -> str:  # noqa: A002 - the word of the command line
    """Return triples as text, under the project's prefixes and base where the format has any.

    The order is that of the triples; the formats for named graphs put them into the default graph.

    Raises:
        InputError: where the format is unknown, or a triple is none (a literal for a subject).
    """
    lines = [ox.Triple(_subject(s), _predicate(p), ox_of(o)) for s, p, o in triples.triples]
    written = io.BytesIO()
    if format == _JSON_LD:
        written.writelines(part.encode() for part in json_ld_parts(lines, terms=terms_of(lines)))
    else:
        _write(lines, format, written)
    return written.getvalue().decode()


def write_quads(quads: Iterable[ox.Quad], format: str, file: IO[bytes]) -> None:  # noqa: A002
    """Write quads to a file as they come, sorted by subject; for `trig`, by graph and subject.

    Formats without named graphs get each triple once, and JSON-LD the whole of our context.

    Raises:
        InputError: where the format is unknown.
    """
    if format in KEEPS_GRAPHS:
        _write(quads, format, file)
    elif format == _JSON_LD:
        file.writelines(part.encode() for part in json_ld_parts(_once(quads)))
    else:
        _write(_once(quads), format, file)


def write_document(quads: Iterable[ox.Quad], format: str, file: IO[bytes]) -> None:  # noqa: A002
    """Write quads as `write_quads` does, but JSON-LD with only that part of our context that it uses.

    Raises:
        InputError: where the format is unknown.
    """
    if format == _JSON_LD:
        triples = list(_once(quads))
        file.writelines(part.encode() for part in json_ld_parts(triples, terms=terms_of(triples)))
    else:
        write_quads(quads, format, file)


def _once(quads: Iterable[ox.Quad]) -> Iterator[ox.Triple]:
    """Yield the triples of quads; one that several graphs say comes once, as equal ones come together."""
    last = None
    for quad in quads:
        if quad.triple != last:
            last = quad.triple
            yield last


def _write(statements: Iterable[ox.Triple] | Iterable[ox.Quad], format: str, file: IO[bytes]) -> None:  # noqa: A002
    if format not in _FORMATS:
        choices = ", ".join((*_FORMATS, _JSON_LD))
        raise InputError(f"no graph can be written as {format!r}", remedy=f"Choose one of {choices}")
    if format not in _HEADED:
        ox.serialize(statements, file, format=_FORMATS[format], prefixes=_PREFIXES, base_iri=ID)
        return
    with tempfile.SpooledTemporaryFile(max_size=_HELD) as held:
        body = _Body(held)
        with writing_temporarily():
            ox.serialize(statements, body, format=_FORMATS[format], prefixes=_PREFIXES, base_iri=ID)  # type: ignore[arg-type]  # it writes, which is all that is asked
        file.write(_head(body.finish()))
        held.seek(0)
        shutil.copyfileobj(held, file)


def _head(used: set[str]) -> bytes:
    """Return the base, and the prefixes that a document uses, each with its full IRI.

    pyoxigraph declares all, and writes their IRIs relative to the base.
    """
    lines = [f"@base <{ID}> ."]
    lines += [f"@prefix {prefix}: <{iri}> ." for prefix, iri in sorted(_PREFIXES.items()) if prefix in used]
    return ("\n".join(lines) + "\n").encode()


class _Body:
    """Takes a document in, drops its head, and notes the prefixes that its lines use."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._rest = b""
        self._used: set[bytes] = set()

    def write(self, data: bytes) -> int:
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            self._line(line + b"\n")
        return len(data)

    def flush(self) -> None:
        """Do nothing: the file is flushed by whoever opened it."""

    def finish(self) -> set[str]:
        """Return the prefixes used, once all was taken in."""
        self._line(self._rest)
        return {prefix.decode() for prefix in self._used}

    def _line(self, line: bytes) -> None:
        if not _HEAD_RE.match(line):
            self._file.write(_BARE_RE.sub(_in_full, line) if b"</" in line or b"<." in line else line)
            self._used.update(_PREFIX_USE_RE.findall(line))


def _in_full(match: re.Match[bytes]) -> bytes:
    way = match["way"]
    return match[0] if way is None else f"<{urljoin(ID, way.decode())}>".encode()


def _subject(term: Term) -> ox.NamedNode | ox.BlankNode:
    node = ox_of(term)
    if isinstance(node, ox.Literal):
        raise InputError(f"the literal {term.value!r} cannot be a subject", remedy="Mend the CONSTRUCT")
    return node


def _predicate(term: Term) -> ox.NamedNode:
    node = ox_of(term)
    if not isinstance(node, ox.NamedNode):
        raise InputError(f"{term.value!r} cannot be a predicate", remedy="Mend the CONSTRUCT")
    return node
