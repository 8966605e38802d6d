"""Does one of two writers wait or get refused, is nothing lost, and does a reader see one state only?"""

from __future__ import annotations

import shutil
import threading
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from kg.errors import InputError
from kg.graph.stores.store import open_folder
from kg.pipeline.build import build
from kg.pipeline.lock import locked_store
from kg.pipeline.reason import infer_into
from kg.pipeline.working_copy import working_copy
from kg.system.files import remove_tree, write_atomically
from kg.web.site import digest_of
from tests.conftest import ROOT
from tests.smaller import copy_build, copy_world

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kg.pipeline.working_copy import WorkingCopy

GRAPH = ox.NamedNode("urn:g")


@pytest.fixture(scope="module")
def world_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the graph of the small world."""
    place = tmp_path_factory.mktemp("world")
    copy_world(ROOT, place / "project")
    for folder in ("shapes", "queries"):
        (place / "project" / folder).symlink_to(ROOT / folder)
    build(place / "project", place / "build", place / "store", say=lambda _: None)
    return place


@pytest.fixture(params=["of a build", "alone", "by a link to a generation"])
def store(request: pytest.FixtureRequest, world_built: Path, tmp_path: Path) -> Path:
    """Return a store, lying as users' stores do."""
    copy_build(world_built, tmp_path)
    if request.param == "alone":
        shutil.copytree((tmp_path / "store").resolve(), tmp_path / "own")
        return tmp_path / "own"
    if request.param == "by a link to a generation":
        (tmp_path / "link").symlink_to((tmp_path / "store").resolve())
        return tmp_path / "link"
    return tmp_path / "store"


def quads(name: str, count: int = 50) -> list[ox.Quad]:
    return [ox.Quad(ox.NamedNode(f"urn:{name}:{n}"), GRAPH, ox.Literal(name), GRAPH) for n in range(count)]


def said_by(store: Path) -> set[str]:
    """Return what the writers of these tests left in a store."""
    return {str(quad.object.value) for quad in open_folder(store).quads_for_pattern(None, GRAPH, None)}  # type: ignore[union-attr]


def test_does_a_reader_see_the_old_state_until_the_new_one_is_whole(store: Path) -> None:
    before = digest_of(open_folder(store))
    with working_copy(store) as copy:
        copy.ox.extend(quads("one"))
        assert digest_of(open_folder(store)) == before
        with copy.placing():
            assert digest_of(open_folder(store)) == before
        first = digest_of(open_folder(store))
        assert first != before
        copy.ox.extend(quads("two"))
        assert digest_of(open_folder(store)) == first
        with copy.placing():
            pass
    assert said_by(store) == {"one", "two"}
    names = {path.name for path in store.parent.iterdir()}
    assert not any("unfinished" in name for name in names)


def test_is_a_copy_closed_before_it_goes(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its engine rewrites files by itself: one that came as they were deleted left a folder behind."""
    opened = []

    def removed(folder: Path) -> None:
        if (folder / "store" / "LOCK").exists():  # the working copy, not what was put in place
            opened.append(ox.Store(str(folder / "store")))  # which only one can have open
        remove_tree(folder)

    monkeypatch.setattr("kg.system.files.remove_tree", removed)
    with working_copy(store) as copy:
        copy.ox.extend(quads("one"))
    assert len(opened) == 1


def test_does_a_folder_go_in_which_files_appear_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    late = [folder / "000049.sst", folder / "000050.sst"]

    def delete(path: Path, *, really: Callable[..., None] = shutil.rmtree, **options: bool) -> None:
        really(path, **options)
        if late:
            path.mkdir()
            late.pop().touch()

    monkeypatch.setattr(shutil, "rmtree", delete)
    remove_tree(folder)
    assert not folder.exists()
    assert late == []


def test_can_who_opened_the_store_before_go_on_reading(store: Path) -> None:
    reader = open_folder(store)
    before = digest_of(reader)
    with working_copy(store) as copy:
        copy.ox.extend(quads("one"))
        with copy.placing():
            pass
    assert digest_of(reader) == before


def test_is_a_second_writer_refused_and_nothing_lost(store: Path) -> None:
    with working_copy(store) as copy:
        copy.ox.extend(quads("one"))
        with pytest.raises(InputError, match="another build is running here, or an ingest"):
            infer_into(str(store), jobs=1)
        with pytest.raises(InputError, match="Wait for it to end"), working_copy(store):
            pass
        with copy.placing():
            pass
    with working_copy(store) as copy:
        copy.ox.extend(quads("two"))
        with copy.placing():
            pass
    assert said_by(store) == {"one", "two"}


def test_does_a_build_of_older_sources_not_replace_that_of_newer_ones(
    world_project: Path, tmp_path: Path
) -> None:
    """They were read, and changed and built by somebody else before the first build came to write."""
    folder, store, data = tmp_path / "build", tmp_path / "store", world_project / "data" / "world.ttl"
    told = []

    def meddle(line: str) -> None:
        told.append(line)
        if len(told) == 1:
            data.write_text(data.read_text(encoding="utf-8").replace("Act types", "Kinds of acts"), "utf-8")
            build(world_project, folder, store, say=lambda _: None)

    with pytest.raises(InputError, match="another build ended just now"):
        build(world_project, folder, store, say=meddle)
    assert any("Kinds of acts" in str(quad.object) for quad in open_folder(store))
    build(world_project, folder, store, say=lambda _: None)


def test_is_a_second_build_refused_before_it_reads_anything(world_project: Path, tmp_path: Path) -> None:
    folder, store = tmp_path / "build", tmp_path / "store"
    build(world_project, folder, store, say=lambda _: None)
    with locked_store(store), pytest.raises(InputError, match="another build is running here"):
        build(tmp_path / "nowhere", folder, store, say=lambda _: None)


def test_does_a_failure_leave_the_store_as_it_was(store: Path) -> None:
    before = digest_of(open_folder(store))
    beside = sorted(path.name for path in store.parent.iterdir())
    with pytest.raises(InputError, match="No space left"), working_copy(store) as copy:
        _fail(copy)
    assert digest_of(open_folder(store)) == before
    assert sorted({path.name for path in store.parent.iterdir()} - {".lock"}) == beside


def _fail(copy: WorkingCopy) -> None:
    copy.ox.extend(quads("one"))
    raise OSError("IO error: No space left on device")


def test_is_a_file_that_two_write_at_once_whole_at_any_moment(tmp_path: Path) -> None:
    """As two `kg fetch` into one folder and one cache do."""
    path = tmp_path / "A-RES-1-1.pdf"
    bodies = {letter: letter * 200_000 for letter in (b"a", b"b")}
    write_atomically(path, bodies[b"a"])
    ended = threading.Event()
    found: set[bytes] = set()

    def write(body: bytes) -> None:
        for _ in range(40):
            write_atomically(path, body)

    def read() -> None:
        while not ended.is_set():
            found.add(path.read_bytes())

    writers = [threading.Thread(target=write, args=(body,)) for body in bodies.values()]
    reader = threading.Thread(target=read)
    for thread in (reader, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    ended.set()
    reader.join()
    assert found <= set(bodies.values())
    assert list(tmp_path.iterdir()) == [path]
