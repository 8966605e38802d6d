"""Find things by what people call them: an IRI, a short id, an abbreviation, a label, another name."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import InputError, UsageError, quoted
from kg.graph.stores.binding import bind, write_term
from kg.model import Term
from kg.namespaces import SKOS, compact, expand, sparql_prologue

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.graph.stores.engine import Engine

_OTHER_NAMES = (SKOS + "altLabel", SKOS + "notation")
"""Codes yield to abbreviations: GA is the General Assembly before it is Gabon."""
_IS_A = "ASK { VALUES ?thing { UNDEF } VALUES ?class { UNDEF } ?thing a ?class }"
_EXISTS = "ASK { VALUES ?thing { UNDEF } ?thing ?property ?value }"
_NAMES = """SELECT ?thing ?property ?name WHERE {
  { SELECT DISTINCT ?thing WHERE { VALUES ?class { UNDEF } ?thing a ?class } }
  VALUES ?property { rdfs:label skos:prefLabel skos:altLabel skos:notation
                     cp:symbol cp:resolutionNumber cp:abbreviation }
  ?thing ?property ?name .
  MINUS { VALUES ?other { cp:Source cp:Question cp:QuestionParameter } ?thing a ?other }
}"""
"""Sources and questions go by their ids only: many a page is titled with the name of what it is about.

They are subtracted at the end and all at once: asked of each thing they took twice as long as the rest.
"""
_CLASSES = """SELECT ?thing ?class WHERE {
  VALUES ?thing { UNDEF }
  VALUES ?class { UNDEF }
  ?thing a ?class
}"""
_LABELS = """SELECT ?thing (MIN(?name) AS ?label) WHERE {
  VALUES ?thing { UNDEF }
  ?thing rdfs:label|skos:prefLabel ?name .
} GROUP BY ?thing"""


@dataclass(frozen=True)
class Named:
    """One way to call one thing; the lower the rank, the more exactly the name means it."""

    rank: int
    text: str
    iri: str


def resolve_name(engine: Engine, text: str, classes: Sequence[str]) -> Term:
    """Return the one thing of these classes that is called so, letter case and spaces left aside.

    An IRI or short id goes first, then labels, symbols, numbers, abbreviations and the last part of
    an id, then alternative labels and codes.

    Raises:
        UsageError: where nothing is called so (with the nearest names), or several things are.
    """
    if named := _by_id(engine, text, classes):
        return named
    names = names_of(engine, classes)
    best = things_called(names, text)
    if len(best) == 1:
        return Term("iri", best[0])
    kind = _words(classes)
    if best:
        raise UsageError(
            f"{quoted(text)} can mean more than one {kind}", remedy=f"Choose one of: {_listed(best)}"
        )
    raise UsageError(f"no {kind} is called {quoted(text)}", remedy=_suggestion(text, names))


def labels_of(engine: Engine, iris: Iterable[str]) -> dict[str, str]:
    """Return the label of each thing that has one."""
    terms = [Term("iri", iri) for iri in sorted(set(iris))]
    if not terms:
        return {}
    rows = engine.select(sparql_prologue() + bind(_LABELS, {"thing": terms})).rows
    return {thing.value: label.value for thing, label in rows if thing and label}


def things_of_classes(
    engine: Engine, iris: Iterable[str], classes: Iterable[str]
) -> dict[str, frozenset[str]]:
    """Return for each of these classes those of the things that are of it."""
    things, kinds = _terms(sorted(set(iris))), _terms(classes)
    if not things or not kinds:
        return {}
    found: dict[str, set[str]] = defaultdict(set)
    for thing, kind in engine.select(bind(_CLASSES, {"thing": things, "class": kinds})).rows:
        if thing and kind:
            found[kind.value].add(thing.value)
    return {kind: frozenset(members) for kind, members in found.items()}


def names_of(engine: Engine, classes: Sequence[str]) -> list[Named]:
    """Return every name of every thing of these classes, sorted by name."""
    rows = engine.select(sparql_prologue() + bind(_NAMES, {"class": _terms(classes)})).rows
    names: dict[str, set[Named]] = defaultdict(set)
    for thing, prop, name in rows:
        if thing and prop and name and thing.kind == "iri":
            names[thing.value].add(Named(2 if prop.value in _OTHER_NAMES else 1, name.value, thing.value))
    for iri, known in names.items():
        known |= {Named(0, compact(iri), iri), Named(1, re.split(r"[/:]", compact(iri))[-1], iri)}
    return sorted(set().union(*names.values()), key=lambda name: (name.text, name.iri))


def things_called(names: Sequence[Named], text: str) -> list[str]:
    """Return the IRIs of the things that are called so most exactly, sorted; none, one or several."""
    wanted = name_key(text)
    found = [name for name in names if name_key(name.text) == wanted]
    return sorted({name.iri for name in found if name.rank == min(f.rank for f in found)})


def nearest_names(names: Sequence[Named], text: str) -> list[Named]:
    """Return up to three names that read much like a text, each of another thing."""
    known = {name_key(name.text): name for name in reversed(names) if "/" in text or "/" not in name.text}
    near = [known[key] for key in difflib.get_close_matches(name_key(text), list(known), n=4, cutoff=0.6)]
    return _once(near)


def name_key(name: str) -> str:
    """Return what two spellings of one name share: no case, spaces, hyphens or quotation marks."""
    return re.sub(r"[\s\-_'\"‘’“”‐‑]+", "", name.casefold())  # noqa: RUF001 - the marks as printed


def _by_id(engine: Engine, text: str, classes: Sequence[str]) -> Term | None:
    """Return the thing whose IRI or short id the text is."""
    for candidate in dict.fromkeys((expand(text), expand("".join(text.split())))):
        thing = Term("iri", candidate)
        if not _is_valid(thing) or not engine.ask(bind(_EXISTS, {"thing": [thing]})):
            continue
        if not classes or engine.ask(bind(_IS_A, {"thing": [thing], "class": _terms(classes)})):
            return thing
        raise UsageError(
            f"{compact(candidate)} is in the graph, but it is no {_words(classes)}",
            remedy=f"See what it is with `kg show {compact(candidate)}`",
        )
    return None


def _suggestion(text: str, names: Sequence[Named]) -> str:
    near = nearest_names(names, text)
    if not near:
        return "Give its id, symbol, abbreviation or label; `kg show` and `kg sparql` help to find it"
    return "Did you mean " + " or ".join(f"{name.text!r} ({compact(name.iri)})" for name in near) + "?"


def _once(names: list[Named]) -> list[Named]:
    return list({name.iri: name for name in reversed(names)}.values())[::-1][:3]


def _is_valid(thing: Term) -> bool:
    try:
        write_term(thing)
    except InputError:
        return False
    return True


def _terms(iris: Iterable[str]) -> list[Term]:
    return [Term("iri", iri) for iri in iris]


def _words(classes: Sequence[str]) -> str:
    """Return classes in words: `theme`, `initiative or programme`, `thing`."""
    spaced = [re.sub(r"(?<=[a-z])(?=[A-Z])", " ", compact(name).split(":")[-1]).lower() for name in classes]
    return " or ".join(spaced) or "thing"


def _listed(iris: Sequence[str], most: int = 8) -> str:
    more = f" and {len(iris) - most} more" if len(iris) > most else ""
    return ", ".join(map(compact, iris[:most])) + more
