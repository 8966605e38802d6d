"""The page that documents the ontology: every term with what defines it, at an anchor of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.namespaces import CP, ONTOLOGY_IRI, RDF, RDFS, compact, expand
from kg.web.forms import GRAPH_FORMS
from kg.web.pages.render import send_page, write_page
from kg.web.pages.shown import Shown
from kg.web.pages.snapshot import kept_page, lookup_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from kg.web.lookup import Lookup

_KINDS = (
    ("Classes", ("owl:Class",)),
    ("Object properties", ("owl:ObjectProperty",)),
    ("Data properties", ("owl:DatatypeProperty",)),
    ("Annotation properties", ("owl:AnnotationProperty",)),
    ("Datatypes", ("rdfs:Datatype",)),
)
_CHARACTERS = {
    "owl:FunctionalProperty": "functional", "owl:InverseFunctionalProperty": "inverse functional",
    "owl:TransitiveProperty": "transitive", "owl:SymmetricProperty": "symmetric",
    "owl:AsymmetricProperty": "asymmetric", "owl:IrreflexiveProperty": "irreflexive",
}  # fmt: skip
_LINKS = (
    ("Subclass of", "rdfs:subClassOf"), ("Subproperty of", "rdfs:subPropertyOf"), ("Domain", "rdfs:domain"),
    ("Range", "rdfs:range"), ("Inverse of", "owl:inverseOf"), ("Disjoint with", "owl:disjointWith"),
    ("Same as", "owl:equivalentClass"), ("Same as", "owl:equivalentProperty"),
    ("Replaced by", "dcterms:isReplacedBy"),
    ("Exactly", "skos:exactMatch"), ("Close to", "skos:closeMatch"), ("Broader elsewhere", "skos:broadMatch"),
    ("Narrower elsewhere", "skos:narrowMatch"), ("Related elsewhere", "skos:relatedMatch"),
    ("See", "rdfs:seeAlso"),
)  # fmt: skip
_NOTES = (
    ("Example", "skos:example"), ("Scope", "skos:scopeNote"), ("Note", "skos:editorialNote"),
    ("Note", "rdfs:comment"),
    ("Changed", "skos:changeNote"), ("History", "skos:historyNote"), ("Unit", "dcterms:description"),
)  # fmt: skip
_WORDS = {"rdfs:comment": "note", "owl:versionInfo": "version", "owl:versionIRI": "address of this version"}
"""What properties are called that have no name in the graph."""
_CARDINALITIES = (
    ("owl:qualifiedCardinality", "exactly"), ("owl:minQualifiedCardinality", "at least"),
    ("owl:maxQualifiedCardinality", "at most"), ("owl:cardinality", "exactly"),
)  # fmt: skip


@dataclass(frozen=True)
class OntologyTerm:
    """One class or property, with everything that is said of it."""

    iri: str
    name: str
    label: str
    definition: str
    characters: tuple[str, ...]
    links: tuple[tuple[str, tuple[Shown, ...]], ...]
    chains: tuple[tuple[Shown, ...], ...]
    """Paths of properties of which each implies this one."""
    restrictions: tuple[str, ...]
    notes: tuple[tuple[str, str], ...]
    deprecated: bool


@dataclass(frozen=True)
class TermGroup:
    """Terms of one kind."""

    title: str
    anchor: str
    terms: tuple[OntologyTerm, ...]


def ontology_page(request: Request) -> Response:
    """Return every term with its definition, example, axioms and alignments."""
    headers = {"Vary": "Accept", "Link": f'<{ONTOLOGY_IRI}>; rel="cite-as"'}
    return send_page(request, kept_page(request, "/ontology", lambda: _written(request)), headers)


def _written(request: Request) -> bytes:
    lookup = lookup_of(request)
    groups = tuple(_group(lookup, title, classes) for title, classes in _KINDS)
    return write_page(
        request,
        "ontology.html",
        iri=ONTOLOGY_IRI,
        about=_about(lookup),
        groups=tuple(group for group in groups if group.terms),
        forms=GRAPH_FORMS,
    )


def _about(lookup: Lookup) -> tuple[tuple[str, tuple[Shown, ...]], ...]:
    """Return what the ontology says of itself."""
    facts = []
    for name, values in sorted(lookup.stated(ONTOLOGY_IRI).items(), key=lambda one: lookup.label(one[0])):
        if name in {RDF + "type", RDFS + "label"}:
            continue
        told = tuple(
            Shown(lookup.label(v.value), v.value) if v.kind == "iri" else Shown(v.value) for v in values
        )
        facts.append((_word(lookup, name), told))
    return tuple(facts)


def _group(lookup: Lookup, title: str, classes: tuple[str, ...]) -> TermGroup:
    iris = sorted({iri for name in classes for iri in lookup.instances(name) if iri.startswith(CP)})
    terms = tuple(sorted((_term(lookup, iri) for iri in iris), key=lambda term: term.name.casefold()))
    return TermGroup(title, title.casefold().replace(" ", "-"), terms)


def _term(lookup: Lookup, iri: str) -> OntologyTerm:
    return OntologyTerm(
        iri,
        iri.removeprefix(CP),
        lookup.label(iri),
        lookup.text(iri, "skos:definition", "rdfs:comment"),
        tuple(word for name, word in _CHARACTERS.items() if name in lookup.types(iri)),
        tuple(_links(lookup, iri)),
        tuple(_list(lookup, chain) for chain in lookup.links(iri, "owl:propertyChainAxiom")),
        tuple(filter(None, (_restriction(lookup, one) for one in lookup.links(iri, "rdfs:subClassOf")))),
        tuple(
            (word, text)
            for word, name in _NOTES
            for text in lookup.texts(iri, name)
            if name != "rdfs:comment" or lookup.text(iri, "skos:definition")
        ),
        "true" in lookup.texts(iri, "owl:deprecated"),
    )


def _links(lookup: Lookup, iri: str) -> list[tuple[str, tuple[Shown, ...]]]:
    """Return what a term is tied to by axioms and alignments, in both directions where that says more."""
    found = []
    for word, name in _LINKS:
        values = [
            v.value
            for v in lookup.stated(iri).get(expand(name), ())
            if v.kind == "iri" and not _is_made(v.value)
        ]
        if values:
            found.append((word, tuple(_named(lookup, value) for value in values)))
    for word, name in (
        ("Subclasses", "rdfs:subClassOf"),
        ("Subproperties", "rdfs:subPropertyOf"),
        ("Inverse", "owl:inverseOf"),
    ):
        others = [one for one in lookup.subjects(name, iri) if one.startswith(CP) and one != iri]
        if others:
            found.append((word, tuple(_named(lookup, one) for one in others)))
    return found


def _list(lookup: Lookup, head: str) -> tuple[Shown, ...]:
    """Return the properties of a chain, in order."""
    found: list[Shown] = []
    while head and not head.endswith("#nil") and len(found) < 10:  # noqa: PLR2004 - no chain is so long
        for first in lookup.links(head, "rdf:first"):
            inverse = lookup.links(first, "owl:inverseOf") if _is_made(first) else []
            found.append(
                Shown(f"inverse of {lookup.label(inverse[0])}", inverse[0])
                if inverse
                else _named(lookup, first)
            )
        head = next(iter(lookup.links(head, "rdf:rest")), "")
    return tuple(found)


def _restriction(lookup: Lookup, node: str) -> str:
    """Return a restriction in words: `act type: exactly 1 act type`."""
    if not _is_made(node):
        return ""
    prop = next(iter(lookup.links(node, "owl:onProperty")), "")
    target = next(iter(lookup.links(node, "owl:onClass", "owl:someValuesFrom", "owl:allValuesFrom")), "")
    for name, word in _CARDINALITIES:
        if number := lookup.text(node, name):
            return f"{lookup.label(prop)}: {word} {number} {lookup.label(target) if target else ''}".strip()
    word = "only" if lookup.links(node, "owl:allValuesFrom") else "some"
    return (
        f"{lookup.label(prop)}: {word} {lookup.label(target)}"
        if prop and target and not _is_made(target)
        else ""
    )


def _named(lookup: Lookup, iri: str) -> Shown:
    return Shown(lookup.label(iri) if iri.startswith(CP) else compact(iri), iri)


def _word(lookup: Lookup, name: str) -> str:
    label = lookup.label(name)
    return _WORDS.get(label, label)


def _is_made(iri: str) -> bool:
    """Say whether an IRI stands for a blank node of the sources."""
    return "/.well-known/genid/" in iri
