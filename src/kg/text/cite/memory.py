"""What a document said so far: the bodies it named in full, the years of resolutions cited without one."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_FIRST_KNOWN_YEAR = 2000
_LAST_OF_YEAR = (
    1334, 1386, 1454, 1521, 1580, 1651, 1738, 1794, 1859, 1907, 1966, 2032, 2085,
    2132, 2195, 2259, 2336, 2397, 2451, 2503, 2560, 2617, 2671, 2721, 2767,
)  # fmt: skip
"""Number of the last resolution that the Security Council adopted in each year from 2000 on."""
_FIRST_KNOWN = 1285
_CENTURIES = ("(19", "(20")
"""What every text that dates a number holds: most texts need no closer look."""
_DATED_NUMBER_RE = re.compile(r"(?<![\w/])(\d{1,4}) ?\(((?:19|20)\d\d)\)")


@dataclass(slots=True)
class Memory:
    """Grows as a document is read from its first word to its last."""

    years: dict[int, set[str]] = field(default_factory=dict)
    """Number of a Security Council resolution: the years that the document gives it."""
    last_named: dict[str, str] = field(default_factory=dict)
    """Head noun (`Council`): the key of the body so called that was named in full last; empty if unknown."""
    until: int | None = None
    """Year of the document."""
    last_committee: str = ""
    """Name of the committee with general comments that was named last."""

    @classmethod
    def of(cls, texts: Iterable[str], adopted: str | None = None) -> Memory:
        """Return a memory that knows the years of all numbers in the texts, for a later one can explain."""
        memory = cls(until=int(adopted[:4]) if adopted else None)
        for text in texts:
            if not any(century in text for century in _CENTURIES):
                continue
            for number, year in _DATED_NUMBER_RE.findall(text):
                memory.years.setdefault(int(number), set()).add(year)
        return memory

    def year(self, number: int) -> str | None:
        """Return the year of a Security Council resolution: what the document says, else what is known."""
        years = self.years.get(number, set())
        if len(years) == 1:
            return next(iter(years))
        if years or not _FIRST_KNOWN <= number <= _LAST_OF_YEAR[-1]:
            return None
        return str(_FIRST_KNOWN_YEAR + bisect_left(_LAST_OF_YEAR, number))
