"""Read an HTML page: paragraphs, headings, list items, tables and footnotes, with offsets into the page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.text.block import Block, Note, Reading
from kg.text.read.docx_numbering import written
from kg.text.read.html_tokens import Close, Open, Text, tokens
from kg.text.read.paragraph import Paragraph, marks_in

if TYPE_CHECKING:
    from kg.document import Origin
    from kg.text.block import Role

TOKENS = 750_000
"""Tags and runs of text that one page may hold."""

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = _HEADINGS | frozenset({
    "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "figure",
    "footer", "form", "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre", "section", "table",
    "tbody", "tfoot", "thead", "ul",
})  # fmt: skip
"""Tags at which a paragraph ends."""
_EMPTY = frozenset({"area", "col", "hr", "img", "input", "link", "meta", "wbr"})
_ROWS, _CELLS, _LISTS = frozenset({"tr"}), frozenset({"td", "th"}), frozenset({"ol", "ul"})
_OPEN_INLINES = 60
"""Inline tags that are kept open at once; deeper ones are taken as plain."""
_OPEN_LISTS = 20

_SLANTED_RE = re.compile(r"font-style\s*:\s*(?:italic|oblique)", re.IGNORECASE)  # not `font-style: normal`
_RAISED_RE = re.compile(r"vertical-align\s*:\s*super", re.IGNORECASE)  # not `vertical-align: sub`
# Links to a footnote and back, as Word, LibreOffice and Markdown converters write them; not to a section.
_TO_NOTE_RE = re.compile(r"#_?(?:ftn|edn|fn|footnote|endnote|sdfootnote)[-:_]?(\d+|[*†‡])(?:sym)?$")
_FROM_NOTE_RE = re.compile(r"#_?(?:ftnref|ednref|fnref|footnote-ref|endnote-ref|sdfootnote\d+anc)[-:_]?\d*")
_FORMS = {"1": ("decimal", "{}."), "a": ("lowerLetter", "({})"), "i": ("lowerRoman", "({})")}


def read_html(source: str, origin: Origin, *, name: str) -> Reading:
    """Return the paragraphs and footnotes of a page.

    Raises:
        InputError: where it holds no words, or more tags than any document.
    """
    page = _Page()
    for count, token in enumerate(tokens(source)):
        if count > TOKENS:
            what = f"the page holds more than {TOKENS:,} tags"
            raise InputError(what, where=name, remedy="Give one document a page")
        match token:
            case Text(text, at):
                page.text(text, at)
            case Open(tag, attributes):
                page.open(tag, attributes)
            case Close(tag):
                page.close(tag)
    page.finish()
    if not page.blocks:
        raise InputError(
            "the page holds no text", where=name, remedy="Give the document itself, not a page about it"
        )
    return Reading(origin, source, tuple(page.blocks), tuple(page.notes))


@dataclass(slots=True)
class _Inline:
    """An inline tag that is open, and what it does to its text."""

    tag: str
    italic: bool = False
    raised: bool = False
    reference: bool = False
    """A link to a footnote: its text is the mark."""


@dataclass(slots=True)
class _List:
    """A list that is open, and how far it has counted."""

    form: str
    count: int


@dataclass(slots=True)
class _Current:
    """The paragraph that is open."""

    paragraph: Paragraph = field(default_factory=Paragraph)
    inlines: list[_Inline] = field(default_factory=list)
    role: Role = "unknown"
    number: str = ""
    marker: str = ""
    """Of the footnote that it is."""
    back_link: bool = False
    """Whether a link back to the text was opened, whose text is the footnote's mark."""
    first_cell: bool = True
    breaks: int = 0
    """Line breaks directly before."""


