"""What crawlers read: which pages there are, and which they should leave alone."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote
from xml.sax.saxutils import escape

from kg.namespaces import CP, sparql_prologue
from kg.web.addresses import page_address

if TYPE_CHECKING:
    from kg.web.site import Site

MOST = 50_000
"""Addresses that one site map may hold (sitemaps.org)."""
_LISTED = (
    "Instrument", "Body", "Mandate", "Programme", "Initiative", "State", "Theme", "Term",
)  # fmt: skip
_THINGS = """SELECT DISTINCT ?thing WHERE { VALUES ?class { %s } ?thing a ?class . FILTER(isIRI(?thing)) }
ORDER BY ?thing"""
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
)


def site_map(site: Site) -> str:
    """Return the site map: the home page and the page of every thing that people look for."""
    root = site.url.rstrip("/")
    addresses = [
        site.url,
        f"{root}/ontology",
        f"{root}/questions",
        *(root + page for page in thing_pages(site)),
    ]
    entries = "".join(f"<url><loc>{escape(address)}</loc></url>\n" for address in addresses[:MOST])
    return f"{_HEAD}{entries}</urlset>\n"


def thing_pages(site: Site) -> list[str]:
    """Return the addresses of the pages of things, within the site."""
    classes = " ".join(f"<{CP}{name}>" for name in _LISTED)
    rows = site.engine.select(sparql_prologue() + _THINGS % classes).rows
    pages = (page_address(row[0].value) for row in rows if row[0])
    return [page for page in pages if page.startswith("/page/")]


def robots(site: Site) -> str:
    """Return what crawlers may read: pages and data, but no queries."""
    root = site.url.rstrip("/")
    return (
        "User-agent: *\nDisallow: /sparql\nDisallow: /search.json\nDisallow: /page/search\nDisallow: /why\n"
        "Allow: /\n\n"
        f"Sitemap: {quote(root, safe=':/[]')}/sitemap.xml\n"
    )
