"""A folder here, or a place under a URL (`s3://bucket/run-1`): files by name, each whole or absent."""

from __future__ import annotations

import contextlib
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from kg.errors import InputError, MissingToolError, RemoteError, UsageError
from kg.pipeline.extract import find_documents
from kg.system.files import unwritable, write_atomically

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

T = TypeVar("T")

_MISSING = "pip install 'cpkg[cluster]', and 'cpkg[s3]' for s3:// addresses"


class Depot:
    """One place that files are written to and read from."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._remote: Any = None
        self._root = url
        if not _is_local(url):
            self._remote, self._root = _opened(url)

    def read(self, name: str) -> bytes | None:
        """Return the bytes of a file, or None where there is none.

        Raises:
            InputError, RemoteError: where it cannot be read.
        """
        with contextlib.suppress(FileNotFoundError):
            return read_source(self._place(name)) if self._remote is None else self._asked("cat_file", name)
        return None

    def write(self, name: str, data: bytes) -> None:
        """Write a file; whoever reads it meanwhile finds the old one or the new one, whole.

        In an object store one request does that; elsewhere the file is renamed into its place.

        Raises:
            InputError, RemoteError: where it cannot be written.
        """
        if self._remote is not None:
            try:
                self._asked("pipe_file", name, data)
            except FileNotFoundError as error:
                remedy = "Make the bucket, or name another"
                raise RemoteError(
                    "there is no such place for files", where=self.url, remedy=remedy
                ) from error
            return
        path = Path(self._place(name))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise unwritable(path, error) from error
        write_atomically(path, data)

    def _place(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name}"

    def _asked(self, what: str, name: str, *given: bytes) -> Any:  # noqa: ANN401 - what fsspec returns
        call = getattr(self._remote, what)
        return _answered(lambda: call(self._place(name), *given), f"{self.url}/{name}")


def find_sources(paths: Iterable[str]) -> list[str]:
    """Return the files meant by paths and URLs, folders searched, each once.

    Raises:
        InputError: where there is none.
    """
    found: dict[str, None] = {}
    for path in paths:
        if _is_local(path):
            found.update(dict.fromkeys(map(str, find_documents([Path(path)]))))
        else:
            found.update(dict.fromkeys(_find_remote(path)))
    return list(found)


def _find_remote(url: str) -> list[str]:
    remote, root = _opened(url)
    names = _answered(lambda: sorted(remote.find(root)), url)
    if not names:
        raise InputError("holds no file", where=url, remedy="Check the address")
    return [remote.unstrip_protocol(name) for name in names if "/." not in name]


def read_source(source: str) -> bytes:
    """Return the bytes of a file by its path or URL.

    Raises:
        FileNotFoundError: where there is none.
        InputError, RemoteError: where it cannot be read.
    """
    if not _is_local(source):
        remote, root = _opened(source)
        return bytes(_answered(lambda: remote.cat_file(root), source))
    try:
        return Path(source).read_bytes()
    except FileNotFoundError:
        raise
    except OSError as error:
        what = f"the file cannot be read ({error.strerror})"
        raise InputError(what, where=source, remedy="Give a file that you may read") from error


def _is_local(url: str) -> bool:
    return "://" not in url


def _opened(url: str) -> tuple[Any, str]:
    try:
        core: Any = import_module("fsspec.core")  # it publishes no type information
        remote, root = core.url_to_fs(url)
    except ImportError as error:
        raise MissingToolError(f"{url} needs a package ({error})", remedy=_MISSING) from error
    except ValueError as error:
        raise UsageError(
            f"{url} is no address of files", remedy="Give a folder, or s3://bucket/name"
        ) from error
    return remote, root


def _answered(ask: Callable[[], T], where: str) -> T:
    """Return what a service of files answers."""
    try:
        return ask()
    except FileNotFoundError:
        raise
    except Exception as error:
        what = f"the place for files did not answer as it should ({type(error).__name__}: {error})"
        raise RemoteError(
            what, where=where, remedy="Check address and credentials, then run again"
        ) from error
