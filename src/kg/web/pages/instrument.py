"""The page of an instrument: its provisions in order, where it comes from, what it leans on."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from dataclasses import dataclass
from os.path import commonprefix
from typing import TYPE_CHECKING

from kg.compare.display import cut
from kg.errors import KgError
from kg.graph.ingested.texts import open_texts
from kg.namespaces import compact
from kg.web.pages.card import card_of
from kg.web.pages.cite_box import Citer, ident_in
from kg.web.pages.lineage import lineage_of
from kg.web.pages.metadata import described
from kg.web.pages.parties import parties_of
from kg.web.pages.provisions import provision_rows
from kg.web.pages.shown import Shown, Table, address, day, question, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.web.lookup import Lookup
    from kg.web.pages.provisions import ProvisionRow
    from kg.web.pages.shown import Cell
    from kg.web.site import Site

_SHOWN = 60
"""Rows of a table of citations; the question behind it has all."""
_ROOM = 100_000
"""Characters of official text that a page holds; of a longer text it shows how each paragraph begins."""
_BEGINNING = 160
_DRAFT = "draft"
RELATIONS = (
    ("cp:implemented", "implements", "is implemented by"),
    ("cp:extended", "extends", "is extended by"),
    ("cp:paralleled", "parallels", "is paralleled by"),
    ("cp:drawnOn", "draws on", "is drawn on by"),
)
_DATES = ("cp:adoptedOn", "cp:issuedOn", "cp:openedForSignatureOn")
_QUERY = """PREFIX cp: <https://w3id.org/cpkg/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT ?provision ?label ?phrase ?towards ?gist
WHERE {
  ?provision cp:provisionOf <%s> ; rdfs:label ?label ; cp:order ?order .
  OPTIONAL { ?provision cp:hasAct ?act . ?act cp:phrase ?phrase .
             OPTIONAL { ?act cp:addresseeText ?towards } }
  OPTIONAL { ?provision cp:gist ?gist }
}
ORDER BY ?order
"""


@dataclass(frozen=True)
class Group:
    """Provisions that stand together: the preamble, the operative part, an annex."""

    title: str
    anchor: str
    rows: tuple[ProvisionRow, ...]


@dataclass(frozen=True)
class Wanted:
    """A thing of which a page is wanted."""

    site: Site
    lookup: Lookup
    iri: str
    path: str
    style: str
    """Key of the style of citations."""
    whole: bool = False
    """Whether the official text is to stand there in full, however long it is."""


def instrument_content(wanted: Wanted) -> dict[str, object]:
    """Return what the template of an instrument shows."""
    site, lookup, iri, path = wanted.site, wanted.lookup, wanted.iri, wanted.path
    citer = Citer(site.engine, iri, wanted.style)
    card = card_of(lookup, iri, path)
    official = official_texts(site, path)
    shortened = not wanted.whole and sum(map(len, official.values())) > _ROOM
    rows = provision_rows(lookup, iri, _shortened(official) if shortened else official, citer)
    parties = parties_of(lookup, iri) if "cp:Treaty" in lookup.types(iri) else None
    tables = (
        _cites(lookup, iri, rows),
        _cited(lookup, iri, rows),
        _corresponding(lookup, iri, rows),
        _duties(lookup, iri),
        _footnotes(lookup, iri, official),
    )
    return {
        "card": card,
        "cite": citer.box(),
        "symbol": citer.work.symbol or citer.work.abbreviation if citer.work else "",
        "date": dated(lookup, iri),
        "groups": _groups(rows),
        "shortened": shortened,
        "prefix": commonprefix([row.citation for row in rows if row.citation]),  # noqa: RUF071 - no paths
        "provisions": len(rows),
        "lineage": lineage_of(lookup, iri),
        "parties": parties,
        "tables": tuple(table for table in tables if table.rows),
        "sparql": address("/page/sparql", query=_QUERY % iri),
        "metadata": described(lookup, iri, citer.work),
    }


def date_of(lookup: Lookup, instrument: str) -> str:
    """Return the day of an instrument, the first that is known; `` where none is."""
    return lookup.text(instrument, *_DATES)


def citation_rows(
    lookup: Lookup, things: Iterable[str], within: str
) -> list[tuple[str, str, tuple[Cell, ...]]]:
    """Return who cites any of these from outside, with the citation, sorted by the citing text."""
    found = []
    for thing in things:
        for citation in lookup.subjects("cp:citedEntity", thing):
            provision = next(iter(lookup.links(citation, "cp:citingProvision")), "")
            if not provision or within in lookup.links(provision, "cp:provisionOf", "cp:partOf"):
                continue
            verb = tuple(Shown(lookup.label(v), v) for v in lookup.links(citation, "cp:governingActType"))
            printed = lookup.text(citation, "cp:citationText")
            row: tuple[Cell, ...] = (shown(lookup, provision), verb, printed, shown(lookup, thing))
            found.append((provision, citation, row))
    return sorted(found, key=lambda one: (one[0], one[1]))


def official_texts(site: Site, path: str) -> dict[str, str]:
    """Return the official text of each provision and footnote, where the document was ingested."""
    whole = path.removesuffix(f"/{_DRAFT}")
    inside = "" if whole == path else f"{_DRAFT}/"
    try:
        with open_texts(site.store) as texts:
            passages = texts.passages(whole)
    except KgError:
        return {}
    return {ident.removeprefix(inside): text for ident, _, text in passages if ident.startswith(inside)}


def _shortened(texts: Mapping[str, str]) -> dict[str, str]:
    return {ident: cut(text, _BEGINNING) for ident, text in texts.items()}


def _groups(rows: tuple[ProvisionRow, ...]) -> tuple[Group, ...]:
    return tuple(
        Group(title, title.casefold().replace(" ", "-"), tuple(group))
        for title, group in itertools.groupby(rows, key=lambda row: _part(row.anchor))
    )


def _part(anchor: str) -> str:
    steps = anchor.split("/")
    if "annex" in steps:
        return "Annex"
    if "art" in steps:
        return "Articles"
    return {"pp": "Preamble", "op": "Operative paragraphs"}.get(steps[0], "Paragraphs")


def _cites(lookup: Lookup, iri: str, rows: tuple[ProvisionRow, ...]) -> Table:
    places: dict[str, list[str]] = defaultdict(list)
    verbs: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for citation in lookup.links(row.iri, "cp:hasCitation"):
            for cited in lookup.links(citation, "cp:citedEntity"):
                if cited == iri or iri in lookup.links(cited, "cp:provisionOf"):
                    continue
                places[cited].append(row.iri)
                verbs[cited].update(map(lookup.label, lookup.links(citation, "cp:governingActType")))
    numbers = {
        row.iri: Shown(row.number if not row.depth else row.anchor, to=f"#{row.anchor}") for row in rows
    }
    listed = tuple(
        (
            shown(lookup, cited),
            ", ".join(sorted(verbs[cited])),
            tuple(numbers[place] for place in dict.fromkeys(places[cited])),
        )
        for cited in sorted(places, key=lambda one: (-len(places[one]), one))
    )
    more = question("citations/cited-by-instrument", "As a question", text=compact(iri))
    return Table("Cites", ("Text", "Under the verb", "In"), listed[:_SHOWN], more=more)


def _cited(lookup: Lookup, iri: str, rows: tuple[ProvisionRow, ...]) -> Table:
    found = citation_rows(lookup, [iri, *(row.iri for row in rows)], iri)
    note = f"{len(found)} citations, of which the first {_SHOWN} are shown." if len(found) > _SHOWN else ""
    more = question("citations/citing-instrument", "As a question", instrument=compact(iri))
    listed = tuple(row for _, _, row in found[:_SHOWN])
    return Table(
        "Cited by", ("In", "Under the verb", "As printed", "What is cited"), listed, note=note, more=more
    )


def _corresponding(lookup: Lookup, iri: str, rows: tuple[ProvisionRow, ...]) -> Table:
    """Count correspondences with each other text; each provision's own page has their reasons."""
    counted: Counter[tuple[int, str, str]] = Counter()
    for row in rows:
        for correspondence in lookup.links(row.iri, "cp:hasCorrespondence"):
            for place, (name, there, _) in enumerate(RELATIONS):
                for other in lookup.links(correspondence, name):
                    counted[place, there, whole_of(lookup, other)] += 1
        for correspondence in lookup.subjects("cp:counterpart", row.iri):
            source = next(iter(lookup.links(correspondence, "cp:correspondenceOf")), "")
            for place, (name, _, back) in enumerate(RELATIONS):
                if row.iri in lookup.links(correspondence, name):
                    counted[place, back, whole_of(lookup, source)] += 1
    listed = tuple(
        (relation, shown(lookup, other), str(number), Shown("side by side", to=_beside(iri, other)))
        for (_, relation, other), number in sorted(
            counted.items(), key=lambda one: (one[0][0], -one[1], one[0])
        )
        if other != iri
    )
    heads = ("This text", "Other text", "Provisions", "Compare")
    return Table("Correspondences", heads, listed, numbers=frozenset({"Provisions"}))


