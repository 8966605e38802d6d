"""Is what came what was asked for?"""

from __future__ import annotations

import time

import pytest

from kg.errors import RemoteError
from kg.fetch.check import check_form
from kg.fetch.document import Form
from tests.fetch.documents import NOT_FOUND_PAGE, OLD_WORD, PDF, VIEWER_PAGE, akn, archive, docx

URL = "https://documents.un.org/x"


@pytest.mark.parametrize(
    ("body", "form"),
    [
        (PDF, Form.PDF),
        # with bytes before its first mark and after its last, as readers allow
        (b"\n\n" + PDF + b"\0" * 900, Form.PDF),
        (docx(), Form.DOCX),
        (akn(), Form.AKN),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- made by hand -->\n' + akn(), Form.AKN),
        (akn().replace(b"<akomaNtoso ", b"<an:akomaNtoso ").replace(b"</akoma", b"</an:akoma"), Form.AKN),
    ],
)
def test_is_a_whole_document_accepted(body: bytes, form: Form) -> None:
    check_form(body, form, URL)


@pytest.mark.parametrize(
    ("body", "form", "words"),
    [
        # a symbol not published yet: status 200 and nothing
        (b"", Form.PDF, "without a word"),
        (b" \n", Form.AKN, "without a word"),
        # a page that says so itself
        (NOT_FOUND_PAGE, Form.PDF, "no such document.*'Page not found & gone'.*status 200"),
        (b"<!-- a --><HTML><body>The document does not exist</body>", Form.DOCX, "no such document"),
        # a page that says nothing
        (VIEWER_PAGE, Form.PDF, "a web page titled 'ODS' instead of a PDF"),
        (VIEWER_PAGE, Form.AKN, "a web page titled 'ODS' instead of Akoma Ntoso XML"),
        # another form
        (docx(), Form.PDF, "a ZIP or Word file instead of a PDF"),
        (PDF, Form.AKN, "a PDF instead of Akoma"),
        (PDF, Form.DOCX, "a PDF instead of a Word file"),
        (OLD_WORD, Form.DOCX, r"an old Word file \(\.doc\) instead"),
        (b"\xffWPC" + bytes(40), Form.DOCX, "a WordPerfect file instead"),
        (b'{"message": "Not Found"}', Form.AKN, "JSON instead"),
        (b"<feed/>", Form.AKN, "XML or a web page instead"),
        (b"lorem ipsum", Form.PDF, "something else instead"),
        (archive({"a.txt": b"a"}), Form.DOCX, "no Word file"),
        # half of it
        (PDF[:40], Form.PDF, "40 bytes that are cut off"),
        (docx()[:-60], Form.DOCX, "cut off"),
        (akn()[:-30], Form.AKN, "cut off"),
    ],
)
def test_is_anything_else_refused_by_name(body: bytes, form: Form, words: str) -> None:
    with pytest.raises(RemoteError, match=words) as caught:
        check_form(body, form, URL)
    assert caught.value.where == URL
    assert caught.value.remedy


@pytest.mark.parametrize(
    "head", [b"<!--" * 20000, b"<title" * 20000, b" " * 500_000 + b"<", b"<html><title>" + b"a " * 500_000]
)
@pytest.mark.parametrize("form", list(Form))
def test_is_hostile_input_refused_in_no_time(head: bytes, form: Form) -> None:
    started = time.process_time()
    with pytest.raises(RemoteError):
        check_form(head + bytes(1_000_000), form, URL)
    assert time.process_time() - started < 0.5
