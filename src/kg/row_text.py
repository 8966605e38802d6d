"""Write rows as text (CSV, TSV, JSON, lines of JSON, Markdown) for the command line, the site and Python.

Markdown is for readers and holds the columns with headings; the others hold every column of the query.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
from typing import TYPE_CHECKING

from kg.namespaces import XSD, compact

if TYPE_CHECKING:
    from kg.model import Rows, Term

_WHOLE = {XSD + name for name in ("integer", "nonNegativeInteger", "int", "long")}
_BROKEN = {XSD + name for name in ("decimal", "double", "float")}

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that spreadsheets compute."""
_LAST_CONTROL = 0x1F
_NUMBER_RE = re.compile(r"[+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN")
_STEERING_RE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control signs but tab and line feed, and those that override the direction of text, not those that hint."""

Native = str | int | float | bool | None


def write_csv(rows: Rows) -> str:
    r"""Return rows with every column of the query under its name; IRIs in full, formulas made harmless.

    >>> from kg.model import Rows, Term
    >>> write_csv(Rows(("place", "acts"), ((Term("literal", "para. 1, 2"), None),)))
    'place,acts\n"para. 1, 2",\n'
    """
    return _separated(rows, ",")


def write_tsv(rows: Rows) -> str:
    """Return the same, separated by tabs."""
    return _separated(rows, "\t")


def write_json(rows: Rows) -> str:
    """Return a list of JSON objects."""
    return json.dumps(records(rows), ensure_ascii=False, indent=2) + "\n"


def write_lines(rows: Rows) -> str:
    """Return one JSON object a line."""
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records(rows))


def write_markdown(rows: Rows) -> str:
    """Return the columns that are for readers, under their headings."""
    return markdown(rows.readable())


def markdown(rows: Rows) -> str:
    """Return every column as a Markdown table."""
    head = [rows.heading(column) for column in rows.columns]
    body = [[display(term) for term in row] for row in rows.rows]
    return "\n".join(map(_markdown_line, [head, ["---"] * len(head), *body])) + "\n"


def records(rows: Rows) -> list[dict[str, Native]]:
    """Return rows as JSON objects, one key a column."""
    return [dict(zip(rows.columns, map(native, row), strict=True)) for row in rows.rows]


def display(term: Term | None) -> str:
    """Return what a reader sees of a term: short IRIs, plain literals, nothing for unbound."""
    if term is None:
        return ""
    return printable(compact(term.value) if term.kind == "iri" else term.value)


def printable(text: str) -> str:
    r"""Return text with signs that would steer a terminal, or turn lines about, as pictures of them.

    >>> printable("grooming\x1b[2J \u202elatot\ttotal")
    'grooming␛[2J �latot\ttotal'
    """
    return _STEERING_RE.sub(_picture, text)


def harmless(text: str) -> str:
    """Return the text of a cell so that no spreadsheet takes it for a formula, with an apostrophe before it.

    >>> harmless("=HYPERLINK(A1)"), harmless("para. 1")
    ("'=HYPERLINK(A1)", 'para. 1')
    """
    mark = "'" if text.startswith(FORMULA) else ""
    return mark + text.replace("\r\n", "\n").replace("\r", "\n")  # writers of CSV leave a lone one unquoted


def native(term: Term | None) -> Native:
    """Return numbers and booleans as JSON has them, all else as text.

    >>> from kg.model import Term
    >>> native(Term("literal", "16", XSD + "integer")), native(Term("literal", "2016", XSD + "gYear"))
    (16, '2016')
    """
    if term is None:
        return None
    try:
        if term.datatype in _WHOLE:
            return int(term.value)
        if term.datatype in _BROKEN and math.isfinite(number := float(term.value)):
            return number  # JSON has no NaN and no infinity
    except ValueError:
        return term.value  # a query can make an ill-typed literal
    return term.value in {"true", "1"} if term.datatype == XSD + "boolean" else term.value


def _separated(rows: Rows, delimiter: str) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\n")
    writer.writerow(rows.columns)
    writer.writerows([_cell(term) for term in row] for row in rows.rows)
    return buffer.getvalue()


def _cell(term: Term | None) -> str:
    if term is None:
        return ""
    is_number = term.datatype in _WHOLE | _BROKEN and _NUMBER_RE.fullmatch(term.value)
    return term.value if is_number else harmless(term.value)


def _picture(match: re.Match[str]) -> str:
    """Return the picture that Unicode has of a control sign, or the sign for what cannot be shown."""
    number = ord(match[0])
    return chr(0x2400 + number) if number <= _LAST_CONTROL else "\ufffd"


def _markdown_line(cells: list[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
