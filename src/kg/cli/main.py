"""The command `kg`: registers the commands and turns errors into messages and exit codes."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from kg import __version__
from kg.cli import ask, build, reason, show, sparql, stats, validate
from kg.errors import KgError

app = typer.Typer(
    name="kg",
    help="The knowledge graph of international child-protection instruments.",
    epilog="Start with `kg build`, then `kg ask` to list the questions.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"cpkg {__version__}\n")
        raise typer.Exit


@app.callback()
def _options(
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit."),
    ] = False,
) -> None:
    """Hold the options that come before a command."""


app.command()(build.build)
app.command()(validate.validate)
app.command()(reason.reason)
app.command(context_settings=ask.CONTEXT)(ask.ask)
app.command()(sparql.sparql)
app.command()(show.show)
app.command()(stats.stats)


def run() -> None:
    """Run the command line; errors of ours become one message on stderr and their exit code."""
    try:
        app()
    except KgError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(error.exit_code)
    except BrokenPipeError:  # the reader of a pipe left: `kg ask … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
