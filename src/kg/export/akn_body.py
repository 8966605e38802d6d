"""The paragraphs of a resolution as the United Nations' XML has them: preamble, main body, draft, annex.

Preambular paragraphs are containers, operative ones paragraphs, and what stands below them items of block
lists. Headings are blocks: the cross-headings of the official files are not valid in a main body.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.export.akn_text import Words, anchor, reference_of
from kg.export.xml_writer import Element, add_text, child
from kg.identifiers import iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.document import Provision
    from kg.export.edition import Edition

_TABLE_RE = re.compile(r"(?:^|/)annex/table/")
_BAR_RE = re.compile(r" ?\| ?")
_ARTICLE_RE = re.compile(r"(?:.*/)?art/[^/]+")
_NOT_ID_RE = re.compile(r"[^A-Za-z0-9.-]+")
_NAMES = {"pp": "container", "op": "para", "h": "block", "table": "table", "art": "art"}
"""Parts of our ids, and the abbreviations of elements that stand for them."""


class Body:
    """Writes the provisions of one statement in their order."""

    def __init__(self, edition: Edition, words: Words) -> None:
        self._edition = edition
        self._words = words
        self._status = "editorial" if edition.is_summary else None
        self._lists: list[Element] = []
        """Where an item goes, by its depth: what holds the words above it."""

    def preamble(self, parent: Element, provisions: Iterable[Provision]) -> None:
        """Append preambular paragraphs."""
        for provision in provisions:
            if provision.kind == "heading" or provision.recital:
                self._block(parent, provision)
            elif provision.level > 1 and self._lists:
                self._item(provision)
            else:
                self._container(parent, provision)

    def main(self, parent: Element, provisions: Sequence[Provision]) -> None:
        """Append operative or annexed paragraphs, with headings and tables among them."""
        self._lists = []
        titled = {one.parent: one for one in provisions if one.kind == "heading" and one.parent}
        for index, provision in enumerate(provisions):
            goes_on = index + 1 < len(provisions) and provisions[index + 1].level > 1
            inside = self._lists[-1] if goes_on and self._lists else parent
            if _TABLE_RE.search(provision.id):
                self._table(inside, provision)
            elif titled.get(provision.parent or "") is provision:
                continue  # its article wrote it
            elif provision.kind == "heading" or (provision.kind == "preambular" and provision.level == 1):
                self._block(inside, provision)
            elif provision.number and _ARTICLE_RE.fullmatch(provision.id):
                self._article(parent, provision, titled.get(provision.id))
            elif provision.level > 1 and self._lists:
                self._item(provision)
            else:
                self._numbered(parent, provision)

    def draft(self, provisions: Sequence[Provision], formula: str) -> None:
        """Set a draft into the paragraph before it."""
        opened = self._lists[0] if self._lists else None
        if opened is None:
            return
        structure = child(opened.findall("p")[-1], "embeddedStructure", eId="embeddedStructure_1")
        self.formula(child(structure, "container", name="formula", eId="draft__formula_1"), formula)
        operative = next((i for i, one in enumerate(provisions) if one.kind == "operative"), len(provisions))
        for provision in provisions[:operative]:
            if provision.level > 1 and self._lists:
                self._item(provision)
            elif provision.kind == "heading":
                self._block(structure, provision)
            else:
                self._container(structure, provision)
        self.main(structure, provisions[operative:])

    def formula(self, parent: Element, name: str) -> None:
        """Append the words that enact: `The General Assembly,`."""
        paragraph = child(parent, "p", xml_space="preserve")
        child(paragraph, "span", f"The {name}", class_="italic")
        add_text(paragraph, ",")

    def _container(self, parent: Element, provision: Provision) -> None:
        name = provision.acts[0].phrase if provision.acts else "recital"
        made = child(parent, "container", name=name, **self._attributes(provision))
        self._fill(made, provision)
        self._lists = [made]

    def _numbered(self, parent: Element, provision: Provision) -> None:
        made = child(parent, "paragraph", **self._attributes(provision))
        if provision.number:
            child(made, "num", _as_printed(provision))
        content = child(made, "content", eId=f"{made.get('eId')}__content")
        self._fill(content, provision)
        self._lists = [content]

    def _article(self, parent: Element, provision: Provision, title: Provision | None) -> None:
        """Append an article of an annexed treaty, under its number and its title."""
        child(
            parent,
            "block",
            f"Article {provision.number}",
            name="heading",
            eId=f"{element_id(provision)}__num",
        )
        if title:
            self._block(parent, title)
        made = child(parent, "paragraph", **self._attributes(provision))
        content = child(made, "content", eId=f"{made.get('eId')}__content")
        if provision.text:
            self._fill(content, provision)
        self._lists = [content]

    def _item(self, provision: Provision) -> None:
        depth = min(provision.level - 1, len(self._lists))
        above = self._lists[depth - 1]
        last = above[-1] if len(above) else None
        blocks = (
            last
            if last is not None and last.tag == "blockList"
            else child(above, "blockList", eId=_list_id(above))
        )
        made = child(blocks, "item", **self._attributes(provision))
        if provision.number:
            child(made, "num", _as_printed(provision))
        self._fill(made, provision)
        self._lists = [*self._lists[:depth], made]

    def _block(self, parent: Element, provision: Provision) -> None:
        name = "recital" if provision.kind == "preambular" else "heading"
        made = child(parent, "block", name=name, **self._heading_attributes(provision))
        self._words.write(made, provision)

    def _table(self, parent: Element, provision: Provision) -> None:
        table = child(parent, "table", **self._attributes(provision))
        for line in provision.text.split("\n"):
            row = child(table, "tr")
            for cell in _BAR_RE.split(line):
                child(child(row, "td"), "p", cell, xml_space="preserve")

    def _fill(self, parent: Element, provision: Provision) -> None:
        paragraph = child(parent, "p", xml_space="preserve")
        self._words.write(paragraph, provision)
        unplaced = [one for one in provision.citations if one.target and one.span is None]
        if self._edition.is_summary and unplaced:
            cited = child(parent, "p", class_="citations")
            for index, citation in enumerate(unplaced):
                add_text(cited, "; " if index else "")
                child(cited, "ref", citation.text or citation.target or "", href=reference_of(citation))

    def _attributes(self, provision: Provision) -> dict[str, str | None]:
        types = dict.fromkeys(act.type for act in provision.acts if act.type and not act.inherited)
        refers = " ".join(f"#{anchor(f'act-type/{one}')}" for one in types)
        return {**self._identity(provision), "refersTo": refers or None, "status": self._status}

    def _heading_attributes(self, provision: Provision) -> dict[str, str | None]:
        """Return attributes that mark a recital below a heading as the official files do."""
        refers = "#preamble" if provision.kind == "preambular" else None
        return {**self._identity(provision), "refersTo": refers, "status": self._status}

    def _identity(self, provision: Provision) -> dict[str, str | None]:
        return {"eId": element_id(provision), "GUID": iri(f"{self._edition.path}/{provision.id}")}


def element_id(provision: Provision) -> str:
    """Return the `eId` of a provision: the abbreviations of the naming convention, with our ids.

    >>> from kg.document import Provision
    >>> element_id(Provision("op/4/a", "operative", "a", 2, "op/4", "", (0, 0), ()))
    'para_4__item_a'
    """
    steps = [_NOT_ID_RE.sub("-", step) for step in provision.id.split("/")]
    at = next((i for i, step in enumerate(steps[:-1]) if step in _NAMES), 0)
    own = f"{_NAMES.get(steps[at], steps[at])}_{'-'.join(steps[at + 1 : at + 2])}"
    return "__".join([*steps[:at], own, *(f"item_{step}" for step in steps[at + 2 :])])


def _as_printed(provision: Provision) -> str:
    """Return a number as resolutions print it: `4.`, `(a)`; a bullet as it is."""
    number = provision.number or ""
    if not number[:1].isalnum():
        return number
    return f"{number}." if number[0].isdigit() else f"({number})"


def _list_id(above: Element) -> str:
    lists = sum(one.tag == "blockList" for one in above)
    return f"{above.get('eId')}__list_{lists + 1}"
