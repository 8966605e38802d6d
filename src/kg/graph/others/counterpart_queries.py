"""Ask another graph for things that may be ours, and what it says of them; a batch of values a request."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from kg.counterparts import Code, Found, Link, Name, clean_name
from kg.errors import RemoteError
from kg.graph.others.batches import ask_each, cells_of
from kg.graph.others.other_graph import read_query
from kg.graph.stores.binding import bind
from kg.model import Term
from kg.namespaces import compact

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from kg.graph.others.batches import Service
    from kg.graph.others.other_graph import OtherGraph

_WEB_RE = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20]+")
_PAGES = 200
"""Pages of a list that are read at most."""


def find_bearers(
    service: Service, graph: OtherGraph, properties: Sequence[str], values: Iterable[Term]
) -> Iterator[set[str]]:
    """Yield, request by request, the IRIs of the things that bear any of the values.

    Raises:
        RemoteError: where the service fails, or answers something else than was asked.
    """
    fixed = {"property": [Term("iri", prop) for prop in properties]}
    text = bind(read_query("bearers"), fixed)
    for rows in ask_each(
        service, sorted(set(values)), graph.batch, lambda batch: bind(text, {"value": batch})
    ):
        yield {thing.value for (thing,) in cells_of(rows, service, "thing") if thing and is_web(thing)}


def list_names(service: Service, graph: OtherGraph) -> Iterator[dict[str, set[Name]]]:
    """Yield, page by page, the names of all things of the graph's concept scheme.

    Raises:
        RemoteError: where the service fails, or its list has no end.
    """
    after = ""
    seen: set[tuple[str, str, str, str]] = set()
    for _ in range(_PAGES):
        query = bind(
            read_query("listed"),
            {
                "scheme": [Term("iri", graph.scheme)],
                "property": [Term("iri", prop) for prop in graph.named_by],
                "language": _languages(graph),
                "after": [Term("literal", after)],
            },
        )
        rows = service.select(query)
        page: dict[str, set[Name]] = defaultdict(set)
        new = False
        for thing, prop, value in cells_of(rows, service, "thing", "property", "value"):
            if thing and prop and value and is_web(thing):
                key = (thing.value, prop.value, value.value, value.language)
                new, after = new or key not in seen, max(after, thing.value)
                seen.add(key)
                page[thing.value].add(_name(graph, prop, value))
        if not new:  # a service may send fewer rows than a page holds, so only an empty one is the end
            return
        yield page
    what = f"has not come to the end of its list after {_PAGES} pages"
    raise RemoteError(what, where=graph.address, remedy="Name a smaller scheme in the profile")


def describe(service: Service, graph: OtherGraph, iris: Collection[str]) -> Iterator[dict[str, Found]]:
    """Yield, batch by batch, what the graph says of things; nothing of those it does not know.

    Raises:
        RemoteError: where the service fails, or answers something else than was asked.
    """
    things = [Term("iri", iri) for iri in sorted(iris)]
    for start in range(0, len(things), graph.batch):
        batch = things[start : start + graph.batch]
        names = _read(service, "names", batch, graph.named_by, graph, _languages(graph))
        told = [*graph.code_properties, *graph.hinting, *graph.same, *graph.states, *graph.moved]
        facts = _read(service, "facts", batch, tuple(dict.fromkeys(told)), graph, [])
        known = sorted(names.keys() | facts.keys())
        yield {iri: _found(graph, iri, names.get(iri, []), facts.get(iri, [])) for iri in known}


_Said = dict[str, list[tuple[Term, Term]]]


def _read(  # noqa: PLR0917 - the parts of one query
    service: Service,
    query: str,
    things: list[Term],
    properties: tuple[str, ...],
    graph: OtherGraph,
    languages: list[Term],
) -> _Said:
    """Return property and value by thing."""
    if not properties:
        return {}
    fixed = {"property": [Term("iri", prop) for prop in properties]}
    if languages:
        fixed["language"] = languages
    asked = {thing.value for thing in things}
    said: _Said = defaultdict(list)
    text = bind(read_query(query), fixed)
    for rows in ask_each(service, things, graph.batch, lambda batch: bind(text, {"thing": batch})):
        for thing, prop, value in cells_of(rows, service, "thing", "property", "value"):
            if thing and prop and value and thing.value in asked and prop.value in properties:
                said[thing.value].append((prop, value))
    return said


def _found(
    graph: OtherGraph, iri: str, names: list[tuple[Term, Term]], facts: list[tuple[Term, Term]]
) -> Found:
    schemes = graph.code_properties
    tied = {*graph.same, *graph.states}
    moved = sorted(v.value for p, v in facts if p.value in graph.moved and v.value != iri and is_web(v))
    return Found(
        iri=iri,
        names=tuple(sorted({_name(graph, prop, value) for prop, value in names})),
        codes=tuple(
            sorted({Code(schemes[p.value], clean_name(v.value)) for p, v in facts if _is_code(schemes, p, v)})
        ),
        links=tuple(sorted({Link(_local(p), v.value) for p, v in facts if p.value in tied and is_web(v)})),
        moved_to=moved[0] if moved else "",
        hints=tuple(
            Code(hint.scheme, text)
            for text in sorted({clean_name(v.value) for p, v in facts if p.value in graph.hinting})
            for hint in graph.hints
        ),
    )


def _is_code(schemes: dict[str, str], prop: Term, value: Term) -> bool:
    return prop.value in schemes and value.kind == "literal"


def _local(prop: Term) -> str:
    return compact(prop.value).rpartition(":")[2]


def _name(graph: OtherGraph, prop: Term, value: Term) -> Name:
    return Name(clean_name(value.value), value.language.lower(), prop.value in graph.preferred)


def _languages(graph: OtherGraph) -> list[Term]:
    return [Term("literal", language) for language in ("", *graph.languages)]


def is_web(term: Term) -> bool:
    """Say whether a term is an address of the web: no `javascript:`, nor an IRI with spaces."""
    return term.kind == "iri" and bool(_WEB_RE.fullmatch(term.value))
