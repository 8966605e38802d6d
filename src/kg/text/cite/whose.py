"""Decide whose a resolution is: by the owner that is named, by its number and date, by who speaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.text.cite.owners import BY_KEY, OWNERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.identifiers import ResolutionKind
    from kg.text.cite.memory import Memory
    from kg.text.cite.numbers import ResolutionNumber

ITS = "its"
"""The owner is the one who speaks."""
STRANGER = ""
"""The owner is a body that is not in the table."""
_MAIN = ("SC", "ECOSOC", "GA", "HRC")
"""Bodies whose number speaks for itself, where it fits no other of them."""
_ONLY_DATED = {"HRC"}
"""Those whose numbers are so small that they need a date to speak: `24/7`."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A number and what is said of it."""

    number: ResolutionNumber
    kind: ResolutionKind
    year: int | None
    """Of the adoption, where the text gives the date."""
    until: int | None = None
    """Year of the text that cites it."""

    def fits(self, key: str) -> bool:
        """Say whether it can be a body's, its date included."""
        owner = BY_KEY.get(key)
        return owner is not None and owner.fits(self.number, self.kind, self.year, until=self.until)

    def has_form_of(self, key: str) -> bool:
        """Say whether it can be a body's, whatever its date."""
        owner = BY_KEY.get(key)
        return owner is not None and owner.fits(self.number, self.kind)


def whose(
    asked: Asked, owner: str | None, *, voice: str | None, named: Sequence[str], memory: Memory
) -> str | None:
    """Return the key of the body, "" for one that is not in the table, None where it stays open.

    `owner` is a key, `its`, "" or a noun that stands for a body (`Council`), or None where none is named;
    `named` are the bodies that the text named so far, the likeliest first.
    """
    if owner == STRANGER:
        return STRANGER
    if owner in BY_KEY and (asked.has_form_of(owner) or owner not in _MAIN):
        return owner if asked.has_form_of(owner) else None
    if owner is not None and owner not in BY_KEY and owner != ITS:
        return _by_noun(asked, owner, voice, memory)
    near = [voice, *named] if owner == ITS else [*named[:1], voice, *named[1:]]
    found = next((key for key in near if key and asked.fits(key)), None) or _by_form(asked)
    # a date that fits nobody is a slip of the text
    return found or (voice if owner == ITS and voice and asked.has_form_of(voice) else None)


def _by_noun(asked: Asked, noun: str, voice: str | None, memory: Memory) -> str | None:
    """Return the body that `Council`, say, stands for."""
    if voice in BY_KEY and BY_KEY[voice].head == noun and asked.fits(voice):
        return voice
    last = memory.last_named.get(noun)
    if last is not None and (last == STRANGER or asked.fits(last)):
        return last
    fitting = {owner.key for owner in OWNERS if owner.head == noun and asked.fits(owner.key)}
    return fitting.pop() if len(fitting) == 1 else None


def _by_form(asked: Asked) -> str | None:
    fitting = [key for key in _MAIN if asked.fits(key)]
    if len(fitting) != 1 or (fitting[0] in _ONLY_DATED and asked.year is None):
        return None
    return fitting[0]


def reason(asked: Asked, owner: str | None) -> str:
    """Return why the owner stays open."""
    if owner == STRANGER:
        return "the body that adopted it has no symbol of its own here"
    if owner is None:
        return "no body is named, and the number fits none that speaks here"
    return f"number {asked.number.printed} fits no body that may be meant"
