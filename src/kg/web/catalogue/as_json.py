"""An answer, and the list of questions, as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kg.namespaces import compact
from kg.row_text import native
from kg.web.catalogue.columns import type_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.graph.questions.catalogue import Question
    from kg.graph.questions.parameters import Parameter
    from kg.model import Rows, Term
    from kg.web.catalogue.desk import Asked
    from kg.web.lookup import Lookup


def answer_json(lookup: Lookup, asked: Asked, rows: Rows, *, total: int, offset: int) -> str:
    """Return an answer: the question in words, what was chosen, the columns, and rows with typed cells."""
    question = asked.question
    answer = {
        "id": question.id,
        "question": asked.words,
        "description": question.description,
        "parameters": [_chosen(lookup, p, asked.values.get(p.name)) for p in question.parameters],
        "columns": [
            {"name": name, "heading": question.columns.get(name), "type": type_of(rows, name)}
            for name in rows.columns
        ],
        "rows": [_row(lookup, rows.columns, row) for row in rows.rows],
        "total": total,
        "offset": offset,
        "truncated": offset + len(rows.rows) < total,
    }
    return json.dumps(answer, ensure_ascii=False) + "\n"


def list_json(questions: Iterable[Question], root: str) -> str:
    """Return the catalogue, or the part of it that was found; `root` is the site's address."""
    listed = [_listed(question, root) for question in questions]
    return json.dumps({"questions": listed, "total": len(listed)}, ensure_ascii=False) + "\n"


def cell_json(lookup: Lookup, term: Term | None) -> Any:  # noqa: ANN401 - whatever JSON has
    """Return a cell: literals as JSON has them, a thing with its label beside its IRI."""
    if term is None or term.kind == "literal":
        return native(term)
    if term.kind == "blank":
        return {"iri": f"_:{term.value}", "label": ""}
    return {"iri": term.value, "label": lookup.label(term.value)}


def _row(lookup: Lookup, columns: tuple[str, ...], row: tuple[Term | None, ...]) -> dict[str, Any]:
    return {name: cell_json(lookup, term) for name, term in zip(columns, row, strict=True)}


def _chosen(lookup: Lookup, parameter: Parameter, term: Term | None) -> dict[str, Any]:
    """Return a parameter with its value; null where it is left open."""
    told = {"name": parameter.name, "label": parameter.label, "type": parameter.kind}
    return {**told, "optional": parameter.optional, "value": cell_json(lookup, term)}


def _listed(question: Question, root: str) -> dict[str, Any]:
    return {
        "id": question.id,
        "theme": question.theme,
        "name": question.name,
        "question": question.question,
        "description": question.description,
        "url": f"{root}questions/{question.id}",
        "parameters": [_described(parameter) for parameter in question.parameters],
        "columns": [{"name": name, "heading": heading} for name, heading in question.columns.items()],
        "view": question.view,
        "tags": list(question.tags),
    }


def _described(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "label": parameter.label,
        "type": parameter.kind,
        "classes": [compact(name) for name in parameter.classes],
        "default": parameter.default,
        "example": parameter.example,
        "optional": parameter.optional,
    }
