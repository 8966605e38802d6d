"""Routes from an identifier of any scheme, and from an ELI-style alias, to the thing that it means."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kg.aliases import ELI_BASE, parse_eli
from kg.errors import quoted
from kg.namespaces import compact
from kg.pipeline.resolve import Resolver
from kg.web.addresses import page_address, path_of
from kg.web.problems import problem
from kg.web.resources import require_known

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.routing import BaseRoute

_KEPT = "/:@!$&'()*+,;=-._~"
_MAKING = threading.Lock()


def resolve_routes() -> list[BaseRoute]:
    """Return the routes that lead from other names to things."""
    return [Route("/resolve", resolve), Route("/eli/{path:path}", eli)]


def resolve(request: Request) -> Response:
    """Lead from an identifier or name (`id`) to the thing; to a choice where it can mean several."""
    text = request.query_params.get("id", "")
    if not text.strip():
        return problem(request, 400, "Give an identifier or a name: /resolve?id=A/RES/74/174")
    found = _resolver(request).find(text)
    if len(found.things) == 1:
        return RedirectResponse(_address(found.things[0]), status_code=303)
    if found.things:
        listed = ", ".join(map(compact, found.things))
        links = ", ".join(f'<{_address(thing)}>; rel="alternate"' for thing in found.things)
        return problem(request, 300, f"{quoted(text)} can mean {listed}.", headers={"Link": links})
    near = " or ".join(f"{name.text!r} ({compact(name.iri)})" for name in found.near)
    hint = f" Did you mean {near}?" if near else ""
    return problem(request, 404, f"The graph knows nothing by {quoted(text)}.{hint}")


def eli(request: Request) -> Response:
    """Lead from an ELI-style alias to its thing.

    Raises:
        HTTPException: 404 where it is the alias of nothing in the graph.
    """
    path = parse_eli(ELI_BASE + request.path_params["path"])
    if path is None:
        raise HTTPException(404, "This is no alias of a text or paragraph.")
    require_known(request, path)
    return RedirectResponse(f"/id/{quote(path, safe=_KEPT)}", status_code=303)


def _address(thing: str) -> str:
    """Return where the site tells of a thing: its identifier, else what stands for the IRI."""
    path = path_of(thing)
    return page_address(thing) if path is None else f"/id/{quote(path, safe=_KEPT)}"


def _resolver(request: Request) -> Resolver:
    """Return the resolver of the snapshot, made when it is first needed."""
    state = request.app.state
    with _MAKING:
        if not hasattr(state, "resolver"):
            state.resolver = Resolver(state.site.engine)
    return state.resolver  # type: ignore[no-any-return]  # what this module put there
