"""Links in headers, which programs follow without reading the page (RFC 8288, FAIR Signposting)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.web.addresses import data_address, iri_of, page_address
from kg.web.describe import DATASET_IRI, LICENCE
from kg.web.forms import GRAPH_FORMS, HTML

if TYPE_CHECKING:
    from kg.web.site import Site

_SIGNPOSTS = "https://signposting.org/FAIR"


def link_header(site: Site, path: str) -> str:
    """Return the Link field of everything that describes the thing with a path: FAIR Signposting, level 1."""
    return ", ".join(f"<{target}>; {attributes}" for target, attributes in _links(site, path))


def linkset(site: Site, path: str) -> dict[str, object]:
    """Return the same links as a document (RFC 9264), for level 2: more than a header should hold."""
    root = site.url.rstrip("/")
    entry: dict[str, object] = {"anchor": root + page_address(iri_of(path))}
    entry["cite-as"] = [{"href": iri_of(path)}]
    entry["item"] = [{"href": root + data_address(path, end), "type": m} for m, end in GRAPH_FORMS.items()]
    entry["license"] = [{"href": LICENCE}]
    entry["collection"] = [{"href": DATASET_IRI}]
    entry["type"] = [{"href": "https://schema.org/AboutPage"}]
    return {"linkset": [entry]}


def _links(site: Site, path: str) -> list[tuple[str, str]]:
    root = site.url.rstrip("/")
    links = [(iri_of(path), 'rel="cite-as"'), (root + page_address(iri_of(path)), _alternate(HTML))]
    links += [(root + data_address(path, ending), _alternate(media)) for media, ending in GRAPH_FORMS.items()]
    links += [
        (root + data_address(path, "ttl"), 'rel="describedby"; type="text/turtle"'),
        (LICENCE, 'rel="license"'),
        (DATASET_IRI, 'rel="collection"'),
        ("https://schema.org/AboutPage", 'rel="type"'),
        (f"{root}/linkset/{path}", 'rel="linkset"; type="application/linkset+json"'),
        (_SIGNPOSTS, 'rel="profile"'),
    ]
    return links


def _alternate(media: str) -> str:
    return f'rel="alternate"; type="{media}"'
