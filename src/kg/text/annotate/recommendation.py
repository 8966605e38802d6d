"""Know the body on whose recommendation a resolution was adopted by its name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.document import Document
    from kg.text.annotate.mentions import MentionFinder
    from kg.text.annotate.references import ReferenceIndex

_BODY = "body/"
_ARTICLES = ("the ", "The ")


def annotate_recommendation(document: Document, finder: MentionFinder) -> Document:
    """Return the document with the key of the body that recommended it, where the graph knows its name."""
    printed = document.front.recommended_by
    key = _key(printed, finder.references) if printed else None
    return replace(document, front=replace(document.front, recommended_by=key)) if key else document


def _key(printed: str, references: ReferenceIndex) -> str | None:
    """Return the key of the body whose name a text begins with; a name in brackets may follow."""
    start = len(_ARTICLES[0]) if printed.startswith(_ARTICLES) else 0
    for reference in references.find(printed):
        whole = reference.start in {0, start} and printed[reference.end :][:2] in {"", " ("}
        if whole and reference.kind == "named" and reference.thing.startswith(_BODY):
            return reference.thing.removeprefix(_BODY)
    return None
