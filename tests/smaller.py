"""Smaller projects for tests that build, reason or ingest many times, with nothing left dangling."""

from __future__ import annotations

import atexit
import csv
import fcntl
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import CP, ID, RDF
from kg.pipeline.build import build

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

SMALLER = {
    "documents": ("A-HRC-RES-31-7.ttl", "A-RES-74-174.ttl", "E-RES-2019-20.ttl"),
    "treaties": ("OPSC.ttl", "SMUGGLING.ttl"),
    "treaty-actions": ("OPIC.csv",),
    "general-comments": ("CRC-C-GC-16.ttl",),
}
"""Of the large folders of `data/`, the files that stay in the smaller project."""
LEAST: dict[str, tuple[str, ...]] = dict.fromkeys(SMALLER, ())
"""In the least: the ontology, who acts, and what these point to; no provision of any text."""
_ONE_ARTICLE = ("treaties/ICCPR.ttl", "<treaty/ICCPR/art/17")
"""A file of which one article stays where documents do, because a resolution cites it."""
_DROPPED = ("data/correspondences.ttl",)
_REGISTERS = ("instruments/*.ttl", "sources.ttl", "sessions.ttl")
"""Files that describe one thing after another, of which those stay that the rest points to."""
_ALWAYS = ("treaty/CRC", "treaty/OPSC")
"""What tests speak of in their own papers."""
_MADE_OF_ONE = {CP + "Correspondence", CP + "TermStatement", CP + "Citation", CP + "WithdrawnStatement"}
"""Classes of things that mean nothing once they lost what they point to."""

SHARED = "CPKG_TESTS_SHARED"
"""The variable that names a folder for what the processes of a test run share."""

Statements = dict[Path, list[ox.Triple]]


def copy_smaller(root: Path, target: Path, kept: dict[str, tuple[str, ...]]) -> None:
    """Copy the sources of a project without its largest data, and take out what then points nowhere.

    Of the folders that `kept` names the files given stay; of registers, what something else points to.
    """
    for folder in ("ontology", "data", "shapes", "queries"):
        shutil.copytree(root / folder, target / folder)
    name, subject = _ONE_ARTICLE
    blocks = (target / "data" / name).read_text(encoding="utf-8").split("\n\n")
    article = [block for block in blocks if block.startswith(("@base", f"{subject}>", f"{subject}#"))]
    for folder, files in kept.items():
        for path in (target / "data" / folder).iterdir():
            if path.name not in files:
                path.unlink()
    if kept["documents"]:
        (target / "data" / name).write_text("\n\n".join(article) + "\n", encoding="utf-8")
    for dropped in _DROPPED:
        (target / dropped).unlink()
    _prune(target)


def _prune(root: Path) -> None:
    paths = sorted([*root.glob("ontology/**/*.ttl"), *root.glob("data/**/*.ttl")])
    before = {path: _read(path) for path in paths}
    registers = {path for pattern in _REGISTERS for path in (root / "data").glob(pattern)}
    always = {ID + name for name in (*_ALWAYS, *_named_in_tables(root / "data" / "treaty-actions"))}
    after = _without_dangling(before)
    while (fewer := _without_dangling(_without_unused(after, registers, always))) != after:
        after = fewer
    for path in paths:
        if after[path] != before[path]:
            ox.serialize(after[path], str(path), format=ox.RdfFormat.TURTLE)


def _read(path: Path) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)]


def _without_dangling(files: Statements) -> Statements:
    """Return the statements but those about nothing, and without the things that mean nothing then."""
    while True:
        defined = {triple.subject for triples in files.values() for triple in triples}
        lost = {
            triple.subject for triples in files.values() for triple in triples if _dangles(triple, defined)
        }
        if not lost:
            return files
        for path, triples in files.items():
            empty = {t.subject for t in triples if t.subject in lost and _says_made_of_one(t)}
            kept = [t for t in triples if t.subject not in empty and not _dangles(t, defined)]
            files = files | {path: kept}


