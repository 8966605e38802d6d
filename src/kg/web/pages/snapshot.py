"""What pages read of the snapshot, made once for each running site."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from kg.web.endpoint.cache import AnswerCache, Kept
from kg.web.forms import HTML
from kg.web.lookup import Lookup
from kg.web.search_index import SearchIndex

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

_PAGES = 48 * 1024 * 1024
"""Bytes of pages that are kept; that of the longest treaty has 0.4 million."""
_MAKING = threading.Lock()
_KEEPING = threading.Lock()


def lookup_of(request: Request) -> Lookup:
    """Return the reader of the snapshot."""
    state = request.app.state
    if not hasattr(state, "lookup"):
        with _MAKING:
            if not hasattr(state, "lookup"):
                state.lookup = Lookup(state.site.engine.ox)
    return state.lookup  # type: ignore[no-any-return]  # what this module put there


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
    lookup = lookup_of(request)
    state = request.app.state
    if not hasattr(state, "index"):
        with _MAKING:
            if not hasattr(state, "index"):
                state.index = SearchIndex(lookup)
    return state.index  # type: ignore[no-any-return]  # what this module put there
