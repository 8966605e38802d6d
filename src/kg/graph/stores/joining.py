"""Let a query read loaded graphs beside ours: each block that names one is answered first, its rows put in.

SPARQL evaluates a group pattern by itself and then joins its solutions, so that `GRAPH <…> { … }` and the
table of its solutions, `VALUES (…) { … }`, say the same wherever the block stands. What is asked of ours is
left to our store, as fast as ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from kg.errors import InputError
from kg.graph.stores.external import EXTERNAL_GRAPHS
from kg.graph.stores.readonly import each_token
from kg.graph.stores.worker import TooManyRowsError, rows_as_values
from kg.namespaces import ID

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.graph.stores.external import ExternalGraphs

MOST_ROWS = 200_000
"""Rows that one block may give."""

_MARK = EXTERNAL_GRAPHS.rpartition("graph/")[2]
_FORMS = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}


@dataclass(frozen=True)
class Block:
    """A block of a query that reads a loaded graph."""

    start: int
    end: int
    """Offsets of `GRAPH <…> { … }` in the query."""
    graph: str
    query: str
    """The block as a query of its own."""

    @property
    def name(self) -> str:
        """Return the name under which the graph was loaded; that of its provenance has one part more."""
        return self.graph.removeprefix(EXTERNAL_GRAPHS).partition("/")[0]


def join_loaded(query: str, graphs: ExternalGraphs) -> str:
    """Return the query with the rows of each loaded graph that it names in place of the block.

    A block on a graph that is not loaded is left as it is: nothing matches it.

    Raises:
        InputError: where a block gives too many rows, or a loaded graph cannot be read.
        SyntaxError: where a block is no SPARQL.
    """
    parts, done = [], 0
    for block in find_blocks(query):
        store = graphs.store(block.name)
        if store is None:
            continue
        try:
            rows = rows_as_values(store, block.query, block.graph, MOST_ROWS)
        except TooManyRowsError as error:
            raise too_many_rows(str(error)) from error
        parts += [query[done : block.start], rows]
        done = block.end
    return "".join([*parts, query[done:]]) if parts else query


def too_many_rows(what: str) -> InputError:
    """Return the error for a block that gives more rows than can be put into a query."""
    return InputError(what, remedy="Name in it, inside the braces, more of what you look for")


def find_blocks(query: str) -> list[Block]:
    """Return the blocks of a query that name loaded graphs, in order; none lies in another.

    >>> [one] = find_blocks("SELECT * { GRAPH <https://w3id.org/cpkg/graph/external/sdg> { ?c ?d 1 } }")
    >>> one.name, one.query
    ('sdg', 'SELECT * WHERE { ?c ?d 1 }')
    """
    return list(_blocks(query)) if _MARK in query else []


def _blocks(query: str) -> Iterator[Block]:
    tokens = [
        _Token(match[0], match.start(), match.end(), bool(match["word"])) for match in each_token(query)
    ]
    prologue = _prologue(query, tokens)
    prefixes = _prefixes(tokens)
    done = 0
    for word, name in pairwise(tokens):
        if word.start < done or not word.is_word or word.text.upper() != "GRAPH":
            continue
        graph = _resolved(name.text, prefixes)
        span = _braces(query, tokens, name.end)
        if graph.startswith(EXTERNAL_GRAPHS) and span:
            done = span[1]
            yield Block(word.start, done, graph, f"{prologue}SELECT * WHERE {query[span[0] : done]}")


@dataclass(frozen=True)
class _Token:
    text: str
    start: int
    end: int
    is_word: bool


def _prologue(query: str, tokens: list[_Token]) -> str:
    """Return what stands before the form of a query: its base and prefixes."""
    form = next((one for one in tokens if one.is_word and one.text.upper() in _FORMS), None)
    return query[: form.start] if form else ""


def _prefixes(tokens: list[_Token]) -> dict[str, str]:
    """Return the prefixes, each with its colon, that a query declares."""
    return {
        name.text: iri.text[1:-1]
        for word, name, iri in zip(tokens, tokens[1:], tokens[2:], strict=False)
        if word.is_word and word.text.upper() == "PREFIX"
    }


def _resolved(name: str, prefixes: dict[str, str]) -> str:
    """Return the IRI that a name means, or nothing for a variable or a name without a prefix."""
    if name.startswith("<"):
        return urljoin(ID, name[1:-1])
    prefix, colon, local = name.partition(":")
    return prefixes.get(prefix + colon, "") + local if colon and prefix + colon in prefixes else ""


def _braces(query: str, tokens: list[_Token], start: int) -> tuple[int, int] | None:
    """Return the offsets of the braces that begin here and of what is in them, or None where none do."""
    depth, first = 0, -1
    for at in _punctuation(query, tokens, start):
        if first < 0 and query[at] not in "{ \t\r\n":
            return None
        if query[at] == "{":
            first = at if depth == 0 else first
            depth += 1
        elif query[at] == "}":
            depth -= 1
            if depth == 0:
                return first, at + 1
    return None


def _punctuation(query: str, tokens: list[_Token], start: int) -> Iterator[int]:
    """Yield the offsets, from one on, of what is no part of a word, term or comment."""
    end = start
    for token in tokens:
        if token.start >= start:
            yield from range(end, token.start)
            end = token.end
    yield from range(end, len(query))
