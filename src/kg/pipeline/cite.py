"""Cite what people type: find the instrument and the places meant, merge the places of one text, write."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from kg.citable import Place
from kg.cite.bibtex import bibtex
from kg.cite.csl_json import csl_json
from kg.cite.export import Reference
from kg.cite.markup import Markup, render
from kg.cite.places import parse_place, place_path
from kg.cite.ris import ris
from kg.cite.style import Options
from kg.cite.styles import find_style
from kg.cite.typed import begins_place, continues_place, read_places, split_place
from kg.cite.write import has_form, write_citation
from kg.errors import UsageError, quoted
from kg.graph.lookup.citable import find_hosts, find_owners, find_places, read_works
from kg.graph.lookup.names import resolve_name
from kg.identifiers import iri, parse_fragment, parse_provision, resolution_path
from kg.namespaces import CP, ID, compact, expand

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from kg.citable import Work
    from kg.graph.stores.engine import Engine
    from kg.identifiers import ResolutionKind

_EXPORTS: dict[str, Callable[[Iterable[Reference]], str]] = {
    "bibtex": bibtex,
    "ris": ris,
    "csl-json": csl_json,
}
_LONGEST = 1_000
"""Characters of an id with its places; the longest title in the graph has fewer than half."""
_CUTS = 5
"""Ways to cut a text into name and place that are tried; a title can have a word such as `annex` in it."""
_DRAFT = "/draft"
_TREATIES = (CP + "Treaty", CP + "Declaration")
_BODY_NAMES = {
    "general assembly": "GA",
    "security council": "SC",
    "economic and social council": "ECOSOC",
    "human rights council": "HRC",
    "commission on human rights": "CHR",
    "commission on crime prevention and criminal justice": "CCPCJ",
}
_RESOLUTION_RE = re.compile(
    r"(?P<body>[A-Za-z. ]+?) (?P<kind>res(?:olution|\.)?|dec(?:ision|\.)?) (?P<number>\S*\d\S*(?: .*)?)",
    re.IGNORECASE,
)
_REMEDY = (
    "Name a document by its symbol or name, and a place in it: kg cite 'A/HRC/RES/31/7 para 4' 'CRC art 34'"
)


@dataclass(frozen=True)
class Cited:
    """One instrument, the places of it that were asked for, and their citation."""

    work: Work
    places: tuple[Place, ...]
    text: str
    missing: tuple[str, ...] = ()
    """What the style prints and the graph does not know."""
    unknown: tuple[Place, ...] = ()
    """Places that the graph does not have, though it has others of their kind in this text."""

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the paths of what is cited."""
        return tuple(f"{self.work.path}/{place_path(place)}" for place in self.places) or (self.work.path,)


def cite(
    engine: Engine,
    ids: Sequence[str],
    *,
    style: str = "oscola",
    options: Options | None = None,
    markup: Markup = Markup.PLAIN,
) -> list[Cited]:
    """Return a citation for each instrument, in the order in which they are first named.

    Each id is an IRI, a path, a symbol or a name, with or without places: `A/HRC/RES/31/7/op/4`,
    `A/HRC/RES/31/7 paras 4, 6-8`, `CRC art 34`.

    Raises:
        UsageError: where a style, name or place is none, or a thing is nothing that is cited.
    """
    chosen = find_style(style)
    wanted = options or Options()
    if not has_form(chosen, wanted):
        remedy = "The running text has a rule in the style `un` only"
        raise UsageError(f"{chosen.name} has no form for the running text", remedy=remedy)
    cited = []
    for reference, unknown in _find(engine, ids):
        written = write_citation(reference.work, reference.places, chosen, wanted)
        text = render(written.text, markup)
        cited.append(Cited(reference.work, reference.places, text, written.missing, unknown))
    return cited


def export(engine: Engine, ids: Sequence[str], format: str, *, accessed: date | None = None) -> str:  # noqa: A002
    """Return entries for a reference manager, one for each instrument: `bibtex`, `ris` or `csl-json`.

    Raises:
        UsageError: as `cite` does, or where the format is another.
    """
    if format not in _EXPORTS:
        raise UsageError(f"{quoted(format)} is no export", remedy=f"Choose one of: {', '.join(_EXPORTS)}")
    references = [replace(reference, accessed=accessed) for reference, _ in _find(engine, ids)]
    return _EXPORTS[format](references)


def join_words(words: Iterable[str]) -> list[str]:
    """Return ids from words as a shell passes them, where places were not put in quotation marks.

    >>> join_words(["A/HRC/RES/31/7", "paras", "4,", "6-8", "CRC", "art", "34"])
    ['A/HRC/RES/31/7 paras 4, 6-8', 'CRC art 34']
    """
    joined: list[str] = []
    open_place = False
    for word in words:
        if joined and (begins_place(word) or (open_place and continues_place(word))):
            joined[-1] += f" {word}"
            open_place = True
        else:
            joined.append(word)
            open_place = False
    return joined


