"""Find the act whose verb governs the words at a place of a provision."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.document import Act

_WHILE_RE = re.compile(r", (?:while|whilst) $")
_BACK_RE = re.compile(r", (?:to|that) ")  # the words of the main verb go on
_FRONTED_RE = re.compile(r"\b(?:and|but), [^,;]*$")  # "and, in accordance with resolution 1/1, requests"
_THEN_RE = re.compile(r", (?:also |further |hereby )?")
_BEFORE = 10
_LONGEST_FRONTED = 160


def governing_act(text: str, acts: tuple[Act, ...], at: int) -> str | None:
    """Return the slug of the act that governs the words before an offset, or None where there is no act.

    It is the last act that begins before them; an act in a while-clause ends where the main clause goes on,
    and words put in front of the next verb belong to that.
    """
    governing = acts[0] if acts else None
    for act in acts:
        if act.span is None:
            continue
        if act.span[0] > at:
            governing = act if _is_fronted(text, at, act.span[0]) else governing
            break
        if not _is_over(text, act.span, at):
            governing = act
    return governing.type if governing else None


def _is_over(text: str, span: tuple[int, int], at: int) -> bool:
    """Say whether an act stands in a while-clause that ended before an offset."""
    start, end = span
    in_while = _WHILE_RE.search(text, max(0, start - _BEFORE), start)
    return in_while is not None and _BACK_RE.search(text, end, at) is not None


def _is_fronted(text: str, at: int, following: int) -> bool:
    """Say whether the words before an offset are put in front of the act that follows."""
    if not _THEN_RE.fullmatch(text, at, following):
        return False
    return _FRONTED_RE.search(text, max(0, at - _LONGEST_FRONTED), at) is not None
