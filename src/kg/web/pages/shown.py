"""What pages show, as values: names that lead somewhere, facts, tables."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from kg.namespaces import compact
from kg.web.addresses import page_address

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.web.lookup import Lookup

_DAY_RE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_MONTH_RE = re.compile(r"(\d{4})-(\d\d)")
_TREATY_PLACE_RE = re.compile(r"treaty/(?P<key>[^/]+)/art/")
_PATHS = "/:(),@"


@dataclass(frozen=True)
class Shown:
    """Something with a name; with an IRI or address it is a link."""

    label: str
    iri: str = ""
    to: str = ""
    """Address within the site, where it is no thing of the graph."""

    @property
    def address(self) -> str:
        """Return where it leads; `` where nowhere."""
        return self.to or (page_address(self.iri) if self.iri else "")


Cell = str | Shown | tuple[Shown, ...]


@dataclass(frozen=True)
class Table:
    """A titled table of a page."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    anchors: tuple[str, ...] = ()
    """An id for each row, where rows are pointed to."""
    note: str = ""
    more: Shown | None = None
    """Where the rest is, when not all rows are shown."""
    numbers: frozenset[str] = frozenset()
    """Heads of the columns with figures."""

    @property
    def key(self) -> str:
        """Return the id of the section."""
        return re.sub(r"[^a-z0-9]+", "-", self.title.casefold()).strip("-")

    @property
    def lean(self) -> Table:
        """Return the table without the columns of which every cell is empty."""
        kept = [at for at in range(len(self.heads)) if any(row[at] for row in self.rows)]
        if len(kept) == len(self.heads):
            return self
        rows = tuple(tuple(row[at] for at in kept) for row in self.rows)
        return replace(self, heads=tuple(self.heads[at] for at in kept), rows=rows)


@dataclass(frozen=True)
class Fact:
    """A property of a thing with its values."""

    name: Shown
    values: tuple[Shown, ...]


def shown(lookup: Lookup, iri: str) -> Shown:
    """Return a thing by its name; a provision by its place."""
    return Shown(place_of(lookup, iri), iri)


def all_shown(lookup: Lookup, iris: Iterable[str]) -> tuple[Shown, ...]:
    """Return things by their names, in the order of these."""
    return tuple(sorted((shown(lookup, iri) for iri in iris), key=lambda one: one.label.casefold()))


def place_of(lookup: Lookup, iri: str) -> str:
    """Return what a thing is called in a list, where a long title would tell less.

    A provision loses the title of its treaty (`OPSC, article 3 (1)`), a text gets its symbol.
    """
    label = lookup.label(iri)
    match = _TREATY_PLACE_RE.match(compact(iri))
    if match and ", article " in label:
        return f"{match['key']}, article {label.partition(', article ')[2]}"
    symbol = lookup.text(iri, "cp:symbol")
    return f"{label} ({symbol})" if symbol and symbol not in label else label


def day(text: str) -> str:
    """Return a day, month or year as readers write it; any other text as it is.

    >>> day("2016-03-23"), day("2015-03"), day("1948")
    ('23 March 2016', 'March 2015', '1948')
    """
    try:
        if match := _DAY_RE.fullmatch(text):
            found = date(*map(int, match.groups()))
            return f"{found.day} {found:%B} {found.year}"
        if match := _MONTH_RE.fullmatch(text):
            return f"{date(int(match[1]), int(match[2]), 1):%B} {match[1]}"
    except ValueError:
        return text
    return text


def address(path: str, **parameters: str) -> str:
    """Return an address of the site with a query.

    >>> address("/questions/obligations/asked-of-actor", actor="body/UNODC")
    '/questions/obligations/asked-of-actor?actor=body/UNODC'
    """
    query = urlencode(
        {name: value for name, value in parameters.items() if value}, safe=_PATHS, quote_via=quote
    )
    return f"{path}?{query}" if query else path


def question(name: str, label: str, **parameters: str) -> Shown:
    """Return a link to a question of the catalogue with these values."""
    return Shown(label, to=address(f"/questions/{name}", **parameters))
