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
