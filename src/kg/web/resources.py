"""Routes of things: 303 from an IRI to its page or its data, and the data in each format.

An IRI names a thing, which no answer can contain; so the site tells where a description is (303), by what the
client accepts. Data come at an address for each format, and at one without an ending by negotiation.
"""

from __future__ import annotations

import io
import threading
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kg.graph.portions.selection import order_in_graph
from kg.graph.syntax.serialise import write_document
from kg.web.addresses import data_address, iri_of, page_address
from kg.web.asked import has_already, tag_of, wanted_media
from kg.web.data_reader import DataReader
from kg.web.describe import describing_quads
from kg.web.forms import ENDINGS, GRAPH_FORMS, HTML
from kg.web.links import link_header
from kg.web.problems import problem

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from kg.web.site import Site

_TURTLE = next(iter(GRAPH_FORMS))
_OFFERS = (_TURTLE, HTML, *list(GRAPH_FORMS)[1:])
_SHOWN = 200
"""Characters of an unknown name that an answer repeats."""
_MAKING = threading.Lock()


def resource_routes() -> list[BaseRoute]:
    """Return the routes of things."""
    return [
        Route("/id/{path:path}", identify),
        Route("/data/{path:path}", data),
    ]


def identify(request: Request) -> Response:
    """Lead from an IRI to the page or the data of its thing."""
    path = request.path_params["path"]
    require_known(request, path)
    media = wanted_media(request, _OFFERS)
    if media is None:
        return not_acceptable(request, path)
    target = page_address(iri_of(path)) if media == HTML else data_address(path, GRAPH_FORMS[media])
    headers = {"Vary": "Accept", "Link": link_header(request.app.state.site, path)}
    return RedirectResponse(target, status_code=303, headers=headers)


def data(request: Request) -> Response:
    """Return what the graph says of a thing, in the format of the address or the one that is accepted."""
    site: Site = request.app.state.site
    path, ending = _split(request.path_params["path"])
    require_known(request, path)
    media = ENDINGS[ending] if ending else wanted_media(request, tuple(GRAPH_FORMS))
    if media is None:
        return not_acceptable(request, path)
    headers = {
        "ETag": tag_of(site, path, media),
        "Content-Location": data_address(path, GRAPH_FORMS[media]),
        "Link": link_header(site, path),
        "Cache-Control": "public, max-age=3600",
        **({} if ending else {"Vary": "Accept"}),
    }
    if has_already(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    body = write_thing(site, reader_of(request), path, GRAPH_FORMS[media])
    return Response(body, media_type=media, headers=headers)


def write_thing(site: Site, reader: DataReader, path: str, ending: str) -> bytes:
    """Return the data of a thing in one format: what is said of it, and of the document that says so."""
    quads = reader.quads_of(iri_of(path))
    if ending == "trig":
        quads = tuple(sorted(quads, key=order_in_graph))
    written = io.BytesIO()
    write_document([*describing_quads(site, path), *quads], ending, written)
    return written.getvalue()


def reader_of(request: Request) -> DataReader:
    """Return the reader of the snapshot, made when it is first needed."""
    state = request.app.state
    with _MAKING:
        if not hasattr(state, "data_reader"):
            state.data_reader = DataReader(state.site.engine.ox)
    return state.data_reader  # type: ignore[no-any-return]  # what this module put there


def require_known(request: Request, path: str) -> None:
    """Pass a path of which the graph says something.

    Raises:
        HTTPException: 404 where it says nothing.
    """
    if not reader_of(request).knows(iri_of(path)):
        shown = path if len(path) <= _SHOWN else path[:_SHOWN] + "…"
        raise HTTPException(404, f"The graph knows nothing by the name {shown!r}.", {"Vary": "Accept"})


def not_acceptable(request: Request, path: str) -> Response:
    """Return 406 with every form there is."""
    listed = ", ".join(f"{data_address(path, ending)} ({media})" for media, ending in GRAPH_FORMS.items())
    detail = f"There is no such form. There are {page_address(iri_of(path))} ({HTML}), {listed}."
    site: Site = request.app.state.site
    return problem(request, 406, detail, headers={"Link": link_header(site, path), "Vary": "Accept"})


def _split(path: str) -> tuple[str, str]:
    """Return a path without the ending of a format, and that ending; `` where it has none."""
    before, dot, ending = path.rpartition(".")
    return (before, ending) if dot and ending in ENDINGS else (path, "")
