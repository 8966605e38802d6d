"""`kg doctor`: whether a store is as it was written, with all that belongs to it."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import OutOption, RowFormatOption, StoreOption
from kg.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.pipeline.doctor import Ailment

_HEADINGS = {"kind": "Kind", "part": "Part", "file": "File", "what": "What is wrong", "remedy": "Remedy"}


def doctor(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Dumps, or folders of them, to examine instead of the store.", show_default=False
        ),
    ] = None,
    store: StoreOption = None,
    deep: Annotated[
        bool, typer.Option("--deep", help="Read every statement and every kept document, too.")
    ] = False,
    repair: Annotated[
        bool, typer.Option("--repair", help="Mend what can be mended, and set the rest aside.")
    ] = False,
    format: RowFormatOption = None,  # noqa: A002 - the name of the option
    out: OutOption = None,
) -> None:
    """Examine a store: whether its files are as they were written, and its graphs and texts agree.

    Every byte of the store, of the build's dump, of official texts and loaded graphs is compared with the
    digests that were noted when they were written. What killed commands left is found as well. Dumps are
    compared with what lies beside them: FILE.sha256, SHA256SUMS, a manifest, a data package.

    With --repair, a damaged store is made anew from dump and texts, leftovers are deleted, and what cannot be
    mended is moved into a folder `quarantine` beside it, with the reason. Exit code 0 means that all is well,
    3 that something is wrong, or left to do.

    Examples:

      kg doctor

      kg doctor --deep --format json

      kg doctor --repair

      kg doctor cpkg.nq.gz
    """
    if files and (repair or deep):
        raise UsageError("--deep and --repair go with a store, not with dumps", remedy="Leave them out")
    with _progress() as watch:
        found = _of_dumps(files) if files else _of_store(store, watch, deep=deep, is_repair=repair)
    _write(found, format, out)
    if found:
        raise typer.Exit(InputError.exit_code)


def _of_store(
    location: str | None, watch: Callable[[int, int], None], *, deep: bool, is_repair: bool
) -> list[Ailment]:
    from kg.cli.output import talk
    from kg.graph.stores.store import local_path
    from kg.pipeline import doctor as pipeline
    from kg.pipeline import repair

    place = local_path(location)
    if is_repair:
        return repair.repair(place, deep=deep, watch=watch, say=talk)
    return pipeline.examine(place, deep=deep, watch=watch)


def _of_dumps(files: list[Path]) -> list[Ailment]:
    from kg.pipeline.dump_check import examine_dumps

    return examine_dumps(files)


def _write(found: list[Ailment], format_: str | None, out: Path | None) -> None:
    from kg.cli.output import talk, write_rows
    from kg.model import Rows, Term

    if not found:
        talk("all is well")
    if found or format_ or out:
        rows = tuple(
            tuple(Term("literal", str(getattr(ailment, name))) for name in _HEADINGS) for ailment in found
        )
        write_rows(Rows(tuple(_HEADINGS), rows, _HEADINGS), format=format_, out=out)


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """Yield what shows how much was read: a bar on a terminal, nothing anywhere else."""
    if not sys.stderr.isatty():
        yield lambda _, __: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
