"""Tell what a file is from its content; its name is not asked."""

from __future__ import annotations

import re
from typing import Literal

from kg.errors import InputError

MediaType = Literal[
    "text/plain",
    "text/markdown",
    "text/html",
    "application/pdf",
    "application/akn+xml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
]
PLAIN: MediaType = "text/plain"
MARKDOWN: MediaType = "text/markdown"
HTML: MediaType = "text/html"
PDF: MediaType = "application/pdf"
AKN: MediaType = "application/akn+xml"
DOCX: MediaType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

SIZE = 128 * 1024**2
"""Bytes of the largest file that is looked at."""

_HEAD = 4096
_PDF_HEAD = 1024  # PDF 1.7, annex H: readers look for the header in the first 1,024 bytes
_AS_DOCX = "Open it in a word processor and save it as .docx without a password"
_AS_TEXT = "Give the document itself, as text, PDF, DOCX, HTML or AKN XML"
_FOREIGN = {
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": (
        "this is an old Word (.doc) or a password-protected file",
        _AS_DOCX,
    ),
    b"{\\rtf": ("this is a rich text (.rtf) file", _AS_DOCX),
    b"\x1f\x8b": ("this is a gzip archive", "Unpack it first"),
    b"\x89PNG": ("this is an image, without text", _AS_TEXT),
    b"\xff\xd8\xff": ("this is an image, without text", _AS_TEXT),
}
"""First bytes of what is not read, what it is, and what to do."""

_PROLOG_RE = re.compile(r"\s+|<\?[^>]*>|<!--")  # not a DOCTYPE, nor the first element
_ROOT_RE = re.compile(r"<(?:[A-Za-z_][\w.\-]*:)?([A-Za-z_][\w.\-]*)")  # not a closing tag or a comment
_DOCTYPE_RE = re.compile(r"<!DOCTYPE\b\s*([\w:.\-]*)", re.IGNORECASE)  # not another declaration
# A tag that only HTML opens a page with; not <path>, nor <preface>.
_HTML_TAG_RE = re.compile(r"<(?:html|head|body|title|meta|div|table|p|h[1-6])(?=[\s>/])", re.IGNORECASE)
# Markdown is told by a line that opens with `# `, or by `*words*`; not by a note's asterisk or a list's `* `.
_MARKDOWN_RE = re.compile(r"^#{1,6} \S|(?<![*\w])\*{1,2}[^\W\d_][^*\n]{0,200}\*", re.MULTILINE)


def binary_type(data: bytes, *, name: str) -> MediaType | None:
    """Return the media type of a file that is no text, or None for one that may be text.

    Raises:
        InputError: where there is nothing in it, it is too large, or of a kind that is not read.
    """
    if len(data) > SIZE:
        raise too_large(name)
    if not data.strip(b" \t\r\n\f\0"):
        raise InputError("the file is empty", where=name, remedy="Give the document itself")
    if b"%PDF-" in data[:_PDF_HEAD]:
        return PDF
    if data.startswith(b"PK\x03\x04"):
        return DOCX
    for magic, (what, remedy) in _FOREIGN.items():
        if data.startswith(magic):
            raise InputError(what, where=name, remedy=remedy)
    return None


def too_large(name: str) -> InputError:
    """Return the error of a file beyond `SIZE`."""
    remedy = "A resolution is far smaller; give one document a file"
    return InputError(f"the file is larger than {SIZE // 1024**2} MB", where=name, remedy=remedy)


def text_type(text: str, *, name: str) -> MediaType:
    """Return the media type of a decoded text: plain text, Markdown, HTML or AKN.

    Raises:
        InputError: where it is XML with a DOCTYPE, or XML of another vocabulary.
    """
    at = _after_prolog(text)
    doctype = _DOCTYPE_RE.match(text, at)
    if doctype and doctype[1].lower() != "html":
        remedy = "Official AKN files have none; remove it if you trust the file"
        raise InputError("the XML has a DOCTYPE, which is refused", where=name, remedy=remedy)
    root = _ROOT_RE.match(text, at)
    if doctype or (root and _HTML_TAG_RE.match(text, at)):
        return HTML
    if text.lstrip().startswith("<?xml") or (root and root[1] == "akomaNtoso"):
        return _xml_type(root[1] if root else "", name=name)
    if root and _HTML_TAG_RE.search(text, at, at + _HEAD):
        return HTML
    has_signs = "*" in text or "#" in text  # most texts need no closer look
    return MARKDOWN if has_signs and _MARKDOWN_RE.search(text) else PLAIN


def _xml_type(root: str, *, name: str) -> MediaType:
    if root == "akomaNtoso":
        return AKN
    what = (
        f"the XML is no Akoma Ntoso: its outermost element is <{root}>" if root else "the XML has no element"
    )
    raise InputError(what, where=name, remedy="Give AKN4UN XML, HTML, DOCX, PDF or text")


def _after_prolog(text: str) -> int:
    """Return the offset behind white space, processing instructions and comments at the start."""
    at = 0
    while match := _PROLOG_RE.match(text, at):
        at = match.end()
        if match[0] == "<!--":
            end = text.find("-->", at)
            at = end + 3 if end >= 0 else len(text)
    return at
