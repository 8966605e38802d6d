"""The graph as a Python library: `import kg; g = kg.open()`, then `g.ask(…)`, `g.show(…)`, `g.cite(…)`.

What each method does is done by the same steps of `kg.pipeline` as on the command line, and errors are the
same `kg.errors.KgError`, whose text says what is wrong and what to do.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kg.answers import Answer, Card, Entity
from kg.errors import UsageError, quoted
from kg.graph.lookup.names import labels_of
from kg.graph.lookup.show import find_card
from kg.graph.questions.catalogue import find_question, read_catalogue
from kg.graph.stores.guard import require_undamaged
from kg.graph.stores.store import LocalStore, local_path, open_store
from kg.namespaces import sparql_prologue
from kg.pipeline import find
from kg.pipeline.ask import ANY, answer, choose_values, in_words
from kg.resources import find_root

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import networkx as nx

    from kg.answers import Labels
    from kg.graph.questions.catalogue import Question
    from kg.graph.stores.engine import Engine
    from kg.model import Rows
    from kg.pipeline.cite import Cited
    from kg.pipeline.network import Analysis, Kind, MeasureName
    from kg.pipeline.network_making import Level

Thing = str | Entity
"""A thing by its id, IRI, symbol, abbreviation or name, or as an answer has it."""
Chosen = Thing | date | int | None
"""What can be given for a parameter of a question; None leaves an optional one open."""
_FOUND = 12
"""Questions that a search gives."""
_RDF = ("ttl", "nt", "nq", "trig", "jsonld", "rdf")
ProvisionKind = Literal["preambular", "operative", "heading", "annex", "note"]


def open_graph(store: str | os.PathLike[str] | None = None) -> Graph:
    """Open a store's folder, or a SPARQL 1.1 service by its URL.

    Raises:
        InputError: where there is no store, or it cannot be read.
    """
    location = None if store is None else os.fspath(store)
    engine = open_store(location)
    if isinstance(engine, LocalStore):
        require_undamaged(local_path(location).resolve())  # a query that meets a damaged block may not end
    return Graph(engine, location)


class Graph:
    """A store, opened for reading; it stays what it was when opened, whatever `kg build` does meanwhile."""

    def __init__(self, engine: Engine, location: str | None) -> None:
        """Hold a store that answers SPARQL, and where it is."""
        self.engine = engine
        self.location = location
        self._catalogue = read_catalogue(find_root())

    def questions(self, words: str = "") -> Answer:
        """Return the catalogue of questions, or those that speak of some words, best first."""
        if not words:
            return self._answer(find.list_questions(self._catalogue))
        found = find.find_questions_about(self.engine, self._catalogue, words, most=_FOUND)
        return self._answer(find.list_suggestions(found), title=f"Questions about {words}")

    def ask(self, question: str, /, **values: Chosen) -> Answer:
        """Return the answer to a question of the catalogue, by its name or id.

        Raises:
            UsageError: where there is no such question, parameter or thing; with the nearest names.
        """
        asked = find_question(self._catalogue, question)
        chosen = choose_values(self.engine, asked, _written(values))
        rows = answer(self.engine, asked, chosen)
        words = in_words(self.engine, asked, chosen)
        return self._answer(rows, title=words, sparql=asked.bound_query(chosen))

    def question(self, name: str) -> Question:
        """Return a question of the catalogue: its words, parameters, columns and query.

        Raises:
            UsageError: where there is none; with the nearest names.
        """
        return find_question(self._catalogue, name)

    def show(self, thing: Thing) -> Card:
        """Return what the graph knows of one thing.

        Raises:
            UsageError: where nothing, or more than one thing, is called so.
        """
        card = find_card(self.engine, _name(thing))
        sections = {section.title: self._answer(section.rows) for section in card.sections}
        return Card(Entity(card.iri, card.label), card.types, sections)

    def resolve(self, *names: str) -> Answer:
        """Return the identifiers of the things that names mean: symbols, numbers of treaties, IRIs, titles.

        Raises:
            UsageError: where one means nothing that the graph knows, or more than one thing.
        """
        from kg.pipeline.resolve import Resolver, identifier_rows

        return self._answer(identifier_rows(Resolver(self.engine).identify(names)))

    def search(
        self,
        words: str,
        *,
        body: str | None = None,
        act: Thing | None = None,
        theme: Thing | None = None,
        addressee: Thing | None = None,
        kind: ProvisionKind | None = None,
        since: int | None = None,
        until: int | None = None,
        limit: int = 20,
    ) -> Answer:
        """Return paragraphs of ingested documents that have the words, best first; years bound the search.

        Raises:
            UsageError: where the words cannot be read, or a name means nothing.
            InputError: where nothing was ingested.
        """
        from kg.pipeline.search import Wanted, search_texts

        wanted = Wanted(body, _given(act), _given(theme), _given(addressee), kind, since, until)
        return self._answer(search_texts(local_path(self.location), words, wanted, limit=limit).rows)

    def sparql(self, query: str) -> Answer:
        """Return the rows of a SELECT query that you trust; the project's prefixes need no declaration.

        It is not stopped when it runs away; `kg sparql` stops.

        Raises:
            InputError: where the query does not parse or is no SELECT.
        """
        return self._answer(self.engine.select(sparql_prologue() + query), sparql=query)

    def cite(self, things: Thing | Iterable[Thing], *, style: str = "oscola") -> list[Cited]:
        """Return a citation for each instrument, its places together; `.text` is what to print.

        Raises:
            UsageError: where the style is none, or a thing is nothing that is cited.
        """
        from kg.pipeline.cite import cite

        given = [things] if isinstance(things, str | Entity) else things
        return cite(self.engine, [_name(thing) for thing in given], style=style)

    def network(
        self,
        kind: Kind = "citations",
        measure: MeasureName = "pagerank",
        *,
        level: Level = "instruments",
        instrument: Thing | None = None,
        body: Thing | None = None,
        theme: Thing | None = None,
        since: date | str = "",
        until: date | str = "",
    ) -> Measured:
        """Return the nodes of a network with a measure of each, those that matter most first.

        Raises:
            UsageError: where a name means nothing in the graph.
            MissingToolError: where a library that the measure needs is not installed.
        """
        from kg.pipeline.network import Selection, analyse, make_network, node_rows
        from kg.pipeline.network_making import Library

        days = {"since": str(since), "until": str(until)}
        selection = Selection(_given(instrument), _given(body), _given(theme), **days)
        analysis = analyse(make_network(Library(self.engine), kind, selection, level=level), measure)
        return Measured(node_rows(analysis), self._label, analysis)

    def export(self, thing: Thing, path: str | os.PathLike[str]) -> None:
        """Write a thing with what makes it up, or `all`: RDF by the ending of the file, or tables.

        The endings are ttl, nt, nq, trig, jsonld and rdf; a folder, or a file that ends in zip, gets CSV
        tables as a data package.

        Raises:
            UsageError: where the ending is none of these, or the thing means nothing or several things.
            InputError: where it cannot be written.
        """
        from kg.pipeline.export import ALL, choose_all, choose_thing, export_graph, export_tables

        out = Path(path)
        ending = out.suffix.removeprefix(".")
        if ending not in {"", "zip", *_RDF}:
            remedy = f"Choose one of {', '.join(_RDF)}, zip, or a folder"
            raise UsageError(f"nothing is exported as {quoted(ending)}", where=str(out), remedy=remedy)
        name = _name(thing)
        chosen = choose_all(self.engine) if name == ALL else choose_thing(self.engine, name)
        if ending in _RDF:
            export_graph(chosen, ending, out, asserted=False, watch=_unwatched)
        else:
            export_tables(chosen, out, watch=_unwatched)

    def _answer(self, rows: Rows, *, title: str = "", sparql: str = "") -> Answer:
        return Answer(rows, self._label, title=title, sparql=sparql)

    def _label(self, iris: set[str]) -> Mapping[str, str]:
        return labels_of(self.engine, iris)


class Measured(Answer):
    """The nodes of a network as rows, and the network itself."""

    def __init__(self, rows: Rows, labels: Labels, analysis: Analysis) -> None:
        """Hold the rows of an analysis."""
        super().__init__(rows, labels, title=f"{analysis.network.title}: {analysis.method}")
        self.analysis = analysis

    def to_networkx(self) -> nx.Graph[str]:
        """Return the network for networkx; its nodes are IRIs."""
        from kg.network.values import graph_of

        return graph_of(self.analysis.network)


def _unwatched(_done: int, _all: int) -> None:
    """Take no notice of how far an export has come."""


def _written(values: Mapping[str, Chosen]) -> dict[str, str]:
    """Return values as they are written on the command line."""
    return {name: ANY if value is None else _name(value) for name, value in values.items()}


def _given(thing: Thing | None) -> str | None:
    return None if thing is None else _name(thing)


def _name(value: Thing | date | int) -> str:
    return value.iri if isinstance(value, Entity) else str(value)
