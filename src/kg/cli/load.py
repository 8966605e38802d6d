"""`kg load`: graphs of others beside the user's store."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import OutOption, RowFormatOption, StoreOption
from kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def load(
    what: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[KIND] FILE",
            help="The file; before it its kind (sdg, unbis, eurovoc, countries) where content is unclear.",
        ),
    ] = None,
    name: Annotated[
        str | None, typer.Option("--as", help="Your own name for a graph of no kind that is known here.")
    ] = None,
    languages: Annotated[
        str | None,
        typer.Option(
            help="Languages of texts to keep, such as en,fr [default: all; of thesauri, the six of the UN]."
        ),
    ] = None,
    edition: Annotated[
        str, typer.Option(help="Version or date of the source, where the file does not state it.")
    ] = "",
    listed: Annotated[bool, typer.Option("--list", help="List what is loaded.")] = False,
    remove: Annotated[str | None, typer.Option(help="Remove the graph of this name.")] = None,
    store: StoreOption = None,
    format: RowFormatOption = None,  # noqa: A002 - the name of the option
    out: OutOption = None,
) -> None:
    """Load graphs of others beside the store: the SDGs, UNBIS, EuroVoc, country codes, or any RDF file.

    Each becomes a named graph of its own, https://w3id.org/cpkg/graph/external/KIND, that only queries see
    which name it; an earlier one of its name is replaced in one step. The file can be Turtle, N-Triples,
    N-Quads, TriG, RDF/XML or JSON-LD, also in .gz or .zip; country codes are CSV.

    Examples:

      kg load sdg-kos-goals-targets-indicators.ttl

      kg load eurovoc eurovoc_in_skos_core_concepts.zip --languages en,fr

      kg load --as undo undo.ttl

      kg load --list

      kg load --remove eurovoc
    """
    from kg.graph.stores.store import local_path

    place = local_path(store)
    if sum((bool(what), listed, remove is not None)) != 1:
        remedy = "Give a file, --list, or --remove NAME; see `kg load --help`"
        raise UsageError("one thing is to be done", remedy=remedy)
    if listed:
        _list(place, format, out)
    elif remove is not None:
        from kg.cli.output import talk
        from kg.pipeline import load as pipeline

        pipeline.remove(remove, place)
        talk(f"removed {remove}")
    else:
        _load(what or [], name, languages, edition, place)


def _load(what: list[str], name: str | None, languages: str | None, edition: str, store: Path) -> None:
    from kg.cli.output import talk
    from kg.pipeline import load as pipeline

    *kinds, file = what
    if len(kinds) > 1:
        raise UsageError("one file is loaded at a time", remedy="Give its kind, if you like, and the file")
    wish = pipeline.Wish(Path(file), kinds[0] if kinds else None, name, _languages(languages), edition)
    with _progress() as step:
        done = pipeline.load(wish, store, step=step)
    edition = f", edition {done.edition}" if done.edition else ""
    talk(f"loaded {done.name}: {done.statements:,} statements of {done.file}{edition}")


def _languages(given: str | None) -> tuple[str, ...]:
    found = tuple(one.strip().lower() for one in (given or "").split(",") if one.strip())
    if given is not None and not (found and all(one.isalpha() and one.isascii() for one in found)):
        remedy = "Write codes with commas, such as en,fr"
        raise UsageError(f"{given!r} names no languages", where="--languages", remedy=remedy)
    return found


def _list(store: Path, format_: str | None, out: Path | None) -> None:
    from kg.cli.output import write_rows
    from kg.graph.stores.store import loaded_beside, require_store
    from kg.model import Rows, Term

    columns = ("name", "statements", "loaded", "file", "sha256", "edition", "licence")
    rows = tuple(
        tuple(
            Term("literal", value) if value else None
            for value in (
                one.name, str(one.statements), one.loaded_at, one.file, one.sha256, one.edition, one.licence
            )
        )
        for one in loaded_beside(require_store(store)).loaded()
    )  # fmt: skip
    write_rows(Rows(columns, rows), format=format_, out=out)


@contextmanager
def _progress() -> Iterator[Callable[[int], None]]:
    """Yield what shows how many statements were read: a line on a terminal, nothing anywhere else."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    with Console(stderr=True).status("reading") as status:
        yield lambda number: status.update(f"read {number:,} statements")
