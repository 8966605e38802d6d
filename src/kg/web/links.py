"""Links in headers, which programs follow without reading the page (RFC 8288, FAIR Signposting)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from kg.web.addresses import data_address, iri_of, page_address
from kg.web.describe import DATASET_IRI, LICENCE
from kg.web.forms import GRAPH_FORMS, HTML

if TYPE_CHECKING:
    from kg.web.site import Site

LINKSET = "application/linkset+json"
_KEPT = "/:?#[]@!$&'()*+,;=-._~%"
_ABOUT_PAGE = "https://schema.org/AboutPage"

Link = tuple[str, str, str]
"""Target, relation and media type; `` where the target has many."""


def link_header(site: Site, path: str) -> str:
    """Return the Link field of everything that describes the thing with a path: FAIR Signposting, level 1."""
    written = (
        f'<{href}>; rel="{rel}"' + (f'; type="{media}"' if media else "")
        for href, rel, media in _links(site, path)
    )
    return ", ".join((*written, f'<{_linkset_address(site, path)}>; rel="linkset"; type="{LINKSET}"'))


def linkset(site: Site, path: str) -> dict[str, object]:
    """Return the same links as a document (RFC 9264), for level 2."""
    entry: dict[str, object] = {"anchor": site.url.rstrip("/") + page_address(iri_of(path))}
    for href, rel, media in _links(site, path):
        target = {"href": href, "type": media} if media else {"href": href}
        entry[rel] = [*entry.get(rel, []), target]  # type: ignore[misc]  # a list, once it is there
    return {"linkset": [entry]}


def _links(site: Site, path: str) -> list[Link]:
    root = site.url.rstrip("/")
    iri = iri_of(path)
    data = [(root + data_address(path, ending), media) for media, ending in GRAPH_FORMS.items()]
    return [
        (quote(iri, safe=_KEPT), "cite-as", ""),
        (root + page_address(iri), "alternate", HTML),
        *((href, "alternate", media) for href, media in data),
        *((href, "describedby", media) for href, media in data[:1]),
        (LICENCE, "license", ""),
        (DATASET_IRI, "collection", ""),
        (_ABOUT_PAGE, "type", ""),
    ]


def _linkset_address(site: Site, path: str) -> str:
    return f"{site.url.rstrip('/')}/linkset/{quote(path, safe=_KEPT)}"
