"""Does VoID tell of every scheme of identifiers how many links lead into it, by which property?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rdflib import RDF, Graph, Namespace, URIRef

from kg.graph.lookup.bridge import read_identifiers
from kg.namespaces import ID
from kg.schemes import SCHEME_BY_KEY
from kg.web.describe import DATASET_IRI

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from kg.web.site import Site

VOID = Namespace("http://rdfs.org/ns/void#")
MAPPED = [
    # themes by every kind of mapping, States and bodies
    ("unbis", "exactMatch"),
    ("unbis", "closeMatch"),
    ("eurovoc", "relatedMatch"),
    ("wikidata", "exactMatch"),
    ("unms", "exactMatch"),
]


@pytest.fixture(scope="module")
def void(client: TestClient) -> Graph:
    return Graph().parse(data=client.get("/.well-known/void").content, format="turtle")


@pytest.mark.parametrize(("scheme", "relation"), MAPPED)
def test_is_each_scheme_a_linkset_with_its_count(scheme: str, relation: str, void: Graph, site: Site) -> None:
    links = URIRef(f"{DATASET_IRI}#links-{scheme}-{relation}")
    space = SCHEME_BY_KEY[scheme].space
    (row,) = site.engine.select(
        f"SELECT (COUNT(*) AS ?n) {{ ?s <http://www.w3.org/2004/02/skos/core#{relation}> ?o "
        f'FILTER(STRSTARTS(STR(?s), "{ID}") && STRSTARTS(STR(?o), "{space}")) }}'
    ).rows
    assert row[0]
    assert str(void.value(links, VOID.triples)) == row[0].value
    assert (URIRef(DATASET_IRI), VOID.subset, links) in void
    assert (links, VOID.subjectsTarget, URIRef(DATASET_IRI)) in void
    assert void.value(void.value(links, VOID.objectsTarget), VOID.uriSpace).toPython() == space  # type: ignore[union-attr]


def test_has_every_mapping_its_linkset(void: Graph, site: Site) -> None:
    told = sum(
        int(str(void.value(links, VOID.triples)))
        for links in void.subjects(RDF.type, VOID.Linkset)
        if str(void.value(links, VOID.linkPredicate)).endswith("Match")
    )
    ours = [one for one in read_identifiers(site.engine) if one.thing.startswith(ID)]
    assert told == sum(one.relation.endswith("Match") for one in ours)
