"""Give references their pinpoints, from the words before and behind them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.identifiers import parse_resolution
from kg.text.cite.pinpoints import pinpoint_before, pinpoint_behind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.text.cite.reference import Reference


def with_pinpoints(text: str, references: Sequence[Reference]) -> list[Reference]:
    """Return references in order, those with a pinpoint in front with its words.

    A pinpoint behind a document and its corrigenda is that of all of them.
    """
    free = 0
    found: list[Reference] = []
    for reference in references:
        pinned = _pinned(text, reference, free)
        found += [pinned] if pinned.kind != "again" or pinned.pinpoints else []
        free = reference.end
    for at in range(len(found) - 1, 0, -1):
        if found[at].pinpoints and _belong_together(found[at - 1], found[at]):
            found[at - 1] = replace(found[at - 1], pinpoints=found[at].pinpoints)
    return found


def _pinned(text: str, reference: Reference, free: int) -> Reference:
    if not reference.targets:
        return reference
    resolution = parse_resolution(reference.targets[0]) is not None
    before = pinpoint_before(text, reference.start, resolution=resolution)
    if before and before.start >= free:
        return replace(reference, start=before.start, pinpoints=before.paths)
    bracketed = (
        text.startswith(")", reference.end) and "(" in text[max(0, reference.start - 60) : reference.start]
    )
    behind = pinpoint_behind(text, reference.end + bracketed, resolution=resolution)
    return replace(reference, pinpoints=behind.paths) if behind else reference


def _belong_together(first: Reference, second: Reference) -> bool:
    """Say whether the second is an annexed document of the first, or another part of the same words."""
    if first.pinpoints or not first.targets or not second.targets:
        return False
    return first.end == second.end or second.targets[0].startswith(first.targets[0] + "/")
