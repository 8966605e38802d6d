"""The page with all questions, theme by theme."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.web.addresses import iri_of
from kg.web.pages.render import render
from kg.web.pages.shown import address
from kg.web.pages.snapshot import lookup_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from kg.graph.questions.catalogue import Question
    from kg.pipeline.find import Suggestion
    from kg.web.lookup import Lookup

_PLACEHOLDER_RE = re.compile(r"\{(\w+)\}")
TITLES = {"sdg": "Sustainable Development Goals"}
"""Titles of themes that are not their folder's name with a capital."""


@dataclass(frozen=True)
class Entry:
    """A question in the list, its words cut where a value goes."""

    address: str
    parts: tuple[tuple[str, bool], ...]
    """Pieces of the question, and whether each stands for a value."""
    description: str


@dataclass(frozen=True)
class Group:
    """The questions of one theme."""

    key: str
    title: str
    entries: tuple[Entry, ...]


def list_page(
    request: Request, found: Sequence[Suggestion], words: str, *, headers: Mapping[str, str]
) -> Response:
    """Return the page of questions; those found by words come in their order, best first."""
    entries = [_entry(lookup_of(request), one) for one in found]
    questions = [one.question for one in found]
    groups = (Group("found", "", tuple(entries)),) if words else _grouped(questions, entries)
    everything = len(request.app.state.site.catalogue)
    return render(
        request,
        "questions.html",
        headers=headers,
        groups=groups,
        words=words,
        found=len(entries),
        all=everything,
    )


def question_parts(question: str) -> tuple[tuple[str, bool], ...]:
    """Return the pieces of a question, and whether each is the name of a parameter.

    >>> question_parts("Who cites {text}, and where?")
    (('Who cites ', False), ('text', True), (', and where?', False))
    """
    pieces = _PLACEHOLDER_RE.split(question)
    return tuple((piece, place % 2 == 1) for place, piece in enumerate(pieces) if piece)


def _entry(lookup: Lookup, found: Suggestion) -> Entry:
    """Return the entry of a question, with the names of the values that were found for it."""
    names = {name: lookup.label(iri_of(path)) for name, path in found.values.items()}
    parts = tuple((names.get(piece, piece), cut) for piece, cut in question_parts(found.question.question))
    to = address(f"/questions/{found.question.id}", **found.values)
    return Entry(to, parts, found.question.description)


def _grouped(questions: Sequence[Question], entries: Sequence[Entry]) -> tuple[Group, ...]:
    themes = dict.fromkeys(question.theme for question in questions)
    return tuple(
        Group(
            theme,
            TITLES.get(theme, theme.capitalize()),
            tuple(e for q, e in zip(questions, entries, strict=True) if q.theme == theme),
        )
        for theme in themes
    )
