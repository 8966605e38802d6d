"""`kg ask`: the questions of the catalogue, each with its own options."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import OutOption, RowFormatOption, StoreOption
from kg.errors import UsageError
from kg.namespaces import compact

if TYPE_CHECKING:
    from pathlib import Path

    from kg.graph.questions import Parameter, Question
    from kg.model import Rows

CONTEXT = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}
"""A question's options are its own, and so is its --help."""


def ask(
    context: typer.Context,
    question: Annotated[
        str | None, typer.Argument(help="Id of a question, or its name; without it, list the questions.")
    ] = None,
    store: StoreOption = None,
    format: RowFormatOption = None,  # noqa: A002 - the name of the option
    out: OutOption = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Write no more than so many rows.")] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Print the SPARQL with its values instead.")
    ] = False,
    wants_help: Annotated[
        bool, typer.Option("--help", "-h", help="Show this message, or that of the question named.")
    ] = False,
) -> None:
    """Answer one of the catalogue's questions; without one, list them.

    Each question takes options of its own, which `kg ask QUESTION --help` shows. A value is an id, an
    abbreviation, a symbol or a name; `any` leaves an optional one open.

    Examples:

      kg ask

      kg ask obligations-on-theme --help

      kg ask obligations-on-theme --theme grooming --addressee States

      kg ask citing-instrument --instrument OPSC --format csv --out citations.csv
    """
    from kg.cli.output import write_rows, write_text
    from kg.graph.questions import find_question, read_catalogue
    from kg.resources import find_root

    if question is None and wants_help:
        write_text(context.get_help() + "\n", None)
        return
    catalogue = read_catalogue(find_root())
    if question is None:
        write_rows(_listing(catalogue), format=format, out=out)
        return
    chosen = find_question(catalogue, question)
    if wants_help:
        write_text(_help(chosen), None)
        return
    given = _options(context.args)
    _answer(chosen, given, store, format=format, out=out, limit=limit, explain=explain)


def _answer(
    question: Question,
    given: dict[str, str],
    store: str | None,
    *,
    format: str | None,  # noqa: A002 - the name of the option
    out: Path | None,
    limit: int | None,
    explain: bool,
) -> None:
    from dataclasses import replace

    from kg.cli.output import talk, write_rows, write_text
    from kg.graph.store import open_store
    from kg.pipeline.ask import answer, choose_values, in_words

    engine = open_store(store)
    values = choose_values(engine, question, given)
    if explain:
        write_text(question.bound(values), out)
        return
    rows = answer(engine, question, values)
    words = in_words(engine, question, values)
    if not rows.rows:
        talk(f"{words} Nothing in the graph answers this.")
    write_rows(replace(rows, rows=rows.rows[:limit]), format=format, out=out, title=words)


def _options(words: list[str]) -> dict[str, str]:
    """Return the options of a question from the words that no other option took."""
    given: dict[str, str] = {}
    rest = iter(words)
    for word in rest:
        name, equals, value = word.removeprefix("--").partition("=")
        if not word.startswith("--") or not name:
            remedy = "Write values as --option VALUE, in quotation marks where they have spaces"
            raise UsageError(f"{word!r} is no option", remedy=remedy)
        if not equals and (value := next(rest, "")) == "":
            raise UsageError(f"--{name} has no value", remedy=f"Write --{name} VALUE")
        if name in given:
            raise UsageError(f"--{name} is given twice", remedy="Give it once")
        given[name] = value
    return given


def _listing(catalogue: list[Question]) -> Rows:
    from kg.model import Rows, Term

    def cells(question: Question) -> tuple[Term, ...]:
        options = " ".join(f"--{parameter.name}" for parameter in question.parameters)
        return tuple(Term("literal", text) for text in (question.id, question.question, options))

    headings = {"id": "Id", "question": "Question", "parameters": "Options"}
    return Rows(tuple(headings), tuple(map(cells, catalogue)), headings)


def _help(question: Question) -> str:
    from textwrap import fill

    width = max((len(parameter.name) for parameter in question.parameters), default=0) + 4
    options = [f"  {'--' + p.name:{width}}{_option_help(p)}" for p in question.parameters]
    columns = ", ".join(question.columns.values())
    lines = [question.question, "", fill(question.description, 78), ""]
    lines += [f"Usage: kg ask {question.id} [OPTIONS]", "", "Options:", *options]
    lines += ["  and --store, --format, --out, --limit, --explain, as `kg ask --help` shows them", ""]
    lines += [fill(f"Columns: {columns}", 78), "", "Example:", f"  {_example(question)}"]
    return "\n".join(lines) + "\n"


def _option_help(parameter: Parameter) -> str:
    kinds = " or ".join(compact(name) for name in parameter.classes)
    default = f" [default: {parameter.default}]" if parameter.default else ""
    left_open = "; `any` leaves it open" if default else "; open without it"
    return f"{parameter.label} ({kinds}){default}{left_open if parameter.optional else ''}"


def _example(question: Question) -> str:
    shown = [(p.name, p.default or p.example) for p in question.parameters]
    return " ".join([f"kg ask {question.id}", *(f"--{name} {value}" for name, value in shown if value)])
