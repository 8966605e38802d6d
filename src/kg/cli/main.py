"""The command `kg`: registers the commands and turns errors into messages and exit codes."""

from __future__ import annotations

import io
import os
import signal
import sys
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import typer

from kg import __version__
from kg.cli import (
    ask,
    build,
    cite,
    compare,
    doctor,
    export,
    extract,
    fetch,
    ingest,
    link,
    load,
    network,
    publish,
    push,
    reason,
    resolve,
    review,
    search,
    serve,
    show,
    sparql,
    stats,
    validate,
)
from kg.errors import InputError, KgError
from kg.graph.stores.guard import ending_if_damaged
from kg.namespaces import require_base

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
app.command()(fetch.fetch)
app.command()(extract.extract)
app.command()(ingest.ingest)
app.command()(load.load)
app.command()(validate.validate)
app.command()(reason.reason)
app.command(cls=ask.AskCommand, context_settings=ask.CONTEXT)(ask.ask)
app.command()(sparql.sparql)
app.command()(search.search)
app.command()(review.review)
app.command()(resolve.resolve)
app.command()(link.link)
app.command()(show.show)
app.command()(cite.cite)
app.command()(compare.compare)
app.add_typer(network.app)
app.command(context_settings=export.CONTEXT)(export.export)
app.command()(stats.stats)
app.command()(serve.serve)
app.command()(publish.publish)
app.command()(push.push)
app.command()(doctor.doctor)


@cache
def command_line() -> Any:  # noqa: ANN401 - of Typer's own click
    """Return the commands as click has them, made once a process: that takes as long as many a command."""
    return typer.main.get_command(app)


def run() -> None:
    """Run the command line; errors of ours become one message on stderr and their exit code."""
    _prepare_streams()
    _end_tidily()
    output = sys.stdout
    try:
        try:
            require_base()
            with ending_if_damaged(_end_at_once):
                command_line()()
        finally:
            sys.stdout.flush()
    except KgError as error:
        _tell(str(error))
        sys.exit(error.exit_code)
    except (BrokenPipeError, SystemExit) as ended:  # the reader of a pipe left: `kg ask … | head`
        if isinstance(ended, SystemExit) and sys.stdout is output:
            raise  # where Typer sees the reader leave, it puts a stream of its own there, to end with 1
        _discard_output()
        sys.exit(0)
    except RuntimeError as error:
        if not str(error).startswith("Corruption"):  # as RocksDB says it of a block that is damaged
            raise
        _discard_output()
        remedy = "Run `kg doctor`, which says what is damaged and how to mend it"
        _tell(f"the store is damaged ({error}). {remedy}")
        sys.exit(InputError.exit_code)
    except OSError as error:
        _discard_output()
        where = error.filename or "standard output"
        _tell(f"{where}: {error.strerror or error}. Check the place, its rights and its free space")
        sys.exit(InputError.exit_code)


def _end_at_once(error: InputError) -> None:
    """End the process from beside: what reads a damaged block cannot be interrupted."""
    _tell(str(error))
    os._exit(error.exit_code)


def _tell(message: str) -> None:
    from kg.row_text import printable  # names files and services, which can hold anything

    sys.stderr.write(printable(message) + "\n")


def _prepare_streams() -> None:
    """Give streams that the caller closed somewhere to go, and write UTF-8 wherever data are piped."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - open to the end
    if isinstance(sys.stdout, io.TextIOWrapper):
        terminal = sys.stdout.encoding if sys.stdout.isatty() else "utf-8"
        sys.stdout.reconfigure(encoding=terminal, errors="replace")


def _end_tidily() -> None:
    """Let a request to end unwind the program, so that a reasoner or query it started ends with it."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:  # not where `nohup` has it ignored
            signal.signal(number, _exit_by_signal)


def _exit_by_signal(number: int, _frame: object) -> None:
    sys.exit(128 + number)


def _discard_output() -> None:
    """Send what is still to be flushed nowhere, so that the interpreter does not fail on it at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
