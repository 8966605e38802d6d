"""Is what a reader finds after a kill the old state or the new one, and does the next run clean up?

The same with a hundred kills at random moments of each command: `python -m benchmarks.faults`.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
from benchmarks.faults.kills import living
from benchmarks.faults.scene import NEW, OLD, SOME, Scene
from benchmarks.faults.scenes import Building, Fetching, LoadingLess

from kg.errors import InputError
from kg.graph.ingested.texts import open_texts, texts_path
from kg.graph.stores.seal import seal_of
from kg.system.swap import writing_beside
from tests.clock import wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.dying import Nursery


@pytest.mark.parametrize(
    ("kind", "kills"),
    [
        # its last steps are those in which what was written becomes what is read
        (Building, 2),
        (LoadingLess, 2),
        # each file by itself
        (Fetching, 3),
    ],
    ids=lambda one: getattr(one, "name", ""),
)
def test_does_a_kill_leave_the_old_state_or_the_new(
    kind: type[Scene], kills: int, dying: Nursery, tmp_path: Path
) -> None:
    scene = kind(tmp_path)
    scene.runner = dying.run
    try:
        scene.begin()
        scene.learn_once()
        last = dying.steps
        for step in range(last - kills + 1, last + 1):
            scene.restore()
            code, _ = dying.run_until(scene, step)
            assert code == -signal.SIGKILL
            assert scene.look() in {OLD, NEW, SOME}
        code, said, _ = scene.run()
        assert (code, scene.look()) == (0, NEW), said
        assert scene.orphans() == []
    finally:
        scene.close()


def test_can_texts_be_read_after_a_kill_in_the_middle_of_writing_them(tmp_path: Path) -> None:
    """SQLite then has a journal to roll back, which who may only read cannot."""
    store = tmp_path / "store"
    path = texts_path(store)
    with open_texts(store, write=True):
        pass
    child = os.fork()
    if not child:
        database = sqlite3.connect(path, isolation_level=None)
        database.execute("PRAGMA cache_size = 1")
        database.execute("BEGIN IMMEDIATE")
        database.execute("DROP TABLE files")
        database.execute("CREATE TABLE spilled AS SELECT randomblob(100000) AS much")
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    assert path.with_name(f"{path.name}-journal").stat().st_size > 0
    seal_of(path).unlink()  # a kill leaves one that says that the texts are being written
    with open_texts(store) as texts:
        assert texts.files() == {}


def test_is_a_folder_there_all_the_time_while_another_takes_its_place(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    ended = threading.Event()
    missed = []

    def look() -> None:
        while not ended.is_set():
            if not site.exists():
                missed.append(site)

    reader = threading.Thread(target=look)
    reader.start()
    for number in range(100):
        with writing_beside(site) as beside:
            (beside.path / f"{number}.html").touch()
            beside.put_in_place()
    ended.set()
    reader.join()
    assert missed == []
    assert [path.name for path in site.iterdir()] == ["99.html"]


def test_does_a_folder_of_a_dead_command_go_and_one_of_a_living_stay(tmp_path: Path) -> None:
    dead = tmp_path / ".site.unfinished-dead"
    dead.mkdir()
    (dead / "page.html").write_text("half", encoding="utf-8")
    with writing_beside(tmp_path / "site") as beside:
        assert not dead.exists()
        with (
            pytest.raises(InputError, match="another command is writing this folder"),
            writing_beside(tmp_path / "site"),
        ):
            pass
        (beside.path / "page.html").write_text("whole", encoding="utf-8")
        beside.put_in_place()
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


# What starts a process, and says so once that is under way.
STARTS = {
    # a reasoner in Java ends by itself only when it is done, which can be never
    "reasoner": """
        from kg.graph.infer.hermit import run_within
        child = "import time; print(file=open('/proc/%d/fd/1', 'w')); time.sleep(600)" % os.getpid()
        run_within([sys.executable, "-c", child], 600)""",
    # a paper that takes too long is ended by the command, while that lives
    "ingestion": """
        from kg.pipeline.workers import map_in_workers
        read = lambda seconds: (print(flush=True), time.sleep(seconds))
        list(map_in_workers(lambda: read, [600], jobs=1, seconds=600))""",
    # it waits for the rest of its file, whose writer is itself
    "PDF reader": """
        from array import array
        from fcntl import ioctl
        from subprocess import Popen
        from termios import FIONREAD
        from kg.text.read.pdf import WORKER
        file, writer = os.pipe()
        os.write(writer, b"%PDF")
        Popen([sys.executable, "-I", WORKER], stdin=file, pass_fds=[writer])
        unread = array("i", [4])
        while unread[0]:
            time.sleep(0.02)
            ioctl(file, FIONREAD, unread)
        print(flush=True)
        time.sleep(600)""",
}


@pytest.mark.parametrize("code", STARTS.values(), ids=STARTS)
def test_does_no_process_outlive_the_command_that_started_it(code: str) -> None:
    mark = f"{os.getpid()}-started"
    environment = os.environ | {"CPKG_FAULTS_ROUND": mark}
    command = [sys.executable, "-c", "import os, sys, time" + dedent(code)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.read(1)
        assert len(living(mark)) == 2
        process.kill()
    wait_until(lambda: not living(mark), patience=30)
