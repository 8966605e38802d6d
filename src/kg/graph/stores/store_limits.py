"""What other stores cannot do: questions put so that more of them can, and their refusals understood.

Each rule was seen with the store that it names; `benchmarks/stores.py` asks the whole catalogue of one.
"""

from __future__ import annotations

import re

from kg.errors import CannotAnswerError
from kg.graph.stores.readonly import COMMENT, IRI, LONG_STRING, STRING
from kg.model import Rows, Term
from kg.namespaces import XSD

_OPEN = r"(?i:VALUES)\s+[?$]\w+\s*\{\s*(?i:UNDEF)\s*\}"
_OPEN_RE = re.compile(rf"{COMMENT}|{IRI}|{LONG_STRING}|{STRING}|(?P<open>{_OPEN})", re.DOTALL)
_PARTIAL = 206
_ALL_COLUMNS_RE = re.compile(r"(?i:SELECT)\s+(?:(?i:DISTINCT|REDUCED)\s+)?\*")

_BOOLEAN = XSD + "boolean"
_NUMBERED = {
    Term("literal", "1", _BOOLEAN): Term("literal", "true", _BOOLEAN),
    Term("literal", "0", _BOOLEAN): Term("literal", "false", _BOOLEAN),
}
ELSEWHERE = "Ask a local store, or another service; docs/stores.md says which store answers what"
WRONG_ON_VIRTUOSO = frozenset(
    {
        "acts/acts-by-type",
        "citations/cited-by-instrument",
        "citations/cited-only-in-preambles",
        "citations/cited-together",
        "citations/cited-under-verb",
        "comparison/shared-by-two-instruments",
        "comparison/texts-on-theme",
        "deliverables/reports-of-parties",
        "deliverables/tasks-of-offices",
        "lineage/drafts-and-outcomes",
        "obligations/crimes-under-treaty",
        "provisions/themes-beside-theme",
        "terminology/avoided-terms-since",
        "treaties/calls-to-ratify",
        "treaties/joined-one-not-other",
    }
)
"""Questions to which Virtuoso 7.2.5 gives other rows than Oxigraph, on the curated graph or a larger one."""

# What a store says, and what that means. All of these are Virtuoso 7's words.
_CANNOT = {
    r"transitive temp memory": "its memory for paths of any length (`+`, `*`) is not enough",
    r"transitive start not given": "it follows a path of any length from a known end only",
    r"estimated execution time \d+ \(sec\) exceeds the limit": "it reckons that the answer takes too long",
    r"SP03[01]\b|SQ\d{3}\b|Internal Optimized compiler error": "it cannot compile the query, which is valid",
    r"\b22\d{3} Error|\bSR\d{3}\b": "it gives up where an expression has no value",
}


def drop_open_blocks(query: str) -> str:
    """Return a query without the blocks that leave a variable open: they say nothing, and Virtuoso minds.

    It finds nothing for `VALUES ?x { UNDEF } FILTER EXISTS { ?p cp:indexedUnder ?x }`.

    >>> drop_open_blocks("SELECT ?a { VALUES ?b { UNDEF } ?a ?b 'VALUES ?c { UNDEF }' }")
    "SELECT ?a {  ?a ?b 'VALUES ?c { UNDEF }' }"
    """
    if _ALL_COLUMNS_RE.search(query):  # the variable is a column, empty or not
        return query
    return _OPEN_RE.sub(lambda match: "" if match["open"] else match[0], query)


def with_plain_booleans(rows: Rows) -> Rows:
    """Return rows with yes and no as `true` and `false`; Virtuoso writes some of them `1` and `0`."""
    if not any(term in _NUMBERED for row in rows.rows for term in row):
        return rows
    said = tuple(tuple(_NUMBERED.get(term, term) if term else None for term in row) for row in rows.rows)
    return Rows(rows.columns, said, rows.headings)


def why_not(said: str) -> str | None:
    """Return in our words why a store cannot answer, from what it said; None where that is not known.

    >>> why_not("Virtuoso 37000 Error TR...: transitive start not given")
    'it follows a path of any length from a known end only'
    """
    return next((why for pattern, why in _CANNOT.items() if re.search(pattern, said)), None)


def require_right_answer(question: str, *, server: str, where: str) -> None:
    """Refuse the answer of a store that is known to answer a question wrongly, without a word.

    Raises:
        CannotAnswerError: where it is one of those questions, and the server one of those stores.
    """
    if "virtuoso/07" in server and question in WRONG_ON_VIRTUOSO:
        raise CannotAnswerError(
            f"answers {question} with rows that are wrong, as Virtuoso 7 does", where=where, remedy=ELSEWHERE
        )


def why_partial(status: int, most_rows: str | None) -> str | None:
    """Return why an answer is not the whole answer; None where it is, as far as the store says.

    Virtuoso tells so by the header `X-SPARQL-MaxRows` (`ResultSetMaxRows` of its settings), and by a status
    (`MaxQueryExecutionTime`).
    """
    if most_rows:
        return f"cuts its answers off at {most_rows} rows"
    return "sent a part of the answer, having no more time" if status == _PARTIAL else None
