"""Turn what a user types into a search into the query language of FTS5, safely."""

from __future__ import annotations

import re

from kg.errors import UsageError, quoted

_LONGEST, _DEEPEST, _MOST = 1000, 20, 100
"""Characters, brackets in brackets, and words of a search: FTS5 has limits, and no search needs more."""
# A quotation, else one that does not end; a bracket; a word, of which no white space or bracket is part.
_TOKEN_RE = re.compile(
    r"\"(?P<phrase>[^\"]*)\"(?P<start>\*?)|(?P<open>\")|(?P<bracket>[()])|(?P<word>[^\s\"()]+)"
)
_CURLY = str.maketrans("“”„‟", '""""')
_OPERATORS = {"AND", "OR", "NOT"}
_REMEDY = 'Write words, "exact phrases", beginnings with *, joined by AND, OR, NOT and brackets'


def fts_query(text: str) -> str:
    """Return the FTS5 query of words, "phrases", beginnings with `*`, AND, OR, NOT and brackets.

    Words side by side must all occur. Whatever FTS5 would read as its own signs is quoted.

    >>> fts_query('live-streaming OR "child victims" protect*')
    '"live-streaming" OR "child victims" AND "protect" *'

    Raises:
        UsageError: where it is empty, or brackets, quotation marks or operators do not pair.
    """
    if len(text) > _LONGEST:
        raise UsageError(f"the search is longer than {_LONGEST:,} characters", remedy=_REMEDY)
    parts: list[str] = []
    depth = 0
    for match in _TOKEN_RE.finditer(text.translate(_CURLY).replace("\0", " ")):
        if match["open"]:
            raise _unreadable(text, "a quotation mark is not closed")
        part = match["bracket"] or _operand(match)
        if not part:
            continue
        depth += {"(": 1, ")": -1}.get(part, 0)
        if depth < 0:
            raise _unreadable(text, "a bracket closes that was not opened")
        if depth > _DEEPEST or len(parts) > 2 * _MOST:
            raise _unreadable(text, "it has too many words or brackets")
        _append(parts, part, text)
    if depth:
        raise _unreadable(text, "a bracket is not closed")
    if not parts or parts[-1] in _OPERATORS:
        raise _unreadable(text, "nothing is searched for" if not parts else f"nothing follows {parts[-1]}")
    return " ".join(parts)


def _operand(match: re.Match[str]) -> str:
    """Return a word or phrase as FTS5 quotes it, an operator as it is, nothing for signs alone."""
    if match["phrase"] is not None:
        words, start = match["phrase"], match["start"]
    else:
        if match["word"] in _OPERATORS:
            return match["word"]
        words = match["word"].rstrip("*")
        start = "*" if words != match["word"] else ""
    if not any(map(str.isalnum, words)):
        return ""
    return f'"{words}" *' if start else f'"{words}"'


def _append(parts: list[str], part: str, text: str) -> None:
    """Append an operand, operator or bracket; between two operands goes an AND."""
    begins = not parts or parts[-1] in {*_OPERATORS, "("}
    if part in {*_OPERATORS, ")"}:
        if begins:
            raise _unreadable(text, f"nothing stands before {part}")
    elif not begins:
        parts.append("AND")
    parts.append(part)


def _unreadable(text: str, what: str) -> UsageError:
    return UsageError(f"the search {quoted(text)} cannot be read: {what}", remedy=_REMEDY)
