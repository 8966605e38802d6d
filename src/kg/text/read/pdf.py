"""Read the text layer of a PDF, in a process of its own with limits of time and memory.

A few hundred bytes of PDF can keep pdfium busy for hours, or crash it; only the process that reads the file
ends then. Why pdfium: docs/decisions/0008-pdf-reader.md.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.text.read.pdf_layout import Page, Run, lay_out

WORKER = Path(__file__).with_name("pdf_worker.py")
SECONDS = 9.0
"""Time that a PDF may take, start of the process included."""
LETTERS = 20
"""Letters that a PDF with images must hold, to count as one with a text layer."""

_AS_TEXT = "Give the document as DOCX, HTML, AKN XML or text"
_REFUSALS = {
    "encrypted": ("the PDF is encrypted", "Save it without a password"),
    "damaged": ("the PDF is damaged", "Fetch the file again: it may be cut off"),
    "pages": ("the PDF has more than 1,000 pages", "Give one document a file"),
    "expanded": ("the PDF holds more text than its size explains, or over 64 MB", _AS_TEXT),
    "layers": ("the PDF holds streams that are compressed several times over", _AS_TEXT),
    "memory": ("the PDF takes more memory than is given to one file", _AS_TEXT),
}


def pdf_text(data: bytes, *, name: str) -> str:
    """Return the text of a PDF, its layout explicit; see `kg.text.read.pdf_layout`.

    Raises:
        InputError: where it is encrypted, damaged, without a text layer, or takes too much time or memory.
    """
    report = _work(data, name=name)
    if error := report.get("error"):
        what, remedy = _REFUSALS[error]
        raise InputError(what, where=name, remedy=remedy)
    pages = report["pages"]
    text = lay_out(_page(page) for page in pages)
    letters = sum(map(str.isalpha, text[: 4 * LETTERS * len(pages)]))
    if letters < (LETTERS if any(page["images"] for page in pages) else 1):
        remedy = "It shows images of pages: run text recognition (OCR) on it first"
        raise InputError("the PDF has no text layer", where=name, remedy=remedy)
    return text


def _work(data: bytes, *, name: str) -> dict[str, Any]:
    """Return what the worker reports; it is killed at the deadline."""
    command = [sys.executable, "-I", str(WORKER)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        what = f"the PDF takes longer than {SECONDS:g} s to read"
        raise InputError(what, where=name, remedy=_AS_TEXT) from error
    if done.returncode:
        if b"ModuleNotFoundError" in done.stderr:
            raise InputError(
                "PDF files need pypdfium2", where=name, remedy="Install it: pip install pypdfium2"
            )
        what = "the PDF is damaged, or takes more time or memory than is given to one file"
        raise InputError(what, where=name, remedy=_AS_TEXT)
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def _page(page: dict[str, Any]) -> Page:
    runs = tuple(Run(*run) for run in page["runs"])
    return Page(runs, tuple((left, right, height) for left, right, height in page["rules"]))
