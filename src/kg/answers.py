"""Answers as Python has them: rows with attributes, dates and numbers of their types, frames, HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from kg.frames import kind_of, pandas_frame, polars_frame
from kg.namespaces import XSD, compact
from kg.row_text import write_csv

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from os import PathLike

    import pandas as pd
    import polars as pl

    from kg.model import Rows, Term

    Labels = Callable[[set[str]], Mapping[str, str]]
    """What finds the labels of things by their IRIs."""

_SHOWN = 20
"""Rows that are printed of an answer; the rest is counted."""


@dataclass(frozen=True, order=True)
class Entity:
    """One thing of the graph, by its IRI; prints as its label."""

    iri: str
    label: str

    @property
    def id(self) -> str:
        """Return the short form of the IRI, which every command and method takes: `treaty/OPSC`."""
        return compact(self.iri)

    def __str__(self) -> str:
        return self.label


Value = str | int | float | bool | date | datetime | Entity | None
"""A cell: a thing, a day, a number, a text; a year or month known alone is a text."""


class Row:
    """One row of an answer: `row.symbol`, `row["symbol"]`, `row[0]`."""

    __slots__ = ("_columns", "_values")

    def __init__(self, columns: tuple[str, ...], values: tuple[Value, ...]) -> None:
        self._columns = columns
        self._values = values

    def __getattr__(self, column: str) -> Any:  # noqa: ANN401 - the type of a cell is that of its column
        if column.startswith("_"):  # what Python itself looks for
            raise AttributeError(column)
        if column not in self._columns:
            known = ", ".join(self._columns)
            raise AttributeError(f"the answer has no column {column!r}; it has {known}")
        return self._values[self._columns.index(column)]

    def __getitem__(self, column: str | int) -> Any:  # noqa: ANN401
        if isinstance(column, str):
            return self.to_dict()[column]
        return self._values[column]

    def __iter__(self) -> Iterator[Value]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Row) and self.to_dict() == other.to_dict()

    def __hash__(self) -> int:
        return hash(self._values)

    def __dir__(self) -> list[str]:
        return [*object.__dir__(self), *self._columns]

    def __repr__(self) -> str:
        cells = ", ".join(f"{name}={value!r}" for name, value in self.to_dict().items())
        return f"Row({cells})"

    def to_dict(self) -> dict[str, Value]:
        """Return the cells by the names of their columns."""
        return dict(zip(self._columns, self._values, strict=True))


class Answer(Sequence[Row]):
    """The rows that answer a question, with its words and its query."""

    def __init__(self, rows: Rows, labels: Labels, *, title: str = "", sparql: str = "") -> None:
        """Hold rows of terms; labels of things are looked up when a row is first read."""
        self.rows = rows
        self.title = title
        """The question in words, its values in place."""
        self.sparql = sparql
        """The query that was asked, its values in place."""
        self._labels = labels

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the names of the columns, as the query has them."""
        return self.rows.columns

    @property
    def headings(self) -> dict[str, str]:
        """Return the columns that are meant for readers, with what to print above them."""
        return self.rows.headings

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> Answer: ...
    def __getitem__(self, place: int | slice) -> Row | Answer:
        """Return one row, or an answer of those in a slice."""
        if isinstance(place, slice):
            return self._with(replace(self.rows, rows=self.rows.rows[place]))
        return self._read[place]

    def __len__(self) -> int:
        return len(self.rows.rows)

    def readable(self) -> Answer:
        """Return the columns that are meant for readers alone, in their order."""
        return self._with(self.rows.readable())

    def to_records(self) -> list[dict[str, Value]]:
        """Return a dictionary a row."""
        return [row.to_dict() for row in self]

    def to_pandas(self) -> pd.DataFrame:
        """Return a pandas frame with the columns of the query; things are their IRIs, as in CSV.

        Days are datetime64, whole numbers Int64, others Float64; a column with a day in one row and a mere
        year in another stays text.

        Raises:
            MissingToolError: where pandas is not installed.
        """
        return pandas_frame(self.rows)

    def to_polars(self) -> pl.DataFrame:
        """Return a polars frame, of the same columns and kinds as that of pandas.

        Raises:
            MissingToolError: where polars is not installed.
        """
        return polars_frame(self.rows)

    def to_csv(self, path: str | PathLike[str]) -> None:
        """Write every column to a CSV file, as `kg ask --format csv` does."""
        from kg.system.files import write_atomically

        write_atomically(Path(path), write_csv(self.rows).encode())

    def __repr__(self) -> str:
        return f"<Answer: {len(self)} rows of {', '.join(self.columns)}>"

    def __str__(self) -> str:
        lines = [" | ".join(map(_shown, row)) for row in self.readable()[:_SHOWN]]
        return "\n".join([*([self.title] if self.title else []), *lines, *self._more()])

    def _repr_html_(self) -> str:
        shown = self.readable()
        head = "".join(f"<th>{escape(self.rows.heading(column))}</th>" for column in shown.columns)
        body = "".join(
            "<tr>" + "".join(f"<td>{_cell_html(value)}</td>" for value in row) + "</tr>"
            for row in shown[:_SHOWN]
        )
        caption = f"<caption>{escape(self.title)}</caption>" if self.title else ""
        more = "".join(f"<p>{escape(line)}</p>" for line in self._more())
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"

    def _more(self) -> list[str]:
        left = len(self) - _SHOWN
        return [f"… and {left:,} more rows"] if left > 0 else []

    @cached_property
    def _read(self) -> tuple[Row, ...]:
        cells = (term for row in self.rows.rows for term in row if term is not None)
        iris = {term.value for term in cells if term.kind == "iri"}
        labels = self._labels(iris) if iris else {}
        return tuple(Row(self.columns, tuple(_value(term, labels) for term in row)) for row in self.rows.rows)

    def _with(self, rows: Rows) -> Answer:
        return Answer(rows, self._labels, title=self.title, sparql=self.sparql)


