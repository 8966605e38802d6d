"""Compare dumps with what lies beside them and says what they hold; read those of which nothing is said."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kg.errors import InputError
from kg.graph.others.rdf_files import is_rdf_name, read_rdf
from kg.graph.stores.seal import SEAL, read_seal
from kg.pipeline.agreement import is_dump_whole, read_manifest
from kg.pipeline.build import DUMP, MANIFEST
from kg.pipeline.depot import Depot
from kg.pipeline.doctor import Ailment
from kg.pipeline.file_documents import DOCUMENTS
from kg.pipeline.gather import read_sources_of
from kg.system.sums import SUMS, digest_of_file, read_sums, stated_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_PACKAGE = "datapackage.json"
_ANEW = "Get it anew, or write it again"


def examine_dumps(paths: Iterable[Path]) -> list[Ailment]:
    """Return what is wrong with dumps: files, or folders of them.

    Raises:
        InputError: where there is no such file or folder.
    """
    return [ailment for path in paths for ailment in (_of_folder(path) if path.is_dir() else _of_file(path))]


def _of_folder(folder: Path) -> Iterator[Ailment]:
    """Yield what is wrong with the files that a folder lists, and with dumps that it does not."""
    stated = set()
    for name, digest, source in _listed(folder):
        stated.add(name)
        yield from _compare(folder / name, digest, source)
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.name not in stated and is_rdf_name(path.name):
            stated.add(path.name)
            yield from _of_file(path)
    yield from _count(folder)
    if not stated:
        raise InputError("holds no dump", where=str(folder), remedy="Name a dump, or the folder of some")


def _listed(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Yield name, digest and the file that states it, of all that lists of a folder state."""
    if (folder / SUMS).is_file():
        yield from ((name, digest, SUMS) for name, digest in read_sums(folder / SUMS).items())
    if seal := read_seal(folder / SEAL):
        yield from ((name, one.sha256, SEAL) for name, one in seal.files.items())
    for one in _json(folder / _PACKAGE).get("resources", []):
        yield one["path"], one["hash"].removeprefix("sha256:"), _PACKAGE
    digests = _json(folder / MANIFEST).get("sha256", {})
    if DOCUMENTS in digests:
        yield from ((name, digest, MANIFEST) for name, digest in digests.items())
        for source in read_sources_of(Depot(str(folder))):
            yield source.record, source.record_sha256, DOCUMENTS
            yield from ((one.file, one.sha256, DOCUMENTS) for one in source.documents)


def _count(folder: Path) -> Iterator[Ailment]:
    """Yield where a folder of filed documents holds other numbers of them than its manifest says."""
    manifest = _json(folder / MANIFEST)
    if DOCUMENTS in manifest.get("sha256", {}):
        documents = [one for source in read_sources_of(Depot(str(folder))) for one in source.documents]
        counted = {"documents": len(documents), "quads": sum(one.quads for one in documents)}
        for name, count in counted.items():
            if manifest.get(name) != count:
                what = f"speaks of {manifest.get(name)} {name}, and there are {count:,}"
                yield Ailment("disagrees", "dump", folder / MANIFEST, what, _ANEW)


def _json(path: Path) -> dict[str, Any]:
    """Return what a list says; nothing where there is none.

    Raises:
        InputError: where it is damaged.
    """
    if not path.is_file():
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"is damaged ({error})", where=str(path), remedy=_ANEW) from error
    return found if isinstance(found, dict) else {}


def _of_file(path: Path) -> Iterator[Ailment]:
    """Yield what is wrong with one dump.

    Raises:
        InputError: where there is no such file.
    """
    if not path.is_file():
        raise InputError("is no file", where=str(path), remedy="Name a dump, or the folder of some")
    try:
        if stated := stated_of(path):
            yield from _compare(path, stated.sha256, stated.source.name)
        elif path.name == DUMP and (manifest := read_manifest(path.resolve().parent)):
            if not is_dump_whole(path.resolve().parent, manifest):
                yield _damaged(path, MANIFEST)
        else:
            yield from _read(path)
    except InputError as error:
        yield Ailment("damaged", "dump", path, error.what, error.remedy or _ANEW)


def _compare(path: Path, digest: str, source: str) -> Iterator[Ailment]:
    if not path.is_file():
        yield Ailment("damaged", "dump", path, f"is missing, though {source} lists it", _ANEW)
    elif digest_of_file(path) != digest:
        yield _damaged(path, source)


def _damaged(path: Path, source: str) -> Ailment:
    return Ailment(
        "damaged", "dump", path, f"is not the file that {source} speaks of: damaged, or another", _ANEW
    )


def _read(path: Path) -> Iterator[Ailment]:
    """Yield what reading a dump shows; cut off between two statements, it could be whole."""
    count = sum(1 for _ in read_rdf(path))
    if not count:
        yield Ailment("damaged", "dump", path, "holds no statement", _ANEW)
        return
    what = f"has no digest beside it: its {count:,} statements can be read, but could be a part of it"
    remedy = f"Get {path.name}.sha256 or {SUMS} from where it is published"
    yield Ailment("not sealed", "dump", path, what, remedy)
