"""What the columns of an answer are: their types, and which of them name things that other columns hold."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Literal

from kg.namespaces import XSD, compact
from kg.web.pages.shown import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Rows, Term
    from kg.web.lookup import Lookup

ColumnType = Literal["iri", "text", "integer", "decimal", "boolean", "date", "mixed", "empty"]
_TYPES: dict[str, ColumnType] = {
    **dict.fromkeys(("integer", "nonNegativeInteger", "int", "long"), "integer"),
    **dict.fromkeys(("decimal", "double", "float"), "decimal"),
    **dict.fromkeys(("date", "gYear", "gYearMonth", "dateTime"), "date"),
    "boolean": "boolean",
}
_DATE_RE = re.compile(r"[12]\d{3}(?:-\d\d){0,2}")  # not a number of pages, which has a type of its own
_NAMES = ("rdfs:label", "skos:prefLabel", "cp:symbol", "cp:abbreviation", "cp:shortTitle", "skos:notation")
_SAMPLE = 30
"""Rows that tell what a column is about."""
_SUFFIXES = ("Label", "Symbol", "Place", "Title")
_OFTEN = 0.6
"""Share of cells that must name the thing of their row."""
_SELECT_RE = re.compile(r"\bSELECT\b(?:\s+DISTINCT\b)?(?P<what>.*?)\bWHERE\b", re.DOTALL)
_NAME_RE = re.compile(r"\?(\w+)")
_ALIAS_RE = re.compile(r"\bAS\s+\?(\w+)\s*\Z")


def type_of(rows: Rows, column: str) -> ColumnType:
    """Return what the cells of a column are; dates may stand as text, a day, month or year."""
    place = rows.columns.index(column)
    found = {_type(row[place]) for row in rows.rows if row[place] is not None}
    if found == {"date", "text"}:
        texts = (row[place] for row in rows.rows)
        return "date" if all(is_date(term) for term in texts if term and term.value) else "mixed"
    if found == {"text"} and any(row[place] for row in rows.rows):
        cells = [term for row in rows.rows if (term := row[place]) and term.value]
        return "date" if cells and all(map(is_date, cells)) else "text"
    if len(found) == 1:
        return found.pop()
    return "mixed" if found else "empty"


def is_date(term: Term | None) -> bool:
    """Return whether a cell is a day, a month or a year."""
    return term is not None and term.kind == "literal" and bool(_DATE_RE.fullmatch(term.value))


def linked_columns(lookup: Lookup, rows: Rows) -> dict[str, str]:
    """Return for columns that readers see the column with the thing that each of them names.

    A thing is linked once in a row, where it is first named: by its symbol, place or label.
    """
    sample = rows.rows[:_SAMPLE]
    things = [c for i, c in enumerate(rows.columns) if any(r[i] and r[i].kind == "iri" for r in sample)]  # type: ignore[union-attr]
    linked: dict[str, str] = {}
    for column in rows.readable().columns:
        if column in things:
            linked[column] = column
            continue
        free = [thing for thing in things if thing not in linked.values()]
        if best := _named_column(lookup, rows, column, free):
            linked[column] = best
    return linked


def columns_of_query(query: str) -> tuple[str, ...]:
    """Return the columns of a SELECT without running it; planning one takes up to a third of a second.

    >>> columns_of_query("SELECT DISTINCT ?a (SAMPLE(?x) AS ?b) WHERE { ?a ?p ?x }")
    ('a', 'b')
    """
    match = _SELECT_RE.search(query)
    return tuple(_projected(match["what"])) if match else ()


def _projected(what: str) -> Iterator[str]:
    depth, start = 0, 0
    for place, sign in enumerate(what):
        if sign == "(":
            start = place if depth == 0 else start
            depth += 1
        elif sign == ")":
            depth -= 1
            if depth == 0 and (alias := _ALIAS_RE.search(what[start:place])):
                yield alias[1]
        elif sign == "?" and depth == 0 and (name := _NAME_RE.match(what, place)):
            yield name[1]


def _type(term: Term | None) -> ColumnType:
    if term is None or term.kind != "literal":
        return "iri"
    return _TYPES.get(term.datatype.removeprefix(XSD), "text")


def _named_column(lookup: Lookup, rows: Rows, column: str, things: list[str]) -> str | None:
    """Return the column whose things this one names: as its own name says, or as the cells tell."""
    for suffix in _SUFFIXES:
        if column.removesuffix(suffix) in things:
            return column.removesuffix(suffix)
    if column == "place" and "paragraph" in things:
        return "paragraph"
    shares = {thing: _share(lookup, rows, column, thing) for thing in things}
    best = max(shares, key=lambda thing: shares[thing], default=None)
    return best if best and shares[best] >= _OFTEN else None


def _share(lookup: Lookup, rows: Rows, column: str, thing: str) -> float:
    names, things = rows.columns.index(column), rows.columns.index(thing)
    pairs = ((row[names], row[things]) for row in rows.rows)
    told = [(a.value, b.value) for a, b in islice(pairs, _SAMPLE) if a and b and b.kind == "iri" and a.value]
    return sum(text in _names_of(lookup, iri) for text, iri in told) / len(told) if told else 0.0


def _names_of(lookup: Lookup, iri: str) -> set[str]:
    short = compact(iri)
    return {*lookup.texts(iri, *_NAMES), short, short.removeprefix("treaty/"), place_of(lookup, iri)}
