"""Write the places that a citation points to, in the words of a style."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from kg.cite.places import sort_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.citable import Place

Numbers = Callable[[list[tuple[str, ...]], "Pinpoints"], str]


@dataclass(frozen=True)
class Pinpoints:
    """How a style writes places; each pair of words is for one and for several."""

    words: dict[str, tuple[str, str]]
    """By part: `{"op": ("para ", "paras ")}`; what stands before the numbers."""
    sub_item: str = "({})"
    article_paragraph: str = "({})"
    """A numbered paragraph of an article; letters below it are sub-items."""
    between: str = ", "
    last: str = ", "
    dash: str = "–"
    range_from: int = 2
    """How many neighbours make a range."""
    containers: dict[str, str] | None = None
    """By container: `{"annex": "annex {}"}`; with ` alone` after its name, for one without number."""
    joint: str = ", "
    """Between a container and what is inside it."""
    parts: str = ", "
    """Between places of different kinds."""
    preamble: Callable[[Sequence[int]], str] | None = None
    """Writes preambular paragraphs by their numbers, where the style counts them in words."""
    bracketed: frozenset[str] = frozenset()
    """Parts whose numbers stand in square brackets, without a word."""
    unnumbered: str = "unnumbered {}"


def write_pinpoint(places: Sequence[Place], words: Pinpoints) -> str:
    """Return the places in the order of the document, ranges closed up; empty where there are none."""
    ordered = sorted(dict.fromkeys(places), key=sort_key)
    pieces: list[str] = []
    for within, inside in groupby(ordered, key=lambda place: place.within):
        parts = [
            _part(part, [place.steps for place in of_part], words)
            for part, of_part in groupby(inside, key=lambda place: place.part)
        ]
        heads = [_container(name, label, words) for name, label in within]
        inner = words.parts.join(filter(None, parts))
        pieces.append(words.joint.join(filter(None, [*heads, inner])))
    return words.parts.join(pieces)


def write_in_words(places: Sequence[Place], words: Pinpoints) -> str:
    """Return the places as the running text has them, up to the word before the name of the instrument."""
    ordered = sorted(dict.fromkeys(places), key=sort_key)
    pieces: list[str] = []
    for within, inside in groupby(ordered, key=lambda place: place.within):
        parts = [
            _part(part, [place.steps for place in of_part], words)
            for part, of_part in groupby(inside, key=lambda place: place.part)
        ]
        said = words.last.join(filter(None, parts))
        around = [_container(name, label, words) for name, label in reversed(within)]
        pieces.append(f"{said} of {' '.join(around)}".strip() if said else " ".join(around))
    before = [re.sub(r" (?:of|to|in)$", "", piece) for piece in pieces[:-1]]
    return words.last.join([*before, *pieces[-1:]]).replace("  ", " ")


def _container(name: str, label: str, words: Pinpoints) -> str:
    shown = label if label.isdigit() else label.upper()
    known = words.containers or {}
    if not label and f"{name} alone" in known:
        return known[f"{name} alone"]
    return known[name].format(shown).strip()


def _part(part: str, steps: list[tuple[str, ...]], words: Pinpoints) -> str:
    if not part:
        return ""
    whole = [int(one[0]) for one in steps if len(one) == 1 and one[0].isdigit()]
    if part == "pp" and words.preamble and len(whole) == len(steps):
        return words.preamble(whole)
    unnumbered = [one for one in steps if one[0].startswith("u")]
    if unnumbered:
        return _unnumbered(part, steps, words)
    items = [_item(part, run, words) for run in _runs(steps, words.range_from)]
    if part in words.bracketed:
        return words.between.join(items)
    several = len(steps) > 1
    return words.words[part][several] + _listed(items, words)


def _unnumbered(part: str, steps: list[tuple[str, ...]], words: Pinpoints) -> str:
    """Write paragraphs that bear no number by their count among such."""
    one = words.words[part][0].strip() or "para"
    counts = [step[0].removeprefix("u") + _tail(part, step, words) for step in steps]
    return words.unnumbered.format(f"{one} {_listed(counts, words)}")


def _listed(items: list[str], words: Pinpoints) -> str:
    if len(items) == 1:
        return items[0]
    return words.between.join(items[:-1]) + words.last + items[-1]


def _item(part: str, run: list[tuple[str, ...]], words: Pinpoints) -> str:
    """Write one place, or a range from the first to the last of a run."""
    shown = [_number(part, steps, words) for steps in (run[0], run[-1])[: len(run)]]
    return words.dash.join(shown)


def _number(part: str, steps: tuple[str, ...], words: Pinpoints) -> str:
    text = steps[0] + _tail(part, steps, words)
    return f"[{text}]" if part in words.bracketed else text


def _tail(part: str, steps: tuple[str, ...], words: Pinpoints) -> str:
    """Write what follows the number of a paragraph or article: `(1)(c)`, ` (a) (ii)`, `, para. 1 (c)`."""
    return "".join(
        (words.article_paragraph if part == "art" and step[0].isdigit() else words.sub_item).format(step)
        for step in steps[1:]
    )


def _runs(steps: list[tuple[str, ...]], least: int) -> list[list[tuple[str, ...]]]:
    """Cut places into runs of neighbours; a run too short for a range falls into its members."""
    runs: list[list[tuple[str, ...]]] = []
    for one in steps:
        if runs and _follows(runs[-1][-1], one):
            runs[-1].append(one)
        else:
            runs.append([one])
    return [part for run in runs for part in ([run] if len(run) >= least else [[one] for one in run])]


def _follows(before: tuple[str, ...], after: tuple[str, ...]) -> bool:
    """Say whether a whole paragraph or article comes right after another."""
    if len(before) != 1 or len(after) != 1 or not (before[0].isdigit() and after[0].isdigit()):
        return False
    return int(after[0]) == int(before[0]) + 1
