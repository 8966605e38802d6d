"""Read the tables of treaty actions, `data/treaty-actions/<key>.csv`: which State did what, and when.

One row is one action, with the source that says so and the month up to which that source reaches.
"""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import Fault, InvalidInputError, quoted
from kg.identifiers import iri, treaty_action_path, treaty_path
from kg.namespaces import CP, PROV, RDF, SKOS, XSD

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

FOLDER = "treaty-actions"
COLUMNS = ("participant", "kind", "date", "source", "as_of", "note")
BINDING_KINDS = (
    "ratification",
    "accession",
    "succession",
    "acceptance",
    "approval",
    "formal confirmation",
    "consent",
)
"""`consent` is for sources that do not tell the others apart."""
KINDS = ("signature", *BINDING_KINDS, "withdrawal")

_YEAR_RE = re.compile(r"[0-9]{4}")
_MONTH_RE = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])")
_DAY_RE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")  # not yet a day of the calendar
_HEADER = ",".join(COLUMNS)


@dataclass(frozen=True)
class TreatyAction:
    """One thing that a State or body did with a treaty."""

    path: str
    treaty: str
    participant: str
    """Path of the State or body: `state/ALB`, `body/EU`."""
    kind: str
    date: str
    """A day, or a year where the source is no finer."""
    source: str
    """Path of the source."""
    as_of: str
    """The month up to which the source reaches."""
    note: str

    @property
    def binds(self) -> bool:
        """Say whether the action makes the participant a party."""
        return self.kind in BINDING_KINDS


def parse_treaty_actions(text: str, *, name: str, key: str, described: Collection[str]) -> list[TreatyAction]:
    """Parse a table of the actions on the treaty with this key, in the order of its rows.

    `described` holds the IRIs of all that the other sources describe; faults call the file `name`.

    Raises:
        InvalidInputError: with every fault of the table.
    """
    table = _Table(name, treaty_path(key), described)
    actions = list(table.parse(text))
    if table.faults:
        raise InvalidInputError(table.faults)
    return actions


def treaty_action_quads(actions: list[TreatyAction], graph: str) -> tuple[ox.Quad, ...]:
    """Return what the actions say as quads of a named graph."""
    place = ox.NamedNode(graph)
    return tuple(
        ox.Quad(ox.NamedNode(iri(action.path)), ox.NamedNode(predicate), value, place)
        for action in actions
        for predicate, value in _statements(action)
    )


def _statements(action: TreatyAction) -> Iterator[tuple[str, ox.NamedNode | ox.Literal]]:
    yield RDF + "type", ox.NamedNode(CP + "TreatyAction")
    yield CP + "actionOn", ox.NamedNode(iri(action.treaty))
    yield CP + "actionBy", ox.NamedNode(iri(action.participant))
    yield CP + "actionKind", ox.Literal(action.kind)
    yield CP + "actionOnDate", _typed(action.date, "gYear" if _YEAR_RE.fullmatch(action.date) else "date")
    yield CP + "bindsParty", _typed("true" if action.binds else "false", "boolean")
    yield CP + "asOf", _typed(action.as_of, "gYearMonth")
    yield PROV + "wasDerivedFrom", ox.NamedNode(iri(action.source))
    if action.note:
        yield SKOS + "editorialNote", ox.Literal(action.note, language="en")


def _typed(value: str, datatype: str) -> ox.Literal:
    return ox.Literal(value, datatype=ox.NamedNode(XSD + datatype))


