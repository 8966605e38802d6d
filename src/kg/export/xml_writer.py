"""Build XML with mixed content, and write it with line breaks only where they mean nothing."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

_MIXED = frozenset({"p", "block", "crossHeading", "num"})
"""Elements in which every space counts."""
_FORBIDDEN_RE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML 1.0 document may hold; texts out of PDF files have some."""

Element = ET.Element


def element(name: str, /, **attributes: str | None) -> Element:
    """Return an element with those attributes that have a value."""
    return ET.Element(name, _given(attributes))


def child(parent: Element, name: str, text: str = "", /, **attributes: str | None) -> Element:
    """Append an element, with its text, and return it; `as_` and `for_` stand for names that Python keeps."""
    made = ET.SubElement(parent, name, _given(attributes))
    made.text = clean(text) or None
    return made


def add_text(parent: Element, text: str) -> None:
    """Append text behind what an element holds."""
    if not text:
        return
    text = clean(text)
    last = parent[-1] if len(parent) else None
    if last is None:
        parent.text = (parent.text or "") + text
    else:
        last.tail = (last.tail or "") + text


def clean(text: str) -> str:
    """Return text with a replacement mark for each character that XML forbids."""
    return _FORBIDDEN_RE.sub("\ufffd", text)


def written(root: Element) -> str:
    """Return a document as text, indented outside of mixed content."""
    _indent(root, 0)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _given(attributes: dict[str, str | None]) -> dict[str, str]:
    return {
        name.rstrip("_").replace("xml_", "xml:"): clean(value)
        for name, value in attributes.items()
        if value is not None
    }


def _indent(parent: Element, depth: int) -> None:
    if parent.tag in _MIXED:
        for one in parent.findall(
            "embeddedStructure"
        ):  # a document inside a paragraph, without words of its own
            _indent(one, depth)
        return
    if not len(parent):
        return
    parent.text = "\n" + "  " * (depth + 1)
    for one in parent:
        _indent(one, depth + 1)
        one.tail = "\n" + "  " * (depth + 1)
    parent[-1].tail = "\n" + "  " * depth