def _named_in_tables(folder: Path) -> Iterator[str]:
    for path in folder.glob("*.csv"):
        yield f"treaty/{path.stem}"
        with path.open(encoding="utf-8", newline="") as table:
            yield from (f"source/{row['source']}" for row in csv.DictReader(table))


def _without_unused(files: Statements, registers: Iterable[Path], always: set[str]) -> Statements:
    """Return the statements but those of registers about what nothing else points to, near or far."""
    pointed: dict[str, set[str]] = {}
    found = set(always)
    for path, triples in files.items():
        for triple in triples:
            if isinstance(triple.object, ox.NamedNode):
                known = pointed.setdefault(_thing(triple.subject), set()) if path in registers else found
                known.add(_thing(triple.object))
    new = found
    while new:
        new = {one for thing in new for one in pointed.get(thing, ())} - found
        found |= new
    return files | {
        path: [triple for triple in files[path] if _thing(triple.subject) in found] for path in registers
    }


def _thing(node: object) -> str:
    """Return the IRI of what a node is, or is a part of by its fragment."""
    return node.value.partition("#")[0] if isinstance(node, ox.NamedNode) else ""


def _dangles(triple: ox.Triple, defined: Collection[object]) -> bool:
    target = triple.object
    return isinstance(target, ox.NamedNode) and target.value.startswith(ID) and target not in defined


def _says_made_of_one(triple: ox.Triple) -> bool:
    kind = triple.object
    is_type = triple.predicate.value == RDF + "type"
    return is_type and isinstance(kind, ox.NamedNode) and kind.value in _MADE_OF_ONE


def copy_world(root: Path, target: Path) -> None:
    """Copy a project's modules of the ontology, with the small world of the tests as its only data."""
    for folder in ("ontology", "data"):
        (target / folder).mkdir(parents=True)
    for path in (root / "ontology").glob("*.ttl"):
        if path.stem != "alignments":  # it speaks of vocabularies that the world does not have
            shutil.copy(path, target / "ontology")
    shutil.copy(root / "tests" / "cases" / "world.ttl", target / "data")


def copy_build(built: Path, target: Path) -> Path:
    """Copy a build with its links, and return the store in it, which is then free to be written to."""
    shutil.copytree(built / "build", target / "build", symlinks=True)
    (target / "store").symlink_to("build/current/store")
    return target / "store"


@cache
def smaller_project() -> Path:
    """Return a folder with the smaller project, to be left as it is."""
    return _made_once("smaller-project", lambda place: _copy_here(place, SMALLER))


@cache
def smaller_built() -> Path:
    """Return a folder with the graph of the smaller project, to be left as it is."""
    return _made_once("smaller-built", lambda place: build_here(place, smaller_project()))


@cache
def least_project() -> Path:
    """Return a folder with the least project, to be left as it is."""
    return _made_once("least-project", lambda place: _copy_here(place, LEAST))


@cache
def least_built() -> Path:
    """Return a folder with the graph of the least project, to be left as it is."""
    return _made_once("least-built", lambda place: build_here(place, least_project()))


def _copy_here(place: Path, kept: dict[str, tuple[str, ...]]) -> None:
    copy_smaller(Path(__file__).parent.parent, place, kept)


def build_here(place: Path, project: Path) -> None:
    """Build the graph of a project into a folder."""
    build(project, place / "build", place / "store", say=lambda _: None)


def made_once(shared: Path, make: Callable[[Path], None]) -> Path:
    """Return a folder that the first of several processes to want it fills for all."""
    shared.mkdir(parents=True, exist_ok=True)
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "made").exists():
            make(shared)
            (shared / "made").touch()
    return shared


def _made_once(name: str, make: Callable[[Path], None]) -> Path:
    return made_once(_shared_folder() / name, make)


@cache
def _shared_folder() -> Path:
    """Return a folder of the test run, or one that goes when the process ends."""
    if SHARED in os.environ:
        return Path(os.environ[SHARED])
    place = Path(tempfile.mkdtemp(prefix="cpkg-smaller-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    return place
