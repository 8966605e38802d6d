"""Does `kg link` write a table to review and nothing else, and `kg ask --with` say whom it asked?"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from tests.fetch.web_server import Reply
from tests.pipeline.strangers import EUROVOC, WIKIDATA, Strangers, our_quads, strangers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.cli.conftest import Outcome

    Run = Callable[..., Outcome]

FAST = ("--pause", "0", "--retries", "0")
STATES = ("wikidata", "--kind", "state", *FAST)


@pytest.fixture(autouse=True)
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run each test where it can keep answers."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="module")
def small_store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return a store that has something of each kind, so that a run takes a moment only."""
    path = tmp_path_factory.mktemp("link") / "store"
    store = ox.Store(str(path))
    store.bulk_extend(our_quads())
    store.flush()
    return str(path)


@pytest.fixture
def link(kg: Run, small_store: str) -> Run:
    """Return what runs `kg link` on it."""
    return lambda *arguments: kg("link", *arguments, "--store", small_store)


@pytest.fixture
def wikidata() -> Iterator[Strangers]:
    with strangers(WIKIDATA) as service:
        yield service


def digest_of(store: str) -> str:
    digest = hashlib.sha256()
    for path in sorted(Path(store).resolve().rglob("*")):
        if path.is_file() and path.name != "LOG":
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def test_is_a_table_written_and_neither_data_nor_store_touched(
    link: Run, wikidata: Strangers, small_store: str, tmp_path: Path
) -> None:
    before = digest_of(small_store)
    done = link(*STATES, "--address", wikidata.url, "--out", "states.tsv")
    lines = (tmp_path / "states.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    assert rows[0][-2:] == ["status", "decision"]
    assert ["id:state/AFG", "contradicted"] in [[row[0], row[-2]] for row in rows]
    assert done.out == ""
    assert digest_of(small_store) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == [".kg", "states.tsv"]  # and answers kept


def test_is_a_contradiction_said_aloud_and_by_the_exit_code(link: Run, wikidata: Strangers) -> None:
    done = link(*STATES, "--address", wikidata.url)
    assert done.code == 1
    assert (
        "CONTRADICTED: Afghanistan -> http://www.wikidata.org/entity/Q889: ISO 3166-1 alpha-3 is AFG"
        in done.err
    )
    assert "MOVED: Angola" in done.err
    assert "links that we have: 1 confirmed, 1 contradicted, 1 moved" in done.err
    assert done.out.startswith("# curie_map:")


def test_does_the_same_run_again_ask_nobody(link: Run, wikidata: Strangers) -> None:
    first = link(*STATES, "--address", wikidata.url)
    asked = len(wikidata.asked)
    again = link(*STATES, "--address", wikidata.url)
    assert again.out == first.out
    assert len(wikidata.asked) == asked
    assert f"0 requests, {asked} answers kept since 20" in again.err
    link(*STATES, "--address", wikidata.url, "--refresh")
    assert len(wikidata.asked) == 2 * asked


def test_does_a_run_that_broke_go_on(link: Run, wikidata: Strangers, tmp_path: Path) -> None:
    broken = link(*STATES, "--address", wikidata.url, "--max-requests", "1", "--out", "states.tsv")
    assert (broken.code, "asked more than 1 times" in broken.err) == (4, True)
    assert not (tmp_path / "states.tsv").exists()
    assert link(*STATES, "--address", wikidata.url).code == 1
    assert len(set(wikidata.asked)) == len(wikidata.asked)


def test_are_decisions_never_written_over_and_nobody_asked_in_vain(
    link: Run, wikidata: Strangers, tmp_path: Path
) -> None:
    call = (*STATES, "--address", wikidata.url, "--out")
    link(*call, "states.tsv")
    table = tmp_path / "states.tsv"
    link(*call, "states.tsv")  # nothing was decided yet
    table.write_text(
        table.read_text(encoding="utf-8").replace("\tproposed\t\n", "\tproposed\tlater\n"), "utf-8"
    )
    decided, asked = table.read_bytes(), len(wikidata.asked)
    done = link(*call, "states.tsv", "--refresh")
    assert (done.code, "states.tsv: holds decisions already" in done.err) == (2, True)
    assert table.read_bytes() == decided
    done = link(*call, "nowhere/states.tsv", "--refresh")
    assert (done.code, "its folder is not there" in done.err) == (2, True)
    assert len(wikidata.asked) == asked


def test_do_decisions_become_turtle(link: Run, tmp_path: Path) -> None:
    with strangers(EUROVOC) as service:
        done = link("eurovoc", "--kind", "theme", "--address", service.url, "--out", "t.tsv", *FAST)
        assert done.code == 0
    text = (tmp_path / "t.tsv").read_text(encoding="utf-8")
    assert "\tproposed\t\n" in text
    (tmp_path / "t.tsv").write_text(text.replace("\tproposed\t\n", "\tproposed\taccept\n"), encoding="utf-8")
    done = link("--accept", "t.tsv", "--out", "data/links/eurovoc.ttl")
    assert (done.code, done.out) == (0, "")
    turtle = (tmp_path / "data" / "links" / "eurovoc.ttl").read_text(encoding="utf-8")
    assert "a cp:Source" in turtle
    again = link("--accept", "t.tsv", "--out", "data/links/eurovoc.ttl")
    assert "none of them new" in again.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        # nothing to do, and two things at once
        (["link"], "what to do is not clear"),
        (["link", "sdg", "--accept", "x.tsv"], "what to do is not clear"),
        # a graph that nobody knows, and a kind that it is not asked for
        (["link", "dbpedia"], "no graph is known as 'dbpedia'"),
        (["link", "sdg", "--kind", "state"], "no kind 'state'"),
        # an address that is none
        (["link", "sdg", "--address", "metadata.un.org"], "'metadata.un.org' is no address"),
        # Turtle with nowhere to go
        (["link", "--accept", "x.tsv"], "nowhere to write"),
        (["link", "--accept", "x.tsv", "--out", "x.csv"], "nowhere to write"),
        # a question that asks nobody else
        (["ask", "parties", "--with", "wikidata"], "asks nothing of another graph"),
    ],
)
def test_is_a_wrong_call_one_message(arguments: list[str], words: str, kg: Run) -> None:
    done = kg(*arguments)
    assert done.code == 2
    assert words in done.err
    assert done.err.count("\n") == 1


