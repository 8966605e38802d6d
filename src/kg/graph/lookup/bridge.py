"""Read every identifier of things out of a store: what is stated there, and what follows by rule.

Statements of graphs that were loaded from elsewhere are not ours and are left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from kg.aliases import akn_guideline, akn_published, document_address, eli_alias, parse_akn
from kg.errors import InputError
from kg.graph.stores.binding import bind, write_term
from kg.graph.stores.external import EXTERNAL_GRAPHS
from kg.model import Term
from kg.namespaces import BASE, ID, SDG, compact, sparql_prologue
from kg.schemes import SCHEME_BY_KEY, Identifier, Justification, Relation, scheme_of_iri

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.graph.stores.engine import Engine

_MAPPINGS = ("skos:exactMatch", "skos:closeMatch", "skos:broadMatch", "skos:narrowMatch", "skos:relatedMatch")
_LITERALS = (
    "cp:symbol", "cp:symbolIsOurs", "cp:aknIri", "cp:adoptedOn", "cp:mtdsgNumber", "cp:cetsNumber",
    "cp:untsVolume", "cp:untsRegistration", "cp:untsPage", "skos:notation",
)  # fmt: skip
_OURS = f'FILTER(STRSTARTS(STR(?thing), "{ID}") || STRSTARTS(STR(?thing), "{SDG}"))'
_STATED = f"""SELECT DISTINCT ?thing ?property ?value ?g WHERE {{
  VALUES ?thing {{ UNDEF }} VALUES ?property {{ {" ".join((*_MAPPINGS, *_LITERALS))} }}
  GRAPH ?g {{ ?thing ?property ?value }}
  {_OURS}
}}"""
_THINGS = f"""SELECT DISTINCT ?thing WHERE {{
  VALUES ?thing {{ UNDEF }}
  VALUES ?class {{ cp:Instrument cp:Agent cp:Theme cp:Term sdgo:Goal sdgo:Target sdgo:Indicator }}
  ?thing a ?class .
  {_OURS}
}}"""
_ATTESTED = f"""SELECT DISTINCT ?thing ?property ?source ?place WHERE {{
  VALUES ?thing {{ UNDEF }} VALUES ?property {{ {" ".join((*_MAPPINGS, *_LITERALS))} }}
  ?attestation cp:attestedThing ?thing ; cp:attestedProperty ?property ; prov:wasDerivedFrom ?source .
  OPTIONAL {{ ?attestation cp:place ?place }}
}}"""
_SOURCES = """SELECT DISTINCT ?thing ?source WHERE {
  VALUES ?thing { UNDEF }
  ?thing prov:wasDerivedFrom ?source . FILTER(isIRI(?source))
}"""
_BEARERS = f"""SELECT DISTINCT ?thing ?property ?g WHERE {{
  VALUES ?value {{ UNDEF }} VALUES ?property {{ {" ".join((*_MAPPINGS, *_LITERALS))} }}
  GRAPH ?g {{ ?thing ?property ?value }}
  {_OURS}
}}"""
_KNOWN = "SELECT DISTINCT ?thing WHERE { VALUES ?thing { UNDEF } ?thing a ?class }"
_BATCH = 300

_CODES = (
    ("iso-3", re.compile(r"[A-Z]{3}")),
    ("iso-2", re.compile(r"[A-Z]{2}")),
    ("m49", re.compile(r"[0-9]{3}")),
)
_TABLE_OF: Mapping[str, str] = {
    "unms": ID + "source/policy-pulse-member-states",
    "iso-3": ID + "source/country-codes",
    "iso-2": ID + "source/country-codes",
    "m49": ID + "source/country-codes",
}
"""Schemes whose identifiers were read in one table, though their things were read in several."""
_MADE: Mapping[str, Justification] = {
    "unbis": "semapv:ManualMappingCuration",
    "eurovoc": "semapv:ManualMappingCuration",
    "unms": "semapv:CompositeMatching",
}
"""How mappings came about: by hand, from M49 figures in a table; others were taken as tables have them."""
_SAID_BY_UN = frozenset({"sdg", "sdg-code", "sdgio"})
_READ, _CHECKED_RULE, _UN_DATA, _SECOND_HAND, _BARE_RULE = 1.0, 0.97, 0.95, 0.9, 0.8
"""Steps of confidence; see `kg.schemes`."""

_TRUE = frozenset({"true", "1"})
"""How stores write that something is so; Virtuoso has the figure."""
_Facts = dict[str, dict[str, list[str]]]
_Told = tuple[str, str]
"""A source, and the place in it."""


def read_identifiers(engine: Engine, things: Sequence[str] = ()) -> list[Identifier]:
    """Return every identifier of these things (IRIs), or of all: sorted by thing and scheme.

    All means instruments, actors, themes and SDG entities; the aliases of provisions follow from their paths
    and come only for those that are named.
    """
    stated, graphs = _read_stated(engine, things)
    attested = _read_attested(engine, things)
    sources = _read_sources(engine, things)
    named = set(things) or {row[0] for row in _rows(engine, _THINGS, ())}
    found = [
        identifier
        for thing in named
        for identifier in _of_thing(
            thing,
            stated.get(thing, {}),
            _Sources(attested.get(thing, {}), sources.get(thing, []), graphs.get(thing, {})),
        )
    ]
    return sorted(found, key=lambda identifier: identifier.order)


def find_known(engine: Engine, iris: Sequence[str]) -> list[str]:
    """Return those of the IRIs of which the graph says what they are, in their order; not what is no IRI."""
    valid = [iri for iri in dict.fromkeys(iris) if _is_valid(Term("iri", iri))]
    known = {thing for (thing,) in _rows(engine, _KNOWN, valid)} if valid else set()
    return [iri for iri in valid if iri in known]


def find_bearers(engine: Engine, value: Term) -> list[tuple[str, str]]:
    """Return the things that state a value as an identifier, each with the property, sorted."""
    if not _is_valid(value):
        return []
    query = sparql_prologue() + bind(_BEARERS, {"value": [value]})
    rows = engine.select(query).rows
    return sorted({(t.value, compact(p.value)) for t, p, g in rows if t and p and g and _is_ours(g.value)})


class _Sources:
    """Where the facts about one thing were read."""

    def __init__(
        self, attested: dict[str, list[_Told]], general: list[str], graphs: dict[str, list[str]]
    ) -> None:
        self._attested = attested
        self._general = general
        self._graphs = graphs

    def of(self, *properties: str, value: str = "", scheme: str = "") -> str:
        """Return the sources of what is stated: attested for it, else the thing's, else graphs that say it.

        Where places in sources name the value, those sources count alone; before all, the table that
        identifiers of the scheme were read in.
        """
        table = _TABLE_OF.get(scheme, "")
        if table in self._general:
            return table
        told = [one for name in properties for one in self._attested.get(name, [])]
        naming = {source for source, place in told if value and value in place}
        said = {graph for name in properties for graph in self._graphs[name]}
        read_in = sorted(naming) or sorted({source for source, _ in told}) or self._general
        return " ".join(read_in or sorted(said)) or BASE


def _of_thing(thing: str, facts: dict[str, list[str]], sources: _Sources) -> Iterator[Identifier]:
    path = compact(thing)
    own = "sdg" if thing.startswith(SDG) else "cpkg"
    value = thing.removeprefix(SDG) if own == "sdg" else path
    source = sources.of() if own == "sdg" else BASE
    yield _identifier(thing, own, value, thing, "owl:sameAs", source=source)
    yield from _mapped(thing, facts, sources)
    yield from _numbered(thing, facts, sources)
    for code in facts.get("skos:notation", []):
        scheme = "sdg-code" if own == "sdg" else _code_scheme(path, code)
        if scheme:
            yield _literal(thing, scheme, code, sources.of("skos:notation", scheme=scheme))
    if own == "cpkg":
        yield from _by_rule(thing, path, facts, sources)


def _mapped(thing: str, facts: dict[str, list[str]], sources: _Sources) -> Iterator[Identifier]:
    """Yield the identifiers in other vocabularies."""
    for relation in _MAPPINGS:
        for target in facts.get(relation, []):
            scheme = scheme_of_iri(target)
            if scheme is None:
                continue
            from_un = scheme.key in _SAID_BY_UN or thing.startswith(SDG)
            value = target.removeprefix(scheme.space)
            yield Identifier(
                thing, scheme.key, value, target,
                relation,  # type: ignore[arg-type]  # those of the table
                _MADE.get(scheme.key, "semapv:UnspecifiedMatching"),
                _UN_DATA if from_un else _SECOND_HAND,
                sources.of(relation, value=value, scheme=scheme.key),
            )  # fmt: skip


def _numbered(thing: str, facts: dict[str, list[str]], sources: _Sources) -> Iterator[Identifier]:
    """Yield the numbers of a treaty in series and registers."""
    for scheme, prop in (("mtdsg", "cp:mtdsgNumber"), ("cets", "cp:cetsNumber")):
        for number in facts.get(prop, []):
            yield _literal(thing, scheme, number, sources.of(prop))
    for volume in facts.get("cp:untsVolume", []):
        for number in facts.get("cp:untsRegistration", []):
            source = sources.of("cp:untsVolume", "cp:untsRegistration")
            yield _literal(thing, "unts", f"vol. {volume}, No. {number}", source)
        for page in facts.get("cp:untsPage", []):
            source = sources.of("cp:untsVolume", "cp:untsPage")
            yield _literal(thing, "unts-page", f"{volume} UNTS {page}", source)


def _by_rule(thing: str, path: str, facts: dict[str, list[str]], sources: _Sources) -> Iterator[Identifier]:
    """Yield what follows from the path of an instrument or provision, and from its day of adoption."""
    is_ours = _TRUE & set(facts.get("cp:symbolIsOurs", []))
    for symbol in [] if is_ours else facts.get("cp:symbol", []):
        yield _literal(thing, "un-symbol", symbol, sources.of("cp:symbol"))
        address = document_address(symbol)
        yield _identifier(
            thing, "un-document", symbol, address, "rdfs:seeAlso",
            justification="semapv:LexicalMatching", confidence=_CHECKED_RULE, source=_home("un-document"),
        )  # fmt: skip
    if alias := eli_alias(path):
        yield _identifier(
            thing, "eli", path, alias, "owl:sameAs", justification="semapv:LexicalMatching", source=BASE
        )
    yield from _akn(thing, path, facts, sources)


def _akn(thing: str, path: str, facts: dict[str, list[str]], sources: _Sources) -> Iterator[Identifier]:
    """Yield the AKN4UN identifiers: the published one as its file has it, where we read that."""
    read = facts.get("cp:aknIri", [])
    for name in read:
        yield _literal(thing, "akn-published", name, sources.of("cp:aknIri"))
    told = [work.date for name in read if (work := parse_akn(name))]
    for date in sorted({*facts.get("cp:adoptedOn", []), *told}):
        if not read and (published := akn_published(path, date)):
            yield _ruled(thing, "akn-published", published, _CHECKED_RULE)
        if guideline := akn_guideline(path, date):
            # the guidelines' example is a resolution of the Assembly
            yield _ruled(
                thing, "akn-guideline", guideline, _SECOND_HAND if path.startswith("A/RES/") else _BARE_RULE
            )


def _ruled(thing: str, scheme: str, value: str, confidence: float) -> Identifier:
    return _identifier(
        thing, scheme, value, None, "dcterms:identifier",
        justification="semapv:LexicalMatching", confidence=confidence, source=_home(scheme),
    )  # fmt: skip


def _literal(thing: str, scheme: str, value: str, source: str) -> Identifier:
    table = scheme in _TABLE_OF or scheme in _SAID_BY_UN
    return _identifier(
        thing, scheme, value, None, "dcterms:identifier",
        justification="semapv:UnspecifiedMatching" if table else "semapv:ManualMappingCuration",
        confidence=(_UN_DATA if scheme in _SAID_BY_UN else _SECOND_HAND) if table else _READ,
        source=source,
    )  # fmt: skip


def _identifier(
    thing: str,
    scheme: str,
    value: str,
    iri: str | None,
    relation: Relation,
    *,
    justification: Justification = "semapv:ManualMappingCuration",
    confidence: float = _READ,
    source: str,
) -> Identifier:
    return Identifier(thing, scheme, value, iri, relation, justification, confidence, source)


def _home(scheme: str) -> str:
    return SCHEME_BY_KEY[scheme].home


def _is_ours(graph: str) -> bool:
    return not graph.startswith(EXTERNAL_GRAPHS)


def _is_valid(term: Term) -> bool:
    try:
        write_term(term)
    except InputError:
        return False
    return True


def _code_scheme(path: str, code: str) -> str | None:
    """Return which code of a State this is; codes of other things are names within our vocabularies."""
    if not path.startswith("state/"):
        return None
    return next((scheme for scheme, pattern in _CODES if pattern.fullmatch(code)), None)


def _read_stated(engine: Engine, things: Sequence[str]) -> tuple[_Facts, _Facts]:
    """Return values by thing and property in short form, and the graphs that state them."""
    facts: _Facts = defaultdict(lambda: defaultdict(list))
    graphs: _Facts = defaultdict(lambda: defaultdict(list))
    for thing, prop, value, graph in _rows(engine, _STATED, things):
        name = compact(prop)
        if not _is_ours(graph):
            continue
        if value not in facts[thing][name]:
            facts[thing][name].append(value)
        graphs[thing][name].append(graph)
    return facts, graphs


def _read_attested(engine: Engine, things: Sequence[str]) -> dict[str, dict[str, list[_Told]]]:
    """Return the sources that are told for each property of each thing, with the place in each."""
    sources: dict[str, dict[str, list[_Told]]] = defaultdict(lambda: defaultdict(list))
    for thing, prop, source, place in _rows(engine, _ATTESTED, things):
        sources[thing][compact(prop)].append((source, place))
    return sources


def _read_sources(engine: Engine, things: Sequence[str]) -> dict[str, list[str]]:
    sources: dict[str, list[str]] = defaultdict(list)
    for thing, source in _rows(engine, _SOURCES, things):
        sources[thing].append(source)
    return sources


def _rows(engine: Engine, query: str, things: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the rows of a query about these things, or about all, as text and sorted."""
    names = sorted(set(things))
    batches = [names[start : start + _BATCH] for start in range(0, len(names), _BATCH)] or [[]]
    found: set[tuple[str, ...]] = set()
    for batch in batches:
        values = {"thing": [Term("iri", name) for name in batch]}
        for row in engine.select(sparql_prologue() + bind(query, values)).rows:
            found.add(tuple(cell.value if cell else "" for cell in row))
    return sorted(found)
