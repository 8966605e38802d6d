"""`kg push`: our graphs into another store, over HTTP."""

from __future__ import annotations

import os
import sys
from collections import Counter
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import OutOption, RowFormatOption
from kg.errors import InputError, RemoteError, UsageError
from kg.push.addresses import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from kg.model import Rows
    from kg.pipeline.push import Pushed
    from kg.push.authentication import Credentials
    from kg.push.target import Target

_PASSWORD = "KG_PUSH_PASSWORD"  # noqa: S105 - the name of a variable
_HEADINGS = {
    "graph": "Graph",
    "statements": "Statements",
    "result": "Result",
    "seconds": "Seconds",
    "note": "Note",
}


def push(
    url: Annotated[str, typer.Argument(help="Address of the store, or of its query service.")],
    store: Annotated[
        str | None,
        typer.Option(
            help="Folder of the store to push [default: $KG_STORE or .kg/store].", show_default=False
        ),
    ] = None,
    graph: Annotated[
        list[str] | None,
        typer.Option(help="Push this graph only: ontology, 'curated/*', an IRI. May be repeated."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be sent, and send nothing.")
    ] = False,
    full: Annotated[bool, typer.Option("--full", help="Send unchanged graphs too.")] = False,
    prune: Annotated[
        bool, typer.Option("--prune", help="Remove graphs that were pushed and that we no longer have.")
    ] = False,
    check: Annotated[bool, typer.Option("--check", help="Read unchanged graphs back too.")] = False,
    kind: Annotated[
        Kind | None, typer.Option(help="Kind of store [default: seen by its address or its name].")
    ] = None,
    query_url: Annotated[str | None, typer.Option(help="Address of its query service.")] = None,
    update_url: Annotated[str | None, typer.Option(help="Address for SPARQL Update.")] = None,
    gsp_url: Annotated[
        str | None, typer.Option(help="Address for the Graph Store Protocol; none: graphs go by update.")
    ] = None,
    user: Annotated[
        str | None, typer.Option(help=f"Name to log in by; the password is in ${_PASSWORD} or a file.")
    ] = None,
    password_file: Annotated[Path | None, typer.Option(help="File whose first line is the password.")] = None,
    timeout: Annotated[float, typer.Option(min=1, help="Seconds that one request may take.")] = 300.0,
    retries: Annotated[int, typer.Option(min=0, help="Further attempts after a fault that may pass.")] = 4,
    format: RowFormatOption = None,  # noqa: A002 - the name of the option
    out: OutOption = None,
) -> None:
    """Push our graphs to another store: by the SPARQL 1.1 Graph Store Protocol, or by SPARQL Update.

    Each named graph is replaced as a whole, read back, compared and counted; its digest is then recorded in a
    graph of the store's own, so that the next push sends only what changed, and one that was stopped goes on.
    What the store keeps in another form is said. Exit code 4: a graph did not arrive; 1: a value changed.

    Examples:

      kg push http://localhost:7878/

      kg push http://localhost:8890/sparql --user dba --password-file dba.txt --dry-run

      kg push http://localhost:3030/cpkg --kind fuseki --graph 'curated/*' --graph ontology --prune

      kg push https://example.org/query --query-url https://example.org/query --update-url https://example.org/update
    """
    from kg.cli.output import write_rows
    from kg.graph.stores.store import LocalStore, local_path, open_folder
    from kg.pipeline import push as pipeline

    given = _credentials(user, password_file)
    addresses = {"query": query_url, "update": update_url, "graph_store": gsp_url}
    target = _target(url, kind, addresses, given, timeout=timeout, retries=retries)
    wishes = pipeline.Wishes(names=graph or (), full=full, prune=prune, check=check)
    act = pipeline.rehearse if dry_run else pipeline.push
    total, results = act(LocalStore(open_folder(local_path(store))), target, wishes)
    done: list[Pushed] = []
    try:
        _follow(results, total, done)
    finally:
        if done:
            write_rows(_rows(done), format=format, out=out)
    _report(done)


def _follow(results: Iterator[Pushed], total: int, done: list[Pushed]) -> None:
    """Gather what comes of each graph, and say at once what did not go well."""
    from kg.cli.output import talk

    with _progress(total) as step:
        for one in results:
            done.append(one)
            step()
            if one.note:
                talk(f"{one.graph}: {one.note}")


def _report(done: list[Pushed]) -> None:
    """Say what was done in all, and end with the code that fits.

    Raises:
        RemoteError: where a graph did not arrive.
    """
    from kg.cli.output import talk

    counts = Counter(one.result for one in done)
    talk(", ".join(f"{n:,} {result}" for result, n in counts.most_common()) or "nothing to push")
    if counts["failed"]:
        raise RemoteError(f"{counts['failed']:,} graphs did not arrive whole", remedy="Push again")
    if not all(one.faithful for one in done):
        raise typer.Exit(1)


def _target(
    url: str,
    kind: Kind | None,
    addresses: dict[str, str | None],
    credentials: Credentials | None,
    *,
    timeout: float,
    retries: int,
) -> Target:
    from kg.fetch.manners import Manners
    from kg.push.addresses import find_addresses
    from kg.push.client import Client
    from kg.push.target import Target

    manners = Manners(delay=0.0, timeout=timeout, silence=timeout, retries=retries)
    client = Client(credentials, manners=manners)
    return Target(client, find_addresses(url, kind=kind, server=client.server, **addresses))


def _credentials(user: str | None, file: Path | None) -> Credentials | None:
    """Return who we are; nothing where no name is given.

    Raises:
        UsageError: where a name comes without a password, or a password without a name.
    """
    from kg.push.authentication import Credentials

    if user is None:
        if file:
            raise UsageError("a password needs a name", where="--password-file", remedy="Give it with --user")
        return None
    password = _first_line(file) if file else os.environ.get(_PASSWORD)
    if password is None:
        remedy = f"Put it into ${_PASSWORD}, or into a file named with --password-file"
        raise UsageError(f"there is no password for {user}", where="--user", remedy=remedy)
    return Credentials(user, password)


def _first_line(file: Path) -> str:
    try:
        return (file.read_text(encoding="utf-8").splitlines() or [""])[0]
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("the password cannot be read", where=str(file), remedy="Check the file") from error


def _progress(total: int) -> AbstractContextManager[Callable[[], None]]:
    """Return a bar on a terminal, and nothing anywhere else."""
    if total < 2 or not sys.stderr.isatty():  # noqa: PLR2004 - one graph needs no bar
        return nullcontext(lambda: None)
    return _bar(total)


@contextmanager
def _bar(total: int) -> Iterator[Callable[[], None]]:
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("pushing", total=total)
        yield lambda: progress.advance(task)


def _rows(done: list[Pushed]) -> Rows:
    from kg.model import Rows, Term
    from kg.namespaces import XSD
    from kg.terms import integer

    rows = tuple(
        (
            Term("iri", one.graph),
            integer(one.statements),
            Term("literal", one.result),
            Term("literal", f"{one.seconds:.2f}", XSD + "decimal"),
            Term("literal", one.note) if one.note else None,
        )
        for one in done
    )
    return Rows(tuple(_HEADINGS), rows, _HEADINGS)
