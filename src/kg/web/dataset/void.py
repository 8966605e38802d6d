"""Describe the dataset in VoID: what is in it, in which vocabularies, where it links, where it can be had."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kg.graph.lookup.bridge import read_identifiers
from kg.model import Term, Triples
from kg.namespaces import BASE, CP, ID, PREFIXES, RDF, RDFS, expand
from kg.schemes import SCHEME_BY_KEY
from kg.terms import integer
from kg.web.dataset.dumps import DUMPS, MAPPINGS
from kg.web.describe import DATASET_IRI, LICENCE

if TYPE_CHECKING:
    from kg.model import Rows
    from kg.web.site import Site

VOID = "http://rdfs.org/ns/void#"
DCTERMS = "http://purl.org/dc/terms/"
_FOAF = "http://xmlns.com/foaf/0.1/"
_TITLE = "cpkg: knowledge graph of international child-protection instruments"
_CLASSES = (
    "SELECT ?class (COUNT(DISTINCT ?thing) AS ?n) WHERE { ?thing a ?class } GROUP BY ?class ORDER BY ?class"
)
_PROPERTIES = (
    "SELECT ?property (COUNT(*) AS ?n) WHERE { ?s ?property ?o } GROUP BY ?property ORDER BY ?property"
)
_COUNTS = {
    "distinctSubjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s ?p ?o }",
    "distinctObjects": "SELECT (COUNT(DISTINCT ?o) AS ?n) WHERE { ?s ?p ?o }",
    "classes": "SELECT (COUNT(DISTINCT ?class) AS ?n) WHERE { ?s a ?class }",
    "properties": "SELECT (COUNT(DISTINCT ?p) AS ?n) WHERE { ?s ?p ?o }",
}
"""Properties that count, each with the query that tells its number."""
_FEATURES = ("Turtle", "JSON-LD", "RDF_XML", "N-Triples", "N-Quads", "TriG")
"""Formats of the data, as W3C's list of them names each."""
_LINKS = f"""SELECT ?property ?space (COUNT(*) AS ?n) WHERE {{
  ?s ?property ?o . FILTER(isIRI(?o) && STRSTARTS(STR(?s), "{ID}") && !STRSTARTS(STR(?o), "{BASE}"))
  BIND(REPLACE(STR(?o), "^(https?://[^/]+/).*$", "$1") AS ?space)
  FILTER(?property != rdf:type && !STRENDS(STR(?property), "Match"))
}} GROUP BY ?property ?space ORDER BY ?space ?property"""
"""Links other than mappings, which are told by scheme."""
_EXAMPLES = ("A/HRC/RES/31/7/op/4", "treaty/OPSC/art/3", "body/HRC", "theme/conduct/grooming")


class _Statements:
    """Gathers triples."""

    def __init__(self) -> None:
        self.triples: list[tuple[Term, Term, Term]] = []

    def add(self, subject: str, predicate: str, value: str | Term) -> None:
        """Say one thing; a bare string is an IRI."""
        target = Term("iri", value) if isinstance(value, str) else value
        self.triples.append((Term("iri", subject), Term("iri", predicate), target))


def void_description(site: Site) -> Triples:
    """Return the description of the dataset, counted in the snapshot."""
    said = _Statements()
    _say_what(said, site)
    _say_how_much(said, site)
    _say_partitions(said, site, _CLASSES, key="class", counted="entities")
    _say_partitions(said, site, _PROPERTIES, key="property", counted="triples")
    _say_mappings(said, site)
    _say_links(said, site)
    return Triples(tuple(sorted(set(said.triples))))


