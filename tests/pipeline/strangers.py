"""A SPARQL service of strangers on this machine: it answers from a store, after faults that it is told."""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pyoxigraph as ox

from kg.identifiers import graph_iri
from kg.namespaces import sparql_prologue
from tests.fetch.web_server import Reply, listening, send
from tests.graph.sparql_server import answers_from

if TYPE_CHECKING:
    from collections.abc import Iterator

RESULTS = "application/sparql-results+json"
PREFIXES = """
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sdg: <http://metadata.un.org/sdg/> .
@prefix sdgo: <http://metadata.un.org/sdg/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix unbis: <http://metadata.un.org/thesaurus/> .
@prefix eurovoc: <http://eurovoc.europa.eu/> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix wdt: <http://www.wikidata.org/prop/direct/> .
"""
WIKIDATA = """
wd:Q222 rdfs:label "Albania"@en , "Albanie"@fr ; wdt:P298 "ALB" ; wdt:P297 "AL" ; wdt:P2082 "8" ;
  wdt:P1082 2402113 .
wd:Q889 rdfs:label "Afghanistan"@en ; wdt:P298 "AFX" ; wdt:P297 "AF" ; wdt:P1082 41454761 .
wd:Q916 owl:sameAs wd:Q9916 .
wd:Q9916 rdfs:label "Angola"@en ; wdt:P298 "AGO" .
wd:Q228 rdfs:label "Andorra"@en ; wdt:P298 "AND" .
wd:Q5 rdfs:label "resolution 74/174"@en ; wdt:P3069 "A/RES/74/174" .
wd:Q1 rdfs:label "Convention on the Rights of the Child"@en .
wd:Q2 rdfs:label "Grooming"@en .
wd:Q3 rdfs:label "grooming"@en ; skos:altLabel "child grooming"@en .
wd:Q4 rdfs:label "child labour"@en ; wdt:P5437 "4552" .
"""
"""Shaped as Wikidata is: statements by property number, labels in several languages, merged items."""
EUROVOC = """
eurovoc:100141 a skos:ConceptScheme .
eurovoc:4552 a skos:Concept ; skos:inScheme eurovoc:100141 ; skos:broader eurovoc:1 ;
  skos:prefLabel "child labour"@en , "travail des enfants"@fr .
eurovoc:1 a skos:Concept ; skos:inScheme eurovoc:100141 ; skos:prefLabel "working conditions"@en .
eurovoc:2 a skos:Concept ; skos:inScheme eurovoc:100141 ; skos:prefLabel "sexting"@en ;
  dcterms:isReplacedBy eurovoc:3 .
eurovoc:3 a skos:Concept ; skos:inScheme eurovoc:100141 ; skos:prefLabel "Sextings"@en .
eurovoc:4 a skos:Concept ; skos:inScheme eurovoc:100141 ; skos:prefLabel "cyber-bullying"@en .
eurovoc:9 a skos:Concept ; skos:prefLabel "cyberbullying"@en .
"""
"""Shaped as EuroVoc is at the Publications Office, which has other schemes beside it."""
SDG = """
sdg:5 a sdgo:Goal ; skos:prefLabel "Gender"@en ; skos:notation "5"^^sdgo:SDGCodeCompact , "05"^^sdgo:SDGCode ;
  skos:exactMatch wd:Q53581210 .
sdg:5.2 a sdgo:Target ; skos:prefLabel "Violence"@en ; skos:notation "5.3"^^sdgo:SDGCodeCompact .
"""
"""Shaped as the UN's SDG vocabulary is: codes with datatypes of its own."""
UNBIS = """
unbis:1 a skos:Concept ; skos:prefLabel "CHILD LABOUR"@en , "儿童劳动"@zh ; skos:exactMatch eurovoc:77 .
unbis:2 a skos:Concept ; skos:prefLabel "SEXTING"@en ; skos:altLabel "GROOMING"@en .
unbis:3 a skos:Concept ; skos:prefLabel "WORKING CHILDREN"@en ; skos:exactMatch eurovoc:4552 .
"""
"""Shaped as the UNBIS Thesaurus is: descriptors in capitals, six languages, links to EuroVoc."""
OURS = """
<state/ALB> a cp:State , cp:Agent ; rdfs:label "Albania"@en ; skos:notation "ALB" , "AL" , "008" ;
  skos:exactMatch wd:Q222 .
<state/AFG> a cp:State , cp:Agent ; rdfs:label "Afghanistan"@en ; skos:notation "AFG" , "AF" ;
  skos:exactMatch wd:Q889 .
<state/AGO> a cp:State , cp:Agent ; rdfs:label "Angola"@en ; skos:notation "AGO" ; skos:exactMatch wd:Q916 .
<state/AND> a cp:State , cp:Agent ; rdfs:label "Andorra"@en ; skos:notation "AND" , "AD" .
<A/RES/74/174> a cp:Instrument ; rdfs:label "A/RES/74/174"@en ; cp:symbol "A/RES/74/174" .
<treaty/CRC> a cp:Treaty , cp:Instrument ; rdfs:label "Convention on the Rights of the Child"@en .
<theme/conduct/grooming> a cp:Theme ; skos:prefLabel "grooming"@en .
<theme/conduct/sexting> a cp:Theme ; skos:prefLabel "sexting"@en .
<theme/conduct/child-labour> a cp:Theme ; skos:prefLabel "child labour"@en ; skos:exactMatch eurovoc:4552 .
<theme/conduct/cyberbullying> a cp:Theme ; skos:prefLabel "cyber bullying"@en .
sdg:5 a sdgo:Goal ; rdfs:label "Goal 5"@en ; skos:notation "5" .
sdg:5.2 a sdgo:Target ; rdfs:label "Target 5.2"@en ; skos:notation "5.2" .
"""
"""Things of ours, of each kind."""