def _find(engine: Engine, ids: Sequence[str]) -> list[tuple[Reference, tuple[Place, ...]]]:
    """Return each instrument with the places asked for, and those of them that the graph does not have."""
    if not ids:
        raise UsageError("there is nothing to cite", remedy=_REMEDY)
    works: dict[str, Work] = {}
    places: dict[str, list[Place]] = defaultdict(list)
    for text in ids:
        work, found = _read(engine, text)
        works.setdefault(work.path, work)
        places[work.path] += [place for place in found if place not in places[work.path]]
    return [
        (Reference(work, tuple(places[path])), _unknown(engine, work, places[path]))
        for path, work in works.items()
    ]


def _read(engine: Engine, text: str) -> tuple[Work, list[Place]]:
    """Return the instrument and the places that one text names.

    Raises:
        UsageError: where it names nothing that can be cited.
    """
    if not text.strip() or len(text) > _LONGEST:
        what = "an empty name cites nothing" if not text.strip() else f"{quoted(text)} is too long for a name"
        raise UsageError(what, remedy=_REMEDY)
    if found := _by_path(engine, text):
        return found
    cuts = list(islice(split_place(text.strip()), _CUTS))
    for name, rest in cuts:
        if work_and_base := _named(engine, name):
            work, base = work_and_base
            return work, [_inside(base, place) for place in read_places(rest, work.kind)]
    return _only_named(engine, cuts[0][0] if cuts else text)


def _by_path(engine: Engine, text: str) -> tuple[Work, list[Place]] | None:
    """Return what an IRI or path names: a provision, a note, an act in one, or an instrument."""
    path = _path(text)
    if path is None:
        return None
    fragment = parse_fragment(path)
    if fragment:
        path = fragment.owner
    owner = find_owners(engine, [iri(path)]).get(iri(path))
    if owner is None and (provision := parse_provision(path)):
        owner = iri(provision.instrument)
    if owner is None:
        return None
    instrument = compact(owner)
    work, base = _work(engine, owner)
    inside = path.removeprefix(instrument).strip("/")
    return work, [_inside(base, parse_place(inside))]


def _path(text: str) -> str | None:
    """Return the path of a text that can be one, or None."""
    candidate = expand("".join(text.split()))
    if not candidate.startswith(ID) or not candidate.isprintable() or set(candidate) & set('<>"{}|\\^`'):
        return None
    return candidate.removeprefix(ID)


def _named(engine: Engine, name: str) -> tuple[Work, Place | None] | None:
    try:
        return _only_work(engine, name)
    except UsageError:
        return None


def _only_named(engine: Engine, name: str) -> tuple[Work, list[Place]]:
    work, base = _only_work(engine, name)
    return work, [base] if base else []


def _only_work(engine: Engine, name: str) -> tuple[Work, Place | None]:
    """Return the instrument of a name: the treaty itself before the resolution that bears its title."""
    symbol = read_symbol(name) or name
    try:
        found = resolve_name(engine, symbol, _TREATIES)
    except UsageError:
        found = resolve_name(engine, symbol, (CP + "Instrument",))
    return _work(engine, found.value)


def read_symbol(name: str) -> str | None:
    """Return the path of a resolution by what lawyers call it: `UNHRC Res 31/7`, `GA resolution 74/174`."""
    match = _RESOLUTION_RE.fullmatch(name.strip())
    if not match:
        return None
    said = match["body"].replace(".", "")
    body = _BODY_NAMES.get(said.casefold(), said.upper().removeprefix("UN"))
    kind: ResolutionKind = "DEC" if match["kind"].casefold().startswith("dec") else "RES"
    return resolution_path(body, match["number"], kind)


def _work(engine: Engine, instrument: str) -> tuple[Work, Place | None]:
    """Return an instrument; for a draft set out in another text, that text and the place of the draft.

    Raises:
        UsageError: where the graph does not know it.
    """
    host = find_hosts(engine, [instrument]).get(instrument)
    work = read_works(engine, [host or instrument]).get(host or instrument)
    if work is None:
        what = f"the graph knows no instrument {quoted(compact(instrument))}"
        raise UsageError(what, remedy=_REMEDY)
    return work, Place("", (), (("draft", ""),)) if host else None


def _inside(base: Place | None, place: Place) -> Place:
    """Return a place inside a draft as one inside the text that sets it out."""
    return Place(place.part, place.steps, (*base.within, *place.within)) if base else place


def _unknown(engine: Engine, work: Work, places: Sequence[Place]) -> tuple[Place, ...]:
    """Return the places that the graph does not have, though it has others of their kind."""
    if not places:
        return ()
    owners = [iri(work.path), iri(work.path + _DRAFT)]
    known = {found.removeprefix(iri(work.path)).strip("/") for found in find_places(engine, owners)}
    return tuple(place for place in places if place.part and _is_gap(place, known))


def _is_gap(place: Place, known: set[str]) -> bool:
    path = place_path(place)
    kind = path.removesuffix("/".join(place.steps))
    return path not in known and any(one.startswith(kind) for one in known if kind)
