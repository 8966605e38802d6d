"""Read what can be linked to other graphs: things with their names, their identifiers, their links."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg.counterparts import Code, Link, Name, Thing
from kg.graph.lookup.bridge import read_identifiers
from kg.namespaces import SKOS, compact, expand, sparql_prologue
from kg.schemes import scheme_of_iri

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from kg.counterparts import Kind
    from kg.graph.stores.engine import Engine
    from kg.schemes import Identifier

_CLASS_OF: dict[Kind, str] = {
    "state": "cp:State",
    "body": "cp:Body",
    "treaty": "cp:Treaty",
    "initiative": "cp:Initiative",
    "programme": "cp:Programme",
    "mandate": "cp:Mandate",
    "term": "cp:Term",
    "theme": "cp:Theme",
    "goal": "sdgo:Goal",
    "target": "sdgo:Target",
    "indicator": "sdgo:Indicator",
    "instrument": "cp:Instrument",
}
"""The class of each kind; a thing of several is of the first."""
_NAMES = """SELECT DISTINCT ?class ?thing ?property ?name WHERE {{
  VALUES ?class {{ {classes} }}
  VALUES ?property {{ rdfs:label skos:prefLabel skos:altLabel }}
  ?thing a ?class ; ?property ?name .
  FILTER(isIRI(?thing))
}}"""
_BY_SYMBOL: frozenset[Kind] = frozenset({"instrument"})
"""Kinds whose labels are symbols, and no names to look for."""


def read_things(engine: Engine, kinds: Collection[Kind]) -> list[Thing]:
    """Return the things of these kinds, sorted by IRI."""
    wanted: list[Kind] = [kind for kind in _CLASS_OF if kind in kinds]
    named = _read_names(engine, wanted)
    identified: dict[str, list[Identifier]] = defaultdict(list)
    for identifier in read_identifiers(engine):
        identified[identifier.thing].append(identifier)
    things = (_thing(iri, kind, names, identified[iri]) for iri, (kind, names) in named.items())
    return sorted(things, key=lambda thing: thing.iri)


def _read_names(engine: Engine, wanted: list[Kind]) -> dict[str, tuple[Kind, set[Name]]]:
    query = sparql_prologue() + _NAMES.format(classes=" ".join(_CLASS_OF[kind] for kind in wanted))
    kind_of: dict[str, Kind] = {expand(_CLASS_OF[kind]): kind for kind in wanted}
    found: dict[str, dict[Kind, set[Name]]] = defaultdict(lambda: defaultdict(set))
    for of, thing, prop, name in engine.select(query).rows:
        if of and thing and prop and name:
            is_preferred = prop.value != SKOS + "altLabel"
            found[thing.value][kind_of[of.value]].add(Name(name.value, name.language, is_preferred))
    first = {iri: next(kind for kind in wanted if kind in kinds) for iri, kinds in found.items()}
    return {iri: (first[iri], kinds[first[iri]]) for iri, kinds in found.items()}


def _thing(iri: str, kind: Kind, names: set[Name], identified: Iterable[Identifier]) -> Thing:
    kept = list(identified)
    labels = sorted((n for n in names if n.is_preferred), key=lambda n: (n.language not in {"en", ""}, n))
    return Thing(
        iri=iri,
        kind=kind,
        label=labels[0].text if labels else compact(iri),
        names=() if kind in _BY_SYMBOL else tuple(sorted(names)),
        codes=tuple(sorted({code for one in kept if (code := _code(one))})),
        links=tuple(sorted({link for one in kept if (link := _link(one))})),
    )


def _code(identifier: Identifier) -> Code | None:
    """Return an identifier that another graph may bear as a value: a code, or an exact match by its end."""
    if identifier.iri is None or identifier.relation == "skos:exactMatch":
        return Code(identifier.scheme, identifier.value)
    return None


def _link(identifier: Identifier) -> Link | None:
    if identifier.iri is None or not identifier.relation.startswith("skos:"):
        return None
    if scheme_of_iri(identifier.iri) is None:
        return None
    return Link(identifier.relation.removeprefix("skos:"), identifier.iri)
