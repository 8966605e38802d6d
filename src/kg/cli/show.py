"""`kg show`: everything the graph knows of one thing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import OutOption, SectionFormatOption, StoreOption


def show(
    name: Annotated[
        list[str], typer.Argument(help="Id, IRI, symbol, abbreviation or name of a thing.", metavar="NAME")
    ],
    store: StoreOption = None,
    inferred: Annotated[bool, typer.Option("--all", help="With every inferred statement about it.")] = False,
    why: Annotated[
        bool,
        typer.Option(
            "--why", help="Who vouches for a statement: NAME is a thing, a property and, if wanted, a value."
        ),
    ] = False,
    format: SectionFormatOption = None,  # noqa: A002 - the name of the option
    out: OutOption = None,
) -> None:
    """Show the card of one thing: its facts, its relations, and the sources that say so.

    With --why, show who vouches for a statement: the source and the place in it, the file and its digest, the
    words of an ingested document, or the statements from which it follows.

    Examples:

      kg show A/HRC/RES/31/7

      kg show OPSC

      kg show A/RES/74/174/op/3 --format json

      kg show theme/conduct/grooming --all

      kg show --why CRC cp:untsVolume

      kg show --why A/HRC/RES/31/7 cp:cites treaty/UDHR
    """
    if why:
        _show_why(name, store, format=format, out=out)
    else:
        _show_card(name, store, inferred=inferred, format=format, out=out)


def _show_card(
    names: list[str],
    store: str | None,
    *,
    inferred: bool,
    format: str | None,  # noqa: A002
    out: Path | None,
) -> None:
    from kg.cli.sections import write_sections
    from kg.errors import UsageError
    from kg.graph.lookup.show import find_card, find_full_card
    from kg.graph.stores.store import open_store
    from kg.namespaces import compact

    if len(names) > 1:
        remedy = "Put a name of several words in quotation marks; for a statement, add --why"
        raise UsageError(f"one thing at a time, not {len(names)}", remedy=remedy)
    engine = open_store(store)
    card = find_full_card(engine, names[0]) if inferred else find_card(engine, names[0])
    short = compact(card.iri)
    heading = f"{card.label}\n{short} · {', '.join(card.types)}"
    about = {"id": short, "iri": card.iri, "label": card.label, "types": list(card.types)}
    write_sections(heading, card.sections, about=about, format=format, out=out)


def _show_why(names: list[str], store: str | None, *, format: str | None, out: Path | None) -> None:  # noqa: A002
    from kg.cli.sections import write_sections
    from kg.errors import UsageError
    from kg.namespaces import compact
    from kg.pipeline.why import find_why

    if not 2 <= len(names) <= 3:  # noqa: PLR2004 - thing, property, value
        remedy = "kg show --why A/HRC/RES/31/7 cp:adoptedOn"
        raise UsageError("--why wants a thing, a property and, if wanted, a value", remedy=remedy)
    found = find_why(store, names[0], names[1], names[2] if names[2:] else None)
    heading = f"{found.label}\n{compact(found.subject)} · {compact(found.predicate)}"
    about = {"subject": found.subject, "label": found.label, "predicate": found.predicate}
    write_sections(heading, found.sections, about=about, format=format, out=out)
