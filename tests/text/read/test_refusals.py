"""What is refused ends in one line that says what, where and what to do; soon, and before memory runs out."""

from __future__ import annotations

import io
import zipfile
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from kg.errors import InputError
from kg.text.read import media
from kg.text.read.file import read_bytes, read_file
from tests.clock import SOON, processor_time
from tests.text.read.made import akn, deflated, docx, locked_pdf, para, pdf, pdf_of, run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def _zip(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def _lying_zip() -> bytes:
    """An archive whose directory says that a member of 80 MB is one of 100 bytes."""
    size = 80 * 1024**2
    data = _zip(word__document_xml=b" " * size).replace(b"document_xml", b"document.xml")
    return data.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))


DOCTYPE = '<!DOCTYPE akomaNtoso [<!ENTITY a "b">]>'
NOISE = b"".join(sha256(bytes([n % 256, n // 256])).digest() for n in range(3000))
SPACES = 70 * 1024**2
FORM = (
    b"<< /Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /Fm %d 0 R >> >>"
    b" /Length %d >>\nstream\n%s\nendstream"
)
NEST = [FORM % (5 + i, 60, b"/Fm Do " * 8 + b"    ") for i in range(12)]
# what takes long to make is made by the test that reads it
CASES: dict[str, tuple[bytes | Callable[[], bytes], str]] = {
    # nothing to read
    "empty": (b"", "the file is empty"),
    "white space": (b" \r\n\t\0", "the file is empty"),
    "noise": (NOISE, "no text in a known encoding"),
    "noise among text": (b"Urges States;\n" * 20 + b"\x01\x02\x03\x04" * 20, "no text in a known encoding"),
    # other kinds of file
    "old Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "old Word"),
    "rich text": (b"{\\rtf1 Urges}", "rich text"),
    "image": (b"\x89PNG\r\n\x1a\n" + bytes(100), "an image"),
    "zip of no document": (_zip(readme=b"x"), "no Word document"),
    # XML
    "doctype": ((DOCTYPE + akn("")).encode(), "has a DOCTYPE"),
    "doctype in UTF-16": ((DOCTYPE + akn("")).encode("utf-16"), "has a DOCTYPE"),
    "doctype in UTF-16 without mark": ((DOCTYPE + akn("")).encode("utf-16-be"), "has a DOCTYPE"),
    "doctype behind a comment": (("<!-- <a> -->" + DOCTYPE + akn("")).encode(), "has a DOCTYPE"),
    "cut off": (akn("<mainBody>\n<p>Urges").encode()[:-60], "not well-formed"),
    "no AKN": (b"<?xml version='1.0'?><report/>", "no Akoma Ntoso: its outermost element is <report>"),
    "deep": (akn("<p>" * 5000 + "</p>" * 5000).encode(), "inside each other"),
    # Word
    "zip cut off": (docx(para(run("Urges")))[:-30], "damaged"),
    "zip bomb": (lambda: _zip(word__document=b" " * SPACES), "unpacks to more than"),
    "zip that lies": (_lying_zip, "damaged"),
    "zip of many": (b"PK\x03\x04" + b"PK\x01\x02" * 6000, "unpacks to more than"),
    "doctype in Word": (_zip(**{"word/document.xml": DOCTYPE.encode() + b"<a/>"}), "has a DOCTYPE"),
    # PDF
    "PDF cut off": (pdf([])[:40], "the PDF is damaged"),
    "PDF without words": (pdf([]), "no text layer"),
    "PDF with a password": (locked_pdf(), "the PDF is encrypted"),
    "PDF of images": (pdf([], image=True), "no text layer"),
    "PDF bomb": (lambda: pdf_of([deflated(b" " * SPACES)]), "holds more text than its size explains"),
    "PDF bomb in layers": (lambda: pdf_of([deflated(b" " * SPACES, 2)]), "compressed several times"),
    "PDF of too many pages": (pdf_of([deflated(b" ")] * 1001), "more than 1,000 pages"),
    "PDF of forms in forms": (pdf_of([deflated(b"/Fm Do")], *NEST), "the PDF"),
    # HTML
    "page without words": (b"<html><body><script>x</script></body></html>", "the page holds no text"),
    "page of tags": (b"<html><body>" + b"<b>x</b>" * 400_000, "more than 750,000 tags"),
}


@pytest.mark.parametrize(("data", "what"), CASES.values(), ids=CASES.keys())
def test_does_each_bad_input_end_in_one_line_that_names_the_file(
    data: bytes | Callable[[], bytes], what: str
) -> None:
    made = data if isinstance(data, bytes) else data()
    start = processor_time()
    with pytest.raises(InputError, match=what) as caught:
        read_bytes(made, name="in.pdf")
    assert processor_time() - start < SOON
    assert caught.value.where.startswith("in.pdf")
    assert caught.value.remedy
    assert "\n" not in str(caught.value)


def test_does_xml_that_is_cut_off_name_the_line() -> None:
    with pytest.raises(InputError) as caught:
        read_bytes(akn("\n\n<mainBody>\n<p>Urges").encode(), name="a.xml")
    assert caught.value.where == "a.xml:4"


def test_does_a_file_that_is_not_there_say_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_file(tmp_path / "missing.txt")


def test_is_a_huge_file_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(media, "SIZE", 10)
    (tmp_path / "a.txt").write_text("more than ten bytes")
    with pytest.raises(InputError, match="larger than"):
        read_file(tmp_path / "a.txt")
