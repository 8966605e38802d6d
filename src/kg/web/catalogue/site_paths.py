"""The other addresses of the site, for the OpenAPI description."""

from __future__ import annotations

from typing import Any

from kg.pipeline.resolve import LONGEST
from kg.web.catalogue.schemas import problem_responses, written_in
from kg.web.dataset.dumps import FILES
from kg.web.endpoint.formats import GRAPH, TABULAR
from kg.web.forms import GRAPH_FORMS, HTML

Object = dict[str, Any]
_FILE = "application/gzip"
_LONGEST_IN_ADDRESS = 16_384
"""Characters of a query that an address can hold, each written as three; longer ones are posted."""


def site_paths() -> Object:
    """Return the addresses that are no questions."""
    return {
        "/sparql": _sparql(),
        "/search.json": _search(),
        "/id/{path}": _thing("identify", "Lead from the id of a thing to its page or its data"),
        "/data/{path}": _data(),
        "/resolve": _resolve(),
        "/ontology": _document("ontology", "The ontology, one document", html=True),
        "/.well-known/void": _document("void", "What the dataset holds (VoID)"),
        "/catalogue": _document("dcat", "The dataset as a catalogue entry (DCAT-AP)"),
        "/dumps/{file}": _dump(),
        "/health": _health(),
    }


def _sparql() -> Object:
    """Return the query operation of the SPARQL 1.1 Protocol."""
    said = {"$ref": "#/components/responses/Problem400"}
    answers: Object = {
        "200": {"description": "The answer", "content": written_in((*TABULAR, *GRAPH))},
        "303": {"description": "Without a query, a reader is led to the editor"},
        "304": {"description": "The client has this answer"},
        "408": {**_refusal("The query took longer than is allowed")},
        "413": {**_refusal("The query or its answer is larger than is allowed")},
        "415": {**_refusal("The body is of a type that the protocol does not have")},
        **problem_responses("406", "429", "503"),
        "400": said,
        "499": _refusal("The client hung up"),
        "500": _refusal("The query could not be answered"),
    }
    query = {
        "name": "query",
        "in": "query",
        "description": "A SPARQL 1.1 query that reads; without one, the service describes itself",
        "schema": {"type": "string", "maxLength": _LONGEST_IN_ADDRESS},
        "examples": {"count": {"value": "SELECT (COUNT(*) AS ?count) WHERE { ?s ?p ?o }"}},
    }
    graphs = [
        {
            "name": name,
            "in": "query",
            "description": what,
            "schema": {"type": "array", "items": {"type": "string", "format": "iri"}},
        }
        for name, what in (
            ("default-graph-uri", "Named graphs that together are the default graph"),
            ("named-graph-uri", "Named graphs that GRAPH reaches"),
        )
    ]
    body = {
        "required": True,
        "content": {
            "application/sparql-query": {"schema": {"type": "string"}, "example": "ASK { ?s ?p ?o }"},
            "application/x-www-form-urlencoded": {
                "schema": {
                    "type": "object",
                    "required": ["query"],
                    "properties": {"query": {"type": "string"}},
                }
            },
        },
    }
    get = _operation("sparql_get", "Answer a SPARQL query", answers, [query, *graphs])["get"]
    return {
        "get": get,
        "post": {**get, "operationId": "sparql_post", "parameters": graphs, "requestBody": body},
    }


def _search() -> Object:
    items = {"type": "array", "items": {"$ref": "#/components/schemas/Suggestion"}, "maxItems": 10}
    q = {
        "name": "q",
        "in": "query",
        "description": "The beginning of a name, symbol or number",
        "schema": {"type": "string"},
        "examples": {"name": {"value": "groom"}, "symbol": {"value": "A/HRC/RES/31"}},
    }
    answers = {
        "200": {"description": "At most ten things", "content": {"application/json": {"schema": items}}}
    }
    return _operation("suggest", "Things that somebody may be typing the name of", answers, [q])


def _thing(name: str, summary: str) -> Object:
    answers = {"303": {"description": "The page, or the data in the form that was accepted"}}
    return _operation(name, summary, {**answers, **problem_responses("404", "406")}, [_path()])


def _data() -> Object:
    answers: Object = {
        "200": {"description": "What the graph says of the thing", "content": written_in(GRAPH_FORMS)},
        "304": {"description": "The client has these data"},
    }
    what = "Data of a thing; an ending chooses the form: " + ", ".join(f".{e}" for e in GRAPH_FORMS.values())
    return _operation("data", what, {**answers, **problem_responses("404", "406")}, [_path()])


def _resolve() -> Object:
    identifier = {
        "name": "id",
        "in": "query",
        "required": True,
        "description": "An identifier of any scheme, or a name",
        "schema": {"type": "string", "maxLength": LONGEST},
        "examples": {"symbol": {"value": "A/RES/74/174"}, "treaty": {"value": "CETS 201"}},
    }
    answers: Object = {
        "300": _refusal("It can mean several things; Link has them all"),
        "303": {"description": "Where the thing is"},
        **problem_responses("400", "404"),
    }
    return _operation(
        "resolve", "Lead from any identifier or name of a thing to the thing", answers, [identifier]
    )


def _document(name: str, summary: str, *, html: bool = False) -> Object:
    forms = (*GRAPH_FORMS, HTML) if html else tuple(GRAPH_FORMS)
    answers: Object = {
        "200": {"description": "The document", "content": written_in(forms)},
        "304": {"description": "The client has this document"},
    }
    return _operation(name, summary, {**answers, **problem_responses("406")}, [])


def _dump() -> Object:
    names = [name for dump in FILES for name in (dump.file, f"{dump.file}.sha256")]
    file = {"name": "file", "in": "path", "required": True, "schema": {"type": "string", "enum": names}}
    answers = {
        "200": {"description": "The file, or its SHA-256", "content": written_in((_FILE, "text/plain"))}
    }
    return _operation("dump", "The whole dataset as a file", {**answers, **problem_responses("404")}, [file])


def _health() -> Object:
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Health"}}}
    return _operation(
        "health",
        "Whether the site answers, and what it serves",
        {"200": {"description": "It does", "content": content}},
        [],
    )


def _path() -> Object:
    return {
        "name": "path",
        "in": "path",
        "required": True,
        "description": "The id of a thing",
        "schema": {"type": "string"},
        "examples": {
            "theme": {"value": "theme/conduct/grooming"},
            "paragraph": {"value": "A/HRC/RES/31/7/op/4"},
        },
    }


def _operation(name: str, summary: str, answers: Object, parameters: list[Object]) -> Object:
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "tags": ["data"],
            "parameters": parameters,
            "responses": answers,
        }
    }


def _refusal(what: str) -> Object:
    return {
        "description": what,
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
