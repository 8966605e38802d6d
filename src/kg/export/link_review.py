"""Write what was proposed of another graph as an SSSOM table to review, and read the decisions back.

The table is SSSOM/TSV as `kg.export.sssom` writes it, with two columns more, declared as extensions: `status`
(proposed, or what became of a link that we have) and `decision`, which a person fills in.
"""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import yaml

from kg.counterparts import AcceptedLink, ReviewSource
from kg.errors import Fault, InvalidInputError
from kg.export.sssom import SET_IRI, curie, head
from kg.namespaces import ID

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from kg.counterparts import Check, Evidence, Proposal

COLUMNS = (
    "subject_id", "subject_label", "predicate_id", "object_id", "object_label", "mapping_justification",
    "confidence", "subject_match_field", "object_match_field", "match_string", "comment", "status",
    "decision",
)  # fmt: skip
RELATIONS = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
ACCEPTED = frozenset({"accept", "accepted", "yes"})
REFUSED = frozenset({"", "reject", "rejected", "no", "later"})
_FIELD = {"code": "skos:notation", "name": "rdfs:label", "link": "skos:exactMatch"}
_JUSTIFICATION = {
    "code": "semapv:LexicalMatching", "name": "semapv:LexicalMatching", "link": "semapv:MappingChaining",
}  # fmt: skip
_BY_NAME = _FIELD["name"]
_IRI_RE = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20]+")
_RESTORE = "Restore the lines that begin with #"
_LONGEST, _DEPTH, _SHOWN = 20_000, 10, 160
_TOLD = ("contradicted", "moved", "missing", "unconfirmed")
"""Verdicts that a reviewer should see beside what is proposed."""


def write_review(proposals: Iterable[Proposal], checks: Iterable[Check], source: ReviewSource) -> str:
    """Return the table: links that do not hold first, then proposals; those that hold are left out."""
    written = io.StringIO()
    written.writelines(f"# {line}\n" for line in _head(source))
    table = csv.writer(written, dialect="excel-tab", lineterminator="\n")
    table.writerow(COLUMNS)
    table.writerows(_check_row(check) for verdict in _TOLD for check in checks if check.verdict == verdict)
    table.writerows(map(_proposal_row, proposals))
    return written.getvalue()


def read_review(text: str, name: str) -> tuple[ReviewSource, list[AcceptedLink]]:
    """Return the service that a table comes from, and the rows that were accepted.

    Raises:
        InvalidInputError: with every row that cannot be read, and every decision that is none.
    """
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise _fault(
            name, line, "holds a NUL character", "Correct the row, or take the table that was written"
        )
    try:
        comments, rows = _split(text)
    except csv.Error as error:
        raise _fault(name, 1, f"is no table ({error})", "Correct the cell that is too long") from error
    about = _about(comments, name)
    columns = rows[0] if rows else []
    if missing := [column for column in COLUMNS if column not in columns]:
        what = f"has no column {', '.join(missing)}"
        raise _fault(name, len(comments) + 1, what, "Restore the head of the table")
    accepted, faults = [], []
    for line, cells in enumerate(rows[1:], start=len(comments) + 2):
        row = dict(
            zip(columns, [*cells, *[""] * len(columns)], strict=False)
        )  # short rows end in empty cells
        decision = row["decision"].strip().casefold()
        if decision in REFUSED:
            continue
        if decision not in ACCEPTED:
            what = f"decision {decision!r} is none"
            faults.append(Fault(name, line, what, "Write accept, reject or nothing"))
            continue
        try:
            accepted.append(_accepted(row, about, line))
        except ValueError as error:
            faults.append(Fault(name, line, str(error), "Correct the row, or reject it"))
    if faults:
        raise InvalidInputError(faults)
    return _source(about), accepted


def has_decisions(text: str) -> bool:
    """Say whether somebody has decided on a row of a table; a file that is none may hold anything."""
    try:
        _, rows = _split(text)
    except csv.Error:
        return True
    if not rows or "decision" not in rows[0]:
        return False
    place = rows[0].index("decision")
    return any(len(cells) > place and cells[place].strip() for cells in rows[1:])


def _head(source: ReviewSource) -> Iterator[str]:
    yield from head(f"Proposed links to {source.title}", f"{SET_IRI}/review")
    yield f"mapping_date: {source.asked_on}"
    yield f"object_source: {json.dumps(source.address)}"
    yield "extension_definitions:"
    for name in ("status", "decision"):
        yield f"- slot_name: {name}"
        yield f"  property: {SET_IRI}#{name}"


def _proposal_row(proposal: Proposal) -> tuple[str, ...]:
    first = proposal.evidence[0]
    return (
        curie(proposal.thing.iri),
        _line(proposal.thing.label),
        f"skos:{proposal.predicate}",
        curie(proposal.found.iri),
        _line(proposal.found.label),
        _JUSTIFICATION[first.ground],
        f"{proposal.confidence:g}",
        _FIELD[first.ground],
        _FIELD[first.ground],
        _line(first.matched),
        _comment(proposal.evidence, proposal.doubts),
        "proposed",
        "",
    )


