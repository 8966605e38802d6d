"""A smaller project for tests that build or reason many times: few treaties, and nothing left dangling."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from kg.namespaces import CP, ID, RDF
from kg.pipeline.build import build

KEPT = {
    "treaties": ("OPSC.ttl", "SMUGGLING.ttl"),
    "treaty-actions": ("OPIC.csv",),
    "general-comments": ("CRC-C-GC-16.ttl",),
}
"""Of the large folders of `data/`, the files that stay."""
_ONE_ARTICLE = ("treaties/ICCPR.ttl", "<treaty/ICCPR/art/17")
"""A file of which one article stays, because a resolution cites it."""
_DROPPED = ("data/correspondences.ttl",)
_MADE_OF_ONE = {CP + "Correspondence", CP + "TermStatement", CP + "Citation"}
"""Classes of things that mean nothing once they lost what they point to."""


def copy_smaller(root: Path, target: Path) -> None:
    """Copy the sources of a project without its largest data, and take out what then points nowhere."""
    for folder in ("ontology", "data", "shapes", "queries"):
        shutil.copytree(root / folder, target / folder)
    name, subject = _ONE_ARTICLE
    blocks = (target / "data" / name).read_text(encoding="utf-8").split("\n\n")
    article = [block for block in blocks if block.startswith(("@base", f"{subject}>", f"{subject}#"))]
    for folder, kept in KEPT.items():
        for path in (target / "data" / folder).iterdir():
            if path.name not in kept:
                path.unlink()
    (target / "data" / name).write_text("\n\n".join(article) + "\n", encoding="utf-8")
    for dropped in _DROPPED:
        (target / dropped).unlink()
    _prune(target)


def _prune(root: Path) -> None:
    paths = sorted([*root.glob("ontology/**/*.ttl"), *root.glob("data/**/*.ttl")])
    triples = {path: list(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)) for path in paths}
    tables = sorted((root / "data" / "treaty-actions").glob("*.csv"))
    assert tables
    changed: set[Path] = set()
    while True:
        defined = {quad.subject for quads in triples.values() for quad in quads}
        cut = False
        for path, quads in triples.items():
            lost = {quad.subject for quad in quads if _dangles(quad, defined)}
            if not lost:
                continue
            empty = {quad.subject for quad in quads if quad.subject in lost and _says_made_of_one(quad)}
            kept = (quad for quad in quads if not _dangles(quad, defined))
            triples[path] = [quad for quad in kept if quad.subject not in empty]
            changed.add(path)
            cut = True
        if not cut:
            break
    for path in changed:
        ox.serialize(triples[path], str(path), format=ox.RdfFormat.TURTLE)


def _dangles(quad: ox.Triple | ox.Quad, defined: set[object]) -> bool:
    target = quad.object
    return isinstance(target, ox.NamedNode) and target.value.startswith(ID) and target not in defined


def _says_made_of_one(quad: ox.Triple | ox.Quad) -> bool:
    kind = quad.object
    is_type = quad.predicate.value == RDF + "type"
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
    """Return a folder with the smaller project, made once a process, to be left as it is."""
    place = _temporary_folder() / "project"
    copy_smaller(Path(__file__).parent.parent, place)
    return place


@cache
def smaller_built() -> Path:
    """Return a folder with the graph of the smaller project, built once a process, to be left as it is."""
    place = _temporary_folder()
    build(smaller_project(), place / "build", place / "store", say=lambda _: None)
    return place


def _temporary_folder() -> Path:
    """Return a new folder that goes when the process ends."""
    place = Path(tempfile.mkdtemp(prefix="cpkg-smaller-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    return place
