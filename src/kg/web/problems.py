"""Errors in the form that was asked for: a page, a problem (RFC 9457), or RDF that says what is wrong."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from kg.errors import KgError, UsageError
from kg.graph.syntax.serialise import serialise
from kg.model import Term, Triples
from kg.namespaces import RDFS
from kg.web.endpoint.refusals import Refused
from kg.web.forms import GRAPH_FORMS, HTML, PROBLEM
from kg.web.negotiation import choose_media
from kg.web.pages.render import render_problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

_LONGEST = 500
_CLIENT_CLOSED = 499
"""As nginx has it."""
_OFFERS = (PROBLEM, "application/json", HTML, *GRAPH_FORMS)


def exception_handlers() -> Mapping[Any, Any]:
    """Return what answers each exception that a route can raise."""
    return {
        HTTPException: _http,
        Refused: _refused,
        ClientDisconnect: _gone,
        KgError: _ours,
        Exception: _unforeseen,
    }


def problem(
    request: Request, status: int, detail: str, *, headers: Mapping[str, str] | None = None
) -> Response:
    """Return an error in the form that was asked for; a problem in JSON where none was."""
    media = choose_media(request.headers.get("accept"), _OFFERS) or PROBLEM
    fields = {"Vary": "Accept", **(headers or {})}
    if media == HTML:
        return render_problem(request, status, detail, headers=fields)
    if media in GRAPH_FORMS:
        told = (Term("iri", _address_of(request)), Term("iri", RDFS + "comment"), Term("literal", detail))
        text = serialise(Triples((told,)), GRAPH_FORMS[media])
        return Response(text, status_code=status, media_type=media, headers=fields)
    return problem_response(status, detail, fields)


def problem_response(status: int, detail: str, headers: Mapping[str, str]) -> Response:
    """Return an error as a problem in JSON."""
    body = {"type": "about:blank", "title": title_of(status), "status": status, "detail": detail}
    text = json.dumps(body, ensure_ascii=False) + "\n"
    return Response(text, status_code=status, media_type=PROBLEM, headers=dict(headers))


def _address_of(request: Request) -> str:
    """Return the address that was asked for as an IRI; the site's root where it is too long to repeat."""
    address = quote(f"{request.base_url}".rstrip("/") + request.url.path, safe=":/[]@!$&'()*+,;=-._~")
    return address if len(address) <= _LONGEST else str(request.base_url)


def title_of(status: int) -> str:
    """Return the name of a status.

    >>> title_of(404)
    'Not Found'
    """
    try:
        return HTTPStatus(status).phrase
    except ValueError:  # 499 is nginx's, for a client that hung up
        return "Refused"


def _http(request: Request, error: HTTPException) -> Response:
    detail = error.detail
    if detail == title_of(error.status_code):
        shown = request.url.path[:_LONGEST]
        detail = f"There is nothing at {shown}." if error.status_code == 404 else detail  # noqa: PLR2004
    return problem(request, error.status_code, detail, headers=error.headers)


def _refused(request: Request, refused: Refused) -> Response:
    headers = {"Retry-After": str(refused.retry_after)} if refused.retry_after else None
    return problem(request, refused.status, refused.what, headers=headers)


def _gone(_request: Request, _error: ClientDisconnect) -> Response:
    """Answer nobody: the client hung up before all of its request had come."""
    return Response(status_code=_CLIENT_CLOSED)


def _ours(request: Request, error: KgError) -> Response:
    """Answer what the asker can mend by 400, a fault of ours by 500, without telling of our files."""
    if isinstance(error, UsageError):
        return problem(request, 400, str(error))
    return problem(request, 500, "The site cannot answer this now.")


def _unforeseen(request: Request, _error: Exception) -> Response:
    return problem(request, 500, "The site cannot answer this now.")
