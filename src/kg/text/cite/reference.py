"""A reference as it is found in one text, before the document decides about acts and notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ReferenceKind = Literal["resolution", "again", "symbol", "comment", "treaty", "name", "carried", "place"]
"""`carried`: by the name of a text that the target sets out, so that a paragraph is none of the target's own;
`again`: `that resolution`, which cites only where it has a pinpoint; `place`: one in the Treaty Series."""

_SAME = {
    **dict.fromkeys("\u00a0\u2007\u202f\u200e", " "),
    **dict.fromkeys("\u2010\u2011", "-"),
    "\u2212": "–",
}


@dataclass(frozen=True, slots=True)
class Reference:
    """Words that cite something."""

    start: int
    end: int
    kind: ReferenceKind
    targets: tuple[str, ...]
    """Paths; several where one form of words names several (`the Optional Protocols`), none if unresolved."""
    pinpoints: tuple[str, ...] = ()
    """Parts of the target; each is a citation of its own."""
    reason: str = ""
    """Why there is no target."""


def plain(text: str) -> str:
    """Return a text of the same length with one kind of space and hyphen."""
    if not text.isascii():
        for printed, same in _SAME.items():  # many times as fast as `translate`
            text = text.replace(printed, same)
    return text
