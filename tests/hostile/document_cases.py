"""Bad documents: bombs, files of other kinds, texts that mean to keep a reader busy."""

from __future__ import annotations

import zlib

from tests.hostile.bombs import laughs, locked_zip, lying_zip, unknown_zip, zipped
from tests.hostile.case import Case, extract
from tests.text.read.made import W, akn, deflated, docx, para, pdf, pdf_of, run

_TEXT = "Give the document itself"
_ANEW = "Fetch the file again"
_SAVE = "Save"
RESOLUTION = "The General Assembly,\n\n1. Urges States to dig wells;\n"
BODY = (
    "<preamble><formula><p>The General Assembly,</p></formula></preamble><mainBody><p>Urges.</p></mainBody>"
)


def _akn(text: str, doctype: str = "") -> bytes:
    return ('<?xml version="1.0"?>' + doctype + akn(text)).encode()


def _word(document: bytes) -> bytes:
    return zipped(("word/document.xml", document))


def _pdf(*objects: bytes, root: int = 1) -> bytes:
    """Return a PDF of these objects, numbered from 1, without a table of where they stand."""
    numbered = b"".join(b"%d 0 obj\n%s\nendobj\n" % pair for pair in enumerate(objects, start=1))
    return b"%%PDF-1.7\n%strailer << /Size %d /Root %d 0 R >>\n%%%%EOF\n" % (numbered, len(objects) + 1, root)


_CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
_NO_WORDS = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"


def _deep_pages() -> bytes:
    """Return a PDF whose tree of pages is 3,000 deep."""
    nodes = [b"<< /Type /Pages /Count 1 /Kids [%d 0 R] >>" % (n + 3) for n in range(3000)]
    return _pdf(_CATALOG, *nodes, _NO_WORDS)


def _piled_streams() -> bytes:
    """Return a PDF of forty streams, each below every limit, that together are too much."""
    return pdf_of(
        [
            b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(data), data)
            for data in [zlib.compress(b" " * (2 << 20), 9)] * 40
        ]
    )


