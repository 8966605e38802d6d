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
    from kg.graph.sources import read_sources
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
