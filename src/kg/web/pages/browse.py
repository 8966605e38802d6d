"""Lists of things by kind, sorted by a column."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.namespaces import compact, expand
from kg.web.pages.instrument import date_of
from kg.web.pages.render import send_page, write_page
from kg.web.pages.shown import Shown, Table, address, day, shown
from kg.web.pages.snapshot import kept_page, lookup_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from kg.web.lookup import Lookup
    from kg.web.pages.shown import Cell

MOST = 500
"""Rows of a page."""
READ = "text"
"""The kind of all texts whose paragraphs the graph has."""
_UNDATED = "undated"
_LONGEST = 200
_BY = ("cp:enactingBody", "cp:adoptedBy", "cp:issuedBy")
_YEAR_RE = re.compile(rf"[0-9]{{4}}|{_UNDATED}")


@dataclass(frozen=True)
class Column:
    """A column of a list: its head, what a cell shows, and by what it is sorted."""

    name: str
    head: str
    cell: Callable[[Lookup, str], Cell]
    key: Callable[[Lookup, str], object]


@dataclass(frozen=True)
class Listing:
    """A kind of thing to list."""

    label: str
    classes: tuple[str, ...]
    columns: tuple[Column, ...]
    read: bool = False
    """Whether only texts are listed whose paragraphs the graph has."""


@dataclass(frozen=True)
class _Order:
    """How a list is sorted, and which page of it is shown."""

    sort: str
    down: bool
    page: int
    year: str = ""
    body: str = ""
    """IRI of who adopted or issued the texts."""

    @property
    def narrowed(self) -> bool:
        """Return whether the list holds but one year, or what one body adopted."""
        return bool(self.year or self.body)


@dataclass(frozen=True)
class Branch:
    """A theme with the narrower ones under it."""

    to: Shown
    number: int
    under: tuple[Branch, ...]


def browse(request: Request) -> Response:
    """Return the list of a kind of thing; without one, the kinds."""
    kind = request.query_params.get("kind", "")
    listing = LISTINGS.get(kind)
    sort = request.query_params.get("sort", "")
    order = _Order(
        sort if listing and any(column.name == sort for column in listing.columns) else "name",
        request.query_params.get("order") == "down",
        _page(request),
        year if _YEAR_RE.fullmatch(year := request.query_params.get("year", "")) else "",
        expand(body) if (body := request.query_params.get("body", "")[:_LONGEST]) else "",
    )
    key = f"/browse?{kind if listing else ''}&{order}"
    return send_page(request, kept_page(request, key, lambda: _written(request, kind, order)), {})


def _written(request: Request, kind: str, order: _Order) -> bytes:
    lookup = lookup_of(request)
    listing = LISTINGS.get(kind)
    tree = kind == "theme"
    table = _table(lookup, listing, order) if listing and not tree else None
    return write_page(
        request,
        "browse.html",
        kinds=_kinds(lookup, kind),
        title=_title(lookup, listing, order),
        table=table,
        schemes=_schemes(lookup) if tree else (),
        years=reading_lists(lookup) if kind == READ and not order.narrowed else (),
        sort=_sort_links(kind, listing, order) if listing and table and not order.narrowed else None,
        pages=_pages(lookup, kind, listing, order) if listing and table else (None, None),
    )


def _title(lookup: Lookup, listing: Listing | None, order: _Order) -> str:
    if listing is None:
        return "Browse"
    year = {"": "", _UNDATED: ", undated"}.get(order.year, f" of {order.year}")
    return listing.label + year + (f": {lookup.label(order.body)}" if order.body else "")


def reading_lists(lookup: Lookup) -> tuple[tuple[Shown, int], ...]:
    """Return links to lists of texts that have paragraphs, each list on one page, with its length.

    There is one for each year, the latest first; a year with more than a page has one for each body.
    """
    counted: Counter[tuple[str, str]] = Counter()
    for text in _things(lookup, LISTINGS[READ]):
        bodies = lookup.links(text, *_BY)
        counted[_year(lookup, text), bodies[0] if bodies else ""] += 1
    years: Counter[str] = Counter()
    for (year, _), number in counted.items():
        years[year] += number
    lists: list[tuple[Shown, int]] = []
    for year in sorted(years, key=lambda one: (one != _UNDATED, one), reverse=True):
        lists.append((Shown(year, to=_list_address(year)), years[year]))
        if years[year] > MOST:
            lists += (
                (Shown(f"{year}: {lookup.label(body)}", to=_list_address(year, compact(body))), number)
                for (its, body), number in counted.most_common()
                if its == year and body
            )
    return tuple(lists)


def _year(lookup: Lookup, text: str) -> str:
    """Return the year of a text; a draft has that of the text which sets it out."""
    dated = (date_of(lookup, one) for one in (text, *lookup.links(text, "cp:draftIn")))
    return next((found[:4] for found in dated if found), _UNDATED)


def _list_address(year: str, body: str = "") -> str:
    return address("/page/browse", kind=READ, year=year, body=body)


def _kinds(lookup: Lookup, kind: str) -> tuple[tuple[Shown, int, bool], ...]:
    """Return each kind as a link, with how many there are and whether it is the one that is listed."""
    return tuple(
        (
            Shown(one.label, to=address("/page/browse", kind=name)),
            len(_things(lookup, one)) if one.read else sum(map(lookup.count, one.classes)),
            name == kind,
        )
        for name, one in LISTINGS.items()
    )


def _page(request: Request) -> int:
    text = request.query_params.get("page", "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 6 else 1  # noqa: PLR2004


def _table(lookup: Lookup, listing: Listing, order: _Order) -> Table:
    things = _chosen(lookup, listing, order)
    column = next(column for column in listing.columns if column.name == order.sort)
    things.sort(key=lambda thing: column.key(lookup, thing), reverse=order.down)  # type: ignore[arg-type,return-value]  # one type a column
    first = (order.page - 1) * MOST
    rows = tuple(
        tuple(c.cell(lookup, thing) for c in listing.columns) for thing in things[first : first + MOST]
    )
    heads = tuple(c.head for c in listing.columns)
    note = f"{first + 1} to {min(first + MOST, len(things))} of {len(things)}." if len(things) > MOST else ""
    return Table(listing.label, heads, rows, note=note, numbers=frozenset(heads) & _FIGURES)


def _things(lookup: Lookup, listing: Listing) -> list[str]:
    things = {thing for name in listing.classes for thing in lookup.instances(name)}
    return sorted(things & lookup.targets("cp:provisionOf") if listing.read else things)


def _chosen(lookup: Lookup, listing: Listing, order: _Order) -> list[str]:
    """Return the things of the year and body that are wanted."""
    things = _things(lookup, listing)
    if order.year:
        things = [one for one in things if _year(lookup, one) == order.year]
    if order.body:
        things = [one for one in things if order.body in lookup.links(one, *_BY)]
    return things


def _sort_links(kind: str, listing: Listing, order: _Order) -> tuple[tuple[Shown, str], ...]:
    """Return for each column a link that sorts by it, and the value of `aria-sort` for what it is now."""
    links = []
    for column in listing.columns:
        now = ("descending" if order.down else "ascending") if column.name == order.sort else ""
        to = address("/page/browse", kind=kind, sort=column.name, order="down" if now == "ascending" else "")
        links.append((Shown(column.head, to=to), now))
    return tuple(links)


def _pages(lookup: Lookup, kind: str, listing: Listing, order: _Order) -> tuple[Shown | None, Shown | None]:
    """Return links to the pages before and after."""

    def to(page: int, label: str) -> Shown:
        way = "down" if order.down else ""
        query = {"year": order.year, "body": compact(order.body) if order.body else "", "sort": order.sort}
        return Shown(label, to=address("/page/browse", kind=kind, **query, order=way, page=str(page)))

    more = len(_chosen(lookup, listing, order)) > order.page * MOST
    before = to(order.page - 1, "← Previous") if order.page > 1 else None
    return before, to(order.page + 1, "Next →") if more else None


def _schemes(lookup: Lookup) -> tuple[Branch, ...]:
    schemes = {
        scheme: lookup.subjects("skos:topConceptOf", scheme)
        for scheme in lookup.instances("skos:ConceptScheme")
        if compact(scheme).startswith("theme/")
    }
    return tuple(
        Branch(
            Shown(lookup.label(scheme), scheme),
            len(lookup.subjects("skos:inScheme", scheme)),
            _branches(lookup, tops, frozenset()),
        )
        for scheme, tops in sorted(schemes.items(), key=lambda one: lookup.label(one[0]))
    )


def _branches(lookup: Lookup, themes: list[str], above: frozenset[str]) -> tuple[Branch, ...]:
    ordered = sorted(
        (theme for theme in themes if theme not in above), key=lambda one: lookup.label(one).casefold()
    )
    return tuple(
        Branch(
            shown(lookup, theme), 0, _branches(lookup, lookup.links(theme, "skos:narrower"), above | {theme})
        )
        for theme in ordered
    )


def _name(lookup: Lookup, thing: str) -> Cell:
    return Shown(lookup.label(thing), thing)


def _by_name(lookup: Lookup, thing: str) -> object:
    return lookup.label(thing).casefold()


def _key(lookup: Lookup, thing: str) -> Cell:
    return Shown(lookup.text(thing, "cp:abbreviation") or compact(thing).removeprefix("treaty/"), thing)


def _by_key(lookup: Lookup, thing: str) -> object:
    return (lookup.text(thing, "cp:abbreviation") or compact(thing).removeprefix("treaty/")).casefold()


def _day(lookup: Lookup, thing: str) -> Cell:
    return day(date_of(lookup, thing))


def _by_day(lookup: Lookup, thing: str) -> object:
    return date_of(lookup, thing)


def _provisions(lookup: Lookup, thing: str) -> Cell:
    number = len(lookup.subjects("cp:provisionOf", thing))
    return str(number) if number else ""


def _by_provisions(lookup: Lookup, thing: str) -> object:
    return len(lookup.subjects("cp:provisionOf", thing))


def _body(lookup: Lookup, thing: str) -> Cell:
    return tuple(shown(lookup, body) for body in lookup.links(thing, *_BY))


def _by_body(lookup: Lookup, thing: str) -> object:
    return " ".join(lookup.label(body) for body in lookup.links(thing, *_BY))


def _words(lookup: Lookup, thing: str) -> Cell:
    return lookup.text(thing, "skos:definition", "dcterms:description", "cp:gist")


def _joined(lookup: Lookup, state: str) -> Cell:
    number = _by_joined(lookup, state)
    return str(number) if number else ""


def _by_joined(lookup: Lookup, state: str) -> int:
    actions = lookup.subjects("cp:actionBy", state)
    binding = [action for action in actions if lookup.text(action, "cp:bindsParty") in {"true", "1"}]
    return len({treaty for action in binding for treaty in lookup.links(action, "cp:actionOn")})


def _code(_lookup: Lookup, thing: str) -> Cell:
    return compact(thing).rpartition("/")[2]


def _by_code(_lookup: Lookup, thing: str) -> object:
    return compact(thing)


_FIGURES = frozenset({"Provisions", "Treaties joined"})
_NAME = Column("name", "Name", _name, _by_name)
_KEY = Column("key", "Symbol", _key, _by_key)
_DATE = Column("date", "Date", _day, _by_day)
_DEPTH = Column("depth", "Provisions", _provisions, _by_provisions)
_BODY = Column("body", "By", _body, _by_body)
_ABOUT = Column("about", "What it is", _words, _by_name)
_TEXTS = (_NAME, _KEY, _BODY, _DATE, _DEPTH)
_ACTORS = (_NAME, _ABOUT)
LISTINGS: dict[str, Listing] = {
    READ: Listing("Texts, paragraph by paragraph", ("cp:Instrument",), _TEXTS, read=True),
    "treaty": Listing(
        "Treaties and declarations", ("cp:Treaty", "cp:Declaration"), (_NAME, _KEY, _DATE, _DEPTH)
    ),
    "resolution": Listing("Resolutions", ("cp:Resolution",), _TEXTS),
    "general-comment": Listing("General comments", ("cp:GeneralComment",), _TEXTS),
    "report": Listing("Reports", ("cp:Report",), _TEXTS),
    "draft": Listing("Drafts", ("cp:DraftResolution",), _TEXTS),
    "body": Listing("Bodies", ("cp:Body",), _ACTORS),
    "mandate": Listing("Mandates", ("cp:Mandate",), _ACTORS),
    "programme": Listing("Programmes", ("cp:Programme",), _ACTORS),
    "initiative": Listing("Initiatives", ("cp:Initiative",), _ACTORS),
    "group": Listing("Groups", ("cp:AgentGroup",), _ACTORS),
    "state": Listing(
        "States",
        ("cp:State",),
        (
            _NAME,
            Column("code", "Code", _code, _by_code),
            Column("joined", "Treaties joined", _joined, _by_joined),
        ),
    ),
    "theme": Listing("Themes", ("cp:Theme",), _ACTORS),
    "act-type": Listing("Act types", ("cp:ActType",), _ACTORS),
    "sdg": Listing(
        "Sustainable Development Goals",
        ("sdgo:Goal", "sdgo:Target", "sdgo:Indicator"),
        (_NAME, Column("about", "In short", _words, _by_name)),
    ),
}
"""Kinds that can be listed, in the order of the menu."""
