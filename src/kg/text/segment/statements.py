"""Split a reading into statements: resolutions of one file, parts of one, a draft set out in one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from kg.text.segment.bodies import FORMULA_RE, body_named
from kg.text.segment.closing import CLOSING_RE
from kg.text.segment.cutting import part_of
from kg.text.segment.front import COUNCIL_NUMBER_RE, NUMBER_RE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.text.block import Block
    from kg.text.segment.bodies import EnactingBody
    from kg.text.segment.openings import Openings

Sort = Literal["resolution", "part", "draft"]

_PART_RE = re.compile(r"[A-H](?=$|\.?\s+[A-Z])")
_DRAFT_RE = re.compile(
    r"following (?:draft )?(?:resolution|text)s?\b.{0,80}:$|draft resolution:$", re.IGNORECASE
)
# Those who conclude a treaty enact no resolution: `The States Parties to the present Convention,`.
_PARTIES_RE = re.compile(r"(?:States|Parties|Governments|High Contracting|Contracting|Member States)\b")
_COVER_RE = re.compile(r"United Nations\b|Distr\.|Original:")
_LONGEST_TITLE = 200
_LONGEST_HEAD = 16
"""Blocks of front matter at most before an enacting formula."""


@dataclass(slots=True)
class Statement:
    """One enacting formula and what belongs to it."""

    sort: Sort
    body: EnactingBody | None
    name: str
    """The body as the formula prints it."""
    label: str = ""
    """Letter of a part."""
    front: list[Block] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)


def find_statements(blocks: Sequence[Block], openings: Openings) -> list[Statement]:
    """Return the statements of a reading, in order; none where no enacting formula is found."""
    blocks = _split_glued(blocks, openings)
    formulas = [index for index, block in enumerate(blocks) if _is_formula(blocks, index, openings)]
    statements: list[Statement] = []
    end_of_last = 0
    for place, index in enumerate(formulas):
        sort, start = _sort(blocks, index, end_of_last, first=not statements)
        if statements:
            statements[-1].blocks = [*blocks[end_of_last:start]]
        body, name = _named(blocks[index].text)
        front = [*blocks[start:index]]
        statements.append(Statement(sort, body, name, _label(front) if sort == "part" else "", front))
        end_of_last = index + 1
        if place == len(formulas) - 1:
            statements[-1].blocks = [*blocks[end_of_last:]]
    _label_first(statements)
    return statements


def _split_glued(blocks: Sequence[Block], openings: Openings) -> list[Block]:
    """Return the blocks, a formula that runs on into the first paragraph set apart."""
    result: list[Block] = []
    for block in blocks:
        match = (
            FORMULA_RE.match(block.text)
            if block.role == "unknown" and block.text.startswith("The ")
            else None
        )
        rest = match and block.text[match.end() :]
        if match and rest and match["comma"] and body_named(match["name"]) and openings.either(rest):
            result += [part_of(block, 0, match.end()), part_of(block, match.end())]
        else:
            result.append(block)
    return result


def _is_formula(blocks: Sequence[Block], index: int, openings: Openings) -> bool:
    block = blocks[index]
    if block.role != "unknown":
        return block.role == "formula"
    match = FORMULA_RE.fullmatch(block.text)
    if not match or index + 1 >= len(blocks):
        return False
    if body_named(match["name"]):
        return True
    following = next((b.text for b in blocks[index + 1 : index + 3]), "")
    return bool(match["comma"]) and openings.either(following) and not _PARTIES_RE.match(match["name"])


def _named(text: str) -> tuple[EnactingBody | None, str]:
    match = FORMULA_RE.match(text)
    name = match["name"] if match else text.strip(" ,")
    return body_named(name), name


def _sort(blocks: Sequence[Block], index: int, low: int, *, first: bool) -> tuple[Sort, int]:
    """Return what a formula begins, and the index of the first block of its front matter."""
    if first:
        return "resolution", 0
    before = blocks[low:index]
    if before and _DRAFT_RE.search(before[-1].text):
        return "draft", index
    heading = _numbered_heading(blocks, low, index)
    if heading is not None:
        return "resolution", _cover(blocks, low, heading)
    part = _part_heading(blocks, low, index)
    if part is not None:
        return "part", part
    if any(_DRAFT_RE.search(block.text) for block in before[-3:]):
        return "draft", index
    return "part", index


def _numbered_heading(blocks: Sequence[Block], low: int, index: int) -> int | None:
    """Return the nearest block above that heads a resolution of its own with its number."""
    for at in range(index - 1, max(low, index - _LONGEST_HEAD) - 1, -1):
        text = blocks[at].text
        if blocks[at].number or len(text) > 400:  # noqa: PLR2004  # characters of a title
            return None
        if NUMBER_RE.match(text) and not text.endswith((";", ",")):
            return at
        council = COUNCIL_NUMBER_RE.match(text)
        if council and (council["word"] or council["stop"]):
            return at
        if CLOSING_RE.match(text):
            return None
    return None


def _cover(blocks: Sequence[Block], low: int, heading: int) -> int:
    """Return the first block of the cover above a numbered heading, or the heading itself."""
    start = heading
    for at in range(heading - 1, max(low, heading - _LONGEST_HEAD) - 1, -1):
        if CLOSING_RE.match(blocks[at].text) or blocks[at].text.endswith(";"):
            break
        if _COVER_RE.match(blocks[at].text):
            start = at
    return start


def _part_heading(blocks: Sequence[Block], low: int, index: int) -> int | None:
    """Return the block with a part's letter, three blocks above the formula at most, or a break."""
    for at in range(index - 1, max(low, index - 4) - 1, -1):
        if blocks[at].role == "break":
            return at
        if _PART_RE.match(blocks[at].text) and len(blocks[at].text) < _LONGEST_TITLE:
            return at
    return None


def _label(front: Sequence[Block]) -> str:
    for block in front:
        if match := _PART_RE.match(block.text):
            return match[0]
    return ""


def _label_first(statements: list[Statement]) -> None:
    """Give the letters that are not printed: the first part is A where a second one follows."""
    letter = ord("A")
    parts = [s for s in statements if s.sort != "draft"]
    for before, statement in pairwise(parts):
        if statement.sort == "part" and not before.label:
            before.label = chr(letter)
        if statement.sort == "part" and not statement.label:
            statement.label = chr(ord(before.label) + 1)
