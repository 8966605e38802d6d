"""Does the command start fast, answer with the contract's exit codes, and say what to do?"""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.smaller import smaller_project

if TYPE_CHECKING:
    from pathlib import Path

HEAVY = (
    "rdflib",
    "pyoxigraph",
    "pyshacl",
    "owlready2",
    "networkx",
    "SPARQLWrapper",
    "urllib3",
    "yaml",
    "rich.table",
)


def kg(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "kg", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | environment,
    )


def test_does_help_import_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['kg', '--help']\n"
        "import contextlib, io\n"
        "from kg.cli.main import run\n"
        "with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()): run()\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_does_every_command_show_examples_in_its_help() -> None:
    for command in ("build", "fetch", "validate", "reason", "ask", "sparql", "show", "stats"):
        result = kg(command, "--help")
        assert result.returncode == 0
        assert "Examples:" in result.stdout
        assert f"kg {command}" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        # wrong usage: a command that does not exist
        (("bild",), 2, "bild"),
        # wrong usage: an option that does not exist
        (("build", "--fast"), 2, "--fast"),
        # a store that was never made
        (("stats", "--store", "/nonexistent/store"), 3, "kg build"),
        # a remote store cannot be built into
        (("build", "--store", "http://127.0.0.1:9/sparql"), 2, "--store"),
        # a remote store that does not answer
        (("stats", "--store", "http://127.0.0.1:9/sparql"), 4, "127.0.0.1:9"),
        # a format that does not fit
        (("ask", "--format", "ttl"), 2, "table, csv, tsv, json, ndjson, md"),
    ],
)
def test_does_a_mistake_get_one_message_and_its_exit_code(
    arguments: tuple[str, ...], code: int, words: str
) -> None:
    result = kg(*arguments)
    assert result.returncode == code, result.stderr
    assert words in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


def test_does_a_wrong_line_stop_the_build_with_its_place(sources: Path, tmp_path: Path) -> None:
    bodies = sources / "data" / "bodies.ttl"
    bodies.write_text(
        bodies.read_text(encoding="utf-8").replace("cp:subsidiaryOf <", "cp:subsidaryOf <", 1), "utf-8"
    )
    result = kg("build", "--out", str(tmp_path / "b"), "--store", str(tmp_path / "s"), KG_HOME=str(sources))
    assert result.returncode == 3
    assert "data/bodies.ttl:" in result.stderr
    assert "Did you mean cp:subsidiaryOf?" in result.stderr
    assert not (tmp_path / "b").exists()
    assert not (tmp_path / "s").exists()


def test_can_a_publisher_change_the_base(tmp_path: Path) -> None:
    place = ("--out", str(tmp_path / "b"), "--store", str(tmp_path / "s"))
    base = "https://law.example.org/"
    assert kg("build", *place, KG_BASE=base, KG_HOME=str(smaller_project())).returncode == 0
    shown = kg("show", "A/HRC/RES/31/7/op/4", "--store", str(tmp_path / "s"), KG_BASE=base)
    assert "criminaliz" in shown.stdout
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(CONTAINS(STR(?s), 'w3id.org/cpkg')) }"
    left = kg("sparql", query, "--store", str(tmp_path / "s"), "--format", "csv", KG_BASE=base)
    assert left.stdout.split() == ["n", "0"]


@pytest.mark.parametrize("limit", [1, 20000])
def test_does_a_reader_who_has_left_before_do_no_harm(limit: int, store_path: str) -> None:
    query = f"SELECT ?s ?p ?o {{ ?s ?p ?o }} LIMIT {limit}"
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "kg", "sparql", query, "--store", store_path, "--format", "tsv"]
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


def test_does_the_reader_of_a_pipe_leaving_do_no_harm(store_path: str) -> None:
    query = "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 20000"  # megabytes, where a pipe holds 64 KiB
    command = [sys.executable, "-m", "kg", "sparql", query, "--store", store_path, "--format", "tsv"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == b"s\tp\to\n"
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0
