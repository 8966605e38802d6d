"""The pages of themes, terms, act types, and of SDG goals, targets and indicators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.graph.stores.binding import bind
from kg.model import Term
from kg.namespaces import compact, sparql_prologue
from kg.web.pages.agents import acts_table
from kg.web.pages.card import card_of
from kg.web.pages.shown import Table, question, shown

if TYPE_CHECKING:
    from kg.model import Rows
    from kg.web.lookup import Lookup
    from kg.web.pages.shown import Cell
    from kg.web.site import Site

_SHOWN = 40
_ROWS = 160
_STRONGEST = """SELECT DISTINCT ?act ?paragraph ?rank WHERE {
  VALUES ?thing { UNDEF }
  ?act cp:indexedUnder ?thing ; cp:actOf ?paragraph ; cp:actType/cp:strength/cp:rank ?rank .
} ORDER BY DESC(?rank) ?paragraph ?act LIMIT %d"""
_OF_TYPE = """SELECT DISTINCT ?act ?paragraph WHERE {
  VALUES ?thing { UNDEF }
  ?kind skos:broader* ?thing . ?act cp:actType ?kind ; cp:actOf ?paragraph .
} ORDER BY ?paragraph ?act LIMIT %d"""
_YEARS = """SELECT ?year (COUNT(DISTINCT ?paragraph) AS ?number) WHERE {
  VALUES ?thing { UNDEF }
  ?paragraph cp:indexedUnder|cp:usesTerm ?thing ; cp:provisionOf ?text .
  OPTIONAL { ?text cp:adoptedOn ?adopted }
  OPTIONAL { ?text cp:issuedOn ?issued }
  BIND(SUBSTR(STR(COALESCE(?adopted, ?issued)), 1, 4) AS ?year)
  FILTER(BOUND(?year))
} GROUP BY ?year ORDER BY ?year"""
_RELATIONS = (("skos:broader", "broader"), ("skos:narrower", "narrower"), ("skos:related", "related"))
_WIDTH, _HEIGHT, _BASE, _TOP = 720, 150, 122, 18


@dataclass(frozen=True)
class Bar:
    """One bar, in the units of the drawing."""

    x: float
    y: float
    width: float
    height: float
    label: str
    number: str


@dataclass(frozen=True)
class Bars:
    """Provisions by year; the table beside it says the same."""

    width: int
    height: int
    base: int
    bars: tuple[Bar, ...]
    table: Table


def theme_content(site: Site, lookup: Lookup, iri: str, path: str) -> dict[str, object]:
    """Return what the page of a theme shows; of a term also who says what of it."""
    term = "cp:Term" in lookup.types(iri)
    strongest = question("acts/strongest-on-theme", "All acts by strength", theme=path)
    tables = (
        _said(lookup, iri, path) if term else None,
        _around(lookup, iri),
        acts_table(lookup, "Strongest provisions", _acts(site, iri, _STRONGEST), strongest),
        _uses(lookup, iri) if term else None,
    )
    return {
        "card": card_of(lookup, iri, path),
        "bars": _bars(site, iri),
        "tables": tuple(table for table in tables if table and table.rows),
        "leads": (
            question("obligations/obligations-on-theme", "Obligations about it", theme=path),
            question("comparison/bodies-on-theme", "Who speaks of it", theme=path),
            question("treaties/articles-on-theme", "Treaty articles about it", theme=path),
        ) if not term else (),
    }  # fmt: skip


def act_type_content(site: Site, lookup: Lookup, iri: str, path: str) -> dict[str, object]:
    """Return what the page of an act type shows: where such acts stand."""
    more = question("acts/acts-by-type", "All acts of this type", act=path)
    tables = (_around(lookup, iri), acts_table(lookup, "Acts of this type", _acts(site, iri, _OF_TYPE), more))
    return {"card": card_of(lookup, iri, path), "tables": tuple(table for table in tables if table.rows)}


def goal_content(lookup: Lookup, iri: str, path: str) -> dict[str, object]:
    """Return what the page of an SDG goal, target or indicator shows."""
    parts = lookup.links(iri, "sdgo:hasTarget", "sdgo:hasIndicator")
    above = lookup.links(iri, "sdgo:isTargetOf", "sdgo:isIndicatorOf")
    rows = [("part of", shown(lookup, one), lookup.text(one, "cp:gist")) for one in above]
    rows += [("has", shown(lookup, one), lookup.text(one, "cp:gist")) for one in parts]
    tables = (
        Table("Around it", ("Relation", "Goal, target or indicator", "In short"), tuple(rows)),
        _serving(lookup, iri),
    )
    return {"card": card_of(lookup, iri, path), "tables": tuple(table for table in tables if table.rows)}


def scheme_content(lookup: Lookup, iri: str, path: str) -> dict[str, object]:
    """Return what the page of a scheme of concepts shows: its concepts."""
    concepts = lookup.subjects("skos:inScheme", iri)
    rows = sorted(
        (lookup.label(one).casefold(), (shown(lookup, one), lookup.text(one, "skos:definition")))
        for one in concepts
    )
    table = Table("Concepts", ("Concept", "Definition"), tuple(row for _, row in rows))
    return {"card": card_of(lookup, iri, path), "tables": (table,) if rows else ()}


def _around(lookup: Lookup, iri: str) -> Table:
    rows = tuple(
        (words, shown(lookup, other), lookup.text(other, "skos:definition"))
        for name, words in _RELATIONS
        for other in lookup.links(iri, name)
    )
    return Table("Around it", ("Relation", "Concept", "Definition"), rows)


def _acts(site: Site, iri: str, query: str) -> Rows:
    """Return the acts of a query, in its order."""
    return site.engine.select(sparql_prologue() + bind(query % _ROWS, {"thing": [Term("iri", iri)]}))


def _said(lookup: Lookup, iri: str, path: str) -> Table:
    rows, anchors = [], []
    for statement in lookup.links(iri, "cp:hasStatement"):
        row: tuple[Cell, ...] = (
            tuple(shown(lookup, who) for who in lookup.links(statement, "cp:statedBy")),
            lookup.text(statement, "cp:stance"),
            tuple(shown(lookup, other) for other in lookup.links(statement, "cp:insteadUses")),
            tuple(shown(lookup, where) for where in lookup.links(statement, "cp:saidIn")),
            " ".join(
                filter(
                    None, (lookup.text(statement, "cp:gist"), lookup.text(statement, "skos:editorialNote"))
                )
            ),
        )
        rows.append(row)
        anchors.append(statement.partition("#")[2])
    more = question("terminology/what-is-said-of-a-term", "As a question", term=path)
    heads = ("Who", "Stance", "Instead", "Where", "In short")
    return Table("Who says what of it", heads, tuple(rows), tuple(anchors), more=more)


def _uses(lookup: Lookup, iri: str) -> Table:
    places = lookup.subjects("cp:usesTerm", iri)
    rows = tuple((shown(lookup, one), lookup.text(one, "cp:gist")) for one in places[:_SHOWN])
    note = f"{len(places)} provisions, of which the first {_SHOWN} are shown." if len(places) > _SHOWN else ""
    more = question("terminology/where-a-term-stands", "All of them", term=compact(iri))
    return Table("Stands in", ("Provision", "In short"), rows, note=note, more=more)


def _serving(lookup: Lookup, iri: str) -> Table:
    targets = lookup.closure([iri], "sdgo:hasTarget")
    named = {one for target in targets for one in lookup.subjects("cp:namesTarget", target)}
    served = {one for target in targets for one in lookup.subjects("cp:servesTarget", target)}
    listed = sorted(named) + sorted(served - named)
    rows = tuple(
        (
            shown(lookup, one),
            "named in the text" if one in named else "our reading",
            lookup.text(one, "cp:gist"),
        )
        for one in listed[: 2 * _SHOWN]
    )
    target = "sdgo:Target" in lookup.types(iri)
    more = question("sdg/provisions-on-target", "As a question", target=compact(iri)) if target else None
    note = f"{len(listed)} provisions, of which {len(rows)} are shown." if len(listed) > len(rows) else ""
    return Table("Provisions that serve it", ("Provision", "Basis", "In short"), rows, note=note, more=more)


def _bars(site: Site, iri: str) -> Bars | None:
    rows = site.engine.select(sparql_prologue() + bind(_YEARS, {"thing": [Term("iri", iri)]})).rows
    counted = [(row[0].value, int(row[1].value)) for row in rows if row[0] and row[1]]
    if not counted:
        return None
    highest = max(number for _, number in counted)
    step = _WIDTH / len(counted)
    width = min(step * 0.7, 60)
    bars = []
    for place, (year, number) in enumerate(counted):
        height = (_BASE - _TOP) * number / highest
        x = round(place * step + (step - width) / 2, 1)
        bars.append(Bar(x, round(_BASE - height, 1), round(width, 1), round(height, 1), year, str(number)))
    listed = tuple((year, str(number)) for year, number in counted)
    heads = ("Year of the text", "Provisions")
    table = Table("Provisions by year", heads, listed, numbers=frozenset({"Provisions"}))
    return Bars(_WIDTH, _HEIGHT, _BASE, tuple(bars), table)
