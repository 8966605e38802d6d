"""`kg export`: a part of the graph, or all of it, as RDF, tables or XML."""

from __future__ import annotations

import sys
from contextlib import contextmanager, nullcontext
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import StoreOption
from kg.errors import UsageError, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from kg.export.datapackage import Written
    from kg.graph.stores.engine import Engine
    from kg.pipeline.export import Chosen

CONTEXT = {"ignore_unknown_options": True}
"""The options of a question are its own; they come among the words of the selection."""


class ExportFormat(StrEnum):
    """What can be written."""

    TTL = "ttl"
    NT = "nt"
    NQ = "nq"
    TRIG = "trig"
    JSONLD = "jsonld"
    RDF = "rdf"
    DATAPACKAGE = "datapackage"
    AKN = "akn"
    SSSOM = "sssom"


class EvidenceChoice(StrEnum):
    """How what vouches for statements can be written."""

    RDF12 = "rdf12"
    NANOPUB = "nanopub"


_EVIDENCE_FORMATS = {
    EvidenceChoice.RDF12: (ExportFormat.TTL, ExportFormat.NT, ExportFormat.NQ, ExportFormat.TRIG),
    EvidenceChoice.NANOPUB: (ExportFormat.TRIG, ExportFormat.NQ),
}
"""Formats that can say it, the usual one first."""
_BY_EXTENSION = {"zip": ExportFormat.DATAPACKAGE, "xml": ExportFormat.AKN, "tsv": ExportFormat.SSSOM}
_NOT_RDF = frozenset({ExportFormat.DATAPACKAGE, ExportFormat.AKN, ExportFormat.SSSOM})


def export(
    selection: Annotated[
        list[str] | None,
        typer.Argument(
            help="Id, IRI, symbol, abbreviation or name of a thing, or `all`.", metavar="SELECTION"
        ),
    ] = None,
    question: Annotated[
        str | None,
        typer.Option("--question", help="Export what the rows of this question's answer are about."),
    ] = None,
    store: StoreOption = None,
    format: Annotated[  # noqa: A002 - the name of the option
        str | None,
        typer.Option(
            "--format",
            "-f",
            help="ttl, nt, nq, trig, jsonld, rdf, datapackage, akn or sssom [default: by --out, else ttl].",
        ),
    ] = None,
    model: Annotated[
        str | None,
        typer.Option("--model", help="In the terms of eli, schema (schema.org) or undo (RDF formats)."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="Write to this file; for a data package, a folder or .zip."),
    ] = None,
    asserted: Annotated[
        bool, typer.Option("--asserted", help="Leave out what is only inferred (RDF formats).")
    ] = False,
    evidence: Annotated[
        EvidenceChoice | None,
        typer.Option(
            "--evidence",
            help="With what vouches for each statement: rdf12 (ttl, nt, nq, trig) or nanopub (trig, nq).",
        ),
    ] = None,
    moment: Annotated[
        str | None,
        typer.Option(
            "--moment", help="When nanopublications are made, as 2026-11-22T00:00:00Z [default: not said]."
        ),
    ] = None,
) -> None:
    """Export a thing with what makes it up, what a question finds, or the whole graph.

    An instrument comes with its provisions, acts, citations and notes; a theme, actor and the like with the
    paragraphs that are about it. What these name comes with its label. The tables of a data package are for
    R, Excel and the like. The XML (Akoma Ntoso) is that of one resolution: its official text where it was
    ingested, else our summaries, marked as such. SSSOM is the table of all identifiers of things, with the
    reason for each and how sure it is. With --question, the other options are the question's.

    Examples:

      kg export A/HRC/RES/31/7 --out r.ttl

      kg export theme/conduct/grooming --format jsonld

      kg export --question obligations-on-theme --theme grooming --out grooming.trig

      kg export all --out tables --format datapackage

      kg export A/RES/74/174 --format akn --out r.xml

      kg export A/RES/74/174 --model eli --out r.ttl

      kg export all --out identifiers.sssom.tsv

      kg export treaty/CRC --evidence rdf12 --out crc-evidence.ttl

      kg export A/HRC/RES/31/7 --evidence nanopub --out r.trig
    """
    from kg.graph.stores.store import open_store
    from kg.pipeline.export import export_model

    chosen_format = _format(format, out, evidence)
    _check(chosen_format, out, asserted=asserted, model=model)
    _check_evidence(chosen_format, evidence, moment, model=model)
    name, given = _wanted(selection or [], question)
    engine = open_store(store)
    if chosen_format is ExportFormat.AKN:
        _export_akn(engine, name, store, out)
        return
    chosen = _chosen(engine, name, question, given)
    with _progress(everything=chosen.selection is None and out is not None) as watch:
        if model is not None:
            export_model(chosen, model, chosen_format.value, out, watch=watch)
        elif evidence is not None:
            _write_evidence(
                chosen, evidence, chosen_format, out, asserted=asserted, moment=moment, watch=watch
            )
        else:
            _write(chosen, chosen_format, out, asserted=asserted, watch=watch)


def _format(named: str | None, out: Path | None, evidence: EvidenceChoice | None) -> ExportFormat:
    from kg.cli.output import choose

    usual = _EVIDENCE_FORMATS[evidence][0] if evidence else ExportFormat.TTL
    extension = out.suffix.removeprefix(".") if out and not named else ""
    if extension in _BY_EXTENSION:
        return _BY_EXTENSION[extension]
    return choose(ExportFormat, named, out, usual)


