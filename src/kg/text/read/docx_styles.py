"""What a Word file's styles say of paragraphs and runs: numbering, italic, raised, hidden."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.text.read.xml_tree import Element

_DEPTH = 20
"""Styles that may be based on each other."""
_OFF = frozenset({"0", "false", "off", "none"})
# Names of heading styles: Word's own, and the United Nations' `_ H_1_G` and `_ H __M_G`; not `Header`.
_HEADING_RE = re.compile(r"heading ?[1-9]|title|_ ?H(?:_| _|Ch)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """What counts of a paragraph."""

    numbering: str | None = None
    level: int = 0
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class RunLook:
    """What counts of a run."""

    italic: bool = False
    raised: bool = False
    hidden: bool = False


class Styles:
    """The styles of a file, by id."""

    def __init__(self, elements: dict[str, Element]) -> None:
        self._elements = elements

    def of(self, paragraph: Element) -> ParagraphLook:
        """Return what a paragraph's own properties, and else its style, say."""
        properties = _child(paragraph, "pPr")
        style = _value(properties, "pStyle") or ""
        chain = [properties, *(_child(element, "pPr") for element in self._chain(style))]
        numbered = [found for each in chain if (found := _child(each, "numPr"))]
        numbering = next((value for each in numbered if (value := _value(each, "numId"))), None)
        level = next((value for each in numbered if (value := _value(each, "ilvl"))), "0")
        names = [_value(element, "name") or "" for element in self._chain(style)[:1]]
        is_heading = any(map(_HEADING_RE.match, names))
        return ParagraphLook(numbering, int(level) if level.isdigit() else 0, is_heading)

    def of_run(self, run: Element) -> RunLook:
        """Return what a run's own properties, and else its character style, say."""
        properties = _child(run, "rPr")
        style = _value(properties, "rStyle") or ""
        chain = [properties, *(_child(element, "rPr") for element in self._chain(style))]
        return RunLook(
            italic=_is_on(chain, "i"),
            raised=next((v for each in chain if (v := _value(each, "vertAlign"))), "") == "superscript",
            hidden=_is_on(chain, "vanish"),
        )

    def _chain(self, style: str) -> list[Element]:
        """Return a style and those it is based on."""
        found: list[Element] = []
        while style in self._elements and len(found) < _DEPTH:
            found.append(self._elements[style])
            style = _value(found[-1], "basedOn") or ""
        return found


def read_styles(root: Element | None) -> Styles:
    """Return the styles of a file; none where it has no part for them."""
    elements = root.elements() if root is not None else ()
    return Styles({e.attributes.get("styleId", ""): e for e in elements if e.tag == "style"})


def _is_on(chain: list[Element | None], tag: str) -> bool:
    """Say whether the first that mentions a property turns it on."""
    for properties in chain:
        if (found := _child(properties, tag)) is not None:
            return found.attributes.get("val", "1") not in _OFF
    return False


def _child(element: Element | None, tag: str) -> Element | None:
    if element is None:
        return None
    return next((child for child in element.elements() if child.tag == tag), None)


def _value(element: Element | None, tag: str) -> str | None:
    found = _child(element, tag)
    return found.attributes.get("val") if found is not None else None
