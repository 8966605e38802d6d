"""Find what would make a question of the catalogue fail, or answer wrongly, on some engine.

The traps were measured in pyoxigraph 0.5 and rdflib 7: each gives wrong rows without an error.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from kg.errors import Fault
from kg.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.graph.questions.catalogue import Question

RESERVED = ("find", "store", "format", "out", "limit", "explain", "save", "with", "help")
"""Options of `kg ask` itself, which no parameter can be called."""

_PREFIX_RE = re.compile(r"^\s*PREFIX\s+(?P<prefix>[\w-]*):\s*<(?P<iri>[^>]*)>", re.IGNORECASE | re.MULTILINE)
_WRONG_IN_GRAPH = {
    "SubSelect": "a sub-select (an aggregate in it counts over all graphs at once)",
    "InlineData": "VALUES (it does not go through the graphs)",
    "MinusGraphPattern": "MINUS (it does not go through the graphs)",
}


def find_traps(question: Question) -> list[Fault]:
    """Return what is wrong with a question's query, beside its header."""
    from pyparsing import ParseException
    from rdflib.plugins.sparql.parser import parseQuery  # the one parser that shows its tree

    try:
        tree = parseQuery(question.sparql)
    except ParseException as error:
        what = f"is not SPARQL: {error.msg}"
        return [Fault(question.path, error.lineno, what, "Mend this line or the one before")]
    found = [*_prefix_faults(question), *_column_faults(question, tree), *_name_faults(question)]
    found += [*_graph_faults(tree), *_path_faults(tree), *_bind_faults(question, tree)]
    found += _order_faults(tree)
    return [Fault(question.path, None, what, remedy) for what, remedy in found]


def _prefix_faults(question: Question) -> Iterator[tuple[str, str]]:
    body = _PREFIX_RE.sub("", question.sparql)
    for prefix, iri in _PREFIX_RE.findall(question.sparql):
        if PREFIXES.get(prefix) != iri:
            yield f"prefix {prefix}: is not that of kg.namespaces", "Take it from the one list of prefixes"
        if not re.search(rf"(?<![\w:]){re.escape(prefix)}:\w", body):
            yield f"prefix {prefix}: is declared and not used", "Delete its line"


def _column_faults(question: Question, tree: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - a parse tree
    projected = [str(column["var" if "var" in column else "evar"]) for column in tree[1]["projection"]]
    for column in question.columns:
        if column not in projected:
            yield f"column {column} is not in the SELECT", "Select it, or take it from the columns"
    if question.remote and question.remote.key not in projected:
        yield f"?{question.remote.key}, the key of the remote part, is not in the SELECT", "Select it"
    if "orderby" not in tree[1]:
        yield "the query has no ORDER BY", "Order the rows, so that two runs can be compared"


def _name_faults(question: Question) -> Iterator[tuple[str, str]]:
    for parameter in question.parameters:
        if parameter.name in RESERVED:
            yield f"parameter {parameter.name} is an option of `kg ask` itself", "Choose another name"


def _graph_faults(tree: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - a parse tree
    from rdflib import Variable

    for node in _nodes(tree):
        if node.name == "GraphGraphPattern" and isinstance(node["term"], Variable):
            for inner in _nodes(node["graph"]):
                if inner.name in _WRONG_IN_GRAPH:
                    what = f"GRAPH ?{node['term']} holds {_WRONG_IN_GRAPH[inner.name]}"
                    yield what, "Group outside: GRAPH ?g { pattern } … GROUP BY ?g"


def _path_faults(tree: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - a parse tree
    from rdflib import Variable

    for node in _nodes(tree):
        for triples in node.get("triples") or [] if node.name == "TriplesBlock" else []:
            for subject, path, value in zip(triples[::3], triples[1::3], triples[2::3], strict=True):
                can_be_empty = any(part.get("mod") in {"?", "*"} for part in _nodes(path))
                if can_be_empty and not (isinstance(subject, Variable) and isinstance(value, Variable)):
                    what = "a path with ? or * has a constant end (pyoxigraph can lose its empty match)"
                    yield what, "Put a variable there, or write the empty path as a UNION"


def _bind_faults(question: Question, tree: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - a parse tree
    names = {parameter.name for parameter in question.parameters}
    for node in _nodes(tree):
        if node.name == "Bind" and str(node["var"]) in names:
            what = f"BIND gives ?{node['var']} a value, a parameter (rdflib overwrites what was chosen)"
            yield what, "Compare it in a FILTER, or bind another variable"


def _order_faults(tree: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - a parse tree
    for node in _nodes(tree):
        if node.name in {"SelectQuery", "SubSelect"}:
            aggregates = {inner.name for inner in _nodes(node.get("projection"))}
            if "Aggregate_GroupConcat" in aggregates and not _is_sorted(node["where"]):
                what = "GROUP_CONCAT joins in the order in which a store finds things, each store another"
                yield what, "Group over a sub-select with ORDER BY, and nothing beside it"
            if "Aggregate_Sample" in aggregates:
                yield "SAMPLE takes what a store finds first, each store another thing", "Take MIN"


def _is_sorted(pattern: Any) -> bool:  # noqa: ANN401 - a parse tree
    """Say whether a pattern is a sub-select that is sorted, with brackets round it or none."""
    if pattern.name == "SubSelect":
        return "orderby" in pattern
    inner = [one for key in ("part", "graph") if key in pattern for one in pattern[key]]
    return len(inner) == 1 and _is_sorted(inner[0])


def _nodes(tree: Any) -> Iterator[Any]:  # noqa: ANN401 - a parse tree
    """Yield every named node of a parse tree, from the top."""
    from pyparsing import ParseResults
    from rdflib.plugins.sparql.parserutils import CompValue

    if isinstance(tree, CompValue):
        yield tree
        for value in tree.values():
            yield from _nodes(value)
    elif isinstance(tree, ParseResults | list):
        for value in tree:
            yield from _nodes(value)
