"""Documents made of nothing but the texts of their paragraphs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.document import Document, FrontMatter, Origin, Provision

if TYPE_CHECKING:
    from collections.abc import Sequence


def document_of(
    texts: Sequence[str], *, body: str | None = "GA", prefix: str = "", draft_for: str | None = None
) -> Document:
    """Return a document whose operative paragraphs are the texts."""
    provisions = (
        Provision(f"{prefix}op/{n}", "operative", str(n), 1, None, text, (0, len(text)), ((0, len(text)),))
        for n, text in enumerate(texts, 1)
    )
    return Document(
        FrontMatter(body=body, draft_for=draft_for),
        tuple(provisions),
        (),
        Origin("made up", "", "text/plain"),
    )
