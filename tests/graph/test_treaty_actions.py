"""Do the tables of treaty actions say what their sources say, and is a bad row named with its line?"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from kg.errors import InputError, InvalidInputError
from kg.graph.check.hygiene import check_hygiene, read_rules
from kg.graph.check.lint import find_faults
from kg.graph.sources.curated import read_sources
from kg.graph.sources.treaty_actions import (
    BINDING_KINDS,
    COLUMNS,
    FOLDER,
    KINDS,
    parse_treaty_actions,
    treaty_action_quads,
)
from kg.identifiers import iri, parse_treaty_action, treaty_action_path, treaty_path
from kg.namespaces import CP, compact
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from kg.graph.sources.treaty_actions import TreatyAction
    from kg.graph.stores.store import LocalStore

STATUS = ROOT.parent / "shared" / "facts" / "status"
needs_status = pytest.mark.skipif(
    not STATUS.exists(),
    reason="the lists of participants are not beside the project (../shared/facts/status)",
)

DAY = r"\d{1,2} [A-Z][a-z]{2} \d{4}"
LISTS = {
    # key: file of March 2015, file of August 2022, parties that the landscape survey counted in the first
    "CRC": ("untc2015_4-11.csv", "wpd_hr_status_crc.csv", 194),
    "OPAC": ("untc2015_4-11-b.csv", "wpd_hr_status_op_crc_ac.csv", 159),
    "OPSC": ("untc2015_4-11-c.csv", "wpd_hr_status_op_crc_sc.csv", 169),
    "OPIC": ("untc2015_4-11-d.csv", "wpd_hr_status_op_crc_ic.csv", 16),
    "UNTOC": ("untc2015_18-12.csv", None, 179),
    "TIP": ("untc2015_18-12-a.csv", None, 159),
}
MARKS = {"a": "accession", "d": "succession", "A": "acceptance", "AA": "approval", "": "ratification"}
OF_MEMBERS_ONLY = {
    # parties of March 2015 that the later lists cannot show, which have Members only …
    "CRC": {"state/COK", "state/NIU", "state/PSE", "state/VAT"},
    "OPAC": {"state/PSE", "state/VAT"},
    "OPSC": {"state/VAT"},
    # … and one whose line is missing there: the list has Montserrat in its stead
    "OPIC": {"state/GAB"},
}

SPOTS = [
    # the line of the list, as a reader finds it there
    ("CRC", "Holy See,20 Apr 1990,20 Apr 1990", "state/VAT", "signature 1990-04-20, ratification 1990-04-20"),
    (
        "CRC",
        "Netherlands,26 Jan 1990,6 Feb 1995 A",
        "state/NLD",
        "signature 1990-01-26, acceptance 1995-02-06",
    ),
    ("CRC", "Serbia,,12 Mar 2001 d", "state/SRB", "consent 1991, succession 2001-03-12"),
    ("CRC", "Czech Republic,,22 Feb 1993 d", "state/CZE", "succession 1993-02-22"),
    ("CRC", "Somalia,9 May 2002,", "state/SOM", "signature 2002-05-09, consent 2015"),
    ("CRC", "United States of America,16 Feb 1995,", "state/USA", "signature 1995-02-16"),
    ("CRC", "State of Palestine,,2 Apr 2014 a", "state/PSE", "accession 2014-04-02"),
    ("CRC", "Cook Islands,,6 Jun 1997 a", "state/COK", "accession 1997-06-06"),
    ("OPSC", "Swaziland,,24 Sep 2012 a", "state/SWZ", "accession 2012-09-24"),
    ("OPSC", "Côte d'Ivoire,,19 Sep 2011 a", "state/CIV", "accession 2011-09-19"),
    (
        "OPSC",
        "The former Yugoslav Republic of Macedonia,17 Jul 2001,17 Oct 2003",
        "state/MKD",
        "signature 2001-07-17, ratification 2003-10-17",
    ),
    ("OPIC", "Brazil,28 Feb 2012,", "state/BRA", "signature 2012-02-28, consent 2017"),
    (
        "TIP",
        "European Union,12 Dec 2000,6 Sep 2006 AA",
        "body/EU",
        "signature 2000-12-12, approval 2006-09-06",
    ),
    ("TIP", "St. Lucia,,16 Jul 2013 a", "state/LCA", "accession 2013-07-16"),
]

HEADER = ",".join(COLUMNS)
GOOD = "EU,approval,2004-05-21,one,2015-03,"
BAD = [
    # a State that there is not, and ISO letters of a territory
    ("XXX,accession,2008-02-05,one,2015-03,", "'XXX' is no participant"),
    ("ATA,accession,2008-02-05,one,2015-03,", "'ATA' is no participant"),
    # a space that nobody sees
    ("ALB ,accession,2008-02-05,one,2015-03,", "'ALB ' is no participant"),
    # a misspelt kind: the remedy names the right one
    ("ALB,acession,2008-02-05,one,2015-03,", "Did you mean accession?"),
    # a kind that the model does not have
    ("ALB,reservation,2008-02-05,one,2015-03,", "'reservation' is no kind of action"),
    # dates in another order, of no calendar, with figures of another script, missing
    ("ALB,accession,05-02-2008,one,2015-03,", "'05-02-2008' is no date"),
    ("ALB,accession,2008-02-30,one,2015-03,", "'2008-02-30' is no date"),
    ("ALB,accession,٢٠٠٨,one,2015-03,", "'٢٠٠٨' is no date"),
    ("ALB,accession,,one,2015-03,", "'' is no date"),
    # what a source cannot know yet
    ("ALB,accession,2015-04-01,one,2015-03,", "later than 2015-03"),
    ("ALB,accession,2016,one,2015-03,", "later than 2015-03"),
    # a month that is none
    ("ALB,accession,2008-02-05,one,2015-13,", "'2015-13' is no month"),
    # a source that sources.ttl does not have
    ("ALB,accession,2008-02-05,two,2015-03,", "'two' is no source"),
    # a field too few, and a comma that splits the note
    ("ALB,accession,2008-02-05,one,2015-03", "the row has 5 fields, the header 6"),
    ("ALB,accession,2008-02-05,one,2015-03,late, as printed", "the row has 7 fields, the header 6"),
    # a quotation mark that never ends
    ('ALB,accession,2008-02-05,one,2015-03,"late', "is not valid CSV"),
    # the same row again
    (GOOD, "says the same as line 2"),
]
BAD_FILES = [
    # what editors and transfers do to files
    ((f"{HEADER}\n{GOOD}").encode("utf-16"), 1, "byte order mark"),
    (b"\xef\xbb\xbf" + f"{HEADER}\n{GOOD}".encode(), 1, "byte order mark"),
    (f"{HEADER}\nCIV,accession,2011-09-19,one,2015-03,C\xf4te\n".encode("latin-1"), 2, "is not UTF-8"),
    (f"{HEADER}\n{GOOD}\x00".encode(), 2, "NUL"),
    (b"", 1, "says nothing"),
    # a column that was dropped, or put elsewhere
    (HEADER.replace(",as_of", "").encode(), 1, "the header lacks as_of"),
    (HEADER.replace("kind,date", "date,kind").encode(), 1, "the header has other columns"),
]


@pytest.fixture(scope="module")
def actions() -> dict[str, list[TreatyAction]]:
    """Return the project's tables by the key of their treaty."""
    described = {quad.subject.value for file in read_sources(ROOT) for quad in file.quads}  # type: ignore[union-attr]  # sources have no triples as subjects
    found = {}
    for path in sorted((ROOT / "data" / FOLDER).glob("*.csv")):
        text = path.read_text(encoding="utf-8")
        found[path.stem] = parse_treaty_actions(text, name=path.name, key=path.stem, described=described)
    return found


