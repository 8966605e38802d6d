"""Read a page as a strict reader does, and list what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_REGIONS = {"region", "img", "group"}
_NAMED = {"input", "select", "textarea"}


@dataclass
class Page:
    """What a page holds, and its faults."""

    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    scripts: list[tuple[dict[str, str], str]] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        """Return the text of the page."""
        return " ".join(" ".join(self.text).split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        self._fault(len(names) == len(set(names)), f"<{tag}> has an attribute twice: {names}")
        found = {name: value or "" for name, value in attrs}
        self.page.tags.append((tag, found))
        if "id" in found:
            self.page.ids.append(found["id"])
            self._fault(found["id"] and not any(map(str.isspace, found["id"])), f"id {found['id']!r}")
        if tag == "a" and "href" in found:
            self._fault("a" not in self._open, "a link in a link")
            self.page.links.append(found["href"])
        if tag in _HEADINGS:
            self.page.headings.append(int(tag[1]))
        if tag == "script":
            self.page.scripts.append((found, ""))
        self._fault(tag != "p" or "p" not in self._open[-1:], "a paragraph in a paragraph")
        if tag not in _VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        expected = self._open.pop() if self._open else "nothing"
        self._fault(expected == tag, f"</{tag}> closes <{expected}> at {self.getpos()}")

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "script":
            attributes, before = self.page.scripts[-1]
            self.page.scripts[-1] = (attributes, before + data)
        else:
            self.page.text.append(data)

    def close(self) -> None:
        super().close()
        self._fault(not self._open, f"not closed: {self._open}")

    def _fault(self, fine: object, what: str) -> None:
        if not fine:
            self.page.faults.append(what)


def read_page(html: str) -> Page:
    """Return what a page holds, with every fault that was found."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    page = reader.page
    page.faults += [*_structure(page), *_names(page), *_references(page)]
    return page


def _structure(page: Page) -> list[str]:
    faults = [f"id twice: {one}" for one in sorted({one for one in page.ids if page.ids.count(one) > 1})]
    if page.headings.count(1) != 1:
        faults.append(f"{page.headings.count(1)} first headings")
    steps = zip([0, *page.headings], page.headings, strict=False)
    faults += [f"h{after} after h{before}" for before, after in steps if after > before + 1]
    if not any(tag == "html" and found.get("lang") == "en" for tag, found in page.tags):
        faults.append("no language")
    return faults


def _names(page: Page) -> list[str]:
    labelled = {found["for"] for tag, found in page.tags if tag == "label" and "for" in found}
    faults = [
        f"<{tag} name={found.get('name')}> has no label"
        for tag, found in page.tags
        if tag in _NAMED and found.get("type") != "hidden" and found.get("id") not in labelled
    ]
    faults += [
        f"{found.get('src')} has no alt" for tag, found in page.tags if tag == "img" and "alt" not in found
    ]
    regions = [
        found for tag, found in page.tags if tag == "nav" or found.get("role") in {"region", "img", "group"}
    ]
    faults += [
        f"no name: {one}" for one in regions if not one.get("aria-label") and not one.get("aria-labelledby")
    ]
    return faults + [f"style attribute on <{tag}>" for tag, found in page.tags if "style" in found]


def _references(page: Page) -> list[str]:
    known = set(page.ids)
    faults = [
        f"{name} names nothing: {found[name]}"
        for _, found in page.tags
        for name in ("aria-labelledby", "aria-controls", "list", "for")
        if name in found and found[name] not in known
    ]
    return faults + [
        f"no {link} here" for link in page.links if link.startswith("#") and link[1:] not in known
    ]
