"""Tell which treaty a text is, by its title."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.knowledge import Knowledge
    from kg.text.block import Block


def key_of_title(blocks: Sequence[Block], knowledge: Knowledge) -> str | None:
    """Return the key (`CRC`) of the treaty whose name is the title in the blocks before its articles.

    A name must be the whole title: that of a protocol holds the name of its convention.
    """
    keys: dict[str, set[str]] = {}
    for name in knowledge.names:
        if name.kind == "treaty" and name.form != "abbreviation":
            keys.setdefault(_plain(name.text), set()).add(name.thing.removeprefix("treaty/"))
    for title in _titles(blocks):
        found = keys.get(_plain(title), set())
        if len(found) == 1:
            return found.pop()
    return None


def _titles(blocks: Sequence[Block]) -> Iterator[str]:
    """Yield what may be the title, the likeliest first; last a short title that the text gives itself."""
    lines = [block.text for block in blocks if len(block.text) <= _LONGEST_LINE]
    yield from lines
    yield from (f"{one} {two}" for one, two in pairwise(lines))
    yield from (_BRACKET_RE.sub(" ", line) for line in lines)
    for block in blocks:
        yield from _CITED_AS_RE.findall(block.text)


def _plain(title: str) -> str:
    """Return the words of a title in lower case, without article and punctuation."""
    words = _WORD_RE.findall(title.lower().replace("’", "'"))
    return " ".join(words[1:] if words[:1] == ["the"] else words)


_LONGEST_LINE = 350  # characters
_WORD_RE = re.compile(r"[\w']+")
_BRACKET_RE = re.compile(r"\([^()]{0,100}\)")  # not a bracket that is never closed
_CITED_AS_RE = re.compile(r"may be cited as the ([A-Z][^.;:]{3,150})")
