"""The page of one provision: its acts, what it leans on and corresponds to, where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.namespaces import compact
from kg.web.addresses import page_address
from kg.web.pages.card import card_of
from kg.web.pages.cite_box import Citer, ident_in
from kg.web.pages.instrument import RELATIONS, citation_rows, official_texts, whole_of
from kg.web.pages.provisions import acts_of, anchor_of
from kg.web.pages.shown import Shown, Table, all_shown, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.web.lookup import Lookup
    from kg.web.pages.shown import Cell
    from kg.web.site import Site

_SHOWN = 80


def provision_content(site: Site, lookup: Lookup, iri: str, path: str, style: str) -> dict[str, object]:
    """Return what the template of a provision shows."""
    instrument = whole_of(lookup, iri)
    ident = ident_in(instrument, iri)
    citer = Citer(site.engine, instrument, style)
    official = official_texts(site, compact(instrument))
    tables = (
        _parts(lookup, iri, instrument, official),
        _citations(lookup, iri),
        _cited(lookup, iri),
        _correspondences(lookup, iri),
        _notes(lookup, iri),
        _statements(lookup, iri),
    )
    acts = acts_of(lookup, iri)
    themes = all_shown(lookup, lookup.links(iri, "cp:hasTheme"))
    told = {theme for act in acts for theme in act.themes}
    before, after = _neighbours(lookup, instrument, iri)
    return {
        "card": card_of(lookup, iri, path),
        "cite": citer.box(ident),
        "instrument": shown(lookup, instrument),
        "place": f"{page_address(instrument)}#{anchor_of(ident)}",
        "above": tuple(shown(lookup, one) for one in reversed(_chapeaux(lookup, iri))),
        "before": before,
        "after": after,
        "acts": acts,
        "text": official.get(ident, ""),
        "heading": lookup.text(iri, "cp:heading"),
        "themes": tuple(theme for theme in themes if theme not in told),
        "actors": all_shown(lookup, lookup.links(iri, "cp:mentions")),
        "targets": _targets(lookup, iri),
        "tables": tuple(table for table in tables if table.rows),
    }


def _chapeaux(lookup: Lookup, iri: str) -> list[str]:
    return lookup.closure([iri], "cp:subItemOf")[1:]


def _neighbours(lookup: Lookup, instrument: str, iri: str) -> tuple[Shown | None, Shown | None]:
    """Return the provisions before and after, in the order of the text."""
    order = sorted(
        lookup.subjects("cp:provisionOf", instrument), key=lambda one: (lookup.number(one, "cp:order"), one)
    )
    if iri not in order:
        return None, None
    at = order.index(iri)
    before = shown(lookup, order[at - 1]) if at else None
    return before, shown(lookup, order[at + 1]) if at + 1 < len(order) else None


def _parts(lookup: Lookup, iri: str, instrument: str, official: Mapping[str, str]) -> Table:
    """Return what stands under a chapeau, in our words or, where there are none, as printed."""
    parts = sorted(lookup.subjects("cp:subItemOf", iri), key=lambda one: lookup.number(one, "cp:order"))
    rows = tuple(
        (
            shown(lookup, part),
            ", ".join(act.phrase for act in acts_of(lookup, part) if not act.inherited),
            lookup.text(part, "cp:gist") or official.get(ident_in(instrument, part), ""),
        )
        for part in parts
    )
    return Table("Its parts", ("Provision", "Acts", "In short"), rows)


def _citations(lookup: Lookup, iri: str) -> Table:
    rows, anchors = [], []
    for citation in lookup.links(iri, "cp:hasCitation"):
        row: tuple[Cell, ...] = (
            tuple(shown(lookup, cited) for cited in lookup.links(citation, "cp:citedEntity")),
            lookup.text(citation, "cp:citationText"),
            lookup.text(citation, "cp:pinpoint"),
            tuple(Shown(lookup.label(v), v) for v in lookup.links(citation, "cp:governingActType")),
            tuple(shown(lookup, note) for note in lookup.links(citation, "cp:throughNote")),
        )
        rows.append(row)
        anchors.append(citation.partition("#")[2])
    heads = ("Text", "As printed", "Place", "Under the verb", "Through")
    return Table("Cites", heads, tuple(rows), tuple(anchors))


def _cited(lookup: Lookup, iri: str) -> Table:
    found = citation_rows(lookup, lookup.closure([iri], "cp:hasSubItem"), iri)
    note = f"{len(found)} citations, of which the first {_SHOWN} are shown." if len(found) > _SHOWN else ""
    heads = ("In", "Under the verb", "As printed", "What is cited")
    return Table("Cited by", heads, tuple(row for _, _, row in found[:_SHOWN]), note=note)


def _correspondences(lookup: Lookup, iri: str) -> Table:
    rows, anchors = [], []
    for correspondence in lookup.links(iri, "cp:hasCorrespondence"):
        for name, there, _ in RELATIONS:
            for other in lookup.links(correspondence, name):
                rows.append(_correspondence(lookup, correspondence, there, other))
                anchors.append(correspondence.partition("#")[2] if correspondence.startswith(iri) else "")
    for correspondence in lookup.subjects("cp:counterpart", iri):
        for name, _, back in RELATIONS:
            if iri in lookup.links(correspondence, name):
                source = next(iter(lookup.links(correspondence, "cp:correspondenceOf")), correspondence)
                rows.append(_correspondence(lookup, correspondence, back, source))
                anchors.append("")
    heads = ("This provision", "Other provision", "Why", "Basis")
    return Table("Correspondences", heads, tuple(rows), tuple(anchors))


def _correspondence(lookup: Lookup, correspondence: str, relation: str, other: str) -> tuple[Cell, ...]:
    reason = lookup.text(correspondence, "cp:reason")
    return (relation, shown(lookup, other), reason, lookup.text(correspondence, "cp:basis"))


def _notes(lookup: Lookup, iri: str) -> Table:
    rows = tuple(
        (shown(lookup, note), tuple(shown(lookup, to) for to in lookup.links(note, "cp:refersTo")))
        for note in lookup.links(iri, "cp:hasNote")
    )
    return Table("Notes", ("Note", "Refers to"), rows)


def _statements(lookup: Lookup, iri: str) -> Table:
    """Return the terms that the provision uses or says something about."""
    rows = tuple(
        (shown(lookup, term), "says something about it" if term in discussed else "uses it")
        for discussed in [set(lookup.links(iri, "cp:discussesTerm"))]
        for term in lookup.links(iri, "cp:usesTerm")
    )
    return Table("Terms", ("Term", "How"), rows)


def _targets(lookup: Lookup, iri: str) -> tuple[tuple[Shown, str], ...]:
    named = lookup.links(iri, "cp:namesTarget")
    served = [target for target in lookup.links(iri, "cp:servesTarget") if target not in named]
    return (
        *((shown(lookup, target), "named in the text") for target in named),
        *((shown(lookup, target), "our reading") for target in served),
    )
