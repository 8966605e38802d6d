"""Are dumps and graphs made in small steps, once for all who ask, and kept within bounds?"""

from __future__ import annotations

import builtins
import gzip
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from kg.graph.syntax.serialise import write_document
from kg.namespaces import GRAPH
from kg.web.aside import in_turn
from kg.web.dataset import graphs
from kg.web.dataset.dumps import DUMPS, Dump, write_dump
from kg.web.dataset.graphs import GraphFolder
from kg.web.dataset.routes import dataset_routes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

THINGS = 6_000
LONGEST_STEP = 4_500
"""Things that may be sorted at once; no other thread goes on meanwhile."""
NAME = GRAPH + "many"


@pytest.fixture(scope="module")
def site() -> Any:  # noqa: ANN401 - as much of a site as is asked for here
    store = ox.Store()
    graph, says = ox.NamedNode(NAME), ox.NamedNode("http://example.org/says")
    store.bulk_extend(
        ox.Quad(ox.NamedNode(f"http://example.org/{n}"), says, ox.Literal(f"{n}"), graph)
        for n in range(THINGS)
    )
    return SimpleNamespace(engine=SimpleNamespace(ox=store), digest="d", url="http://testserver/")


@pytest.fixture
def sorted_at_once(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return the sizes of what was sorted."""
    sizes: list[int] = []
    plain = builtins.sorted

    def noting(things: Iterable[Any], **how: Any) -> list[Any]:  # noqa: ANN401 - as `sorted` itself
        found = plain(things, **how)
        sizes.append(len(found))
        return found

    monkeypatch.setattr(builtins, "sorted", noting)
    return sizes


@pytest.mark.parametrize("dump", [one for one in DUMPS if one.format != "jsonld"], ids=lambda one: one.file)
def test_is_a_dump_made_without_stopping_all_other_threads(
    dump: Dump,
    site: Any,  # noqa: ANN401 - as above
    sorted_at_once: list[int],
    tmp_path: Path,
) -> None:
    write_dump(site, dump, tmp_path / "dump")
    assert sum(sorted_at_once) > THINGS
    assert max(sorted_at_once) < LONGEST_STEP
    lines = [line for line in gzip.decompress((tmp_path / "dump").read_bytes()).splitlines() if b'"' in line]
    assert len(lines) == THINGS
    if dump.format == "nq":
        assert lines == sorted(lines)


def test_is_a_graph_made_without_stopping_all_other_threads(site: Any, sorted_at_once: list[int]) -> None:  # noqa: ANN401 - as above
    with GraphFolder(site).write(NAME, "nt") as file:
        lines = file.read().splitlines()
    assert sum(sorted_at_once) > THINGS
    assert max(sorted_at_once) < LONGEST_STEP
    assert lines == sorted(lines)
    assert len(lines) == THINGS


def test_is_a_graph_written_once_for_all_who_ask(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ANN401 - as above
    written: list[str] = []
    plain = write_document

    def noting(quads: Iterable[ox.Quad], ending: str, file: Any) -> None:  # noqa: ANN401 - a file
        written.append(ending)
        plain(quads, ending, file)

    monkeypatch.setattr(graphs, "write_document", noting)
    app = Starlette(routes=in_turn(dataset_routes()))
    app.state.site = site
    client = TestClient(app)
    answers = [client.get("/graph/many", headers={"accept": "text/turtle"}) for _ in range(3)]
    assert written == ["ttl"]
    assert len({one.content for one in answers}) == 1
    assert int(answers[0].headers["content-length"]) == len(answers[0].content)
    assert client.get("/graph/many", headers={"accept": "application/n-triples"}).status_code == 200
    assert written == ["ttl", "nt"]
    app.state.graphs.write(NAME, "ttl").close()  # who asked before the first had it, and waited
    assert written == ["ttl", "nt"]


def test_do_graphs_leave_that_nobody_asked_for_lately(site: Any) -> None:  # noqa: ANN401 - as above
    folder = GraphFolder(site, capacity=1_300_000)
    with folder.write(NAME, "nt") as first:
        folder.write(NAME, "nq").close()
        assert _has(folder, "nt")
        folder.write(NAME, "rdf").close()
        assert [ending for ending in ("nt", "nq", "rdf") if _has(folder, ending)] == ["nt", "rdf"]
        folder.write(NAME, "trig").close()
        assert not _has(folder, "nt")
        assert len(first.read().splitlines()) == THINGS  # who reads it already reads on


def _has(folder: GraphFolder, ending: str) -> bool:
    if file := folder.find(NAME, ending):
        file.close()
    return file is not None
