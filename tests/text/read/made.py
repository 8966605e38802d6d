"""Small PDF and DOCX files, made by hand so that each shows one thing."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
FONTS = {"roman": "Times-Roman", "italic": "Times-Italic"}


@dataclass(frozen=True)
class Printed:
    """Words at a place on a page, in points from its lower left corner."""

    text: str
    x: float
    y: float
    size: float = 10
    font: str = "roman"


def pdf(*pages: list[Printed], image: bool = False) -> bytes:
    contents = [_content(page) + (b" q 100 0 0 100 0 0 cm /Im Do Q" if image else b"") for page in pages]
    return pdf_of([_stream(content) for content in contents])


def pdf_of(contents: list[bytes], *others: bytes) -> bytes:
    """Return a PDF of one page for each content stream (`<<…>> stream … endstream`)."""
    fonts = " ".join(f"/{key} << /Type /Font /Subtype /Type1 /BaseFont /{FONTS[key]} >>" for key in FONTS)
    image = (
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        image + b" /Length 1 >>\nstream\n\xff\nendstream",
        *others,
    ]
    kids = []
    for content in contents:
        objects += [content, b""]
        page = len(objects)
        kids.append(f"{page} 0 R")
        objects[page - 1] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {page - 1} 0 R"
            f" /Resources << /Font << {fonts} >> /XObject << /Im 3 0 R /Fm 4 0 R >> >> >>"
        ).encode()
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    return _file(objects)


def locked_pdf() -> bytes:
    """Return a PDF that asks for a password: its keys fit none."""
    key = b"<" + b"5a" * 32 + b">"
    lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O %s /U %s >> /ID [%s %s] /Root" % (
        key,
        key,
        key,
        key,
    )
    return pdf([Printed("Urges", 100, 700)]).replace(b"/Root", lock)


def _file(objects: list[bytes]) -> bytes:
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(data))
    return data + head + table + trailer


def _content(page: list[Printed]) -> bytes:
    lines = [f"BT /{p.font} {p.size} Tf {p.x} {p.y} Td ({p.text}) Tj ET" for p in page]
    return "\n".join(lines).encode("cp1252")


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


def deflated(content: bytes, times: int = 1) -> bytes:
    for _ in range(times):
        content = zlib.compress(content, 9)
    filters = b" ".join([b"/FlateDecode"] * times)
    return b"<< /Length %d /Filter [%s] >>\nstream\n%s\nendstream" % (len(content), filters, content)


def docx(body: str, **parts: str) -> bytes:
    """Return a Word file of a body's XML and of other parts: `footnotes`, `numbering`, `styles`."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", _part("document", f"<w:body>{body}</w:body>"))
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", _part(name, content))
    return out.getvalue()


def _part(name: str, content: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} xmlns:w="{W}">{content}</w:{name}>'


def para(*runs: str, style: str = "", number: tuple[int, int] | None = None) -> str:
    listed = (
        f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>' if number else ""
    )
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{styled}{listed}</w:pPr>{''.join(runs)}</w:p>"


def run(text: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def akn(inside: str, *, meta: str = "", cover: str = "") -> str:
    return (
        '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><statement name="resolution">'
        f"<meta>{meta}</meta><coverPage>{cover}</coverPage>{inside}</statement></akomaNtoso>"
    )
