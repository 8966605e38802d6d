"""Open the graph's store: pyoxigraph on disk or in memory, or any SPARQL 1.1 service by its URL."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import InputError, UsageError
from kg.graph.stores.guard import note_opened
from kg.graph.stores.readonly import names_graphs
from kg.graph.stores.seal import DOCTOR, SEAL, require_whole
from kg.model import Rows, Term, Triples
from kg.namespaces import RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.graph.stores.external import ExternalGraphs
    from kg.graph.stores.remote import RemoteStore

DEFAULT_STORE = ".kg/store"

_REASON_SHOWN = 120
_PLAIN = frozenset({XSD + "string", RDF + "langString"})

OxTerm = ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple


def open_store(location: str | None = None) -> LocalStore | RemoteStore:
    """Open a store for reading: a folder, or the URL of a SPARQL 1.1 query service.

    Without a location, `$KG_STORE` is taken, and `.kg/store` where that is not set.

    Raises:
        InputError: where there is no store, or it cannot be read.
    """
    where = store_location(location)
    if where.startswith(("http://", "https://")):
        from kg.graph.stores.remote import RemoteStore

        return RemoteStore(where)
    return LocalStore(open_folder(Path(where)), loaded_beside(Path(where)))


def loaded_beside(store: Path) -> ExternalGraphs:
    """Return the graphs that were loaded beside a store."""
    from kg.graph.stores.external import ExternalGraphs, graphs_folder

    return ExternalGraphs(graphs_folder(store))


def store_location(location: str | None) -> str:
    """Return the store that the user means, from the option, the environment or the default."""
    return location or os.environ.get("KG_STORE") or DEFAULT_STORE


def local_path(location: str | None) -> Path:
    """Return the folder of a store that is to be written.

    Raises:
        UsageError: where the location is a URL.
    """
    where = store_location(location)
    if where.startswith(("http://", "https://")):
        raise UsageError(
            f"{where} is a remote store, which this command does not write",
            remedy="Name a folder with --store",
        )
    return Path(where)


def memory_store(quads: Iterable[ox.Quad]) -> LocalStore:
    """Return a store in memory that holds the quads."""
    store = ox.Store()
    store.bulk_extend(quads)
    return LocalStore(store)


class LocalStore:
    """A pyoxigraph store; queries see the union of all named graphs as their default graph, or those of FROM.

    Graphs loaded beside it are no part of the union: a query reads them by name (`kg.graph.stores.joining`).
    """

    def __init__(self, store: ox.Store, loaded: ExternalGraphs | None = None) -> None:
        self.ox = store
        self.loaded = loaded

    def close(self) -> None:
        """Let the store go; it is closed once nobody else holds it."""
        del self.ox

    def select(self, query: str, *, substitutions: dict[str, Term] | None = None) -> Rows:
        """Return the rows of a SELECT query that the project trusts.

        Raises:
            InputError: where the query does not parse or is no SELECT.
        """
        with _answering():
            result = self._run(query, substitutions)
            if not isinstance(result, ox.QuerySolutions):
                raise InputError("the query is no SELECT", remedy="Write it as SELECT")
            return rows_of(result)

    def ask(self, query: str) -> bool:
        """Return the answer of an ASK query."""
        with _answering():
            return bool(self._run(query, None))

    def construct(self, query: str) -> Triples:
        """Return the triples of a CONSTRUCT or DESCRIBE query, sorted and without duplicates."""
        with _answering():
            result = self._run(query, None)
            if not isinstance(result, ox.QueryTriples):
                raise InputError("the query builds no graph", remedy="Write it as CONSTRUCT or DESCRIBE")
            return triples_of(result)

    def _run(
        self, query: str, substitutions: dict[str, Term] | None
    ) -> ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean:
        bound: dict[ox.Variable, OxTerm] = {
            ox.Variable(name): ox_of(term) for name, term in (substitutions or {}).items()
        }
        if self.loaded is not None and "/external/" in query:
            from kg.graph.stores.joining import join_loaded

            query = join_loaded(query, self.loaded)
        union = not names_graphs(query)  # pyoxigraph would leave FROM aside
        return self.ox.query(query, use_default_graph_as_union=union, substitutions=bound)


@contextlib.contextmanager
def _answering() -> Iterator[None]:
    """Turn what a query can raise, when it is parsed or as its rows are fetched, into our errors."""
    try:
        yield
    except SyntaxError as error:
        raise unparsable(str(error)) from error
    except (OSError, RuntimeError) as error:
        remedy = f"Mend the query; if it has no fault, the store may be damaged. {DOCTOR}"
        raise InputError(f"the query failed: {error}", remedy=remedy) from error


def rows_of(solutions: ox.QuerySolutions) -> Rows:
    """Return the solutions of a SELECT query as rows, in their order."""
    columns = tuple(variable.value for variable in solutions.variables)
    cell = _Cells({None: None}).__getitem__
    return Rows(columns, tuple(tuple(map(cell, solution)) for solution in solutions))


def triples_of(found: Iterable[ox.Triple]) -> Triples:
    """Return triples sorted and without duplicates."""
    terms = {(term_of(t.subject), term_of(t.predicate), term_of(t.object)) for t in found}
    return Triples(tuple(sorted(terms)))


def unparsable(reason: str) -> InputError:
    """Return the error for a query that does not parse: where, and the beginning of what was expected."""
    line = " ".join(reason.split())
    shown = line if len(line) <= _REASON_SHOWN else line[:_REASON_SHOWN].rstrip() + " …"
    return InputError(f"the query does not parse: {shown}", remedy="Mend the SPARQL")


def term_of(term: OxTerm) -> Term:
    """Return the value of a pyoxigraph term."""
    if isinstance(term, ox.NamedNode):
        return Term("iri", term.value)
    if isinstance(term, ox.BlankNode):
        return Term("blank", term.value)
    if isinstance(term, ox.Literal):
        datatype = term.datatype.value
        return Term("literal", term.value, "" if datatype in _PLAIN else datatype, term.language or "")
    raise InputError("triple terms are not part of this project's graph")


def ox_of(term: Term) -> ox.NamedNode | ox.Literal | ox.BlankNode:
    """Return the pyoxigraph term of a value; the inverse of `term_of`."""
    if term.kind == "iri":
        return ox.NamedNode(term.value)
    if term.kind == "blank":
        return ox.BlankNode(term.value)
    if term.language:
        return ox.Literal(term.value, language=term.language)
    return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype) if term.datatype else None)


class _Cells(dict[OxTerm | None, Term | None]):
    """The values of the terms of one answer, where most stand in many rows: each is made once."""

    def __missing__(self, term: OxTerm) -> Term:
        made = self[term] = term_of(term)
        return made


def open_folder(path: Path) -> ox.Store:
    """Open the store in a folder for reading.

    Raises:
        InputError: where there is none, or it cannot be read or has lost what it held.
    """
    require_store(path)
    require_whole(path.resolve())
    try:
        store = ox.Store.read_only(str(path.resolve()))
        empty = next(iter(store), None) is None
    except (OSError, RuntimeError) as error:
        raise InputError(f"the store cannot be read ({error})", where=str(path), remedy=DOCTOR) from error
    if empty:  # no build makes such a store, but one whose MANIFEST was cut off opens so, without an error
        raise InputError("the store is empty or damaged", where=str(path), remedy=DOCTOR)
    note_opened(path.resolve())
    return store


def require_store(path: Path) -> Path:
    """Return the folder where it holds a store.

    Raises:
        InputError: where it does not.
    """
    if not is_store(path):
        raise InputError(
            "there is no store here",
            where=str(path),
            remedy="Make one with `kg build`, or name another with --store",
        )
    return path


def is_store(path: Path) -> bool:
    """Say whether a folder holds a store, if a damaged one."""
    return (path / "CURRENT").is_file() or (path / SEAL).is_file()
