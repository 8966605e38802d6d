"""Read from an address what somebody wants of a question: values, order, and which rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.errors import UsageError, quoted
from kg.pipeline.ask import ANY

if TYPE_CHECKING:
    from starlette.requests import Request

    from kg.graph.questions.catalogue import Question
    from kg.graph.questions.parameters import Parameter

MOST_ROWS = 10_000
"""Rows of one answer; the rest is asked for by `offset`."""
LONGEST = 300
"""Characters of a value; the longest title in the graph has fewer."""
FARTHEST = 999_999_999
ROW_OPTIONS = ("sort", "limit", "offset")
"""Names in an address that are no parameters of a question."""
_WITH = "with"
"""What `kg ask` takes for another graph to ask too."""
_WHOLE_RE = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True)
class Wish:
    """What an address says."""

    given: dict[str, str] = field(default_factory=dict)
    """Value of each parameter that was named; `any` where it is to be left open."""
    sort: str = ""
    """A column to sort by, with `-` before it from the last to the first."""
    limit: int | None = None
    offset: int = 0


def read_wish(request: Request, question: Question) -> Wish:
    """Return what an address asks of a question.

    An empty value, as a form sends it, leaves an optional parameter open, and is none for the others.

    Raises:
        UsageError: where a name is unknown or stands twice, or a number of rows is none; `where` is the name.
    """
    entries: dict[str, str] = {}
    parameters = {parameter.name: parameter for parameter in question.parameters}
    for name, value in request.query_params.multi_items():
        if name == _WITH and question.remote:
            remedy = f"Ask at a terminal: `kg ask {question.name} --with {question.remote.graph}`"
            raise UsageError("the site asks no other graph", where=name, remedy=remedy)
        if name not in parameters and name not in ROW_OPTIONS:
            takes = ", ".join((*parameters, *ROW_OPTIONS))
            raise UsageError(
                "the question has no such parameter", where=name[:80], remedy=f"It takes {takes}"
            )
        if name in entries:
            raise UsageError("stands twice in the address", where=name, remedy="Give it once")
        if len(value) > LONGEST:
            raise UsageError(
                f"is longer than {LONGEST} characters", where=name, remedy="Give an id or a name"
            )
        entries[name] = value
    limit = _number(entries, "limit", least=1, most=MOST_ROWS)
    offset = _number(entries, "offset", least=0, most=FARTHEST) or 0
    given = {name: _given(parameters[name], text) for name, text in entries.items() if name in parameters}
    given = {name: text for name, text in given.items() if text}
    _require_all(question, given)
    return Wish(given, entries.get("sort", ""), limit, offset)


def _given(parameter: Parameter, text: str) -> str:
    text = " ".join(text.split())
    return text or (ANY if parameter.optional else "")


def _require_all(question: Question, given: dict[str, str]) -> None:
    for parameter in question.parameters:
        text = given.get(parameter.name, parameter.default or "")
        is_open = not text or (text.casefold() == ANY and parameter.kind != "text")
        if is_open and not parameter.optional:
            remedy = f"Name one, as in {parameter.name}={parameter.example or parameter.default}"
            raise UsageError("the question needs a value", where=parameter.name, remedy=remedy)


def _number(entries: dict[str, str], name: str, *, least: int, most: int) -> int | None:
    text = entries.get(name, "")
    if not text:
        return None
    if not _WHOLE_RE.fullmatch(text) or not least <= int(text) <= most:
        remedy = f"Give a whole number from {least} to {most:,}"
        raise UsageError(f"{quoted(text)} is no number of rows", where=name, remedy=remedy)
    return int(text)
