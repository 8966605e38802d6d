"""Take the text runs out of one PDF, in a process that may be killed; run by `kg.text.read.pdf`, as a file.

Reads the PDF on standard input and writes one JSON object to standard output: `pages`, each with its `runs`
(text, left, right, baseline, size in points, italic), its `rules` (left, right, height) and whether it shows
`images`; or `error` and `detail`. Imports nothing of the package, so that it starts fast and its memory is
all the file's.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import math
import re
import resource
import signal
import sys
import zlib
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium  # type: ignore[import-untyped]  # it publishes no types
from pypdfium2 import raw

MEMORY = 400 * 1024**2
"""Bytes that a PDF may take, beside the interpreter's."""
SECONDS = 8
PAGES = 1_000
EXPANDED = 64 * 1024**2
"""Bytes that the streams of a PDF may hold when inflated, images left out."""
RATIO = 100
"""How many times larger than in the file a stream may be, once it is larger than 1 MB."""
CHARACTERS = 20_000_000

_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG, from <sys/prctl.h>
_INTERPRETER = 256 * 1024**2  # address space of Python and pdfium where the system does not tell
_STEP = 1024**2
_DEPTH = 5
"""Form objects that may stand inside each other."""
_ZERO = 2
"""Bytes of the zero that closes a text."""
_THIN, _LONG = 2, 30
"""Points: a drawn rule is thinner and longer."""
_DICTIONARY = 2_000
_STREAM_RE = re.compile(rb"(?<!end)stream\r?\n")  # not the end of a stream
_END = b"endstream"
_INFLATES_RE = re.compile(
    rb"/(?:FlateDecode|LZWDecode|RunLengthDecode|Fl|LZW|RL)\b"
)  # not ASCII85, which shrinks
_ITALIC_RE = re.compile(r"ital|obliq|kursiv", re.IGNORECASE)  # not `It` alone: `Title`
_ITALIC_FLAG = 1 << 6  # PDF 1.7, table 123
_HYPHENS = str.maketrans(
    {"\x02": "-", "\ufffe": "-", "\xad": "-"}
)  # how pdfium gives a hyphen at a line's end
_CONTROLS_RE = re.compile(r"[\0-\x1f\x7f]+")  # not a printed character

Handle = Any  # of pdfium's: an address without a type of its own
Matrix = tuple[float, float, float, float, float, float]
Page = dict[str, list[list[Any]]]


class Refused(Exception):  # noqa: N818 - it says what was done with the file
    """The file is not read, and why."""


def main() -> None:
    """Put the limits in place, read the file, and report its runs or what is wrong with it."""
    _die_with_parent()
    _limit()
    try:
        report: dict[str, Any] = {"pages": _read(sys.stdin.buffer.read())}
    except Refused as error:
        report = {"error": str(error)}
    except MemoryError:
        report = {"error": "memory"}
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD
        report = {"error": "encrypted" if locked else "damaged", "detail": str(error)}
    json.dump(report, sys.stdout)


def _die_with_parent() -> None:
    """Have the system end this process with the one that started it, also where that is killed."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)


def _limit() -> None:
    for kind, value in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_AS, _address_space() + MEMORY),
        (resource.RLIMIT_CPU, SECONDS + 1),
    ):
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(kind, (value, value))


def _address_space() -> int:
    """Return the bytes of address space taken so far."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError):
        return _INTERPRETER
    return pages * resource.getpagesize()


def _read(data: bytes) -> list[Page]:
    _refuse_bomb(data)
    document = pdfium.PdfDocument(data)
    if len(document) > PAGES:
        raise Refused("pages")
    pages: list[Page] = []
    left = CHARACTERS
    for index in range(len(document)):
        page = _page(document[index])
        left -= sum(len(run[0]) for run in page["runs"])
        if left < 0:
            raise Refused("expanded")
        pages.append(page)
    return pages


def _refuse_bomb(data: bytes) -> None:
    """Inflate every stream once, throwing the result away, and refuse the file where they grow too much."""
    total, at = 0, 0
    while match := _STREAM_RE.search(data, at):
        start = match.end()
        end = data.find(_END, start)
        end = len(data) if end < 0 else end
        about = data[max(at, match.start() - _DICTIONARY) : match.start()]
        about = about[about.rfind(b" obj") + 1 :]
        if len(_INFLATES_RE.findall(about)) > 1:
            raise Refused("layers")
        if b"/Image" not in about:
            size = _inflated_size(data[start:end], EXPANDED - total)
            total += size
            if total >= EXPANDED or size > max(_STEP, RATIO * (end - start)):
                raise Refused("expanded")
        at = end + len(_END)