def parse(text: str) -> list[TreatyAction]:
    described = {iri(path) for path in ("treaty/OPSC", "state/ALB", "body/EU", "source/one")}
    return parse_treaty_actions(text, name="OPSC.csv", key="OPSC", described=described)


def read_list(name: str) -> list[str]:
    return (STATUS / name).read_text(encoding="utf-8").splitlines()[1:]


@needs_status
@pytest.mark.parametrize("key", LISTS)
def test_is_every_signature_and_consent_of_the_list_of_2015_in_the_table(
    key: str, actions: dict[str, list[TreatyAction]]
) -> None:
    """The list is counted by patterns, its lines unread; the table by what was read of it."""
    lines = read_list(LISTS[key][0])
    expected = Counter({"signature": sum(bool(re.search(f",{DAY},", line)) for line in lines)})
    for mark, kind in MARKS.items():
        end = f",{DAY} {mark}$" if mark else f",{DAY}$"
        expected[kind] += sum(bool(re.search(end, line)) for line in lines)
    rows = [action for action in actions[key] if action.as_of == "2015-03"]
    assert Counter(action.kind for action in rows) == +expected
    assert len({action.participant for action in rows}) == len(lines)
    assert sum(action.binds for action in rows) == LISTS[key][2]


@needs_status
@pytest.mark.parametrize("key", LISTS)
def test_is_every_date_of_the_list_of_2015_in_the_table(
    key: str, actions: dict[str, list[TreatyAction]]
) -> None:
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    printed = Counter(
        f"{year}-{months.index(month) + 1:02}-{int(day):02}"
        for line in read_list(LISTS[key][0])
        for day, month, year in re.findall(r",(\d{1,2}) ([A-Z][a-z]{2}) (\d{4})", line)
    )
    assert Counter(action.date for action in actions[key] if action.as_of == "2015-03") == printed