CASES = [
    # markup
    extract(
        "a resolution behind entities that multiply",
        lambda: laughs(akn(BODY).encode()),
        "has a DOCTYPE",
        "remove it",
        file="in.xml",
    ),
    extract(
        "one long entity, named often",
        _akn(BODY, f'<!DOCTYPE a [<!ENTITY b "{"x" * 50_000}">]>'),
        "has a DOCTYPE",
        "remove it",
        file="in.xml",
    ),
    extract(
        "an entity that is a file in a document",
        _akn(BODY, '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'),
        "has a DOCTYPE",
        "remove it",
        file="in.xml",
    ),
    extract(
        "a DTD from elsewhere",
        _akn(BODY, '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">'),
        "has a DOCTYPE",
        "remove it",
        file="in.xml",
    ),
    extract(
        "a parameter entity",
        _akn(BODY, '<!DOCTYPE a [<!ENTITY % b SYSTEM "http://127.0.0.1:9/"> %b;]>'),
        "has a DOCTYPE",
        "remove it",
        file="in.xml",
    ),
    extract(
        "a DOCTYPE in UTF-16",
        _akn(BODY, "<!DOCTYPE a>").decode().encode("utf-16"),
        "has a DOCTYPE",
        "remove it",
        file="in.xml",
    ),
    extract(
        "an entity that was never declared",
        _akn(BODY.replace("Urges", "&x;")),
        "in.xml:1",
        "undefined entity",
        _ANEW,
        file="in.xml",
    ),
    extract(
        "a reference to NUL",
        _akn(BODY.replace("Urges", "&#0;")),
        "in.xml:1",
        "not well-formed",
        _ANEW,
        file="in.xml",
    ),
    extract(
        "a reference to half a surrogate pair",
        _akn(BODY.replace("Urges", "&#xD800;")),
        "in.xml:1",
        _ANEW,
        file="in.xml",
    ),
    extract(
        "an attribute twice",
        _akn(BODY.replace("<p>", '<p a="1" a="2">', 1)),
        "duplicate attribute",
        _ANEW,
        file="in.xml",
    ),
    extract("two outermost elements", _akn(BODY) + b"<a/>", "junk after", _ANEW, file="in.xml"),
    extract("an element that never ends", _akn(BODY)[:-20], "not well-formed", _ANEW, file="in.xml"),
    extract(
        "101 elements in each other",
        _akn("<p>" * 101 + "</p>" * 101),
        "inside each other",
        "Give one official document",
        file="in.xml",
    ),
    extract(
        "an XML of another kind",
        b'<?xml version="1.0"?><svg/>',
        "outermost element is <svg>",
        "Give AKN4UN",
        file="in.xml",
    ),
    extract(
        "a page of nothing but script",
        b"<html><script>alert(1)</script></html>",
        "holds no text",
        "Give the document itself",
        file="in.html",
    ),
    extract(
        "a page whose comment never ends",
        b"<html><body><!-- " + RESOLUTION.encode(),
        "holds no text",
        "Give the document itself",
        file="in.html",
    ),
    extract(
        "a page of 5,000 tables in each other",
        lambda: b"<html><body>" + b"<table><tr><td>" * 5_000,
        "no text",
        "Give the document itself",
        file="in.html",
    ),
    # archives
    extract(
        "a Word file with a DOCTYPE",
        lambda: _word(laughs(b"<w:document xmlns:w='%s'/>" % W.encode())),
        "document.xml",
        "has a DOCTYPE",
        "remove it",
        file="in.docx",
    ),
    extract(
        "a Word file of 70 MB of spaces",
        lambda: _word(b" " * (70 << 20)),
        "unpacks to more than",
        _SAVE,
        file="in.docx",
    ),
    extract(
        "a Word file that lies about its size",
        lambda: lying_zip("word/document.xml", b" " * 900_000, 100),
        "damaged",
        _ANEW,
        file="in.docx",
    ),
    extract(
        "a Word file of a million empty paragraphs",
        lambda: docx("<w:p/>" * 1_000_000),
        "100 times its size",
        "Save the document anew",
        file="in.docx",
    ),
    extract(
        "a Word file of 300 tables in each other",
        lambda: docx("<w:tbl><w:tr><w:tc>" * 300 + para(run("x")) + "</w:tc></w:tr></w:tbl>" * 300),
        "inside each other",
        "Give one official document",
        file="in.docx",
    ),
    extract(
        "a footnote that refers to itself",
        docx(
            para(run("x"), '<w:r><w:footnoteReference w:id="1"/></w:r>'),
            footnotes='<w:footnote w:id="1"><w:p><w:r><w:footnoteReference w:id="1"/></w:r></w:p></w:footnote>',  # noqa: E501
        ),
        "holds no resolution",
        "Give the official text",
        file="in.docx",
    ),
    extract(
        "one footnote of 1 MB named 10,000 times",
        lambda: docx(
            para(*['<w:r><w:footnoteReference w:id="1"/></w:r>'] * 10_000),
            footnotes=f'<w:footnote w:id="1"><w:p>{run(" ".join(map(str, range(150_000))))}</w:p></w:footnote>',  # noqa: E501
        ),
        "holds no resolution",
        "Give the official text",
        file="in.docx",
    ),
    extract(
        "a style based on itself",
        docx(para(run("x"), style="A"), styles='<w:style w:styleId="A"><w:basedOn w:val="A"/></w:style>'),
        "holds no resolution",
        "Give the official text",
        file="in.docx",
    ),
    extract(
        "a list that begins at a thousand million",
        docx(
            para(run("x"), number=(1, 0)),
            numbering='<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1000000000"/>'
            '<w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1%1%1%1"/></w:lvl></w:abstractNum>'
            '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
        ),
        "holds no resolution",
        "Give the official text",
        file="in.docx",
    ),
    extract(
        "a zip that is no Word file",
        zipped(("../../word/document.xml", b"x")),
        "no Word document",
        _SAVE,
        file="in.docx",
    ),
    extract(
        "a zip in a Word file's place in a zip",
        _word(_word(b"<a/>")),
        "in.docx",
        "Give text in UTF-8",
        file="in.docx",
    ),
    extract(
        "a Word file with a password",
        locked_zip("word/document.xml", b"<a/>"),
        "encrypted",
        _SAVE,
        file="in.docx",
    ),
    extract(
        "a Word file packed in an unknown way",
        unknown_zip("word/document.xml", b"<a/>"),
        "damaged",
        _ANEW,
        file="in.docx",
    ),
    extract("a Word file cut off", docx(para(run("Urges")))[:-40], "damaged", _ANEW, file="in.docx"),
    # PDF
    extract("a PDF of nothing", b"%PDF-1.7\n", "damaged", _ANEW, file="in.pdf"),
    extract(
        "a PDF whose pages lead back to themselves",
        _pdf(_CATALOG, b"<< /Type /Pages /Count 1 /Kids [2 0 R] >>"),
        "in.pdf",
        "the PDF",
        ". ",
        file="in.pdf",
    ),
    extract(
        "a PDF that claims two thousand million pages",
        _pdf(_CATALOG, b"<< /Type /Pages /Count 2000000000 /Kids [3 0 R] >>", _NO_WORDS),
        "the PDF",
        ". ",
        file="in.pdf",
    ),
    extract("a PDF whose pages are 3,000 deep", _deep_pages, "the PDF", ". ", file="in.pdf"),
    extract("a PDF whose object is itself", _pdf(_CATALOG, b"2 0 R"), "the PDF", ". ", file="in.pdf"),
    extract(
        "a PDF of a stream that grows",
        lambda: pdf_of([deflated(b" " * (70 << 20))]),
        "holds more text than its size",
        "Give the document as",
        file="in.pdf",
    ),
    extract(
        "a PDF of a stream in a stream",
        lambda: pdf_of([deflated(b" " * (70 << 20), 2)]),
        "compressed several times",
        "Give the document as",
        file="in.pdf",
    ),
    extract(
        "a PDF of forty streams of 2 MB",
        _piled_streams,
        "holds more text than its size",
        "Give the document as",
        file="in.pdf",
    ),
    extract(
        "a PDF that runs a script as it is opened",
        pdf([]).replace(
            b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert(1)) >>"
        ),
        "no text layer",
        "text recognition",
        file="in.pdf",
    ),
    # other kinds
    extract(
        "an old Word file", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Word", "save it as .docx"
    ),
    extract("rich text", b"{\\rtf1 Urges}", "rich text", "save it as .docx"),
    extract("a picture", b"\x89PNG\r\n\x1a\n" + bytes(100), "an image", _TEXT),
    extract(
        "a program",
        b"\x7fELF\2\1\1" + bytes(range(256)) * 20,
        "no text in a known encoding",
        "Give text in UTF-8",
    ),
    # text
    extract("an empty document", b"", "the file is empty", _TEXT),
    extract(
        "a text with NUL", RESOLUTION.encode() + b"\0", "no text in a known encoding", "Give text in UTF-8"
    ),
    extract(
        "a text in Shift-JIS",
        "総会は、".encode("shift-jis") * 50,
        "no text in a known encoding",
        "Give text in UTF-8",
    ),
    extract(
        "a text of steering signs",
        RESOLUTION.encode() + b"\x1b[2J" * 400,
        "no text in a known encoding",
        "Give text in UTF-8",
    ),
    extract("eleven million letters", lambda: b"a" * 11_000_000, "far more than any resolution", "Split it"),
    extract(
        "a number of 100,000 digits as text", b"1" * 100_000, "holds no resolution", "Give the official text"
    ),
    extract(
        "a text in French",
        "L'Assemblée générale,\n\nRappelant la résolution,\n" * 20,
        "is in French",
        "Give the English text",
    ),
    Case(
        "a device without an end as a document",
        ("extract", "/dev/zero"),
        ("/dev/zero", "larger than", "one document"),
    ),
    Case(
        "a document that is not there",
        ("extract", "none.pdf"),
        ("none.pdf", "does not exist", "Check the path"),
    ),
    Case(
        "a link that leads to itself as a document",
        ("extract", "loop.ttl"),
        ("loop.ttl", "does not exist", "Check"),
    ),
]
