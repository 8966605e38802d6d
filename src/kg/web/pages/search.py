"""The search: a page with filters, suggestions for the box, and the description that browsers install."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from starlette.responses import JSONResponse, Response

from kg.errors import KgError, UsageError
from kg.graph.ingested.search_words import fts_query
from kg.namespaces import compact, expand
from kg.pipeline.search import Wanted, search_texts
from kg.web.addresses import page_address
from kg.web.pages.render import render
from kg.web.pages.shown import Shown, address
from kg.web.pages.snapshot import index_of, lookup_of
from kg.web.search_index import KINDS, Hits, Narrow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from kg.model import Term
    from kg.web.lookup import Lookup
    from kg.web.search_index import SearchIndex
    from kg.web.site import Site

_PER_PAGE = 25
_MOST_PAGES = 40
_TEXTS = 10
_LONGEST = 300
_OPTIONS = 60
"""Values of a filter that its list offers, those with most things first."""
_YEAR_RE = re.compile(r"\d{4}")


@dataclass(frozen=True)
class Option:
    """One value of a filter."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Filter:
    """A list to choose from."""

    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class TextHit:
    """A paragraph of an ingested document in whose official text the words stand."""

    place: Shown
    title: str
    parts: tuple[tuple[str, bool], ...]


def search(request: Request) -> Response:
    """Return what fits words and filters."""
    index, lookup = index_of(request), lookup_of(request)
    asked = {name: value.strip()[:_LONGEST] for name, value in request.query_params.items()}
    words, narrow = asked.get("q", ""), _narrow(asked)
    page = _page(asked)
    match, fault = _match(words)
    hits = _hits(index, words, match, narrow, page) if not fault else Hits((), (), {})
    texts = _texts(request.app.state.site, words, asked) if words and not fault and page == 1 else ()
    empty = bool(words) and not (hits.found or hits.exact or texts)
    return render(
        request,
        "search.html",
        words=words,
        asked=asked,
        fault=fault,
        hits=hits,
        texts=texts,
        narrowed=any(asked.get(name) for name in ("kind", "body", "from", "to", "act", "addressee", "theme")),
        filters=_filters(index, lookup, asked),
        kinds=_kinds(hits.kinds, asked),
        pages=_pages(asked, hits, narrow, page),
        spelt=index.spelt(words) if empty and not fault else "",
        near=index.near(words) if empty and not fault else (),
    )


def suggestions(request: Request) -> Response:
    """Return at most ten things that somebody may be typing."""
    found = index_of(request).suggest(request.query_params.get("q", "")[:_LONGEST])
    listed = [{"label": f.label, "kind": KINDS[f.kind][2], "address": page_address(f.iri)} for f in found]
    return JSONResponse(listed, headers={"Cache-Control": "public, max-age=300"})


def description(request: Request) -> Response:
    """Return how a browser searches here (OpenSearch 1.1)."""
    root = escape(request.app.state.site.url.rstrip("/"), {'"': "&quot;"})
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        "<ShortName>cpkg</ShortName>\n"
        "<Description>Search international child-protection instruments</Description>\n"
        f'<Image height="32" width="32" type="image/svg+xml">{root}/static/mark.svg</Image>\n'
        f'<Url type="text/html" template="{root}/page/search?q={{searchTerms}}"/>\n'
        "</OpenSearchDescription>\n"
    )
    return Response(text, media_type="application/opensearchdescription+xml")


def _narrow(asked: Mapping[str, str]) -> Narrow:
    things = {
        name: expand(asked[name]) if asked.get(name) else "" for name in ("body", "act", "addressee", "theme")
    }
    years = {name: year for name in ("from", "to") if _YEAR_RE.fullmatch(year := asked.get(name, "")[:4])}
    kind = asked.get("kind", "")
    return Narrow(
        kind=kind if kind in KINDS else "", since=years.get("from", ""), until=years.get("to", ""), **things
    )


