"""Know the States that sponsored a resolution or voted on it by their names."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from unicodedata import normalize

from kg.document import Sponsor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.document import Document
    from kg.knowledge import Knowledge

# A bracket that says for whom a State speaks, or in whose name; not one that belongs to its name.
_ON_BEHALF_RE = re.compile(r"\((?:on behalf|in (?:its|her|his) capacity)[^()]*(?:\([^()]*\)[^()]*)*\)?")
_SUBMITTED_RE = re.compile(r"\s*(?:as )?(?:submitted|orally|prepared)\b", re.IGNORECASE)
_PLAIN = str.maketrans({"’": "'", "\xa0": " ", "\u2011": "-"})
_BRACKET = " ("


class StateFinder:
    """The names of States; made once from what the graph knows."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._paths = {_key(name.text): name.thing for name in knowledge.names if name.kind == "state"}
        longest_first = sorted(self._paths, key=len, reverse=True)
        self._names_re = re.compile(rf"(?<![\w'-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w'-])")

    def find(self, name: str) -> str | None:
        """Return the path of the State that is called so, whatever the case of its letters."""
        key = _key(name).removeprefix("the ")
        return self._paths.get(key) or self._paths.get(key.partition(_BRACKET)[0])

    def listed(self, text: str) -> Iterator[Sponsor]:
        """Yield the States that a list of sponsors names, in order.

        A draft that an officer submitted, whatever the officer's country, has none.
        """
        if not self._paths or _SUBMITTED_RE.match(text):
            return
        bare = _ON_BEHALF_RE.sub(lambda match: " " * len(match[0]), text)
        for match in self._names_re.finditer(_key(bare)):
            yield Sponsor(text[match.start() : match.end()], self._paths[match[0]])


def annotate_states(document: Document, finder: StateFinder) -> Document:
    """Return the document with each State that sponsored it, and those of its ballots, by their paths."""
    front = document.front
    if not (front.sponsors or front.ballots):
        return document
    listed = (one for sponsor in front.sponsors for one in finder.listed(sponsor.text))
    return replace(
        document,
        front=replace(
            front,
            sponsors=tuple({one.id: one for one in listed}.values()),
            ballots=tuple(replace(ballot, id=finder.find(ballot.text)) for ballot in front.ballots),
        ),
    )


def _key(text: str) -> str:
    """Return a name as it is compared: small letters without accents, of the same length."""
    plain = text.translate(_PLAIN)
    return plain.lower() if plain.isascii() else "".join(normalize("NFD", one)[0].lower() for one in plain)
