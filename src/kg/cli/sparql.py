"""`kg sparql`: any query, put to the store in a process that is stopped when it runs away."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import OutOption, StoreOption
from kg.errors import InputError, UsageError

if TYPE_CHECKING:
    from kg.graph.stores.readonly import Form
    from kg.model import Rows, Triples


def sparql(
    query: Annotated[str | None, typer.Argument(help="The query; - reads it from standard input.")] = None,
    file: Annotated[Path | None, typer.Option("--file", help="Read the query from this file.")] = None,
    store: StoreOption = None,
    timeout: Annotated[
        float, typer.Option(min=0.1, max=86400, help="Seconds after which the query is stopped.")
    ] = 30.0,
    format: Annotated[  # noqa: A002 - the name of the option
        str | None,
        typer.Option(
            "--format",
            "-f",
            help="table csv tsv json ndjson md for rows, ttl nt nq trig jsonld rdf for graphs.",
        ),
    ] = None,
    out: OutOption = None,
) -> None:
    """Put a SPARQL query to the store, read-only.

    SELECT gives rows, CONSTRUCT and DESCRIBE a graph, ASK true or false. The project's prefixes and base need
    no declaration. SERVICE, FROM and updates are refused, and so is a query that takes too long or too much
    memory.

    Examples:

      kg sparql 'SELECT ?theme ?label { ?theme a cp:Theme ; skos:prefLabel ?label } LIMIT 10'

      kg sparql --file queries/obligations/obligations-on-theme.rq --format csv

      echo 'DESCRIBE <treaty/OPSC>' | kg sparql - --format jsonld
    """
    from kg.cli.output import RowFormat, choose, write_rows, write_text, write_triples
    from kg.graph.stores.readonly import require_read_only
    from kg.model import Rows

    text = _read(query, file)
    answer = _run(text, require_read_only(text), store, timeout)
    if isinstance(answer, bool):
        choose(
            RowFormat, format, None, RowFormat.TABLE
        )  # one word in every format, but a format all the same
        write_text(f"{str(answer).lower()}\n", out)
    elif isinstance(answer, Rows):
        write_rows(answer, format=format, out=out)
    else:
        write_triples(answer, format=format, out=out)


def _run(query: str, form: Form, store: str | None, timeout: float) -> Rows | Triples | bool:
    from kg.graph.stores.store import local_path, require_store, store_location

    where = store_location(store)
    if where.startswith(("http://", "https://")):
        return _run_remotely(query, form, where, timeout)
    from kg.graph.stores.sandbox import run_sandboxed

    return run_sandboxed(require_store(local_path(where)), query, timeout=timeout)


def _run_remotely(query: str, form: Form, url: str, timeout: float) -> Rows | Triples | bool:
    from kg.graph.stores.remote import RemoteStore
    from kg.namespaces import sparql_prologue

    remote = RemoteStore(url, timeout=timeout)
    query = sparql_prologue() + query
    if form == "SELECT":
        return remote.select(query)
    return remote.ask(query) if form == "ASK" else remote.construct(query)


def _read(query: str | None, file: Path | None) -> str:
    """Return the text of the query, which comes from one place only."""
    if (query is None) == (file is None):
        remedy = "Give it as an argument, with --file, or as - on standard input"
        raise UsageError("one query is wanted", remedy=remedy)
    if file is None:
        if query == "-":
            return _decode(sys.stdin.buffer.read(), "standard input")
        return _decode((query or "").encode("utf-8", "surrogateescape"), "the query")
    try:
        return _decode(file.read_bytes(), str(file))
    except OSError as error:
        raise InputError(
            f"cannot be read ({error.strerror})", where=str(file), remedy="Check the path"
        ) from error


def _decode(data: bytes, where: str) -> str:
    """Return the text of a query, without the mark that some editors put before it."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("is not UTF-8", where=where, remedy="Save the query as UTF-8") from error
