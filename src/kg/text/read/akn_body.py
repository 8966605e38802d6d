"""The paragraphs of an AKN4UN document, each with the role, number and level that the markup gives it.

Containers decide the role: what stands in `preamble` is preambular, in `mainBody` operative, in an
`attachment` annex. Two oddities of official files are kept, and named so that a later step can judge:

- a `crossHeading` that refers to `#preamble` holds a preambular paragraph of a section: heading `preamble`;
- a `num` inside the `p` of a section is the section's number: operative text `section`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.document import Mark
from kg.text.block import Block, Note
from kg.text.passage import Passage
from kg.text.read.akn_front import cover_blocks, preface_blocks
from kg.text.read.paragraph import Paragraph
from kg.text.superscripts import plain_digits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.text.block import Role
    from kg.text.read.xml_tree import Element, Tree

_HEADINGS = frozenset({"crossHeading", "subheading", "heading"})
_SECTIONS = frozenset(
    {"article", "chapter", "division", "part", "section", "subsection", "title", "hcontainer"}
)
_NUMBERED = _SECTIONS | frozenset({
    "alinea", "blockContainer", "clause", "content", "intro", "item", "level", "paragraph", "point",
    "subparagraph",
})  # fmt: skip
_LISTS = frozenset({"blockList", "list", "sublist"})
_ITEMS = frozenset({"item", "point"})
_NESTED = (
    _HEADINGS
    | _NUMBERED
    | _LISTS
    | frozenset({"container", "embeddedStructure", "formula", "p", "quotedStructure", "table"})
)
"""Elements that, inside a paragraph, are paragraphs of their own."""

# `(a) `, `(ii) `, `1. ` glued to the words of an annex; not a year, nor a lone letter with a stop.
_GLUED_NUMBER_RE = re.compile(r"(\((?:[a-z]{1,5}|[0-9]{1,2})\)|[0-9]{1,3}\.)\s")


def read_body(tree: Tree) -> tuple[tuple[Block, ...], tuple[Note, ...]]:
    """Return the paragraphs of a document in order, and its footnotes."""
    walk = _Walk(several=len(tree.all("statement")) > 1)
    walk.element(tree.root, _Place())
    return tuple(walk.blocks), tuple(walk.notes)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the document a walk is."""

    role: Role = "unknown"
    level: int = 1
    number: str = ""


