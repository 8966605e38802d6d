"""The pages of bodies, mandates, programmes, initiatives, groups and States."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.graph.stores.binding import bind
from kg.model import Term
from kg.namespaces import compact, sparql_prologue
from kg.web.pages.card import card_of
from kg.web.pages.shown import Shown, Table, all_shown, day, question, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.model import Rows
    from kg.web.lookup import Lookup
    from kg.web.pages.shown import Cell
    from kg.web.site import Site

_SHOWN = 40
_ROWS = 4 * _SHOWN
"""Acts that a query returns: a paragraph can have several."""
_ASKED = """SELECT DISTINCT ?act ?paragraph ?rank WHERE {
  VALUES ?who { UNDEF }
  ?act cp:addressee ?who ; cp:actType/cp:strength/cp:rank ?rank ; cp:actOf ?paragraph .
} ORDER BY DESC(?rank) ?paragraph ?act LIMIT %d"""
_ASKING = """SELECT DISTINCT ?act ?paragraph ?rank WHERE {
  VALUES ?who { UNDEF }
  ?act cp:performedBy ?who ; cp:addressee ?anyone ; cp:actOf ?paragraph ;
       cp:actType/cp:strength/cp:rank ?rank .
} ORDER BY DESC(?rank) ?paragraph ?act LIMIT %d"""
_HIERARCHY = (
    ("cp:answersTo", "stands under"), ("cp:memberOfGroup", "belongs to"), ("cp:subgroupOf", "belongs to"),
    ("cp:continuedAs", "continued as"), ("cp:continues", "continues"),
)  # fmt: skip
_BELOW = (
    ("cp:answersTo", "has under it"), ("cp:memberOfGroup", "takes in"), ("cp:subgroupOf", "takes in"),
    ("cp:participant", "takes part in"),
)  # fmt: skip


def agent_content(site: Site, lookup: Lookup, iri: str, path: str) -> dict[str, object]:
    """Return what the page of a body, mandate, programme, initiative or group shows."""
    all_asked = question("obligations/asked-of-actor", "All, with groups it belongs to", actor=path)
    tables = (
        _hierarchy(lookup, iri),
        acts_table(lookup, "What it is asked", _acts(site, iri, _ASKED), all_asked),
        acts_table(lookup, "What it asks", _acts(site, iri, _ASKING), None),
        _founded(lookup, iri),
        _documents(lookup, iri),
        _statements(lookup, iri),
        _mentions(lookup, iri),
    )  # fmt: skip
    return {"card": card_of(lookup, iri, path), "tables": tuple(table for table in tables if table.rows)}


def state_content(lookup: Lookup, iri: str, path: str) -> dict[str, object]:
    """Return what the page of a State shows: treaties joined, signed, and neither."""
    actions = lookup.subjects("cp:actionBy", iri)
    tables = (
        _actions(lookup, actions, path),
        _gaps(lookup, actions, path),
        _hierarchy(lookup, iri),
        _statements(lookup, iri),
        _mentions(lookup, iri),
    )
    asked = question("obligations/asked-of-actor", "What it is obliged or asked to do", actor=path)
    return {
        "card": card_of(lookup, iri, path),
        "tables": tuple(table for table in tables if table.rows),
        "leads": (asked,),
    }


def _actions(lookup: Lookup, actions: list[str], path: str) -> Table:
    rows = sorted(
        (
            lookup.label(treaty).casefold(),
            lookup.text(action, "cp:actionOnDate"),
            _action(lookup, action, treaty),
        )
        for action in actions
        for treaty in lookup.links(action, "cp:actionOn")
    )
    heads = ("Treaty", "Action", "Date", "Binds", "Source reaches to")
    more = question("treaties/actions-of-state", "As a question", state=path)
    return Table("Treaty actions", heads, tuple(row for _, _, row in rows), more=more)


def _action(lookup: Lookup, action: str, treaty: str) -> tuple[Cell, ...]:
    binds = "yes" if lookup.text(action, "cp:bindsParty") in {"true", "1"} else "no"
    return (
        shown(lookup, treaty),
        lookup.text(action, "cp:actionKind"),
        day(lookup.text(action, "cp:actionOnDate")),
        binds,
        day(max(lookup.texts(action, "cp:asOf"), default="")),
    )


def _gaps(lookup: Lookup, actions: list[str], path: str) -> Table:
    """Return the treaties of which the graph knows participants and this State is not bound by."""
    bound = {
        treaty
        for action in actions
        if lookup.text(action, "cp:bindsParty") in {"true", "1"}
        for treaty in lookup.links(action, "cp:actionOn")
    }
    signed = {
        treaty: day(lookup.text(action, "cp:actionOnDate"))
        for action in actions
        if lookup.text(action, "cp:actionKind") == "signature"
        for treaty in lookup.links(action, "cp:actionOn")
    }
    known = [treaty for treaty in lookup.instances("cp:Treaty") if lookup.subjects("cp:actionOn", treaty)]
    rows = tuple(
        (shown(lookup, treaty), f"signed {signed[treaty]}" if treaty in signed else "nothing known")
        for treaty in known
        if treaty not in bound
    )
    note = "A State can have joined since the sources were written."
    more = question("treaties/treaties-not-joined", "As a question", state=path)
    return Table(
        "Not a party, as far as the sources reach", ("Treaty", "What is known"), rows, note=note, more=more
    )


def _hierarchy(lookup: Lookup, iri: str) -> Table:
    rows: dict[tuple[str, str], tuple[Cell, ...]] = {}
    since = _periods(lookup, iri)
    for name, words in _HIERARCHY:
        for other in lookup.links(iri, name):
            rows[words, other] = (words, shown(lookup, other), since.get(other, ""))
    for name, words in _BELOW:
        below = lookup.subjects(name, iri)
        for other in below[:_SHOWN]:
            rows.setdefault((words, other), (words, shown(lookup, other), ""))
        if len(below) > _SHOWN:
            rows[words, ""] = (words, f"and {len(below) - _SHOWN} more", "")
    return Table("Where it stands", ("Relation", "Who", "When"), tuple(rows.values()))


def _periods(lookup: Lookup, iri: str) -> dict[str, str]:
    periods = {}
    for period in lookup.links(iri, "cp:hasHierarchyPeriod"):
        begun, ended = day(lookup.text(period, "cp:from")), day(lookup.text(period, "cp:until"))
        words = " ".join(filter(None, (begun and f"from {begun}", ended and f"until {ended}")))
        periods.update(dict.fromkeys(lookup.links(period, "cp:superior"), words))
    return periods


def _acts(site: Site, iri: str, query: str) -> Rows:
    """Return the acts of a query, strongest first."""
    return site.engine.select(sparql_prologue() + bind(query % _ROWS, {"who": [Term("iri", iri)]}))


def acts_table(lookup: Lookup, title: str, found: Rows, more: Shown | None) -> Table:
    """Return a row for each paragraph of the acts that a query found, in its order."""
    acts: dict[str, list[str]] = {}
    for row in found.rows:
        if row[0] and row[1]:
            acts.setdefault(row[1].value, []).append(row[0].value)
    rows = tuple(_acts_in(lookup, paragraph, mine) for paragraph, mine in list(acts.items())[:_SHOWN])
    note = f"The first {_SHOWN}, strongest first." if len(acts) > _SHOWN or len(found.rows) == _ROWS else ""
    return Table(title, ("Act", "Towards", "Paragraph", "In short"), rows, note=note, more=more)


def _acts_in(lookup: Lookup, paragraph: str, acts: list[str]) -> tuple[Cell, ...]:
    words: list[Shown] = []
    towards: list[Shown] = []
    for act in acts:
        kind = next(iter(lookup.links(act, "cp:actType")), "")
        words.append(Shown(lookup.text(act, "cp:phrase") or lookup.label(kind), kind))
        printed = lookup.text(act, "cp:addresseeText")
        agents = all_shown(lookup, lookup.links(act, "cp:addressee", "cp:directedAt"))
        towards += [Shown(printed)] if printed else agents
    gist = lookup.text(paragraph, "cp:gist")
    return (tuple(dict.fromkeys(words)), tuple(dict.fromkeys(towards)), shown(lookup, paragraph), gist)


def _founded(lookup: Lookup, iri: str) -> Table:
    rows = [("establishes", shown(lookup, other)) for other in lookup.links(iri, "cp:establishes")]
    rows += [("monitors", shown(lookup, other)) for other in lookup.links(iri, "cp:monitors")]
    rows += [("runs", shown(lookup, other)) for other in lookup.links(iri, "cp:runs")]
    return Table("What it looks after", ("Relation", "What"), tuple(rows))


def _documents(lookup: Lookup, iri: str) -> Table:
    found: dict[str, str] = {}
    for name, words in (("cp:adopted", "adopted"), ("cp:issued", "issued"), ("cp:recommends", "recommended")):
        for text in lookup.links(iri, name):
            found.setdefault(text, words)
    listed = sorted(
        found, key=lambda text: (lookup.text(text, "cp:adoptedOn", "cp:issuedOn"), text), reverse=True
    )
    rows = tuple(
        (
            shown(lookup, text),
            Shown(compact(text), text),
            found[text],
            day(lookup.text(text, "cp:adoptedOn", "cp:issuedOn")),
        )
        for text in listed
    )
    return Table("Its documents", ("Title", "Id", "Relation", "Date"), rows)


def _statements(lookup: Lookup, iri: str) -> Table:
    rows = []
    for statement in lookup.subjects("cp:statedBy", iri):
        terms = tuple(shown(lookup, term) for term in lookup.links(statement, "cp:statementOn"))
        rows.append((terms, lookup.text(statement, "cp:stance"), lookup.text(statement, "cp:gist")))
    return Table("What it says of terms", ("Term", "Stance", "In short"), tuple(rows))


def _mentions(lookup: Lookup, iri: str) -> Table:
    paragraphs = lookup.subjects("cp:mentions", iri)
    spoken = {
        paragraph
        for act in lookup.subjects("cp:directedAt", iri)
        for paragraph in lookup.links(act, "cp:actOf")
    }
    describe: Callable[[str], str] = lambda one: "spoken of" if one in spoken else "named"  # noqa: E731
    listed = sorted({*paragraphs, *spoken})
    rows = tuple((shown(lookup, one), describe(one), lookup.text(one, "cp:gist")) for one in listed[:_SHOWN])
    note = f"{len(listed)} paragraphs, of which the first {_SHOWN} are shown." if len(listed) > _SHOWN else ""
    return Table("Mentioned in", ("Paragraph", "How", "In short"), rows, note=note)