@needs_status
@pytest.mark.parametrize("key", [key for key, (_, later, _) in LISTS.items() if later])
def test_does_the_later_list_add_only_what_the_earlier_does_not_say(
    key: str, actions: dict[str, list[TreatyAction]]
) -> None:
    """As many parties, and of each year as many, as the list of August 2022 has."""
    years: dict[str, list[str]] = {}
    for action in actions[key]:
        if action.binds:
            years.setdefault(action.participant, []).append(action.date[:4])
    assert all(len(set(each)) == len(each) for each in years.values())
    later = {action.participant: action.date for action in actions[key] if action.as_of == "2022-08"}
    known = {who: later.get(who, each[0]) for who, each in years.items() if who not in OF_MEMBERS_ONLY[key]}
    name = LISTS[key][1]
    assert name
    listed = re.findall(r",[01],(\d{4}),", "\n".join(read_list(name)))
    assert Counter(known.values()) == Counter(listed)


@needs_status
@pytest.mark.parametrize(("key", "line", "participant", "expected"), SPOTS)
def test_does_a_participant_have_the_actions_that_its_line_shows(
    key: str, line: str, participant: str, expected: str, actions: dict[str, list[TreatyAction]]
) -> None:
    assert line in read_list(LISTS[key][0])
    found = [f"{action.kind} {action.date}" for action in actions[key] if action.participant == participant]
    assert ", ".join(found) == expected


def test_are_the_rows_in_order(actions: dict[str, list[TreatyAction]]) -> None:
    assert set(actions) == set(LISTS)
    for rows in actions.values():
        order = [(row.participant.split("/")[1], row.date, row.kind != "signature", row.kind) for row in rows]
        assert order == sorted(order)


def test_are_all_actions_in_the_graph_of_their_table(
    graph: LocalStore, actions: dict[str, list[TreatyAction]]
) -> None:
    pattern = f"GRAPH ?g {{ ?action <{CP}actionKind> ?kind }}"
    rows = graph.select(f"SELECT ?g (COUNT(?action) AS ?n) WHERE {{ {pattern} }} GROUP BY ?g").rows
    counted = {g.value.rpartition("/graph/")[2]: int(n.value) for g, n in rows if g and n}
    assert counted == {f"curated/{FOLDER}/{key}": len(found) for key, found in actions.items()}


def test_do_the_conflicts_between_the_sources_come_out() -> None:
    from kg.graph.stores.store import memory_store

    rules = [rule for rule in read_rules(ROOT / "shapes" / "hygiene") if rule.name == "action-year-conflict"]
    store = memory_store(quad for file in read_sources(ROOT) for quad in file.quads)
    pairs = {(compact(finding.focus), finding.value) for finding in check_hygiene(store, rules)}
    assert pairs == {
        ("treaty/CRC/action/PAK/consent", "1990-11-12"),
        ("treaty/CRC/action/PAN/consent", "1990-12-12"),
        ("treaty/CRC/action/PLW/accession", "1990"),
        ("treaty/CRC/action/SRB/consent", "2001-03-12"),
        ("treaty/OPSC/action/MDA/consent", "2007-04-12"),
        ("treaty/OPSC/action/NZL/consent", "2011-09-20"),
    }


