"""Write what `kg network` found: rows, files for Gephi, pictures."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.model import Rows
    from kg.pipeline.network import Analysis

_FILES = frozenset({"gexf", "graphml"})
_PICTURES = frozenset({"svg", "png"})
PICTURE_TOP, PICTURE_LABELS = 60, 45
"""Nodes in a picture, and labels, unless the caller says otherwise."""


class NetworkFormat(StrEnum):
    """How a network can be written."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    NDJSON = "ndjson"
    MD = "md"
    GEXF = "gexf"
    GRAPHML = "graphml"
    SVG = "svg"
    PNG = "png"


class MeasureOption(StrEnum):
    """What can be reckoned."""

    IN_DEGREE = "in-degree"
    OUT_DEGREE = "out-degree"
    DEGREE = "degree"
    PAGERANK = "pagerank"
    BETWEENNESS = "betweenness"
    COMMUNITIES = "communities"
    COMPONENTS = "components"


class ColourOption(StrEnum):
    """What colours can stand for."""

    KIND = "kind"
    BODY = "body"
    COMMUNITY = "community"


@dataclass(frozen=True)
class Shown:
    """How the caller wants to see a network."""

    measure: MeasureOption
    top: int | None
    edges: bool
    exact: bool
    pivots: int
    colour: ColourOption
    labels: int
    format: str | None
    out: Path | None

    @property
    def form(self) -> NetworkFormat:
        """Return the format by its name, else by the file's extension, else a table."""
        from kg.cli.output import choose

        return choose(NetworkFormat, self.format, self.out, NetworkFormat.TABLE)


def write(analysis: Analysis, rows: Rows, shown: Shown, title: str, heading: str) -> None:
    """Write rows under their heading, a file, or a picture under its title."""
    from kg.cli.output import write_bytes, write_rows
    from kg.pipeline import network_files as files

    require_file(shown)
    form, colour = shown.form.value, shown.colour.value
    if form in _FILES:
        write_bytes(files.network_file(analysis, form, colour_by=colour, top=shown.top), shown.out)
    elif form in _PICTURES:
        top = shown.top or PICTURE_TOP
        drawn = files.network_picture(
            analysis, form, colour_by=colour, top=top, labels=shown.labels, title=title
        )
        write_bytes(drawn, shown.out)
    else:
        write_rows(rows, format=form, out=shown.out, title=heading)


def many(number: int, thing: str) -> str:
    """Return a number with its noun: `1 link`, `2 links`."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def require_file(shown: Shown) -> None:
    """Refuse to send the bytes of a PNG to a terminal.

    Raises:
        UsageError: where no file is named for one, or the format is none for networks.
    """
    if shown.form is NetworkFormat.PNG and shown.out is None:
        raise UsageError("a PNG needs a file to go to", remedy="Name it: --out network.png")