def _page(asked: Mapping[str, str]) -> int:
    text = asked.get("page", "1")
    return min(max(int(text), 1), _MOST_PAGES) if text.isdecimal() and len(text) < 4 else 1  # noqa: PLR2004


def _match(words: str) -> tuple[str, str]:
    """Return the query of the index, or why the words make none."""
    if not words:
        return "", ""
    try:
        return fts_query(words), ""
    except UsageError as error:
        return "", str(error)


def _hits(index: SearchIndex, words: str, match: str, narrow: Narrow, page: int) -> Hits:
    if not match and narrow == Narrow():
        return Hits((), (), {})
    exact = index.exact(words) if words and page == 1 and not narrow.kind else ()
    found = index.search(match, narrow, limit=_PER_PAGE, offset=(page - 1) * _PER_PAGE)
    first = {one.iri for one in exact}
    return Hits(exact, tuple(one for one in found if one.iri not in first), index.count(match, narrow))


def _texts(site: Site, words: str, asked: Mapping[str, str]) -> tuple[TextHit, ...]:
    """Return hits in official texts, where documents were ingested."""
    years = {name: int(asked[name]) for name in ("from", "to") if _YEAR_RE.fullmatch(asked.get(name, ""))}
    wanted = Wanted(
        body=asked.get("body") or None,
        act=asked.get("act") or None,
        theme=asked.get("theme") or None,
        addressee=asked.get("addressee") or None,
        since=years.get("from"),
        until=years.get("to"),
    )
    try:
        rows = search_texts(site.store, words, wanted, limit=_TEXTS).rows.rows
    except KgError:
        return ()
    return tuple(map(_text_hit, rows))


def _text_hit(row: tuple[Term | None, ...]) -> TextHit:
    provision, place, snippet, title = (cell.value if cell else "" for cell in row[:4])
    parts = tuple((piece, at % 2 == 1) for at, piece in enumerate(snippet.split("**")) if piece)
    return TextHit(Shown(place, provision), title, parts)


def _filters(index: SearchIndex, lookup: Lookup, asked: Mapping[str, str]) -> tuple[Filter, ...]:
    return (
        _filter(index, lookup, asked, "body", "Adopted or issued by"),
        _filter(index, lookup, asked, "act", "Act"),
        _filter(index, lookup, asked, "addressee", "Towards"),
        _filter(index, lookup, asked, "theme", "Theme"),
    )


def _filter(index: SearchIndex, lookup: Lookup, asked: Mapping[str, str], name: str, label: str) -> Filter:
    chosen = expand(asked[name]) if asked.get(name) else ""
    values = index.facet(name)[:_OPTIONS]
    if chosen and chosen not in values:
        values.append(chosen)
    options = (Option(compact(value), lookup.label(value), value == chosen) for value in values)
    return Filter(name, label, tuple(sorted(options, key=lambda one: one.label.casefold())))


def _kinds(counts: Mapping[str, int], asked: Mapping[str, str]) -> tuple[tuple[Shown, int, bool], ...]:
    """Return each kind that fits, as a link that shows it alone."""
    others = {name: value for name, value in asked.items() if name not in {"kind", "page"}}
    return tuple(
        (
            Shown(KINDS[kind][1], to=address("/page/search", **{**others, "kind": kind})),
            number,
            asked.get("kind") == kind,
        )
        for kind, number in counts.items()
    )


def _pages(
    asked: Mapping[str, str], hits: Hits, narrow: Narrow, page: int
) -> tuple[Shown | None, Shown | None, int, int]:
    """Return links to the pages before and after, the number of this one and of the last."""
    total = hits.kinds.get(narrow.kind, 0) if narrow.kind else hits.total
    last = min(max(1, -(-total // _PER_PAGE)), _MOST_PAGES)

    def to(number: int, label: str) -> Shown:
        return Shown(label, to=address("/page/search", **{**asked, "page": str(number)}))

    before = to(page - 1, "Previous") if page > 1 else None
    return before, to(page + 1, "Next") if page < last else None, page, last
