"""Read DOCX (ISO/IEC 29500, WordprocessingML) out of its XML, without a word processor's library.

The source is a text layer made here, a line a paragraph in the order of the document, footnotes last: the
number that Word would print and a tab where a paragraph is numbered, then its words. Passages point into it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.text.block import Block, Note, Reading
from kg.text.read.archive import Archive
from kg.text.read.decode import decode
from kg.text.read.docx_numbering import Numbering, read_numbering
from kg.text.read.docx_styles import Styles, read_styles
from kg.text.read.paragraph import Paragraph
from kg.text.read.xml_tree import Element, parse_xml

if TYPE_CHECKING:
    from kg.document import Origin
    from kg.text.block import Role

_MAIN = "word/document.xml"
_HIDDEN = frozenset({"del", "moveFrom", "pPr", "rPr", "sectPr", "tblPr", "instrText", "delText", "proofErr"})
"""What is deleted, moved away, or no text."""
_TEXTS = {"tab": "\t", "br": " ", "cr": " ", "noBreakHyphen": "\u2011", "softHyphen": "\xad"}


def read_docx(data: bytes, origin: Origin, *, name: str) -> Reading:
    """Return the paragraphs, tables and footnotes of a Word file.

    Raises:
        InputError: where it is no Word file, damaged, encrypted, or unpacks to too much.
    """
    archive = Archive(data, name=name)
    if _MAIN not in archive.members:
        remedy = "Save it as .docx, or give PDF, HTML, AKN XML or text"
        raise InputError("this zip archive is no Word document", where=name, remedy=remedy)
    parts = {part: _parse(archive, part, name=name) for part in ("document", "footnotes", "endnotes")}
    layer = _Layer(
        read_styles(_parse(archive, "styles", name=name)),
        read_numbering(_parse(archive, "numbering", name=name)),
    )
    document = parts["document"]
    if document is not None:
        layer.body(document)
    notes = layer.notes_of(parts["footnotes"], parts["endnotes"])
    return Reading(origin, "".join(layer.source), tuple(layer.blocks), notes)


def _parse(archive: Archive, part: str, *, name: str) -> Element | None:
    """Return the outermost element of a part, or None where the file has no such part."""
    data = archive.read(f"word/{part}.xml")
    where = f"{name} ({part}.xml)"
    return parse_xml(decode(data, name=where), name=where).root if data else None


@dataclass(slots=True)
class _Layer:
    """The text layer so far, and the blocks that point into it."""

    styles: Styles
    numbering: Numbering
    source: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    _length: int = 0
    _begun: bool = False
    """Whether words stood outside tables."""
    _cited: dict[tuple[str, str], str] = field(default_factory=dict)
    """Marks of footnotes by (`footnote` or `endnote`, id), in the order in which they are referred to."""

    def body(self, element: Element) -> None:
        """Add the paragraphs and tables inside an element."""
        for child in element.elements():
            if child.tag == "p":
                self._paragraph(child)
                self._begun = bool(self.blocks)
            elif child.tag == "tbl":
                self._table(child)
            elif not _is_hidden(child):
                self.body(child)

    def notes_of(self, footnotes: Element | None, endnotes: Element | None) -> tuple[Note, ...]:
        """Add the footnotes that were referred to, in that order, and return them."""
        found = {
            (part.tag, part.attributes.get("id", "")): part
            for notes in (footnotes, endnotes)
            if notes is not None
            for part in notes.elements()
        }
        cited = list(self._cited.items())  # not those that a footnote refers to, which could be itself
        return tuple(self._note(found[key], mark) for key, mark in cited if key in found)

    def _paragraph(self, element: Element) -> None:
        properties = self.styles.of(element)
        number, level = self.numbering.next(properties.numbering, properties.level)
        if number:
            self._write(f"{number}\t")
        paragraph = Paragraph()
        self._runs(element, paragraph)
        self._write("\n")
        role: Role = "heading" if properties.is_heading else "unknown"
        block = paragraph.block(role, number=number, level=level)
        if block.text:
            self.blocks.append(block)

    def _table(self, table: Element) -> None:
        """Add a table as one block; one before the first words lays out the head of the document."""
        if not self._begun:
            for inner in table.find_all("p"):
                self._paragraph(inner)
            return
        paragraph = Paragraph()
        for row in (each for each in table.elements() if each.tag == "tr"):
            paragraph.new_row()
            for index, cell in enumerate(each for each in row.elements() if each.tag == "tc"):
                if index:
                    paragraph.new_cell()
                    self._write("\t")
                self._cell(cell, paragraph)
            self._write("\n")
        block = paragraph.block("table")
        if block.text:
            self.blocks.append(block)

    def _cell(self, cell: Element, paragraph: Paragraph) -> None:
        for inner in cell.find_all("p"):
            self._runs(inner, paragraph)
            paragraph.add(" ", self._write(" "))

    def _note(self, element: Element, marker: str) -> Note:
        paragraph = Paragraph()
        self._write(f"{marker}\t")
        for inner in element.find_all("p"):
            self._runs(inner, paragraph)
            paragraph.add(" ", self._write(" "))
        self._write("\n")
        return paragraph.note(marker)

    def _runs(self, element: Element, paragraph: Paragraph) -> None:
        for child in element.elements():
            if child.tag == "r":
                self._run(child, paragraph)
            elif not _is_hidden(child):
                self._runs(child, paragraph)

    def _run(self, run: Element, paragraph: Paragraph) -> None:
        look = self.styles.of_run(run)
        if look.hidden:
            return
        if look.italic:
            paragraph.open_italic()
        for child in run.elements():
            if child.tag == "t":
                text = "".join(part[1] for part in child.content if isinstance(part, tuple))
                at = self._write(text)
                if look.raised:
                    paragraph.add_raised((at, text))
                else:
                    paragraph.add(text, at)
            elif child.tag in _TEXTS:
                paragraph.add(_TEXTS[child.tag], self._write(_TEXTS[child.tag]))
            elif child.tag in {"footnoteReference", "endnoteReference"}:
                self._cite(child, paragraph)
        if look.italic:
            paragraph.close_italic()

    def _cite(self, reference: Element, paragraph: Paragraph) -> None:
        kind = reference.tag.removesuffix("Reference")
        key = (kind, reference.attributes.get("id", ""))
        paragraph.mark(self._cited.setdefault(key, str(len(self._cited) + 1)))

    def _write(self, text: str) -> int:
        """Append to the text layer and return where that stands."""
        at = self._length
        self.source.append(text)
        self._length += len(text)
        return at


def _is_hidden(element: Element) -> bool:
    return element.tag in _HIDDEN or element.tag.endswith(" Fallback")  # the same again, for old readers
