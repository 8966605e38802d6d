"""Draw an answer as its question hints: along time, as bars, or as texts that are joined; on the server.

Every chart says less than the table under it, which has the same rows: the chart is for the first look.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.namespaces import compact
from kg.web.catalogue.columns import is_date, type_of
from kg.web.pages.shown import place_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model import Rows, Term
    from kg.web.catalogue.desk import Asked
    from kg.web.lookup import Lookup

WIDTH = 720
_TALL = 132
"""Height of the highest column of a timeline."""
_UNIT = 11
"""Height of one row in a timeline that has room for it."""
_THIN = 2
"""Height below which the rows of a year are one box."""
_MOST_BARS = 24
_MOST_NODES = 14
_LABEL = 250
_BAR, _GAP = 14, 6
_LONGEST = 38
_NODE = 26
_COUNTS = ("integer", "decimal")
_JOINED = frozenset({"cp:Instrument", "cp:Provision", "cp:Agent"})
_TREATY = "treaty/"
_SIGN = 6.4
"""Width of a sign of a label, nearly."""
_NOT_MEASURES = ("rank", "steps", "year", "order", "position")


@dataclass(frozen=True)
class Box:
    """A rectangle of a chart, in its units."""

    x: float
    y: float
    width: float
    height: float
    series: int = 0


@dataclass(frozen=True)
class Mark:
    """A text of a chart."""

    x: float
    y: float
    text: str
    anchor: str = "start"


@dataclass(frozen=True)
class Chart:
    """A drawing with a title, what it shows in words, and what is drawn."""

    title: str
    description: str
    height: float
    boxes: tuple[Box, ...] = ()
    marks: tuple[Mark, ...] = ()
    paths: tuple[tuple[str, int], ...] = ()
    """Lines, each with its width."""
    legend: tuple[str, ...] = ()
    width: int = WIDTH


def chart_of(lookup: Lookup, asked: Asked, rows: Rows, links: dict[str, str]) -> Chart | None:
    """Return the chart that the question hints at; None where the answer has nothing to draw."""
    view = asked.question.view
    if len(rows.rows) < 2:  # noqa: PLR2004 - one row is no picture
        return None
    if view == "timeline":
        return timeline(rows)
    if view == "bar":
        return bars(rows)
    return network(lookup, asked, rows, links) if view == "graph" else None


def timeline(rows: Rows) -> Chart | None:
    """Return how many rows each year has, by the first column with dates."""
    column = next((c for c in rows.readable().columns if type_of(rows, c) == "date"), None)
    if column is None:
        return None
    place = rows.columns.index(column)
    years = Counter(int(term.value[:4]) for row in rows.rows if is_date(term := row[place]) and term)
    if len(years) < 2:  # noqa: PLR2004 - one year is no time
        return None
    first, last, most = min(years), max(years), max(years.values())
    step = (WIDTH - 40) / max(last - first + 1, 12)
    unit = min(_UNIT, _TALL / most)
    tall = most * unit
    wide = max(2, min(step - 1, 26))
    boxes = []
    for year, count in sorted(years.items()):
        x = 20 + (year - first) * step
        if unit < _THIN:
            boxes.append(Box(x, 20 + tall - count * unit, wide, count * unit))
        else:
            boxes += [Box(x, 20 + tall - (n + 1) * unit, wide, unit - 1) for n in range(count)]
    ticks = _ticks(first, last, step)
    marks = [Mark(20 + (year - first) * step + wide / 2, tall + 38, str(year), "middle") for year in ticks]
    peak = years.most_common(1)[0]
    heading = rows.heading(column)
    described = f"{_rows(sum(years.values()))} from {first} to {last}; the most, {peak[1]}, are of {peak[0]}."
    marks += [Mark(20, 12, f"{peak[1]} in {peak[0]} at most")]
    return Chart(f"Rows by year ({heading})", described, tall + 46, tuple(boxes), tuple(marks))


def bars(rows: Rows) -> Chart | None:
    """Return bars of the first numbers of each row; of how many rows share a value, where there are none."""
    readable = rows.readable()
    measures = [c for c in readable.columns if type_of(rows, c) in _COUNTS and c not in _NOT_MEASURES][:2]
    if measures:
        names = _names(readable, before=measures[0])
        counted = [[_number(row[readable.columns.index(m)]) for m in measures] for row in readable.rows]
        legend = tuple(readable.heading(measure) for measure in measures)
    else:
        column = readable.columns[0]
        values = Counter(row[0].value if row[0] else "none" for row in readable.rows)
        names, counted = list(values), [[float(count)] for count in values.values()]
        legend = (f"Rows by {readable.heading(column).lower()}",)
    return _bar_chart(names, counted, legend)


def network(lookup: Lookup, asked: Asked, rows: Rows, links: dict[str, str]) -> Chart | None:
    """Return the texts that the rows join, on two sides; a line is the wider the more rows it stands for."""
    ends = _ends(lookup, asked, rows, links)
    if not ends:
        return None
    lefts, rights = (_named(lookup, [pair[side] for pair in ends]) for side in (0, 1))
    pairs = Counter((lefts[a], rights[b]) for a, b in ends)
    pairs = Counter({pair: n for pair, n in pairs.items() if pair[0] != pair[1]})
    if not pairs:
        return None
    left = _commonest(pairs, 0)
    right = _commonest(pairs, 1)
    drawn = {pair: n for pair, n in pairs.items() if pair[0] in left and pair[1] in right}
    height = max(len(left), len(right)) * _NODE + 16
    at_left, at_right = _spread(left, height), _spread(right, height)
    most = max(drawn.values(), default=1)
    paths = tuple(
        (_curve(at_left[a], at_right[b]), 1 + round(5 * n / most)) for (a, b), n in sorted(drawn.items())
    )
    marks = [Mark(_LABEL, y + 4, _short(name), "end") for name, y in at_left.items()]
    marks += [Mark(WIDTH - _LABEL, y + 4, _short(name)) for name, y in at_right.items()]
    sides = [len({pair[side] for pair in pairs}) for side in (0, 1)]
    described = f"{_rows(sum(pairs.values()))} join {sides[0]} on the left with {sides[1]} on the right."
    if len(drawn) < len(pairs):
        described += f" The {len(drawn)} most frequent of {len(pairs)} pairs are drawn."
    return Chart("What the rows join", described, height, (), tuple(marks), paths)


def _bar_chart(
    names: Sequence[str], counted: Sequence[Sequence[float]], legend: tuple[str, ...]
) -> Chart | None:
    shown = list(zip(names, counted, strict=True))[:_MOST_BARS]
    most = max((value for _, values in shown for value in values), default=0)
    if most <= 0:
        return None
    labels = [_short(name) for name, _ in shown]
    left = max(map(len, labels)) * _SIGN + 12
    room = WIDTH - left - 60
    boxes, marks, y = [], [], float(_GAP)
    for label, (_, values) in zip(labels, shown, strict=True):
        tall = _BAR * len(values)
        marks.append(Mark(left - 8, y + tall / 2 + 4, label, "end"))
        for series, value in enumerate(values):
            width = max(room * value / most, 1 if value else 0)
            boxes.append(Box(left, y + series * _BAR, width, _BAR - 2, series))
            marks.append(Mark(left + width + 5, y + series * _BAR + 10, f"{value:g}"))
        y += tall + _GAP
    cut = f" The first {_MOST_BARS} of {len(names)} are drawn." if len(names) > _MOST_BARS else ""
    first = f"{shown[0][0]}: {', '.join(f'{value:g}' for value in shown[0][1])}"
    described = f"Bars for {' and '.join(legend)}; {first} stands first.{cut}"
    return Chart(" and ".join(legend), described, y, tuple(boxes), tuple(marks), legend=legend)


def _names(readable: Rows, *, before: str) -> list[str]:
    """Return what tells the rows apart, from the first columns that do."""
    end = readable.columns.index(before)
    columns = [i for i in range(end) if len({row[i] for row in readable.rows}) > 1] or list(range(end))[:1]
    names: list[str] = []
    for count in range(1, len(columns) + 1):
        names = [", ".join(_cell(row[i]) for i in columns[:count] if row[i]) for row in readable.rows]
        if len(set(names)) == len(names):
            break
    return names


def _cell(term: Term | None) -> str:
    return term.value if term else ""


def _number(term: Term | None) -> float:
    try:
        return float(term.value) if term else 0.0
    except ValueError:
        return 0.0


def _ends(lookup: Lookup, asked: Asked, rows: Rows, links: dict[str, str]) -> list[tuple[str, str]]:
    """Return the two things that each row joins: those it names first, or one and what was asked about."""
    ordered = dict.fromkeys((*links.values(), *rows.columns))
    columns = [rows.columns.index(column) for column in ordered if _joins(lookup, rows, column)][:2]
    chosen = next((term for term in asked.values.values() if term and term.kind == "iri"), None)
    if len(columns) > 1:
        pairs = [(row[columns[0]], row[columns[1]] or chosen) for row in rows.rows]
    else:
        pairs = [(row[place], chosen) for place in columns for row in rows.rows]
    return [(one.value, other.value) for one, other in pairs if one and other]


def _joins(lookup: Lookup, rows: Rows, column: str) -> bool:
    """Return whether most cells of a column are texts, parts of texts, or those who act."""
    place = rows.columns.index(column)
    found = [term.value for row in rows.rows if (term := row[place]) and term.kind == "iri"]
    return 2 * len(found) >= len(rows.rows) and bool(lookup.types(found[0]) & _JOINED)


def _named(lookup: Lookup, things: Sequence[str]) -> dict[str, str]:
    """Return what a node says for each thing: its own name, or that of its text where there are many."""
    different = dict.fromkeys(things)
    if len(different) <= _MOST_NODES:
        return {
            thing: place_of(lookup, thing) if lookup.links(thing, "cp:provisionOf") else _text(lookup, thing)
            for thing in different
        }
    return {thing: _text(lookup, thing) for thing in different}


def _text(lookup: Lookup, thing: str) -> str:
    """Return the name of the text that a thing is or stands in: a symbol, or the treaty's key."""
    whole = next(iter(lookup.links(thing, "cp:provisionOf")), thing)
    key = compact(whole)
    short = lookup.text(whole, "cp:abbreviation", "cp:symbol")
    return short or (key.removeprefix(_TREATY) if key.startswith(_TREATY) else place_of(lookup, whole))


def _commonest(pairs: Counter[tuple[str, str]], side: int) -> list[str]:
    totals: Counter[str] = Counter()
    for pair, count in pairs.items():
        totals[pair[side]] += count
    return sorted(sorted(totals), key=lambda name: -totals[name])[:_MOST_NODES]


def _spread(names: Sequence[str], height: float) -> dict[str, float]:
    step = (height - 16) / len(names)
    return {name: 8 + step * (place + 0.5) for place, name in enumerate(names)}


def _curve(left: float, right: float) -> str:
    start, end = _LABEL + 8, WIDTH - _LABEL - 8
    middle = (start + end) / 2
    return f"M{start} {left:g}C{middle:g} {left:g} {middle:g} {right:g} {end} {right:g}"


def _ticks(first: int, last: int, step: float) -> list[int]:
    apart = next(years for years in (1, 2, 5, 10, 20, 50, 100, 1000) if years * step >= 44)  # noqa: PLR2004
    return [year for year in range(first, last + 1) if year % apart == 0] or [first]


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1].rstrip() + "…"


def _rows(count: int) -> str:
    return f"{count:,} rows" if count != 1 else "1 row"
