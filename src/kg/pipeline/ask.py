"""Answer a question: find what the values mean, put them into the query, ask, and head the columns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.errors import InputError, UsageError
from kg.graph.lookup.names import labels_of, resolve_name
from kg.graph.questions.parameters import parse_literal
from kg.graph.stores.remote import RemoteStore
from kg.graph.stores.store_limits import require_right_answer
from kg.identifiers import is_symbol
from kg.namespaces import compact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.graph.questions.catalogue import Question
    from kg.graph.questions.parameters import Parameter
    from kg.graph.stores.engine import Engine
    from kg.model import Rows, Term

ANY = "any"
"""What to write for an optional parameter that has a default, to leave it open."""

Values = dict[str, "Term | None"]


def choose_values(engine: Engine, question: Question, given: Mapping[str, str]) -> Values:
    """Return the term of each parameter: as given, else its default; None where it is left open.

    Raises:
        UsageError: where a name is no parameter, a value is missing, or means nothing in the graph.
    """
    known = {parameter.name for parameter in question.parameters}
    for name in given:
        if name not in known:
            takes = ", ".join(f"--{parameter.name}" for parameter in question.parameters) or "no options"
            raise UsageError(f"{question.id} has no option --{name}", remedy=f"It takes {takes}")
    return {
        parameter.name: _choose_value(engine, question, parameter, given.get(parameter.name))
        for parameter in question.parameters
    }


def answer(engine: Engine, question: Question, values: Values) -> Rows:
    """Return the rows that answer a question, headed as its file says.

    Raises:
        InputError: where the query of its file fails.
        CannotAnswerError: where a store is known to answer it wrongly.
    """
    try:
        rows = engine.select(question.bound(values))
    except InputError as error:
        raise InputError(error.what, where=question.path, remedy=error.remedy) from error
    if isinstance(engine, RemoteStore):
        require_right_answer(question.id, server=engine.server, where=engine.url)
    return replace(rows, headings=question.columns)


def in_words(engine: Engine, question: Question, values: Values) -> str:
    """Return the question with the labels of the chosen values in place."""
    labels = labels_of(engine, [term.value for term in values.values() if term and term.kind == "iri"])
    words = question.question
    for name, term in values.items():
        words = words.replace(f"{{{name}}}", _called(term, labels))
    return words


def _called(term: Term | None, labels: Mapping[str, str]) -> str:
    """Return what a lawyer calls a thing: a document by its symbol, all else by its label."""
    if term is None:
        return ANY
    if term.kind == "literal":
        return term.value
    short = compact(term.value)
    return short if is_symbol(short) else labels.get(term.value, short)


def _choose_value(engine: Engine, question: Question, parameter: Parameter, given: str | None) -> Term | None:
    text = parameter.default if given is None else given
    is_word = parameter.kind == "text" and not parameter.optional  # to look for, as any other
    if text is None or (text.casefold() == ANY and not is_word):
        if parameter.optional:
            return None
        raise UsageError(
            f"{question.id} needs a value for --{parameter.name}",
            remedy=f"Name one, as in --{parameter.name} {parameter.example or parameter.default}",
        )
    try:
        if parameter.kind != "iri":
            return parse_literal(parameter.kind, text)
        return resolve_name(engine, text, parameter.classes)
    except UsageError as error:
        raise UsageError(error.what, where=f"--{parameter.name}", remedy=error.remedy) from error
