"""What every page of a thing has: its name and kind, what it is, its facts, where it is from."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import count, takewhile
from typing import TYPE_CHECKING

from kg.namespaces import CP, GRAPH, compact, expand
from kg.schemes import OWN, SCHEME_BY_KEY
from kg.web.addresses import page_address
from kg.web.pages.shown import Fact, Shown, Table, all_shown, day, place_of, shown

if TYPE_CHECKING:
    from kg.model import Term
    from kg.web.lookup import Lookup

_NAMED = (
    "rdf:type", "rdfs:label", "skos:prefLabel", "skos:altLabel", "dcterms:title", "skos:definition",
    "dcterms:description", "cp:gist", "prov:wasDerivedFrom", "skos:exactMatch", "skos:closeMatch",
    "skos:broadMatch", "skos:narrowMatch", "skos:relatedMatch", "skos:hiddenLabel",
)  # fmt: skip
"""Shown at the top or the end of each page, so not among the facts."""
_TABLED = (
    "cp:hasAct", "cp:hasCitation", "cp:hasNote", "cp:hasAttestation", "cp:hasCorrespondence",
    "cp:hasStatement", "cp:namesTarget", "cp:servesTarget", "cp:hasReportingDuty", "cp:hasHierarchyPeriod",
    "skos:broader", "skos:narrower", "skos:related", "cp:order", "skos:topConceptOf", "cp:usesTerm",
    "cp:discussesTerm", "cp:namesTerm", "cp:provisionOf", "eli:number", "cp:subItemOf", "cp:heading",
    "cp:givenHeading", "cp:printedHeading", "cp:mentions", "cp:adoptedAs", "cp:textStart",
    "cp:textEnd",
)  # fmt: skip
"""Shown in tables of their own."""
_HIDDEN = frozenset(expand(name) for name in (*_NAMED, *_TABLED))
_ENACTED, _ADOPTED = expand("cp:enactingBody"), expand("cp:adoptedBy")
_LANGUAGES = {
    "ar": "Arabic", "de": "German", "en": "English", "es": "Spanish", "fr": "French", "pt": "Portuguese",
    "ru": "Russian", "sw": "Swahili", "zh": "Chinese",
}  # fmt: skip
_FIRST = (
    "cp:abbreviation", "cp:symbol", "cp:resolutionNumber", "cp:enactingBody", "cp:adoptedBy", "cp:issuedBy",
    "cp:adoptedOn", "cp:issuedOn", "cp:openedForSignatureOn", "cp:entryIntoForce", "cp:adoptedAtSession",
    "cp:adoptionMode",
)  # fmt: skip
_MATCHES = (
    ("skos:exactMatch", "the same"), ("skos:closeMatch", "close"), ("skos:broadMatch", "broader"),
    ("skos:narrowMatch", "narrower"), ("skos:relatedMatch", "related"),
)  # fmt: skip
_MOST_POINTING = 100
_STATED = ("prov:generatedAtTime", "prov:invalidatedAtTime")


@dataclass(frozen=True)
class Card:
    """One thing, as the top and the end of its page show it."""

    iri: str
    path: str
    label: str
    kinds: tuple[Shown, ...]
    lead: str
    """What it is, in our words."""
    names: tuple[str, ...]
    facts: tuple[Fact, ...]
    sources: Table
    identifiers: Table
    elsewhere: Table
    graphs: tuple[Shown, ...]
    withdrawn: Table
    """What was said of it and is said no more."""


def card_of(lookup: Lookup, iri: str, path: str) -> Card:
    """Return the card of a thing that the graph knows."""
    return Card(
        iri,
        path,
        lookup.label(iri),
        kinds_of(lookup, iri),
        lookup.text(iri, "skos:definition", "dcterms:description", "cp:gist"),
        tuple(_names(lookup, iri)),
        facts_of(lookup, iri),
        _sources(lookup, iri),
        _identifiers(lookup, iri),
        _elsewhere(lookup, iri),
        tuple(Shown(graph.removeprefix(GRAPH)) for graph in lookup.graphs(iri)),
        withdrawn_table(lookup, iri),
    )


def withdrawn_table(lookup: Lookup, iri: str) -> Table:
    """Return what the graph once said of a thing, or a part of it such as an act, and says no more."""
    whole = iri.partition("#")[0]
    rows, anchors = [], []
    for trace in takewhile(lookup.knows, (f"{whole}#withdrawn-{number}" for number in count(1))):
        thing = next(iter(lookup.links(trace, "cp:withdrawnOf")), whole)
        if iri not in {whole, thing}:
            continue
        relation = next(iter(lookup.links(trace, "cp:withdrawnProperty")), "")
        since, until = (day(lookup.text(trace, name)[:10]) for name in _STATED)
        rows.append((
            f"{lookup.label(relation)} ({compact(thing)})" if "#" in thing else lookup.label(relation),
            _terms(lookup, trace, "cp:withdrawnValue"),
            f"{since} to {until}" if since else f"until {until}",
            lookup.text(trace, "cp:reason"),
            _terms(lookup, trace, "cp:replacingValue"),
        ))  # fmt: skip
        anchors.append(trace.partition("#")[2])
    return Table("Withdrawn", ("What", "Was", "When", "Because", "Now"), tuple(rows), tuple(anchors))


def _terms(lookup: Lookup, thing: str, name: str) -> tuple[Shown, ...]:
    return tuple(_term(lookup, found) for found in lookup.terms(thing, name))


def _term(lookup: Lookup, term: Term) -> Shown:
    """Return a value as it is shown; of what was withdrawn, the graph may know nothing else any more."""
    if term.kind != "iri":
        return Shown(_written(term))
    return shown(lookup, term.value) if lookup.knows(term.value) else Shown(compact(term.value))


def kinds_of(lookup: Lookup, iri: str) -> tuple[Shown, ...]:
    """Return the classes that a thing is stated to be of, ours only where there are such."""
    stated = [term.value for term in lookup.stated(iri).get(expand("rdf:type"), ())]
    ours = [found for found in stated if found.startswith(CP)]
    return tuple(Shown(lookup.label(found), found) for found in ours or stated)


def facts_of(lookup: Lookup, iri: str) -> tuple[Fact, ...]:
    """Return what is stated of a thing, but for what a page shows elsewhere."""
    places = {expand(name): place for place, name in enumerate(_FIRST)}
    stated = lookup.stated(iri)
    known = [name for name in stated if name not in _HIDDEN]
    if stated.get(_ENACTED) == stated.get(_ADOPTED) and _ENACTED in known:
        known.remove(_ENACTED)  # the same said twice
    known.sort(key=lambda name: (places.get(name, len(places)), lookup.label(name)))
    return tuple(Fact(Shown(lookup.label(name), name), _values(lookup, iri, name)) for name in known)


def pointing_table(lookup: Lookup, iri: str) -> Table:
    """Return what says something about a thing, for things of which no page knows more."""
    found = [
        (subject, name) for subject, name in lookup.pointing(iri) if name != expand("prov:wasDerivedFrom")
    ]
    rows = tuple(
        (shown(lookup, subject), Shown(lookup.label(name), name)) for subject, name in found[:_MOST_POINTING]
    )
    note = f"{len(found)} statements, of which the first {_MOST_POINTING} are shown."
    return Table("Pointed to by", ("Thing", "By"), rows, note=note if len(found) > _MOST_POINTING else "")


def _values(lookup: Lookup, iri: str, name: str) -> tuple[Shown, ...]:
    terms = lookup.stated(iri)[name]
    links = [term.value for term in terms if term.kind == "iri"]
    return (*all_shown(lookup, links), *(Shown(_written(term)) for term in terms if term.kind != "iri"))


def _written(term: Term) -> str:
    if term.datatype.endswith("#boolean"):
        return "yes" if term.value in {"true", "1"} else "no"
    if term.datatype.endswith("#language"):
        return _LANGUAGES.get(term.value, term.value)
    return day(term.value) if "#date" in term.datatype or "#gYear" in term.datatype else term.value


def _names(lookup: Lookup, iri: str) -> list[str]:
    names = lookup.texts(iri, "dcterms:title", "skos:altLabel")
    return [name for name in dict.fromkeys(names) if name != lookup.label(iri)]


def _sources(lookup: Lookup, iri: str) -> Table:
    """Return where the facts are from: of the thing as a whole, then of single facts."""
    rows: list[tuple[str | Shown | tuple[Shown, ...], ...]] = []
    anchors: list[str] = []
    for source in lookup.links(iri, "prov:wasDerivedFrom"):
        rows.append((_source(lookup, source), "", "", _address(lookup, source)))
        anchors.append("")
    for attestation in lookup.subjects("cp:attestedThing", iri):
        about = tuple(Shown(lookup.label(p), p) for p in lookup.links(attestation, "cp:attestedProperty"))
        degree = ", ".join(lookup.label(d) for d in lookup.links(attestation, "cp:verification"))
        place = "; ".join(filter(None, (lookup.text(attestation, "cp:place"), degree)))
        for source in lookup.links(attestation, "prov:wasDerivedFrom"):
            rows.append((_source(lookup, source), about, place, _address(lookup, source)))
            anchors.append(attestation.partition("#")[2])
    return Table("Sources", ("Source", "Of", "Place", "Read at"), tuple(rows), tuple(_once(anchors)))


def _source(lookup: Lookup, source: str) -> Shown:
    return Shown(place_of(lookup, source), source)


def _address(lookup: Lookup, source: str) -> str | Shown:
    where = next(iter(lookup.links(source, "dcterms:source")), "")
    return Shown(where.partition("//")[2].partition("/")[0], where) if page_address(where) else ""


def _identifiers(lookup: Lookup, iri: str) -> Table:
    """Return the symbols, numbers and addresses of a thing in other schemes, but for concepts that match."""
    rows = tuple(
        (
            SCHEME_BY_KEY[one.scheme].label,
            Shown(one.value, one.iri) if one.iri else one.value,
            tuple(_stated_by(lookup, source) for source in one.source.split()),
        )
        for one in lookup.identifiers(iri)
        if one.scheme != OWN and not one.relation.startswith("skos:")
    )
    return Table("Identifiers", ("Scheme", "Identifier", "From"), rows)


def _stated_by(lookup: Lookup, source: str) -> Shown:
    """Return what an identifier was read in, or the site of the rule it follows from."""
    return (
        _source(lookup, source)
        if lookup.knows(source)
        else Shown(source.partition("//")[2].rstrip("/"), source)
    )


def _elsewhere(lookup: Lookup, iri: str) -> Table:
    rows: dict[str, list[str]] = defaultdict(list)
    for name, words in _MATCHES:
        for match in lookup.links(iri, name):
            rows[match].append(words)
    listed = tuple(
        (Shown(_told(lookup, match), match), ", ".join(how)) for match, how in sorted(rows.items())
    )
    return Table("In other vocabularies", ("Concept or thing", "Match"), listed)


def _told(lookup: Lookup, match: str) -> str:
    name = lookup.label(match)
    return name if name != compact(match) else match.partition("//")[2] or match


def _once(anchors: list[str]) -> list[str]:
    """Return anchors, each at its first place only: ids are unique in a page."""
    seen: set[str] = set()
    return ["" if anchor in seen else (seen.add(anchor) or anchor) for anchor in anchors]  # type: ignore[func-returns-value]