class _Page:
    """What was found so far, and the paragraph that is open."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.notes: list[Note] = []
        self._lists: list[_List] = []
        self._tables = 0
        self._begun = False
        """Whether words stood outside tables: a table before them lays out the head of the page."""
        self._now = _Current()

    def text(self, text: str, at: int) -> None:
        """Take a run of text."""
        if any(inline.reference for inline in self._now.inlines):
            self._mark(text)
        elif self._now.back_link and marks_in(text):
            self._now.back_link = False
            self._now.marker = self._now.marker or marks_in(text)[0]
        elif any(inline.raised for inline in self._now.inlines):
            self._now.paragraph.add_raised((at, text))
        else:
            self._now.paragraph.add(text, at)
        self._now.breaks = self._now.breaks if text.isspace() else 0

    def open(self, tag: str, attributes: dict[str, str]) -> None:
        """Take an opening tag."""
        if tag == "br":
            self._break()
        elif tag in _CELLS | _ROWS:
            self._cell(tag)
        elif tag in _BLOCKS:
            self._block(tag, attributes)
        elif tag not in _EMPTY and len(self._now.inlines) < _OPEN_INLINES:
            self._inline(tag, attributes)

    def close(self, tag: str) -> None:
        """Take a closing tag."""
        if tag == "table":
            self._tables = max(self._tables - 1, 0)
        if tag in _LISTS and self._lists:
            self._lists.pop()
        if tag in _BLOCKS and not (self._in_table and tag != "table"):
            self.finish()
        while tag in {inline.tag for inline in self._now.inlines}:
            inline = self._now.inlines.pop()
            if inline.italic:
                self._now.paragraph.close_italic()
            if inline.tag == tag:
                break

    def finish(self) -> None:
        """End the open paragraph."""
        for inline in self._now.inlines:
            if inline.italic:
                self._now.paragraph.close_italic()
        block = self._now.paragraph.block(
            self._now.role, number=self._now.number, level=max(len(self._lists), 1)
        )
        if self._now.marker and block.text:
            self.notes.append(Note(self._now.marker, block.passage))
        elif block.text:
            self.blocks.append(block)
            self._begun = self._begun or not self._tables
        self._now = _Current()

    @property
    def _in_table(self) -> bool:
        """Whether the open paragraph is a table of the text."""
        return self._now.role == "table"

    def _block(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in _LISTS and len(self._lists) < _OPEN_LISTS:
            self.finish()
            start = attributes.get("start", "1")
            count = int(start) - 1 if start.isdigit() and len(start) < 6 else 0  # noqa: PLR2004
            self._lists.append(_List(attributes.get("type", "1") if tag == "ol" else "", count))
        elif tag == "table":
            self.finish()
            self._tables += 1
            self._now.role = "table" if self._begun else "unknown"
        elif self._in_table:
            self._now.paragraph.space()
        else:
            self.finish()
            self._now.role = "heading" if tag in _HEADINGS else "unknown"
            self._now.number = self._count() if tag == "li" else ""

    def _count(self) -> str:
        """Return the number of the next item of the innermost list; none in a list of bullets."""
        if not self._lists:
            return ""
        innermost = self._lists[-1]
        innermost.count += 1
        form, pattern = _FORMS.get(innermost.form.lower(), ("", ""))
        return pattern.format(written(innermost.count, form))

    def _cell(self, tag: str) -> None:
        if not self._in_table:
            self.finish()
        elif tag in _ROWS:
            self._now.paragraph.new_row()
            self._now.first_cell = True
        else:
            if not self._now.first_cell:
                self._now.paragraph.new_cell()
            self._now.first_cell = False

    def _inline(self, tag: str, attributes: dict[str, str]) -> None:
        look = attributes.get("style", "")
        link = attributes.get("href", "") if tag == "a" else ""
        inline = _Inline(
            tag,
            italic=tag in {"i", "em"} or bool(_SLANTED_RE.search(look)),
            raised=tag == "sup" or bool(_RAISED_RE.search(look)),
            reference=bool(_TO_NOTE_RE.search(link)),
        )
        if _FROM_NOTE_RE.search(link):
            self._now.back_link = True
        if inline.italic:
            self._now.paragraph.open_italic()
        self._now.inlines.append(inline)

    def _mark(self, text: str) -> None:
        for mark in marks_in(text):
            self._now.paragraph.mark(mark)

    def _break(self) -> None:
        """Take a line break; two of them end a paragraph."""
        self._now.breaks += 1
        if self._now.breaks > 1 and not self._in_table:
            self.finish()
        else:
            self._now.paragraph.space()
