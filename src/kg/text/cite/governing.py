"""Find the act whose verb governs the words at a place of a provision."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.document import Act

_WHILE_RE = re.compile(r", (?:while|whilst) $")
_BACK_RE = re.compile(r", (?:to|that) ")  # the words of the main verb go on
_BEFORE = 10


def governing_act(text: str, acts: tuple[Act, ...], at: int) -> str | None:
    """Return the slug of the act that governs the words at an offset, or None where there is no act.

    It is the last act that begins before them; an act in a while-clause ends where the main clause goes on.
    """
    governing = acts[0] if acts else None
    for act in acts:
        if act.span and act.span[0] <= at and not _is_over(text, act, at):
            governing = act
    return governing.type if governing else None


def _is_over(text: str, act: Act, at: int) -> bool:
    """Say whether an act stands in a while-clause that ended before an offset."""
    if act.span is None:
        return False
    start, end = act.span
    if not _WHILE_RE.search(text, max(0, start - _BEFORE), start):
        return False
    return _BACK_RE.search(text, end, at) is not None
