"""`kg fetch`: official documents from the United Nations, into a folder."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import contextmanager, nullcontext
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.errors import RemoteError
from kg.fetch.document import Form, Language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager

    from kg.fetch.batch import Failed, Saved
    from kg.fetch.document import Fetcher
    from kg.fetch.manners import Manners
    from kg.fetch.shelf import Library
    from kg.model import Rows

_COLUMNS = ("symbol", "path", "status", "sha256", "media_type", "url", "source")
_HEADINGS = {"symbol": "Symbol", "status": "Status", "path": "File", "url": "From"}


class FormChoice(StrEnum):
    """The values of --form."""

    PDF = "pdf"
    DOCX = "docx"
    AKN = "akn"
    ANY = "any"


class SourceChoice(StrEnum):
    """The values of --source."""

    UN = "un"
    AKN = "akn"
    ALL = "all"


def fetch(
    symbols: Annotated[
        list[str], typer.Argument(help="Symbols as printed: A/HRC/RES/31/7.", show_default=False)
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the files.")] = Path(),
    form: Annotated[
        FormChoice | None,
        typer.Option(
            help="What to fetch; any takes the form that is read best: akn, docx, pdf [default: pdf, or akn"
            " with --source akn].",
            show_default=False,
        ),
    ] = None,
    language: Annotated[Language, typer.Option(help="One of the official languages.")] = Language.EN,
    source: Annotated[
        SourceChoice, typer.Option(help="un: the document service; akn: the public AKN4UN repositories.")
    ] = SourceChoice.ALL,
    offline: Annotated[bool, typer.Option("--offline", help="Take from the cache only.")] = False,
    cache: Annotated[
        Path | None,
        typer.Option(
            help="Folder of what was fetched before [default: $KG_CACHE or .kg/cache].", show_default=False
        ),
    ] = None,
    delay: Annotated[float, typer.Option(min=0, help="Seconds between two requests to one host.")] = 1.0,
    retries: Annotated[
        int, typer.Option(min=0, max=20, help="Further attempts after a fault that may pass.")
    ] = 4,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds for one document.")] = 120.0,
    format: Annotated[  # noqa: A002 - the name of the option
        str | None,
        typer.Option("--format", "-f", help="How to list the files: table, json, csv, tsv, ndjson or md."),
    ] = None,
) -> None:
    """Fetch official documents, or the UN's own XML of resolutions, by their symbols.

    Each file is named by its symbol (A-HRC-RES-31-7.pdf), checked to be what was asked for, and left as it is
    where it is the same. What fails is reported; the others are fetched all the same, and the exit code is 4.
    KG_UN_DOCUMENTS and KG_AKN4UN name mirrors to ask instead of the two services.

    Examples:

      kg fetch A/HRC/RES/31/7

      kg fetch A/RES/74/174 "S/RES/2427 (2018)" --form any --out documents

      kg fetch A/RES/77/233 --form akn --language fr --format json

      kg fetch A/HRC/RES/31/7 --offline
    """
    from kg.cli.output import RowFormat, choose, talk, write_rows
    from kg.fetch.batch import fetch_each
    from kg.fetch.manners import Manners
    from kg.system.files import write_atomically

    choose(RowFormat, format, None, RowFormat.TABLE)  # a wrong one should not show after an hour of fetching
    library = _library(cache, Manners(delay=delay, retries=retries, timeout=timeout), offline=offline)
    results = fetch_each(
        symbols,
        _fetchers(library, source),
        forms=_forms(form, source),
        language=language,
        folder=out,
        write=write_atomically,
    )
    saved, failed = _followed(results, len(set(symbols)))
    if saved:
        write_rows(_rows(saved), format=format)
    talk(_summary(saved, failed))
    if failed:
        raise typer.Exit(_exit_code(failed))


def _forms(form: FormChoice | None, source: SourceChoice) -> Sequence[Form]:
    """Return the forms to try, in order."""
    from kg.fetch.batch import BEST_FIRST

    if form is FormChoice.ANY:
        return BEST_FIRST
    if form is None:
        return (Form.AKN if source is SourceChoice.AKN else Form.PDF,)
    return (Form(form.value),)


def _library(cache: Path | None, manners: Manners, *, offline: bool) -> Library:
    import os

    from kg.fetch.cache import DEFAULT_CACHE, Cache
    from kg.fetch.client import Client
    from kg.fetch.shelf import Library
    from kg.system.files import write_atomically

    folder = cache or Path(os.environ.get("KG_CACHE") or DEFAULT_CACHE)
    return Library(None if offline else Client(manners), Cache(folder, write_atomically))


def _fetchers(library: Library, source: SourceChoice) -> list[Fetcher]:
    from kg.fetch.akn import Akn4un
    from kg.fetch.sources import AKN_VARIABLE, UN_VARIABLE, base_of
    from kg.fetch.un import UnDocuments

    every: list[Fetcher] = [
        UnDocuments(library, base_of(UN_VARIABLE)),
        Akn4un(library, base_of(AKN_VARIABLE)),
    ]
    return [fetcher for fetcher in every if source in {fetcher.name, SourceChoice.ALL}]


def _followed(results: Iterable[Saved | Failed], total: int) -> tuple[list[Saved], list[Failed]]:
    """Return what was saved and what failed; say of each failure at once what it is."""
    from kg.cli.output import talk
    from kg.fetch.batch import Saved

    saved: list[Saved] = []
    failed: list[Failed] = []
    with _progress(total) as step:
        for result in results:
            step()
            if isinstance(result, Saved):
                saved.append(result)
            else:
                failed.append(result)
                talk(_complaint(result))
    return saved, failed


def _progress(total: int) -> AbstractContextManager[Callable[[], None]]:
    """Return a bar on a terminal, and nothing anywhere else."""
    if total < 2 or not sys.stderr.isatty():  # noqa: PLR2004 - one document needs no bar
        return nullcontext(lambda: None)
    return _bar(total)


@contextmanager
def _bar(total: int) -> Iterator[Callable[[], None]]:
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("fetching", total=total)
        yield lambda: progress.advance(task)


def _complaint(failed: Failed) -> str:
    said = str(failed.error)
    return said if failed.error.where == failed.symbol else f"{failed.symbol}: {said}"


def _rows(saved: Iterable[Saved]) -> Rows:
    from kg.model import Rows, Term

    def row(one: Saved) -> tuple[Term, ...]:
        fetched = one.fetched
        cells = (
            fetched.wanted.symbol,
            str(one.path),
            one.status,
            fetched.sha256,
            fetched.wanted.form.media_type,
            fetched.url,
            fetched.source,
        )
        return tuple(Term("literal", cell) for cell in cells)

    return Rows(_COLUMNS, tuple(row(one) for one in saved), _HEADINGS)


def _summary(saved: list[Saved], failed: list[Failed]) -> str:
    counts = Counter(one.status for one in saved)
    said = [f"{counts[status]:,} {status}" for status in ("new", "replaced", "unchanged") if counts[status]]
    return "fetched: " + (", ".join([*said, f"{len(failed):,} failed"] if failed else said) or "nothing")


def _exit_code(failed: list[Failed]) -> int:
    """Return the network's code where a service failed one of them, else that of the first fault."""
    codes = [one.error.exit_code for one in failed]
    return RemoteError.exit_code if RemoteError.exit_code in codes else codes[0]
