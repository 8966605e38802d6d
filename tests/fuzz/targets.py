"""What is fuzzed: functions from bytes that raise where a promise is broken, and return where all is well.

The promises: a reader gives documents or an `InputError` with place and remedy, and every word that it
extracts stands in the source (`kg.text.rematch`); a parser of identifiers gives what its inverse makes again.
`benchmarks/fuzz.py` drives these by the branches that they reach, `test_replay.py` runs what it found.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING

from kg import aliases, identifiers
from kg.cite.places import parse_place, place_path
from kg.cite.typed import begins_place, continues_place, read_places, split_place
from kg.errors import InputError, KgError, UsageError
from kg.fetch.names import number_of
from kg.graph.lookup.gazetteer import read_knowledge
from kg.graph.sources.curated import read_sources
from kg.graph.stores.store import memory_store
from kg.pipeline.cite import read_symbol
from kg.pipeline.resolve import tidy
from kg.resources import find_root
from kg.text.as_json import document_json
from kg.text.extract import Extractor
from kg.text.rematch import find_unmatched
from tests.text.read.made import akn, docx

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST = 20_000
"""Bytes of one input."""
_MARKUP_FROM = 0x80
"""Bytes from here on stand for tags, those below for characters."""

AKN_TAGS = (
    "p",
    "preamble",
    "mainBody",
    "preface",
    "coverPage",
    "conclusions",
    "attachments",
    "doc",
    "statement",
    "paragraph",
    "num",
    "content",
    "intro",
    "list",
    "blockList",
    "item",
    "point",
    "heading",
    "crossHeading",
    'crossHeading refersTo="#preamble"',
    "section",
    "formula",
    'container name="formula"',
    'container name="table"',
    "embeddedStructure",
    "table",
    "tr",
    "td",
    'span class="italic"',
    "sup",
    "eol",
    'authorialNote marker="1"',
    'authorialNote marker="²"',
    "docNumber",
    "docTitle",
    "docDate",
    "block",
    "b",
    'ref href="x"',
    "session",
    "docProponent",
    "listIntroduction",
    "quotedStructure",
    "documentRef",
)
DOCX_TAGS = (
    "w:p",
    "w:r",
    "w:t",
    "w:tbl",
    "w:tr",
    "w:tc",
    "w:pPr",
    "w:rPr",
    "w:i",
    'w:i w:val="0"',
    "w:vanish",
    'w:vertAlign w:val="superscript"',
    'w:footnoteReference w:id="1"',
    'w:endnoteReference w:id="2"',
    "w:tab",
    "w:br",
    "w:noBreakHyphen",
    "w:softHyphen",
    "w:del",
    "w:ins",
    "w:sdt",
    "w:hyperlink",
    "w:numPr",
    'w:ilvl w:val="1"',
    'w:numId w:val="1"',
    'w:pStyle w:val="Heading1"',
    'w:rStyle w:val="Raised"',
    "w:instrText",
)
_NUMBERING = """
<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl>
</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>"""
_STYLES = """
<w:style w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>
<w:style w:styleId="Raised"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>"""


@cache
def extractor() -> Extractor:
    """Return the extractor of what the sources know, made once."""
    store = memory_store(quad for file in read_sources(find_root()) for quad in file.quads)
    return Extractor(read_knowledge(store))


def read_plain(data: bytes) -> None:
    """Read bytes as whatever they are."""
    _extract(data)


def read_marked(data: bytes) -> None:
    """Read bytes as Markdown that a converter made of a resolution."""
    _extract(b"# Resolution\n\n*The General Assembly*,\n\n" + data)


def read_html(data: bytes) -> None:
    """Read bytes as the body of a page."""
    _extract(b"<!DOCTYPE html><html><body>" + data)


def read_akn(data: bytes) -> None:
    """Read bytes as Akoma Ntoso: letters and tags, so that what comes out is always well-formed."""
    _extract(akn(_marked_up(data, AKN_TAGS)).encode())


def read_docx(data: bytes) -> None:
    """Read bytes as a Word file, in the same way; what stands behind the first zero byte is its notes."""
    body, _, notes = data.partition(b"\0")
    inside = _marked_up(notes, DOCX_TAGS)
    parts = {
        "footnotes": f'<w:footnote w:id="1">{inside}</w:footnote>',
        "endnotes": f'<w:endnote w:id="2">{inside}</w:endnote>',
        "numbering": _NUMBERING,
        "styles": _STYLES,
    }
    _extract(docx(_marked_up(body, DOCX_TAGS), **parts))


def parse_symbol(data: bytes) -> None:
    """Read bytes as an identifier in each of the ways there are."""
    text = data.decode("utf-8", "replace")
    _own_identifiers(text)
    _other_identifiers(text)
    _places(text)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "plain": read_plain,
    "marked": read_marked,
    "html": read_html,
    "akn": read_akn,
    "docx": read_docx,
    "symbol": parse_symbol,
}


def _extract(data: bytes) -> None:
    try:
        documents = extractor().extract_bytes(data, name="fuzz")
    except InputError as refusal:
        assert refusal.where.startswith("fuzz"), refusal  # noqa: PT017 - the other way out is right too
        assert refusal.remedy, refusal  # noqa: PT017 - the other way out is right too
        return
    for document in documents:
        json.dumps(document_json(document)).encode("utf-8")
        unmatched = find_unmatched(document)
        assert not unmatched, unmatched


def _marked_up(data: bytes, tags: tuple[str, ...]) -> str:
    """Return letters and tags; the first byte beyond letters closes, the others open."""
    parts: list[str] = []
    open_tags: list[str] = []
    for byte in data:
        if byte < _MARKUP_FROM:
            parts.append(_character(byte))
        elif byte == _MARKUP_FROM:
            parts += [f"</{open_tags.pop()}>"] if open_tags else []
        else:
            tag = tags[(byte - _MARKUP_FROM - 1) % len(tags)]
            parts.append(f"<{tag}>")
            open_tags.append(tag.partition(" ")[0])
    return "".join(parts) + "".join(f"</{tag}>" for tag in reversed(open_tags))


def _character(byte: int) -> str:
    """Return a character that XML can hold; a few bytes stand for those that are rare."""
    rare = {
        1: "\u2019",
        2: "\u00ad",
        3: "\u2011",
        4: "\u00b9",
        5: "\U0001d49c",
        6: "\u00a0",
        7: "&#8217;",
        8: "&amp;",
    }
    if byte in rare:
        return rare[byte]
    text = chr(byte)
    return {"<": "&lt;", "&": "&amp;", ">": "&gt;"}.get(
        text, text if byte >= 0x20 or text in "\t\n\r" else " "
    )


def _own_identifiers(text: str) -> None:
    try:
        path = identifiers.instrument_path(text)
    except UsageError as error:
        assert error.remedy  # noqa: PT017 - the other way out is right too
    else:
        assert identifiers.instrument_path(path) == path
        assert identifiers.path_of(identifiers.iri(path)) == path
    if provision := identifiers.parse_provision(text):
        assert provision.path == text
        assert identifiers.provision_path(provision.instrument, provision.part, *provision.steps) == text
    if fragment := identifiers.parse_fragment(text):
        assert identifiers.fragment_path(fragment.owner, fragment.kind, fragment.number) == text
    if action := identifiers.parse_treaty_action(text):
        again = identifiers.treaty_action_path(action.treaty, action.participant, action.kind, action.number)
        assert again == text
    if resolution := identifiers.parse_resolution(text):
        body, kind, number = resolution
        assert identifiers.resolution_path(body, number, kind) == text
    if (key := identifiers.treaty_key(text)) is not None:
        assert identifiers.treaty_path(key) == text
    if (question := identifiers.parse_question(text)) is not None:
        assert identifiers.question_path(question) == text
    whole = identifiers.whole_document(text)
    assert identifiers.whole_document(whole) == whole


def _other_identifiers(text: str) -> None:
    if work := aliases.parse_akn(text):
        assert work.path in {
            found.path
            for form in (aliases.akn_published, aliases.akn_guideline)
            if (name := form(work.path, work.date)) and (found := aliases.parse_akn(name))
        }
    if path := aliases.parse_eli(text):
        assert aliases.eli_alias(path) == text
    if symbol := aliases.parse_document_address(text):
        assert aliases.parse_document_address(aliases.document_address(symbol)) == symbol
    read_symbol(text)
    number_of(text)
    assert tidy(tidy(text)) == tidy(text)


def _places(text: str) -> None:
    begins_place(text)
    continues_place(text)
    for place in (text, *(place for _, place in split_place(text))):
        for kind in ("resolution", "treaty"):
            try:
                found = read_places(place, kind)
            except KgError as error:
                assert error.remedy  # noqa: PT017 - the other way out is right too
                continue
            for path in map(place_path, found):
                assert place_path(parse_place(path)) == path