def _inflated_size(packed: bytes, most: int) -> int:
    """Return how large a stream is when inflated, at least `most` where it is larger; 0 for other streams."""
    inflater = zlib.decompressobj()
    size = 0
    try:
        while packed and size < most and not inflater.eof:
            size += len(inflater.decompress(packed, _STEP))
            packed = inflater.unconsumed_tail
    except zlib.error:
        pass
    return size


def _page(page: pdfium.PdfPage) -> Page:
    text_page = page.get_textpage()
    found: Page = {"runs": [], "rules": [], "images": []}
    try:
        count = raw.FPDFPage_CountObjects(page.raw)
        objects = (raw.FPDFPage_GetObject(page.raw, index) for index in range(count))
        for each in objects:
            _object(each, text_page.raw, (1, 0, 0, 1, 0, 0), found, _DEPTH)
    finally:
        text_page.close()
        page.close()
    return found


def _object(each: Handle, text_page: Handle, outer: Matrix, found: Page, depth: int) -> None:
    kind = raw.FPDFPageObj_GetType(each)
    if kind == raw.FPDF_PAGEOBJ_TEXT:
        _text(each, text_page, outer, found)
    elif kind == raw.FPDF_PAGEOBJ_PATH:
        _rule(each, outer, found)
    elif kind == raw.FPDF_PAGEOBJ_IMAGE:
        found["images"].append([1])
    elif kind == raw.FPDF_PAGEOBJ_FORM and depth:
        inner = _times(_matrix(each), outer)
        for index in range(raw.FPDFFormObj_CountObjects(each)):
            _object(raw.FPDFFormObj_GetObject(each, index), text_page, inner, found, depth - 1)


def _text(each: Handle, text_page: Handle, outer: Matrix, found: Page) -> None:
    length = raw.FPDFTextObj_GetText(each, text_page, None, 0)
    if length <= _ZERO:
        return
    buffer = ctypes.create_string_buffer(length)
    raw.FPDFTextObj_GetText(each, text_page, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length)
    text = buffer.raw[: length - _ZERO].decode("utf-16-le", "replace").translate(_HYPHENS)
    a, b, c, d, x, y = _times(_matrix(each), outer)
    if abs(b) > abs(a) / 4:
        return  # turned text: a stamp or the edge of the page
    points = ctypes.c_float()
    raw.FPDFTextObj_GetFontSize(each, points)
    right = max(_bounds(each, outer)[2], x)
    size = points.value * math.hypot(c, d)
    found["runs"].append([_CONTROLS_RE.sub(" ", text), x, right, y, size, _is_italic(each)])


def _is_italic(each: Handle) -> bool:
    font = raw.FPDFTextObj_GetFont(each)
    if raw.FPDFFont_GetFlags(font) & _ITALIC_FLAG:
        return True
    name = ctypes.create_string_buffer(128)
    raw.FPDFFont_GetBaseFontName(font, name, 128)
    return bool(_ITALIC_RE.search(name.value.decode("utf-8", "replace")))


def _rule(each: Handle, outer: Matrix, found: Page) -> None:
    left, bottom, right, top = _bounds(each, outer)
    if top - bottom < _THIN and right - left > _LONG:
        found["rules"].append([left, right, bottom])


def _bounds(each: Handle, outer: Matrix) -> tuple[float, float, float, float]:
    """Return left, bottom, right and top on the page."""
    values = [ctypes.c_float() for _ in range(4)]
    raw.FPDFPageObj_GetBounds(each, *values)
    left, bottom, right, top = (value.value for value in values)
    a, b, c, d, e, f = outer
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (left, right) for y in (bottom, top)]
    across, up = zip(*corners, strict=True)
    return min(across), min(up), max(across), max(up)


def _matrix(each: Handle) -> Matrix:
    m = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(each, m)
    return (m.a, m.b, m.c, m.d, m.e, m.f)


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (
        a * p + b * r, a * q + b * s,
        c * p + d * r, c * q + d * s,
        e * p + f * r + t, e * q + f * s + u,
    )  # fmt: skip


if __name__ == "__main__":
    main()
