"""`kg show`: everything the graph knows of one thing."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli.options import OutOption, SectionFormatOption, StoreOption


def show(
    name: Annotated[str, typer.Argument(help="Id, IRI, symbol, abbreviation or name of a thing.")],
    store: StoreOption = None,
    inferred: Annotated[bool, typer.Option("--all", help="With every inferred statement about it.")] = False,
    format: SectionFormatOption = None,  # noqa: A002 - the name of the option
    out: OutOption = None,
) -> None:
    """Show the card of one thing: its facts, its relations, and the sources that say so.

    Examples:

      kg show A/HRC/RES/31/7

      kg show OPSC

      kg show A/RES/74/174/op/3 --format json

      kg show theme/conduct/grooming --all
    """
    from kg.cli.sections import write_sections
    from kg.graph.show import find_card, find_full_card
    from kg.graph.store import open_store
    from kg.namespaces import compact

    engine = open_store(store)
    card = find_full_card(engine, name) if inferred else find_card(engine, name)
    short = compact(card.iri)
    heading = f"{card.label}\n{short} · {', '.join(card.types)}"
    about = {"id": short, "iri": card.iri, "label": card.label, "types": list(card.types)}
    write_sections(heading, card.sections, about=about, format=format, out=out)
