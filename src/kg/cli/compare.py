"""`kg compare`: two resolutions side by side."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import OutOption, StoreOption

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.compare.report import Comparison, Row


class ComparisonFormat(StrEnum):
    """How a comparison can be written."""

    TABLE = "table"
    JSON = "json"
    HTML = "html"
    MD = "md"


def compare(
    before: Annotated[str, typer.Argument(metavar="A", help="File, FILE#SYMBOL, or symbol.")],
    after: Annotated[str, typer.Argument(metavar="B", help="The later text, in the same way.")],
    store: StoreOption = None,
    everything: Annotated[bool, typer.Option("--all", help="With the paragraphs that are the same.")] = False,
    typography: Annotated[
        bool,
        typer.Option(
            "--typography", help="With differences of quotation marks, hyphens, stops and note marks."
        ),
    ] = False,
    format: Annotated[  # noqa: A002 - the name of the option
        str | None,
        typer.Option("--format", "-f", help="table, json, html or md [default: by --out, else table]."),
    ] = None,
    out: OutOption = None,
) -> None:
    """Compare two resolutions: paragraphs moved, changed, added, dropped; words; what became stronger.

    Files are read as `kg extract` reads them; a symbol means a text that was ingested. A draft inside a
    resolution is compared with the text as adopted. The exit code is 0 whether they differ or not.

    Examples:

      kg compare E-RES-2019-20.txt A-RES-74-174.pdf

      kg compare E/RES/2022/14 A/RES/77/233 --out compared.html

      kg compare draft.docx adopted.xml --format json --all
    """
    from kg.cli.output import choose
    from kg.pipeline.compare import compare as compare_places

    chosen = choose(ComparisonFormat, format, _known(out), ComparisonFormat.TABLE)
    comparison = compare_places(before, after, store=store)
    rows = [row for row in comparison.rows if everything or row.differs or (typography and row.prints_differ)]
    _write(comparison, rows, chosen, out, everything=everything, typography=typography)


def _known(out: Path | None) -> Path | None:
    """Return the file where its extension names a format; any other holds the table."""
    return out if out and out.suffix.removeprefix(".") in {*ComparisonFormat} else None


def _is_terminal(out: Path | None) -> bool:
    import sys

    return out is None and sys.stdout.isatty()


def _write(
    comparison: Comparison,
    rows: Sequence[Row],
    chosen: ComparisonFormat,
    out: Path | None,
    *,
    everything: bool,
    typography: bool,
) -> None:
    import json

    from kg.cli.comparison_text import markdown, table
    from kg.cli.output import write_coloured, write_text
    from kg.compare.as_html import comparison_html
    from kg.compare.as_json import comparison_json

    match chosen:
        case ComparisonFormat.JSON:
            found = comparison_json(comparison, rows)
            write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", out)
        case ComparisonFormat.HTML:
            write_text(comparison_html(comparison, opened=everything, typography=typography), out)
        case ComparisonFormat.MD:
            write_text(markdown(comparison, rows, typography=typography), out)
        case ComparisonFormat.TABLE if _is_terminal(out):
            write_coloured(table(comparison, rows, typography=typography, coloured=True))
        case ComparisonFormat.TABLE:
            write_text(table(comparison, rows, typography=typography, coloured=False), out)
