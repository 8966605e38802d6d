"""Divide a text into treaties and their annexes, each with the articles whose numbers support each other."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from kg.text.segment.treaty_heads import (
    Head,
    article_runs,
    find_head,
    is_foreign,
    is_opening,
    is_testimonium,
    is_title_line,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.text.block import Block


@dataclass(frozen=True, slots=True)
class Section:
    """A treaty, an annex of one, or a table of contents: consecutive blocks."""

    start: int
    end: int
    articles: Mapping[int, Head]
    """By place among all blocks; empty for a table of contents and for an annex without articles."""
    heads: Mapping[int, Head]
    """Every head that is a line of its own, articles out of sequence too."""
    annex: bool
    """It belongs to the treaty before it."""


def treaty_sections(blocks: Sequence[Block]) -> list[Section]:
    """Return the treaties and annexes of a text in order; one section at least, the whole text."""
    heads = _heads(blocks)
    articles = [(place, head) for place, head in heads.items() if head.kind == "article"]
    runs = article_runs(articles)
    bare = [_is_contents(blocks, heads, run) for run in runs]
    starts: dict[int, tuple[list[int], bool]] = {0: ([], False)}
    for index, run in enumerate(runs):
        before = runs[index - 1] if index else []
        start = _start_of(blocks, heads, before, run, after_contents=bare[index - 1]) if before else 0
        starts[start] = (
            [] if bare[index] else run,
            start in heads and heads[start].kind == "annex" and start > 0,
        )
    for place in _annexes(heads, runs):
        starts.setdefault(place, ([], True))
    bounds = [*sorted(starts), len(blocks)]
    return [
        Section(start, end, {place: heads[place] for place in starts[start][0]}, heads, starts[start][1])
        for start, end in pairwise(bounds)
    ]


def _heads(blocks: Sequence[Block]) -> dict[int, Head]:
    """Return the heads by place; a head without words of its own takes the language of what follows it."""
    heads: dict[int, Head] = {}
    for place, block in enumerate(blocks):
        head = None if block.number else find_head(block.text)
        following = blocks[place + 1].text if place + 1 < len(blocks) else ""
        if head and not (head.kind == "article" and is_foreign(following if head.alone else block.text)):
            heads[place] = head
    return heads


def _is_contents(blocks: Sequence[Block], heads: Mapping[int, Head], run: Sequence[int]) -> bool:
    """Say whether heads of articles are a table of contents: no words between them but titles."""
    between = (at for at in range(run[0], run[-1]) if at not in heads)
    titles = [blocks[at].text[heads[at].rest :] for at in run[:-1] if not heads[at].alone]
    lines = chain(titles, (blocks[at].text for at in between))
    return len(run) >= _FEWEST_IN_CONTENTS and all(is_title_line(line) for line in lines)


def _start_of(
    blocks: Sequence[Block],
    heads: Mapping[int, Head],
    before: Sequence[int],
    run: Sequence[int],
    *,
    after_contents: bool,
) -> int:
    """Return where the treaty or annex of an Article 1 begins: its annex head, or the title of its preamble.

    `before` are the places of the articles before it; after a table of contents all the rest is its own.
    """
    last, first = before[-1], run[0]
    if after_contents:
        return min(last + 1 + heads[last].alone, first)
    between = range(last + 1, first)
    annexes = [place for place in between if place in heads and heads[place].kind == "annex"]
    opening = next((place for place in between if is_opening(blocks[place])), None)
    if opening is None and annexes:
        return annexes[-1]
    start = first if opening is None else opening
    while start - 1 > last and start not in annexes and _is_heading(blocks[start - 1], heads.get(start - 1)):
        start -= 1
    return start


def _is_heading(block: Block, head: Head | None) -> bool:
    return head is not None or (is_title_line(block.text) and not is_testimonium(block.text))


def _annexes(heads: Mapping[int, Head], runs: Sequence[Sequence[int]]) -> list[int]:
    """Return the places of annexes: heads that no sequence of articles goes on across."""
    articles = {place: place == run[-1] for run in runs for place in run}
    annexes: list[int] = []
    ended = False
    for place, head in heads.items():
        if place in articles:
            ended = articles[place]
        elif head.kind == "annex" and ended:
            annexes.append(place)
    return annexes


_FEWEST_IN_CONTENTS = 3  # articles; two that lack a full stop are still articles