def our_quads() -> list[ox.Quad]:
    """Return a small graph of ours that has something of each kind."""
    head = sparql_prologue() + PREFIXES.replace("@prefix", "PREFIX").replace("> .", ">")
    graph = ox.NamedNode(graph_iri("curated/small"))
    triples = ox.parse(head + OURS, format=ox.RdfFormat.TURTLE)
    return [ox.Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples]


@dataclass
class Strangers:
    """A service: what it knows, the faults it makes first, and what it was asked."""

    url: str = ""
    store: ox.Store = field(default_factory=ox.Store)
    faults: list[Reply] = field(default_factory=list)
    """Made in turn, before it answers."""
    always: Reply | None = None
    """Made from then on."""
    most: int | None = None
    """Values that a query may hold, before it is too much for the service."""
    asked: list[str] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)
    at: list[float] = field(default_factory=list)

    def knows(self, turtle: str) -> Strangers:
        """Tell it some statements."""
        self.store.load((PREFIXES + turtle).encode(), format=ox.RdfFormat.TURTLE)
        return self

    def reply(self, query: str) -> Reply:
        """Return what it answers now."""
        if self.faults:
            return self.faults.pop(0)
        if self.always:
            return self.always
        if self.most is not None and query.count('"') + query.count("<http") > self.most:
            return Reply(500, b"QueryTimeoutException", media_type="text/plain")
        status, media_type, body = answers_from(self.store)(query)
        return Reply(status, body, media_type=media_type)


@contextlib.contextmanager
def strangers(*turtle: str) -> Iterator[Strangers]:
    """Serve on a free port of 127.0.0.1."""
    service = Strangers()
    for text in turtle:
        service.knows(text)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            service.asked.append(form["query"][0])
            self.answer()

        def do_GET(self) -> None:
            service.asked.append("")
            self.answer()

        def answer(self) -> None:
            service.agents.append(self.headers["User-Agent"])
            service.at.append(time.monotonic())
            reply = service.reply(service.asked[-1])
            with contextlib.suppress(OSError):  # the client may have left
                send(self, reply)

        def log_message(self, *_: object) -> None:
            """Keep the test's output clean."""

    with listening(Handler) as address:
        service.url = f"{address}/sparql"
        yield service