def test_does_a_row_say_all_that_it_holds() -> None:
    [action] = parse(f'{HEADER}\nALB,consent,2008,one,2015-03,"A year only, as printed"\n')
    quads = treaty_action_quads([action], "https://w3id.org/cpkg/graph/curated/treaty-actions/OPSC")
    assert {str(quad.subject) for quad in quads} == {f"<{iri('treaty/OPSC/action/ALB/consent')}>"}
    assert {f"{compact(quad.predicate.value)} {quad.object}" for quad in quads} == {
        "rdf:type <https://w3id.org/cpkg/ontology#TreatyAction>",
        "cp:actionOn <https://w3id.org/cpkg/id/treaty/OPSC>",
        "cp:actionBy <https://w3id.org/cpkg/id/state/ALB>",
        'cp:actionKind "consent"',
        'cp:actionOnDate "2008"^^<http://www.w3.org/2001/XMLSchema#gYear>',
        'cp:bindsParty "true"^^<http://www.w3.org/2001/XMLSchema#boolean>',
        'cp:asOf "2015-03"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>',
        "prov:wasDerivedFrom <https://w3id.org/cpkg/id/source/one>",
        'skos:editorialNote "A year only, as printed"@en',
    }


def test_do_only_signature_and_withdrawal_leave_a_participant_unbound() -> None:
    assert set(KINDS) - set(BINDING_KINDS) == {"signature", "withdrawal"}


def test_is_what_a_participant_does_twice_numbered() -> None:
    first, again = (f"ALB,accession,{year}-02-05,one,2015-03," for year in (2008, 2012))
    paths = [action.path for action in parse(f"{HEADER}\n{first}\n\n{again}\n{GOOD}\n")]
    stem = "treaty/OPSC/action"
    assert paths == [f"{stem}/ALB/accession", f"{stem}/ALB/accession-2", f"{stem}/EU/approval"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("number", [1, 2, 11])
def test_does_the_name_of_an_action_survive_the_round_trip(kind: str, number: int) -> None:
    path = treaty_action_path(treaty_path("OP-CEDAW"), "ALB", kind, number)
    parsed = parse_treaty_action(path)
    assert parsed
    assert (parsed.treaty, parsed.participant, parsed.kind, parsed.number) == (
        "treaty/OP-CEDAW",
        "ALB",
        kind,
        number,
    )


@pytest.mark.parametrize(("row", "words"), BAD)
def test_is_a_bad_row_named_with_its_line_and_a_remedy(row: str, words: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        parse(f"{HEADER}\n{GOOD}\n{row}\n")
    [fault] = caught.value.faults
    assert (fault.path, fault.line) == ("OPSC.csv", 3)
    assert words in f"{fault.what}. {fault.remedy}"
    assert fault.remedy


def test_are_the_faults_of_several_rows_reported_together() -> None:
    with pytest.raises(InvalidInputError) as caught:
        parse(f"{HEADER}\nXXX,joining,2008,one,2015-03,\n{GOOD}\nALB,accession,soon,one,2015-03,\n")
    assert [fault.line for fault in caught.value.faults] == [2, 2, 4]


@pytest.mark.parametrize(("data", "line", "words"), BAD_FILES)
def test_is_a_table_that_is_no_text_or_has_another_header_named(
    sources: Path, data: bytes, line: int, words: str
) -> None:
    (sources / "data" / FOLDER / "ICCPR.csv").write_bytes(data)
    with pytest.raises(InvalidInputError) as caught:
        read_sources(sources)
    [fault] = caught.value.faults
    assert (fault.path, fault.line) == (f"data/{FOLDER}/ICCPR.csv", line)
    assert words in fault.what
    assert isinstance(caught.value, InputError)
    assert caught.value.exit_code == 3


def test_is_a_table_of_an_unknown_treaty_refused(sources: Path) -> None:
    row = "ALB,accession,2008-02-05,country-codes,2015-03,"
    (sources / "data" / FOLDER / "opsc.csv").write_text(f"{HEADER}\n{row}\n", encoding="utf-8")
    with pytest.raises(InvalidInputError, match="<treaty/opsc> is described nowhere") as caught:
        read_sources(sources)
    assert len(caught.value.faults) == 1


def test_are_our_own_tables_without_fault() -> None:
    faults = [fault for fault in find_faults(read_sources(ROOT)) if FOLDER in fault.path]
    assert faults == []
