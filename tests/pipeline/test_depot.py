"""Are files whole or absent, on a disk and in an object store?"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

import pytest

from kg.errors import InputError, RemoteError, UsageError
from kg.pipeline.depot import Depot, find_sources, read_source
from kg.pipeline.ingest import ingest_filed
from tests.pipeline.papers import SHAPES, new_store, resolution, without_workers, write
from tests.pipeline.runs import filed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Return the address of an empty bucket, served by moto on loopback."""
    pytest.importorskip("s3fs", reason="the extra `s3` is not installed")
    moto = pytest.importorskip("moto.server", reason="moto serves S3 for tests")
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    s3fs: Any = importlib.import_module("s3fs")  # it publishes no type information

    s3fs.S3FileSystem.clear_instance_cache()
    s3fs.S3FileSystem().mkdir("papers")
    yield "s3://papers"
    s3fs.S3FileSystem.clear_instance_cache()
    server.stop()


def test_are_documents_filed_in_an_object_store_and_taken_from_it(bucket: str, tmp_path: Path) -> None:
    paper = write(tmp_path / "in", "a.txt", resolution("99/1"))
    Depot(bucket).write("in/a.txt", paper.read_bytes())
    assert find_sources([f"{bucket}/in"]) == [f"{bucket}/in/a.txt"]
    with without_workers():
        assert filed(f"{bucket}/in", out=f"{bucket}/run")["a.txt"].status == "ingested"
        assert filed(f"{bucket}/in", out=f"{bucket}/run")["a.txt"].status == "unchanged"
        store = new_store(tmp_path)
        (done,) = ingest_filed(f"{bucket}/run", store, shapes=SHAPES, jobs=1)[1]
    assert (done.status, done.documents) == ("ingested", ("A/RES/99/1",))
    assert Depot(bucket).read("run/nothing") is None
    with pytest.raises(InputError, match="holds no file"):
        find_sources([f"{bucket}/nothing"])
    with pytest.raises(RemoteError, match="there is no such place"):
        Depot("s3://no-such-bucket").write("a", b"b")


def test_is_a_folder_made_and_a_file_replaced_whole(tmp_path: Path) -> None:
    depot = Depot(str(tmp_path / "new"))
    assert depot.read("a/b") is None
    depot.write("a/b", b"one")
    depot.write("a/b", b"two")
    assert depot.read("a/b") == b"two"
    assert [path.name for path in (tmp_path / "new" / "a").iterdir()] == ["b"]


def test_is_a_place_that_cannot_be_named_or_written_said_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no address of files"):
        Depot("nosuch://place")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(InputError, match="cannot be written"):
        Depot(str(tmp_path / "file")).write("a", b"b")
    with pytest.raises(InputError, match="cannot be read"):
        read_source(str(tmp_path))
