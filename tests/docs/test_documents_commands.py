"""Does every command in the documents run, and print what they say it prints?"""

from __future__ import annotations

import importlib.util
import re
import shlex
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import typer
from typer.testing import CliRunner

from kg.cli.main import app
from kg.errors import UsageError
from kg.graph.questions.catalogue import find_question, read_catalogue
from kg.namespaces import sparql_prologue
from tests.conftest import ROOT
from tests.docs.reading import Command, blocks, commands, pages, spans, text_of
from tests.pipeline.papers import resolution, take_in, write
from tests.smaller import copy_build, smaller_built

if TYPE_CHECKING:
    from kg.graph.questions.catalogue import Question
    from kg.graph.stores.store import LocalStore

OURS = "kg"
NOT_RUN = {
    # each: what a command of `kg` needs that no test has, and the test that runs it all the same
    "build": "writes where it stands, half a minute; tests/graph/test_build.py, and `make run` in CI",
    "validate": "some ten seconds each; tests/cli/test_validate.py",
    "fetch": "asks the network; tests/fetch/test_command.py asks a service on loopback",
    "extract": "reads documents of the reader; tests/cli/test_extract.py",
    "ingest": "reads documents of the reader, writes; tests/cli/test_ingest.py, tests/pipeline",
    "search": "finds words in documents that were ingested; tests/cli/test_search.py",
    "review": "speaks of documents that were ingested; tests/cli/test_review.py",
    "compare": "reads documents of the reader; tests/cli/test_compare.py",
    "doctor": "mends what a reader has stored; tests/cli/test_doctor.py",
    "load": "reads graphs of others, writes; tests/cli/test_load.py",
    "link": "asks the network; tests/cli/test_link.py asks services on loopback",
    "push": "writes to a server; tests/cli/test_push.py, tests/pipeline/test_push.py",
    "serve": "does not end; tests/web/test_shell.py",
    "publish": "minutes; tests/web/test_publish.py",
}
NOT_RUN_WITH = {
    "--with": "asks the network; tests/pipeline/test_ask_with.py",
    "--store": "names a server or folder of the reader; tests/graph/test_remote.py",
    "KG_STORE": "names a server of the reader; tests/graph/test_remote.py",
    "external/": "asks graphs that were loaded before; tests/graph/test_joining.py",
    "subjectHeading": "asks documents of the Digital Library that were ingested before",
    "targets-in-un-words": "asks graphs that were loaded before; tests/cases/questions",
    "texts-on-unbis-subject": "asks graphs that were loaded before; tests/cases/questions",
    "parties-by-region": "asks graphs that were loaded before; tests/cases/questions",
    "grooming.rq": "a file that the line before wrote; tests/pipeline/test_ask.py",
    "all": "half a minute; tests/export",
}
OTHERS = {
    # programs of others, which documents name where the reader has them
    "ln", "systemctl", "curl", "zcat", "qlever", "pip", "dask", "uv",
}  # fmt: skip


@cache
def catalogue() -> list[Question]:
    return read_catalogue(ROOT)


@cache
def the_command() -> Any:  # noqa: ANN401  # Typer has a Click of its own, by version
    """Return a command line apart from the one that runs, as parsing alone leaves its mark on commands."""
    return typer.main.get_command(app)


def ours() -> list[Command]:
    """Return the commands of `kg` in blocks, without what is set before them."""
    found = []
    for one in commands():
        words = list(one.words)
        while words and re.fullmatch(r"\w+=.*", words[0]):
            words.pop(0)
        if words and words[0] == OURS:
            found.append(Command(one.page, one.line, tuple(words), one.shown))
    return found


def require_parsed(words: tuple[str, ...]) -> None:
    """Parse a command as the shell would, and raise where a command or an option is none."""
    group = the_command()
    with group.make_context(OURS, list(words), resilient_parsing=True) as context:
        command, rest = group, list(words)
        while hasattr(command, "commands") and rest and not rest[0].startswith("-"):
            assert rest[0] in command.commands, f"there is no command {rest[0]}"
            command, rest = command.commands[rest[0]], rest[1:]
        known = {
            name for option in command.get_params(context) for name in [*option.opts, *option.secondary_opts]
        }
    known |= {"--help"} | _options_of_question(command.name, rest)
    options = [word.partition("=")[0] for word in rest if re.match(r"--?[a-z]", word)]
    assert set(options) <= known, f"{command.name} has no option {set(options) - known}"


