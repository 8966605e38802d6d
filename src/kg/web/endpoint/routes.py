"""Routes of the SPARQL endpoint: the query operation of the SPARQL 1.1 Protocol at `/sparql`."""

from __future__ import annotations

import asyncio
import hashlib
from contextlib import ExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import Route

from kg.errors import UsageError
from kg.graph.stores.readonly import names_graphs
from kg.web.asked import has_already
from kg.web.endpoint.cache import AnswerCache, Kept
from kg.web.endpoint.description import write_description
from kg.web.endpoint.formats import GRAPH, wanted_formats
from kg.web.endpoint.limits import require_within_limits
from kg.web.endpoint.pool import Job, Pool
from kg.web.endpoint.protocol import read_request
from kg.web.endpoint.refusals import Refused
from kg.web.endpoint.unread import Unread
from kg.web.forms import GRAPH_FORMS, HTML
from kg.web.negotiation import choose_media
from kg.web.problems import problem_response
from kg.web.streamed import PIECE, Streamed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable

    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from kg.web.endpoint.formats import Wanted
    from kg.web.endpoint.pool import Answer
    from kg.web.endpoint.protocol import QueryRequest
    from kg.web.endpoint.settings import EndpointSettings
    from kg.web.site import Site

PATH = "sparql"
TRUNCATED = "X-Truncated"
"""Header that says after how many rows or triples an answer was cut."""


def endpoint_routes() -> list[BaseRoute]:
    """Return the routes of the endpoint."""
    methods = ["GET", "POST", "OPTIONS"]
    return [Route(f"/{PATH}", sparql, methods=methods), Route(f"/{PATH}/", sparql, methods=methods)]


@asynccontextmanager
async def open_pool(site: Site, settings: EndpointSettings) -> AsyncIterator[Pool]:
    """Start the query workers, and end them with the application."""
    pool = Pool(settings)
    try:
        await pool.start(site)
        yield pool
    finally:
        await pool.stop()


async def sparql(request: Request) -> Response:
    """Answer a query, describe the service, or show the page to write queries on."""
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={"Allow": "GET, HEAD, POST, OPTIONS"})
    pool: Pool = request.app.state.pool
    try:
        asked = await read_request(request, query_size=pool.settings.query_size)
        if asked is None:
            return _about(request)
        return await _answer(request, pool, asked)
    except Refused as refused:
        return refusal(refused)


def refusal(refused: Refused) -> Response:
    """Return a refusal as a problem (RFC 9457)."""
    headers = {"Retry-After": str(refused.retry_after)} if refused.retry_after else {}
    return problem_response(refused.status, refused.what, headers)


async def _answer(request: Request, pool: Pool, asked: QueryRequest) -> Response:
    site: Site = request.app.state.site
    job = _job(asked, wanted_formats(request.headers.get("accept"), asked.format))
    key = hashlib.blake2b(repr((site.digest, job)).encode(), digest_size=16).hexdigest()
    headers = {"ETag": f'"{key}"', "Vary": "Accept", "Cache-Control": "public, max-age=300"}
    if has_already(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    cache = _cache(request, pool.settings)
    if kept := cache.get(key):
        return Response(kept.body, media_type=kept.media, headers=headers | _cut(pool, cut=kept.truncated))
    answer = await _unless_gone(request, pool.answer(job, _client(request)))
    _require_format(answer)
    headers |= _cut(pool, cut=answer.truncated)
    if answer.size <= PIECE:
        with answer.body as body:
            kept = Kept(answer.media, answer.truncated, body.read())
        cache.put(key, kept)
        return Response(kept.body, media_type=kept.media, headers=headers)
    headers["Content-Length"] = str(answer.size)
    held = _hold(request, pool.settings, answer)
    return Streamed(answer.body, held, media=answer.media, headers=headers)


def _job(asked: QueryRequest, wanted: Wanted) -> Job:
    """Return what a worker is to do, once the query is known to be harmless."""
    try:
        require_within_limits(asked.query)
    except UsageError as error:
        raise Refused(400, str(error)) from None
    union = asked.default is None and asked.named is None and not names_graphs(asked.query)
    return Job(
        asked.query, asked.default, asked.named, union,
        wanted.tabular or "", wanted.graph or "", wanted.boolean or "",
    )  # fmt: skip


async def _unless_gone(request: Request, answering: Awaitable[Answer]) -> Answer:
    """Return the answer, or stop working on it when the client hangs up."""
    task = asyncio.ensure_future(answering)
    gone = asyncio.ensure_future(_hang_up(request))
    try:
        await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            return task.result()
        raise Refused(499, "the client hung up")
    finally:
        gone.cancel()
        if not task.done():
            task.cancel()
            await asyncio.wait({task})


async def _hang_up(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _require_format(answer: Answer) -> None:
    if not answer.media:
        answer.body.close()
        raise Refused(406, "nothing that the client accepts fits the answer of this query")


def _hold(request: Request, settings: EndpointSettings, answer: Answer) -> ExitStack:
    """Return what closes the file of a long answer, once there is room for it to wait in."""
    state = request.app.state
    if not hasattr(state, "unread"):
        state.unread = Unread(settings.unread)
    with ExitStack() as held:
        held.enter_context(answer.body)
        held.enter_context(state.unread.holding(_client(request), answer.size))
        return held.pop_all()


def _cut(pool: Pool, *, cut: bool) -> dict[str, str]:
    return {TRUNCATED: f"after {pool.settings.rows} rows or {pool.settings.answer_size} bytes"} if cut else {}


def _client(request: Request) -> str:
    return request.client.host if request.client else "unknown"


def _cache(request: Request, settings: EndpointSettings) -> AnswerCache:
    state = request.app.state
    if not hasattr(state, "answers"):
        state.answers = AnswerCache(settings.cache)
    return state.answers  # type: ignore[no-any-return]


def _about(request: Request) -> Response:
    """Return the service description to programs, and the page to readers."""
    site: Site = request.app.state.site
    media = choose_media(request.headers.get("accept"), (*GRAPH, HTML))
    if media == HTML:
        return Response(status_code=303, headers={"Location": "/page/sparql", "Vary": "Accept"})
    if media is None:
        return refusal(Refused(406, f"the description comes as {', '.join(GRAPH)} or {HTML}"))
    text = write_description(site, site.url + PATH, GRAPH_FORMS[media])
    return Response(text, media_type=media, headers={"Vary": "Accept"})
