"""`kg validate`: hold the graph, or files on their way into it, against shapes and hygiene rules."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from kg.cli.options import OutOption, StoreOption
from kg.errors import UsageError
from kg.model import Severity
from kg.namespaces import GRAPH, compact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.model import Finding
    from kg.pipeline.validate import Validation

_GRAVEST_FIRST = get_args(Severity)


class ReportFormat(StrEnum):
    """How findings can be written."""

    TABLE = "table"
    JSON = "json"
    TTL = "ttl"


class Threshold(StrEnum):
    """The least severity that is reported."""

    VIOLATION = "Violation"
    WARNING = "Warning"
    INFO = "Info"


class EngineChoice(StrEnum):
    """What holds the graph against the shapes."""

    FAST = "fast"
    PYSHACL = "pyshacl"


def validate(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="Turtle files or folders to check before a build, on top of the sources."),
    ] = None,
    store: StoreOption = None,
    shapes: Annotated[
        Path | None, typer.Option(help="Folder of shapes, with hygiene/ in it [default: the project's].")
    ] = None,
    format: Annotated[  # noqa: A002
        ReportFormat | None,
        typer.Option("--format", "-f", help="table, json or ttl [default: by --out, else table]."),
    ] = None,
    out: OutOption = None,
    severity: Annotated[
        Threshold, typer.Option(help="Report findings that are at least this grave.")
    ] = Threshold.INFO,
    engine: Annotated[
        EngineChoice,
        typer.Option(help="fast, or pyshacl, the slow reference: both find the same."),
    ] = EngineChoice.FAST,
    documents: Annotated[
        bool, typer.Option("--documents", help="Check ingested documents too, and all that they name.")
    ] = False,
    document: Annotated[
        str | None,
        typer.Option(help="Check one ingested document, by its symbol, and what it can change elsewhere."),
    ] = None,
) -> None:
    """Check the graph against the SHACL shapes and the hygiene rules.

    Exit code 1 says that something violates a rule that must hold; warnings and infos leave it at 0.

    Examples:

      kg validate

      kg validate data/bodies.ttl --severity Warning

      kg validate --format json --out findings.json

      kg validate --documents --severity Violation

      kg validate --document A/RES/74/174
    """
    import time

    from kg.cli.output import talk, write_text
    from kg.pipeline import validate as pipeline
    from kg.resources import find_root

    if files and store:
        raise UsageError("files and --store exclude each other", remedy="Check the files, or the store")
    if sum([bool(files), documents, bool(document)]) > 1:
        raise UsageError("files, --documents and --document exclude each other", remedy="Choose one")
    started = time.monotonic()
    chosen = format or _by_extension(out)
    root = find_root()
    folder = shapes or root / "shapes"
    if document:
        checked = pipeline.validate_document(store, document, folder)
    elif files:
        checked = pipeline.validate_files(files, root, folder, engine=engine.value)
    else:
        checked = pipeline.validate_store(store, folder, engine=engine.value, documents=documents)
    shown = [finding for finding in checked.findings if _at_least(finding.severity, severity)]
    write_text(_render(checked, shown, chosen), out)
    talk(_summary(checked, time.monotonic() - started))
    if any(finding.severity == "Violation" for finding in checked.findings):
        raise typer.Exit(1)


def _by_extension(out: Path | None) -> ReportFormat:
    suffix = out.suffix.removeprefix(".") if out else ""
    return ReportFormat(suffix) if suffix in set(ReportFormat) else ReportFormat.TABLE


def _at_least(severity: Severity, threshold: Threshold) -> bool:
    return _GRAVEST_FIRST.index(severity) <= _GRAVEST_FIRST.index(threshold.value)


def _render(checked: Validation, findings: Sequence[Finding], format: ReportFormat) -> str:  # noqa: A002
    if format is ReportFormat.JSON:
        return _json(checked, findings)
    if format is ReportFormat.TTL:
        from kg.graph.check.report import report_turtle

        return report_turtle(findings)
    return _table(findings)


def _table(findings: Sequence[Finding]) -> str:
    """Return the findings grouped by severity and rule, gravest first, each rule with its count."""
    lines: list[str] = []
    ordered = sorted(findings, key=lambda f: (_GRAVEST_FIRST.index(f.severity), f.rule, f.message, f.focus))
    for (severity, rule, message), group in groupby(ordered, key=lambda f: (f.severity, f.rule, f.message)):
        found = list(group)
        lines += [f"{severity}  {compact(rule)}  ({len(found)})", f"  {message}"]
        lines += [f"    {_row(finding)}" for finding in found] + [""]
    return "\n".join(lines)


def _row(finding: Finding) -> str:
    """Return what is concerned, through which path, with which value, and which graph says so."""
    cells = [compact(finding.focus), _compact_path(finding.path), _shorten(compact(finding.value))]
    if finding.graph:
        cells.append(f"in {finding.graph.removeprefix(GRAPH)}")
    return "  ".join(cell for cell in cells if cell)


def _compact_path(path: str) -> str:
    import re

    return re.sub(r"<([^>]*)>", lambda match: compact(match[1]), path) if "<" in path else compact(path)


def _shorten(text: str, width: int = 80) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def _json(checked: Validation, findings: Sequence[Finding]) -> str:
    import json

    from kg.graph.check.report import rule_iri

    report = {
        "checked": {"statements": checked.statements, "shapes": checked.shapes, "rules": checked.rules},
        "counts": _counts(checked),
        "findings": [
            {
                "severity": finding.severity,
                "rule": rule_iri(finding.rule),
                "focus": finding.focus,
                "path": finding.path or None,
                "value": finding.value or None,
                "message": finding.message,
                "graph": finding.graph or None,
            }
            for finding in findings
        ],
    }
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def _counts(checked: Validation) -> dict[str, int]:
    counts = Counter(finding.severity for finding in checked.findings)
    return {severity: counts[severity] for severity in _GRAVEST_FIRST}


def _summary(checked: Validation, seconds: float) -> str:
    counts = ", ".join(
        f"{number} {severity.lower()}{'' if number == 1 else 's'}"
        for severity, number in _counts(checked).items()
    )
    return (
        f"checked {checked.statements:,} statements against {checked.shapes} shapes and {checked.rules} rules"
        f" in {seconds:.1f} s: {counts}"
    )
