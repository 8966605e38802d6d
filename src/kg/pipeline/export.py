"""Export a part of the graph, or all of it: choose, put in order, write so that nobody meets half of it."""

from __future__ import annotations

import contextlib
import sys
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Literal

import pyoxigraph as ox

from kg import __version__
from kg.errors import InputError
from kg.export.datapackage import (
    Written,
    require_replaceable,
    write_descriptor,
    write_table,
    zip_package,
)
from kg.export.sssom import write_sssom
from kg.export.tables import TABLES
from kg.graph.evidence.nanopubs import nanopubs
from kg.graph.evidence.reified import evidence_of, with_evidence
from kg.graph.evidence.statements import EvidenceReader
from kg.graph.lookup.bridge import read_identifiers
from kg.graph.lookup.names import labels_of, resolve_name
from kg.graph.lookup.tabulate import Tabulator
from kg.graph.portions.everything import local_copy, quads_by_graph, quads_by_subject, without_inferred
from kg.graph.portions.models import translate
from kg.graph.portions.selection import Selection, order_in_graph, select_thing, select_things
from kg.graph.stores.store import LocalStore
from kg.graph.syntax.serialise import write_quads
from kg.namespaces import compact
from kg.pipeline.ask import answer, choose_values, in_words
from kg.system.files import sync_tree, writing_atomically, writing_temporarily
from kg.system.swap import writing_beside
from kg.system.temporary import TemporaryFolder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path
    from typing import IO

    from kg.graph.questions.catalogue import Question
    from kg.graph.stores.engine import Engine

EvidenceForm = Literal["rdf12", "nanopub"]
ALL = "all"
"""What to write for the whole graph."""


@dataclass(frozen=True)
class Chosen:
    """What is to be exported, and what it is called."""

    title: str
    engine: Engine
    selection: Selection | None
    """None for the whole graph."""


@dataclass(frozen=True)
class MappingTable:
    """Identifiers as text, and of how many things they are."""

    text: str
    things: int


def choose_all(engine: Engine) -> Chosen:
    """Return the whole graph."""
    return Chosen("cpkg: the whole graph", engine, None)


def choose_thing(engine: Engine, name: str) -> Chosen:
    """Return the part of the graph about the thing with this id or name.

    Raises:
        UsageError: where nothing, or more than one thing, is called so.
    """
    iri = resolve_name(engine, name, ()).value
    label = labels_of(engine, [iri]).get(iri, "")
    return Chosen(f"cpkg: {label or compact(iri)} ({compact(iri)})", engine, select_thing(engine, iri))


def choose_answer(engine: Engine, question: Question, given: Mapping[str, str]) -> Chosen:
    """Return the part of the graph about the things in the rows that answer a question.

    Raises:
        UsageError: where an option does not fit the question.
        InputError: where nothing in the graph answers it.
    """
    values = choose_values(engine, question, given)
    words = in_words(engine, question, values)
    rows = answer(engine, question, values).rows
    things = {term.value for row in rows for term in row if term and term.kind == "iri"}
    if not things:
        raise InputError(f"{words} Nothing in the graph answers this", remedy="Ask with other values")
    return Chosen(f"cpkg: {words}", engine, select_things(engine, things))


def export_graph(
    chosen: Chosen,
    format: str,  # noqa: A002
    out: Path | None,
    *,
    asserted: bool,
    watch: Callable[[int, int], None],
) -> None:
    """Write what was chosen as RDF to a file, or to standard output; `asserted` leaves out what is inferred.

    Raises:
        InputError: where the file cannot be written.
    """
    quads = _quads(chosen, format, watch)
    with _writing(out) as file:
        write_quads(without_inferred(quads) if asserted else quads, format, file)


def export_evidence(
    chosen: Chosen,
    form: EvidenceForm,
    format: str,  # noqa: A002
    out: Path | None,
    *,
    asserted: bool,
    moment: str | None,
    watch: Callable[[int, int], None],
) -> None:
    """Write what was chosen with what vouches for each statement: in RDF 1.2, or as nanopublications.

    `moment` is when nanopublications are said to be made.

    Raises:
        InputError: where the file cannot be written, or a nanopublication has nothing to say.
    """
    store = chosen.engine.ox if isinstance(chosen.engine, LocalStore) else _store(chosen)
    reader = EvidenceReader(store)

    def said(order: str) -> Iterable[ox.Quad]:
        quads = _quads(chosen, order, watch)
        return without_inferred(quads) if asserted else quads

    with _writing(out) as file:
        if form == "nanopub":
            write_quads(_some(nanopubs(said("nq"), reader, moment=moment), chosen.title), format, file)
        elif format == "trig":  # graph by graph: that of the evidence comes last
            write_quads(chain(said("trig"), evidence_of(said("nq"), reader)), format, file)
        else:
            write_quads(with_evidence(said("nq"), reader), format, file)


