"""Give references their pinpoints, from the words before and behind them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.identifiers import parse_resolution
from kg.text.cite.pinpoints import pinpoint_before, pinpoint_behind, pinpoint_far_behind

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
    found = [_far_pinned(text, one, _start(found, at + 1, len(text))) for at, one in enumerate(found)]
    for at in range(len(found) - 1, 0, -1):
        if found[at].pinpoints and _belong_together(found[at - 1], found[at]):
            found[at - 1] = replace(found[at - 1], pinpoints=found[at].pinpoints)
    return found


def _pinned(text: str, reference: Reference, free: int) -> Reference:
    if not reference.targets:
        return reference
    resolution = reference.kind != "carried" and parse_resolution(reference.targets[0]) is not None
    before = pinpoint_before(text, reference.start, resolution=resolution)
    if before and before.start >= free:
        return replace(reference, start=before.start, pinpoints=_inside(reference, before.paths))
    bracketed = (
        text.startswith(")", reference.end) and "(" in text[max(0, reference.start - 60) : reference.start]
    )
    behind = pinpoint_behind(text, reference.end + bracketed, resolution=resolution)
    return replace(reference, pinpoints=_inside(reference, behind.paths)) if behind else reference


def _inside(reference: Reference, paths: tuple[str, ...]) -> tuple[str, ...]:
    """Return parts of a named text as parts of what carries it, where the document says in which annex."""
    return tuple(inside(reference.pinpoints, path) for path in paths)


def inside(whole: tuple[str, ...], path: str) -> str:
    """Return the path of a paragraph within the one annex that a text stands in.

    >>> inside(("annex",), "para/5"), inside((), "para/5"), inside(("annex",), "annex/5")
    ('annex/5', 'para/5', 'annex/5')
    """
    if len(whole) == 1 and whole[0].startswith("annex") and path.startswith("para/"):
        return whole[0] + path.removeprefix("para")
    return path


def _start(references: Sequence[Reference], at: int, end: int) -> int:
    return references[at].start if at < len(references) else end


def _far_pinned(text: str, reference: Reference, end: int) -> Reference:
    """Return the reference to a treaty with the articles that are named before the next one."""
    if reference.kind != "treaty" or reference.pinpoints or not reference.targets:
        return reference
    paths = pinpoint_far_behind(text, reference.end, end)
    return replace(reference, pinpoints=paths) if paths else reference


def _belong_together(first: Reference, second: Reference) -> bool:
    """Say whether the second is an annexed document of the first, or another part of the same words."""
    if first.pinpoints or not first.targets or not second.targets:
        return False
    return first.end == second.end or second.targets[0].startswith(first.targets[0] + "/")
