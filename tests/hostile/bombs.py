"""Archives and markup that are small and mean to grow, or lie about what they hold."""

from __future__ import annotations

import io
import zipfile

_DEFLATED, _UNKNOWN = 8, 99
_RDF = b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'


def zipped(*members: tuple[str, bytes]) -> bytes:
    """Return an archive of files, in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def locked_zip(name: str, content: bytes) -> bytes:
    """Return an archive whose one file is said to be encrypted."""
    return _changed(zipped((name, content)), flags=1, method=_DEFLATED)


def unknown_zip(name: str, content: bytes) -> bytes:
    """Return an archive whose one file is packed by a method that nobody knows."""
    return _changed(zipped((name, content)), flags=0, method=_UNKNOWN)


def lying_zip(name: str, content: bytes, size: int) -> bytes:
    """Return an archive whose one file is said to be of another size, in both places where that stands."""
    return zipped((name, content)).replace(len(content).to_bytes(4, "little"), size.to_bytes(4, "little"))


def _changed(data: bytes, *, flags: int, method: int) -> bytes:
    """Return an archive of one file with other flags and method, in its header and in the directory."""
    changed = bytearray(data)
    for mark, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        start = data.index(mark) + at
        changed[start : start + 4] = flags.to_bytes(2, "little") + method.to_bytes(2, "little")
    return bytes(changed)


def rdf_xml(inside: bytes) -> bytes:
    """Return RDF/XML of one thing; properties are in the namespace `e`."""
    return _RDF + b'<rdf:Description rdf:about="http://e/a">' + inside + b"</rdf:Description></rdf:RDF>"


def laughs(document: bytes, levels: int = 10) -> bytes:
    """Return a document behind entities each of which names the one before it ten times."""
    entities = "".join(
        f'<!ENTITY a{level} "{f"&a{level - 1};" * 10 if level else "ha"}">' for level in range(levels)
    )
    return f"<!DOCTYPE r [{entities}]>".encode() + document
