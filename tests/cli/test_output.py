"""Do rows come out as each format wants them?"""

from __future__ import annotations

import csv
import io
import json
import sys
import time
from typing import TYPE_CHECKING

import pytest

from kg.cli import output
from kg.cli.output import write_rows, write_text, write_triples
from kg.errors import InputError, UsageError
from kg.model import Rows, Term, Triples
from kg.namespaces import XSD, expand

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Outcome

ROWS = Rows(
    ("thing", "label", "n", "ok", "empty"),
    (
        (
            Term("iri", expand("body/HRC")),
            Term("literal", 'Council, "the"\n| one', language="en"),
            Term("literal", "7", XSD + "integer"),
            Term("literal", "true", XSD + "boolean"),
            None,
        ),
    ),
    {"label": "Name", "thing": "Body"},
)


def test_do_readers_formats_hold_the_columns_with_headings_in_their_order(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_rows(ROWS, format="md")
    assert capsys.readouterr().out == (
        '| Name | Body |\n| --- | --- |\n| Council, "the" \\| one | body/HRC |\n'
    )
    write_rows(ROWS)
    out = capsys.readouterr().out
    assert "Name" in out
    assert "body/HRC" in out
    assert "ok" not in out


def test_do_machine_formats_hold_every_column(tmp_path: Path) -> None:
    write_rows(ROWS, out=tmp_path / "rows.csv")
    with (tmp_path / "rows.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["label"] == 'Council, "the"\n| one'
    assert row["thing"] == expand("body/HRC")
    assert row["empty"] == ""
    write_rows(ROWS, out=tmp_path / "rows.json")
    (record,) = json.loads((tmp_path / "rows.json").read_text(encoding="utf-8"))
    assert record == {
        "thing": expand("body/HRC"), "label": 'Council, "the"\n| one', "n": 7, "ok": True, "empty": None,
    }  # fmt: skip


def test_does_the_option_go_before_the_extension(tmp_path: Path) -> None:
    write_rows(ROWS, format="ndjson", out=tmp_path / "rows.csv")
    assert json.loads((tmp_path / "rows.csv").read_text(encoding="utf-8"))["n"] == 7


def test_are_all_columns_shown_where_none_has_a_heading(capsys: pytest.CaptureFixture[str]) -> None:
    write_rows(Rows(ROWS.columns, ROWS.rows), format="md")
    assert capsys.readouterr().out.startswith("| thing | label | n | ok | empty |")


def test_is_a_wrong_format_refused_for_rows_and_for_graphs() -> None:
    with pytest.raises(UsageError, match="table, csv, tsv, json, ndjson, md"):
        write_rows(ROWS, format="ttl")
    with pytest.raises(UsageError, match="ttl, nt, nq, trig, jsonld, rdf"):
        write_triples(Triples(()), format="csv")


def test_is_a_folder_that_is_not_there_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        write_rows(ROWS, out=tmp_path / "none" / "rows.csv")


class _Screen(io.StringIO):
    """What stands for a terminal, or for a pipe."""

    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal


@pytest.mark.parametrize(
    ("terminal", "seconds", "said"),
    [
        # a person waits: after a moment, a word
        (True, 1.5, True),
        # it was quick: no flicker
        (True, 0.0, False),
        # nobody looks: not a byte
        (False, 0.6, False),
    ],
)
def test_is_a_person_told_to_wait_and_nobody_else(
    terminal: bool, seconds: float, said: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = _Screen(terminal=terminal)
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(output, "PATIENCE", 0.5)
    monkeypatch.setenv("TERM", "xterm")
    with output.working("Asking …"):
        time.sleep(seconds)
    assert ("Asking" in screen.getvalue()) == said
    assert bool(screen.getvalue()) == said


def test_does_a_terminal_get_no_sign_that_steers_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    write_text("a label\x1b[2J\n", None)
    assert capsys.readouterr().out == "a label␛[2J\n"
    monkeypatch.setattr("sys.stdout.isatty", lambda: False)
    write_text("a label\x1b[2J\n", None)
    assert capsys.readouterr().out == "a label\x1b[2J\n"  # a program gets what the graph holds


def test_does_an_error_show_no_sign_that_steers(kg: Callable[..., Outcome]) -> None:
    outcome = kg("show", "no\x1b[2Jthing")
    assert outcome.code == 2
    assert "\x1b" not in outcome.err
