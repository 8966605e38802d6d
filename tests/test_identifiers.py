"""Are the identifiers of DESIGN minted and read back as printed?"""

from __future__ import annotations

import pytest

from kg import identifiers
from kg.errors import UsageError
from kg.identifiers import ProvisionId, parse_provision

SYMBOLS = [
    # as documents print it, as a path
    ("A/HRC/RES/31/7", "A/HRC/RES/31/7"),
    ("E/RES/2019/20", "E/RES/2019/20"),
    ("S/RES/2427 (2018)", "S/RES/2427(2018)"),
    ("A/RES/217 (III) A", "A/RES/217(III)A"),
    ("CRC/C/GC/13", "CRC/C/GC/13"),
    ("A/HRC/31/34/Corr.1", "A/HRC/31/34/Corr.1"),
    ("E/2007/30/Rev.1", "E/2007/30/Rev.1"),
    ("A/C.3/74/L.6", "A/C.3/74/L.6"),
    ("E/CN.15/RES/27/3", "E/CN.15/RES/27/3"),
    ("A/RES/S-26/2", "A/RES/S-26/2"),
]
PROVISIONS = [
    # the path, its instrument, its part, its steps
    ("A/HRC/RES/31/7/pp/5", "A/HRC/RES/31/7", "pp", ("5",)),
    ("A/HRC/RES/31/7/op/4/a/ii", "A/HRC/RES/31/7", "op", ("4", "a", "ii")),
    ("E/RES/2019/20/op/u1", "E/RES/2019/20", "op", ("u1",)),
    ("E/RES/2019/20/draft/op/3", "E/RES/2019/20/draft", "op", ("3",)),
    ("treaty/OPSC/art/3/1/c", "treaty/OPSC", "art", ("3", "1", "c")),
    ("treaty/HAGUE-1980/art/12", "treaty/HAGUE-1980", "art", ("12",)),
    # an article inserted between two others, and the longest roman number
    ("S/RES/1431(2002)/annex/i/art/12quater/2", "S/RES/1431(2002)", "annex", ("i", "art", "12quater", "2")),
    ("A/RES/70/1/op/4/lxxxviii", "A/RES/70/1", "op", ("4", "lxxxviii")),
    ("A/RES/217(III)A/annex/1", "A/RES/217(III)A", "annex", ("1",)),
    ("A/HRC/RES/31/7/note/4", "A/HRC/RES/31/7", "note", ("4",)),
]
NO_PROVISIONS = ["A/HRC/RES/31/7", "body/HRC", "theme/conduct/grooming", "treaty/CRC", "A/HRC/RES/31/7/op/"]


@pytest.mark.parametrize(("printed", "path"), SYMBOLS)
def test_is_a_printed_symbol_a_path_without_spaces(printed: str, path: str) -> None:
    assert identifiers.instrument_path(printed) == path
    assert identifiers.is_symbol(path)


@pytest.mark.parametrize("text", ["", "the Convention", "body/HRC", "31/7", "a/res/1/2"])
def test_is_text_that_is_no_symbol_refused(text: str) -> None:
    with pytest.raises(UsageError, match="no UN document symbol"):
        identifiers.instrument_path(text)


@pytest.mark.parametrize(("path", "instrument", "part", "steps"), PROVISIONS)
def test_does_a_provision_survive_the_round_trip(
    path: str, instrument: str, part: identifiers.Part, steps: tuple[str, ...]
) -> None:
    assert parse_provision(path) == ProvisionId(instrument, part, steps)
    assert identifiers.provision_path(instrument, part, *steps) == path
    assert not identifiers.is_symbol(path)


@pytest.mark.parametrize("path", NO_PROVISIONS)
def test_is_anything_else_no_provision(path: str) -> None:
    assert parse_provision(path) is None


def test_is_the_parent_of_a_sub_item_its_chapeau() -> None:
    item = parse_provision("A/RES/77/233/op/4/a")
    assert item is not None
    assert item.parent is not None
    assert item.parent.path == "A/RES/77/233/op/4"
    assert item.parent.parent is None


def test_do_fragments_and_treaties_survive_the_round_trip() -> None:
    path = identifiers.fragment_path("A/HRC/RES/31/7/op/7", "act", 2)
    assert identifiers.parse_fragment(path) == identifiers.FragmentId("A/HRC/RES/31/7/op/7", "act", 2)
    assert identifiers.parse_fragment("A/HRC/RES/31/7/op/7#note") is None
    assert identifiers.treaty_key(identifiers.treaty_path("OP-CEDAW")) == "OP-CEDAW"
    assert identifiers.treaty_key("body/HRC") is None
    assert identifiers.path_of(identifiers.iri("body/HRC")) == "body/HRC"


def test_is_every_thing_in_the_data_named_by_the_one_scheme() -> None:
    """Every provision's path takes apart and names the instrument and parent that the data states."""
    from kg.graph.sources.curated import read_sources
    from kg.namespaces import CP, ID
    from tests.conftest import ROOT

    checked = 0
    for file in read_sources(ROOT):
        for quad in file.quads:
            if quad.predicate.value in {CP + "provisionOf", CP + "subItemOf", CP + "noteOf"}:
                child, owner = str(quad.subject)[1:-1], str(quad.object)[1:-1]
                parsed = parse_provision(child.removeprefix(ID))
                assert parsed is not None, child
                inner = quad.predicate.value == CP + "subItemOf" and parsed.parent
                wanted = inner.path if inner else parsed.instrument
                assert owner == ID + wanted, child
                checked += 1
    assert checked > 120


