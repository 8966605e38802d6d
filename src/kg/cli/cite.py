"""`kg cite`: citations to print, and entries for reference managers."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.options import OutOption, StoreOption

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.cite.style import Options
    from kg.pipeline.cite import Cited

_NAMED = 5
"""Places that a message names, of those that the graph does not describe."""
StyleOption = Annotated[str, typer.Option("--style", "-s", help="oscola, bluebook, aglc or un.")]


class CitationFormat(StrEnum):
    """How citations can be written; `bib` is what files of BibTeX are called."""

    TEXT = "text"
    JSON = "json"
    BIBTEX = "bibtex"
    RIS = "ris"
    CSL_JSON = "csl-json"


_EXTENSIONS = {
    ".bib": "bibtex",
    ".ris": "ris",
    ".json": "json",
    ".txt": "text",
    ".md": "text",
    ".html": "text",
    ".rtf": "text",
}


def cite(
    ids: Annotated[
        list[str],
        typer.Argument(help="Symbols, ids or names, with places in them; - reads lines from stdin."),
    ],
    style: StyleOption = "oscola",
    short: Annotated[bool, typer.Option("--short", help="The form after the first citation.")] = False,
    note: Annotated[
        int | None, typer.Option("--note", min=1, help="With --short: the footnote of the first citation.")
    ] = None,
    in_text: Annotated[
        bool, typer.Option("--in-text", help="Words for the running text (style un).")
    ] = False,
    title: Annotated[
        bool | None,
        typer.Option("--title/--no-title", help="With or without titles of resolutions.", show_default=False),
    ] = None,
    date: Annotated[
        str | None, typer.Option("--date", help="full, year or none [default: as the style has it].")
    ] = None,
    treaty_date: Annotated[
        str | None, typer.Option("--treaty-date", help="adopted or opened [default: as the style has it].")
    ] = None,
    define: Annotated[
        bool | None,
        typer.Option(
            "--define/--no-define", help="With or without the short name of a treaty.", show_default=False
        ),
    ] = None,
    url: Annotated[bool, typer.Option("--url", help="With the address of the text.")] = False,
    accessed: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="With the address and the day you read it.")
    ] = None,
    stop: Annotated[bool, typer.Option("--stop", help="With a full stop at the end.")] = False,
    markup: Annotated[str, typer.Option("--markup", help="plain, markdown, html or rtf.")] = "plain",
    store: StoreOption = None,
    format: Annotated[  # noqa: A002 - the name of the option
        str | None,
        typer.Option(
            "--format", "-f", help="text, json, bibtex, ris or csl-json [default: by --out, else text]."
        ),
    ] = None,
    out: OutOption = None,
) -> None:
    """Cite instruments and places in them, as footnotes or for a reference manager.

    Places of one instrument are cited together. What a style prints and the graph does not know is left
    out, and said on stderr.

    Examples:

      kg cite A/HRC/RES/31/7/op/4

      kg cite "A/HRC/RES/31/7 paras 4, 6-8" "CRC art 34" --style bluebook

      kg cite CRC/C/GC/25 para 57 --style aglc --markup markdown

      kg cite OPSC --short --note 5

      kg cite A/RES/74/174 CRC --out library.bib
    """
    from kg.cite.style import Options
    from kg.cli.output import write_text

    options = Options(
        form="text" if in_text else "short" if short else "full",
        title=title,
        date=_one_of("--date", date, ("full", "year", "none")),
        treaty_date=_one_of("--treaty-date", treaty_date, ("adopted", "opened")),
        define=define,
        note=note,
        url=url,
        accessed=accessed.date() if accessed else None,
        stop=stop,
    )
    kind = _format(format, out)
    write_text(_written(_words(ids), kind, style, options, markup, store), out)


def _written(
    ids: list[str], kind: CitationFormat, style: str, options: Options, markup: str, store: str | None
) -> str:
    from kg.cite.markup import Markup
    from kg.graph.stores.store import open_store
    from kg.pipeline.cite import cite as find_citations
    from kg.pipeline.cite import export, join_words

    wanted = join_words(ids)
    engine = open_store(store)
    if kind in {CitationFormat.BIBTEX, CitationFormat.RIS, CitationFormat.CSL_JSON}:
        return export(engine, wanted, kind.value, accessed=options.accessed)
    chosen = _one_of("--markup", markup, [one.value for one in Markup])
    cited = find_citations(engine, wanted, style=style, options=options, markup=Markup(chosen))
    _say_what_is_missing(cited)
    if kind is CitationFormat.JSON:
        return _json(cited, style)
    return "".join(f"{one.text}\n" for one in cited)


def _words(ids: list[str]) -> list[str]:
    """Return the ids, with the lines of stdin in the place of `-`."""
    import sys

    return [
        word
        for given in ids
        for word in (sys.stdin.read().splitlines() if given == "-" else [given])
        if word.strip()
    ]


def _format(named: str | None, out: Path | None) -> CitationFormat:
    from kg.cli.output import choose

    by_name = _EXTENSIONS.get(out.suffix) if out and not named else None
    return choose(CitationFormat, named or by_name, None, CitationFormat.TEXT)


def _one_of(option: str, given: str | None, choices: Sequence[str]) -> Any:  # noqa: ANN401 - a literal of the choices
    from kg.errors import UsageError

    if given is not None and given not in choices:
        raise UsageError(f"{option} {given!r} is no choice", remedy=f"Choose one of: {', '.join(choices)}")
    return given


def _say_what_is_missing(cited: list[Cited]) -> None:
    from kg.cite.places import place_path
    from kg.cli.output import talk

    for one in cited:
        if one.missing:
            talk(f"{one.work.path}: the graph does not know {', '.join(one.missing)}; left out")
        if one.unknown:
            more = f" and {len(one.unknown) - _NAMED} more" if len(one.unknown) > _NAMED else ""
            places = ", ".join(map(place_path, one.unknown[:_NAMED])) + more
            talk(f"{one.work.path}: the graph does not describe {places}; cited as given, so check it")


def _json(cited: list[Cited], style: str) -> str:
    import json

    rows = [
        {"ids": list(one.ids), "style": style, "citation": one.text, "missing": list(one.missing)}
        for one in cited
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"
