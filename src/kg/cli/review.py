"""`kg review`: where the curated and the extracted description of a document differ."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import RowFormatOption, StoreOption
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.model import Rows
    from kg.pipeline.review import Review

_HEADINGS = {"id": "Id", "curated": "Curated", "extracted": "Extracted", "can_be_accepted": "Acceptable"}


class Only(StrEnum):
    """What the list can be narrowed to."""

    ACTS = "acts"
    ADDRESSEES = "addressees"
    CITATIONS = "citations"
    MENTIONS = "mentions"
    THEMES = "themes"
    GOALS = "goals"
    NOTES = "notes"
    PROVISIONS = "provisions"
    FRONT = "front"


def review(
    symbol: Annotated[str, typer.Argument(help="Symbol of an ingested document: A/HRC/RES/31/7.")],
    only: Annotated[
        list[Only] | None,
        typer.Option("--only", help="What to list or take over of all differences; may be repeated."),
    ] = None,
    accept: Annotated[
        list[str] | None, typer.Option("--accept", help="Id of a difference to take over; may be repeated.")
    ] = None,
    accept_all: Annotated[
        bool, typer.Option("--accept-all", help="Take over all that curated data lack.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="Turtle file for what is accepted, or file for the list."),
    ] = None,
    store: StoreOption = None,
    format: RowFormatOption = None,  # noqa: A002 - the name of the option
) -> None:
    """List where curated data and extraction differ on a document, provision by provision.

    What extraction has and curated data lack can be accepted: it is written as Turtle for data/, which a
    scholar then completes. What curated data say otherwise is theirs to correct, by hand.

    Examples:

      kg review A/HRC/RES/31/7

      kg review A/RES/74/174 --only acts --only addressees --format json

      kg review A/RES/74/174 --accept "op/4 mention body/UNICEF" --out data/documents/A-RES-74-174-more.ttl

      kg review A/RES/77/233 --accept-all --out data/documents/A-RES-77-233.ttl
    """
    from kg.cli.output import talk, write_rows, write_triples
    from kg.graph.stores.store import local_path
    from kg.pipeline import review as pipeline

    if accept and accept_all:
        raise UsageError("--accept and --accept-all exclude each other", remedy="Give one of them")
    if accept_all or accept:
        if out is None:
            raise UsageError("nowhere to write what is accepted", remedy="Name a Turtle file with --out")
        if out.suffix != ".ttl":
            raise UsageError(f"{out} is no Turtle file", remedy="Name one that ends in .ttl")
    place = local_path(store)
    found = pipeline.review(symbol, place)
    if only:
        found = pipeline.narrowed(found, only)
    if not (accept_all or accept):
        write_rows(_rows(found), format=format, out=out)
        talk(_summary(found))
        return
    triples = pipeline.accepted(found, accept or (), place)
    write_triples(triples, format="ttl", out=out)
    talk(f"{len(triples.triples):,} statements accepted into {out}: complete them there, then `kg build`")


def _rows(found: Review) -> Rows:
    from kg.model import Rows, Term
    from kg.namespaces import XSD

    rows = tuple(
        (
            Term("literal", one.id),
            Term("literal", one.thing),
            Term("literal", one.aspect),
            Term("literal", one.curated),
            Term("literal", one.extracted),
            Term("literal", str(bool(one.quads)).lower(), XSD + "boolean"),
        )
        for one in found.differences
    )
    return Rows(("id", "thing", "aspect", "curated", "extracted", "can_be_accepted"), rows, _HEADINGS)


def _summary(found: Review) -> str:
    new = sum(bool(one.quads) for one in found.differences)
    said = f"{len(found.differences):,} differences, {new:,} of which can be accepted"
    return said if found.is_curated else f"{found.path} is not curated yet: {said}"
