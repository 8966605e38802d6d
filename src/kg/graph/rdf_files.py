"""Read RDF files of others, statement by statement: any syntax, packed by gzip or in a zip archive."""

from __future__ import annotations

import contextlib
import gzip
import zipfile
import zlib
from typing import IO, TYPE_CHECKING, cast

import pyoxigraph as ox

from kg.errors import InputError

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


def read_rdf(path: Path) -> Iterator[ox.Quad]:
    """Yield the statements of a file, in its order; in a zip archive, those of every RDF file.

    Raises:
        InputError: where it cannot be read, is in no syntax of RDF, or is damaged, at the statement that is.
    """
    with _readable(path):
        if zipfile.is_zipfile(path):
            yield from _read_archive(path)
        elif path.suffix.lower() == ".gz":
            with gzip.open(path) as file:
                yield from _parse(cast("IO[bytes]", file), path.stem, str(path))
        else:
            with path.open("rb") as file:
                yield from _parse(file, path.name, str(path))


def _read_archive(path: Path) -> Iterator[ox.Quad]:
    with zipfile.ZipFile(path) as archive:
        names = sorted(name for name in archive.namelist() if _suffix(name) in _FORMATS)
        if not names:
            raise InputError("holds no RDF file", where=str(path), remedy=_KNOWN)
        for name in names:
            with archive.open(name) as file:
                yield from _parse(file, name, f"{path}:{name}")


def _parse(file: IO[bytes], name: str, where: str) -> Iterator[ox.Quad]:
    syntax = _FORMATS.get(_suffix(name))
    if syntax is None:
        raise InputError("is in no syntax of RDF that its name shows", where=where, remedy=_KNOWN)
    try:
        yield from ox.parse(file, format=syntax, base_iri="urn:relative:")
    except SyntaxError as error:
        line = f":{error.lineno}" if error.lineno else ""
        what = " ".join(str(error.msg).split())[:160]
        raise InputError(f"is no {syntax.name} ({what})", where=f"{where}{line}", remedy=_ANEW) from error


def _suffix(name: str) -> str:
    return name.lower().rpartition(".")[2]


@contextlib.contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise InputError(f"is damaged ({error})", where=str(path), remedy=_ANEW) from error
    except OSError as error:
        why = error.strerror or str(error)
        raise InputError(f"cannot be read ({why})", where=str(path), remedy="Check the path") from error


_KNOWN = f"Name it by its syntax: {', '.join(sorted(_FORMATS))}; {' and '.join(_PACKED)} are unpacked"
_ANEW = "Get the file anew from where it is published"
