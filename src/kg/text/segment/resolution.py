"""Segment a reading into documents: front matter, provisions and footnotes of each resolution in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from kg.document import Ballot, Document, Sponsor, Subject
from kg.text.segment.closing import unread_blocks
from kg.text.segment.footnotes import tie_notes
from kg.text.segment.front import read_front
from kg.text.segment.provisions import ProvisionReader
from kg.text.segment.rows import TERMINAL_RE
from kg.text.segment.statements import Statement, find_statements

if TYPE_CHECKING:
    from kg.document import FrontMatter, Provision, Span
    from kg.text.block import Block, Reading
    from kg.text.segment.openings import Openings

_VOTES: dict[str, Literal["for", "against", "abstaining"]] = {
    "voted in favour": "for",
    "voted against": "against",
    "voted abstaining": "abstaining",
}


def segment(reading: Reading, openings: Openings) -> list[Document]:
    """Return the resolutions that a reading holds, in order; none where it holds no enacting formula."""
    statements = find_statements(reading.blocks, openings)
    if not statements:
        return []
    last = statements[-1]
    documents = [_document(group, reading, openings, last) for group in _group(statements)]
    return tie_notes(documents, reading.notes)


def _group(statements: list[Statement]) -> list[list[Statement]]:
    """Return the statements of one resolution together: its parts, and the draft that it sets out."""
    groups: list[list[Statement]] = []
    for statement in statements:
        if statement.sort == "resolution" or not groups:
            groups.append([])
        groups[-1].append(statement)
    return groups


@dataclass(slots=True)
class _Read:
    provisions: list[Provision]
    closing: list[Block]
    unread: list[Span]


def _document(group: list[Statement], reading: Reading, openings: Openings, last: Statement) -> Document:
    read = _Read([], [], [])
    for statement in group:
        reader = ProvisionReader(openings, _prefix(statement, group))
        read.provisions += reader.read(statement.blocks)
        read.closing += reader.closing
        read.unread += _unread(reader.closing, followed=statement is not last)
    first = group[0]
    front = read_front(first.front, read.closing, first.body, first.name)
    if len(group) > 1 and group[1].sort == "draft":
        front = replace(front, draft_for=group[1].body.key if group[1].body else None)
    return Document(
        front=_indexed(_stated(front, dict(reversed(reading.facts))), reading.facts),
        provisions=tuple(read.provisions),
        footnotes=(),
        origin=reading.origin,
        unread=tuple(read.unread),
        source_text=reading.source,
    )


def _unread(closing: list[Block], *, followed: bool) -> list[Span]:
    """Return where text stands behind a closing; short lines may be the cover of what follows."""
    return [
        block.passage.span()
        for block in unread_blocks(closing)
        if not followed or TERMINAL_RE.search(block.text)
    ]


def _prefix(statement: Statement, group: list[Statement]) -> str:
    if statement.sort == "draft":
        return "draft/"
    parts = [one for one in group if one.sort != "draft"]
    return f"{statement.label}/" if len(parts) > 1 and statement.label else ""


def _stated(front: FrontMatter, facts: dict[str, str]) -> FrontMatter:
    """Return the front matter with what markup states outright in place of what was read from the words."""
    if not facts:
        return front
    adoption = front.adoption
    papers = (facts[field] for field in ("report", "draft") if facts.get(field))
    if facts.get("mode"):
        adoption = replace(
            adoption,
            mode=facts["mode"],
            in_favour=_number(facts.get("in favour"), adoption.in_favour),
            against=_number(facts.get("against"), adoption.against),
            abstaining=_number(facts.get("abstaining"), adoption.abstaining),
        )
    return replace(
        front,
        symbol=facts.get("symbol") or front.symbol,
        title=facts.get("title") or front.title,
        adopted=facts.get("adopted") or front.adopted,
        session=facts.get("session") or front.session,
        meeting=facts.get("meeting") or front.meeting,
        adoption=adoption,
        recommended_in=tuple(dict.fromkeys([*front.recommended_in, *papers])),
    )


def _indexed(front: FrontMatter, facts: tuple[tuple[str, str], ...]) -> FrontMatter:
    """Return the front matter with what markup alone states: subjects, sponsors, and how each State voted."""
    subjects = (value.partition(" ") for field, value in facts if field == "subject")
    return replace(
        front,
        subjects=tuple(Subject(heading, iri or None) for iri, _, heading in subjects),
        sponsors=tuple(Sponsor(value) for field, value in facts if field == "sponsors"),
        ballots=tuple(Ballot(_VOTES[field], value) for field, value in facts if field in _VOTES),
    )


def _number(text: str | None, otherwise: int | None) -> int | None:
    return int(text) if text else otherwise
