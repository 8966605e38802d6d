"""Routes of what describes the dataset as a whole."""

from __future__ import annotations

import io
import json
import os
import threading
from typing import TYPE_CHECKING, TypeVar

import pyoxigraph as ox
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from kg import __version__
from kg.graph.syntax.serialise import serialise
from kg.namespaces import GRAPH, ONTOLOGY_IRI
from kg.web.aside import do_aside
from kg.web.asked import has_already, tag_of, wanted_media
from kg.web.dataset.crawlers import robots, site_map
from kg.web.dataset.dcat import dcat_description
from kg.web.dataset.dumps import FILES, DumpFolder
from kg.web.dataset.graphs import GraphFolder, write_graph
from kg.web.dataset.void import void_description
from kg.web.describe import LICENCE
from kg.web.forms import ENDINGS, GRAPH_FORMS, HTML
from kg.web.links import LINKSET, linkset
from kg.web.pages.ontology import ontology_page
from kg.web.resources import require_known
from kg.web.streamed import Streamed

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from kg.model import Triples
    from kg.web.site import Site

VOID_PATH = "/.well-known/void"
_GRAPHS = tuple(GRAPH_FORMS)
_WITH_PAGE = (_GRAPHS[0], HTML, *_GRAPHS[1:])
_GZIP = "application/gzip"
_MAKING = threading.Lock()

T = TypeVar("T")


def dataset_routes() -> list[BaseRoute]:
    """Return the routes of what describes the dataset."""
    return [
        *_described(VOID_PATH, void_description),
        *_described("/catalogue", dcat_description),
        Route("/dataset", dataset),
        Route("/ontology", ontology),
        Route("/ontology.{ending}", ontology),
        Route("/ontology/{version}", ontology_version),
        Route("/graph/{name:path}", named_graph),
        Route("/dumps/{file}", dump),
        Route("/linkset/{path:path}", links),
        Route("/sitemap.xml", sitemap),
        Route("/robots.txt", crawlers),
        Route("/health", health),
    ]


def dataset(request: Request) -> Response:
    """Lead from the dataset's IRI to the page about it, or to its description."""
    if wanted_media(request, _WITH_PAGE) == HTML:
        return RedirectResponse("/page/about", status_code=303, headers={"Vary": "Accept"})
    return RedirectResponse(VOID_PATH, status_code=303, headers={"Vary": "Accept"})


def ontology(request: Request) -> Response:
    """Return the ontology: the document of all its terms, as data or as a page."""
    media = _form(request, _WITH_PAGE)
    if media == HTML:
        return ontology_page(request)
    headers = {"Link": f'<{ONTOLOGY_IRI}>; rel="cite-as", <{LICENCE}>; rel="license"'}
    return _kept(
        request,
        "/ontology",
        media,
        lambda: _graph(request.app.state.site, GRAPH + "ontology", media),
        headers,
    )


def ontology_version(request: Request) -> Response:
    """Lead from the IRI of this version of the ontology to its document; others are not served here."""
    version = request.path_params["version"]
    if version != __version__:
        raise HTTPException(404, f"This is version {__version__} of the ontology.")
    return RedirectResponse("/ontology", status_code=303, headers={"Vary": "Accept"})


async def named_graph(request: Request) -> Response:
    """Return the statements of one named graph."""
    site: Site = request.app.state.site
    name = GRAPH + request.path_params["name"]
    media = _form(request, _GRAPHS)
    _require_graph(site, name)
    headers = {"ETag": tag_of(site, name, media), "Vary": "Accept"}
    if has_already(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    folder, ending = _folder(request, "graphs", GraphFolder), GRAPH_FORMS[media]
    file = folder.find(name, ending)
    if file is None:
        file = await do_aside(request, lambda: folder.write(name, ending))
    headers["Content-Length"] = str(os.fstat(file.fileno()).st_size)
    return Streamed(file, file, media=media, headers=headers)


async def dump(request: Request) -> Response:
    """Return the whole dataset as a file, or the digest of that file."""
    name: str = request.path_params["file"]
    known = {found.file: found for found in FILES}
    chosen = known.get(name.removesuffix(".sha256"))
    if chosen is None:
        raise HTTPException(404, f"There is no such file. There are {', '.join(known)}, each with .sha256.")
    headers = {"ETag": tag_of(request.app.state.site, name), "Cache-Control": "public, max-age=300"}
    if has_already(request, headers["ETag"]):
        media = "text/plain" if name.endswith(".sha256") else _GZIP
        return Response(status_code=304, headers={**headers, "Content-Type": media})
    folder = _folder(request, "dumps", DumpFolder)
    if name.endswith(".sha256"):
        digest = await do_aside(request, lambda: folder.digest(chosen))
        return PlainTextResponse(f"{digest}  {chosen.file}\n", headers=headers)
    path = folder.find(chosen)
    if path is None:
        path = await do_aside(request, lambda: folder.path(chosen))
    return FileResponse(path, media_type=_GZIP, filename=chosen.file, headers=headers)


def links(request: Request) -> Response:
    """Return the links of a thing as a document (RFC 9264)."""
    path = request.path_params["path"]
    require_known(request, path)
    text = json.dumps(linkset(request.app.state.site, path), ensure_ascii=False, indent=1) + "\n"
    return Response(text, media_type=LINKSET)


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
        {"status": "ok", "version": __version__, "statements": len(site.engine.ox), "digest": site.digest},
        headers={"Cache-Control": "no-store"},
    )


