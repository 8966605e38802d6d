"""`kg network`: who cites whom, who asks whom, which themes stand together; measured, drawn, exported."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.network_output import (
    PICTURE_LABELS,
    ColourOption,
    MeasureOption,
    Shown,
    many,
    require_file,
    write,
)
from kg.cli.options import OutOption, StoreOption
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.network.values import Network
    from kg.pipeline.network import Kind, Selection
    from kg.pipeline.network_making import Library

_HELP = """Networks of the graph: who cites whom, who asks whom, which themes stand together.

Each is measured and written as rows, as a file for Gephi (GEXF, GraphML), or drawn (SVG, PNG).
`path` finds chains of citations between two texts; `reach` finds all that a text rests on.

Examples:

  kg network citations --measure pagerank --top 20

  kg network citations --instrument CRC --out crc.svg

  kg network path A/RES/74/174 CRC"""

app = typer.Typer(
    name="network",
    help=_HELP,
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class LevelOption(StrEnum):
    """What counts as one."""

    INSTRUMENTS = "instruments"
    PARAGRAPHS = "paragraphs"


_Format = Annotated[
    str | None,
    typer.Option(
        "--format", "-f",
        help="table, csv, tsv, json, ndjson, md, gexf, graphml, svg or png [default: by --out, else table].",
    ),
]  # fmt: skip
_Measure = Annotated[
    MeasureOption,
    typer.Option(
        help="How central each is: in-degree (how many point to it), out-degree, degree, pagerank,"
        " betweenness; or the groups they fall into: communities, components."
    ),
]
_Body = Annotated[str | None, typer.Option(help="Only paragraphs of texts of this body.")]
_Theme = Annotated[str | None, typer.Option(help="Only paragraphs about this theme, or one below it.")]
_Whose = Annotated[str | None, typer.Option(help="Only paragraphs of this instrument.")]
_From = Annotated[
    datetime | None,
    typer.Option("--from", formats=["%Y-%m-%d"], help="Only texts from this day on; none without a date."),
]
_To = Annotated[
    datetime | None,
    typer.Option("--to", formats=["%Y-%m-%d"], help="Only texts up to this day; none without a date."),
]
_Top = Annotated[
    int | None,
    typer.Option(min=1, help="Only so many, the most central first [default: 60 in a picture, else all]."),
]
_Edges = Annotated[bool, typer.Option("--edges", help="Write the links as rows, not what they join.")]
_Colour = Annotated[ColourOption, typer.Option(help="What colours stand for in files and pictures.")]
_Labels = Annotated[int, typer.Option(min=0, help="Labels in a picture, where there is room for them.")]
_Pivots = Annotated[
    int, typer.Option(min=1, help="Betweenness is estimated from so many, where more point to others.")
]
_Exact = Annotated[bool, typer.Option("--exact", help="Betweenness exactly, however long it takes.")]


@app.command()
def citations(
    level: Annotated[
        LevelOption, typer.Option(help="Whole instruments, or the paragraphs that cite and are cited.")
    ] = LevelOption.INSTRUMENTS,
    instrument: Annotated[
        str | None, typer.Option(help="Only what this one cites, what cites it, and the links among them.")
    ] = None,
    body: _Body = None,
    theme: _Theme = None,
    since: _From = None,
    until: _To = None,
    measure: _Measure = MeasureOption.IN_DEGREE,
    top: _Top = None,
    edges: _Edges = False,
    exact: _Exact = False,
    pivots: _Pivots = 1000,
    colour: _Colour = ColourOption.KIND,
    labels: _Labels = PICTURE_LABELS,
    store: StoreOption = None,
    format: _Format = None,  # noqa: A002 - the name of the option
    out: OutOption = None,
) -> None:
    """Who cites whom: a link from what cites to what is cited.

    The options that choose paragraphs choose those that cite. A footnote counts where its paragraph does not
    cite the same instrument anyway; what a text says of itself is left out.

    Examples:

      kg network citations --measure pagerank --top 20

      kg network citations --instrument CRC --out crc.svg

      kg network citations --body HRC --from 2015-01-01 --measure betweenness --format csv

      kg network citations --level paragraphs --theme grooming --edges

      kg network citations --colour community --out citations.gexf
    """
    chosen = _selection(instrument, body, theme, since, until)
    shown = Shown(measure, top, edges, exact, pivots, colour, labels, format, out)
    _show("citations", chosen, level, shown, store)


@app.command()
def actors(
    instrument: _Whose = None,
    body: _Body = None,
    theme: _Theme = None,
    since: _From = None,
    until: _To = None,
    measure: _Measure = MeasureOption.IN_DEGREE,
    top: _Top = None,
    edges: _Edges = False,
    exact: _Exact = False,
    pivots: _Pivots = 1000,
    colour: _Colour = ColourOption.KIND,
    labels: _Labels = PICTURE_LABELS,
    store: StoreOption = None,
    format: _Format = None,  # noqa: A002 - the name of the option
    out: OutOption = None,
) -> None:
    """Who asks whom: a link from the body of a text to whom its acts address.

    A link counts acts, and names their verbs, the strongest first. Treaties are left out, because no body
    speaks in them, and drafts, because theirs has not spoken yet.

    Examples:

      kg network actors

      kg network actors --theme grooming --edges

      kg network actors --body HRC --out actors.png
    """
    chosen = _selection(instrument, body, theme, since, until)
    shown = Shown(measure, top, edges, exact, pivots, colour, labels, format, out)
    _show("actors", chosen, LevelOption.INSTRUMENTS, shown, store)


@app.command()
def themes(
    level: Annotated[
        LevelOption, typer.Option(help="Where themes must meet: in one paragraph, or in one instrument.")
    ] = LevelOption.PARAGRAPHS,
    instrument: _Whose = None,
    body: _Body = None,
    theme: _Theme = None,
    since: _From = None,
    until: _To = None,
    measure: _Measure = MeasureOption.DEGREE,
    top: _Top = None,
    edges: _Edges = False,
    exact: _Exact = False,
    pivots: _Pivots = 1000,
    colour: _Colour = ColourOption.KIND,
    labels: _Labels = PICTURE_LABELS,
    store: StoreOption = None,
    format: _Format = None,  # noqa: A002 - the name of the option
    out: OutOption = None,
) -> None:
    """Which themes stand together, in the same paragraph or the same instrument.

    A link counts the places that two themes share. Its weight is their association strength: that count,
    divided by the number that chance would give them; above 1, they meet more often than by chance.

    Examples:

      kg network themes --top 20

      kg network themes --instrument CRC --edges

      kg network themes --measure communities --colour community --out themes.svg
    """
    chosen = _selection(instrument, body, theme, since, until)
    shown = Shown(measure, top, edges, exact, pivots, colour, labels, format, out)
    _show("themes", chosen, level, shown, store)


@app.command()
def path(
    start: Annotated[str, typer.Argument(help="The text that cites: its symbol, abbreviation, id or title.")],
    end: Annotated[str, typer.Argument(help="The text that is cited in the end.")],
    all_paths: Annotated[
        bool, typer.Option("--all", help="Every path up to --max-length, not only the shortest.")
    ] = False,
    max_length: Annotated[
        int, typer.Option(min=1, max=8, help="Citations in the longest path of --all.")
    ] = 4,
    limit: Annotated[int, typer.Option(min=1, help="No more paths than this.")] = 100,
    colour: _Colour = ColourOption.KIND,
    store: StoreOption = None,
    format: _Format = None,  # noqa: A002 - the name of the option
    out: OutOption = None,
) -> None:
    """Chains of citations from one text to another, the shortest first.

    Each step says by which verbs, and in which paragraphs, a text cites the next.

    Examples:

      kg network path A/RES/74/174 CRC

      kg network path A/RES/74/174 UN-CHARTER --all --max-length 3

      kg network path E/RES/2019/20 CRC --all --out chains.svg
    """
    from kg.cli.output import talk
    from kg.pipeline import network as pipeline

    library, network = _citations(store)
    ends = [pipeline.find_instrument(library.engine, name) for name in (start, end)]
    if ends[0] == ends[1]:
        raise UsageError(f"{start!r} and {end!r} are the same text", remedy="Name two")
    names = [library.describe(iri).name for iri in ends]
    longest = max_length if all_paths else None
    found = pipeline.find_paths(network, ends[0], ends[1], max_length=longest, most=limit)
    if not found.paths:
        talk(_no_path(network, ends, names, within=longest))
    if found.cut:
        talk(f"There are more paths than the {limit:,} shown; --limit shows more.")
    part = pipeline.path_network(network, found)
    shown = Shown(MeasureOption.DEGREE, None, False, False, 1, colour, len(part.nodes), format, out)
    title = f"How {names[0]} cites {names[1]}"
    heading = f"{title}: {many(len(found.paths), 'path')}"
    write(pipeline.analyse(part, "degree"), pipeline.path_rows(network, found), shown, title, heading)


@app.command()
def reach(
    text: Annotated[
        str, typer.Argument(help="The text to start from: its symbol, abbreviation, id or title.")
    ],
    forward: Annotated[
        bool, typer.Option("--forward", help="The other way: later texts that rest on it.")
    ] = False,
    respect_time: Annotated[
        bool,
        typer.Option(
            "--respect-time/--ignore-time",
            help="Only chains in which no text rests on one that came later; texts without a date pass.",
        ),
    ] = True,
    max_steps: Annotated[int | None, typer.Option(min=1, help="Citations in the longest chain.")] = None,
    colour: _Colour = ColourOption.KIND,
    store: StoreOption = None,
    format: _Format = None,  # noqa: A002 - the name of the option
    out: OutOption = None,
) -> None:
    """All texts on which one rests, directly or through others; or all that rest on it.

    Examples:

      kg network reach A/RES/74/174

      kg network reach CRC --forward --max-steps 1 --format csv
    """
    from kg.cli.output import talk
    from kg.pipeline import network as pipeline

    library, network = _citations(store)
    start = pipeline.find_instrument(library.engine, text)
    name = library.describe(start).name
    timeless = pipeline.without_time(network)
    walked = network if respect_time else timeless
    found = pipeline.find_reached(walked, start, forward=forward, max_steps=max_steps)
    any_time = pipeline.find_reached(timeless, start, forward=forward, max_steps=max_steps)
    if barred := len(any_time) - len(found):
        talk(f"{many(barred, 'text')} more by chains that run against time; --ignore-time shows them.")
    if not found:
        talk(f"The graph has no citations that lead {'to' if forward else 'on from'} {name}.")
    part = pipeline.reach_network(network, start, found)
    shown = Shown(MeasureOption.DEGREE, None, False, False, 1, colour, PICTURE_LABELS, format, out)
    title = f"What {'rests on ' + name if forward else name + ' rests on'}"
    heading = f"{title}: {many(len(found), 'text')}"
    write(pipeline.analyse(part, "degree"), pipeline.reach_rows(network, found), shown, title, heading)


def _show(kind: Kind, selection: Selection, level: LevelOption, shown: Shown, store: str | None) -> None:
    """Make, measure and write a network; what is wrong with the format is said before any work."""
    from kg.cli.output import talk
    from kg.graph.stores.store import open_store
    from kg.pipeline import network as pipeline
    from kg.pipeline.network_making import Library

    require_file(shown)
    network = pipeline.make_network(Library(open_store(store)), kind, selection, level=level.value)
    pivots = len(network.nodes) if shown.exact else shown.pivots
    analysis = pipeline.analyse(network, shown.measure.value, pivots=pivots)
    if not network.nodes:
        talk("No paragraph that is chosen so makes a link; nothing is there to show.")
    if analysis.estimated:
        talk(f"An estimate: {analysis.method}. --exact reckons it exactly.")
    if shown.edges:
        rows = pipeline.edge_rows(network, top=shown.top)
    else:
        rows = pipeline.node_rows(analysis, top=shown.top)
    title = _title(network, selection)
    size = f"{many(len(network.nodes), network.things[:-1])}, {many(len(network.edges), 'link')}"
    write(analysis, rows, shown, title, f"{title}: {size}; {analysis.method}")


def _selection(
    instrument: str | None,
    body: str | None,
    theme: str | None,
    since: datetime | None,
    until: datetime | None,
) -> Selection:
    from kg.pipeline.network import Selection

    days = [day.date().isoformat() if day else "" for day in (since, until)]
    if all(days) and days[0] > days[1]:
        raise UsageError(f"--from {days[0]} is later than --to {days[1]}", remedy="Turn them round")
    return Selection(instrument, body, theme, *days)


def _citations(store: str | None) -> tuple[Library, Network]:
    from kg.graph.stores.store import open_store
    from kg.pipeline import network as pipeline
    from kg.pipeline.network_making import Library

    library = Library(open_store(store))
    return library, pipeline.make_network(library, "citations", pipeline.Selection(), level="instruments")


def _title(network: Network, selection: Selection) -> str:
    """Return the network's title with what was selected."""
    parts = [
        *(text for text in (selection.instrument, selection.body, selection.theme) if text),
        *([f"from {selection.since}"] if selection.since else []),
        *([f"to {selection.until}"] if selection.until else []),
    ]
    return f"{network.title} ({', '.join(parts)})" if parts else network.title


def _no_path(network: Network, ends: list[str], names: list[str], *, within: int | None) -> str:
    from kg.pipeline.network import find_paths

    bound = f" in {within} steps or fewer" if within else ""
    back = find_paths(network, ends[1], ends[0], max_length=None, most=1).paths
    hint = f" The other way round there is one: kg network path {names[1]} {names[0]}" if back else ""
    return f"No chain of citations in the graph leads from {names[0]} to {names[1]}{bound}.{hint}"
