"""Where each address of the site lies among static files, and which addresses no file can answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

from kg.errors import InputError

ELSEWHERE = "/page/needs-server"
"""Page that stands for all that only a server can answer."""
MISSING = "/page/not-found"
_SERVED_RE = re.compile(
    r"/(?:sparql|why|search\.json|opensearch\.xml|openapi\.json|health|linkset/.*|graph/.*|id/.*|dataset"
    r"|page/(?:search|sparql|compare|graph|api)(?:\..*)?)/?"
)
_PAGE_RE = re.compile(r"/|/ontology|/questions(?:/[^.]+)?|/page/.+")
_DESCRIPTIONS = frozenset({"/catalogue", "/.well-known/void"})
_DATA_RE = re.compile(
    r"/(?:data/.+|ontology|catalogue|\.well-known/void)\.(?P<ending>ttl|jsonld|rdf|nt|nq|trig)"
)
_LISTED = "/page/browse"
"""Page of which every query has a file: there are few."""
_KEPT = "/:@!$&'()*+,;=-._~"


@dataclass(frozen=True)
class Layout:
    """The rules of one published site."""

    url: str
    """Address of its root, with the last slash."""
    forms: frozenset[str]
    """Endings of the graph formats that are written."""
    live: str | None = None
    """Address of a site that answers what files cannot."""
    asked: frozenset[str] = frozenset()
    """Questions with values that have a file."""

    @property
    def base(self) -> str:
        """Return the path of the root, with both slashes: `/` or `/cpkg/`."""
        return "/" + "".join(self.url.split("/", 3)[3:])

    def address_of(self, href: str) -> str | None:
        """Return the address that a file answers for what a page links to; None where none can.

        >>> Layout("https://example.org/", frozenset({"ttl"})).address_of("/data/treaty/CRC.nq")
        """
        path, mark, _ = href.partition("?")
        if _SERVED_RE.fullmatch(path):
            return None
        if path in _DESCRIPTIONS:
            return f"{path}.ttl"
        data = _DATA_RE.fullmatch(path)
        if data and data["ending"] not in self.forms:
            return None
        return href if not mark or path == _LISTED or href in self.asked else None

    def link(self, address: str) -> str:
        """Return what a page writes to lead to an address that a file answers.

        >>> Layout("https://example.org/kg/", frozenset()).link("/page/S/RES/1888(2009)")
        '/kg/page/S/RES/1888(2009)/'
        """
        return self.base + quote(file_of(address).removesuffix("index.html"), safe=_KEPT)

    def elsewhere(self, href: str) -> str:
        """Return where a link leads that no file can answer."""
        return self.live.rstrip("/") + href if self.live else self.link(ELSEWHERE)


def file_of(address: str) -> str:
    """Return the file of an address, relative to the folder of the site.

    >>> file_of("/page/treaty/CRC"), file_of("/"), file_of("/data/treaty/CRC.ttl")
    ('page/treaty/CRC/index.html', 'index.html', 'data/treaty/CRC.ttl')
    >>> file_of("/page/browse?kind=treaty&sort=key")
    'page/browse/kind=treaty,sort=key/index.html'

    Raises:
        InputError: where the address would leave the folder.
    """
    path, _, query = address.partition("?")
    parts = [part for part in unquote(path).split("/") if part]
    if query:
        parts.append(unquote(query).replace("&", ",").replace("/", "~"))
    if {".", ".."} & set(parts) or "\0" in address or "%00" in address:
        raise InputError("is no name of a file", where=address, remedy="Rename the thing")
    if is_page(address):
        parts.append("index.html")
    return "/".join(parts)


def is_page(address: str) -> bool:
    """Return whether an address is that of a page.

    >>> [is_page(one) for one in ("/", "/page/a/1.2", "/questions/acts/all.csv", "/ontology.ttl")]
    [True, True, False, False]
    """
    return bool(_PAGE_RE.fullmatch(address.partition("?")[0]))
