"""`kg ask`: the questions of the catalogue, each with its own options."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.ask_command import AskCommand as AskCommand  # noqa: PLC0414 - for `main` to register
from kg.cli.ask_command import complete_names
from kg.cli.options import OutOption, RowFormatOption, StoreOption
from kg.errors import UsageError, quoted

if TYPE_CHECKING:
    from kg.graph.questions.catalogue import Question
    from kg.graph.questions.parameters import Parameter
    from kg.graph.stores.engine import Engine
    from kg.pipeline.ask import Values

CONTEXT = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}
"""A question's options are its own, and so is its --help."""
_FOUND = 12
"""Questions that a search shows where no --limit says otherwise."""


def ask(
    context: typer.Context,
    question: Annotated[
        str | None,
        typer.Argument(
            help="Id of a question, or its name, or words to find one by; without it, list the questions.",
            autocompletion=complete_names,
        ),
    ] = None,
    find: Annotated[str | None, typer.Option(help="List the questions that have these words.")] = None,
    store: StoreOption = None,
    format: RowFormatOption = None,  # noqa: A002 - the name of the option
    out: OutOption = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Write no more than so many rows.")] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Print the SPARQL with its values instead.")
    ] = False,
    save: Annotated[
        Path | None,
        typer.Option(help="Save the SPARQL with its values too, to be run by `kg sparql --file`."),
    ] = None,
    with_: Annotated[
        str | None,
        typer.Option(
            "--with",
            help="Ask another graph too, where the question can: its name, or the address of a service.",
        ),
    ] = None,
    wants_help: Annotated[
        bool, typer.Option("--help", "-h", help="Show this message, or that of the question named.")
    ] = False,
) -> None:
    """Answer one of the catalogue's questions; without one, list them.

    Each question takes options of its own, which `kg ask QUESTION --help` shows. A value is an id, an
    abbreviation, a symbol or a name; `any` leaves an optional one open. Words that are no question's name
    find those that have them, with the options by which they speak of what the words name.

    Questions listed with --with can be joined with another graph: that graph is asked about the things found
    here, a hundred at a time; no query goes from server to server. Without --with its columns are empty.

    Examples:

      kg ask

      kg ask which paragraphs oblige internet providers to report abuse material

      kg ask obligations-on-theme --help

      kg ask obligations-on-theme --theme grooming --addressee States

      kg ask citing-instrument --instrument OPSC --save citing.rq --out citations.csv

      kg ask states-outside-treaty --treaty OPSC --with wikidata
    """
    from kg.cli.output import write_text
    from kg.graph.questions.catalogue import find_question, is_question, read_catalogue
    from kg.resources import find_root

    if question is None and find is None and wants_help:
        write_text(context.get_help() + "\n", None)
        return
    if question and question.startswith("-"):
        remedy = "Write it first, as in `kg ask obligations-on-theme --theme grooming`"
        raise UsageError(f"{quoted(question)} is no question", remedy=remedy)
    catalogue = read_catalogue(find_root())
    words = [word for word in (find, question, *context.args) if word]
    if find is not None or (question and _are_words(words) and not is_question(catalogue, question)):
        _write_found(catalogue, " ".join(words), store, format=format, out=out, limit=limit)
    elif question is None:
        _write_listing(catalogue, format=format, out=out)
    elif wants_help:
        write_text(_help(find_question(catalogue, question)), None)
    else:
        asked = _Asked(find_question(catalogue, question), question_options(context.args), store, with_)
        _answer(asked, format=format, out=out, limit=limit, explain=explain, save=save)


@dataclass(frozen=True)
class _Asked:
    """What somebody asks, and of which store."""

    question: Question
    given: dict[str, str]
    store: str | None
    with_: str | None = None
    """The other graph to ask too."""


def _answer(
    asked: _Asked,
    *,
    format: str | None,  # noqa: A002 - the name of the option
    out: Path | None,
    limit: int | None,
    explain: bool,
    save: Path | None,
) -> None:
    from dataclasses import replace

    from kg.cli.output import RowFormat, choose, talk, working, write_rows, write_text
    from kg.graph.stores.store import open_store
    from kg.pipeline.ask import answer, choose_values, in_words
    from kg.pipeline.save import saved_query

    if not explain:
        choose(RowFormat, format, out, RowFormat.TABLE)
    engine = open_store(asked.store)
    with working("Asking …"):
        question, values = asked.question, choose_values(engine, asked.question, asked.given)
        words = in_words(engine, question, values)
        if asked.with_:
            question, values = _joined(engine, question, values, asked.with_), {}
        rows = None if explain else answer(engine, question, values)
    if save:
        write_text(saved_query(engine, question, values, asked.store), save)
    if rows is None:
        write_text(question.bound(values), out)
        return
    if not rows.rows:
        talk(f"{words} Nothing in the graph answers this.")
    write_rows(replace(rows, rows=rows.rows[:limit]), format=format, out=out, title=words)


