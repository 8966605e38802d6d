"""`kg resolve`: a thing by any of its identifiers or names, with all its identifiers."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.cli.options import OutOption, RowFormatOption, StoreOption


def resolve(
    names: Annotated[
        list[str],
        typer.Argument(
            help="Identifiers or names, each in one word or in quotation marks.", metavar="NAME..."
        ),
    ],
    store: StoreOption = None,
    format: RowFormatOption = None,  # noqa: A002 - the name of the option
    out: OutOption = None,
) -> None:
    """Find things by any identifier or name, and list all their identifiers.

    Understood are UN symbols as people write them, AKN4UN identifiers in both forms, ELI-style aliases,
    addresses of UN documents, numbers in MTDSG, UNTS and CETS, SDG codes, ISO and M49 codes of States, ids of
    UNBIS, EuroVoc, Wikidata and the UN's member states, places such as `CRC art 34`, and names. The other
    formats have every column; for everything at once, see `kg export all --format sssom`.

    Examples:

      kg resolve "GA res 74/174"

      kg resolve IV-11-c "CETS 201" "1577 UNTS 3"

      kg resolve "SDG 16.2" --format json

      kg resolve ALB http://metadata.un.org/thesaurus/1005573 --out identifiers.csv
    """
    from kg.cli.output import write_rows
    from kg.graph.stores.store import open_store
    from kg.namespaces import compact
    from kg.pipeline.resolve import Resolver, identifier_rows

    found = Resolver(open_store(store)).identify(names)
    title = f"{found[0].label}\n{compact(found[0].thing)}" if len(found) == 1 else ""
    write_rows(identifier_rows(found), format=format, out=out, title=title)
