"""Find questions by words for many readers: things that the words name become values, where there is time.

To look through the names of a large graph takes a while, so one search at a time does it, and is kept. Who
comes meanwhile is answered by the words of the questions alone.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

from kg.pipeline.find import find_questions, find_questions_about

if TYPE_CHECKING:
    from starlette.requests import Request

    from kg.pipeline.find import Suggestion
    from kg.web.site import Site

_MOST = 12
"""Questions for which values are tried."""
_KEPT = 500
_LOOKING = threading.Lock()


def found_by(request: Request, words: str) -> tuple[Suggestion, ...]:
    """Return the questions for some words, the best first, with values for those that the words name."""
    site: Site = request.app.state.site
    kept = _kept(request)
    if (found := kept.get(words)) is not None:
        return found
    by_words = tuple(find_questions(site.catalogue, words))
    if not _LOOKING.acquire(blocking=False):
        return by_words
    try:
        best = find_questions_about(site.engine, site.catalogue, words, most=_MOST)
    finally:
        _LOOKING.release()
    listed = {suggestion.question.id for suggestion in best}
    found = (*best, *(one for one in by_words if one.question.id not in listed))
    kept[words] = found
    while len(kept) > _KEPT:
        kept.popitem(last=False)
    return found


def _kept(request: Request) -> OrderedDict[str, tuple[Suggestion, ...]]:
    state = request.app.state
    if not hasattr(state, "found_questions"):
        state.found_questions = OrderedDict()
    return state.found_questions  # type: ignore[no-any-return]  # what this module put there
