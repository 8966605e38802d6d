"""Refuse, before it runs, a query that would write, or reach out of the store it is put to.

The rule reads words, not sense: SPARQL has no use for these words outside IRIs, strings, comments and names,
so that finding one is proof enough. It splits the text as pyoxigraph's grammar does.
"""

from __future__ import annotations

import re
from functools import cache
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
_LONG_STRINGS = {
    "'''": r"'''(?>(?:[^'\\]+|\\.|'(?!''))*)'''",
    '"""': r'"""(?>(?:[^"\\]+|\\.|"(?!""))*)"""',
}
LONG_STRING = "|".join(_LONG_STRINGS.values())
STRING = r"'(?>(?:[^'\\\r\n]+|\\.)*)'|\"(?>(?:[^\"\\\r\n]+|\\.)*)\""  # not over a line's end
_VARIABLE = r"[?$]\w+"
_LANGUAGE = r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*"
_RUN = r"[^\W\d_](?>[\w.\-·]*)"
_NAME = rf"(?:{_RUN})?:(?>(?:[\w.\-·:]|%[0-9A-Fa-f]{{2}}|\\.)*)"  # `cp:Act`, `:a`; not a bare word
_BLANK = r"_:[\w.\-·]+"
_FROM_RE = re.compile(r"(?<![A-Za-z])FROM(?!\w)", re.IGNORECASE | re.ASCII)  # most queries have none at all
_WORD_RE = re.compile(r"(?P<word>[A-Za-z]\w*)")


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
    return _FROM_RE.search(query) is not None and "FROM" in _bare_words(query)


def each_token(query: str) -> Iterator[re.Match[str]]:
    """Yield the IRIs, strings, comments, names, variables and bare words of a query, words as `word`."""
    long, short = tuple(_LONG_STRINGS), True
    end = 0
    while match := _token_re(long, short).search(query, end):
        end = match.end()
        if mark := match["open_long"]:  # short strings may begin there
            end, long = match.start(), tuple(one for one in long if one != mark)
        elif match["open"]:  # what comes is no query, but its words count all the same
            long, short = (), False
        elif match["words"]:
            yield from _WORD_RE.finditer(query, match.start(), end)
        else:
            yield match


@cache
def _token_re(long: tuple[str, ...], short: bool) -> re.Pattern[str]:
    """Return the pattern of tokens, where these marks of long strings, and those of short ones, are closed.

    The pattern finds the end of anything in linear time. A mark that nothing closes is closed nowhere after
    it either, and a run of words and dots that is no prefix holds none: so neither is looked at twice.
    """
    strings = [_LONG_STRINGS[mark] for mark in long]
    strings += [f"(?P<open_long>{'|'.join(long) or '(?!)'})"]
    strings += [STRING, "(?P<open>['\"])"] if short else ["(?P<open>(?!))"]
    others = (_VARIABLE, _LANGUAGE, _BLANK, _NAME, f"(?P<words>{_RUN})", "(?P<word>(?!))")
    return re.compile("|".join((COMMENT, IRI, *strings, *others)), re.DOTALL)


def split_tokens(query: str) -> Iterator[tuple[str, bool]]:
    """Yield the bare words of a query, marked True, and what stands between words and terms, marked False."""
    end = 0
    for match in each_token(query):
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
    for match in each_token(query):
        if match["word"]:
            yield match["word"].upper()
