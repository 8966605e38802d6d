"""Write the articles of a treaty, the headings between them, and what follows the clause of signature."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.document import Mark
from kg.text.segment.cutting import joined, part_of
from kg.text.segment.enumeration import Enumerator
from kg.text.segment.treaty_heads import is_testimonium, is_title_line
from kg.text.segment.treaty_items import Items

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.text.block import Block
    from kg.text.segment.treaty_heads import Head
    from kg.text.segment.treaty_items import Ledger
    from kg.text.segment.treaty_sections import Section


def write_articles(ledger: Ledger, base: str, blocks: Sequence[Block], section: Section, first: int) -> None:
    """Write a section from the place of its first article or of the headings above it."""
    headings = heading_places(blocks, section, first)
    divisions = Divisions(ledger, base)
    for start, end in _groups(section, headings, first):
        if start in headings:
            divisions.write([(blocks[at], section.heads.get(at)) for at in range(start, end)])
        elif start in section.articles:
            closing = next((at for at in range(start + 1, end) if is_testimonium(blocks[at].text)), end)
            _write_article(ledger, base, blocks[start], section.articles[start], blocks[start + 1 : closing])
            write_unnumbered(ledger, base, blocks[closing:end])
        else:
            write_unnumbered(ledger, base, blocks[start:end])


def _groups(section: Section, headings: set[int], first: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of blocks that belong together: an article and its text, headings in a row."""
    start = first
    for at in range(first + 1, section.end):
        if at in section.articles or (at in headings) != (at - 1 in headings):
            yield start, at
            start = at
    if start < section.end:
        yield start, section.end


def heading_places(blocks: Sequence[Block], section: Section, first: int) -> set[int]:
    """Return the places of chapter heads and of the titles that stand above an article or another heading."""
    places: set[int] = set()
    above = False
    for at in range(section.end - 1, first - 1, -1):
        if at in section.articles:
            above = True
        elif (at in section.heads and section.heads[at].kind != "article") or (
            above and at - 1 not in section.articles and is_title_line(blocks[at].text)
        ):
            places.add(at)
            above = True
        else:
            above = False
    return places


def write_unnumbered(ledger: Ledger, base: str, blocks: Sequence[Block]) -> None:
    """Write text that belongs to no article: the clause of signature, notes on ratification."""
    for block in blocks:
        if block.text and not block.text.isdigit():
            ledger.write(ledger.unnumbered(f"{base}art"), block, number=None, level=1, parent=None)


class Divisions:
    """The headings of a treaty, and which kind of division lies inside which."""

    def __init__(self, ledger: Ledger, base: str) -> None:
        self._ledger = ledger
        self._base = base
        self._words: list[str] = []

    def write(self, headings: Sequence[tuple[Block, Head | None]]) -> None:
        """Write headings that follow each other; a number and the title under it are one."""
        at = 0
        while at < len(headings):
            block, head = headings[at]
            word, number = _division(block, head)
            titled = word and _is_number_alone(block, head) and at + 1 < len(headings)
            if titled and not _division(*headings[at + 1])[0]:
                at += 1
                block = joined([block, headings[at][0]])
            self._ledger.write_heading(self._base, block, number=number, level=self._level(word))
            at += 1

    def _level(self, word: str) -> int:
        if not word:
            return len(self._words) + 1
        if word in self._words:
            del self._words[self._words.index(word) + 1 :]
        else:
            self._words.append(word)
        return self._words.index(word) + 1


def _division(block: Block, head: Head | None) -> tuple[str, str | None]:
    """Return the kind of a numbered division and its number; an empty kind for any other title."""
    if head:
        return head.word, head.number or None
    enumerator = Enumerator.parse(block.text)
    return (enumerator.readings[0].style, enumerator.number) if enumerator else ("", None)


def _is_number_alone(block: Block, head: Head | None) -> bool:
    return head.alone if head else Enumerator.parse(block.text) is not None


def _write_article(ledger: Ledger, base: str, block: Block, head: Head, blocks: Sequence[Block]) -> None:
    printed, title, body = _article_parts(block, head, blocks)
    path = ledger.free(f"{base}art/{_step(head)}")
    items = Items(ledger, path, body, level=1)
    own = bool(body) and not items.opens_list(0)
    words = body[0] if own else part_of(block, head.rest, head.rest)
    marks = (*(Mark(0, mark.marker) for mark in printed.marks), *words.marks)
    at = printed.passage.span()
    ledger.write(path, replace(words, marks=marks), number=head.number, level=1, parent=None, at=at)
    if title:
        ledger.write_heading(base, title, level=2, parent=path)
    for place in range(int(own), len(body)):
        items.write(place)


def _article_parts(
    block: Block, head: Head, blocks: Sequence[Block]
) -> tuple[Block, Block | None, list[Block]]:
    """Return the printed head of an article, its title if it has one, and its text."""
    printed = part_of(block, 0, head.rest)
    body = [one for one in blocks if one.text or one.number]
    rest = part_of(block, head.rest)
    if rest.text:
        titled = bool(body) and is_title_line(rest.text)
        return (printed, rest, body) if titled else (printed, None, [rest, *body])
    if len(body) > 1 and not body[0].number and is_title_line(body[0].text):
        return printed, body[0], body[1:]
    return printed, None, body


def _step(head: Head) -> str:
    """Return the number of an article as it stands in identifiers; number words as digits."""
    number = head.number.removesuffix(head.suffix).strip().lower()
    return f"{number if Enumerator.parse(number) else head.value}{head.suffix}"
