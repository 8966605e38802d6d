"""The front matter of an AKN4UN document as blocks, each named for the field that the markup says it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.text.read.paragraph import Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.text.block import Block
    from kg.text.read.xml_tree import Element

_FIELDS = {
    ("docNumber", ""): "symbol",
    ("docAuthority", "#publisher"): "publisher",
    ("docAuthority", "#issuingBody"): "body",
    ("docAuthority", "#subsidiaryBody"): "subsidiary body",
    ("docStatus", ""): "distribution",
    ("docDate", ""): "issued",
    ("session", ""): "session",
    ("event", ""): "dates",
    ("inline", "agenda item"): "agenda item",
    ("inline", "agenda item name"): "agenda title",
    ("inline", "originalLanguage"): "language",
    ("docTitle", "#resolutionNumber"): "number",
    ("docTitle", ""): "adopted",
    ("docProponent", ""): "recommended by",
}
"""Element, and what it refers to or is named (empty for all others), to field."""


def cover_blocks(cover: Element) -> Iterator[Block]:
    """Return a block for each paragraph of the cover page."""
    for paragraph in cover.elements():
        block = _whole(paragraph).block("front", name=_field(paragraph))
        if block.text:
            yield block


def preface_blocks(preface: Element) -> Iterator[Block]:
    """Return the number and the title, a block each."""
    for tag, name in (("docNumber", "number"), ("docTitle", "title")):
        for element in preface.find_all(tag):
            block = _whole(element).block("front", name=name)
            if block.text:
                yield block


def _field(paragraph: Element) -> str:
    """Return the field that the first telling element of a paragraph names."""
    for element in paragraph.elements():
        attributes = element.attributes
        for about in (attributes.get("refersTo", ""), attributes.get("name", ""), ""):
            if field := _FIELDS.get((element.tag, about)):
                return field
        if field := _field(element):
            return field
    return ""


def _whole(element: Element) -> Paragraph:
    paragraph = Paragraph()
    _add(element, paragraph)
    return paragraph


def _add(element: Element, paragraph: Paragraph) -> None:
    for part in element.content:
        if isinstance(part, tuple):
            paragraph.add(part[1], part[0])
        elif part.tag == "eol":
            paragraph.space()
        elif part.tag == "authorialNote":
            paragraph.mark(part.attributes.get("marker", ""))
        else:
            _add(part, paragraph)
