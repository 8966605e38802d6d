"""Make documents of a reading that is a treaty, or several one after the other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.document import Document, FrontMatter
from kg.identifiers import treaty_path
from kg.text.segment.footnotes import tie_notes
from kg.text.segment.treaty import looks_like_treaty, segment_treaty, split_treaties, treaty_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.knowledge import Knowledge
    from kg.text.block import Block, Reading

_TITLE_RE = re.compile(
    r"[^.;]{0,120}\b(?:Convention|CONVENTION|Covenant|COVENANT|Protocol|PROTOCOL|Charter|CHARTER|Treaty|TREATY|Statute|STATUTE)\b[^;]{0,300}"
)
_FRONT_BLOCKS = 12


def segment_treaties(reading: Reading, knowledge: Knowledge) -> list[Document]:
    """Return the treaties that a reading holds; none where it does not read as one."""
    if not looks_like_treaty(reading.blocks):
        return []
    documents = [_document(blocks, reading, knowledge) for blocks in split_treaties(reading.blocks)]
    return tie_notes(documents, reading.notes)


def _document(blocks: Sequence[Block], reading: Reading, knowledge: Knowledge) -> Document:
    key = treaty_key(blocks, knowledge)
    warnings = () if key else ("the treaty is not among those that the graph knows",)
    return Document(
        front=FrontMatter(symbol=treaty_path(key) if key else None, title=_title(blocks), warnings=warnings),
        provisions=segment_treaty(blocks),
        footnotes=(),
        origin=reading.origin,
        kind="treaty",
        source_text=reading.source,
    )


def _title(blocks: Sequence[Block]) -> str | None:
    """Return the first block of the front that names a treaty."""
    for block in blocks[:_FRONT_BLOCKS]:
        text = block.text.rstrip(";")
        if _TITLE_RE.fullmatch(text) and not text.endswith(","):
            return text
    return None