def _options_of_question(command: str, rest: list[str]) -> set[str]:
    """Return the options that the question named brings."""
    named = rest[0] if command == "ask" and rest else _after(rest, "--question")
    if named is None or named.isupper() or named.startswith("-"):
        return {f"--{p.name}" for one in catalogue() for p in one.parameters} if command == "ask" else set()
    if len([word for word in rest if not word.startswith("-")]) > 1 and "--" not in " ".join(rest):
        return set()  # words to find a question by
    return {f"--{parameter.name}" for parameter in find_question(catalogue(), named).parameters}


def _after(words: list[str], option: str) -> str | None:
    return words[words.index(option) + 1] if option in words else None


def test_does_every_command_parse() -> None:
    wrong = []
    for words, command in {one.words: one for one in [*ours(), *spans()]}.items():
        try:
            require_parsed(words[1:])
        except (AssertionError, UsageError) as error:
            wrong.append(f"{command}: {error}")
    assert wrong == []


def is_run(command: Command) -> bool:
    """Say whether a test can run a command as it stands: it reads the graph, and takes little time."""
    if command.words[1] in NOT_RUN or ("reason" in command.words and "--explain" not in command.words):
        return False
    written = shlex.join(command.words)
    return not any(word in command.words or (len(word) > 3 and word in written) for word in NOT_RUN_WITH)


@pytest.mark.usefixtures("from_memory")
@pytest.mark.parametrize("command", {one.words: one for one in ours() if is_run(one)}.values(), ids=str)
def test_does_every_command_that_only_reads_run_and_print_what_is_shown(
    command: Command, store_path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_STORE", store_path)
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, list(command.words[1:]))
    assert done.exit_code == 0, done.output
    assert done.stdout or list(tmp_path.iterdir())
    if command.shown is not None:
        assert done.stdout == command.shown


def test_is_every_command_run_or_known_with_a_reason_why_not() -> None:
    named = {one.words[1] for one in ours() if not is_run(one)}
    known = set(the_command().commands)
    assert set(NOT_RUN) <= known
    assert named <= set(NOT_RUN) | {"ask", "show", "export", "sparql", "reason", "network", "cite"}


def test_are_other_programs_those_we_know_of() -> None:
    for one in commands():
        words = [word for word in one.words if not re.fullmatch(r"\w+=.*", word)]
        if not words or words[0] == OURS:
            continue
        if words[:2] in (["python", "-m"], ["python3", "-m"]):
            require_module(one, words[2], words[3:])
        elif words[0] == "make":
            continue  # see test_documents_links.py
        elif words[0].startswith("python"):
            assert words[1].startswith("CORPUS/"), one
        else:
            assert words[0] in OTHERS, f"{one}: tell why it is not tried, or try it"


def require_module(command: Command, name: str, rest: list[str]) -> None:
    """Hold a program of ours against its own source: it is there, and has the options."""
    if name in {"pip", "venv", "pytest"}:
        return
    spec = importlib.util.find_spec(name)
    assert spec, f"{command}: there is no module {name}"
    main = importlib.util.find_spec(f"{name}.__main__") if spec.submodule_search_locations else spec
    assert main, command
    assert main.origin
    source = Path(main.origin).read_text(encoding="utf-8")
    for option in rest:
        assert not option.startswith("--") or f'"{option}"' in source, f"{command}: no option {option}"


def test_does_every_extra_exist_that_is_installed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = set(project["optional-dependencies"])
    for path in pages():
        named = re.findall(r"(?:cpkg|\.)\[([a-z,]+)\]", text_of(path))
        assert {extra for names in named for extra in names.split(",")} <= extras, path


def test_does_every_query_in_the_documents_run(graph: LocalStore) -> None:
    queries = list(blocks("sparql"))
    assert queries
    for block in queries:
        assert graph.select(sparql_prologue() + block.text).rows, f"{block.page}:{block.line}"


def test_does_the_python_in_the_documents_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the order of the pages, those of one page in one session."""
    store = copy_build(smaller_built(), tmp_path)
    take_in(
        store, write(tmp_path / "in", "a.txt", resolution("99/1", "1. Urges States to end live streaming."))
    )
    monkeypatch.setenv("KG_STORE", str(store))
    monkeypatch.chdir(tmp_path)
    sessions: dict[str, dict[str, object]] = {}
    for block in blocks("python"):
        code = compile(block.text, f"{block.page}:{block.line}", "exec")
        exec(code, sessions.setdefault(block.page, {}))  # noqa: S102  # our own documents
    assert set(sessions) >= {"docs/using.md", "docs/citing.md"}
    assert (tmp_path / "resolution.ttl").exists()
