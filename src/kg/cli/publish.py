"""`kg publish`: the site as static files."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import StoreOption
from kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

_SHOWN = 40
"""Broken links that are listed."""


def publish(
    folder: Annotated[
        Path, typer.Argument(help="Folder to write; an older site in it is replaced.", metavar="DIR")
    ],
    base: Annotated[str, typer.Option(help="Address under which the files will be reached.")],
    store: StoreOption = None,
    live: Annotated[
        str | None, typer.Option(help="Address of a `kg serve` for what files cannot answer.")
    ] = None,
    format: Annotated[  # noqa: A002 - the name of the option
        list[str] | None,
        typer.Option(
            "--format", "-f", help="Format of the data: ttl, jsonld, rdf, nt, nq or trig; may be repeated."
        ),
    ] = None,
    jobs: Annotated[int, typer.Option(min=1, help="Processes that write.")] = min(4, os.cpu_count() or 1),
) -> None:
    """Write the whole site as files: pages, data, the ontology, dumps, the questions' answers.

    For whoever can host files and run nothing. Files for Apache, nginx, Netlify and Cloudflare Pages lead
    the names of things to their pages and data. What needs a server (search, SPARQL, comparison) leads to
    --live, or to a page that says so. Every link is followed: where one leads nowhere, it is listed,
    nothing is put in place, and the exit code is 1.

    Examples:

      kg publish site --base https://graph.example.org/

      kg publish site --base https://example.org/cpkg/ --live https://live.example.org/ --format ttl
    """
    from kg.cli.output import talk
    from kg.graph.stores.store import local_path
    from kg.resources import find_root
    from kg.web.publish.publishing import FORMS
    from kg.web.publish.publishing import publish as publish_site
    from kg.web.site import open_site

    url, server = _address(base, "--base"), _address(live, "--live") if live else None
    site = open_site(find_root(), local_path(store), url)
    with _progress() as watch:
        done = publish_site(site, folder, live=server, forms=tuple(format or FORMS), jobs=jobs, watch=watch)
    if done.broken:
        listed = "\n".join(done.broken[:_SHOWN])
        left = len(done.broken) - _SHOWN
        talk(f"{listed}\n{f'… and {left:,} more' if left > 0 else ''}".rstrip())
        talk(f"{len(done.broken):,} links lead nowhere, so that {folder} is left as it was")
        raise typer.Exit(1)
    talk(f"wrote {done.files:,} files, {done.size / 1e6:,.0f} MB, to {folder}")


def _address(given: str, option: str) -> str:
    """Return an address with its last slash."""
    from urllib.parse import urlsplit

    parts = urlsplit(given)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment:
        raise UsageError(
            f"{given!r} is no address of a site", where=option, remedy="Write https://graph.example.org/"
        )
    return given if given.endswith("/") else given + "/"


def _progress() -> AbstractContextManager[Callable[[int, int], None]]:
    """Return a bar on a terminal, and nothing anywhere else."""
    return _bar() if sys.stderr.isatty() else nullcontext(lambda _done, _total: None)


@contextmanager
def _bar() -> Iterator[Callable[[int, int], None]]:
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("publishing")
        yield lambda done, total: progress.update(task, completed=done, total=total)
