"""The W3C's tests of SPARQL 1.1 queries: what the manifests ask for, and whether an answer is as expected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox
import rdflib
from rdflib.collection import Collection

from kg.errors import InputError
from kg.graph.stores.store import ox_of
from kg.graph.syntax.serialise import serialise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Set
    from pathlib import Path

    from kg.graph.stores.engine import Engine

BASE = "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/"
"""Where the suite says its files are; IRIs in queries and results lie under it."""

MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
RS = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")
_SYNTAX = {"PositiveSyntaxTest11": True, "PositiveSyntaxTest": True, "NegativeSyntaxTest11": False,
           "NegativeSyntaxTest": False}  # fmt: skip
_CELL = "urn:cell:"


@dataclass(frozen=True)
class QueryTest:
    """One test; paths are relative to the suite."""

    id: str
    """Folder and name, such as `aggregates/agg01`."""
    query: str
    valid: bool | None
    """For a test of syntax, whether the query is to parse; else None."""
    data: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    result: str = ""


def read_tests(suite: Path) -> list[QueryTest]:
    """Return all tests of queries, in the order of the manifests; none where the suite is absent."""
    top = suite / "manifest-sparql11-query.ttl"
    if not top.exists():
        return []
    graph = _manifest(top, suite)
    included = Collection(graph, next(graph.objects(None, MF.include)))
    return [test for one in included for test in _tests_of(suite, str(one).removeprefix(BASE))]


def _tests_of(suite: Path, name: str) -> Iterator[QueryTest]:
    graph = _manifest(suite / name, suite)
    folder = name.rpartition("/")[0]
    for entry in Collection(graph, next(graph.objects(None, MF.entries))):
        ident = f"{folder}/{str(entry).rpartition('#')[2]}"
        kind = str(graph.value(entry, rdflib.RDF.type)).rpartition("#")[2]
        action = graph.value(entry, MF.action)
        assert action is not None
        if kind in _SYNTAX:
            yield QueryTest(ident, _path(action), _SYNTAX[kind])
        else:
            query, result = graph.value(action, QT.query), graph.value(entry, MF.result)
            data, named = graph.objects(action, QT.data), graph.objects(action, QT.graphData)
            yield QueryTest(ident, _path(query), None, _paths(data), _paths(named), _path(result))


def load_data(suite: Path, tests: Iterable[QueryTest]) -> ox.Store:
    """Return a store in which each file that the tests name is a graph, by the file's own address."""
    return _loaded(suite, named={path for test in tests for path in (*test.data, *test.named)})


def load_dataset(suite: Path, test: QueryTest) -> ox.Store:
    """Return a store with what one test is about; engines of ours take the union of all as default graph."""
    return _loaded(suite, named=set(test.named), default=set(test.data) - set(test.named))


def _loaded(suite: Path, *, named: Set[str], default: Set[str] = frozenset()) -> ox.Store:
    store = ox.Store()
    for path in sorted(named | default):
        address = BASE + path
        graph = ox.NamedNode(address) if path in named else ox.DefaultGraph()
        store.load(path=suite / path, base_iri=address, to_graph=graph)
    return store


def is_found(suite: Path, test: QueryTest, engine: Engine, query: str) -> bool:
    """Say whether an engine of ours answers a query as the test has it."""
    path = suite / test.result
    try:
        rows = engine.select(query)
    except InputError as error:
        if "no SELECT" not in str(error):
            return False
    else:
        pairs = [zip(rows.columns, row, strict=True) for row in rows.rows]
        found = [{name: ox_of(cell) for name, cell in row if cell is not None} for row in pairs]
        return (sorted(rows.columns), _canonical_rows(found)) == _wanted(path)
    try:
        triples = engine.construct(query)
    except InputError:
        return engine.ask(query) is _wanted(path)
    return is_expected(suite, test, serialise(triples, "nt").encode(), ox.RdfFormat.N_TRIPLES.media_type)


def is_expected(suite: Path, test: QueryTest, answer: bytes, media_type: str) -> bool:
    """Say whether an answer is the one expected: terms as they are written, blank nodes by any names."""
    path = suite / test.result
    if (form := ox.RdfFormat.from_media_type(media_type)) is not None:
        wanted = ox.parse(path=path, base_iri=BASE + test.result)
        return _canonical(q.triple for q in wanted) == _canonical(
            q.triple for q in ox.parse(answer, format=form)
        )
    results = ox.QueryResultsFormat.from_media_type(media_type)
    assert results is not None, media_type
    return _table(ox.parse_query_results(answer, results)) == _wanted(path)


def _wanted(path: Path) -> object:
    if path.suffix in {".ttl", ".rdf"}:
        return _table_of_graph(rdflib.Graph().parse(path))
    results = ox.QueryResultsFormat.from_extension(path.suffix[1:])
    return _table(ox.parse_query_results(path=path, format=results))


def _table(results: ox.QuerySolutions | ox.QueryBoolean) -> object:
    if isinstance(results, ox.QueryBoolean):
        return bool(results)
    names = [variable.value for variable in results.variables]
    rows = [{n: value for n in names if (value := solution[n]) is not None} for solution in results]
    return sorted(names), _canonical_rows(rows)


def _table_of_graph(graph: rdflib.Graph) -> object:
    """Return the rows that a graph in the result set vocabulary tells of."""
    top = next(graph.subjects(rdflib.RDF.type, RS.ResultSet))
    if (said := graph.value(top, RS.boolean)) is not None:
        return bool(said)
    names = sorted(str(name) for name in graph.objects(top, RS.resultVariable))
    rows = []
    for solution in graph.objects(top, RS.solution):
        cells = graph.objects(solution, RS.binding)
        rows.append({str(graph.value(c, RS.variable)): _term(graph.value(c, RS.value)) for c in cells})
    return names, _canonical_rows(rows)


def _canonical_rows(rows: Iterable[Mapping[str, object]]) -> object:
    """Return rows as a graph with canonical names for blank nodes, a node a row, so that equal rows count."""
    triples = []
    for row in rows:
        node = ox.BlankNode()
        triples.append(ox.Triple(node, ox.NamedNode(_CELL), ox.Literal("row")))
        triples += [ox.Triple(node, ox.NamedNode(_CELL + name), cell) for name, cell in row.items()]  # type: ignore[arg-type]
    return _canonical(triples)


def _canonical(triples: Iterable[ox.Triple]) -> list[str]:
    dataset = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(map(str, dataset))


def _term(node: object) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if isinstance(node, rdflib.URIRef):
        return ox.NamedNode(str(node))
    if isinstance(node, rdflib.BNode):
        return ox.BlankNode(str(node))
    assert isinstance(node, rdflib.Literal)
    if node.language:
        return ox.Literal(str(node), language=node.language)
    return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype)) if node.datatype else None)


def _manifest(path: Path, suite: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(path, publicID=BASE + path.relative_to(suite).as_posix())


def _path(node: object) -> str:
    return str(node).removeprefix(BASE)


def _paths(nodes: Iterable[object]) -> tuple[str, ...]:
    return tuple(sorted(map(_path, nodes)))
