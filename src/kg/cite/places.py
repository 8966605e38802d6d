"""Read the id of a place inside an instrument: `op/4/a`, `draft/pp/3`, `annex/2/art/5/1`."""

from __future__ import annotations

import re

from kg.citable import Place
from kg.errors import UsageError

PARTS = ("pp", "op", "annex", "art", "para", "note", "table")
_ORDER = ("pp", "op", "para", "art", "table", "", "note")
_NUMBER_RE = re.compile(r"(?P<unnumbered>u?)(?P<number>\d+)(?P<inserted>[a-z]*)")
_COUNTED_RE = re.compile(r"u?\d+[a-z]*")  # not the label of an annex, which is a letter or a roman number


def parse_place(ident: str) -> Place:
    """Return the place of an id, which is the path of a provision without that of its instrument.

    >>> parse_place("op/4/a/ii")
    Place(part='op', steps=('4', 'a', 'ii'), within=())
    >>> parse_place("annex/2/art/5/1")
    Place(part='art', steps=('5', '1'), within=(('annex', '2'),))
    >>> parse_place("draft/pp/3").within, parse_place("A/op/1").within, parse_place("annex/3/a").steps
    ((('draft', ''),), (('part', 'A'),), ('3', 'a'))

    Raises:
        UsageError: where the id is that of a heading, or of nothing known.
    """
    steps = ident.split("/")
    within: list[tuple[str, str]] = []
    while steps and steps[0] not in {"pp", "op", "art", "para", "note"}:
        step = steps.pop(0)
        if step == "draft":
            within.append(("draft", ""))
        elif step == "annex":
            within.append(("annex", _annex_label(steps)))
            if steps and steps[0] not in PARTS:
                return Place("para", tuple(steps), tuple(within))
        elif step == "table":
            return Place("table", tuple(steps), tuple(within))
        elif re.fullmatch(r"[A-Z]", step):
            within.append(("part", step))
        else:
            raise UsageError(f"{ident!r} is no place to cite", remedy="Cite a paragraph, article or note")
    return Place(steps[0], tuple(steps[1:]), tuple(within)) if steps else Place("", (), tuple(within))


def place_path(place: Place) -> str:
    """Return the id of a place; the inverse of `parse_place`.

    >>> [place_path(parse_place(ident)) for ident in ("op/4/a", "draft/pp/3", "annex/2/art/5", "annex/3/a")]
    ['op/4/a', 'draft/pp/3', 'annex/2/art/5', 'annex/3/a']
    """
    around = [
        part for name, label in place.within for part in ((label,) if name == "part" else (name, label))
    ]
    in_annex = any(name == "annex" for name, _ in place.within)
    part = "" if place.part == "para" and in_annex else place.part
    return "/".join(filter(None, [*around, part, *place.steps]))


def sort_key(place: Place) -> tuple[object, ...]:
    """Return what puts places in the order of a document: preamble first, notes last."""
    steps = tuple(_step_key(step) for step in place.steps)
    return (place.within, _ORDER.index(place.part), steps)


def _annex_label(steps: list[str]) -> str:
    """Take the label of an annex off what follows it; a lone number is that of a paragraph."""
    if not steps or steps[0] in PARTS:
        return ""
    followed = len(steps) > 1 and (steps[1] in PARTS or _COUNTED_RE.fullmatch(steps[1]) is not None)
    labelled = _COUNTED_RE.fullmatch(steps[0]) is None
    return steps.pop(0) if followed or (labelled and len(steps) == 1) else ""


def _step_key(step: str) -> tuple[int, int, str]:
    match = _NUMBER_RE.fullmatch(step)
    return (0, int(match["number"]), step) if match else (1, len(step), step)
