"""`kg reason`: check that the graph agrees with its ontology, infer what follows, and explain it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.options import StoreOption
from kg.namespaces import GRAPH, compact

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from contextlib import AbstractContextManager

    from kg.graph.infer.consistency import Culprits, Verdict
    from kg.graph.infer.explain import Proof
    from kg.model import Finding

_MOST_SHOWN = 20


class ReasonFormat(StrEnum):
    """How the outcome can be written."""

    TABLE = "table"
    JSON = "json"


@dataclass(frozen=True)
class Outcome:
    """What the checks and the inference gave."""

    findings: tuple[Finding, ...]
    verdict: Verdict | None
    """None where HermiT was not asked."""
    inferred: dict[str, int] | None
    """None where nothing was written."""


def reason(
    store: StoreOption = None,
    explain: Annotated[
        tuple[str, str, str] | None,
        typer.Option(
            "--explain", metavar="S P O", help="Print why this statement holds, and do nothing else."
        ),
    ] = None,
    timeout: Annotated[
        float, typer.Option(min=1, max=86400, help="Seconds that HermiT may take in all.")
    ] = 120,
    hermit: Annotated[
        bool, typer.Option("--hermit/--no-hermit", help="Check consistency with HermiT, which needs Java.")
    ] = True,
    write: Annotated[
        bool, typer.Option("--write/--check-only", help="Write what follows into the store.")
    ] = True,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, max=64, help="Worker processes.")] = 2,
    format: Annotated[  # noqa: A002
        ReasonFormat, typer.Option("--format", "-f", help="table or json.")
    ] = ReasonFormat.TABLE,
) -> None:
    """Check the store's ontology and data for contradictions, and write what follows from them.

    Three checks: the ontology is in OWL 2 DL, ontology and data are consistent, and every class can have
    members. Exit code 1 says that one failed; the inferred graph is then left as it was.

    Examples:

      kg reason

      kg reason --explain A/HRC/RES/31/7 cp:cites treaty/UDHR

      kg reason --no-hermit --format json
    """
    import time

    from kg.cli.output import talk, write_text
    from kg.pipeline import reason as pipeline

    if explain:
        write_text(_write_proof(pipeline.explain_in(store, *explain), format), None)
        return
    started = time.monotonic()
    contents = pipeline.read_contents(store)
    findings = pipeline.check_terms(contents)
    verdict = None
    if hermit and not findings:
        with _working("HermiT looks for contradictions"):
            verdict = pipeline.check_agreement(contents, timeout=timeout)
    sound = not findings and (verdict is None or (verdict.consistent and not verdict.unsatisfiable))
    inferred = None
    if sound and write:
        with _working("inferring what follows"):
            inferred = pipeline.infer_into(store, jobs=jobs)
    outcome = Outcome(tuple(findings), verdict, inferred)
    write_text(_record(outcome) if format is ReasonFormat.JSON else _table(outcome), None)
    asserted = len(contents.ontology) + len(contents.data)
    talk(f"reasoned over {asserted:,} statements in {time.monotonic() - started:.1f} s")
    if not sound:
        raise typer.Exit(1)


def _working(words: str) -> AbstractContextManager[object]:
    """Turn a wheel on standard error while something runs, on a terminal only."""
    from rich.console import Console

    return Console(stderr=True).status(words)


def _table(outcome: Outcome) -> str:
    lines = [*_profile_lines(outcome.findings), *_agreement_lines(outcome), *_class_lines(outcome.verdict)]
    if outcome.inferred is not None:
        lines.append(f"inferred     {sum(outcome.inferred.values()):,} statements")
        ordered = sorted(outcome.inferred.items(), key=lambda item: (-item[1], item[0]))
        lines += [f"  {kind:<22} {count:>9,}" for kind, count in ordered]
    return "\n".join(lines) + "\n"


def _profile_lines(findings: Sequence[Finding]) -> Iterator[str]:
    yield f"terms        {f'{len(findings)} misused' if findings else 'in OWL 2 DL, used as declared'}"
    for finding in findings[:_MOST_SHOWN]:
        place = f"  in {_graph(finding.graph)}" if finding.graph else ""
        yield f"  {compact(finding.focus)}: {finding.message}{place}"
    yield from _rest(len(findings))


def _agreement_lines(outcome: Outcome) -> Iterator[str]:
    from kg.graph.infer.explain import quad_in_words

    verdict = outcome.verdict
    if verdict is None:
        yield f"consistency  not checked{'; mend the terms first' if outcome.findings else ''}"
    elif verdict.culprits is None:
        yield "consistency  ontology and data agree"
    else:
        yield f"consistency  CONTRADICTION: {_verdict_words(verdict.culprits)}"
        said = list(map(quad_in_words, verdict.culprits.quads))
        yield from (f"  {statement}  in {graph}" for statement, graph in said[:_MOST_SHOWN])
        yield from _rest(len(said))


def _verdict_words(culprits: Culprits) -> str:
    where = "the ontology contradicts itself, " if culprits.in_ontology else ""
    if culprits.minimal:
        return where + "these cannot all hold"
    return where + "the culprits are among these; more time (--timeout) narrows them down"


def _class_lines(verdict: Verdict | None) -> Iterator[str]:
    if verdict and verdict.consistent:
        names = verdict.unsatisfiable
        yield f"classes      {f'{len(names)} can have no member' if names else 'all can have members'}"
        yield from (f"  {compact(name)}" for name in names)


def _rest(count: int) -> Iterator[str]:
    if count > _MOST_SHOWN:
        yield f"  and {count - _MOST_SHOWN:,} more"


def _graph(iri: str) -> str:
    return iri.removeprefix(GRAPH)


def _record(outcome: Outcome) -> str:
    from dataclasses import asdict

    verdict = outcome.verdict
    record: dict[str, Any] = {
        "terms": [asdict(finding) for finding in outcome.findings],
        "consistent": verdict.consistent if verdict else None,
        "unsatisfiable": list(verdict.unsatisfiable) if verdict else None,
        "culprits": _culprit_record(verdict.culprits) if verdict and verdict.culprits else None,
        "inferred": outcome.inferred,
    }
    return _json(record)


def _culprit_record(culprits: Culprits) -> dict[str, Any]:
    from kg.graph.infer.explain import quad_in_words

    said = map(quad_in_words, culprits.quads)
    statements = [{"statement": statement, "graph": graph} for statement, graph in said]
    return {"minimal": culprits.minimal, "in_ontology": culprits.in_ontology, "statements": statements}


def _write_proof(proof: Proof, format: ReasonFormat) -> str:  # noqa: A002
    from kg.graph.infer.explain import proof_record, render

    return _json(proof_record(proof)) if format is ReasonFormat.JSON else render(proof)


def _json(record: dict[str, Any]) -> str:
    import json

    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"
