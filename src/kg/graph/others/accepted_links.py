"""Write links that a person accepted as curated data, with the service that was asked as their source."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from kg.errors import Fault, InvalidInputError
from kg.graph.stores.binding import bind
from kg.identifiers import fragment_path, iri, parse_fragment
from kg.model import Term, Triples
from kg.namespaces import CP, ID, PREFIXES, PROV, RDF, RDFS, SKOS, compact, sparql_prologue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.counterparts import AcceptedLink, ReviewSource
    from kg.graph.stores.engine import Engine

_KNOWN = """SELECT DISTINCT ?thing ?property ?target WHERE {
  VALUES ?thing { UNDEF }
  { ?thing a ?target . BIND(rdf:type AS ?property) }
  UNION
  {
    VALUES ?property { skos:exactMatch skos:closeMatch skos:broadMatch skos:narrowMatch skos:relatedMatch }
    ?thing ?property ?target .
  }
  UNION
  { ?target cp:attestedThing ?thing . BIND(cp:attestedThing AS ?property) }
}"""
_UNVERIFIED = "verification/unverified"
_NOT_NAME_RE = re.compile(r"[^A-Za-z0-9]+")

_Triple = tuple[Term, Term, Term]


def accepted_triples(
    engine: Engine,
    accepted: Sequence[AcceptedLink],
    source: ReviewSource,
    name: str,
    before: Iterable[_Triple] = (),
) -> Triples:
    """Return the statements for links, beside those that the file holds already.

    A link that graph or file has already is left out. One that rests on a name alone is marked as unverified:
    the service does not state it, and nobody read it elsewhere.

    Raises:
        InvalidInputError: where a thing is not in the graph, or is linked otherwise already; `name` is the
            file that holds the decisions.
    """
    written = set(before)
    known = _Known(engine, {link.subject for link in accepted}, written)
    faults, new = [], []
    for link in accepted:
        if fault := known.fault(link):
            faults.append(Fault(name, link.line, *fault))
        elif not known.has(link):
            new.append(link)
    if faults:
        raise InvalidInputError(faults)
    for link in new:
        written.update(_statements(link, source, known))
    if new:
        written.update(_source_statements(source))
    return Triples(tuple(sorted(written)))


class _Known:
    """What graph and file say of the things to be linked; grows as links are taken in."""

    def __init__(self, engine: Engine, things: set[str], written: set[_Triple]) -> None:
        self._described: set[str] = set()
        self._links: dict[str, dict[str, str]] = defaultdict(dict)
        self._attested: dict[str, int] = defaultdict(int)
        if not things:
            return
        values = {"thing": [Term("iri", thing) for thing in sorted(things)]}
        rows = engine.select(sparql_prologue() + bind(_KNOWN, values)).rows
        said = [(t.value, p.value, o.value) for t, p, o in rows if t and p and o]
        said += [_turned(triple) for triple in written]
        for thing, prop, target in said:
            self._take(thing, prop, target)

    def _take(self, thing: str, prop: str, target: str) -> None:
        if prop == RDF + "type":
            self._described.add(thing)
        elif prop == CP + "attestedThing":
            fragment = parse_fragment(compact(target))
            self._attested[thing] = max(self._attested[thing], fragment.number if fragment else 0)
        elif prop.startswith(SKOS) and prop.endswith("Match"):
            self._links[thing][target] = prop.removeprefix(SKOS)

    def fault(self, link: AcceptedLink) -> tuple[str, str] | None:
        """Return what speaks against a link, and the remedy, or None."""
        if link.subject not in self._described:
            return f"{compact(link.subject)} is not in the graph", "Correct it, or build the graph anew"
        before = self._links[link.subject].get(link.object)
        if before and before != link.predicate:
            what = f"{compact(link.subject)} is linked to {link.object} as {before} already"
            return what, "Change that statement where it stands, in data/ or ontology/"
        rival = self._rival(link)
        if rival:
            what = f"{compact(link.subject)} would be the same as {link.object} and as {rival}"
            return what, "Keep one of them as skos:exactMatch"
        return None

    def has(self, link: AcceptedLink) -> bool:
        """Say whether the link is known already; from then on it is."""
        if link.object in self._links[link.subject]:
            return True
        self._links[link.subject][link.object] = link.predicate
        return False

    def next_attestation(self, thing: str) -> str:
        """Return the IRI of a thing's next attestation."""
        self._attested[thing] += 1
        return iri(fragment_path(compact(thing), "attestation", self._attested[thing]))

    def _rival(self, link: AcceptedLink) -> str | None:
        if link.predicate != "exactMatch":
            return None
        return next(
            (
                other
                for other, predicate in self._links[link.subject].items()
                if predicate == "exactMatch" and other != link.object and _space(other) == _space(link.object)
            ),
            None,
        )


def _space(name: str) -> str:
    """Return an IRI without its last part."""
    return name[: max(name.rfind("/"), name.rfind("#"))]


def _turned(triple: _Triple) -> tuple[str, str, str]:
    """Return a statement of a file as the query has it: the thing first."""
    subject, prop, value = (term.value for term in triple)
    return (value, prop, subject) if prop == CP + "attestedThing" else (subject, prop, value)


def _statements(link: AcceptedLink, source: ReviewSource, known: _Known) -> Iterator[_Triple]:
    thing, prop = Term("iri", link.subject), Term("iri", SKOS + link.predicate)
    read_in = Term("iri", _source_iri(source))
    yield thing, prop, Term("iri", link.object)
    if not link.subject.startswith(ID):  # no names of ours under an IRI of others
        yield thing, Term("iri", PROV + "wasDerivedFrom"), read_in
        return
    attestation = Term("iri", known.next_attestation(link.subject))
    yield attestation, Term("iri", RDF + "type"), Term("iri", CP + "Attestation")
    yield attestation, Term("iri", CP + "attestedThing"), thing
    yield attestation, Term("iri", CP + "attestedProperty"), prop
    yield attestation, Term("iri", PROV + "wasDerivedFrom"), read_in
    if evidence := " ".join(link.evidence.split()):
        yield attestation, Term("iri", CP + "place"), Term("literal", evidence)
    if link.is_by_name:
        yield attestation, Term("iri", CP + "verification"), Term("iri", iri(_UNVERIFIED))


def _source_statements(source: ReviewSource) -> Iterator[_Triple]:
    subject = Term("iri", _source_iri(source))
    label = f"{source.title}, as its SPARQL service answered on {source.asked_on}"
    yield subject, Term("iri", RDF + "type"), Term("iri", CP + "Source")
    yield subject, Term("iri", RDFS + "label"), Term("literal", label, language="en")
    yield subject, Term("iri", PREFIXES["dcterms"] + "source"), Term("iri", source.address)


def _source_iri(source: ReviewSource) -> str:
    short = _NOT_NAME_RE.sub("-", source.title).strip("-")
    return iri(f"source/{short}-{source.asked_on}")