class _Walk:
    """One walk over a document, and what it has found so far."""

    def __init__(self, *, several: bool) -> None:
        self.blocks: list[Block] = []
        self.notes: list[Note] = []
        self._several = several

    def element(self, element: Element, place: _Place) -> None:
        """Add the paragraphs of an element."""
        handler = _HANDLERS.get(element.tag, _Walk._children)
        handler(self, element, place)

    def _children(self, element: Element, place: _Place) -> None:
        inner = _Place(place.role, place.level) if place.number else place
        for child in element.elements():
            self.element(child, inner)

    def _skip(self, _element: Element, _place: _Place) -> None:
        """Leave out what is no text of the document."""

    def _cover(self, element: Element, _place: _Place) -> None:
        self.blocks += cover_blocks(element)

    def _preface(self, element: Element, _place: _Place) -> None:
        self.blocks += preface_blocks(element)

    def _statement(self, element: Element, place: _Place) -> None:
        if self._several:
            self.blocks.append(Block(Passage("", ()), "break"))
        self._children(element, place)

    def _preamble(self, element: Element, place: _Place) -> None:
        self._children(element, _within(place, "preambular"))

    def _main_body(self, element: Element, place: _Place) -> None:
        self._children(element, _within(place, "operative"))

    def _annex(self, element: Element, _place: _Place) -> None:
        self._children(element, _Place("annex"))

    def _conclusions(self, element: Element, _place: _Place) -> None:
        self._children(element, _Place("closing"))

    def _formula(self, element: Element, _place: _Place) -> None:
        self._children(element, _Place("formula"))

    def _container(self, element: Element, place: _Place) -> None:
        name = element.attributes.get("name", "")
        if name == "formula":
            place = _Place("formula")
        elif name == "table":
            place = _Place("table")
        self._children(element, place)

    def _draft(self, element: Element, place: _Place) -> None:
        """Add a draft inside a resolution: the containers before its first paragraph are its preamble."""
        role: Role = "preambular"
        for child in element.elements():
            if child.tag != "container":
                role = "operative"
            self.element(child, _within(_Place(place.role, place.level), role))

    def _heading(self, element: Element, place: _Place) -> None:
        name = "preamble" if element.attributes.get("refersTo") == "#preamble" else ""
        self._paragraph(element, _Place("heading", place.level, place.number), name)

    def _list(self, element: Element, place: _Place) -> None:
        for child in element.elements():
            deeper = child.tag in _LISTS
            self.element(
                child, _Place(place.role, place.level + deeper, place.number if child.tag == "intro" else "")
            )

    def _numbered(self, element: Element, place: _Place) -> None:
        """Add what a number stands before: the number goes to the first paragraph that has words."""
        number = next((child.words() for child in element.elements() if child.tag == "num"), place.number)
        level = place.level + (element.tag in _ITEMS)
        for child in element.elements():
            takes = _takes_number(child, element)
            before = len(self.blocks)
            self.element(child, _Place(place.role, level, number if takes else ""))
            if takes and len(self.blocks) > before:
                number = ""

    def _text(self, element: Element, place: _Place) -> None:
        own = next(element.elements(), None)
        is_section = place.role == "operative" and own is not None and own.tag == "num"
        self._paragraph(element, place, "section" if is_section else "")

    def _paragraph(self, element: Element, place: _Place, name: str) -> None:
        """Add a paragraph's own words, and after it the paragraphs that stand inside it."""
        paragraph = Paragraph()
        nested: list[Element] = []
        self._inline(element, paragraph, nested)
        block = paragraph.block(place.role, number=place.number, level=place.level, name=name)
        if block.text:
            self.blocks.append(_split_number(block) if place.role == "annex" else block)
        for inner in nested:
            self.element(inner, _Place(place.role, place.level))

    def _inline(self, element: Element, paragraph: Paragraph, nested: list[Element] | None) -> None:
        """Add the words of an element; paragraphs inside go to a list, or where there is none, in place."""
        apart = False
        for part in element.content:
            if apart:
                paragraph.space()
            apart = nested is None and not isinstance(part, tuple) and part.tag in _NESTED
            if isinstance(part, tuple):
                paragraph.add(part[1], part[0])
            elif part.tag == "span" and "italic" in part.attributes.get("class", ""):
                paragraph.open_italic()
                self._inline(part, paragraph, nested)
                paragraph.close_italic()
            elif part.tag == "authorialNote":
                self._note(part, paragraph)
            elif part.tag == "sup":
                self._raised(part, paragraph, nested)
            elif part.tag in {"eol", "br"}:
                paragraph.space()
            elif part.tag in _NESTED and nested is not None:
                nested.append(part)
            elif part.tag in _NESTED:
                paragraph.space()
                self._inline(part, paragraph, None)
            else:
                self._inline(part, paragraph, nested)

    def _raised(self, element: Element, paragraph: Paragraph, nested: list[Element] | None) -> None:
        """Add raised text; where paragraphs or notes stand in it, it is no mark."""
        runs = list(element.runs(but=_NESTED | {"authorialNote"}))
        if None in runs:
            self._inline(element, paragraph, nested)
        else:
            paragraph.add_raised(*filter(None, runs))

    def _note(self, element: Element, paragraph: Paragraph) -> None:
        marker = plain_digits(element.attributes.get("marker", "").strip())
        paragraph.mark(marker)
        note = Paragraph()
        for child in element.elements():
            note.space()
            self._inline(child, note, None)
        self.notes.append(note.note(marker))

    def _table(self, element: Element, place: _Place) -> None:
        """Add a table as one block: a line a row, bars between cells."""
        paragraph = Paragraph()
        for row in _rows(element):
            paragraph.new_row()
            for index, cell in enumerate(row.elements()):
                if index:
                    paragraph.new_cell()
                self._inline(cell, paragraph, None)
        block = paragraph.block("table", level=place.level)
        if block.text:
            self.blocks.append(block)


_HANDLERS: dict[str, Callable[[_Walk, Element, _Place], None]] = {
    **dict.fromkeys(("meta", "num", "documentRef", "authorialNote"), _Walk._skip),
    **dict.fromkeys(_HEADINGS | {"block"}, _Walk._heading),
    **dict.fromkeys(_NUMBERED, _Walk._numbered),
    **dict.fromkeys(_LISTS, _Walk._list),
    **dict.fromkeys(("p", "listIntroduction"), _Walk._text),
    **dict.fromkeys(("embeddedStructure", "quotedStructure"), _Walk._draft),
    **dict.fromkeys(("attachments", "attachment", "doc"), _Walk._annex),
    "statement": _Walk._statement,
    "coverPage": _Walk._cover,
    "preface": _Walk._preface,
    "preamble": _Walk._preamble,
    "mainBody": _Walk._main_body,
    "conclusions": _Walk._conclusions,
    "formula": _Walk._formula,
    "container": _Walk._container,
    "table": _Walk._table,
}


def _within(place: _Place, role: Role) -> _Place:
    """Return the place in a part of the document; what is inside an annex stays annex."""
    return place if place.role == "annex" else _Place(role, place.level)


def _rows(table: Element) -> Iterator[Element]:
    """Yield the rows of a table; those of a table inside a cell are words of that cell."""
    for child in table.elements():
        if child.tag == "tr":
            yield child
        else:
            yield from _rows(child)


def _takes_number(child: Element, parent: Element) -> bool:
    """Say whether an element's number may go to a child: a section's goes to its heading, else to words."""
    if child.tag in _HEADINGS:
        return parent.tag in _SECTIONS
    return child.tag in {"p", "content", "intro"} | _LISTS


def _split_number(block: Block) -> Block:
    """Return a paragraph of an annex with the number that is glued to its words set apart."""
    match = None if block.number else _GLUED_NUMBER_RE.match(block.text)
    if not match or match.end() >= len(block.text):
        return block
    cut = match.end()
    return replace(
        block,
        number=match[1],
        passage=block.passage.part(cut),
        marks=tuple(Mark(max(mark.at - cut, 0), mark.marker) for mark in block.marks),
        emphasis=tuple((max(start - cut, 0), end - cut) for start, end in block.emphasis if end > cut),
    )