def _some(quads: Iterator[ox.Quad], title: str) -> Iterator[ox.Quad]:
    """Return quads of which there are some."""
    first = next(quads, None)
    if first is None:
        raise InputError(
            f"{title}: nothing in it was curated or extracted, so there is nothing to publish",
            remedy="Name an instrument, provision or actor, or `all`",
        )
    return chain([first], quads)


def export_model(
    chosen: Chosen,
    model: str,
    format: str,  # noqa: A002
    out: Path | None,
    *,
    watch: Callable[[int, int], None],
) -> None:
    """Write what was chosen as RDF in the terms of another model: `eli`, `schema` or `undo`.

    Raises:
        UsageError: where there is no such model.
        InputError: where the file cannot be written.
    """
    translated = translate(_store(chosen), model)
    with _writing(out) as file:
        write_quads(quads_by_subject(translated, watch), format, file)


def export_mappings(chosen: Chosen, out: Path | None) -> int:
    """Write every identifier of what was chosen as an SSSOM table, and return how many things have one.

    Raises:
        InputError: where nothing that was chosen has an identifier elsewhere, or the file cannot be written.
    """
    table = mapping_table(chosen)
    with _writing(out) as file:
        file.write(table.text.encode())
    return table.things


def mapping_table(chosen: Chosen) -> MappingTable:
    """Return every identifier of what was chosen as an SSSOM table.

    Raises:
        InputError: where nothing that was chosen has an identifier elsewhere.
    """
    things = sorted(chosen.selection.whole) if chosen.selection else []
    identifiers = [one for one in read_identifiers(chosen.engine, things) if one.iri != one.thing]
    if not identifiers:
        raise InputError(
            f"{chosen.title}: nothing in it has an identifier elsewhere",
            remedy="Name an instrument, actor, theme or SDG target, or `all`",
        )
    named = {one.thing for one in identifiers}
    labels = labels_of(chosen.engine, [*named, *(one.iri for one in identifiers if one.iri)])
    return MappingTable(write_sssom(identifiers, labels, title=chosen.title), len(named))


def export_tables(chosen: Chosen, out: Path, *, watch: Callable[[int, int], None]) -> list[Written]:
    """Write what was chosen as a data package: a folder, or an archive where the name ends in `.zip`.

    Raises:
        InputError: where it cannot be written, or the folder holds anything else.
    """
    if out.suffix == ".zip":
        with TemporaryFolder("export") as place, writing_atomically(out) as file:
            with writing_temporarily():
                written = _write_package(chosen, place, watch)
            zip_package(place, file)
            return written
    require_replaceable(out)
    with writing_beside(out) as beside:
        written = _write_package(chosen, beside.path, watch)
        sync_tree(beside.path)
        beside.put_in_place()
        return written


def _quads(chosen: Chosen, format: str, watch: Callable[[int, int], None]) -> Iterable[ox.Quad]:  # noqa: A002
    by_graph = format == "trig"
    if chosen.selection is None:
        store = local_copy(chosen.engine)
        return quads_by_graph(store, watch) if by_graph else quads_by_subject(store, watch)
    quads = chosen.selection.quads
    return sorted(quads, key=order_in_graph) if by_graph else quads


def _store(chosen: Chosen) -> ox.Store:
    """Return a local store that holds what was chosen."""
    if chosen.selection is None:
        return local_copy(chosen.engine)
    store = ox.Store()
    store.extend(chosen.selection.quads)
    return store


@contextlib.contextmanager
def _writing(out: Path | None) -> Iterator[IO[bytes]]:
    if out is None:
        yield sys.stdout.buffer
        return
    with writing_atomically(out) as file:
        yield file


def _write_package(chosen: Chosen, folder: Path, watch: Callable[[int, int], None]) -> list[Written]:
    tabulator = Tabulator(_store(chosen), chosen.selection.whole if chosen.selection else None)
    written = []
    for done, table in enumerate(TABLES, start=1):
        written.append(write_table(table, tabulator.rows(table), folder))
        watch(done, len(TABLES))
    write_descriptor(written, folder, title=chosen.title, version=__version__)
    return written