@dataclass(frozen=True)
class Card:
    """What the graph knows of one thing: titled answers."""

    thing: Entity
    types: tuple[str, ...]
    """Labels of the classes that it is said to be of."""
    sections: Mapping[str, Answer]

    def __str__(self) -> str:
        parts = [f"{title}\n{answer}" for title, answer in self.sections.items()]
        return "\n\n".join([self._heading, *parts])

    def _repr_html_(self) -> str:
        parts = (f"<h4>{escape(title)}</h4>{_html_of(answer)}" for title, answer in self.sections.items())
        return f"<h3>{escape(self._heading)}</h3>{''.join(parts)}"

    @property
    def _heading(self) -> str:
        return f"{self.thing.label} ({self.thing.id}): {', '.join(self.types)}"


def _html_of(answer: Answer) -> str:
    return answer._repr_html_()


def _value(term: Term | None, labels: Mapping[str, str]) -> Value:
    if term is None:
        return None
    if term.kind == "iri":
        return Entity(term.value, labels.get(term.value) or compact(term.value))
    readers: dict[str, Callable[[str], Value]] = {
        "date": date.fromisoformat,
        "integer": int,
        "number": float,
        "boolean": lambda text: text in {"true", "1"},
    }
    if term.datatype == XSD + "dateTime":
        readers["text"] = datetime.fromisoformat
    try:
        return readers.get(kind_of(term), str)(term.value)
    except ValueError:  # a query can make a literal that its datatype does not allow
        return term.value


def _shown(value: Value) -> str:
    return "" if value is None else str(value)


def _cell_html(value: Value) -> str:
    if isinstance(value, Entity) and value.iri.startswith(("http://", "https://")):
        return f'<a href="{escape(value.iri)}">{escape(value.label)}</a>'
    return escape(_shown(value))