def _say_what(said: _Statements, site: Site) -> None:
    root = site.url.rstrip("/")
    said.add(DATASET_IRI, RDF + "type", VOID + "Dataset")
    said.add(DATASET_IRI, DCTERMS + "title", Term("literal", _TITLE, language="en"))
    said.add(DATASET_IRI, DCTERMS + "license", LICENCE)
    said.add(DATASET_IRI, _FOAF + "homepage", site.url)
    if site.endpoint_address:
        said.add(DATASET_IRI, VOID + "sparqlEndpoint", site.endpoint_address)
    said.add(DATASET_IRI, VOID + "uriSpace", Term("literal", ID))
    for path in _EXAMPLES:
        said.add(DATASET_IRI, VOID + "exampleResource", ID + path)
    for namespace in sorted({*PREFIXES.values()} - {ID, BASE}):
        said.add(DATASET_IRI, VOID + "vocabulary", namespace)
    for name in _FEATURES:
        said.add(DATASET_IRI, VOID + "feature", "http://www.w3.org/ns/formats/" + name)
    for dump in DUMPS:
        said.add(DATASET_IRI, VOID + "dataDump", f"{root}/dumps/{dump.file}")
    said.add(DATASET_IRI, RDFS + "seeAlso", f"{root}/dumps/{MAPPINGS.file}")
    document = f"{root}/.well-known/void"
    said.add(document, RDF + "type", VOID + "DatasetDescription")
    said.add(document, _FOAF + "primaryTopic", DATASET_IRI)


def _say_how_much(said: _Statements, site: Site) -> None:
    said.add(DATASET_IRI, VOID + "triples", integer(len(site.engine.ox)))
    for name, query in _COUNTS.items():
        ((count,),) = _rows(site, query).rows
        said.add(DATASET_IRI, VOID + name, count or integer(0))


def _say_partitions(said: _Statements, site: Site, query: str, *, key: str, counted: str) -> None:
    for thing, count in _rows(site, query).rows:
        if thing and count:
            partition = f"{DATASET_IRI}#{key}-{_name(thing.value)}"
            said.add(DATASET_IRI, f"{VOID}{key}Partition", partition)
            said.add(partition, VOID + key, thing)
            said.add(partition, VOID + counted, count)


def _say_mappings(said: _Statements, site: Site) -> None:
    """Say for each scheme of identifiers and each property how many things are mapped into it."""
    mapped = Counter(
        (one.scheme, one.relation)
        for one in read_identifiers(site.engine)
        if one.relation.endswith("Match") and one.thing.startswith(ID)
    )
    for (key, relation), count in sorted(mapped.items()):
        scheme = SCHEME_BY_KEY[key]
        links = f"{DATASET_IRI}#links-{key}-{relation.partition(':')[2]}"
        _say_linkset(said, links, expand(relation), scheme.home, integer(count))
        title = f"{relation.partition(':')[2]} from cpkg to {scheme.label}"
        said.add(links, DCTERMS + "title", Term("literal", title, language="en"))
        said.add(scheme.home, RDF + "type", VOID + "Dataset")
        said.add(scheme.home, DCTERMS + "title", Term("literal", scheme.label, language="en"))
        said.add(scheme.home, VOID + "uriSpace", Term("literal", scheme.space))


def _say_links(said: _Statements, site: Site) -> None:
    for prop, space, count in _rows(site, _LINKS).rows:
        if prop and space and count:
            links = f"{DATASET_IRI}#links-{_name(prop.value)}-{_name(space.value)}"
            _say_linkset(said, links, prop.value, space.value, count)


def _say_linkset(said: _Statements, links: str, prop: str, target: str, count: Term) -> None:
    said.add(DATASET_IRI, VOID + "subset", links)
    said.add(links, RDF + "type", VOID + "Linkset")
    said.add(links, VOID + "linkPredicate", prop)
    said.add(links, VOID + "subjectsTarget", DATASET_IRI)
    said.add(links, VOID + "objectsTarget", target)
    said.add(links, VOID + "triples", count)


def _rows(site: Site, query: str) -> Rows:
    return site.engine.select(f"PREFIX rdf: <{RDF}> {query}")


def _name(iri: str) -> str:
    """Return an IRI as a part of a fragment: a term of ours by its name, others by the whole."""
    short = iri.removeprefix(CP).removeprefix("https://").removeprefix("http://")
    return "".join(c if c.isalnum() else "-" for c in short).strip("-")
