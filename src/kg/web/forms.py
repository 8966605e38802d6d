"""Media types of the site's answers, and their short names, which are also endings of addresses."""

from __future__ import annotations

HTML = "text/html"
PROBLEM = "application/problem+json"
GRAPH_FORMS = {
    "text/turtle": "ttl",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdf",
    "application/n-triples": "nt",
    "application/n-quads": "nq",
    "application/trig": "trig",
}
"""Media type of each graph format to its ending; the first is what a client gets who takes anything."""
ENDINGS = {ending: media for media, ending in GRAPH_FORMS.items()}
OTHER_NAMES = {
    "application/xhtml+xml": HTML,
    "application/json": "application/ld+json",
    "application/xml": "application/rdf+xml",
    "text/xml": "application/rdf+xml",
    "application/x-turtle": "text/turtle",
    "text/n3": "text/turtle",
    "text/plain": "application/n-triples",
}
"""What clients also ask for, older or more general, to what they are sent then."""
