"""Write the paragraphs, sub-paragraphs and headings of a treaty as provisions with identifiers."""

from __future__ import annotations

from collections import Counter
from copy import copy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.document import Mark, Provision
from kg.text.segment.cutting import part_of
from kg.text.segment.enumeration import Enumerator, Outline, find_bare_number, find_enumerator
from kg.text.segment.treaty_heads import is_foreign

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.document import Kind, Span
    from kg.text.block import Block
    from kg.text.segment.enumeration import Place, Style


class Ledger:
    """The provisions written so far, each under an identifier of its own."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.provisions: list[Provision] = []
        self._ids: set[str] = set()
        self._counts: Counter[str] = Counter()

    def write(
        self,
        path: str,
        block: Block,
        *,
        number: str | None,
        level: int,
        parent: str | None,
        kind: Kind | None = None,
        at: Span | None = None,
    ) -> None:
        """Add a provision; `at` is the span of its printed number, for one without words of its own."""
        passage = block.passage
        self._ids.add(path)
        self.provisions.append(
            Provision(
                id=path,
                kind=kind or self.kind,
                number=number,
                level=level,
                parent=parent,
                text=passage.text,
                span=passage.span() if passage.text or not at else at,
                pieces=passage.pieces(),
                marks=block.marks,
                emphasis=block.emphasis,
            )
        )

    def write_heading(
        self, base: str, block: Block, *, number: str | None = None, level: int = 1, parent: str | None = None
    ) -> None:
        """Add a heading: `h/1`, `h/2`, ... in the order of the text."""
        stem = f"{base}h"
        self._counts[stem] += 1
        path = f"{stem}/{self._counts[stem]}"
        self.write(path, block, number=number, level=level, parent=parent, kind="heading")

    def free(self, path: str) -> str:
        """Return an identifier, or the next unnumbered one beside it where it is taken."""
        return self.unnumbered(path.rpartition("/")[0]) if path in self._ids else path

    def unnumbered(self, stem: str) -> str:
        """Return the next free identifier without a number under a path: `art/3/u1`."""
        while True:
            self._counts[stem] += 1
            if (path := f"{stem}/u{self._counts[stem]}") not in self._ids:
                return path


class Items:
    """The paragraphs below one article or annex, placed by the sequence of their numbers."""

    def __init__(self, ledger: Ledger, path: str, blocks: Sequence[Block], *, level: int) -> None:
        """Take the blocks of the text; `level` is that of the provision at `path`, 0 where there is none."""
        self._ledger = ledger
        self._blocks = blocks
        self._level = level
        self._outline = Outline()
        self._open: list[tuple[str, int]] = [
            (path, 0)
        ]  # identifier, and how many steps of the outline it took
        self._style: Style | None = None
        self._chains = [_chain(block) for block in blocks]
        self._next_numbered = [len(blocks)] * len(blocks)
        for at in range(len(blocks) - 2, -1, -1):
            self._next_numbered[at] = at + 1 if self._chains[at + 1] else self._next_numbered[at + 1]

    def opens_list(self, at: int) -> bool:
        """Say whether a block begins with a number that a list can begin with."""
        return bool(self._chains[at]) and self._judge(self._chains[at][0], self._ahead(at, 1)) is not None

    def write(self, at: int) -> None:
        """Write one of the blocks; they come in order."""
        block = self._blocks[at]
        chain = self._place_chain(at)
        for index, (found, place) in enumerate(chain):
            last = index + 1 == len(chain)
            part = _words(block, found, None if last else found.end)
            at_number = (0, 0) if part.text else part_of(block, found.start, found.end).passage.span()
            self._write_numbered(part, found, place, at_number)
        if not chain and not block.text.isdigit():  # digits alone are the number of a page
            self._write_unnumbered(at)

    def _place_chain(self, at: int) -> list[tuple[_Found, Place]]:
        """Return the numbers that a block begins with, each inside the one before, as far as they fit."""
        chain: list[tuple[_Found, Place]] = []
        for index, found in enumerate(self._chains[at]):
            ahead = self._ahead(at, index + 1)
            place = self._judge(found, ahead)
            if not place or (chain and place.level <= chain[-1][1].level):
                break
            settled = self._outline.place(found.enumerator, ahead) or self._outline.skip_to(found.enumerator)
            chain.append((found, settled or place))
        return chain

    def _judge(self, found: _Found, ahead: list[Enumerator]) -> Place | None:
        """Return where a number belongs; None where neither the sequence nor what follows supports it."""
        enumerator = found.enumerator
        place = self._outline.peek(enumerator, ahead)
        followed = _followed(enumerator, ahead)
        if place and place.numeral.value == 1 and not found.sure and not enumerator.frame and not followed:
            return None
        if not place and followed:
            return copy(self._outline).skip_to(enumerator)
        return place

    def _ahead(self, at: int, index: int) -> list[Enumerator]:
        """Return the enumerators after the first `index` of a block, up to those of some blocks later."""
        chains = [self._chains[at][index:], *self._chains[at + 1 : at + 1 + _BLOCKS_AHEAD]]
        return [found.enumerator for chain in chains for found in chain]

    def _write_numbered(self, part: Block, found: _Found, place: Place, at: Span) -> None:
        self._style = self._style or place.numeral.style
        del self._open[place.level :]
        parent, taken = self._open[-1]
        path = "/".join((parent, *place.steps[taken:]))
        bullet = place.numeral.style == "bullet"
        path = self._ledger.unnumbered(parent) if bullet else self._ledger.free(path)
        self._open.append((path, len(place.steps)))
        self._write(
            path, part, number=found.enumerator.number or None, depth=place.level, parent=parent, at=at
        )

    def _write_unnumbered(self, at: int) -> None:
        owner = self._owner(at)
        parent = self._open[owner][0]
        path = self._ledger.unnumbered(parent)
        self._write(path, self._blocks[at], number=None, depth=owner + 1, parent=parent, at=None)

    def _write(
        self, path: str, block: Block, *, number: str | None, depth: int, parent: str, at: Span | None
    ) -> None:
        above = None if parent == self._open[0][0] and not self._level else parent
        self._ledger.write(path, block, number=number, level=self._level + depth, parent=above, at=at)

    def _owner(self, at: int) -> int:
        """Return the depth of the item that a text without number goes on from.

        What follows decides: between (ii) and (b) it closes (a). A lower-case text closes the innermost list.
        """
        depth = len(self._open) - 1
        paragraph = min(depth, 1 if self._style == "arabic" else 0)
        following = self._following_level(at)
        if following >= depth:
            return depth
        if self._blocks[at].text[:1].islower():
            return max(depth - 1, paragraph)
        return following or paragraph

    def _following_level(self, at: int) -> int:
        """Return the level of the next number, 0 where none follows."""
        later = self._next_numbered[at]
        if later == len(self._blocks):
            return 0
        place = self._outline.peek(self._chains[later][0].enumerator, self._ahead(later, 1))
        return place.level if place else 0


@dataclass(frozen=True, slots=True)
class _Found:
    """A number at the head of a block, and where it stands in the text."""

    enumerator: Enumerator
    start: int
    end: int
    sure: bool
    """The source's markup says so."""