def _check_row(check: Check) -> tuple[str, ...]:
    return (
        curie(check.thing.iri),
        _line(check.thing.label),
        f"skos:{check.link.predicate}",
        curie(check.link.iri),
        _line(check.label),
        "semapv:MappingReview",
        "",
        "",
        "",
        "",
        _line(check.why),
        check.verdict,
        "",
    )


def _comment(evidence: Iterable[Evidence], doubts: Iterable[str]) -> str:
    return _line("; ".join([*doubts, *(one.what for one in evidence)]))


def _split(text: str) -> tuple[list[str], list[list[str]]]:
    """Return the comments and the rows, as we wrote them or as a spreadsheet has written them back."""
    table = csv.reader(io.StringIO(text.removeprefix("\ufeff")), dialect="excel-tab")
    rows = [cells or [""] for cells in table]
    count = next((number for number, cells in enumerate(rows) if not cells[0].startswith("#")), len(rows))
    return [cells[0] for cells in rows[:count]], rows[count:]


def _about(comments: Iterable[str], name: str) -> dict[str, Any]:
    """Return the metadata of a table."""
    try:
        about = _plain_yaml("\n".join(line.removeprefix("#").removeprefix(" ") for line in comments))
    except (yaml.YAMLError, ValueError) as error:
        what = f"its metadata are no YAML ({' '.join(str(error).split())[:_SHOWN]})"
        raise _fault(name, 1, what, _RESTORE) from error
    told = about if isinstance(about, dict) else {}
    if lacking := [key for key in _NEEDED if not told.get(key)]:
        raise _fault(name, 1, f"its metadata lack {', '.join(lacking)}", _RESTORE)
    if wrong := [key for key, fits in _NEEDED.items() if not fits(told[key])]:
        raise _fault(name, 1, f"its metadata have what is none for {', '.join(wrong)}", _RESTORE)
    return told


def _plain_yaml(text: str) -> object:
    """Return what YAML says, all values as text.

    Raises:
        ValueError: where it is larger than our own, nests deeply, names itself, or asks for objects.
    """
    if len(text) > _LONGEST:
        raise ValueError(f"more than {_LONGEST:,} characters")
    depth = 0
    for event in yaml.parse(text, Loader=yaml.BaseLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        named = (
            isinstance(event, yaml.AliasEvent)
            or getattr(event, "anchor", None)
            or getattr(event, "tag", None)
        )
        if depth > _DEPTH or named:
            raise ValueError("has an anchor, a tag, or too many brackets")
    return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - it makes nothing but text


def _is_prefix_map(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(one, str) for one in value.values())


def _is_address(value: object) -> bool:
    return isinstance(value, str) and _IRI_RE.fullmatch(value) is not None


def _is_day(value: object) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_title(value: object) -> bool:
    return isinstance(value, str) and value.isprintable()


_NEEDED: dict[str, Callable[[object], bool]] = {
    "curie_map": _is_prefix_map,
    "object_source": _is_address,
    "mapping_date": _is_day,
    "mapping_set_title": _is_title,
}
"""Metadata that are needed, and what tells that a value is one."""


def _fault(name: str, line: int, what: str, remedy: str) -> InvalidInputError:
    return InvalidInputError([Fault(name, line, what, remedy)])


def _source(about: Mapping[str, Any]) -> ReviewSource:
    title = str(about["mapping_set_title"]).removeprefix("Proposed links to ")
    return ReviewSource(title, str(about["object_source"]), str(about["mapping_date"]))


def _accepted(row: Mapping[str, str], about: Mapping[str, Any], line: int) -> AcceptedLink:
    """Return an accepted row.

    Raises:
        ValueError: where one of its parts cannot be written as a link.
    """
    if row["status"] != "proposed":
        raise ValueError(f"a link that is {row['status']} is mended in data/, and not accepted")
    prefix, _, relation = row["predicate_id"].partition(":")
    if prefix != "skos" or relation not in RELATIONS:
        raise ValueError(f"predicate_id {row['predicate_id']!r} is no SKOS mapping")
    subject = _expanded(row["subject_id"], about["curie_map"])
    target = _expanded(row["object_id"], about["curie_map"])
    if target.startswith(ID) or subject == target:
        raise ValueError(f"object_id {row['object_id']!r} is a thing of ours")
    by_name = row["subject_match_field"] == _BY_NAME
    return AcceptedLink(subject, relation, target, row["comment"], by_name, line)


def _expanded(short: str, prefixes: Mapping[str, str]) -> str:
    """Return the IRI of a CURIE, or an IRI as it is."""
    prefix, _, local = short.strip().partition(":")
    iri = prefixes[prefix] + local if prefix in prefixes else short.strip()
    if not _IRI_RE.fullmatch(iri):
        raise ValueError(f"{short!r} is no web address and has no prefix of the table")
    return iri


def _line(text: str) -> str:
    return " ".join(text.split())