def _beside(iri: str, other: str) -> str:
    return address("/page/compare", a=compact(iri), b=compact(other))


def whole_of(lookup: Lookup, provision: str) -> str:
    """Return the instrument of a provision, or the thing itself."""
    return next(iter(lookup.links(provision, "cp:provisionOf")), provision)


def _duties(lookup: Lookup, iri: str) -> Table:
    duties = lookup.links(iri, "cp:hasReportingDuty")
    rows = tuple(
        (
            tuple(shown(lookup, body) for body in lookup.links(duty, "cp:reportsTo")),
            _months(lookup, duty, "cp:firstReportWithinMonths", "within"),
            _months(lookup, duty, "cp:furtherReportEveryMonths", "every"),
            tuple(shown(lookup, place) for place in lookup.links(duty, "cp:laidDownIn")),
        )
        for duty in duties
    )
    anchors = tuple(duty.partition("#")[2] for duty in duties)
    return Table("Reporting duties", ("To", "First report", "Later reports", "Laid down in"), rows, anchors)


def _months(lookup: Lookup, duty: str, name: str, word: str) -> str:
    months = lookup.number(duty, name)
    if not months:
        return ""
    years, rest = divmod(months, 12)
    return f"{word} {months} months" if rest else f"{word} {years} year{'s' if years > 1 else ''}"


def _footnotes(lookup: Lookup, iri: str, official: Mapping[str, str]) -> Table:
    notes = lookup.subjects("cp:noteOf", iri)
    notes.sort(key=lambda one: (lookup.number(one, "cp:marker"), one))
    rows = tuple(
        (
            Shown(lookup.text(note, "cp:marker") or lookup.label(note), note),
            official.get(ident_in(iri, note), ""),
            tuple(shown(lookup, to) for to in lookup.links(note, "cp:refersTo")),
            tuple(shown(lookup, place) for place in lookup.subjects("cp:hasNote", note)),
        )
        for note in notes
    )
    anchors = tuple(f"note-{place}" for place, _ in enumerate(notes, start=1))
    return Table("Footnotes", ("Note", "As printed", "Refers to", "At"), rows, anchors)


def dated(lookup: Lookup, instrument: str) -> str:
    """Return the day of an instrument as readers write it."""
    return day(date_of(lookup, instrument))
