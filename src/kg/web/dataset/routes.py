"""Routes of what describes the dataset as a whole."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pyoxigraph as ox
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from kg import __version__
from kg.graph.serialise import serialise, write_quads
from kg.namespaces import GRAPH
from kg.web.dataset.crawlers import robots, site_map
from kg.web.dataset.dcat import dcat_description
from kg.web.dataset.dumps import DUMPS, DumpFolder
from kg.web.dataset.void import void_description
from kg.web.forms import ENDINGS, GRAPH_FORMS, HTML
from kg.web.links import linkset
from kg.web.negotiation import choose_media
from kg.web.pages.ontology import ontology_page
from kg.web.resources import require_known

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from kg.model import Triples
    from kg.web.site import Site

_ONTOLOGY_GRAPH = ox.NamedNode(GRAPH + "ontology")
_LINKSET = "application/linkset+json"


def dataset_routes() -> list[BaseRoute]:
    """Return the routes of what describes the dataset."""
    return [
        Route("/.well-known/void", _described(void_description)),
        Route("/catalogue", _described(dcat_description)),
        Route("/ontology", ontology),
        Route("/ontology.{ending}", ontology),
        Route("/dumps/{file}", dump),
        Route("/linkset/{path:path}", links),
        Route("/sitemap.xml", sitemap),
        Route("/robots.txt", crawlers),
        Route("/health", health),
    ]


def _described(describe: Callable[[Site], Triples]) -> Callable[[Request], Response]:
    """Return the route that answers with a description, in the graph format that the client likes."""

    def answer(request: Request) -> Response:
        site: Site = request.app.state.site
        media = _graph_media(request, tuple(GRAPH_FORMS))
        return _tagged(request, site, serialise(describe(site), GRAPH_FORMS[media]).encode(), media)

    return answer


def ontology(request: Request) -> Response:
    """Return the ontology: the document of all its terms, as data or as a page."""
    site: Site = request.app.state.site
    ending = request.path_params.get("ending")
    if ending and ending not in ENDINGS:
        raise HTTPException(404, f"The ontology does not come as {ending!r}.")
    turtle, *others = GRAPH_FORMS
    media = ENDINGS[ending] if ending else _graph_media(request, (turtle, HTML, *others))
    if media == HTML:
        return ontology_page(request)
    written = io.BytesIO()
    quads = sorted(site.engine.ox.quads_for_pattern(None, None, None, _ONTOLOGY_GRAPH), key=str)
    write_quads(quads, GRAPH_FORMS[media], written)
    response = _tagged(request, site, written.getvalue(), media)
    response.headers["Content-Location"] = f"/ontology.{GRAPH_FORMS[media]}"
    return response


def dump(request: Request) -> Response:
    """Return the whole dataset as a file, or the digest of that file."""
    name: str = request.path_params["file"]
    known = {found.file: found for found in DUMPS}
    chosen = known.get(name.removesuffix(".sha256"))
    if chosen is None:
        raise HTTPException(404, f"There is no such dump. There are {', '.join(known)}, each with .sha256.")
    folder = _dumps(request)
    if name.endswith(".sha256"):
        return PlainTextResponse(f"{folder.digest(chosen)}  {chosen.file}\n")
    return FileResponse(folder.path(chosen), media_type="application/gzip", filename=chosen.file)


def links(request: Request) -> Response:
    """Return the links of a thing as a document (RFC 9264)."""
    site: Site = request.app.state.site
    path = request.path_params["path"]
    require_known(site, path)
    text = json.dumps(linkset(site, path), ensure_ascii=False, indent=1) + "\n"
    return Response(text, media_type=_LINKSET)


def sitemap(request: Request) -> Response:
    """Return the site map."""
    return Response(site_map(request.app.state.site), media_type="application/xml")


def crawlers(request: Request) -> Response:
    """Return what crawlers may read."""
    return PlainTextResponse(robots(request.app.state.site))


def health(request: Request) -> Response:
    """Tell a monitor that the site answers, and what it serves."""
    site: Site = request.app.state.site
    return JSONResponse(
        {"status": "ok", "version": __version__, "statements": len(site.engine.ox), "digest": site.digest}
    )


def _graph_media(request: Request, offers: tuple[str, ...]) -> str:
    media = choose_media(request.headers.get("accept"), offers)
    if media is None:
        raise HTTPException(406, f"This comes as {', '.join(offers)}.")
    return media


def _tagged(request: Request, site: Site, body: bytes, media: str) -> Response:
    headers = {"ETag": f'"{site.digest[:16]}-{GRAPH_FORMS[media]}"', "Vary": "Accept"}
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media, headers=headers)


def _dumps(request: Request) -> DumpFolder:
    state = request.app.state
    if not hasattr(state, "dumps"):
        state.dumps = DumpFolder(state.site)
    return state.dumps  # type: ignore[no-any-return]  # what this module put there
