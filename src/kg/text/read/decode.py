"""From bytes to text: byte order marks, UTF-8, UTF-16, and Windows-1252 where that makes sense."""

from __future__ import annotations

import codecs
import re

from kg.errors import InputError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 4096
_WIDE = 0.3
"""Share of zero bytes on one side of the byte pairs from which a text without mark is UTF-16."""
_NOISE = 0.002
"""Share of control characters above which a file is no text."""
_FOREIGN = 0.3
"""Share of non-ASCII characters above which a Windows-1252 text is no sensible one."""
_DAMAGED = 0.02
"""Share of undecodable sequences among the non-ASCII ones up to which a text is UTF-8 with a few faults."""

# Not tab, line feed, vertical tab, form feed, carriage return, or next line (U+0085).
_CONTROL_RE = re.compile(r"[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_ASCII_RE = re.compile(r"[\0-\x7f]+")
# `encoding="…"` of an XML declaration, or `charset=…` of an HTML page; not of a later element's.
_DECLARED_RE = re.compile(
    rb"""(?:<\?xml[^>]{0,80}?encoding|charset)\s{0,4}=\s{0,4}["']?([A-Za-z0-9_\-]{1,40})"""
)
_DECLARABLE = frozenset(
    {"utf-8", "ascii", "iso8859-1", "iso8859-15", "cp1252", "utf-16", "utf-16-le", "utf-16-be"}
)


def decode(data: bytes, *, name: str) -> str:
    """Return the text that the bytes stand for, line ends as they are, without a byte order mark.

    Raises:
        InputError: where the bytes are no text in an encoding that can be told.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _sensible(data[len(mark) :].decode(encoding, "replace"), name=name)
    wide = _wide_encoding(data)
    if wide:
        return _sensible(data.decode(wide, "replace"), name=name)
    try:
        return _sensible(data.decode("utf-8"), name=name)
    except UnicodeDecodeError:
        return _sensible(_narrow(data, name=name), name=name)


def _wide_encoding(data: bytes) -> str | None:
    """Return the UTF-16 that the zero bytes of a text without mark speak for."""
    sample = data[:_SAMPLE]
    pairs = max(len(sample) // 2, 1)
    high, low = sample[::2].count(0) / pairs, sample[1::2].count(0) / pairs
    if low > _WIDE and high < _WIDE / 10:
        return "utf-16-le"
    return "utf-16-be" if high > _WIDE and low < _WIDE / 10 else None


def _narrow(data: bytes, *, name: str) -> str:
    """Return a text that is no clean UTF-8: as declared, as UTF-8 with a few faults, or as Windows-1252."""
    declared = _declared(data)
    if declared and not declared.startswith("utf"):
        return data.decode(declared, "replace")
    text = data.decode("utf-8", "replace")
    faults = text.count("\ufffd")
    others = _non_ascii(text) - faults
    cut_off = faults == 1 and others and text.endswith("\ufffd")
    if cut_off or faults <= _DAMAGED * others:
        return text
    text = data.decode("cp1252", "replace")
    if text.count("\ufffd"):
        text = data.decode("latin-1")
    if _non_ascii(text) > _FOREIGN * len(text):
        raise _no_text(name)
    return text


def _declared(data: bytes) -> str | None:
    match = _DECLARED_RE.search(data, 0, _SAMPLE)
    if not match:
        return None
    try:
        encoding = codecs.lookup(match[1].decode("ascii")).name
    except LookupError:
        return None
    return encoding if encoding in _DECLARABLE else None


def _non_ascii(text: str) -> int:
    return len(_ASCII_RE.sub("", text))


def _sensible(text: str, *, name: str) -> str:
    """Return the text, unless it holds too many control or undecodable characters."""
    noise = sum(1 for _ in _CONTROL_RE.finditer(text)) + text.count("\ufffd")
    if "\0" in text or noise > max(_NOISE * len(text), 3):
        raise _no_text(name)
    return text


def _no_text(name: str) -> InputError:
    remedy = "Give text in UTF-8, UTF-16 or Windows-1252, or a PDF, DOCX, HTML or AKN XML file"
    return InputError("this is no text in a known encoding", where=name, remedy=remedy)
