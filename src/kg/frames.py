"""Rows as data frames: each column of one type where all its cells are, else text."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from kg.errors import MissingToolError
from kg.namespaces import XSD

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd
    import polars as pl

    from kg.model import Rows, Term

Kind = Literal["date", "integer", "number", "boolean", "text"]

_KINDS: dict[str, Kind] = {
    XSD + "date": "date",
    XSD + "boolean": "boolean",
    **{XSD + name: "integer" for name in ("integer", "nonNegativeInteger", "int", "long")},
    **{XSD + name: "number" for name in ("decimal", "double", "float")},
}
_WIDEST = 2**63
"""Whole numbers from here on are kept as text: frames hold 64 bits."""


def pandas_frame(rows: Rows) -> pd.DataFrame:
    """Return rows as a pandas frame: datetime64, Int64, Float64, boolean and string columns.

    Raises:
        MissingToolError: where pandas is not installed.
    """
    try:
        import pandas as pd
    except ImportError as error:
        raise _missing("pandas") from error
    dtypes = {"date": "datetime64[s]", "integer": "Int64", "number": "Float64", "boolean": "boolean"}
    columns = {
        name: pd.Series(_as_text(values) if kind == "date" else values, dtype=dtypes.get(kind, "string"))
        for name, kind, values in _columns(rows)
    }
    return pd.DataFrame(columns, columns=list(rows.columns))


def polars_frame(rows: Rows) -> pl.DataFrame:
    """Return rows as a polars frame: Date, Int64, Float64, Boolean and String columns.

    Raises:
        MissingToolError: where polars is not installed.
    """
    try:
        import polars as pl
    except ImportError as error:
        raise _missing("polars") from error
    types = {"date": pl.Date, "integer": pl.Int64, "number": pl.Float64, "boolean": pl.Boolean}
    return pl.DataFrame(
        [pl.Series(name, values, dtype=types.get(kind, pl.String)) for name, kind, values in _columns(rows)]
    )


def kind_of(term: Term) -> Kind:
    """Return of which kind a cell is; things, and years or months known alone, are text."""
    return _KINDS.get(term.datatype, "text") if term.kind == "literal" else "text"


def _columns(rows: Rows) -> list[tuple[str, Kind, list[object]]]:
    return [(name, *_column([row[i] for row in rows.rows])) for i, name in enumerate(rows.columns)]


def _column(cells: list[Term | None]) -> tuple[Kind, list[object]]:
    """Return the kind of a column and its values: text where cells differ, or one is not what it says."""
    kinds = {kind_of(cell) for cell in cells if cell is not None}
    kind: Kind = "number" if kinds == {"integer", "number"} else min(kinds) if len(kinds) == 1 else "text"
    try:
        return kind, [None if cell is None else _READERS[kind](cell.value) for cell in cells]
    except ValueError:
        return "text", [None if cell is None else cell.value for cell in cells]


def _as_text(values: list[object]) -> list[object]:
    return [None if value is None else str(value) for value in values]


def _whole(text: str) -> int:
    number = int(text)
    if not -_WIDEST <= number < _WIDEST:
        raise ValueError(text)
    return number


_READERS: dict[str, Callable[[str], object]] = {
    "date": date.fromisoformat,
    "integer": _whole,
    "number": float,
    "boolean": lambda text: text in {"true", "1"},
    "text": str,
}


def _missing(library: str) -> MissingToolError:
    return MissingToolError(
        f"{library} is not installed", remedy='Install it with `pip install "cpkg[frames]"`'
    )
