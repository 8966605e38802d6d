"""Search the texts, and ask the graph which hits do what is wanted, to whom and about what."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from kg.errors import UsageError
from kg.graph.ingested.search_words import fts_query
from kg.graph.ingested.texts import open_texts
from kg.graph.lookup.names import resolve_name
from kg.graph.stores.binding import bind
from kg.graph.stores.store import open_store
from kg.identifiers import iri
from kg.model import Rows, Term
from kg.namespaces import CP, XSD, sparql_prologue

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.graph.ingested.texts import Hit, Texts
    from kg.graph.stores.engine import Engine

_CHUNK = 200
"""Hits that are put to the graph at a time."""
_COLUMNS = ("provision", "citation", "snippet", "title", "adopted", "score")
_HEADINGS = {"citation": "Citation", "snippet": "Text", "title": "Document", "adopted": "Adopted"}

_ACT = "?provision cp:performs ?act . ?act cp:actType/skos:broader* ?wantedAct ."
_THEME = "?provision cp:indexedUnder ?wantedTheme ."
_ADDRESSEE = (
    "?provision cp:performs ?act . ?act cp:addressee/(cp:subgroupOf|cp:memberOfGroup)* ?wantedAddressee ."
)


@dataclass(frozen=True)
class Wanted:
    """What narrows a search; names as a user gives them."""

    body: str | None = None
    act: str | None = None
    theme: str | None = None
    addressee: str | None = None
    kind: str | None = None
    since: int | None = None
    until: int | None = None


@dataclass(frozen=True)
class Found:
    """Hits as rows, and whether there are more."""

    rows: Rows
    more: bool


def search_texts(store: Path, words: str, wanted: Wanted, *, limit: int) -> Found:
    """Return the best hits of a search.

    Raises:
        UsageError: where the words cannot be read, or a name means nothing or several things.
        InputError: where nothing was ingested.
    """
    match = fts_query(words)
    with open_texts(store) as texts:
        hits = texts.search(
            match, body=_body(texts, wanted.body), kind=wanted.kind, since=wanted.since, until=wanted.until
        )
        if wanted.act or wanted.theme or wanted.addressee:
            hits = _narrowed(hits, open_store(str(store)), wanted)
        first = list(islice(hits, limit + 1))
    return Found(Rows(_COLUMNS, tuple(map(_row, first[:limit])), _HEADINGS), len(first) > limit)


def _body(texts: Texts, key: str | None) -> str | None:
    """Return the key of a body as the documents bear it."""
    if key is None:
        return None
    known = texts.bodies()
    for one in known:
        if one.casefold() == key.removeprefix("body/").casefold():
            return one
    remedy = f"Choose one of: {', '.join(known)}" if known else "Ingest documents with `kg ingest`"
    raise UsageError(f"no document of the body {key!r} is ingested", remedy=remedy)


def _narrowed(hits: Iterator[Hit], engine: Engine, wanted: Wanted) -> Iterator[Hit]:
    """Yield the hits whose provisions the graph says to do what is wanted."""
    query, values = _question(engine, wanted)
    while chunk := list(islice(hits, _CHUNK)):
        things = {hit: Term("iri", iri(f"{hit.document}/{hit.ident}")) for hit in chunk}
        given = {"provision": sorted(set(things.values())), **values}
        rows = engine.select(sparql_prologue() + bind(query, given)).rows
        fitting = {row[0] for row in rows}
        yield from (hit for hit in chunk if things[hit] in fitting)


def _question(engine: Engine, wanted: Wanted) -> tuple[str, dict[str, list[Term]]]:
    """Return the query that picks provisions, and its values but for `provision`."""
    patterns, values = [], {}
    for name, text, pattern, kind in (
        ("wantedAct", wanted.act, _ACT, "ActType"),
        ("wantedAddressee", wanted.addressee, _ADDRESSEE, "Agent"),
        ("wantedTheme", wanted.theme, _THEME, "Theme"),
    ):
        if text:
            values[name] = [resolve_name(engine, text, (CP + kind,))]
            patterns.append(f"VALUES ?{name} {{ UNDEF }} {pattern}")
    where = " ".join(patterns)
    return f"SELECT DISTINCT ?provision WHERE {{ VALUES ?provision {{ UNDEF }} {where} }}", values


def _row(hit: Hit) -> tuple[Term, ...]:
    texts = (f"{hit.place}", hit.snippet, hit.title, hit.adopted)
    return (
        Term("iri", iri(f"{hit.document}/{hit.ident}")),
        *(Term("literal", text) for text in texts),
        Term("literal", f"{hit.score:.3f}", XSD + "decimal"),
    )
