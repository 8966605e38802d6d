"""The bodies whose resolutions texts cite: their names, and which numbers can be theirs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.identifiers import ResolutionKind
    from kg.text.cite.numbers import Form, ResolutionNumber


@dataclass(frozen=True, slots=True)
class Owner:
    """A body that adopts resolutions, and the numbers that it gives them."""

    key: str
    name: str
    head: str
    """The noun that stands for it alone: `Council`."""
    forms: tuple[Form, ...]
    sessions: tuple[int, int]
    """First and last that can be; for a body that counts by year, years."""
    year_before: int = 0
    """Calendar year before that of its first session; 0 where it counts by year."""
    sessions_a_year: int = 1
    """0 where sessions and years go apart."""
    most: int = 9999
    """No session adopts more resolutions."""
    first_decision: int = 1
    """Number of the first decision of a session, where these begin higher than resolutions."""

    def fits(
        self,
        number: ResolutionNumber,
        kind: ResolutionKind = "RES",
        year: int | None = None,
        *,
        until: int | None = None,
    ) -> bool:
        """Say whether a number can be this body's, adopted in a year and not after another, if given."""
        if number.form not in self.forms:
            return False
        if number.form == "year":
            return year in {None, number.session}
        if number.form == "roman":
            return number.session <= _ROMAN_SESSIONS.get(self.key, 0)
        if number.form != "session":
            return True
        if number.serial < self.first_decision if kind == "DEC" else number.serial > self.most:
            return False
        first, last = self.sessions
        return first <= number.session <= last and self._fits_year(number.session, year, until)

    def _fits_year(self, session: int, year: int | None, until: int | None) -> bool:
        if not self.sessions_a_year:
            return True
        if year is not None:
            return year - self._year(session) in {0, 1}
        return until is None or self._year(session) <= until

    def _year(self, session: int) -> int:
        return self.year_before - (-session // self.sessions_a_year) if self.year_before else session


_SESSIONED: tuple[Form, ...] = ("session", "special", "roman")
_SPECIAL: tuple[Form, ...] = ("session", "special")
_NUMERAL: tuple[Form, ...] = ("session", "roman")
_PLAIN: tuple[Form, ...] = ("session",)
OWNERS = (
    Owner("GA", "General Assembly", "Assembly", _SESSIONED, (31, 150), 1945, first_decision=301),
    Owner("SC", "Security Council", "Council", ("year", "plain"), (0, 0)),
    Owner("ECOSOC", "Economic and Social Council", "Council", _NUMERAL, (1978, 2100), first_decision=101),
    Owner("HRC", "Human Rights Council", "Council", _SPECIAL, (1, 99), 2005, 3, 60, 101),
    Owner("CHR", "Commission on Human Rights", "Commission", _NUMERAL, (1978, 2006), first_decision=101),
    Owner(
        "CCPCJ", "Commission on Crime Prevention and Criminal Justice", "Commission", _PLAIN, (1, 99), 1991
    ),
    Owner("CND", "Commission on Narcotic Drugs", "Commission", _NUMERAL, (1, 99), 1957),
    Owner("CSW", "Commission on the Status of Women", "Commission", _PLAIN, (1, 99), 1956),
    Owner("CSocD", "Commission for Social Development", "Commission", _PLAIN, (1, 99), 1962),
    Owner(
        "ESCAP",
        "Economic and Social Commission for Asia and the Pacific",
        "Commission",
        _PLAIN,
        (1, 99),
        1944,
    ),
    Owner("UNEA", "United Nations Environment Assembly", "Assembly", _PLAIN, (1, 30), 2013, 0),
    Owner("UN-HABITAT-ASSEMBLY", "United Nations Habitat Assembly", "Assembly", _PLAIN, (1, 30), 2018, 0),
)
_ROMAN_SESSIONS = {"GA": 30, "ECOSOC": 63, "CHR": 33, "CND": 43}
"""The last session that was numbered in Roman numerals in the numbers of resolutions."""
_OTHER_NAMES = {"United Nations Environmental Assembly": "UNEA", "Environment Assembly": "UNEA"}

BY_KEY = {owner.key: owner for owner in OWNERS}
BY_NAME = {owner.name: owner.key for owner in OWNERS} | _OTHER_NAMES
HEADS = ("Assembly", "Council", "Commission", "Committee", "Conference", "Board", "Congress", "Parliament")
"""Nouns by which texts call a body that was named before, or end the name of one that is not here."""

COMMENTS = {
    "Committee on the Rights of the Child": "CRC/C/GC/",
    "Human Rights Committee": "CCPR/C/GC/",
    "Committee on Economic, Social and Cultural Rights": "E/C.12/GC/",
    "Committee on the Elimination of Discrimination against Women": "CEDAW/C/GC/",
    "Committee on the Elimination of Racial Discrimination": "CERD/C/GC/",
    "Committee against Torture": "CAT/C/GC/",
    "Committee on the Rights of Persons with Disabilities": "CRPD/C/GC/",
    "Committee on Migrant Workers": "CMW/C/GC/",
    "Committee on Enforced Disappearances": "CED/C/GC/",
}
"""Committees that adopt general comments, and what stands before the numbers of these."""
