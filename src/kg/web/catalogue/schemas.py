"""Schemas of what the site answers in JSON, and of its problems, for the OpenAPI description."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.web.forms import GRAPH_FORMS, HTML, PROBLEM

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.graph.questions.catalogue import Question

Object = dict[str, Any]


def _object(**properties: Object) -> Object:
    """Return the schema of an object that has these properties and no others."""
    return {
        "type": "object",
        "required": list(properties),
        "properties": properties,
        "additionalProperties": False,
    }


def _text(description: str = "") -> Object:
    return {"type": "string", "description": description} if description else {"type": "string"}


def written_in(media: Iterable[str]) -> Object:
    """Return the content of an answer that comes in these media types, of which only JSON has a structure."""
    return {
        one: {"schema": {"type": ["object", "array"]} if one.endswith("+json") else _text()} for one in media
    }


_TEXT_OR_NULL: Object = {"type": ["string", "null"]}
_NAMES: Object = {"type": "array", "items": {"type": "string"}}

SCHEMAS: Object = {
    "Thing": _object(
        iri={"type": "string"}, label=_text("What it is called, in English where it has a name")
    ),
    "Cell": {
        "description": "A thing, a number, a truth value, a text, or nothing",
        "anyOf": [{"$ref": "#/components/schemas/Thing"}, {"type": ["string", "number", "boolean", "null"]}],
    },
    "Column": _object(
        name=_text("Name in rows, in CSV and for `sort`"),
        heading={
            "type": ["string", "null"],
            "description": "What readers see above it; null where they do not",
        },
        type={"enum": ["iri", "text", "integer", "decimal", "boolean", "date", "mixed", "empty"]},
    ),
    "Chosen": _object(
        name=_text(),
        label=_text(),
        type={"enum": ["iri", "date", "integer", "text"]},
        optional={"type": "boolean"},
        value={"$ref": "#/components/schemas/Cell"},
    ),
    "Question": _object(
        id=_text(),
        theme=_text(),
        name=_text(),
        question=_text("The question with each parameter in braces"),
        description=_text(),
        url={"type": "string", "format": "uri"},
        parameters={
            "type": "array",
            "items": _object(
                name=_text(),
                label=_text(),
                type={"enum": ["iri", "date", "integer", "text"]},
                classes=_NAMES,
                default=_TEXT_OR_NULL,
                example=_TEXT_OR_NULL,
                optional={"type": "boolean"},
            ),
        },
        columns={"type": "array", "items": _object(name=_text(), heading=_text())},
        view={"enum": ["table", "timeline", "graph", "bar"]},
        tags=_NAMES,
    ),
    "Questions": _object(
        questions={"type": "array", "items": {"$ref": "#/components/schemas/Question"}},
        total={"type": "integer", "minimum": 0},
    ),
    "Suggestion": _object(label=_text(), kind=_text(), address=_text()),
    "Health": _object(
        status={"const": "ok"},
        version=_text(),
        statements={"type": "integer", "minimum": 0},
        digest=_text("Digest of every statement: two sites with one digest answer alike"),
    ),
    "Problem": {
        "type": "object",
        "description": "RFC 9457",
        "required": ["status", "detail"],
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": _text("What is wrong, where, and what to do"),
        },
    },
}

_SAID = {
    "400": "A parameter is unknown, stands twice, or its value means nothing; the detail names it",
    "404": "There is nothing of this name; the detail has those that are called nearly so",
    "406": "None of the forms that the client accepts exists; the detail lists those there are",
    "429": "The client asks too much; Retry-After says when to come again",
    "503": "Too many ask at a time; Retry-After says when to come again",
}
_CONTENT: Object = {
    PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}},
    **written_in((HTML, *GRAPH_FORMS)),
}
PROBLEMS: Object = {f"Problem{s}": {"description": said, "content": _CONTENT} for s, said in _SAID.items()}


def problem_responses(*statuses: str) -> Object:
    """Return the references to the problems of these statuses."""
    return {status: {"$ref": f"#/components/responses/Problem{status}"} for status in statuses}


def answer_schema(question: Question, columns: tuple[str, ...]) -> Object:
    """Return the schema of the answer to a question in JSON."""
    cell = {"$ref": "#/components/schemas/Cell"}
    cells = {
        name: {**cell, "title": question.columns[name]} if name in question.columns else cell
        for name in columns
    }
    number = {"type": "integer", "minimum": 0}
    return _object(
        id={"const": question.id},
        question=_text("The question with the values in place"),
        description=_text(),
        parameters={"type": "array", "items": {"$ref": "#/components/schemas/Chosen"}},
        columns={"type": "array", "items": {"$ref": "#/components/schemas/Column"}},
        rows={"type": "array", "items": _object(**cells)},
        total={**number, "description": "Rows of the whole answer"},
        offset=number,
        truncated={"type": "boolean", "description": "Whether rows are left after these"},
    )
