"""`kg sparql`: any query, put to the store in a process that is stopped when it runs away."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import OutOption, StoreOption
from kg.errors import InputError, UsageError

if TYPE_CHECKING:
    from kg.graph.readonly import Form
    from kg.model import Rows, Triples


def sparql(
    query: Annotated[str | None, typer.Argument(help="The query; - reads it from standard input.")] = None,
    file: Annotated[Path | None, typer.Option("--file", help="Read the query from this file.")] = None,
    store: StoreOption = None,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds after which the query is stopped.")] = 30.0,
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
    from kg.cli.output import write_rows, write_text, write_triples
    from kg.graph.readonly import require_read_only
    from kg.model import Rows

    text = _read(query, file)
    answer = _run(text, require_read_only(text), store, timeout)
    if isinstance(answer, bool):
        write_text(f"{str(answer).lower()}\n", out)
    elif isinstance(answer, Rows):
        write_rows(answer, format=format, out=out)
    else:
        write_triples(answer, format=format, out=out)


def _run(query: str, form: Form, store: str | None, timeout: float) -> Rows | Triples | bool:
    from kg.graph.store import local_path, store_location

    where = store_location(store)
    if where.startswith(("http://", "https://")):
        return _run_remotely(query, form, where, timeout)
    from kg.graph.sandbox import run_sandboxed

    return run_sandboxed(local_path(where), query, timeout=timeout)


def _run_remotely(query: str, form: Form, url: str, timeout: float) -> Rows | Triples | bool:
    from kg.graph.remote import RemoteStore
    from kg.namespaces import sparql_prologue

    remote = RemoteStore(url, timeout=timeout)
    query = sparql_prologue() + query
    if form == "SELECT":
        return remote.select(query)
    return remote.ask(query) if form == "ASK" else remote.construct(query)


def _read(query: str | None, file: Path | None) -> str:
    """Return the text of the query, which comes from one place only."""
    import sys

    if (query is None) == (file is None):
        remedy = "Give it as an argument, with --file, or as - on standard input"
        raise UsageError("one query is wanted", remedy=remedy)
    if file is None:
        return sys.stdin.read() if query == "-" else query or ""
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot be read ({error})", where=str(file), remedy="Check the path") from error
