"""Read RDF files of others, statement by statement: any syntax, packed by gzip or in a zip archive."""

from __future__ import annotations

import contextlib
import gzip
import lzma
import zipfile
import zlib
from typing import IO, TYPE_CHECKING, cast

import pyoxigraph as ox

from kg.errors import InputError
from kg.graph.stores.well_formed import parse_whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "rdf": ox.RdfFormat.RDF_XML,
    "owl": ox.RdfFormat.RDF_XML,
    "xml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
    "json": ox.RdfFormat.JSON_LD,
}
_PACKED = (".gz", ".zip")
EXPANDED = 16 * 1024**2
"""Bytes that a packed file may always hold."""
RATIO = 100
"""How many times larger than packed a file may be beyond that; N-Triples are about thirty times."""


def read_rdf(path: Path) -> Iterator[ox.Quad]:
    """Yield the statements of a file, in its order; in a zip archive, those of every RDF file.

    Raises:
        InputError: where it cannot be read, is in no syntax of RDF, or is damaged, at the statement that is.
    """
    with _readable(path):
        size = path.stat().st_size
        require_file(path)
        if size == 0:
            raise InputError("is an empty file", where=str(path), remedy=_ANEW)
        if zipfile.is_zipfile(path):
            yield from _read_archive(path)
        elif path.suffix.lower() == ".gz":
            with gzip.open(path) as file:
                yield from _parse(_Unpacked(cast("IO[bytes]", file), size, str(path)), path.stem, str(path))
        else:
            with path.open("rb") as file:
                yield from _parse(file, path.name, str(path))


def require_file(path: Path) -> None:
    """Raise InputError where a path is that of a folder, a pipe, which keeps one waiting, or a device."""
    if path.exists() and not path.is_file():
        raise InputError("is no file", where=str(path), remedy="Give a file that holds RDF")


def _read_archive(path: Path) -> Iterator[ox.Quad]:
    with zipfile.ZipFile(path) as archive:
        names = sorted(name for name in archive.namelist() if _suffix(name) in _FORMATS)
        if not names:
            raise InputError("holds no RDF file", where=str(path), remedy=_KNOWN)
        for name in names:
            where = f"{path}:{name}"
            with archive.open(name) as file:
                yield from _parse(_Unpacked(file, archive.getinfo(name).compress_size, where), name, where)


class _Unpacked:
    """A file as it is unpacked, refused once it has grown out of proportion."""

    def __init__(self, file: IO[bytes], packed: int, where: str) -> None:
        self._file = file
        self._left = max(EXPANDED, RATIO * packed)
        self._where = where

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self._left -= len(data)
        if self._left < 0:
            what = f"unpacks to more than {RATIO} times its size, and more than {EXPANDED // 1024**2} MB"
            raise InputError(what, where=self._where, remedy="Unpack it, and give the file itself")
        return data


def _parse(file: IO[bytes] | _Unpacked, name: str, where: str) -> Iterator[ox.Quad]:
    syntax = _FORMATS.get(_suffix(name))
    if syntax is None:
        raise InputError("is in no syntax of RDF that its name shows", where=where, remedy=_KNOWN)
    try:
        for quad in parse_whole(cast("IO[bytes]", file), syntax, "urn:relative:"):
            if "\0" in getattr(quad.object, "value", ""):
                what = f"holds a NUL character, in what it says of {quad.subject}"
                raise InputError(what, where=where, remedy="Take it out; no text has such a character")
            yield quad
    except SyntaxError as error:
        line = f":{error.lineno}" if error.lineno else ""
        what = " ".join(str(error.msg).split())[:160]
        raise InputError(f"is no {syntax.name} ({what})", where=f"{where}{line}", remedy=_ANEW) from error


def is_rdf_name(name: str) -> bool:
    """Say whether a file is in a syntax of RDF by its name, packed or not.

    >>> is_rdf_name("cpkg.nq.gz"), is_rdf_name("cpkg.csv")
    (True, False)
    """
    return _suffix(name.lower().removesuffix(".gz")) in _FORMATS


def _suffix(name: str) -> str:
    return name.lower().rpartition(".")[2]


@contextlib.contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, lzma.LZMAError, EOFError) as error:
        raise InputError(f"is damaged ({error})", where=str(path), remedy=_ANEW) from error
    except NotImplementedError as error:
        remedy = "Unpack it, and give the file itself"
        raise InputError(
            f"is packed in a way that is not read ({error})", where=str(path), remedy=remedy
        ) from error
    except RuntimeError as error:  # zipfile's word for a password
        remedy = "Unpack it, and give the file itself"
        raise InputError("is encrypted", where=str(path), remedy=remedy) from error
    except OSError as error:
        why = error.strerror or str(error)
        raise InputError(f"cannot be read ({why})", where=str(path), remedy="Check the path") from error


_KNOWN = f"Name it by its syntax: {', '.join(sorted(_FORMATS))}; {' and '.join(_PACKED)} are unpacked"
_ANEW = "Get the file anew from where it is published"