def test_is_a_service_that_is_none_one_message_and_no_file(
    link: Run, wikidata: Strangers, tmp_path: Path
) -> None:
    wikidata.always = Reply(200, b"<!doctype html><title>Portal</title>", media_type="text/html")
    done = link(*STATES, "--address", wikidata.url, "--out", "states.tsv")
    assert done.code == 4
    assert "text/html instead of results: <!doctype html>" in done.err
    assert done.err.count("\n") == 1
    assert not (tmp_path / "states.tsv").exists()


def test_does_a_question_with_another_graph_say_whom_it_asked(kg: Run, wikidata: Strangers) -> None:
    call = ("ask", "states-outside-treaty", "--treaty", "OPIC", "--format", "csv", "--limit", "1")
    alone = kg(*call)
    done = kg(*call, "--with", wikidata.url, "--save", "asked.rq")
    assert "41454761" in done.out
    assert "41454761" not in alone.out
    assert "Wikidata gave 1 rows on " in done.err
    assert f"requests to {wikidata.url}" in done.err
    saved = kg("sparql", "--file", "asked.rq", "--format", "csv")
    assert "41454761" in saved.out
    assert "SERVICE" not in Path("asked.rq").read_text(encoding="utf-8")


def test_is_a_question_that_can_be_joined_listed_so(kg: Run) -> None:
    listed = kg("ask", "--format", "csv").out
    line = next(line for line in listed.splitlines() if line.startswith("treaties/states-outside-treaty"))
    assert "--treaty --with" in line
    assert "another graph to ask too: wikidata" in kg("ask", "states-outside-treaty", "--help").out
