"""Say what became stronger or weaker between two versions of a paragraph: acts, addressees, themes, terms.

The scale of acts is the graph's, an analytical aid and not law.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.compare.conditions import count_conditions
from kg.compare.deadlines import find_deadlines
from kg.compare.report import Shift

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.compare.report import Direction
    from kg.document import Act, Addressee, Provision

_INTENSE_RE = re.compile(
    r"\b(?:strong|strongest|strongly|deep|deepest|deeply|grave|gravest|gravely|serious|seriously|profound|profoundly"
    r"|firmly|utmost|unequivocally|categorically|vehemently|strenuously|urgently|insistently)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Scales:
    """What the graph says of acts and groups, so that two of them can be ranked."""

    ranks: Mapping[str, int] = field(default_factory=dict)
    """Slug of an act type to its place on the scale of strength."""
    wider: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Path of a group of agents to those of all groups that hold it."""


def find_shifts(before: Provision, after: Provision, scales: Scales) -> tuple[Shift, ...]:
    """Return what two versions of a paragraph expect differently, acts first."""
    pairs = _paired(_own(before, after, before.acts), _own(before, after, after.acts))
    return (
        *_act_shifts(pairs, scales),
        *_addressee_shifts(pairs, scales),
        *_theme_shifts(before.themes, after.themes),
        *(_deadline_shifts(before.text, after.text) if _asks(before) or _asks(after) else ()),
        *_condition_shifts(before.text, after.text),
    )


def _own(before: Provision, after: Provision, acts: Sequence[Act]) -> list[Act]:
    """Return the acts to weigh: those of the chapeau only where one of the two has no chapeau's."""
    inherited = [act.inherited for act in (*before.acts, *after.acts)]
    return [] if inherited and all(inherited) else list(acts)


_ActPair = tuple["Act | None", "Act | None"]


def _paired(before: Sequence[Act], after: Sequence[Act]) -> list[_ActPair]:
    """Pair acts of one type in their order, then what is left in its order."""
    left = list(after)
    pairs: list[_ActPair] = []
    alone = []
    for act in before:
        same = next((other for other in left if act.type and other.type == act.type), None)
        if same:
            left.remove(same)
            pairs.append((act, same))
        else:
            alone.append(act)
    paired = list(zip(alone, left, strict=False))
    rest = len(paired)
    return [*pairs, *paired, *((act, None) for act in alone[rest:]), *((None, act) for act in left[rest:])]


def _act_shifts(pairs: Iterable[_ActPair], scales: Scales) -> Iterator[Shift]:
    for before, after in pairs:
        direction = _act_direction(before, after, scales.ranks)
        if direction:
            yield Shift("act", direction, before.phrase if before else "", after.phrase if after else "")


def _act_direction(before: Act | None, after: Act | None, ranks: Mapping[str, int]) -> Direction | None:
    if before is None:
        return "added"
    if after is None:
        return "dropped"
    first, second = ranks.get(before.type or ""), ranks.get(after.type or "")
    if first is not None and second is not None and first != second:
        return "stronger" if second > first else "weaker"
    intense = bool(_INTENSE_RE.search(after.phrase)) - bool(_INTENSE_RE.search(before.phrase))
    if intense:
        return "stronger" if intense > 0 else "weaker"
    same = (before.type and before.type == after.type) or before.phrase.lower() == after.phrase.lower()
    return None if same else "different"


def _addressee_shifts(pairs: Iterable[_ActPair], scales: Scales) -> Iterator[Shift]:
    for before, after in pairs:
        if before and after:
            shift = _addressee_shift(before.addressees, after.addressees, scales)
            if shift:
                yield shift


def _addressee_shift(before: Sequence[Addressee], after: Sequence[Addressee], scales: Scales) -> Shift | None:
    """Return the change of those addressed, where there is one."""
    first, second = {_key(one): one for one in before}, {_key(one): one for one in after}
    words = ("; ".join(one.text for one in before), "; ".join(one.text for one in after))
    if not first or not second:
        return Shift("addressee", "added" if second else "dropped", *words) if first or second else None
    gone, come = first.keys() - second.keys(), second.keys() - first.keys()
    if not gone and not come:
        direction = _qualifier_direction([(first[key].qualifier, second[key].qualifier) for key in first])
    elif _all_within(gone, second, scales) and (come or not gone):
        direction = "wider"
    elif _all_within(come, first, scales) and (gone or not come):
        direction = "narrower"
    else:
        direction = "different"
    return Shift("addressee", direction, *words) if direction else None


def _key(addressee: Addressee) -> str:
    return addressee.id or addressee.head.lower() or addressee.text.lower()


def _all_within(some: Iterable[str], groups: Iterable[str], scales: Scales) -> bool:
    """Say whether each addressee belongs to one of the groups."""
    held = set(groups)
    return all(scales.wider.get(one, frozenset()) & held for one in some)


def _qualifier_direction(qualifiers: Iterable[tuple[str, str]]) -> Direction | None:
    """Return narrower where a qualifier was put to a group, wider where one was taken away."""
    changed = [(before, after) for before, after in qualifiers if before.lower() != after.lower()]
    if not changed:
        return None
    if all(not before for before, _ in changed):
        return "narrower"
    return "wider" if all(not after for _, after in changed) else "different"


def _theme_shifts(before: Sequence[str], after: Sequence[str]) -> Iterator[Shift]:
    yield from (Shift("theme", "dropped", theme, "") for theme in before if theme not in after)
    yield from (Shift("theme", "added", "", theme) for theme in after if theme not in before)


def _asks(provision: Provision) -> bool:
    """Say whether a paragraph asks for something or decides it; elsewhere a session or year is history."""
    return provision.kind != "preambular" and any(
        act.addressees or (act.type or "").startswith("decides") for act in provision.acts
    )


def _deadline_shifts(before: str, after: str) -> Iterator[Shift]:
    """Compare deadlines of one measure in their order, those common to both left out."""
    first, second = find_deadlines(before), find_deadlines(after)
    for measure in ("session", "date"):
        common = {one.value for one in first if one.measure == measure}
        common &= {one.value for one in second if one.measure == measure}
        old = [one for one in first if one.measure == measure and one.value not in common]
        new = [one for one in second if one.measure == measure and one.value not in common]
        for was, now in zip(old, new, strict=False):
            yield Shift("deadline", "later" if now.value > was.value else "earlier", was.text, now.text)
        paired = min(len(old), len(new))
        yield from (Shift("deadline", "dropped", one.text, "") for one in old[paired:])
        yield from (Shift("deadline", "added", "", one.text) for one in new[paired:])


def _condition_shifts(before: str, after: str) -> Iterator[Shift]:
    """Return conditions that came (weaker) and that went (stronger)."""
    first, second = count_conditions(before), count_conditions(after)
    yield from (Shift("condition", "stronger", name, "") for name in (first - second).elements())
    yield from (Shift("condition", "weaker", "", name) for name in (second - first).elements())
