"""Read a file: tell what it is from its bytes, and hand it to the reader of that kind."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from kg.document import Origin
from kg.errors import InputError
from kg.text.block import Reading
from kg.text.read import media
from kg.text.read.decode import decode

if TYPE_CHECKING:
    from pathlib import Path


def read_file(path: Path) -> Reading:
    """Return what stands in a file.

    Raises:
        InputError: where it cannot be read, or holds no document of a kind that is read.
    """
    try:
        if path.stat().st_size > media.SIZE:
            raise media.too_large(str(path))
        with path.open("rb") as file:
            data = file.read(media.SIZE + 1)  # a device has no size, and no end
    except OSError as error:
        what = f"the file cannot be read ({error.strerror or error})"
        raise InputError(what, where=str(path), remedy="Give a file that you may read") from error
    return read_bytes(data, name=str(path))


def read_bytes(data: bytes, *, name: str) -> Reading:
    """Return what stands in the bytes of a file; its name is for messages and provenance only.

    Plain text, Markdown and PDF come as text without blocks; the other kinds as blocks.

    Raises:
        InputError: where they hold no document of a kind that is read.
    """
    media_type = media.binary_type(data, name=name)
    source = "" if media_type else decode(data, name=name)
    media_type = media_type or media.text_type(source, name=name)
    origin = Origin(name, sha256(data).hexdigest(), media_type)
    if media_type == media.PDF:
        from kg.text.read.pdf import pdf_text

        return Reading(origin, pdf_text(data, name=name), (), ())
    if media_type == media.DOCX:
        from kg.text.read.docx import read_docx

        return read_docx(data, origin, name=name)
    if media_type == media.AKN:
        from kg.text.read.akn import read_akn

        return read_akn(source, origin, name=name)
    if media_type == media.HTML:
        from kg.text.read.html import read_html

        return read_html(source, origin, name=name)
    return Reading(origin, source, (), ())