def _check(chosen: ExportFormat, out: Path | None, *, asserted: bool, model: str | None) -> None:
    """Refuse options that do not go together, before anything is read."""
    if chosen is ExportFormat.DATAPACKAGE and out is None:
        raise UsageError("a data package is a folder of tables", remedy="Name it with --out, or a .zip file")
    options = {"--asserted": asserted, "--model": model is not None}
    if chosen in _NOT_RDF and (named := next((name for name, given in options.items() if given), None)):
        raise UsageError(
            f"{named} does not go with {chosen.value}", remedy="Leave it out, or choose an RDF format"
        )
    if asserted and model is not None:
        raise UsageError(
            "--asserted does not go with --model", remedy="Leave it out: models read what is inferred too"
        )
    if model is not None:
        from kg.graph.portions.models import require_model

        require_model(model)


def _check_evidence(
    chosen: ExportFormat, evidence: EvidenceChoice | None, moment: str | None, *, model: str | None
) -> None:
    """Refuse a form of evidence that the format or model cannot say."""
    if evidence is not None and chosen not in _EVIDENCE_FORMATS[evidence]:
        formats = ", ".join(_EVIDENCE_FORMATS[evidence])
        remedy = f"Choose one of {formats} with --format"
        raise UsageError(f"{chosen.value} cannot say evidence as {evidence.value}", remedy=remedy)
    if evidence is not None and model is not None:
        raise UsageError("--evidence does not go with --model", remedy="Leave one of them out")
    if moment is not None and evidence is not EvidenceChoice.NANOPUB:
        raise UsageError("--moment goes with --evidence nanopub only", remedy="Leave it out")


def _wanted(words: list[str], question: str | None) -> tuple[str, dict[str, str]]:
    """Return the name of the thing, or the options of the question."""
    from kg.cli.ask import question_options

    if question is not None:
        return "", question_options(words)
    if unknown := next((word for word in words if word.startswith("-")), None):
        raise UsageError(f"unknown option {quoted(unknown)}", remedy="See `kg export --help`")
    if len(words) != 1:
        remedy = (
            "Name a thing such as A/HRC/RES/31/7 in one word or in quotation marks, or `all`, or a --question"
        )
        raise UsageError("one selection is wanted", remedy=remedy)
    return words[0], {}


def _chosen(engine: Engine, name: str, question: str | None, given: dict[str, str]) -> Chosen:
    from kg.graph.questions.catalogue import find_question, read_catalogue
    from kg.pipeline.export import ALL, choose_all, choose_answer, choose_thing
    from kg.resources import find_root

    if question is not None:
        return choose_answer(engine, find_question(read_catalogue(find_root()), question), given)
    return choose_all(engine) if name == ALL else choose_thing(engine, name)


def _write(
    chosen: Chosen,
    format: ExportFormat,  # noqa: A002 - the name of the option
    out: Path | None,
    *,
    asserted: bool,
    watch: Callable[[int, int], None],
) -> None:
    from kg.cli.output import talk
    from kg.pipeline.export import export_graph, export_mappings, export_tables

    if format is ExportFormat.SSSOM:
        things = export_mappings(chosen, out)
        talk(f"identifiers of {things:,} thing{'' if things == 1 else 's'}")
    elif format is ExportFormat.DATAPACKAGE and out is not None:
        _tell(export_tables(chosen, out, watch=watch), out)
    else:
        export_graph(chosen, format.value, out, asserted=asserted, watch=watch)


def _write_evidence(
    chosen: Chosen,
    evidence: EvidenceChoice,
    format: ExportFormat,  # noqa: A002 - the name of the option
    out: Path | None,
    *,
    asserted: bool,
    moment: str | None,
    watch: Callable[[int, int], None],
) -> None:
    from kg.pipeline.export import export_evidence
    from kg.pipeline.file_documents import require_moment

    made = require_moment(moment)
    export_evidence(chosen, evidence.value, format.value, out, asserted=asserted, moment=made, watch=watch)


def _export_akn(engine: Engine, name: str, store: str | None, out: Path | None) -> None:
    from kg.cli.output import talk, write_text
    from kg.pipeline.export_akn import resolution_xml

    if not name:
        raise UsageError(
            "the XML is that of one resolution", remedy="Name it: kg export A/RES/74/174 --format akn"
        )
    exported = resolution_xml(engine, name, store)
    write_text(exported.xml, out)
    talk(exported.note)


def _tell(written: list[Written], out: Path) -> None:
    from kg.cli.output import talk

    rows = sum(one.rows for one in written)
    talk(f"wrote {len(written)} tables with {rows:,} rows to {out}")
    formulas = [place for one in written for place in one.formulas]
    if formulas:
        talk(
            f"{len(formulas):,} cells begin as a formula would, first {formulas[0]}: an apostrophe stands"
            " before each, so that no spreadsheet computes it"
        )


def _progress(*, everything: bool) -> AbstractContextManager[Callable[[int, int], None]]:
    """Return a bar on a terminal, and nothing anywhere else."""
    if not everything or not sys.stderr.isatty():
        return nullcontext(lambda _done, _total: None)
    return _bar()


@contextmanager
def _bar() -> Iterator[Callable[[int, int], None]]:
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("exporting")
        yield lambda done, total: progress.update(task, completed=done, total=total)
