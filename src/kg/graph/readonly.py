"""Refuse, before it runs, a query that would write, or reach out of the store it is put to.

The rule reads words, not sense: SPARQL has no use for these words outside IRIs, strings, comments and names,
so that finding one is proof enough. It splits the text as pyoxigraph's grammar does.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, cast

from kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

Form = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_REACHES_OUT = {
    "SERVICE": "asks another server",
    "FROM": "names the graphs to read",
    "LOAD": "loads a document",
}
_WRITES = ("INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH", "USING")

COMMENT = r"\#[^\r\n]*"  # not the fragment of an IRI: those are split off first
IRI = r"<[^<>\"{}|^`\x00-\x20]*>"  # not the operators of `?a < ?b`; backslashes stand for \u escapes
LONG_STRING = r"'''(?:(?!''')(?:[^\\]|\\.))*'''|\"\"\"(?:(?!\"\"\")(?:[^\\]|\\.))*\"\"\""
STRING = r"'(?:[^'\\\r\n]|\\.)*'|\"(?:[^\"\\\r\n]|\\.)*\""  # not over a line's end
_VARIABLE = r"[?$]\w+"
_LANGUAGE = r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*"
_NAME = r"(?:[^\W\d_][\w.\-·]*)?:(?:[\w.\-·:]|%[0-9A-Fa-f]{2}|\\.)*"  # `cp:Act`, `:a`; not a bare word
_BLANK = r"_:[\w.\-·]+"
_WORD = r"[A-Za-z]\w*"
_TOKEN_RE = re.compile(
    rf"(?:{COMMENT}|{IRI}|{LONG_STRING}|{STRING}|{_VARIABLE}|{_LANGUAGE}|{_BLANK}|{_NAME})|(?P<word>{_WORD})",
    re.DOTALL,
)


def require_read_only(query: str) -> Form:
    """Return the form of a query that only reads the store it is put to.

    Raises:
        UsageError: where it writes, names other graphs or servers, or is no query at all.
    """
    return _require(query, _REACHES_OUT)


def require_readable(query: str) -> Form:
    """Return the form of a query that only reads; it may name graphs of the store by FROM.

    Raises:
        UsageError: where it writes, names other servers, or is no query at all.
    """
    return _require(query, {word: why for word, why in _REACHES_OUT.items() if word != "FROM"})


def names_graphs(query: str) -> bool:
    """Return whether a query says by FROM which graphs it reads."""
    return "FROM" in _bare_words(query)


def each_token(query: str) -> Iterator[re.Match[str]]:
    """Yield the IRIs, strings, comments, names, variables and bare words of a query, words as `word`."""
    return _TOKEN_RE.finditer(query)


def split_tokens(query: str) -> Iterator[tuple[str, bool]]:
    """Yield the bare words of a query, marked True, and what stands between words and terms, marked False."""
    end = 0
    for match in _TOKEN_RE.finditer(query):
        if match.start() > end:
            yield query[end : match.start()], False
        if match["word"]:
            yield match["word"], True
        elif match[0].endswith("."):  # the grammar ends a name before its last dot
            yield ".", False
        end = match.end()
    if end < len(query):
        yield query[end:], False


def _require(query: str, reaching: dict[str, str]) -> Form:
    words = list(_bare_words(query))
    for word in words:
        if word in reaching:
            raise UsageError(
                f"the query uses {word}, which {reaching[word]}; only the store itself is read",
                remedy="Take that part out; `GRAPH <…> { … }` picks a graph of the store",
            )
        if word in _WRITES:
            raise UsageError(
                f"the query uses {word}, and what is asked here never writes",
                remedy="Ask with SELECT, ASK, CONSTRUCT or DESCRIBE; facts go into data/ and `kg build`",
            )
    form = next((word for word in words if word in _FORMS), None)
    if form is None:
        raise UsageError("this is no SPARQL query", remedy="Begin it with SELECT, ASK, CONSTRUCT or DESCRIBE")
    return cast("Form", form)


def _bare_words(query: str) -> Iterator[str]:
    """Yield, in capitals, the words that are no part of an IRI, string, comment, name or variable."""
    for match in _TOKEN_RE.finditer(query):
        if match["word"]:
            yield match["word"].upper()
