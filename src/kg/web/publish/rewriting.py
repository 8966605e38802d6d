"""Turn the links of a page to the files of the published site.

Templates escape whatever they write, so that within a tag every value stands in quotation marks and holds
neither these nor angle brackets; that is all the reading of HTML relies upon.
"""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.web.publish.layout import Layout

_TAG_RE = re.compile(r"<(?P<name>[a-z][a-z0-9]*)(?P<rest>\s[^<>]*)>")
_ATTRIBUTE_RE = re.compile(r"\s(?P<name>href|src|action|content|data-[a-z-]+)=\"(?P<value>[^\"]*)\"")
_DOWNLOAD_RE = re.compile(r"<a href=\"(?P<href>/[^\"?#]+)\"[^<>]*>[^<]*</a>(?: · )?")
_CANONICAL_RE = re.compile(r"<link rel=\"canonical\" href=\"[^\"?#]*\?(?P<query>[^\"#]*)\">")
# A link to who vouches for a statement, beside which there is always the list of sources.
_WHY_RE = re.compile(r"(?: ·)? ?<a class=\"why\"[^<>]*>[^<]*</a>")
_LOCATION_RE = re.compile(r"<loc>(?P<address>[^<]*)</loc>")
_SHEET_RE = re.compile(r"url\(\s*[\"']?(?P<address>[^\"')]+)[\"']?\s*\)")
_ABSOLUTE_ONLY = "content"
"""An attribute that holds words, and an address only where that is whole."""


class Page:
    """One page whose links are turned; `needed` has the addresses that they lead to."""

    def __init__(self, html: str, address: str, layout: Layout) -> None:
        self._layout = layout
        self._root = layout.url.rstrip("/")
        self._here = address.partition("?")[0]
        canonical = _CANONICAL_RE.search(html)
        self._own_query = unescape(canonical["query"]) if canonical else ""
        self.needed: set[str] = set()
        answered = html if layout.live else _WHY_RE.sub("", html)
        self.html = _TAG_RE.sub(self._tag, _DOWNLOAD_RE.sub(self._download, answered))

    def _download(self, match: re.Match[str]) -> str:
        """Return a link in a row of downloads, nothing where its format is not published."""
        href = unescape(match["href"])
        return "" if href.startswith(("/data/", "/ontology.")) and not self._address(href) else match[0]

    def _tag(self, match: re.Match[str]) -> str:
        name, lost = match["name"], False

        def turn(attribute: re.Match[str]) -> str:
            nonlocal lost
            turned = self._attribute(name, attribute["name"], unescape(attribute["value"]))
            if turned is None:
                lost = True
                return ""
            return f' {attribute["name"]}="{escape(turned)}"'

        rest = _ATTRIBUTE_RE.sub(turn, match["rest"])
        return "" if lost and name == "link" else f"<{name}{rest}>"

    def _attribute(self, tag: str, name: str, value: str) -> str | None:
        """Return the value of an attribute with its link turned; None where it is to go."""
        absolute = value == self._root or value.startswith(self._root + "/")
        href = value.removeprefix(self._root) if absolute else value
        href = self._here + href if href.startswith("?") else href
        is_link = href.startswith("/") and not href.startswith("//")
        if not is_link or (name == _ABSOLUTE_ONLY and not absolute):
            return value
        front = self._root.removesuffix(self._layout.base.rstrip("/")) if absolute else ""
        href, mark, fragment = href.partition("#")
        address = None if name == "action" else self._address(href)
        if address is None:
            leads = name in {"href", "action"} and tag != "link"
            return self._layout.elsewhere(href) if leads else None
        self.needed.add(address)
        return front + self._layout.link(address) + mark + fragment

    def _address(self, href: str) -> str | None:
        path, _, query = href.partition("?")
        if query and query == self._own_query and path.startswith(self._here):
            href = path  # the answer of this very page, with its values spelt out
        return self._layout.address_of(href)


def turn_site_map(text: str, layout: Layout) -> tuple[str, set[str]]:
    """Return the site map with the addresses of files, and which addresses of the site these are."""
    root = layout.url.rstrip("/")
    front = root.removesuffix(layout.base.rstrip("/"))
    needed: set[str] = set()

    def turn(match: re.Match[str]) -> str:
        address = unescape(match["address"]).removeprefix(root) or "/"
        needed.add(address)
        return f"<loc>{escape(front + layout.link(address))}</loc>"

    return _LOCATION_RE.sub(turn, text), needed


def links_of_sheet(text: str, address: str) -> set[str]:
    """Return the addresses of the files that a style sheet names."""
    folder = address.rpartition("/")[0]
    found = (match["address"] for match in _SHEET_RE.finditer(text))
    return {f"{folder}/{one}" for one in found if not one.startswith(("data:", "#", "/"))}
