"""Do the documents say what is true?"""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from kg.cli import reference
from kg.cli.main import app, command_line
from kg.graph.questions.catalogue import read_catalogue
from kg.graph.syntax.prefixes import prefixes_turtle
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from kg.graph.stores.store import LocalStore


def test_is_the_page_of_commands_fresh() -> None:
    fresh = reference.commands_markdown()
    assert (ROOT / "docs" / "commands.md").read_text(encoding="utf-8") == fresh, (
        "run: python -m kg.cli.reference commands > docs/commands.md"
    )


def test_is_the_page_of_questions_fresh(graph: LocalStore) -> None:
    fresh = reference.questions_markdown(graph)
    assert (ROOT / "docs" / "questions.md").read_text(encoding="utf-8") == fresh, (
        "run: kg build && python -m kg.cli.reference questions > docs/questions.md"
    )


def test_is_the_page_of_the_data_fresh(graph: LocalStore) -> None:
    assert (ROOT / "docs" / "data.md").read_text(encoding="utf-8") == reference.data_markdown(graph), (
        "run: kg build && python -m kg.cli.reference data > docs/data.md"
    )


def test_are_the_declared_prefixes_fresh() -> None:
    written = (ROOT / "ontology" / "prefixes.ttl").read_text(encoding="utf-8")
    assert written == prefixes_turtle(), "run: python -m kg.graph.syntax.prefixes > ontology/prefixes.ttl"


def test_is_the_answer_in_the_readme_real(store_path: str) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    tables = re.findall(r"```\nkg (ask [^\n]+)\n```\n\n((?:\|[^\n]*\n)+)", readme)
    printed = re.findall(r"^```console\n\$ kg (.+?)\n(.*?)^```$", readme, re.DOTALL | re.MULTILINE)
    assert tables
    assert len(printed) >= 2
    for command, shown in [*tables, *printed]:
        assert CliRunner().invoke(app, [*shlex.split(command), "--store", store_path]).stdout == shown


def test_does_the_walk_in_the_readme_lead_where_it_says(
    store_path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    walk = readme.partition("## A scholar's walk")[2].partition("Then look closer")[0]
    commands = re.findall(r"^kg (.+)$", walk, re.MULTILINE)
    monkeypatch.chdir(tmp_path)
    answers = [CliRunner().invoke(app, [*shlex.split(c), "--store", store_path]) for c in commands]
    assert [answer.exit_code for answer in answers] == [0] * len(commands)
    asked = shlex.split(commands[1])[1]
    assert asked in answers[0].stdout.partition("kg ask")[2].split()[0]
    assert (tmp_path / "duties.csv").read_text(encoding="utf-8").startswith("rank,strength,act,")
    assert "<svg" in (tmp_path / "citations.svg").read_text(encoding="utf-8")


def test_is_the_number_of_questions_in_the_readme_true() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"catalogue of {len(read_catalogue(ROOT))} questions" in readme


@pytest.mark.parametrize("name", ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"])
def test_do_the_documents_name_only_what_exists(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    files = re.findall(r"`((?:docs|data|ontology|shapes|queries|tests|src|benchmarks)/[\w./-]+)`", text)
    modules = [f"src/kg/{path}" for path in re.findall(r"\b((?:graph|pipeline|cli)/\w+\.py)", text)]
    missing = [path for path in links + files + modules if not (ROOT / path).exists()]
    assert missing == []


def test_is_every_command_in_the_readme_a_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    known = set(command_line().commands)
    named = set(re.findall(r"\bkg ([a-z]+)\b", readme))
    assert named <= known
    assert known <= named | {"build"}
