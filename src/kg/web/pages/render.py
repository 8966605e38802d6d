"""Make pages of templates: the one place where HTML leaves the site."""

from __future__ import annotations

import hashlib
from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from kg.namespaces import compact
from kg.web.addresses import data_address, iri_of, page_address
from kg.web.asked import has_already
from kg.web.pages.shown import address
from kg.web.search_index import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

FORM_NAMES = {
    "ttl": "Turtle", "jsonld": "JSON-LD", "rdf": "RDF/XML",
    "nt": "N-Triples", "nq": "N-Quads", "trig": "TriG",
}  # fmt: skip


def render(
    request: Request,
    template: str,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **content: Any,  # noqa: ANN401 - whatever the template shows
) -> Response:
    """Return a page; everything a template writes is escaped, and an unknown name in it is an error."""
    body = write_page(request, template, **content)
    if status == HTTPStatus.OK:
        return send_page(request, body, headers or {})
    return HTMLResponse(body, status_code=status, headers=dict(headers or {}))


def write_page(request: Request, template: str, **content: Any) -> bytes:  # noqa: ANN401 - as above
    """Return the bytes of a page."""
    shared = {"request": request, "site": request.app.state.site, "statements": _statements(request)}
    return environment().get_template(template).render(**shared, **content).encode()


def send_page(request: Request, body: bytes, headers: Mapping[str, str]) -> Response:
    """Return a page that was found; its digest is its tag, and who has it is not sent it again."""
    fields = dict(headers)
    fields["ETag"] = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    fields["Cache-Control"] = "public, max-age=300"
    if has_already(request, fields["ETag"]):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=fields)
    return HTMLResponse(body, headers=fields)


def render_problem(request: Request, status: int, detail: str, *, headers: Mapping[str, str]) -> Response:
    """Return the page that says what went wrong."""
    return render(request, "problem.html", status=status, headers=headers, code=status, detail=detail)


def link(path: str) -> str:
    """Return how a page links to a path of the site; a static export puts its own root before it."""
    return path


def page_address_of(path: str) -> str:
    """Return the address of the page of the thing with a path."""
    return page_address(iri_of(path))


def encoded(path: str) -> str:
    """Return a path as it stands in an address."""
    return quote(path, safe="/:@!$&'()*+,;=-._~")


def why_address(iri: str, relation: str = "") -> str:
    """Return the address that tells who vouches for the statements of a thing, by one property or all."""
    return address("/why", s=compact(iri), p=compact(relation) if relation else "")


def kind_name(kind: str) -> str:
    """Return the name of a kind of thing that is searched."""
    return KINDS[kind][2]


def _statements(request: Request) -> int:
    """Return how many statements there are; counting walks through them all, so it is done once."""
    state = request.app.state
    if not hasattr(state, "statements"):
        state.statements = len(state.site.engine.ox)
    return state.statements  # type: ignore[no-any-return]  # what this module put there


@cache
def environment() -> Environment:
    """Return the templates with what they all may use."""
    found = Environment(
        loader=PackageLoader("kg.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    found.globals.update(
        page_address=page_address, page_address_of=page_address_of, data_address=data_address, link=link,
        encoded=encoded, form_names=FORM_NAMES, kind_name=kind_name, why_address=why_address,
    )  # fmt: skip
    found.filters.update(compact=compact)
    return found
