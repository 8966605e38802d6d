"""Describe the catalogue, the dataset, its files and its endpoint in DCAT-AP 3."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg import __version__
from kg.model import Term, Triples
from kg.namespaces import ONTOLOGY_IRI, RDF
from kg.web.dataset.dumps import DUMPS, MAPPINGS
from kg.web.dataset.void import DCTERMS
from kg.web.describe import DATASET_IRI, LICENCE

if TYPE_CHECKING:
    from kg.web.site import Site

DCAT = "http://www.w3.org/ns/dcat#"
_FOAF = "http://xmlns.com/foaf/0.1/"
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_GZIP = _MEDIA_TYPES + "application/gzip"
_ACCESS_PUBLIC = "http://publications.europa.eu/resource/authority/access-right/PUBLIC"
_ENGLISH = "http://publications.europa.eu/resource/authority/language/ENG"
_THEME_JUSTICE = "http://publications.europa.eu/resource/authority/data-theme/JUST"
_PUBLISHER = DATASET_IRI + "#publisher"
_TITLE = "cpkg: knowledge graph of international child-protection instruments"
_DESCRIPTION = (
    "Resolutions, treaties and general comments on the protection of children from sexual exploitation and "
    "abuse, down to the single paragraph: what act it performs, towards whom, about what, citing what."
)
_KEYWORDS = ("children's rights", "child protection", "United Nations", "resolutions", "treaties")


def dcat_description(site: Site) -> Triples:
    """Return the catalogue: the mandatory properties of DCAT-AP 3.0.1, and those that portals show."""
    root = site.url.rstrip("/")
    catalogue = f"{root}/catalogue"
    said: list[tuple[str, str, str | Term]] = [
        (catalogue, RDF + "type", DCAT + "Catalog"),
        *_named(catalogue, f"{_TITLE} (catalogue)"),
        (catalogue, DCTERMS + "publisher", _PUBLISHER),
        (catalogue, DCTERMS + "license", LICENCE),
        (catalogue, DCTERMS + "language", _ENGLISH),
        (catalogue, _FOAF + "homepage", site.url),
        (catalogue, DCAT + "dataset", DATASET_IRI),
        (_PUBLISHER, RDF + "type", _FOAF + "Agent"),
        (_PUBLISHER, _FOAF + "name", Term("literal", "The cpkg contributors", language="en")),
        (DATASET_IRI, RDF + "type", DCAT + "Dataset"),
        *_named(DATASET_IRI, _TITLE),
        (DATASET_IRI, DCTERMS + "publisher", _PUBLISHER),
        (DATASET_IRI, DCTERMS + "license", LICENCE),
        (DATASET_IRI, DCTERMS + "language", _ENGLISH),
        (DATASET_IRI, DCTERMS + "accessRights", _ACCESS_PUBLIC),
        (DATASET_IRI, DCTERMS + "conformsTo", ONTOLOGY_IRI),
        (DATASET_IRI, DCAT + "theme", _THEME_JUSTICE),
        (DATASET_IRI, DCAT + "landingPage", site.url),
        (DATASET_IRI, DCAT + "version", Term("literal", __version__)),
        *((DATASET_IRI, DCAT + "keyword", Term("literal", word, language="en")) for word in _KEYWORDS),
    ]
    if site.endpoint_address:
        said += _service(catalogue, site.endpoint_address)
    for dump in DUMPS:
        said += _distribution(f"{root}/dumps/{dump.file}", dump.media, f"Whole dataset, {dump.file}")
    said += _distribution(f"{root}/dumps/{MAPPINGS.file}", MAPPINGS.media, "Identifiers of all things, SSSOM")
    terms = {
        (Term("iri", s), Term("iri", p), Term("iri", o) if isinstance(o, str) else o) for s, p, o in said
    }
    return Triples(tuple(sorted(terms)))


def _named(thing: str, title: str) -> list[tuple[str, str, str | Term]]:
    return [
        (thing, DCTERMS + "title", Term("literal", title, language="en")),
        (thing, DCTERMS + "description", Term("literal", _DESCRIPTION, language="en")),
    ]


def _service(catalogue: str, service: str) -> list[tuple[str, str, str | Term]]:
    return [
        (catalogue, DCAT + "service", service),
        (service, RDF + "type", DCAT + "DataService"),
        *_named(service, "SPARQL endpoint of cpkg"),
        (service, DCTERMS + "publisher", _PUBLISHER),
        (service, DCTERMS + "license", LICENCE),
        (service, DCTERMS + "accessRights", _ACCESS_PUBLIC),
        (service, DCAT + "endpointURL", service),
        (service, DCAT + "endpointDescription", service),
        (service, DCAT + "servesDataset", DATASET_IRI),
        (service, DCTERMS + "conformsTo", "https://www.w3.org/TR/sparql11-protocol/"),
    ]


def _distribution(address: str, media: str, title: str) -> list[tuple[str, str, str | Term]]:
    return [
        (DATASET_IRI, DCAT + "distribution", address),
        (address, RDF + "type", DCAT + "Distribution"),
        (address, DCTERMS + "title", Term("literal", title, language="en")),
        (address, DCTERMS + "license", LICENCE),
        (address, DCAT + "accessURL", address),
        (address, DCAT + "downloadURL", address),
        (address, DCAT + "mediaType", _MEDIA_TYPES + media),
        (address, DCAT + "compressFormat", _GZIP),
    ]
