"""Say of a document what it is about, what dataset it is part of, and under which licence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import BASE, RDF
from kg.web.addresses import data_address, iri_of

if TYPE_CHECKING:
    from kg.web.site import Site

DATASET_IRI = BASE + "dataset"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_DOCUMENTS = ox.NamedNode(BASE + "graph/documents")
_DCTERMS = "http://purl.org/dc/terms/"
_FOAF = "http://xmlns.com/foaf/0.1/"
_VOID = "http://rdfs.org/ns/void#"


def describing_quads(site: Site, path: str) -> list[ox.Quad]:
    """Return what the data of a thing say of themselves, whatever their format."""
    document = ox.NamedNode(site.url.rstrip("/") + data_address(path, "ttl").removesuffix(".ttl"))
    said = [
        (RDF + "type", _FOAF + "Document"),
        (_FOAF + "primaryTopic", iri_of(path)),
        (_VOID + "inDataset", DATASET_IRI),
        (_DCTERMS + "license", LICENCE),
    ]
    return [ox.Quad(document, ox.NamedNode(p), ox.NamedNode(o), _DOCUMENTS) for p, o in said]
