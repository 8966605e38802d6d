"""Options that several commands share, defined once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        help="Folder of the store, or URL of a SPARQL 1.1 service [default: $KG_STORE or .kg/store].",
        show_default=False,
    ),
]
RowFormatOption = Annotated[
    str | None,
    typer.Option(
        "--format", "-f", help="table, csv, tsv, json, ndjson or md [default: by --out, else table]."
    ),
]
OutOption = Annotated[
    Path | None, typer.Option("--out", "-o", help="Write to this file instead of the terminal.")
]
SectionFormatOption = Annotated[
    str | None, typer.Option("--format", "-f", help="table, json or md [default: by --out, else table].")
]
