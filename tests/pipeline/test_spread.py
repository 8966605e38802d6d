"""Does a cluster write what one machine writes, whatever it loses on the way?"""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest

from kg.errors import RemoteError
from kg.graph.stores.store import LocalStore, open_folder
from kg.pipeline.depot import Depot
from kg.pipeline.file_documents import begin_run, write_manifest
from kg.pipeline.ingest import _ground, file_away
from kg.pipeline.spread import file_on_cluster
from tests.pipeline.clusters import cluster
from tests.pipeline.papers import SHAPES, without_workers
from tests.pipeline.runs import MOMENT, content, filed, some_papers
from tests.smaller import least_built

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("distributed", reason="the extra `cluster` is not installed")


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return some_papers(tmp_path_factory.mktemp("papers"), 7)


@pytest.fixture(scope="module")
def expected(papers: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return the files that one process writes."""
    out = tmp_path_factory.mktemp("here")
    with without_workers():
        filed(papers, out=out)
    return content(out)


def test_is_the_same_written_though_a_worker_and_then_the_scheduler_is_killed(
    papers: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "run"
    with cluster(tmp_path / "first") as first:
        first.add_worker(pause=0.3)
        first.add_worker(pause=0.3)
        _, results = file_away(
            [str(papers)], least_built() / "store", str(out), shapes=SHAPES, jobs=1,
            cluster=first.address, moment=MOMENT,
        )  # fmt: skip
        next(results)
        os.kill(first.workers[0].pid, signal.SIGKILL)
        next(results)
        next(results)
        os.kill(first.scheduler.pid, signal.SIGKILL)
        with pytest.raises(RemoteError, match="goes on where it was"):
            list(results)
    assert not (out / "manifest.json").exists()
    with cluster(tmp_path / "second") as second:
        second.add_worker()
        done = filed(papers, out=out, cluster=second.address)
    statuses = [one.status for one in done.values()]
    assert statuses.count("unchanged") >= 2
    assert len(statuses) == 8
    assert content(out) == expected


def test_is_a_paper_that_ends_or_holds_up_its_worker_set_aside_and_not_read_again(
    papers: Path, tmp_path: Path
) -> None:
    for name in ("poison.txt", "tar.txt"):
        (tmp_path / name).write_bytes((papers / "01.txt").read_bytes())
    sources = [str(tmp_path / "poison.txt"), str(papers / "02.txt"), str(tmp_path / "tar.txt")]
    ground = _ground(LocalStore(open_folder(least_built() / "store")), SHAPES)
    depot = Depot(str(tmp_path / "run"))
    run = begin_run(depot, ground, MOMENT)
    with cluster(tmp_path / "cluster") as made:
        made.add_worker(comes_back=True)
        results = list(file_on_cluster(sources, depot.url, run, ground, address=made.address, seconds=4))
    done = {one.source: one for one in results}
    assert [bool(done[source].error) for source in sources] == [True, False, True]
    assert "ended its worker, or took longer than 4 s" in done[sources[0]].error
    write_manifest(depot, run, [done[source] for source in sources])
    with without_workers():
        again = filed(*sources, out=depot.url)
    assert [one.status for one in again.values()] == ["failed", "unchanged", "failed"]
    assert "ended its worker" in again["tar.txt"].note


def test_is_a_cluster_that_is_not_there_said_so(papers: Path, tmp_path: Path) -> None:
    with (
        patch("kg.pipeline.spread._WAITING", 0.5),
        pytest.raises(RemoteError, match="no Dask scheduler answers"),
    ):
        filed(papers, out=tmp_path, cluster="tcp://127.0.0.1:9")
