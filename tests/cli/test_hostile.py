"""Does clumsy or hostile use of the command meet its contract: one message, an exit code, nothing lost?"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.smaller import smaller_built

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Outcome

    Run = Callable[..., Outcome]

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def shell(script: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `kg` by a line of shell, where "$@" is the command."""
    command = ["sh", "-c", script, "sh", sys.executable, "-m", "kg", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, encoding="utf-8", env=os.environ | environment
    )


def test_are_links_and_devices_written_to_and_not_replaced(kg: Run, tmp_path: Path) -> None:
    (tmp_path / "real.csv").touch()
    (tmp_path / "link.csv").symlink_to("real.csv")
    assert kg("ask", "--out", str(tmp_path / "link.csv")).code == 0
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_text(encoding="utf-8").startswith("id,")
    os.mkfifo(tmp_path / "pipe")
    listed = shell(
        '"$@" & cat "$PIPE"; wait', "ask", "-f", "csv", "-o", f"{tmp_path}/pipe", PIPE=f"{tmp_path}/pipe"
    )
    assert listed.stdout.startswith("id,")
    assert (tmp_path / "pipe").is_fifo()


@pytest.mark.parametrize(
    "literal", ["'x'^^xsd:integer", "'x'^^xsd:double", "'NaN'^^xsd:double", "'INF'^^xsd:float"]
)
def test_is_json_valid_whatever_a_query_makes(literal: str, kg: Run) -> None:
    outcome = kg("sparql", f"SELECT ({literal} AS ?x) {{}}", "--format", "json")
    (record,) = json.loads(outcome.out, parse_constant=pytest.fail)
    assert record["x"] == literal.split("'")[1]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        # more seconds than a clock has
        (("sparql", "ASK {}", "--timeout", "inf"), 2, "--timeout"),
        (("reason", "--timeout", "1e30"), 2, "--timeout"),
        # a format that is none, for an answer that has one form only
        (("sparql", "ASK {}", "--format", "zzz"), 2, "format 'zzz'"),
        # a store that is not there, told as every command tells it
        (("sparql", "ASK {}", "--store", "/nonexistent"), 3, "there is no store here"),
        # a name as long as a book is not repeated whole
        (("show", "x" * 100_000), 2, "xxx…'"),
    ],
)
def test_is_an_odd_argument_answered_in_one_short_line(
    arguments: tuple[str, ...], code: int, words: str, kg: Run
) -> None:
    outcome = kg(*arguments)
    assert outcome.code == code, outcome.err
    assert words in outcome.err
    assert len(outcome.err) < 1000


def test_are_queries_in_a_file_read_with_a_mark_and_refused_in_another_encoding(
    kg: Run, tmp_path: Path
) -> None:
    (tmp_path / "bom.rq").write_bytes(b"\xef\xbb\xbfASK {}")
    (tmp_path / "utf16.rq").write_bytes("ASK {}".encode("utf-16"))
    assert kg("sparql", "--file", str(tmp_path / "bom.rq")).out == "true\n"
    refused = kg("sparql", "--file", str(tmp_path / "utf16.rq"))
    assert (refused.code, refused.err) == (3, f"{tmp_path}/utf16.rq: is not UTF-8. Save the query as UTF-8\n")


@pytest.mark.parametrize(
    "base", ["nonsense", "https://a b/", "https://example.org/x", "https://example.org/#/"]
)
def test_is_a_base_that_names_nothing_refused(base: str) -> None:
    result = shell('"$@"', "stats", KG_BASE=base)
    assert result.returncode == 2
    assert result.stderr.startswith("KG_BASE: ")


def test_is_piped_output_utf_8_wherever_the_command_runs(store_path: str) -> None:
    environment = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    result = shell(
        '"$@"', "sparql", "SELECT ('é' AS ?x) {}", "-f", "csv", "--store", store_path, **environment
    )
    assert result.stdout == "x\né\n"
    assert shell('"$@"', "show", "OPSC", "--store", store_path, **environment).returncode == 0


def test_is_closed_or_full_output_no_crash(store_path: str) -> None:
    assert shell('"$@" >&-', "show", "OPSC", "--store", store_path).stderr == ""
    if Path("/dev/full").is_char_device():
        full = shell('"$@" >/dev/full', "show", "OPSC", "--store", store_path)
        assert full.returncode == 3
        assert full.stderr.startswith("standard output: No space left")
        assert full.stderr.count("\n") == 1


@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_does_the_query_end_with_the_command(number: signal.Signals, store_path: str) -> None:
    command = [sys.executable, "-m", "kg", "sparql", ENDLESS, "--store", store_path]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        if not children.exists():
            process.kill()
            pytest.skip("the system does not tell a process's children")
        deadline = time.monotonic() + 20
        while not (worker := children.read_text(encoding="ascii").split()) and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(number)
        assert process.wait(timeout=20) != 0
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()
    assert worker
    gone = time.monotonic() + 10  # a system that is busy takes a moment to end it
    while Path(f"/proc/{worker[0]}").exists() and time.monotonic() < gone:
        time.sleep(0.05)
    assert not Path(f"/proc/{worker[0]}").exists()


def test_is_a_store_whose_manifest_was_cut_off_not_taken_for_an_empty_graph(
    kg: Run, world_project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_HOME", str(world_project))
    store = tmp_path / "store"
    shutil.copytree(smaller_built() / "store", store)
    (manifest,) = store.glob("MANIFEST-*")
    os.truncate(manifest, manifest.stat().st_size // 2)
    for command in (("stats",), ("sparql", "ASK {}"), ("show", "OPSC")):
        outcome = kg(*command, "--store", str(store))
        assert (outcome.code, outcome.out) == (3, "")
        assert "is damaged" in outcome.err
    rebuilt = kg("build", "--out", str(tmp_path / "build"), "--store", str(store))
    assert rebuilt.code == 3
    assert "Move it away" in rebuilt.err


def test_does_build_refuse_places_that_would_break_it(
    kg: Run, world_project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_HOME", str(world_project))
    (tmp_path / "file").touch()
    out = str(tmp_path / "b")
    for arguments, code in (
        (("--out", f"{tmp_path}/file/b", "--store", f"{tmp_path}/s"), 3),
        (("--out", out, "--store", f"{tmp_path}/file/s"), 3),
        (("--out", out, "--store", out), 2),
        (("--out", out, "--store", f"{out}/current"), 2),
    ):
        outcome = kg("build", *arguments)
        assert outcome.code == code, outcome.err
        assert str(tmp_path) in outcome.err
        assert not (tmp_path / "b" / "current").exists()