_BLOCKS_AHEAD = 8
_LONGEST_CHAIN = 3  # `2. (a) (i)`


def _chain(block: Block) -> list[_Found]:
    """Return the numbers that a block begins with."""
    text, chain, at = block.text, [], 0
    if is_foreign(text):
        return []
    if block.number and (printed := Enumerator.parse(block.number)):
        chain.append(_Found(printed, 0, 0, sure=True))
    while len(chain) < _LONGEST_CHAIN and (found := find_enumerator(text, at)):
        if chain and found[1] == len(text):
            break
        chain.append(_Found(found[0], at, found[1], sure=False))
        at = found[1]
    if not chain and (found := find_bare_number(text)):
        chain.append(_Found(found[0], 0, found[1], sure=False))
    return chain


def _words(block: Block, found: _Found, end: int | None) -> Block:
    """Return what follows a number; a note mark that touches the number stays, at the beginning."""
    part = part_of(block, found.end, end)
    early = tuple([Mark(0, mark.marker) for mark in block.marks if found.start < mark.at <= found.end])
    return replace(part, marks=early + part.marks) if early else part


def _followed(enumerator: Enumerator, ahead: Sequence[Enumerator]) -> bool:
    """Say whether the next number of the same list comes after an enumerator, before it begins again."""
    values = {numeral.style: numeral.value for numeral in enumerator.readings}
    for later in ahead:
        if later.frame != enumerator.frame:
            continue
        steps = [numeral.value - values.get(numeral.style, numeral.value) for numeral in later.readings]
        if 1 in steps:
            return True
        if min(steps) < 0:
            return False
    return False
