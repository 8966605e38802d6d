"""The one list of namespaces and prefixes, and the base under which things are named.

A publisher who serves the graph under an address of their own sets `KG_BASE`; the sources keep the
canonical base, which `rebase` replaces as they are read.
"""

from __future__ import annotations

import os
import re

from kg.errors import UsageError

CANONICAL_BASE = "https://w3id.org/cpkg/"
BASE = os.environ.get("KG_BASE") or CANONICAL_BASE

ONTOLOGY_IRI = BASE + "ontology"
CP = BASE + "ontology#"
ID = BASE + "id/"
GRAPH = BASE + "graph/"
SHAPES = BASE + "shapes#"

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
PROV = "http://www.w3.org/ns/prov#"
ELI = "http://data.europa.eu/eli/ontology#"
SH = "http://www.w3.org/ns/shacl#"
SDG = "http://metadata.un.org/sdg/"

PREFIXES: dict[str, str] = {
    "cito": "http://purl.org/spar/cito/",
    "cp": CP,
    "dcterms": "http://purl.org/dc/terms/",
    "doco": "http://purl.org/spar/doco/",
    "eli": ELI,
    "eurovoc": "http://eurovoc.europa.eu/",
    "id": ID,
    "org": "http://www.w3.org/ns/org#",
    "owl": OWL,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": "https://schema.org/",
    "sdg": SDG,
    "sdgo": "http://metadata.un.org/sdg/ontology#",
    "sh": SH,
    "shapes": SHAPES,
    "skos": SKOS,
    "unbis": "http://metadata.un.org/thesaurus/",
    "undo": "https://w3id.org/un/ontology/undo/",
    "xsd": XSD,
}


_BASE_RE = re.compile(r"https?://[^\s<>\"{}|\\^`?#\ud800-\udfff]+/")  # not without its last slash
_LONGEST_FIRST = sorted(PREFIXES.items(), key=lambda item: -len(item[1]))  # `sdgo` lies inside `sdg`


def require_base() -> None:
    """Refuse a base under which nothing can be named.

    Raises:
        UsageError: where it is no http or https address that ends in a slash.
    """
    if not _BASE_RE.fullmatch(BASE):
        raise UsageError(
            f"{BASE!r} is no base for names",
            where="KG_BASE",
            remedy=f"Set it to an address that ends in a slash, such as {CANONICAL_BASE}",
        )


def rebase(text: str) -> str:
    """Return Turtle or SPARQL text with the canonical base replaced by the publisher's."""
    return text if BASE == CANONICAL_BASE else text.replace(CANONICAL_BASE, BASE)


def sparql_prologue() -> str:
    """Return `BASE` and `PREFIX` lines for every prefix, the base being that of things."""
    lines = [f"BASE <{ID}>"]
    lines += [f"PREFIX {prefix}: <{iri}>" for prefix, iri in sorted(PREFIXES.items())]
    return "\n".join(lines) + "\n"


def compact(iri: str) -> str:
    """Return the short form of an IRI: a path for our things, `prefix:name` for known namespaces.

    >>> compact("https://w3id.org/cpkg/id/A/HRC/RES/31/7/op/4")
    'A/HRC/RES/31/7/op/4'
    >>> compact("http://www.w3.org/2004/02/skos/core#Concept")
    'skos:Concept'
    >>> compact("http://metadata.un.org/sdg/ontology#Target")
    'sdgo:Target'
    """
    if iri.startswith(ID):
        return iri[len(ID) :]
    for prefix, namespace in _LONGEST_FIRST:
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def expand(name: str) -> str:
    """Return the full IRI of a full IRI, a prefixed name, or a path under `id/`.

    >>> expand("cp:Act")
    'https://w3id.org/cpkg/ontology#Act'
    >>> expand("theme/conduct/grooming")
    'https://w3id.org/cpkg/id/theme/conduct/grooming'
    """
    name = name.strip().removeprefix("<").removesuffix(">")
    if name.startswith(("http://", "https://")):
        return name
    prefix, colon, local = name.partition(":")
    if colon and prefix in PREFIXES:
        return PREFIXES[prefix] + local
    return ID + name
