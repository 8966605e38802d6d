"""Routes of things: 303 from an IRI to its page or its data, and the data in each format.

An IRI names a thing, which no answer can contain; so the site tells where a description is (303), by what the
client accepts. Data come at an address for each format, and at one without an ending by negotiation.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kg.graph.binding import bind
from kg.graph.selection import Selection, select_things
from kg.graph.serialise import write_quads
from kg.graph.sources import INFERRED_GRAPH
from kg.model import Term
from kg.web.addresses import data_address, iri_of, page_address
from kg.web.describe import describing_quads
from kg.web.forms import ENDINGS, GRAPH_FORMS, HTML
from kg.web.links import link_header
from kg.web.negotiation import choose_media
from kg.web.problems import problem

if TYPE_CHECKING:
    import pyoxigraph as ox
    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from kg.web.site import Site

_TURTLE = next(iter(GRAPH_FORMS))
_OFFERS = (_TURTLE, HTML, *list(GRAPH_FORMS)[1:])
_KNOWN = "ASK { VALUES ?thing { UNDEF } ?thing ?property ?value }"
_MEDIA = "_mediatype"


def resource_routes() -> list[BaseRoute]:
    """Return the routes of things."""
    return [
        Route("/id/{path:path}", identify),
        Route("/data/{path:path}", data),
    ]


def identify(request: Request) -> Response:
    """Lead from an IRI to the page or the data of its thing."""
    path = request.path_params["path"]
    site: Site = request.app.state.site
    require_known(site, path)
    media = _wanted(request, _OFFERS)
    if media is None:
        return not_acceptable(request, path)
    iri = iri_of(path)
    target = page_address(iri) if media == HTML else data_address(path, GRAPH_FORMS[media])
    headers = {"Vary": "Accept", "Link": link_header(site, path)}
    return RedirectResponse(target, status_code=303, headers=headers)


def data(request: Request) -> Response:
    """Return what the graph says of a thing, in the format of the address or the one that is accepted."""
    site: Site = request.app.state.site
    path, ending = _split(request.path_params["path"])
    require_known(site, path)
    media = ENDINGS[ending] if ending else _wanted(request, tuple(GRAPH_FORMS))
    if media is None:
        return not_acceptable(request, path)
    headers = {
        "ETag": f'"{site.digest[:16]}-{GRAPH_FORMS[media]}"',
        "Content-Location": data_address(path, GRAPH_FORMS[media]),
        "Link": link_header(site, path),
        "Cache-Control": "public, max-age=3600",
        **({} if ending else {"Vary": "Accept"}),
    }
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(write_thing(site, path, GRAPH_FORMS[media]), media_type=media, headers=headers)


def write_thing(site: Site, path: str, ending: str) -> bytes:
    """Return the data of a thing in one format: what is said of it, and of the document that says so."""
    iri = iri_of(path)
    selection = select_things(site.engine, [iri])
    written = io.BytesIO()
    write_quads([*describing_quads(site, path), *_without_inferred(selection)], ending, written)
    return written.getvalue()


def require_known(site: Site, path: str) -> None:
    """Pass a path of which the graph says something.

    Raises:
        HTTPException: 404 where it says nothing.
    """
    if not is_known(site, path):
        raise HTTPException(404, f"The graph knows nothing by the name {path!r}.")


def is_known(site: Site, path: str) -> bool:
    """Return whether the graph says anything of the thing with this path."""
    thing = Term("iri", iri_of(path))
    try:
        return site.engine.ask(bind(_KNOWN, {"thing": [thing]}))
    except ValueError:
        return False


def not_acceptable(request: Request, path: str) -> Response:
    """Return 406 with every form there is."""
    listed = ", ".join(f"{data_address(path, ending)} ({media})" for media, ending in GRAPH_FORMS.items())
    detail = f"There is no such form. There are {page_address(iri_of(path))} ({HTML}), {listed}."
    site: Site = request.app.state.site
    return problem(request, 406, detail, headers={"Link": link_header(site, path), "Vary": "Accept"})


def _wanted(request: Request, offers: tuple[str, ...]) -> str | None:
    """Return the media type that the address names, else the one that the client likes best."""
    named = request.query_params.get(_MEDIA)
    if named is None:
        return choose_media(request.headers.get("accept"), offers)
    named = named.strip().replace(" ", "+")  # a plus sign in an address means a space
    named = ENDINGS.get(named, HTML if named == "html" else named)
    return named if named in offers else None


def _split(path: str) -> tuple[str, str]:
    """Return a path without the ending of a format, and that ending; `` where it has none."""
    before, dot, ending = path.rpartition(".")
    return (before, ending) if dot and ending in ENDINGS else (path, "")


def _without_inferred(selection: Selection) -> list[ox.Quad]:
    """Return what a document states: what is inferred stays, where it is about the thing itself."""
    return [
        quad
        for quad in selection.quads
        if quad.graph_name.value != INFERRED_GRAPH or quad.subject.value in selection.whole  # type: ignore[union-attr]
    ]
