"""The fields of a question's form: a parameter, its value, and what it can be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.namespaces import compact
from kg.pipeline.ask import ANY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.errors import UsageError
    from kg.graph.questions.catalogue import Question
    from kg.graph.questions.parameters import Parameter
    from kg.pipeline.ask import Values
    from kg.web.catalogue.desk import Desk

_INPUTS = {"iri": "text", "text": "text", "date": "date", "integer": "number"}
_INNER_CAPITAL_RE = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True)
class FormField:
    """One field."""

    name: str
    label: str
    input: str
    """The type of the input element."""
    value: str
    hint: str
    required: bool
    list_id: str = ""
    """The id of the list with what can be chosen; `` where there is none."""
    suggest: bool = False
    """Whether there are more things than a list holds."""
    error: str = ""


@dataclass(frozen=True)
class Choices:
    """A list of names that several fields can share."""

    id: str
    names: tuple[str, ...]


def fields_of(
    desk: Desk,
    question: Question,
    values: Values,
    given: Mapping[str, str],
    error: UsageError | None = None,
) -> tuple[FormField, ...]:
    """Return the fields with the values that were understood, or as they were given."""
    return tuple(_field(desk, p, values, given, error) for p in question.parameters)


def choices_of(desk: Desk, question: Question) -> tuple[Choices, ...]:
    """Return the lists that the fields of a question point to."""
    classes = dict.fromkeys(p.classes for p in question.parameters if p.classes)
    found = ((one, desk.candidates(one)) for one in classes)
    return tuple(
        Choices(_list_id(one), tuple(candidate.name for candidate in candidates))
        for one, candidates in found
        if candidates
    )


def short_value(parameter: Parameter, values: Values) -> str:
    """Return a value as an address has it: an id, a date, a number, words; `any` where it is left open."""
    term = values.get(parameter.name)
    if term is None:
        return ANY
    return compact(term.value) if term.kind == "iri" else term.value


def _field(
    desk: Desk, parameter: Parameter, values: Values, given: Mapping[str, str], error: UsageError | None
) -> FormField:
    is_thing = parameter.kind == "iri"
    candidates = desk.candidates(parameter.classes) if is_thing else ()
    wrong = error is not None and error.where == parameter.name
    value = given.get(parameter.name, "") if error else _shown_value(desk, parameter, values)
    return FormField(
        name=parameter.name,
        label=parameter.label,
        input="text" if wrong else _INPUTS[parameter.kind],
        value="" if value.casefold() == ANY and parameter.optional else value,
        hint=_hint(parameter),
        required=not parameter.optional,
        list_id=_list_id(parameter.classes) if candidates else "",
        suggest=is_thing and not candidates,
        error=" ".join(filter(None, (f"{error.what}.", error.remedy))) if wrong and error else "",
    )


def _shown_value(desk: Desk, parameter: Parameter, values: Values) -> str:
    term = values.get(parameter.name)
    if term is None:
        return ""
    if term.kind != "iri":
        return term.value
    names = {candidate.iri: candidate.name for candidate in desk.candidates(parameter.classes)}
    return names.get(term.value, compact(term.value))


def _hint(parameter: Parameter) -> str:
    kinds = {"date": "a day", "integer": "a whole number", "text": "words"}
    names = (compact(name).partition(":")[2] or name for name in parameter.classes)
    kind = kinds.get(parameter.kind) or " or ".join(_INNER_CAPITAL_RE.sub(" ", n).lower() for n in names)
    return f"{kind}; any, if left empty" if parameter.optional else kind


def _list_id(classes: tuple[str, ...]) -> str:
    return "list-" + "-".join(compact(name).partition(":")[2].lower() for name in classes)
