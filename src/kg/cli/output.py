"""Write results to the terminal or a file: rows as tables and text formats, graphs as RDF."""

from __future__ import annotations

import contextlib
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from kg.errors import UsageError
from kg.row_text import display, printable, write_csv, write_json, write_lines, write_markdown, write_tsv

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kg.model import Rows, Triples


F = TypeVar("F", bound=StrEnum)
PATIENCE = 0.5
"""Seconds that a person waits without a word."""


class RowFormat(StrEnum):
    """How rows can be written."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    NDJSON = "ndjson"
    MD = "md"


class GraphFormat(StrEnum):
    """How triples can be written."""

    TTL = "ttl"
    NT = "nt"
    NQ = "nq"
    TRIG = "trig"
    JSONLD = "jsonld"
    RDF = "rdf"


def write_rows(rows: Rows, *, format: str | None = None, out: Path | None = None, title: str = "") -> None:  # noqa: A002
    """Write rows to `out` or standard output; the format falls to the extension, then to a table.

    Tables and Markdown are for readers and hold the columns with headings; the others hold all columns.

    Raises:
        UsageError: where the format is none for rows.
    """
    chosen = choose(RowFormat, format, out, RowFormat.TABLE)
    if chosen is RowFormat.TABLE and out is None:
        print_table(rows.readable(), title)
        return
    writers: dict[RowFormat, Callable[[Rows], str]] = {
        RowFormat.TABLE: lambda rows: plain_table(rows.readable()),
        RowFormat.CSV: write_csv,
        RowFormat.TSV: write_tsv,
        RowFormat.JSON: write_json,
        RowFormat.NDJSON: write_lines,
        RowFormat.MD: write_markdown,
    }
    write_text(writers[chosen](rows), out)


def write_triples(triples: Triples, *, format: str | None = None, out: Path | None = None) -> None:  # noqa: A002
    """Write triples to `out` or standard output, Turtle unless said otherwise.

    Raises:
        UsageError: where the format is none for graphs.
    """
    from kg.graph.syntax.serialise import serialise  # heavy: only when a graph is written

    write_text(serialise(triples, choose(GraphFormat, format, out, GraphFormat.TTL).value), out)


def write_text(text: str, out: Path | None) -> None:
    """Write text to a file whole (beside it first, then renamed), or to standard output.

    A terminal gets no sign that would steer it: what the graph and documents hold can be anything.
    """
    if out is None:
        sys.stdout.write(printable(text) if sys.stdout.isatty() else text)
        return
    from kg.system.files import write_atomically

    write_atomically(out, text.encode())


def write_coloured(text: str) -> None:
    """Write text with colours of our own to the terminal."""
    sys.stdout.write(text)


def write_bytes(data: bytes, out: Path | None) -> None:
    """Write a file's bytes whole, or to standard output."""
    if out is None:
        sys.stdout.write(data.decode())
        return
    from kg.system.files import write_atomically

    write_atomically(out, data)


def talk(message: str) -> None:
    """Say something to the person at the terminal, on standard error."""
    sys.stderr.write(printable(message) + "\n")


@contextlib.contextmanager
def working(message: str) -> Iterator[None]:
    """Show on a terminal that something is under way, once it has taken a moment."""
    if not sys.stderr.isatty():
        yield
        return
    from threading import Timer

    from rich.console import Console

    status = Console(stderr=True).status(message)
    start = Timer(PATIENCE, status.start)
    start.start()
    try:
        yield
    finally:
        start.cancel()
        start.join()  # or the start could come after the stop
        status.stop()


def choose(kinds: type[F], named: str | None, out: Path | None, default: F) -> F:
    """Return the format by its name, else by the file's extension, else the default.

    Raises:
        UsageError: where it is none of the kinds.
    """
    wanted = named or (out.suffix.removeprefix(".") if out else "") or default.value
    try:
        return kinds(wanted)
    except ValueError:
        choices = ", ".join(kind.value for kind in kinds)
        raise UsageError(
            f"format {wanted!r} does not fit this result", remedy=f"Choose one of: {choices}"
        ) from None


def print_table(rows: Rows, title: str) -> None:
    """Print rows as a table as wide as the terminal, or 160 characters."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(width=None if sys.stdout.isatty() else 160, soft_wrap=False)
    table = Table(
        title=Text(printable(title)) if title else None,
        box=box.SIMPLE_HEAD,
        title_justify="left",
        pad_edge=False,
    )
    for column in rows.columns:
        table.add_column(rows.heading(column), overflow="fold")
    for row in rows.rows:
        table.add_row(*(Text(display(term)) for term in row))
    console.print(table)


def plain_table(rows: Rows) -> str:
    """Return rows as a table of plain text, as wide as its cells."""
    cells = [[rows.heading(c) for c in rows.columns], *[[display(t) for t in row] for row in rows.rows]]
    widths = [max(len(line[i]) for line in cells) for i in range(len(rows.columns))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in cells]
    return "\n".join(line.rstrip() for line in lines) + "\n"
