"""Write the reference pages, so that they cannot drift from what the command does.

Run as `python -m kg.cli.reference commands > docs/commands.md`, or, after `kg build`, with `questions` for
`docs/questions.md` and `data` for `docs/data.md`.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import typer

    from kg.graph.questions.catalogue import Question
    from kg.graph.stores.engine import Engine

_ROWS_SHOWN = 6
_COMMANDS_HEAD = """# Commands

Generated from the commands' own help: `python -m kg.cli.reference commands > docs/commands.md`.
Data goes to standard output, talk to standard error. Exit codes: 0 done, 1 findings of severity
Violation, 2 wrong usage, 3 input unreadable or invalid, 4 network or remote store, 5 a missing tool.
"""
_QUESTIONS_HEAD = """# Questions

Generated from `queries/` and the graph: `kg build`, then
`python -m kg.cli.reference questions > docs/questions.md`.

The needs behind them, each with its source, are in [information-needs.md](information-needs.md).

A question is one file, `queries/<theme>/<name>.rq`: SPARQL under header lines that begin with `#+` and
are YAML, in the manner of grlc, so that other tools can read them too:

| key | says |
|---|---|
| `question` | the question in plain English, parameters in braces |
| `description` | what it shows, and its limits |
| `parameters` | name to `{type, class, label, default, example, optional}`; bound as terms, never pasted |
| `columns` | the columns a reader sees, with their headings |
| `view` | `table`, `timeline`, `graph` or `bar` |
| `tags` | words to find it by |

The `type` of a parameter is `iri` (a thing of its `class`), `date`, `integer` or `text` (no `class`).

Below, each question with the first rows of its answer to its default values.
"""
_DATA_HEAD = """# What is in the graph

Generated from the graph: `kg build`, then `python -m kg.cli.reference data > docs/data.md`. The counts
are of the curated data alone; `kg stats` counts a user's own store.
"""
_DATA_GAPS = """## Known to be missing

- **Treaty actions** after the dates above, and the kind and day of consents known by year alone.
  Reservations and declarations are not in the files at hand.
- **Member-state IRIs** of the United Nations for the 24 Members whose M49 code is below 100: no source read
  shows whether they are padded with zeros.
- **Periods of reports** under other treaties than those in the table of duties, and bodies of treaties whose
  article could not be read (UNCAC, the Rome Statute, conventions of the ILO).
- **Articles by heading alone**: those without gist in the first table have number, heading and themes only.
- **Treaties as things alone**: those in the table of facts and not in the first one have no articles here.
- **General comments** without paragraphs above are known by title, number and date.
- **Live pages**: many sources about bodies and initiatives were read as stored copies; `data/sources.ttl`
  says which.
"""


def commands_markdown() -> str:
    """Return the page of all commands."""
    import typer

    from kg.cli.main import app

    group = typer.main.get_command(app)
    context = typer.Context(group, info_name="kg")
    return "\n".join([_COMMANDS_HEAD, *_command_pages(group, context)])


def _command_pages(group: Any, context: typer.Context) -> Iterator[str]:  # noqa: ANN401 - of Typer's own click
    """Yield the page of each command of a group; of a group within it, its own page and those below it."""
    import typer

    for name in group.list_commands(context):
        command = group.get_command(context, name)
        own = typer.Context(command, info_name=name, parent=context, terminal_width=96)
        yield f"## {own.command_path}\n\n```\n{_trimmed(command.get_help(own))}\n```\n"
        if hasattr(command, "list_commands"):
            yield from _command_pages(command, own)


def questions_markdown(engine: Engine) -> str:
    """Return the page of all questions, each with the beginning of its answer."""
    from kg.graph.questions.catalogue import read_catalogue
    from kg.resources import find_root

    return "\n".join([_QUESTIONS_HEAD, *(_question(engine, q) for q in read_catalogue(find_root()))])


def data_markdown(engine: Engine) -> str:
    """Return the page that says what is in the graph, how deep, from which sources, and what is missing."""
    from kg.graph.lookup.inventory import take_inventory
    from kg.row_text import markdown

    tables = (
        f"## {part.section.title}\n\n{part.about}\n\n{markdown(part.section.rows)}"
        for part in take_inventory(engine)
    )
    return "\n".join([_DATA_HEAD, *tables, _DATA_GAPS])


def _question(engine: Engine, question: Question) -> str:
    from dataclasses import replace
    from shlex import quote

    from kg.pipeline.ask import answer, choose_values, in_words
    from kg.row_text import markdown

    open_ones = [p for p in question.parameters if p.default is None and p.example][:1]
    given = {p.name: p.example for p in open_ones if p.example}  # one choice where none is made
    values = choose_values(engine, question, given)
    rows = answer(engine, question, values).readable()
    chosen = {p.name: given.get(p.name) or p.default for p in question.parameters}
    options = " ".join(f"--{name} {quote(value)}" for name, value in chosen.items() if value)
    more = len(rows.rows) - _ROWS_SHOWN
    parts = [
        f"## {question.id}\n",
        f"**{question.question}** {question.description}\n",
        f"    kg ask {question.name} {options}".rstrip() + "\n",
        f"{in_words(engine, question, values)}\n",
        markdown(replace(rows, rows=rows.rows[:_ROWS_SHOWN])),
    ]
    if more > 0:
        parts.append(f"… and {more} more.\n")
    return "\n".join(parts)


def _trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.splitlines())


def main(arguments: list[str]) -> None:
    """Write one page to standard output.

    Raises:
        UsageError: where no page of that name exists.
    """
    from kg.graph.stores.store import open_store

    match arguments:
        case ["commands"]:
            sys.stdout.write(commands_markdown())
        case ["questions"]:
            sys.stdout.write(questions_markdown(open_store()))
        case ["data"]:
            sys.stdout.write(data_markdown(open_store()))
        case _:
            raise UsageError("name a page", remedy="`commands`, `questions` or `data`")


if __name__ == "__main__":
    main(sys.argv[1:])
