"""Who vouches for a statement, as a page or as JSON, and what is stated of a thing with the sources of each.

An address names the thing (`s`), and if wanted the property (`p`) and the value (`o`) as the graph writes
them: `/why?s=treaty/CRC&p=cp:untsVolume`.
"""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.responses import Response

from kg.errors import InputError, UsageError
from kg.graph.evidence.statements import EvidenceReader
from kg.graph.infer.rules import rules_in
from kg.graph.stores.store import ox_of, term_of
from kg.namespaces import GRAPH, compact, expand
from kg.pipeline.why import parse_value, why
from kg.row_text import records
from kg.web.addresses import page_address
from kg.web.forms import HTML
from kg.web.negotiation import choose_media
from kg.web.pages.card import withdrawn_table
from kg.web.pages.render import send_page, write_page
from kg.web.pages.shown import Shown, Table, address, shown
from kg.web.pages.snapshot import lookup_of
from kg.web.problems import problem

if TYPE_CHECKING:
    from starlette.requests import Request

    from kg.graph.evidence.statements import Evidence
    from kg.graph.infer.rules import Rule
    from kg.model import Section, Term
    from kg.pipeline.why import Why
    from kg.web.lookup import Lookup
    from kg.web.site import Site

_JSON = "application/json"
_MOST = 12
"""Values of a property that are told of; each inferred one is proved."""
_LONGEST = 2_000
_SHOWN = 6
_LINKED = {"Source id", "Trace"}
_READING = threading.Lock()


@dataclass(frozen=True)
class Told:
    """One row about a witness; a proof has lines of its own."""

    what: str
    said: Shown
    lines: str = ""


def witness(request: Request) -> Response:
    """Return who vouches for statements, or what is stated of a thing and by which sources."""
    asked = {name: request.query_params.get(name, "").strip() for name in ("s", "p", "o")}
    if not asked["s"] or any(len(text) > _LONGEST for text in asked.values()):
        return problem(request, 400, "Name a thing, and if wanted a property and a value: /why?s=…&p=…&o=…")
    if not asked["p"]:
        return _statements(request, expand(asked["s"]))
    media = choose_media(request.headers.get("accept"), (HTML, _JSON))
    if media is None:
        return problem(request, 406, f"This is given as {HTML} or {_JSON}.")
    try:
        found = _find(request, asked)
    except UsageError as error:
        return problem(request, 400, str(error))
    except InputError as error:
        return problem(request, 404, str(error))
    return _json(found) if media == _JSON else _page(request, found)


def _find(request: Request, asked: dict[str, str]) -> Why:
    site: Site = request.app.state.site
    value = parse_value(asked["o"]) if asked["o"] else None
    return why(
        site.engine, expand(asked["s"]), expand(asked["p"]), value,
        store=site.store, rules=_rules(request), most=_MOST,
    )  # fmt: skip


def _rules(request: Request) -> tuple[Rule, ...]:
    """Return the rules of inference of the snapshot, read once."""
    state = request.app.state
    with _READING:
        if not hasattr(state, "inference_rules"):
            state.inference_rules = rules_in(state.site.engine.ox)
    return state.inference_rules  # type: ignore[no-any-return]  # what this module put there


def _json(found: Why) -> Response:
    about = {
        "subject": found.subject,
        "label": found.label,
        "predicate": found.predicate,
        "left_out": found.left_out,
    }
    sections = {section.title: records(section.rows) for section in found.sections}
    text = json.dumps({**about, "sections": sections}, ensure_ascii=False, indent=2) + "\n"
    return Response(
        text, media_type=_JSON, headers={"Vary": "Accept", "Cache-Control": "public, max-age=300"}
    )


def _page(request: Request, found: Why) -> Response:
    lookup = lookup_of(request)
    parts = tuple((section.title, tuple(_told(section))) for section in found.sections)
    body = write_page(
        request, "why.html", thing=shown(lookup, found.subject),
        statement=Shown(lookup.label(found.predicate), found.predicate), parts=parts,
        left_out=found.left_out, more=_more(found), every=_every(found.subject), tables=(),
    )  # fmt: skip
    return send_page(request, body, {"Vary": "Accept"})


def _told(section: Section) -> list[Told]:
    cells = (tuple(cell.value if cell else "" for cell in row) for row in section.rows.rows)
    return [_row(what, said) for what, said in cells]


def _row(what: str, said: str) -> Told:
    if what in _LINKED:
        return Told(what, Shown(said, expand(said)))
    if what == "Address":
        return Told(what, Shown(said, said if said.startswith(("http://", "https://")) else ""))
    return Told(what, Shown(said), lines=said if "\n" in said else "")


def _more(found: Why) -> tuple[Shown, ...]:
    """Return links to the values that were left out."""
    return tuple(_asked(found.subject, found.predicate, one) for one in found.others[:_MOST])


def _asked(thing: str, relation: str, value: Term) -> Shown:
    text = compact(value.value) if value.kind == "iri" else str(ox_of(value))
    words = text if value.kind == "iri" else value.value
    return Shown(words, to=address("/why", s=compact(thing), p=compact(relation), o=text))


def _every(thing: str) -> str:
    return address("/why", s=compact(thing))


def _statements(request: Request, thing: str) -> Response:
    """Return the page of what is stated of a thing, with the sources of each statement."""
    lookup = lookup_of(request)
    gone = withdrawn_table(lookup, thing)
    if not lookup.knows(thing) and not gone.rows:
        return problem(request, 404, f"The graph knows nothing by the name {compact(thing)!r}.")
    tables = tuple(table for table in (_stated(request, lookup, thing), gone) if table.rows)
    body = write_page(
        request, "why.html", thing=shown(lookup, thing), statement=None, parts=(), left_out=0, more=(),
        every="", tables=tables,
    )  # fmt: skip
    return send_page(request, body, {"Vary": "Accept"})


def _stated(request: Request, lookup: Lookup, thing: str) -> Table:
    reader = EvidenceReader(request.app.state.site.engine.ox)
    rows = []
    for relation, values in sorted(lookup.stated(thing).items(), key=lambda one: lookup.label(one[0])):
        vouching = _vouching(reader, thing, relation, values)
        rows.append((
            Shown(lookup.label(relation), to=address("/why", s=compact(thing), p=compact(relation))),
            tuple(_value(lookup, value) for value in values[:_SHOWN]),
            tuple(dict.fromkeys(shown(lookup, one.source) for one in vouching if one.source)),
            "; ".join(dict.fromkeys(one.place for one in vouching if one.place)),
            ", ".join(dict.fromkeys(one.graph.removeprefix(GRAPH) for one in vouching)),
        ))  # fmt: skip
    heads = ("What is stated", "Value", "Source", "Place", "Named graph")
    return Table(
        "Statements", heads, tuple(rows), note="A property leads to all that is known of its witnesses."
    )


def _vouching(reader: EvidenceReader, thing: str, relation: str, values: tuple[Term, ...]) -> list[Evidence]:
    quads = reader.quads(thing, relation)
    known = set(values[:_SHOWN])
    return [one for quad in quads if term_of(quad.object) in known for one in reader.of(quad)]


def _value(lookup: Lookup, value: Term) -> Shown:
    if value.kind != "iri":
        return Shown(value.value)
    return shown(lookup, value.value) if page_address(value.value) else Shown(value.value)
