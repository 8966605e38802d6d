"""`kg search`: words in the official texts that were ingested."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from kg.cli.options import OutOption, RowFormatOption, StoreOption


class KindChoice(StrEnum):
    """The values of --kind."""

    PREAMBULAR = "preambular"
    OPERATIVE = "operative"
    HEADING = "heading"
    ANNEX = "annex"
    NOTE = "note"


def search(
    words: Annotated[
        list[str], typer.Argument(help='Words, "exact phrases", beginnings with *, AND, OR, NOT, brackets.')
    ],
    body: Annotated[str | None, typer.Option(help="Only documents of this body: HRC, GA, SC.")] = None,
    act: Annotated[str | None, typer.Option(help="Only where such an act is performed: urges.")] = None,
    theme: Annotated[str | None, typer.Option(help="Only about this theme or a narrower one.")] = None,
    addressee: Annotated[
        str | None, typer.Option(help="Only towards this agent, or one of its group.")
    ] = None,
    kind: Annotated[KindChoice | None, typer.Option(help="Only this kind of provision.")] = None,
    since: Annotated[int | None, typer.Option(min=1, max=9999, help="Adopted in this year or later.")] = None,
    until: Annotated[
        int | None, typer.Option(min=1, max=9999, help="Adopted in this year or before.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="Hits to show.")] = 20,
    store: StoreOption = None,
    format: RowFormatOption = None,  # noqa: A002 - the name of the option
    out: OutOption = None,
) -> None:
    """Search the official texts of ingested documents, best hits first, each with its citation.

    Words are found in all their forms: "stream" finds streaming. An exact phrase stands in quotation marks
    of its own: '"live streaming"'. What a paragraph does, to whom and about what is asked of the graph, so
    that curated facts count before extracted ones.

    Examples:

      kg search live streaming

      kg search '"best interests" OR "evolving capacities"' --body HRC --act urges

      kg search 'traffick* NOT firearms' --addressee States --since 2015 --kind operative --format csv
    """
    from kg.cli.output import RowFormat, choose, talk, write_rows
    from kg.graph.stores.store import local_path
    from kg.pipeline.search import Wanted, search_texts

    choose(RowFormat, format, out, RowFormat.TABLE)
    wanted = Wanted(
        body=body,
        act=act,
        theme=theme,
        addressee=addressee,
        kind=kind.value if kind else None,
        since=since,
        until=until,
    )
    found = search_texts(local_path(store), " ".join(words), wanted, limit=limit)
    write_rows(found.rows, format=format, out=out)
    if not found.rows.rows:
        talk("nothing was found")
    elif found.more:
        talk(f"the best {limit:,} hits; more with --limit")
