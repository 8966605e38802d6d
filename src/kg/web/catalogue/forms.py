"""In which forms the catalogue answers: endings of addresses, and the media types of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from kg.web.negotiation import choose_media

if TYPE_CHECKING:
    from starlette.requests import Request

JSON, CSV, TSV = "application/json", "text/csv", "text/tab-separated-values"
LINES, MARKDOWN, QUERY = "application/x-ndjson", "text/markdown", "application/sparql-query"
HTML = "text/html"
ANSWER_FORMS = {
    "json": JSON, "csv": CSV, "tsv": TSV, "ndjson": LINES, "md": MARKDOWN, "rq": QUERY, "html": HTML,
}  # fmt: skip
"""Ending to media type; the first is what a client gets who takes anything."""
LIST_FORMS = {"json": JSON, "csv": CSV, "html": HTML}


def chosen_form(request: Request, ending: str, forms: dict[str, str]) -> str:
    """Return the ending of the form that an address names, else of the one that the client likes best.

    Raises:
        HTTPException: 404 where there is no such form, 406 where the client takes none.
    """
    if ending:
        if ending not in forms:
            raise HTTPException(404, f"There is no form .{ending[:40]}. There are {_listed(forms)}.")
        return ending
    media = choose_media(request.headers.get("accept"), tuple(forms.values()))
    for name, offered in forms.items():
        if offered == media:
            return name
    raise HTTPException(406, f"There is no such form. There are {_listed(forms)}.", {"Vary": "Accept"})


def _listed(forms: dict[str, str]) -> str:
    return ", ".join(f".{ending} ({media})" for ending, media in forms.items())
