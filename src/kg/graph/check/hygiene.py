"""Run the hygiene rules: SPARQL queries of which every row, or every circle of rows, is a fault."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast, get_args

from kg.errors import Fault, InputError, InvalidInputError
from kg.graph.check.cycles import find_loops
from kg.model import Finding, Severity
from kg.namespaces import compact, rebase

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.graph.stores.store import LocalStore
    from kg.model import Rows

Reading = Literal["row", "loop"]

_HEADER_RE = re.compile(r"^#\+ *(\w+): *(.*\S)", re.MULTILINE)
_WANTED = ("rule", "message", "severity", "remedy")


@dataclass(frozen=True)
class Rule:
    """One hygiene rule: the sentence that must hold, and the query that finds where it does not."""

    name: str
    rule: str
    message: str
    severity: Severity
    remedy: str
    fault: Reading
    """Whether each row is a fault, or each circle that the rows, read as edges, close."""
    query: str
    path: str


def read_rules(folder: Path) -> list[Rule]:
    """Read the hygiene rules of a folder, in order of name.

    Raises:
        InputError: where the folder holds none.
        InvalidInputError: with every fault of every rule.
    """
    paths = sorted(folder.glob("*.rq"))
    if not paths:
        raise InputError("holds no hygiene rules", where=str(folder), remedy="Restore its .rq files")
    rules: list[Rule] = []
    faults: list[Fault] = []
    shapes = folder.resolve().parent.name
    for path in paths:
        place = f"{shapes}/{folder.name}/{path.name}"
        header, found = _read_header(path, place)
        faults += found
        if not found:
            rules.append(_rule(path, place, header))
    if faults:
        raise InvalidInputError(faults)
    return rules


def check_hygiene(store: LocalStore, rules: list[Rule]) -> list[Finding]:
    """Return what the rules have against the statements of a store, sorted.

    Raises:
        InvalidInputError: with one fault for each rule whose query does not run or has no ?focus.
    """
    findings: set[Finding] = set()
    faults: list[Fault] = []
    for rule in rules:
        try:
            rows = store.select(rule.query)
        except InputError as error:
            faults.append(Fault(rule.path, None, error.what, error.remedy))
            continue
        if wrong := _find_wrong_columns(rows, rule):
            faults.append(Fault(rule.path, None, wrong, "Select ?focus, and where needed ?value and ?graph"))
            continue
        findings.update(_rows(rows, rule) if rule.fault == "row" else _loops(rows, rule))
    if faults:
        raise InvalidInputError(faults)
    return sorted(findings)


def _rows(rows: Rows, rule: Rule) -> Iterator[Finding]:
    for row in rows.rows:
        cells = {name: term.value for name, term in zip(rows.columns, row, strict=True) if term is not None}
        yield Finding(
            severity=rule.severity,
            rule=rule.name,
            focus=cells.get("focus", ""),
            message=f"{rule.message}. {rule.remedy}.",
            value=cells.get("value", ""),
            graph=cells.get("graph", ""),
        )


def _loops(rows: Rows, rule: Rule) -> Iterator[Finding]:
    at, to = rows.columns.index("focus"), rows.columns.index("value")
    edges = ((row[at], row[to]) for row in rows.rows)
    for loop in find_loops((a.value, b.value) for a, b in edges if a is not None and b is not None):
        circle = " → ".join(compact(node) for node in (*loop, loop[0]))
        yield Finding(
            severity=rule.severity,
            rule=rule.name,
            focus=loop[0],
            message=f"{rule.message}: {circle}. {rule.remedy}.",
            value=loop[1 % len(loop)],
        )


def _find_wrong_columns(rows: Rows, rule: Rule) -> str:
    missing = {"focus"} if rule.fault == "row" else {"focus", "value"}
    if absent := sorted(missing - set(rows.columns)):
        return f"the query does not select ?{absent[0]}"
    if extra := sorted(set(rows.columns) - {"focus", "value", "graph"}):
        return f"the query selects ?{extra[0]}, which no report shows"
    return ""


def _read_header(path: Path, place: str) -> tuple[dict[str, str], list[Fault]]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return {}, [Fault(place, None, f"cannot be read ({error})", "Save it as UTF-8")]
    header = dict(_HEADER_RE.findall(text))
    faults = [
        Fault(place, 1, f"the header has no `#+ {key}:`", "Add the line; another rule shows the form")
        for key in _WANTED
        if key not in header
    ]
    faults += [
        Fault(place, _line_of(text, key), f"`#+ {key}:` is no header line", "Delete it")
        for key in sorted(set(header) - {*_WANTED, "fault"})
    ]
    for key, choices in (("severity", get_args(Severity)), ("fault", get_args(Reading))):
        if header.get(key, choices[0]) not in choices:
            what = f"{header[key]!r} is no {key}"
            faults.append(Fault(place, _line_of(text, key), what, f"Choose one of {', '.join(choices)}"))
    return header, faults


def _rule(path: Path, place: str, header: dict[str, str]) -> Rule:
    return Rule(
        name=path.stem,
        rule=header["rule"],
        message=header["message"].rstrip("."),
        severity=cast("Severity", header["severity"]),
        remedy=header["remedy"].rstrip("."),
        fault=cast("Reading", header.get("fault", "row")),
        query=rebase(path.read_text(encoding="utf-8")),
        path=place,
    )


def _line_of(text: str, key: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), start=1) if line.startswith(f"#+ {key}:"))