class _Table:
    """The rows of one file as they are checked, and what is wrong with them."""

    def __init__(self, name: str, treaty: str, described: Collection[str]) -> None:
        self.faults: list[Fault] = []
        self._name = name
        self._treaty = treaty
        self._described = described
        self._lines: dict[tuple[str, str, str], int] = {}
        self._repeats: Counter[tuple[str, str]] = Counter()

    def parse(self, text: str) -> Iterator[TreatyAction]:
        if not self._is_described(self._treaty):
            what = f"<{self._treaty}> is described nowhere"
            self._fault(None, what, "Name the file after the key of a treaty in data/instruments/")
        rows = list(self._rows(text))
        if not rows and not self.faults:
            self._fault(1, "says nothing", "Restore its rows, or delete the file")
        for line, row in rows[:1]:
            if tuple(row) != COLUMNS:
                self._fault(line, _wrong_header(row), f"Begin the file with the line {_HEADER}")
                return
        for line, row in rows[1:]:
            if action := self._action(line, row):
                yield action

    def _rows(self, text: str) -> Iterator[tuple[int, list[str]]]:
        """Yield each row that is not empty, with the line on which it begins."""
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        line = 1
        try:
            for row in reader:
                if row:
                    yield line, row
                line = reader.line_num + 1
        except csv.Error as error:
            remedy = "Put quotation marks around a field that holds a comma, and double those inside it"
            self._fault(line, f"is not valid CSV: {error}", remedy)

    def _action(self, line: int, row: list[str]) -> TreatyAction | None:
        """Return what a row says, or None where it is wrong."""
        if len(row) != len(COLUMNS):
            what = f"the row has {len(row)} fields, the header {len(COLUMNS)}"
            self._fault(line, what, f"Give one field each for {_HEADER}, empty where there is no note")
            return None
        participant, kind, day, source, as_of, note = row
        before = len(self.faults)
        who = self._find_participant(line, participant)
        self._check_kind(line, kind)
        self._check_dates(line, day, as_of)
        self._check_source(line, source)
        self._check_repeat(line, (participant, kind, day))
        if who is None or len(self.faults) > before:
            return None
        self._repeats[participant, kind] += 1
        path = treaty_action_path(self._treaty, participant, kind, self._repeats[participant, kind])
        return TreatyAction(path, self._treaty, who, kind, day, f"source/{source}", as_of, note)

    def _find_participant(self, line: int, participant: str) -> str | None:
        for path in (f"state/{participant}", f"body/{participant}"):
            if self._is_described(path):
                return path
        remedy = "Write the letters of a State in data/states.ttl, or the key of a body in data/bodies.ttl"
        self._fault(line, f"{quoted(participant)} is no participant that the data describe", remedy)
        return None

    def _check_kind(self, line: int, kind: str) -> None:
        if kind not in KINDS:
            near = difflib.get_close_matches(kind, KINDS, n=1)
            remedy = f"Did you mean {near[0]}?" if near else f"Write one of {', '.join(KINDS)}"
            self._fault(line, f"{quoted(kind)} is no kind of action", remedy)

    def _check_dates(self, line: int, day: str, as_of: str) -> None:
        dated, bounded = _is_date(day), bool(_MONTH_RE.fullmatch(as_of))
        if not dated:
            what = f"{quoted(day)} is no date"
            self._fault(
                line, what, "Write the day as 2009-02-20, or the year alone if the source is no finer"
            )
        if not bounded:
            self._fault(line, f"{quoted(as_of)} is no month", "Write how far the source reaches as 2015-03")
        if dated and bounded and day[: len(as_of)] > as_of[: len(day)]:
            what = f"the action of {day} is later than {as_of}, up to which the source reaches"
            self._fault(line, what, "Correct date or as_of")

    def _check_source(self, line: int, source: str) -> None:
        if not self._is_described(f"source/{source}"):
            what = f"{quoted(source)} is no source that the data describe"
            self._fault(line, what, "Write what follows source/ in data/sources.ttl, or describe it there")

    def _check_repeat(self, line: int, row: tuple[str, str, str]) -> None:
        first = self._lines.setdefault(row, line)
        if first != line:
            self._fault(line, f"says the same as line {first}", "Delete one of the two")

    def _is_described(self, path: str) -> bool:
        return iri(path) in self._described

    def _fault(self, line: int | None, what: str, remedy: str) -> None:
        self.faults.append(Fault(self._name, line, what, remedy))


def _wrong_header(header: list[str]) -> str:
    missing = [column for column in COLUMNS if column not in header]
    return f"the header lacks {', '.join(missing)}" if missing else "the header has other columns"


def _is_date(text: str) -> bool:
    if not _DAY_RE.fullmatch(text):
        return bool(_YEAR_RE.fullmatch(text))
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
