"""What pages read of the snapshot, made once for each running site."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from kg.web.endpoint.cache import AnswerCache, Kept
from kg.web.forms import HTML
from kg.web.lookup import Lookup
from kg.web.pages.relations import Relations
from kg.web.search_index import SearchIndex

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.datastructures import State
    from starlette.requests import Request

_PAGES = 48 * 1024 * 1024
"""Bytes of pages that are kept; that of the longest treaty has 0.4 million."""
_MAKING = threading.Lock()
_INDEXING = threading.Lock()
_RELATING = threading.Lock()
_KEEPING = threading.Lock()


def lookup_of(request: Request) -> Lookup:
    """Return the reader of the snapshot."""
    return _lookup(request.app.state)


def make_ready(state: State) -> None:
    """Make what pages share before somebody asks for it: with many documents that takes a while."""
    _index(state)
    _relations(state)


def kept_page(request: Request, key: str, write: Callable[[], bytes]) -> bytes:
    """Return the page under a key, from memory where it was written before: the snapshot does not change."""
    state = request.app.state
    with _KEEPING:
        if not hasattr(state, "pages"):
            state.pages = AnswerCache(_PAGES)
        if kept := state.pages.get(key):
            return kept.body  # type: ignore[no-any-return]  # what this module put there
    body = write()
    with _KEEPING:
        state.pages.put(key, Kept(HTML, False, body))
    return body


def index_of(request: Request) -> SearchIndex:
    """Return the search index, made when it is first asked for."""
    return _index(request.app.state)


def relations_of(request: Request) -> Relations:
    """Return the edges of the snapshot, read when they are first wanted."""
    return _relations(request.app.state)


def _lookup(state: State) -> Lookup:
    if not hasattr(state, "lookup"):
        with _MAKING:
            if not hasattr(state, "lookup"):
                state.lookup = Lookup(state.site.engine.ox)
    return state.lookup  # type: ignore[no-any-return]  # what this module put there


def _index(state: State) -> SearchIndex:
    lookup = _lookup(state)
    if not hasattr(state, "index"):
        with _INDEXING:
            if not hasattr(state, "index"):
                state.index = SearchIndex(lookup)
    return state.index  # type: ignore[no-any-return]  # what this module put there


def _relations(state: State) -> Relations:
    lookup = _lookup(state)
    with _RELATING:
        if not hasattr(state, "relations"):
            state.relations = Relations(lookup)
    return state.relations  # type: ignore[no-any-return]  # what this module put there
