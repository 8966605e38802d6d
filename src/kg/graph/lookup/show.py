"""Gather what the graph says about one thing: a card of facts, relations and sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.graph.lookup.bridge import read_identifiers
from kg.graph.lookup.cards import FACTS, INFERENCES, PROVENANCE, parts_of
from kg.graph.lookup.identifier_rows import COLUMNS, HEADINGS, cells_of
from kg.graph.lookup.names import labels_of, resolve_name
from kg.graph.sources.curated import INFERRED_GRAPH
from kg.graph.stores.binding import bind
from kg.model import Rows, Section, Term
from kg.namespaces import compact, sparql_prologue
from kg.schemes import OWN

if TYPE_CHECKING:
    from kg.graph.lookup.card_part import Part
    from kg.graph.stores.engine import Engine

_TYPES = f"""SELECT DISTINCT ?class ?label ?asserted WHERE {{
  VALUES ?thing {{ UNDEF }}
  ?thing a ?class .
  OPTIONAL {{ ?class rdfs:label ?label }}
  OPTIONAL {{ GRAPH ?asserted {{ ?thing a ?class }} FILTER(?asserted != <{INFERRED_GRAPH}>) }}
}} ORDER BY ?label ?class ?asserted"""


@dataclass(frozen=True)
class Card:
    """One thing: what it is called, what it is, and titled tables of what is known of it."""

    iri: str
    label: str
    types: tuple[str, ...]
    """Labels of the classes that it is said to be of, not of those above them."""
    sections: tuple[Section, ...]


def find_card(engine: Engine, name: str) -> Card:
    """Return the card of the thing with this id or name, without what is only inferred of it.

    Raises:
        UsageError: where nothing, or more than one thing, is called so.
    """
    return _card(engine, resolve_name(engine, name, ()), (FACTS,))


def find_full_card(engine: Engine, name: str) -> Card:
    """Return the card of the thing with this id or name, with every inferred statement about it.

    Raises:
        UsageError: where nothing, or more than one thing, is called so.
    """
    return _card(engine, resolve_name(engine, name, ()), (FACTS, INFERENCES))


def _card(engine: Engine, thing: Term, facts: tuple[Part, ...]) -> Card:
    rows = _ask(engine, _TYPES, thing).rows
    classes = {row[0].value for row in rows if row[0]}
    shown = [(row[1].value if row[1] else compact(row[0].value)) for row in rows if row[0] and row[2]]
    sections = [_section(engine, part, thing) for part in (*facts, *parts_of(classes))]
    sections += [_identifiers(engine, thing), *(_section(engine, part, thing) for part in PROVENANCE)]
    label = labels_of(engine, [thing.value]).get(thing.value, compact(thing.value))
    return Card(thing.value, label, tuple(dict.fromkeys(shown)), tuple(s for s in sections if s.rows.rows))


def _section(engine: Engine, part: Part, thing: Term) -> Section:
    rows = _ask(engine, part.query, thing)
    return Section(part.title, Rows(rows.columns, rows.rows, part.columns))


def _identifiers(engine: Engine, thing: Term) -> Section:
    """Return every identifier of a thing but its own path here."""
    found = [one for one in read_identifiers(engine, [thing.value]) if one.scheme != OWN]
    return Section("Identifiers", Rows(COLUMNS, tuple(map(cells_of, found)), HEADINGS))


def _ask(engine: Engine, sparql: str, thing: Term) -> Rows:
    return engine.select(sparql_prologue() + bind(sparql, {"thing": [thing]}))
