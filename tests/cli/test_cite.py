"""Does `kg cite` print footnotes, write files for reference managers, and say what it left out?"""

from __future__ import annotations

import io
import json
import re
import shlex
import sys
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Outcome

    Run = Callable[..., Outcome]

PAGE = (ROOT / "docs" / "citing.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```console\n\$ kg (cite .+?)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize(("command", "printed"), EXAMPLES)
def test_does_the_page_on_citing_show_what_is_printed(command: str, printed: str, kg: Run) -> None:
    outcome = kg(*shlex.split(command))
    assert outcome.code == 0
    assert outcome.out == printed


def test_has_the_page_examples_of_every_style() -> None:
    commands = " ".join(command for command, _ in EXAMPLES)
    assert all(f"--style {style}" in commands for style in ("bluebook", "aglc", "un"))


def test_are_footnotes_printed_one_a_line(kg: Run) -> None:
    out = kg("cite", "A/HRC/RES/31/7/op/4", "CRC art 34").out.splitlines()
    assert out[0] == "UNHRC Res 31/7 (23 March 2016) UN Doc A/HRC/RES/31/7, para 4"
    assert out[1].endswith("1577 UNTS 3 (CRC) art 34")


def test_do_places_need_no_quotation_marks(kg: Run) -> None:
    quoted = kg("cite", "A/HRC/RES/31/7 paras 4, 6-8", "CRC art 3(1)").out
    assert kg("cite", "A/HRC/RES/31/7", "paras", "4,", "6-8", "CRC", "art", "3(1)").out == quoted


def test_are_ids_read_from_stdin(kg: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("CRC art 34\n\nA/HRC/RES/31/7/op/4\n"))
    assert kg("cite", "-", "--short").out == "CRC art 34\nUNHRC Res 31/7, para 4\n"


def test_is_what_was_left_out_said_on_stderr(kg: Run) -> None:
    outcome = kg("cite", "ACHPR art 5")
    assert outcome.out == "African Charter on Human and Peoples’ Rights art 5\n"
    assert "treaty/ACHPR: the graph does not know the day of its adoption or opening" in outcome.err
    assert "does not describe op/99" in kg("cite", "A/HRC/RES/31/7/op/99").err
    assert kg("cite", "CRC art 34").err == ""


def test_is_json_one_object_a_citation(kg: Run) -> None:
    rows = json.loads(kg("cite", "A/HRC/RES/31/7 paras 4, 6", "--format", "json", "--style", "un").out)
    assert rows == [
        {
            "ids": ["A/HRC/RES/31/7/op/4", "A/HRC/RES/31/7/op/6"],
            "style": "un",
            "citation": "Human Rights Council resolution 31/7, paras. 4 and 6",
            "missing": [],
        }
    ]


@pytest.mark.parametrize(
    ("name", "begins"),
    [("a.bib", "@misc{CRC,"), ("a.ris", "TY  - LEGAL"), ("a.json", "["), ("a.txt", "Convention")],
)
def test_is_the_format_that_of_the_file(name: str, begins: str, kg: Run, tmp_path: Path) -> None:
    out = tmp_path / name
    assert kg("cite", "CRC", "--out", str(out)).out == ""
    assert out.read_text(encoding="utf-8").startswith(begins)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("grooming",), "no instrument is called"),
        (("CRC", "--style", "mla"), "Choose one of: oscola, bluebook, aglc, un"),
        (("CRC", "--format", "csv"), "Choose one of: text, json, bibtex, ris, csl-json"),
        (("CRC", "--markup", "latex"), "Choose one of: plain, markdown, html, rtf"),
        (("CRC", "--date", "session"), "Choose one of: full, year, none"),
        (("CRC", "--treaty-date", "signed"), "Choose one of: adopted, opened"),
        (("CRC", "--in-text"), "no form for the running text"),
        (("CRC", "--accessed", "yesterday"), "accessed"),
        (("CRC", "--note", "0"), "note"),
        ((), "Missing argument"),
        (("para 4",), "no instrument is called"),
    ],
)
def test_does_a_mistake_get_exit_code_2(arguments: tuple[str, ...], words: str, kg: Run) -> None:
    outcome = kg("cite", *arguments)
    assert outcome.code == 2
    assert words in outcome.err
    assert outcome.out == ""


def test_is_no_file_left_by_a_mistake(kg: Run, tmp_path: Path) -> None:
    out = tmp_path / "a.bib"
    assert kg("cite", "CRC", "grooming", "--out", str(out)).code == 2
    assert not out.exists()
