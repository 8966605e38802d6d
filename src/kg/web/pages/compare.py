"""Two instruments side by side: their words, what they share, and which provisions correspond."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.namespaces import compact
from kg.web.pages.compare_words import Wording, compare_wording
from kg.web.pages.instrument import RELATIONS, dated
from kg.web.pages.provisions import acts_of
from kg.web.pages.render import render, send_page, write_page
from kg.web.pages.shown import Shown, Table, question, shown
from kg.web.pages.snapshot import index_of, kept_page, lookup_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from kg.web.lookup import Lookup
    from kg.web.pages.shown import Cell
    from kg.web.search_index import Found

_SHOWN = 60
_DRAFT = "/draft"
_PAIRS = (
    ("A/HRC/RES/31/7", "A/RES/74/174"),
    ("treaty/OPSC", "treaty/LANZAROTE"),
    ("treaty/BUDAPEST", "treaty/CYBERCRIME"),
)
_NAMES = {
    "themes": "Themes",
    "addressees": "Addressees",
    "cited": "Texts cited",
    "types": "Types of act",
    "actors": "Actors named",
}


@dataclass(frozen=True)
class Side:
    """One of the two texts, with what its provisions have, each with the number of provisions."""

    text: Shown
    date: str
    provisions: int
    acts: int
    counted: dict[str, Counter[str]]


def compare(request: Request) -> Response:
    """Return two instruments side by side, or the form to choose them."""
    lookup = lookup_of(request)
    asked = {name: request.query_params.get(name, "").strip()[:300] for name in ("a", "b")}
    chosen = {name: _chosen(request, text) for name, text in asked.items()}
    found = [one.iri for name in ("a", "b") if (one := chosen[name])]
    examples = tuple((Shown(_short(a), to=f"/page/compare?a={a}&b={b}"), _short(b)) for a, b in _PAIRS)
    unknown = tuple(text for name, text in asked.items() if text and not chosen[name])
    if unknown or len(found) < 2:  # noqa: PLR2004 - a pair
        return render(
            request, "compare.html", asked=asked, unknown=unknown, examples=examples, sides=(), tables=(),
            more=None, texts=_offered(lookup), wording=None, missing=(),
        )  # fmt: skip
    key = "/compare?" + " ".join((*found, *asked.values()))
    return send_page(request, kept_page(request, key, lambda: _written(request, asked, found)), {})


def _written(request: Request, asked: dict[str, str], found: list[str]) -> bytes:
    lookup = lookup_of(request)
    first, second = (_side(lookup, iri) for iri in found)
    tables = (*(_shared(lookup, name, first, second) for name in _NAMES), _corresponding(lookup, *found))
    a, b = map(compact, found)
    wording = _wording(request, found)
    return write_page(
        request,
        "compare.html",
        asked=asked,
        unknown=(),
        examples=(),
        sides=(first, second),
        tables=tuple(table for table in tables if table.rows),
        more=question("comparison/shared-by-two-instruments", "As a question", a=a, b=b),
        texts=(),
        wording=wording if isinstance(wording, Wording) else None,
        missing=() if isinstance(wording, Wording) else wording,
    )


def _wording(request: Request, found: list[str]) -> Wording | tuple[str, ...]:
    """Return the two word by word; where that cannot be, which texts are missing."""
    try:
        return compare_wording(request.app.state.site, lookup_of(request), *found)
    except KgError:  # the texts are damaged, or being moved: the graph still tells
        return tuple(dict.fromkeys(map(compact, found)))


def _chosen(request: Request, text: str) -> Found | None:
    """Return the instrument that is called so."""
    if not text:
        return None
    lookup = lookup_of(request)
    found = index_of(request).exact(text)
    return next((one for one in found if "cp:Instrument" in lookup.types(one.iri)), None)


def _side(lookup: Lookup, iri: str) -> Side:
    counted: dict[str, Counter[str]] = {name: Counter() for name in _NAMES}
    provisions = lookup.subjects("cp:provisionOf", iri) + lookup.subjects("cp:provisionOf", iri + _DRAFT)
    acts = 0
    for provision in provisions:
        found = acts_of(lookup, provision)
        acts += sum(not act.inherited for act in found)
        counted["themes"].update(lookup.links(provision, "cp:hasTheme"))
        counted["cited"].update(one for one in lookup.links(provision, "cp:cites") if one != iri)
        counted["actors"].update(lookup.links(provision, "cp:mentions"))
        counted["addressees"].update({who.iri for act in found for who in act.agents})
        counted["types"].update({act.kind.iri for act in found if act.kind.iri})
    return Side(shown(lookup, iri), dated(lookup, iri), len(provisions), acts, counted)


def _shared(lookup: Lookup, name: str, first: Side, second: Side) -> Table:
    """Return what provisions of both have, then what those of one alone have, most first."""
    one, other = first.counted[name], second.counted[name]
    ordered = sorted(
        {*one, *other},
        key=lambda iri: (-min(one[iri], other[iri]), -(one[iri] + other[iri]), lookup.label(iri)),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (shown(lookup, iri), str(one[iri] or "–"), str(other[iri] or "–")) for iri in ordered[:_SHOWN]
    )
    both = sum(1 for iri in ordered if one[iri] and other[iri])
    note = f"{both} in both, {len(one) - both} in the first only, {len(other) - both} in the second only."
    if len(ordered) > _SHOWN:
        note += f" The first {_SHOWN} are shown."
    heads = (_NAMES[name], "In the first", "In the second")
    return Table(_NAMES[name], heads, rows, note=note, numbers=frozenset(heads[1:]))


def _corresponding(lookup: Lookup, first: str, second: str) -> Table:
    """Return provisions of the two that correspond, with what the graph gives as the reason."""
    there = {
        second,
        *lookup.subjects("cp:provisionOf", second),
        *lookup.subjects("cp:provisionOf", second + _DRAFT),
    }
    here = [
        first,
        *lookup.subjects("cp:provisionOf", first),
        *lookup.subjects("cp:provisionOf", first + _DRAFT),
    ]
    here.sort(key=lambda one: lookup.number(one, "cp:order"))
    rows = [row for one in here for row in _pairs(lookup, one, there)]
    note = f"{len(rows)} pairs, of which the first {_SHOWN} are shown." if len(rows) > _SHOWN else ""
    return Table(
        "Corresponding provisions",
        ("First text", "Relation", "Second text", "Why"),
        tuple(rows[:_SHOWN]),
        note=note,
    )


def _pairs(lookup: Lookup, one: str, there: set[str]) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    for correspondence in lookup.links(one, "cp:hasCorrespondence"):
        for name, words, _ in RELATIONS:
            rows += [
                (shown(lookup, one), words, shown(lookup, other), lookup.text(correspondence, "cp:reason"))
                for other in sorted(there.intersection(lookup.links(correspondence, name)))
            ]
    for correspondence in lookup.subjects("cp:counterpart", one):
        for other in there.intersection(lookup.links(correspondence, "cp:correspondenceOf")):
            words = next(
                (back for name, _, back in RELATIONS if one in lookup.links(correspondence, name)), ""
            )
            rows.append(
                (shown(lookup, one), words, shown(lookup, other), lookup.text(correspondence, "cp:reason"))
            )
    rows += [
        (shown(lookup, one), "draft and adopted text", shown(lookup, other), "")
        for other in sorted(there.intersection(lookup.links(one, "cp:adoptedAs", "cp:adoptedFrom")))
    ]
    return rows


def _offered(lookup: Lookup) -> tuple[tuple[str, str], ...]:
    """Return id and name of the texts whose provisions the graph has, for who chooses the first two."""
    known = lookup.targets("cp:provisionOf").intersection(lookup.instances("cp:Instrument"))
    return tuple(sorted((compact(iri), lookup.label(iri)) for iri in known))


def _short(path: str) -> str:
    return path.removeprefix("treaty/")
