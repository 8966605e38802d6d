"""What the site answers, described for programs in OpenAPI 3.1, made from the catalogue and the graph."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from kg import __version__
from kg.namespaces import compact, expand
from kg.web.asked import has_already
from kg.web.catalogue.columns import columns_of_query
from kg.web.catalogue.desk import desk_of
from kg.web.catalogue.forms import ANSWER_FORMS, JSON, LIST_FORMS
from kg.web.catalogue.list_page import question_parts
from kg.web.catalogue.schemas import PROBLEMS, SCHEMAS, answer_schema, problem_responses
from kg.web.catalogue.site_paths import site_paths
from kg.web.catalogue.wishes import FARTHEST, LONGEST, MOST_ROWS, ROW_OPTIONS
from kg.web.describe import LICENCE
from kg.web.pages.render import render
from kg.web.pages.shown import address

if TYPE_CHECKING:
    from starlette.requests import Request

    from kg.graph.questions.catalogue import Question
    from kg.graph.questions.parameters import Parameter
    from kg.web.catalogue.desk import Desk
    from kg.web.site import Site

Object = dict[str, Any]
_DATE_PATTERN = r"^([0-9]{4}(-[0-9]{2}){0,2})?$"
_EXAMPLES = 3
_SHOWN = "obligations/obligations-on-theme"
"""The question that the page for people asks."""


@dataclass(frozen=True)
class Operation:
    """One address in the table of the page for people."""

    path: str
    page: str
    """Where a reader is led; `` where the address takes a part of its own."""
    parameters: tuple[str, ...]
    summary: str


def openapi(request: Request) -> Response:
    """Return the description."""
    desk = desk_of(request)
    headers = {"ETag": f'"{desk.site.digest[:16]}-openapi"', "Cache-Control": "public, max-age=300"}
    if has_already(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    text = json.dumps(_described(request), ensure_ascii=False) + "\n"
    return Response(text, media_type=JSON, headers=headers)


def api_page(request: Request) -> Response:
    """Return the page that explains the interface."""
    paths = _described(request)["paths"]
    return render(
        request,
        "api.html",
        operations=[_operation(path, item) for path, item in paths.items()],
        forms=ANSWER_FORMS,
        most=MOST_ROWS,
        example=_example(desk_of(request).site),
    )


def description(desk: Desk) -> Object:
    """Return the description of a site as an OpenAPI document."""
    site = desk.site
    return {
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": {
            "title": "cpkg: international child-protection instruments as a knowledge graph",
            "version": __version__,
            "summary": "Questions with parameters, linked data and SPARQL, for reading only",
            "description": _INTRODUCTION,
            "license": {"name": "CC BY 4.0 (data)", "url": LICENCE},
        },
        "servers": [{"url": site.url.rstrip("/") or "/"}],
        "tags": [
            *({"name": theme} for theme in dict.fromkeys(q.theme for q in site.catalogue)),
            {"name": "catalogue"},
            {"name": "data"},
        ],
        "paths": {
            "/questions": _listing(),
            **{f"/questions/{question.id}": _asking(desk, question) for question in site.catalogue},
            **site_paths(),
        },
        "components": {"schemas": SCHEMAS, "responses": PROBLEMS, "parameters": _ROW_OPTIONS},
    }


_INTRODUCTION = (
    "A value of a parameter is an id (`theme/conduct/grooming`), an IRI, an abbreviation (`OPSC`), a symbol "
    "(`A/HRC/RES/31/7`) or a label (`grooming`), whatever its case. `any`, or an empty value, leaves an "
    "optional parameter open. The form of an answer follows from `Accept`, or from an ending: "
    + ", ".join(f"`.{ending}`" for ending in ANSWER_FORMS)
    + ". Errors are problems (RFC 9457)."
)


def _described(request: Request) -> Object:
    """Return the description, made once for a running site."""
    state = request.app.state
    if not hasattr(state, "openapi"):
        state.openapi = description(desk_of(request))
    return state.openapi  # type: ignore[no-any-return]  # what this module put there


def _listing() -> Object:
    words = {
        "name": "q",
        "in": "query",
        "description": "Words of the questions to list, the best first; without them all are listed",
        "schema": {"type": "string"},
        "examples": {"words": {"value": "ratified a treaty"}},
    }
    content = {media: {"schema": {"type": "string"}} for media in LIST_FORMS.values()}
    content[JSON] = {"schema": {"$ref": "#/components/schemas/Questions"}}
    return {
        "get": {
            "operationId": "list_questions",
            "summary": "The questions of the catalogue",
            "tags": ["catalogue"],
            "parameters": [words],
            "responses": {
                "200": {"description": "The questions", "content": content},
                **problem_responses("406"),
            },
        }
    }


def _asking(desk: Desk, question: Question) -> Object:
    columns = columns_of_query(question.query)
    content: Object = {media: {"schema": {"type": "string"}} for media in ANSWER_FORMS.values()}
    content[JSON] = {"schema": answer_schema(question, columns)}
    return {
        "get": {
            "operationId": question.id.replace("/", "_").replace("-", "_"),
            "summary": "".join(
                f"[{part}]" if chosen else part for part, chosen in question_parts(question.question)
            ),
            "description": question.description,
            "tags": [question.theme],
            "parameters": [
                *(_parameter(desk, parameter) for parameter in question.parameters),
                *_row_options(columns),
            ],
            "responses": {
                "200": {"description": "The answer", "headers": _HEADERS, "content": content},
                "304": {"description": "The client has this answer, as its If-None-Match says"},
                **problem_responses("400", "406", "503"),
            },
        }
    }


_SORTS = "A column to sort by; `-` before it sorts from the last to the first"
_ROW_OPTIONS: Object = {
    "limit": {
        "name": "limit",
        "in": "query",
        "description": "Most rows of the answer",
        "schema": {"type": "integer", "minimum": 1, "maximum": MOST_ROWS},
    },
    "offset": {
        "name": "offset",
        "in": "query",
        "description": "Rows to leave out before the first",
        "schema": {"type": "integer", "minimum": 0, "maximum": FARTHEST, "default": 0},
    },
}
_HEADERS: Object = {
    "ETag": {"description": "Changes with the graph and the question", "schema": {"type": "string"}},
    "X-Truncated": {"description": "Given where rows are left", "schema": {"type": "string"}},
    "Link": {"description": "This description, and the next rows", "schema": {"type": "string"}},
}


def _parameter(desk: Desk, parameter: Parameter) -> Object:
    required = not parameter.optional and parameter.default is None
    schema = _schema(parameter)
    if parameter.default is not None:
        schema["default"] = parameter.default
    left_open = " `any` or nothing leaves it open." if parameter.optional else ""
    return {
        "name": parameter.name,
        "in": "query",
        "description": f"{parameter.label}: {parameter.wants}.{left_open}",
        "required": required,
        "allowEmptyValue": not required,
        "schema": schema,
        "examples": _examples(desk, parameter),
    }


def _schema(parameter: Parameter) -> Object:
    """Return what a value can look like."""
    plain: Object = {"type": "string", "maxLength": LONGEST}
    if parameter.kind == "date":
        plain = {"type": "string", "pattern": _DATE_PATTERN}
    elif parameter.kind == "integer":
        plain = {"type": "integer", "minimum": -(10**9), "maximum": 10**9}
    if parameter.optional and parameter.kind in {"date", "integer"}:
        return {"anyOf": [plain, {"const": "any"}]}
    return plain


def _examples(desk: Desk, parameter: Parameter) -> Object:
    """Return the default or example, by its name, and a few other things of the graph."""
    first = parameter.default or parameter.example
    if parameter.kind != "iri":
        return {"value": {"value": first}} if first else {}
    candidates = desk.candidates(parameter.classes)
    names = {candidate.iri: candidate.name for candidate in candidates}
    given = [expand(first)] if first else []
    others = [one.iri for one in candidates[:: max(1, len(candidates) // _EXAMPLES)]]
    chosen = list(dict.fromkeys([*given, *others]))[:_EXAMPLES]
    return {
        f"e{place}": {"summary": compact(iri), "value": names.get(iri, compact(iri))}
        for place, iri in enumerate(chosen, start=1)
    }


def _row_options(columns: tuple[str, ...]) -> list[Object]:
    sorts = [*columns, *(f"-{column}" for column in columns)]
    sort = {"name": "sort", "in": "query", "description": _SORTS, "schema": {"type": "string", "enum": sorts}}
    return [sort, *({"$ref": f"#/components/parameters/{name}"} for name in _ROW_OPTIONS)]


def _operation(path: str, item: Object) -> Operation:
    said = next(iter(item.values()))
    named = (p for p in said.get("parameters", ()) if p.get("in") == "query")
    names = tuple(p["name"] for p in named if p["name"] not in ROW_OPTIONS)
    return Operation(path, "" if "{" in path else path, names, said["summary"])


def _example(site: Site) -> dict[str, str]:
    """Return a question with values, to show how one asks."""
    known = [q for q in site.catalogue if q.id == _SHOWN] or list(site.catalogue)
    values = {p.name: p.default for question in known[:1] for p in question.parameters if p.default}
    return {"path": known[0].id if known else "", "query": address("", **values).removeprefix("?")}
