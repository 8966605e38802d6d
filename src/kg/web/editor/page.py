"""The page to write SPARQL queries on, and what its editor asks the site for: terms, and names of things."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import Response

from kg.errors import KgError, UsageError
from kg.graph.questions.catalogue import find_question
from kg.namespaces import CP, PREFIXES, compact
from kg.pipeline.ask import choose_values
from kg.web.addresses import page_address
from kg.web.aside import do_in_turn
from kg.web.asked import has_already
from kg.web.catalogue.list_page import TITLES, question_parts
from kg.web.pages.assets import has_bundle
from kg.web.pages.render import render
from kg.web.pages.shown import address
from kg.web.pages.snapshot import lookup_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request

    from kg.graph.questions.catalogue import Question
    from kg.web.lookup import Lookup
    from kg.web.site import Site

_LONGEST_QUERY = 64 * 1024
_MOST_NAMED = 200
_LONGEST_LIST = 256 * 1024
_FORMATS = (
    ("csv", "CSV (of a graph: Turtle)"),
    ("json", "JSON (of a graph: JSON-LD)"),
    ("xml", "XML (of a graph: RDF/XML)"),
    ("tsv", "TSV (of a graph: Turtle)"),
)
_FIRST = f"""PREFIX cp: <{CP}>
PREFIX rdfs: <{PREFIXES["rdfs"]}>

# The treaties on which most States have acted: signed, ratified, acceded.
SELECT ?treaty ?name (COUNT(DISTINCT ?state) AS ?states) WHERE {{
  ?treaty a cp:Treaty ; rdfs:label ?name .
  ?action cp:actionOn ?treaty ; cp:actionBy ?state .
}}
GROUP BY ?treaty ?name
ORDER BY DESC(?states)
LIMIT 20
"""
_CLASSES = "SELECT DISTINCT ?term WHERE { [] a ?term } ORDER BY ?term"
_PROPERTIES = "SELECT DISTINCT ?term WHERE { [] ?term [] } ORDER BY ?term"


@dataclass(frozen=True)
class _Example:
    """A question of the catalogue, as a query to start from."""

    parts: tuple[tuple[str, bool], ...]
    here: str
    """This page with the query in it."""
    query: str
    """The query alone, which the editor loads without leaving the page."""


def editor(request: Request) -> Response:
    """Return the page: a plain form, which scripts replace by an editor."""
    site: Site = request.app.state.site
    given = request.query_params
    query = given.get("query", "")[:_LONGEST_QUERY]
    if not query and "example" in given:
        query = _written(site, given["example"])
    groups: dict[str, list[_Example]] = {}
    for question in site.catalogue:
        title = TITLES.get(question.theme, question.theme.capitalize())
        groups.setdefault(title, []).append(_example(question))
    return render(
        request,
        "sparql.html",
        query=query or _FIRST,
        preloaded=bool(query),
        groups=groups,
        formats=_FORMATS,
        bundle=has_bundle(),
        prefixes=json.dumps(PREFIXES),
        endpoint=site.url + "sparql",
    )


def terms(request: Request) -> Response:
    """Return classes and properties, ours and those that the graph uses, for completion."""
    state = request.app.state
    if not hasattr(state, "terms"):
        state.terms = _terms(state.site, lookup_of(request))
    headers = {"ETag": f'"{state.site.digest[:16]}-terms"', "Cache-Control": "public, max-age=3600"}
    if has_already(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(state.terms, media_type="application/json", headers=headers)


async def labels(request: Request) -> Response:
    """Return name and page of the things that are asked for.

    They stand as `iri` in the address, or in a JSON list that is sent; what has no name is left out.
    """
    if request.method == "POST":
        asked = await _sent(request)
    else:
        asked = request.query_params.getlist("iri")
    if len(asked) > _MOST_NAMED:
        raise HTTPException(413, f"Ask for {_MOST_NAMED} names at a time, not {len(asked)}.")
    found = await do_in_turn(request, lambda: _named(lookup_of(request), dict.fromkeys(asked)))
    return Response(json.dumps(found, ensure_ascii=False) + "\n", media_type="application/json")


def _example(question: Question) -> _Example:
    here = address("/page/sparql", example=question.id)
    query = address(f"/questions/{question.id}.rq", **_values_needed(question))
    return _Example(question_parts(question.question), here, query)


def _values_needed(question: Question) -> dict[str, str]:
    """Return the example of each parameter that needs a value and has none by itself."""
    return {
        parameter.name: parameter.example
        for parameter in question.parameters
        if parameter.default is None and not parameter.optional and parameter.example
    }


def _written(site: Site, name: str) -> str:
    """Return the query of a question; `` where there is none or it cannot be put."""
    try:
        question = find_question(list(site.catalogue), name[:200])
        return question.bound_query(choose_values(site.engine, question, _values_needed(question)))
    except (UsageError, KgError):
        return ""


def _terms(site: Site, lookup: Lookup) -> str:
    used = {kind: _used(site, query) for kind, query in (("class", _CLASSES), ("property", _PROPERTIES))}
    classes = {*used["class"], *lookup.instances("owl:Class")}
    properties = {*used["property"], *(
        one for name in ("owl:ObjectProperty", "owl:DatatypeProperty") for one in lookup.instances(name)
    )}  # fmt: skip
    body = {
        "classes": _described(lookup, classes),
        "properties": _described(lookup, properties),
    }
    return json.dumps(body, ensure_ascii=False) + "\n"


def _used(site: Site, query: str) -> list[str]:
    return [term.value for (term,) in site.engine.select(query).rows if term and term.kind == "iri"]


def _described(lookup: Lookup, iris: Iterable[str]) -> list[dict[str, str]]:
    """Return terms with their names, ours first."""
    ordered = sorted((iri for iri in iris if "://" in iri), key=lambda one: (not one.startswith(CP), one))
    return [{"iri": iri, "label": lookup.label(iri) if lookup.knows(iri) else ""} for iri in ordered]


async def _sent(request: Request) -> list[str]:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _LONGEST_LIST:
            raise HTTPException(413, f"Send no more than {_LONGEST_LIST:,} bytes.")
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise HTTPException(400, "Send a JSON list of IRIs.") from error
    if not isinstance(sent, list) or not all(isinstance(one, str) for one in sent):
        raise HTTPException(400, "Send a JSON list of IRIs.")
    return sent


def _named(lookup: Lookup, iris: Iterable[str]) -> dict[str, dict[str, str]]:
    found = {}
    for iri in iris:
        if lookup.knows(iri) and (label := lookup.label(iri)) != compact(iri):
            found[iri] = {"label": label, "page": page_address(iri)}
    return found
