"""`kg link`: which things of another graph are ours, as a table for a person to review."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import StoreOption
from kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.counterparts import Kind
    from kg.graph.others.other_graph import OtherGraph
    from kg.pipeline.link import Review
    from kg.pipeline.patient import PatientStore, Spent

_LOUD = ("contradicted", "moved", "missing")
"""Verdicts that are said at once, the worst first."""
_SAID = 20
"""Lines of them at most."""


def link(
    graph: Annotated[
        str | None,
        typer.Argument(
            help="wikidata, sdg, unbis, eurovoc, or the address of a SPARQL service.", show_default=False
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="File for the table, or with --accept for the Turtle."),
    ] = None,
    accept: Annotated[
        Path | None, typer.Option(help="Write the rows of this table that were accepted as Turtle.")
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(help="Only things of this kind: state, body, treaty, theme …; may be repeated."),
    ] = None,
    address: Annotated[
        str | None, typer.Option(help="Ask this service instead of the one that the graph's profile names.")
    ] = None,
    refresh: Annotated[bool, typer.Option("--refresh", help="Ask anew what was answered before.")] = False,
    cache: Annotated[
        Path | None,
        typer.Option(help="Folder of answers [default: $KG_CACHE or .kg/cache].", show_default=False),
    ] = None,
    max_requests: Annotated[int, typer.Option(min=1, help="Send no more requests than these.")] = 200,
    pause: Annotated[
        float | None,
        typer.Option(min=0, help="Seconds between two requests [default: by profile].", show_default=False),
    ] = None,
    timeout: Annotated[
        float | None,
        typer.Option(min=0.1, help="Seconds for one answer [default: by profile].", show_default=False),
    ] = None,
    retries: Annotated[
        int, typer.Option(min=0, max=20, help="Further attempts after a fault that may pass.")
    ] = 4,
    store: StoreOption = None,
) -> None:
    """Ask another graph which of its things are ours, and write what it says as a table to review.

    Things are matched by their codes (ISO 3166, M49, UN symbols, SDG codes), then by what both graphs are
    linked to, and by names where nothing else speaks. Links that we have are held against the graph: those
    that do not hold are named, and where one is contradicted the exit code is 1. Nothing is written to data
    or store. Answers are kept, so that a run that broke off goes on where it was. KG_CONTACT names whom a
    service may write to.

    The table is SSSOM. Write accept or reject into its column decision; --accept turns it into Turtle for
    data/.

    Examples:

      kg link wikidata --kind state --out states.tsv

      kg link eurovoc --kind theme --out themes.tsv

      kg link https://example.org/sparql --kind body --out bodies.tsv

      kg link --accept themes.tsv --out data/links/eurovoc.ttl
    """
    if (graph is None) == (accept is None):
        remedy = "Name a graph to ask, or with --accept a table that was reviewed"
        raise UsageError("what to do is not clear", remedy=remedy)
    if accept:
        _accept(accept, out, store)
        return
    from datetime import UTC, datetime

    from kg.cli.output import talk, write_text
    from kg.graph.stores.store import open_store
    from kg.pipeline.link import find_links, require_free

    if out:
        require_free(out)
    profile = _profile(graph or "", address)
    service = _service(profile, cache, pause, timeout, retries, max_requests, refresh=refresh)
    with _progress(profile.title) as say:
        review = find_links(open_store(store), profile, service, _kinds(profile, kind), say)
    write_text(review.table(f"{datetime.now(UTC):%Y-%m-%d}"), out)
    for line in _said(review, service.spent):
        talk(line)
    if any(check.verdict == "contradicted" for check in review.checks):
        raise typer.Exit(1)


def _accept(review: Path, out: Path | None, store: str | None) -> None:
    from kg.cli.output import talk, write_text
    from kg.graph.stores.store import open_store
    from kg.pipeline.link import accept

    if out is None or out.suffix != ".ttl":
        remedy = "Name a Turtle file with --out, such as data/links/wikidata.ttl"
        raise UsageError("nowhere to write what was accepted", remedy=remedy)
    done = accept(open_store(store), review, out)
    if not done.statements:
        talk(f"{done.links:,} links accepted, none of them new: {out} is left as it was")
        return
    out.parent.mkdir(parents=True, exist_ok=True)
    write_text(done.turtle, out)
    talk(f"{done.links:,} links accepted: {done.statements:,} new statements in {out}; now `kg build`")


def _profile(named: str, address: str | None) -> OtherGraph:
    from dataclasses import replace

    from kg.graph.others.other_graph import find_other_graph

    profile = find_other_graph(named)
    if address is None:
        return profile
    if not address.startswith(("http://", "https://")):
        remedy = "Give one that begins with http:// or https://"
        raise UsageError(f"{address!r} is no address", where="--address", remedy=remedy)
    return replace(profile, address=address)


def _kinds(profile: OtherGraph, wanted: list[str] | None) -> list[Kind]:
    known = {str(kind): kind for kind in profile.kinds}
    for kind in wanted or ():
        if kind not in known:
            remedy = f"{profile.title} is asked for {', '.join(known)}"
            raise UsageError(f"no kind {kind!r}", where="--kind", remedy=remedy)
    return [known[kind] for kind in wanted or known]


def _service(
    profile: OtherGraph,
    cache: Path | None,
    pause: float | None,
    timeout: float | None,
    retries: int,
    most: int,
    *,
    refresh: bool,
) -> PatientStore:
    from kg.pipeline.patient import Patience, PatientStore, open_cache

    patience = Patience(
        pause=profile.pause if pause is None else pause,
        retries=retries,
        timeout=timeout or profile.timeout,
        most=most,
    )
    return PatientStore(profile.address, patience, open_cache(cache), refresh=refresh)


@contextmanager
def _progress(title: str) -> Iterator[Callable[[str], None]]:
    """Show on a terminal what is being asked, request by request."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    with Console(stderr=True).status(f"asking {title} …") as status:
        yield lambda step: status.update(f"asking {title}: {step}")


def _said(review: Review, spent: Spent) -> Iterator[str]:
    """Yield what a person should know at once."""
    counts = Counter(check.verdict for check in review.checks)
    kept = f", {spent.kept:,} answers kept since {spent.oldest[:10]}" if spent.kept else ""
    yield f"{review.graph.title}: {review.things:,} things of ours; {spent.requests:,} requests{kept}"
    told = [f"{counts[verdict]:,} {verdict}" for verdict in sorted(counts)]
    yield f"links that we have: {', '.join(told) or 'none'}"
    doubtful = sum(bool(proposal.doubts) for proposal in review.proposals)
    yield f"proposed: {len(review.proposals):,}, {doubtful:,} of them with doubts"
    loud = [check for verdict in _LOUD for check in review.checks if check.verdict == verdict]
    for check in loud[:_SAID]:
        yield f"{check.verdict.upper()}: {check.thing.label} -> {check.link.iri}: {check.why}"
    if len(loud) > _SAID:
        yield f"… and {len(loud) - _SAID:,} more, in the table"