SERIES: list[tuple[str, identifiers.ResolutionKind, str, str]] = [
    # body, kind, number as printed, path: a row a series, with numbers of more than one figure
    ("GA", "RES", "77/233", "A/RES/77/233"),
    ("GA", "RES", "69/274 B", "A/RES/69/274B"),
    ("GA", "RES", "3318 (XXIX)", "A/RES/3318(XXIX)"),
    ("GA", "DEC", "74/548", "A/DEC/74/548"),
    ("SC", "RES", "2427 (2018)", "S/RES/2427(2018)"),
    ("SC", "PRST", "2017/21", "S/PRST/2017/21"),
    ("ECOSOC", "RES", "2019/20", "E/RES/2019/20"),
    ("HRC", "DEC", "6/102", "A/HRC/DEC/6/102"),
    ("CHR", "RES", "2003/86", "E/CN.4/RES/2003/86"),
    ("CCPCJ", "RES", "27/3", "E/CN.15/RES/27/3"),
    ("CND", "RES", "60/7", "E/CN.7/RES/60/7"),
    ("CSW", "RES", "51/1", "E/CN.6/RES/51/1"),
    ("CSocD", "RES", "59/12", "E/CN.5/RES/59/12"),
    ("ESCAP", "RES", "73/9", "E/ESCAP/RES/73/9"),
    ("UNEA", "RES", "14/19", "UNEP/EA.14/Res.19"),
    ("UN-HABITAT-ASSEMBLY", "RES", "12/13", "HSP/HA.12/Res.13"),
]
ACTIONS = [
    ("treaty/OPSC", "ALB", "accession", 1, "treaty/OPSC/action/ALB/accession"),
    # the same again, up to two figures; a name of several words; a participant that is no State
    ("treaty/CRC", "FRA", "ratification", 2, "treaty/CRC/action/FRA/ratification-2"),
    ("treaty/OP-CEDAW", "EU", "formal confirmation", 12, "treaty/OP-CEDAW/action/EU/formal-confirmation-12"),
    ("treaty/UNTOC", "FRA", "denunciation", 100, "treaty/UNTOC/action/FRA/denunciation-100"),
    (
        "treaty/UNTOC",
        "HOLY-SEE",
        "consent to be bound",
        1,
        "treaty/UNTOC/action/HOLY-SEE/consent-to-be-bound",
    ),
]


@pytest.mark.parametrize(("body", "kind", "number", "path"), SERIES)
def test_does_a_resolution_of_each_series_survive_the_round_trip(
    body: str, kind: identifiers.ResolutionKind, number: str, path: str
) -> None:
    assert identifiers.resolution_path(body, number, kind) == path
    assert identifiers.parse_resolution(path) == (body, kind, "".join(number.split()))
    assert identifiers.is_symbol(path)


def test_does_the_letter_of_a_part_go_last_however_it_is_printed() -> None:
    assert identifiers.resolution_path("GA", "1386A(XIV)") == "A/RES/1386(XIV)A"
    assert identifiers.resolution_path("UNEA", "4/9/1") == "UNEP/EA.4/Res.9/1"


@pytest.mark.parametrize(("treaty", "participant", "kind", "number", "path"), ACTIONS)
def test_does_a_treaty_action_survive_the_round_trip(
    treaty: str, participant: str, kind: str, number: int, path: str
) -> None:
    assert identifiers.treaty_action_path(treaty, participant, kind, number) == path
    parsed = identifiers.TreatyActionId(treaty, participant, kind, number)
    assert identifiers.parse_treaty_action(path) == parsed


@pytest.mark.parametrize("kind", ["act", "citation", "deliverable", "attestation", "statement", "parameter"])
def test_does_a_fragment_with_any_number_survive_the_round_trip(kind: str) -> None:
    path = identifiers.fragment_path("treaty/CRC/art/34", kind, 127)
    assert identifiers.parse_fragment(path) == identifiers.FragmentId("treaty/CRC/art/34", kind, 127)


def test_are_only_general_comments_such() -> None:
    assert identifiers.is_general_comment("CRC/C/GC/25")
    assert not identifiers.is_general_comment("CRC/C/GC/25/Corr.1")
    assert not identifiers.is_general_comment("CRC/C/GC/25/para/3")


def test_is_what_is_none_of_ours_refused_with_a_remedy() -> None:
    with pytest.raises(UsageError, match=r"https://example\.org/a is not under https://w3id\.org") as refused:
        identifiers.path_of("https://example.org/a")
    assert refused.value.remedy
    with pytest.raises(UsageError) as refused:
        identifiers.instrument_path("the Convention")
    assert refused.value.remedy


def test_does_the_name_of_a_graph_survive_the_round_trip() -> None:
    for name in ("ontology", "curated/bodies", "document/A/RES/74/174"):
        assert identifiers.graph_name(identifiers.graph_iri(name)) == name
