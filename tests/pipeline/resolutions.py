"""Short resolutions in words of ours, and files that are none."""

from __future__ import annotations

import io
import zipfile
from hashlib import sha256

from tests.text.read.made import Printed, akn, deflated, locked_pdf, pdf, pdf_of

SYMBOL = "A/RES/99/{number}"
LINES = """\
United Nations

A/RES/99/{number}

General Assembly

Ninety-ninth session
Agenda item 7 (a)

Resolution adopted by the General Assembly on 20 December 2044

[on the report of the Third Committee (A/99/400)]

99/{number}. Safety of readers

The General Assembly,

Recalling its resolution 70/1 of 25 September 2015,¹ and noting target 16.2,

Reaffirming article 34 of the Convention on the Rights of the Child,

1. Calls upon Member States to tell the Human Rights Council of the well-
being of those who read, and to make the words

¹ See A/99/31 and Corr.1.

44-12345 1/2

A/RES/99/{number}

of the books larger, and requests the Secretary-General to help them;

2. Urges all States:

(a) To keep readers informed;

(b) To close none.

70th plenary meeting
20 December 2044
"""
RECIPE = "Bread\n\n1. Take the flour.\n\n2. Stir the water in.\n\n3. Bake it slowly.\n" * 20
REPORT = "Report of the Secretary-General\n\nSummary\n\n" + "1. The report tells of the year.\n\n" * 50
FRENCH = """\
Résolution adoptée par l’Assemblée générale

L’Assemblée générale,

Rappelant sa résolution 70/1 du 25 septembre 2015 et toutes les autres qui sont dans la liste,

1. Prie le Secrétaire général de lui faire un rapport sur la lecture dans les écoles et pour tous.
"""
BOMB = 70 << 20
"""Bytes, more than any text has."""


def resolution(number: int = 1) -> str:
    """Return a resolution with notes, sub-items, a word broken at a line and a page break in a paragraph."""
    return LINES.replace("{number}", str(number))


def printed(number: int = 1) -> bytes:
    """Return a resolution as a PDF of one page, without the note and the page break."""
    start, rest = resolution(number).split("¹ See", 1)
    lines = [*start.replace("¹", "").rstrip().splitlines(), *rest.split("\n\n", 3)[-1].splitlines()]
    return pdf([Printed(line, 60, 780 - 14 * at) for at, line in enumerate(lines) if line])


def bad_files() -> dict[str, bytes]:
    """Return files that cannot be read, or are no resolution, by names that tell how."""
    markup = akn("<preface><p>x</p></preface><mainBody><p>Urges</p></mainBody>")
    return {
        "empty.txt": b"",
        "noise.txt": b"".join(sha256(n.to_bytes(2)).digest() for n in range(3000)),
        "locked.pdf": locked_pdf(),
        "scanned.pdf": pdf([], image=True),
        "bomb.pdf": pdf_of([deflated(b" " * BOMB)]),
        "bomb.docx": _zipped(b" " * BOMB),
        "doctype.xml": ('<!DOCTYPE a [<!ENTITY b "c">]>' + markup).encode(),
        "cut.xml": markup[:-30].encode(),
        "recipe.txt": RECIPE.encode(),
        "report.txt": REPORT.encode(),
        "french.txt": FRENCH.encode(),
        "long.txt": resolution().encode() + b"Recalling what was done,\n\n" * 400_000,
    }


def _zipped(content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", content)
    return out.getvalue()