def _described(path: str, describe: Callable[[Site], Triples]) -> list[BaseRoute]:
    """Return the routes that answer with a description in the format asked for; readers go to its page."""

    def answer(request: Request) -> Response:
        ending = request.path_params.get("ending")
        media = _form(request, _GRAPHS if ending else _WITH_PAGE)
        if media == HTML:
            return RedirectResponse("/page/about#use", status_code=303, headers={"Vary": "Accept"})

        def write() -> bytes:
            return serialise(describe(request.app.state.site), GRAPH_FORMS[media]).encode()

        return _kept(request, path, media, write, {})

    return [Route(path, answer), Route(path + ".{ending}", answer)]


def _form(request: Request, offers: tuple[str, ...]) -> str:
    """Return the media type of the address's ending, else the one that is asked for.

    Raises:
        HTTPException: 404 where there is no such ending, 406 where the client takes none of the forms.
    """
    ending = request.path_params.get("ending")
    if ending and ending not in ENDINGS:
        raise HTTPException(404, f"There is no form .{ending[:40]}. There are .{', .'.join(ENDINGS)}.")
    media = ENDINGS[ending] if ending else wanted_media(request, offers)
    if media is None:
        listed = ", ".join(f"{offer} (.{GRAPH_FORMS.get(offer, 'html')})" for offer in offers)
        raise HTTPException(406, f"There is no such form. There are {listed}.", {"Vary": "Accept"})
    return media


def _kept(
    request: Request, path: str, media: str, write: Callable[[], bytes], headers: dict[str, str]
) -> Response:
    """Return a document that is written once and kept: it follows from the snapshot."""
    site: Site = request.app.state.site
    ending = GRAPH_FORMS[media]
    headers = {
        "ETag": tag_of(site, path, media),
        "Content-Location": f"{path}.{ending}",
        "Vary": "Accept",
        "Cache-Control": "public, max-age=3600",
        **headers,
    }
    if has_already(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(_document(request, (path, ending), write), media_type=media, headers=headers)


def _document(request: Request, key: tuple[str, str], write: Callable[[], bytes]) -> bytes:
    state = request.app.state
    with _MAKING:
        if not hasattr(state, "documents"):
            state.documents = {}
        documents: dict[tuple[str, str], bytes] = state.documents
        if key not in documents:
            documents[key] = write()
        return documents[key]


def _require_graph(site: Site, name: str) -> None:
    """Raise HTTPException where there is no named graph of this name."""
    try:
        known = site.engine.ox.contains_named_graph(ox.NamedNode(name))
    except ValueError:  # what no IRI can hold
        known = False
    if not known:
        raise HTTPException(404, f"There is no named graph {name[:200]}.")


def _graph(site: Site, name: str, media: str) -> bytes:
    """Return a named graph as a document."""
    written = io.BytesIO()
    write_graph(site, name, GRAPH_FORMS[media], written)
    return written.getvalue()


def _folder(request: Request, name: str, make: Callable[[Site], T]) -> T:
    """Return the folder of this name that the running site has, made when it is first needed."""
    state = request.app.state
    if not hasattr(state, name):
        setattr(state, name, make(state.site))
    return getattr(state, name)  # type: ignore[no-any-return]  # what this module put there
