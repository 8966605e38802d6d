"""Small documents of our own making, in the forms that services send."""

from __future__ import annotations

import io
import json
import zipfile

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << >>\nstartxref\n9\n%%EOF\n"
NOT_FOUND_PAGE = (
    b"<!DOCTYPE html>\n<html><head><title>Page not found &amp; gone</title></head><body>404</body></html>"
)
VIEWER_PAGE = b'<!doctype html><html><head><title>ODS</title></head><body><div id="root"></div></body></html>'
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def docx() -> bytes:
    """Return an archive with the parts that make a Word file."""
    return archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"})


def archive(files: dict[str, bytes]) -> bytes:
    """Return a ZIP archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for name, body in files.items():
            out.writestr(name, body)
    return packed.getvalue()


def akn(number: str = "74-174") -> bytes:
    """Return XML that says which resolution it is."""
    uri = f"/akn/un/statement/deliberation/unga/2019-12-18/{number}/"
    return (
        '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><statement><meta>'
        f'<FRBRWork><FRBRthis value="{uri}!main/"/><FRBRuri value="{uri}"/></FRBRWork>'
        "</meta></statement></akomaNtoso>\n"
    ).encode()


def listing(*paths: str, truncated: bool = False) -> bytes:
    """Return the list of a repository's files, as GitHub has it."""
    tree = [{"path": path, "type": "blob", "size": 1} for path in paths]
    return json.dumps({"sha": "0", "tree": tree, "truncated": truncated}).encode()
