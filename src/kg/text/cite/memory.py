"""What a document said so far: the bodies it named in full, the years of resolutions cited without one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.text.cite.owners import BY_NAME, COMMENTS

if TYPE_CHECKING:
    from collections.abc import Iterable

_DATED_NUMBER_RE = re.compile(r"(?<![\w/])(\d{1,4}) ?\(((?:19|20)\d\d)\)")


@dataclass(slots=True)
class Memory:
    """Grows as a document is read from its first word to its last."""

    years: dict[int, set[str]] = field(default_factory=dict)
    """Number of a Security Council resolution: the years that the document gives it."""
    last_named: dict[str, str] = field(default_factory=dict)
    """Head noun (`Council`): the key of the body so called that was named in full last; empty if unknown."""
    last_committee: str = ""
    """Name of the committee with general comments that was named last."""

    @classmethod
    def of(cls, texts: Iterable[str]) -> Memory:
        """Return a memory that knows the years of all numbers in the texts, as a later one can explain."""
        memory = cls()
        for text in texts:
            for number, year in _DATED_NUMBER_RE.findall(text):
                memory.years.setdefault(int(number), set()).add(year)
        return memory

    def name(self, name: str, head: str) -> None:
        """Note that a body was named in full; one that is not known hides those of the same noun."""
        self.last_named[head] = BY_NAME.get(name, "")
        if name in COMMENTS:
            self.last_committee = name

    def year(self, number: int) -> str | None:
        """Return the one year that the document gives to a number."""
        years = self.years.get(number, set())
        return next(iter(years)) if len(years) == 1 else None
