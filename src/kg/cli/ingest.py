"""`kg ingest`: official documents into the user's store."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import contextmanager, nullcontext
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import StoreOption
from kg.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from kg.pipeline.ingest import Ingested, Status

_TOP = 10
"""References left open that the report names."""


class ReportFormat(StrEnum):
    """How the report can be written."""

    TABLE = "table"
    JSON = "json"


_STATUSES: tuple[Status, ...] = ("ingested", "replaced", "unchanged", "failed")


def ingest(
    paths: Annotated[
        list[str] | None, typer.Argument(help="Files, or folders to search for files.", show_default=False)
    ] = None,
    store: StoreOption = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, max=64, help="Worker processes.")] = 2,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and check, but write nothing.")] = False,
    again: Annotated[bool, typer.Option("--again", help="Read files anew that are unchanged.")] = False,
    format: Annotated[  # noqa: A002 - the name of the option
        str | None, typer.Option("--format", "-f", help="table or json [default: by --report, else table].")
    ] = None,
    report: Annotated[
        Path | None, typer.Option("--report", help="Write the report to this file instead of the terminal.")
    ] = None,
    out: Annotated[
        str | None,
        typer.Option("--out", "-o", help="Write documents as files into this folder or URL, not the store."),
    ] = None,
    cluster: Annotated[
        str | None, typer.Option(help="With --out: address of a Dask scheduler whose workers do the work.")
    ] = None,
    source: Annotated[
        str | None, typer.Option("--from", help="Take the documents from a folder or URL that --out filled.")
    ] = None,
    moment: Annotated[
        str | None,
        typer.Option(help="Moment of reading, for all documents [default: now; with --out, of the run]."),
    ] = None,
) -> None:
    """Ingest official documents: their provisions, acts and citations, and their texts for `kg search`.

    Each document becomes one named graph of the store, checked against the shapes; its text stays beside the
    store. A file that is unchanged is passed over, a changed one replaces its document. What fails is
    reported; the others go in all the same, and the exit code is 3. Stopped halfway, it goes on where it was.

    With --out, each document becomes a file of N-Quads beside its text instead, by processes here or by a
    Dask cluster; --from takes such a folder into a store.

    Examples:

      kg ingest A-HRC-RES-31-7.pdf

      kg ingest documents/ --jobs 4

      kg ingest documents/ --dry-run --format json

      kg ingest documents/ --out run-1 --cluster tcp://10.0.0.1:8786

      kg ingest --from run-1
    """
    from kg.cli.output import choose, write_text
    from kg.graph.stores.store import local_path
    from kg.pipeline import ingest as pipeline
    from kg.resources import find_root

    _require_sense(paths, source, out, cluster, is_more=dry_run or again, moment=moment)
    chosen = choose(ReportFormat, format, report, ReportFormat.TABLE)
    shapes, place, given = find_root() / "shapes", local_path(store), paths or []
    if source:
        total, results = pipeline.ingest_filed(source, place, shapes=shapes, jobs=jobs, again=again)
    elif out:
        total, results = pipeline.file_away(
            given, place, out, shapes=shapes, jobs=jobs, cluster=cluster, moment=moment
        )
    elif dry_run:
        total, results = pipeline.rehearse(map(Path, given), place, shapes=shapes, jobs=jobs)
    else:
        files = map(Path, given)
        total, results = pipeline.ingest(files, place, shapes=shapes, jobs=jobs, again=again, moment=moment)
    done = _followed(results, total)
    write_text(_json(done) if chosen is ReportFormat.JSON else _table(done, dry_run=dry_run), report)
    if any(one.status == "failed" for one in done):
        raise typer.Exit(InputError.exit_code)


def _require_sense(
    paths: list[str] | None,
    source: str | None,
    out: str | None,
    cluster: str | None,
    *,
    is_more: bool,
    moment: str | None,
) -> None:
    """Raise where options are combined that do not fit."""
    if bool(paths) == bool(source):
        raise UsageError(
            "what is to be ingested?" if not paths else "--from takes no other files",
            remedy="Name files or folders, or a folder that `kg ingest --out` filled with --from",
        )
    if cluster and not out:
        raise UsageError("--cluster wants --out", remedy="Name the folder or URL that all machines write to")
    if out and (source or is_more):
        raise UsageError("--out goes with files and folders, and not with --dry-run, --again or --from")
    if moment and (source or is_more):
        raise UsageError("--moment goes with a first reading of files and folders")


def _followed(results: Iterator[Ingested], total: int) -> list[Ingested]:
    """Return what came of each file; say of each failure, replacement and warning at once what it is."""
    from kg.cli.output import talk

    done: list[Ingested] = []
    with _progress(total) as step:
        for one in results:
            step()
            done.append(one)
            if one.status == "failed":
                talk(one.note)
            elif one.status == "replaced":
                talk(f"{one.file}: {one.note}")
            for line in one.warnings:
                talk(line)
    return done


def _progress(total: int) -> AbstractContextManager[Callable[[], None]]:
    """Return a bar on a terminal, and nothing anywhere else."""
    if total < 2 or not sys.stderr.isatty():  # noqa: PLR2004 - one file needs no bar
        return nullcontext(lambda: None)
    return _bar(total)


@contextmanager
def _bar(total: int) -> Iterator[Callable[[], None]]:
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("ingesting", total=total)
        yield lambda: progress.advance(task)


def _table(done: list[Ingested], *, dry_run: bool) -> str:
    counts = Counter(one.status for one in done)
    open_ones = _open_ones(done)
    said = [f"{counts[status]:,} {status}" for status in _STATUSES if counts[status]]
    lines = [f"{'would be ' if dry_run else ''}{', '.join(said)}"]
    lines.append(f"{open_ones.total():,} references left open")
    lines += [f"  {number:,} times {text} ({reason})" for (text, reason), number in _top(open_ones)]
    return "\n".join(lines) + "\n"


def _json(done: list[Ingested]) -> str:
    import json

    counts = Counter(one.status for one in done)
    open_ones = _open_ones(done)
    report = {
        "counts": {status: counts[status] for status in _STATUSES},
        "files": [
            {
                "file": str(one.file),
                "status": one.status,
                "documents": list(one.documents),
                "note": one.note or None,
                "unresolved": one.unresolved.total(),
            }
            for one in done
        ],
        "unresolved": {
            "count": open_ones.total(),
            "top": [
                {"text": text, "reason": reason, "count": number}
                for (text, reason), number in _top(open_ones)
            ],
        },
    }
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def _open_ones(done: list[Ingested]) -> Counter[tuple[str, str]]:
    return sum((one.unresolved for one in done), Counter())


def _top(open_ones: Counter[tuple[str, str]]) -> list[tuple[tuple[str, str], int]]:
    """Return what is left open most often, in an order that does not change from run to run."""
    return sorted(open_ones.items(), key=lambda item: (-item[1], item[0]))[:_TOP]
