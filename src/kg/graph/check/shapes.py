"""Read the SHACL shapes and hold data against them by the reference: pySHACL over rdflib's own memory."""

from __future__ import annotations

import contextlib
import io
import warnings
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox
import pyshacl
from rdflib import RDF as RDF_NS
from rdflib import SH as SH_NS
from rdflib import BNode, Graph
from rdflib.collection import Collection

from kg.errors import Fault, InputError, InvalidInputError
from kg.graph.check.cycles import find_loops
from kg.graph.ontology.schema import Schema
from kg.graph.ontology.skolem import GENID
from kg.graph.sources.curated import INFERRED_GRAPH, ONTOLOGY_GRAPH, read_turtle
from kg.graph.stores.rdflib_graph import add_statements
from kg.identifiers import graph_iri
from kg.model import Finding
from kg.namespaces import RDF, SH
from kg.system.files import read_each

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from rdflib.term import Node

    from kg.graph.sources.curated import SourceFile
    from kg.model import Severity

SHAPES_GRAPH = graph_iri("shapes")
_REST = ox.NamedNode(RDF + "rest")
_REASON_SHOWN = 240
_TYPE = ox.NamedNode(RDF + "type")


def read_shapes(folder: Path) -> list[SourceFile]:
    """Read the shape files of a folder, in order of name.

    Raises:
        InputError: where the folder holds none.
        InvalidInputError: with one fault for each file that cannot be read or parsed.
    """
    paths = sorted(folder.glob("*.ttl"))
    if not paths:
        raise InputError(
            "holds no shapes", where=str(folder), remedy="Name a folder of .ttl files with --shapes"
        )
    return read_each(paths, lambda path: _read(path, f"{folder.resolve().name}/{path.name}"))


def _read(path: Path, name: str) -> SourceFile:
    file = read_turtle(path, name=name, graph=SHAPES_GRAPH)
    rests = ((str(q.subject), str(q.object)) for q in file.quads if q.predicate == _REST)
    if find_loops(rests):
        raise InvalidInputError([Fault(name, None, "a list runs in a circle", "Write it as ( … )")])
    return file


def shapes_graph(files: Iterable[SourceFile]) -> Graph:
    """Return the shapes of all files as one graph."""
    graph = Graph("SimpleMemory", bind_namespaces="none")  # asked of each node, in three quarters of the time
    add_statements(graph, (quad for file in files for quad in file.quads))
    return graph


def with_types(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Return the quads and, in the graph of inferred statements, every type that a superclass gives.

    SHACL follows `rdfs:subClassOf` alone; our classes are also joined by disjoint unions.
    """
    quads = list(quads)
    schema = Schema(quad for quad in quads if quad.graph_name == ox.NamedNode(ONTOLOGY_GRAPH))
    return [*quads, *entailed_types(quads, schema)]


def entailed_types(quads: Iterable[ox.Quad], schema: Schema) -> set[ox.Quad]:
    """Return every type that a superclass gives to what quads type, as quads of the graph `inferred`."""
    above: dict[str, list[ox.NamedNode]] = {}
    graph = ox.NamedNode(INFERRED_GRAPH)
    entailed: set[ox.Quad] = set()
    for quad in quads:
        if quad.predicate == _TYPE and isinstance(quad.object, ox.NamedNode):
            name = quad.object.value
            if name not in above:
                named = schema.superclasses(name) - {name}
                above[name] = [ox.NamedNode(one) for one in named if not one.startswith(("_:", GENID))]
            entailed.update(ox.Quad(quad.subject, _TYPE, one, graph) for one in above[name])
    return entailed


def check_shapes(data: Graph, shapes: Graph) -> list[Finding]:
    """Return what the shapes have against the data, sorted; the graph of each finding is left open.

    Raises:
        InputError: where pySHACL cannot run the shapes.
    """
    try:
        with _silent():
            _, report, words = pyshacl.validate(
                data,
                shacl_graph=shapes,
                inference="none",
                advanced=False,
                do_owl_imports=False,  # or owl:imports of the data would be fetched from the network
                meta_shacl=False,
                inplace=True,
            )
    except pyshacl.errors.ReportableRuntimeError as error:
        raise _not_runnable(error.message) from error
    except Exception as error:  # of rdflib and its SPARQL parser, which pySHACL lets through
        raise _not_runnable(f"{type(error).__name__}: {error}") from error
    if not isinstance(report, Graph):
        raise _not_runnable(words)
    results = report.subjects(RDF_NS.type, SH_NS.ValidationResult)
    return sorted({_finding(report, shapes, result) for result in results})


@contextlib.contextmanager
def _silent() -> Iterator[None]:
    """Keep pySHACL from the terminal; its warning of shapes that lead back to themselves is an error."""
    with warnings.catch_warnings(), contextlib.redirect_stderr(io.StringIO()):
        warnings.simplefilter("error", pyshacl.errors.ShapeRecursionWarning)
        yield


def _not_runnable(reason: str) -> InputError:
    line = " ".join(reason.split()).rstrip(".")
    line = line if len(line) <= _REASON_SHOWN else line[:_REASON_SHOWN] + "…"
    return InputError(
        f"pySHACL cannot run the shapes: {line}", where="shapes", remedy="Mend the one it names"
    )


def _finding(report: Graph, shapes: Graph, result: Node) -> Finding:
    severity = str(report.value(result, SH_NS.resultSeverity)).removeprefix(SH)
    path = report.value(result, SH_NS.resultPath)
    return Finding(
        severity=cast("Severity", severity),
        rule=str(report.value(result, SH_NS.sourceShape)),
        focus=str(report.value(result, SH_NS.focusNode)),
        message=str(report.value(result, SH_NS.resultMessage)),
        path="" if path is None else path_text(report if (path, None, None) in report else shapes, path),
        value=_text(report.value(result, SH_NS.value)),
        component=str(report.value(result, SH_NS.sourceConstraintComponent)).removeprefix(SH),
    )


def path_text(graph: Graph, path: Node) -> str:
    """Return a SHACL path as SPARQL writes it; a plain predicate is its bare IRI."""
    return _path(graph, path) if isinstance(path, BNode) else str(path)


def _path(graph: Graph, path: Node) -> str:
    if not isinstance(path, BNode):
        return f"<{path}>"
    if (path, RDF_NS.first, None) in graph:
        return "/".join(_steps(graph, path))
    if (inverse := graph.value(path, SH_NS.inversePath)) is not None:
        return f"^{_path(graph, inverse)}"
    if (choice := graph.value(path, SH_NS.alternativePath)) is not None:
        return "|".join(_steps(graph, choice))
    for predicate, sign in (
        (SH_NS.zeroOrMorePath, "*"),
        (SH_NS.oneOrMorePath, "+"),
        (SH_NS.zeroOrOnePath, "?"),
    ):
        if (repeated := graph.value(path, predicate)) is not None:
            return f"({_path(graph, repeated)}){sign}"
    return "/".join(_steps(graph, path))


def _steps(graph: Graph, start: Node) -> Iterator[str]:
    return (_path(graph, step) for step in Collection(graph, start))


def _text(value: Node | None) -> str:
    return "" if value is None or isinstance(value, BNode) else str(value)