def _joined(engine: Engine, question: Question, values: Values, named: str) -> Question:
    """Return the question with what another graph says in its query."""
    from kg.cli.output import talk
    from kg.pipeline.ask_with import graph_for, join
    from kg.pipeline.patient import Patience, PatientStore

    graph = graph_for(question, named)
    service = PatientStore(graph.address, Patience(pause=graph.pause, timeout=graph.timeout))
    joined = join(engine, question, values, graph, service)
    spent = f"{service.spent.requests:,} requests to {graph.address}"
    talk(f"{graph.title} gave {joined.rows:,} rows on {joined.things:,} things, in {spent}")
    return joined.question


def _are_words(words: list[str]) -> bool:
    """Say whether somebody typed words rather than a name and options."""
    return not any(word.startswith("-") for word in words) and len(" ".join(words).split()) > 1


def question_options(words: list[str]) -> dict[str, str]:
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


def _write_listing(catalogue: list[Question], *, format: str | None, out: Path | None) -> None:  # noqa: A002
    """Write the catalogue: for readers a table for each theme, else one row a question."""
    from kg.cli.output import RowFormat, choose, write_rows
    from kg.cli.sections import write_sections
    from kg.model import Section
    from kg.pipeline.find import list_questions, list_theme

    chosen = choose(RowFormat, format, out, RowFormat.TABLE)
    if chosen not in {RowFormat.TABLE, RowFormat.MD}:
        write_rows(list_questions(catalogue), format=format, out=out)
        return
    themes = dict.fromkeys(question.theme for question in catalogue)
    sections = [Section(theme, list_theme(catalogue, theme)) for theme in themes]
    heading = f"{len(catalogue)} questions: `kg ask NAME --help` shows the options of one"
    write_sections(heading, sections, format=chosen.value, out=out)


def _write_found(
    catalogue: list[Question],
    words: str,
    store: str | None,
    *,
    format: str | None,  # noqa: A002 - the name of the option
    out: Path | None,
    limit: int | None,
) -> None:
    from kg.cli.output import RowFormat, choose, working, write_rows
    from kg.pipeline.find import find_in_store, list_suggestions

    choose(RowFormat, format, out, RowFormat.TABLE)
    with working("Looking …"):
        found = find_in_store(catalogue, words, store, most=limit or _FOUND)
    if not found:
        raise UsageError(f"no question has words of {quoted(words)}", remedy="`kg ask` lists the questions")
    write_rows(list_suggestions(found), format=format, out=out)


def _help(question: Question) -> str:
    from textwrap import fill

    width = max((len(parameter.name) for parameter in question.parameters), default=0) + 4
    options = [f"  {'--' + p.name:{width}}{_option_help(p)}" for p in question.parameters]
    columns = ", ".join(question.columns.values())
    lines = [question.question, "", fill(question.description, 78), ""]
    lines += [f"Usage: kg ask {question.id} [OPTIONS]", "", "Options:", *options]
    if question.remote:
        lines += [f"  {'--with':{width}}another graph to ask too: {question.remote.graph}, or an address"]
    lines += ["  and --store, --format, --out, --limit, --explain, --save, as `kg ask --help` shows them", ""]
    lines += [fill(f"Columns: {columns}", 78), "", "Example:", f"  {_example(question)}"]
    return "\n".join(lines) + "\n"


def _option_help(parameter: Parameter) -> str:
    default = f" [default: {parameter.default}]" if parameter.default else ""
    left_open = "; `any` leaves it open" if default else "; open without it"
    return f"{parameter.label} ({parameter.wants}){default}{left_open if parameter.optional else ''}"


def _example(question: Question) -> str:
    from shlex import quote

    shown = [(p.name, p.default or p.example) for p in question.parameters]
    return " ".join(
        [f"kg ask {question.id}", *(f"--{name} {quote(value)}" for name, value in shown if value)]
    )
