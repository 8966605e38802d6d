"""Read the hand-written sources, Turtle of `ontology/` and `data/`, tables, questions, into named graphs."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import Fault, InputError, InvalidInputError
from kg.graph.questions.catalogue import parse_question
from kg.graph.questions.catalogue_graph import QUESTIONS_GRAPH, question_quads
from kg.graph.sources.treaty_actions import FOLDER, parse_treaty_actions, treaty_action_quads
from kg.graph.stores.well_formed import parse_whole
from kg.identifiers import graph_iri
from kg.namespaces import ID, RDF, rebase
from kg.system.files import find_files, read_each

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

ONTOLOGY_GRAPH = graph_iri("ontology")
INFERRED_GRAPH = graph_iri("inferred")
PROVENANCE_GRAPH = graph_iri("provenance")

_REASON_SHOWN = 160
_POSITION_RE = re.compile(r"^Parser error [^:]*: ")  # not the message itself, which can hold colons


@dataclass(frozen=True)
class SourceFile:
    """One Turtle file, table or question: where it is, what it says, and the named graph that holds it."""

    path: str
    """Path relative to the project's root, with forward slashes."""
    graph: str
    sha256: str
    """Digest of the file's bytes as they are on the disk."""
    text: str
    quads: tuple[ox.Quad, ...]

    @property
    def is_ontology(self) -> bool:
        """Say whether the file belongs to the ontology rather than to the data."""
        return self.graph == ONTOLOGY_GRAPH


def read_sources(root: Path) -> list[SourceFile]:
    """Read every Turtle file under `ontology/` and `data/`, in order of path, then tables, then questions.

    Raises:
        InvalidInputError: with one fault for each Turtle file that cannot be read or parsed, or with
            every fault of the tables or of the questions' headers.
    """
    files = read_each(find_source_paths(root), lambda path: read_source(path, root))
    described = {iri for file in files for quad in file.quads if (iri := _described_in(quad))}
    tables = find_files(root / "data" / FOLDER, ".csv")
    files += read_each(tables, lambda path: read_treaty_actions(path, root, described))
    return files + read_each(find_files(root / "queries", ".rq"), lambda path: read_question_file(path, root))


def find_source_paths(root: Path) -> list[Path]:
    """Return the Turtle files of `ontology/` and `data/`, sorted.

    Raises:
        InputError: where a folder holds none.
    """
    paths: list[Path] = []
    for folder in ("ontology", "data"):
        found = find_files(root / folder, ".ttl")
        if not found:
            raise InputError(
                "holds no Turtle file",
                where=str(root / folder),
                remedy="Check out the project whole, or set KG_HOME",
            )
        paths += found
    return paths


def read_source(path: Path, root: Path) -> SourceFile:
    """Read and parse one Turtle file of `ontology/` or `data/` into the graph that is its own.

    Raises:
        InvalidInputError: where the file cannot be read, is empty, is not UTF-8 or not Turtle.
    """
    return read_turtle(path, name=path.relative_to(root).as_posix(), graph=_graph_of(path, root))


def read_treaty_actions(path: Path, root: Path, described: Collection[str]) -> SourceFile:
    """Read and parse one table of treaty actions, on things that the Turtle files describe.

    Raises:
        InvalidInputError: where the file cannot be read or is not UTF-8, or with every fault of its rows.
    """
    name, graph = path.relative_to(root).as_posix(), _graph_of(path, root)
    data = _read_bytes(path, name)
    text = _decode(name, data)
    actions = parse_treaty_actions(text, name=name, key=path.stem, described=described)
    quads = treaty_action_quads(actions, graph)
    return SourceFile(name, graph, hashlib.sha256(data).hexdigest(), text, quads)


def read_question_file(path: Path, root: Path) -> SourceFile:
    """Read one question of the catalogue as what the graph says of it.

    Raises:
        InvalidInputError: where the file cannot be read, is not UTF-8, or with every fault of its header.
    """
    name = path.relative_to(root).as_posix()
    data = _read_bytes(path, name)
    text = rebase(_decode(name, data))
    quads = question_quads(parse_question(text, name))
    return SourceFile(name, QUESTIONS_GRAPH, hashlib.sha256(data).hexdigest(), text, quads)


def read_turtle(path: Path, *, name: str, graph: str) -> SourceFile:
    """Read and parse any Turtle file; relative IRIs without `@base` are paths under `id/`.

    Faults call the file `name`.

    Raises:
        InvalidInputError: where the file cannot be read, is empty, is not UTF-8 or not Turtle.
    """
    data = _read_bytes(path, name)
    text = rebase(_decode(name, data))
    try:
        quads = tuple(
            ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(graph))
            for quad in parse_whole(text.encode(), ox.RdfFormat.TURTLE, ID)
        )
    except SyntaxError as error:
        what = f"is not valid Turtle: {_reason(error)}"
        raise _fault(
            name, error.lineno, what, "Mend this line, or the end of the statement before it"
        ) from error
    if not quads:
        raise _fault(name, 1, "says nothing", "Restore its statements, or delete the file")
    return SourceFile(name, graph, hashlib.sha256(data).hexdigest(), text, quads)


def _read_bytes(path: Path, name: str) -> bytes:
    if path.exists() and not path.is_file():
        raise _fault(name, None, "is no file", f"Move it away; only files may be called {path.suffix}")
    try:
        return path.read_bytes()
    except OSError as error:
        raise _fault(
            name, None, f"cannot be read ({error.strerror})", "Check the file and its rights"
        ) from error


def _decode(name: str, data: bytes) -> str:
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        raise _fault(name, 1, "begins with a byte order mark", "Save it as UTF-8 without BOM")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _fault(
            name, line, f"byte 0x{data[error.start]:02x} is not UTF-8", "Save the file as UTF-8"
        ) from error
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise _fault(name, line, "holds a NUL character", "Delete it")
    return text


def _graph_of(path: Path, root: Path) -> str:
    relative = path.relative_to(root)
    if relative.parts[0] == "ontology":
        return ONTOLOGY_GRAPH
    return graph_iri("curated/" + relative.relative_to("data").with_suffix("").as_posix())


def _described_in(quad: ox.Quad) -> str | None:
    """Return the IRI of the thing to which a statement gives its type."""
    if quad.predicate.value == RDF + "type" and isinstance(quad.subject, ox.NamedNode):
        return quad.subject.value
    return None


def _reason(error: SyntaxError) -> str:
    """Return the parser's words without its own position, which the fault gives as a line."""
    reason = _POSITION_RE.sub("", str(error.msg)).rstrip(".").replace("\n", " ")
    return reason if len(reason) <= _REASON_SHOWN else reason[:_REASON_SHOWN] + "…"


def _fault(path: str, line: int | None, what: str, remedy: str) -> InvalidInputError:
    return InvalidInputError([Fault(path, line, what, remedy)])
