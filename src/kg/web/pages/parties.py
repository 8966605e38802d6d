"""Who joined a treaty and when: a curve of its parties, and the table it is drawn from."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kg.web.pages.shown import Table, day, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.web.lookup import Lookup

_WIDTH, _HEIGHT, _LEFT, _BOTTOM, _TOP = 720, 240, 44, 28, 14
_TICKS = 6
_GRID = (10, 20, 25, 50, 100)


@dataclass(frozen=True)
class Tick:
    """A mark of an axis."""

    at: float
    text: str


@dataclass(frozen=True)
class Curve:
    """How the number of parties grew, in the units of the drawing."""

    width: int
    height: int
    left: int
    base: int
    path: str
    years: tuple[Tick, ...]
    counts: tuple[Tick, ...]
    said: str
    """The same in words, for those who do not see it."""


@dataclass(frozen=True)
class Parties:
    """What States did with a treaty."""

    parties: int
    signatures: int
    as_of: str
    curve: Curve | None
    by_year: Table
    actions: Table


def parties_of(lookup: Lookup, treaty: str) -> Parties | None:
    """Return who joined a treaty; None where the graph knows of nobody."""
    actions = lookup.subjects("cp:actionOn", treaty)
    if not actions:
        return None
    binding = [a for a in actions if lookup.text(a, "cp:bindsParty") in {"true", "1"}]
    joined = _first_days(lookup, binding)
    left = _first_days(lookup, [a for a in actions if lookup.text(a, "cp:actionKind") == "withdrawal"])
    gone = [who for who, on in left.items() if on >= joined.get(who, on)]
    signed = {
        who for a in actions if lookup.text(a, "cp:actionKind") == "signature" for who in _who(lookup, a)
    }
    reach = max((lookup.text(a, "cp:asOf") for a in actions), default="")
    return Parties(
        len(joined.keys() - gone),
        len(signed),
        day(reach),
        _curve(sorted(joined.values())),
        _by_year(joined),
        _table(lookup, actions),
    )


def _who(lookup: Lookup, action: str) -> list[str]:
    return lookup.links(action, "cp:actionBy")


def _first_days(lookup: Lookup, actions: Sequence[str]) -> dict[str, str]:
    days: dict[str, str] = {}
    for action in actions:
        for who in _who(lookup, action):
            on = lookup.text(action, "cp:actionOnDate")
            days[who] = min(days.get(who, on), on)
    return days


def _by_year(joined: dict[str, str]) -> Table:
    counted = Counter(on[:4] for on in joined.values())
    rows, total = [], 0
    for year in sorted(counted):
        total += counted[year]
        rows.append((year, str(counted[year]), str(total)))
    heads = ("Year", "Joined", "Parties then")
    return Table("Parties by year", heads, tuple(rows), numbers=frozenset(heads[1:]))


def _table(lookup: Lookup, actions: Sequence[str]) -> Table:
    rows = sorted(
        (
            lookup.label(who).casefold(),
            lookup.text(action, "cp:actionOnDate"),
            (
                shown(lookup, who),
                lookup.text(action, "cp:actionKind"),
                day(lookup.text(action, "cp:actionOnDate")),
                "yes" if lookup.text(action, "cp:bindsParty") in {"true", "1"} else "no",
            ),
        )
        for action in actions
        for who in _who(lookup, action)
    )
    return Table("What each did", ("Who", "Action", "Date", "Binds"), tuple(row for _, _, row in rows))


def _curve(days: Sequence[str]) -> Curve | None:
    moments = [moment for moment in map(_moment, days) if moment]
    if len(moments) < 2:  # noqa: PLR2004 - one point is no curve
        return None
    first, last = int(moments[0]), int(moments[-1]) + 1
    base = _HEIGHT - _BOTTOM
    across = (_WIDTH - _LEFT - _TOP) / (last - first)
    up = (base - _TOP) / len(moments)
    path = [f"M{_LEFT} {base}"]
    for number, moment in enumerate(moments, start=1):
        path.append(f"H{_LEFT + (moment - first) * across:.1f}V{base - number * up:.1f}")
    path.append(f"H{_WIDTH - _TOP}")
    step = max(1, -(-(last - first) // _TICKS))
    years = tuple(Tick(round(_LEFT + (y - first) * across, 1), str(y)) for y in range(first, last, step))
    grid = next((g for g in _GRID if len(moments) / g <= _TICKS), _GRID[-1])
    counts = tuple(Tick(round(base - n * up, 1), str(n)) for n in range(grid, len(moments) + 1, grid))
    said = (
        f"From 1 party in {first} to {len(moments)} in {int(moments[-1])}; the table by year has each step."
    )
    return Curve(_WIDTH, _HEIGHT, _LEFT, base, "".join(path), years, counts, said)


def _moment(text: str) -> float | None:
    """Return a day as a year with its fraction; the middle of a year or month of which no day is known."""
    parts = text.split("-")
    try:
        found = date(int(parts[0]), int(parts[1]) if len(parts) > 1 else 7, int(parts[2]) if parts[2:] else 1)
    except ValueError:
        return None
    return found.year + (found.timetuple().tm_yday - 1) / 366
