"""Is what came what was asked for? Services send web pages, other forms and half files with status 200."""

from __future__ import annotations

import html
import io
import re
import zipfile

from kg.errors import RemoteError, quoted
from kg.fetch.document import Form

_HEAD, _TAIL = 1024, 2048
"""Bytes within which a file's first and last mark must stand; PDF readers look as far."""

_PAGE_RE = re.compile(
    rb"(?:<!--.{0,400}?-->\s*){0,3}<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
"""Begins a web page; not `<akomaNtoso`, not a word that merely begins so."""
_TITLE_RE = re.compile(rb"<title[^>]{0,200}>([^<]{1,200})<", re.IGNORECASE)
_ABSENT_RE = re.compile(
    rb"not (?:be )?found|no (?:such )?document|does not exist|not available|\b404\b", re.IGNORECASE
)
_ROOT_RE = re.compile(rb"<(?:\w{1,20}:)?akomaNtoso[\s>]")  # not the closing tag
_END_RE = re.compile(rb"</(?:\w{1,20}:)?akomaNtoso\s*>\s*\Z")

_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP or Word file"),
    (b"\xd0\xcf\x11\xe0", "an old Word file (.doc)"),
    (b"\xffWPC", "a WordPerfect file"),
    (b"{", "JSON"),
    (b"<", "XML or a web page"),
)
_WORD_PARTS = {"[Content_Types].xml", "word/document.xml"}

_CHECK_SYMBOL = "Check the symbol, and whether the document exists in this form and language"
_AGAIN = "Fetch it again; if that does not help, save it from a browser"


def check_form(body: bytes, form: Form, url: str) -> None:
    """Check that a body is whole and of the form that was asked for.

    Raises:
        RemoteError: saying what came instead.
    """
    if not body.strip():
        raise RemoteError(
            "answered without a word, as for a document not published yet", where=url, remedy=_CHECK_SYMBOL
        )
    start = body[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    if _PAGE_RE.match(start):
        raise _page(body, form, url)
    match form:
        case Form.PDF:
            _check_pdf(body, url)
        case Form.DOCX:
            _check_docx(body, url)
        case Form.AKN:
            _check_akn(body, url)


def _page(body: bytes, form: Form, url: str) -> RemoteError:
    """Return what a web page in the place of a document says."""
    title = _TITLE_RE.search(body[:65536])
    named = f" titled {quoted(_text(title[1]))}" if title else ""
    if _ABSENT_RE.search(body[:65536]):
        what = f"has no such document: it answered with a page{named} that says so, with status 200"
    else:
        what = f"sent a web page{named} instead of {_name(form)}"
    return RemoteError(what, where=url, remedy=_CHECK_SYMBOL)


def _text(title: bytes) -> str:
    return " ".join(html.unescape(title.decode("utf-8", "replace")).split())


def _check_pdf(body: bytes, url: str) -> None:
    if b"%PDF-" not in body[:_HEAD]:
        raise _other(body, Form.PDF, url)
    if b"%%EOF" not in body[-_TAIL:]:
        raise _cut_off(body, url, "its end mark is missing")


def _check_docx(body: bytes, url: str) -> None:
    if not body.startswith(b"PK\x03\x04"):
        raise _other(body, Form.DOCX, url)
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            parts = set(packed.namelist())
    except zipfile.BadZipFile as error:
        raise _cut_off(body, url, "its table of contents is missing") from error
    if not parts >= _WORD_PARTS:
        raise RemoteError("sent an archive that is no Word file", where=url, remedy=_CHECK_SYMBOL)


def _check_akn(body: bytes, url: str) -> None:
    if not _ROOT_RE.search(body[: 4 * _HEAD]):
        raise _other(body, Form.AKN, url)
    if not _END_RE.search(body[-_TAIL:]):
        raise _cut_off(body, url, "its last tag is missing")


def _other(body: bytes, form: Form, url: str) -> RemoteError:
    """Return what came in the place of a form."""
    head = body[:_HEAD].lstrip()
    came = next((name for magic, name in _MAGIC if head.startswith(magic)), "something else")
    remedy = "Ask for --form pdf" if form is Form.DOCX else _CHECK_SYMBOL
    return RemoteError(f"sent {came} instead of {_name(form)}", where=url, remedy=remedy)


def _cut_off(body: bytes, url: str, sign: str) -> RemoteError:
    return RemoteError(f"sent {len(body):,} bytes that are cut off: {sign}", where=url, remedy=_AGAIN)


def _name(form: Form) -> str:
    return {Form.PDF: "a PDF", Form.DOCX: "a Word file", Form.AKN: "Akoma Ntoso XML"}[form]
