"""The page that says how this is made and how to use it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg import __version__
from kg.web.pages.render import render
from kg.web.pages.shown import Shown, Table
from kg.web.pages.snapshot import lookup_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from kg.web.lookup import Lookup


def about(request: Request) -> Response:
    """Return how the graph is made, how it is cited, and where it ends."""
    lookup = lookup_of(request)
    return render(
        request,
        "about.html",
        scale=_scale(lookup),
        sources=lookup.count("cp:Source"),
        version=__version__,
    )


def _scale(lookup: Lookup) -> Table:
    levels = sorted(lookup.instances("cp:StrengthLevel"), key=lambda one: -lookup.number(one, "cp:rank"))
    rows = tuple(
        (Shown(lookup.label(level), level), lookup.text(level, "skos:definition"), _types(lookup, level))
        for level in levels
    )
    return Table("Strength scale", ("Level", "What it takes in", "For instance"), rows)


def _types(lookup: Lookup, level: str) -> tuple[Shown, ...]:
    kinds = sorted(lookup.subjects("cp:strength", level), key=lambda one: (len(lookup.label(one)), one))
    return tuple(Shown(lookup.label(kind), kind) for kind in kinds[:4])
