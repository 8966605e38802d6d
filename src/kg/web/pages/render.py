"""Make pages of templates: the one place where HTML leaves the site."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from kg.namespaces import compact
from kg.web.addresses import data_address, page_address

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request


def render(
    request: Request,
    template: str,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **content: Any,  # noqa: ANN401 - whatever the template shows
) -> HTMLResponse:
    """Return a page; everything a template writes is escaped, and an unknown name in it is an error."""
    site = request.app.state.site
    text = environment().get_template(template).render(request=request, site=site, **content)
    return HTMLResponse(text, status_code=status, headers=dict(headers or {}))


def render_problem(request: Request, status: int, detail: str, *, headers: Mapping[str, str]) -> HTMLResponse:
    """Return the page that says what went wrong."""
    return render(request, "problem.html", status=status, headers=headers, code=status, detail=detail)


def link(path: str) -> str:
    """Return how a page links to a path of the site; a static export puts its own root before it."""
    return path


@cache
def environment() -> Environment:
    """Return the templates with what they all may use."""
    found = Environment(
        loader=PackageLoader("kg.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    found.globals.update(page_address=page_address, data_address=data_address, link=link)
    found.filters.update(compact=compact)
    return found
