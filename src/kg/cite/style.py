"""What a style is: templates by kind of instrument, and how it writes dates, numbers, bodies and places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping

    from kg.cite.pinpoints import Pinpoints

Form = Literal["full", "short", "text"]
DateForm = Literal["full", "year", "none"]
TreatyDate = Literal["adopted", "opened"]


@dataclass(frozen=True)
class Style:
    """One style, as a table; the fields of templates are those of `kg.cite.write`."""

    key: str
    name: str
    full: Mapping[str, str]
    """Template by kind, for the first citation."""
    short: Mapping[str, str]
    """Template by kind, for later ones; `other` for the rest."""
    text: Mapping[str, str]
    """Template by kind, for the running text; empty where the style has no rule for it."""
    bodies: Mapping[str, str]
    """Name by key of the body; a body that is not here goes by its name."""
    number: str
    """Pattern of a resolution's number (`kg.cite.numbers`)."""
    date: Callable[[dt.date], str]
    pinpoints: Pinpoints
    charters: Mapping[str, str]
    """Name by path of instruments that the style cites by name alone."""
    series: str
    """Where a treaty is printed, with fields `volume` and `page`."""
    series_by_number: str
    """The same where the page is not known, with fields `volume` and `number`."""
    council_of_europe: str
    """The series of the Council of Europe, with `number`, and `short`, `dotted` or `long` for its name."""
    definition: str
    """What gives the short name at the first citation, with the field `short`."""
    later: str
    """What points back to the first citation, with the field `note`."""
    access: str
    """What comes after all else, with fields `url` and `accessed`."""
    adopted: str
    """What stands before the day of a treaty's adoption; empty for the bare date."""
    opened: str
    in_force: str
    date_of: Literal["adopted", "issued"] = "adopted"
    """Which day of a resolution comes first; with `issued` the day of adoption follows it."""
    dated: bool = True
    """Whether resolutions carry their date without being asked."""
    treaty_date: TreatyDate = "adopted"
    defines: bool = False
    """Whether the first citation of a treaty gives its short name without being asked."""
    titles: bool = False
    """Whether resolutions carry their title without being asked."""
    abbreviates_number: bool = True
    """Whether `No.` loses its stop."""
    symbol_with_year: bool = True
    """Whether symbols of the Security Council keep their year: `S/RES/1612 (2005)`."""
    early_symbols: bool = True
    """Whether resolutions before the thirty-first session carry a symbol."""
    joint_without_body: bool = False
    """Whether a joint general comment, whose title names its committees, goes without one before it."""
    in_words: Pinpoints | None = None
    """How places stand in the running text."""
    charter_paragraph: str | None = None
    """How a paragraph of a charter's article is written, where not as in other treaties."""


@dataclass(frozen=True)
class Options:
    """What a user decides where the rules leave it open; None is the style's own way."""

    form: Form = "full"
    title: bool | None = None
    date: DateForm | None = None
    treaty_date: TreatyDate | None = None
    define: bool | None = None
    note: int | None = None
    """Number of the footnote with the first citation, for the short form."""
    url: bool = False
    accessed: dt.date | None = None
    stop: bool = False
    """Whether a full stop ends the citation."""
