"""Is a thing found by whatever people call it, and by nothing that means another?"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import UsageError
from kg.graph.lookup.bridge import read_identifiers
from kg.graph.lookup.names import names_of
from kg.namespaces import ID, compact
from kg.pipeline.resolve import LONGEST, NAMED, Resolver, identifier_rows, tidy
from tests.pipeline.spellings import CHANGES, EXACT, SIGNS, Spellings, mistyped

if TYPE_CHECKING:
    from kg.graph.stores.store import LocalStore

SEED = "A/RES/74/174"
CALLED = [
    # the symbol as printed, in small letters, with the words and signs that stand around it
    ("A/RES/74/174", SEED),
    ("a/res/74/174", SEED),
    ("UN Doc A/RES/74/174 ", SEED),
    ("U.N. Doc. A/RES/74/174", SEED),
    ("«A/RES/74/174»".strip("«»"), SEED),
    ("A/RES/\u200b74/174,", SEED),
    # what lawyers call it
    ("GA res 74/174", SEED),
    ("UNGA Res. 74/174", SEED),
    ("General Assembly resolution 74/174", SEED),
    # its names elsewhere
    ("https://undocs.org/en/A/RES/74/174", SEED),
    ("http://undocs.org/A/RES/74/174", SEED),
    ("/akn/un/statement/deliberation/unga/2019-12-18/74-174/", SEED),
    ("/akn/un/statement/deliberation/un-ga/2019-12-18/74-174", SEED),
    # a lettered part, whose letter the identifier leaves out
    ("/akn/un/statement/deliberation/unga/1948-12-10/217-III/", "A/RES/217(III)A"),
    ("https://w3id.org/cpkg/eli/un/A/RES/74/174", SEED),
    ("https://w3id.org/cpkg/id/A/RES/74/174", SEED),
    # the same in other capitals
    ("HTTPS://undocs.org/en/a/res/74/174", SEED),
    ("https://undocs.org/en/crc/c/gc/18/rev.1", "CRC/C/GC/18/Rev.1"),
    ("/AKN/UN/STATEMENT/DELIBERATION/un-ga/1948-12-10/217_a_(iii)", "A/RES/217(III)A"),
    ("https://w3id.org/cpkg/eli/un/a/res/74/174/OP/3", f"{SEED}/op/3"),
    ("https://w3id.org/cpkg/id/treaty/crc", "treaty/CRC"),
    ("http://metadata.un.org/sdg/c160201", "sdg:C160201"),
    ("http://metadata.un.org/unms/792", "state/TUR"),
    # a place in it: as a path, as people write it, as the alias
    ("a/res/74/174/op/3", f"{SEED}/op/3"),
    ("GA res 74/174 para 3", f"{SEED}/op/3"),
    ("https://w3id.org/cpkg/eli/un/A/RES/74/174/op/3", f"{SEED}/op/3"),
    ("CRC art 34", "treaty/CRC/art/34"),
    # numbers of treaties, with every kind of hyphen
    ("IV-11-c", "treaty/OPSC"),
    ("iv\u201111\u2011C", "treaty/OPSC"),
    ("IV.11.c", "treaty/OPSC"),
    ("IV - 11 - c", "treaty/OPSC"),
    ("MTDSG XVIII-12-a", "treaty/TIP"),
    ("CETS 201", "treaty/LANZAROTE"),
    ("ETS No. 185", "treaty/BUDAPEST"),
    ("1577 UNTS 3", "treaty/CRC"),
    ("1577 U.N.T.S. 3", "treaty/CRC"),
    ("United Nations, Treaty Series, vol. 1577, No. 27531", "treaty/CRC"),
    # of this one the graph does not know the page
    ("2171 UNTS 227", "treaty/OPSC"),
    # the Goals
    ("SDG 16.2", "sdg:16.2"),
    ("16.2", "sdg:16.2"),
    ("16.02", "sdg:16.2"),
    ("target 16.2", "sdg:16.2"),
    ("SDG indicator 16.2.1", "sdg:C160201"),
    ("C160201", "sdg:C160201"),
    ("SDGIO_00000211", "sdg:16.2"),
    ("Goal 16", "sdg:16"),
    ("https://metadata.un.org/sdg/16.2", "sdg:16.2"),
    # States: by three letters, two, figures, in other registers, by name
    ("ALB", "state/ALB"),
    ("AL", "state/ALB"),
    ("008", "state/ALB"),
    ("M49 8", "state/ALB"),
    ("ISO 3166-1 alb", "state/ALB"),
    ("http://metadata.un.org/UNMS/792", "state/TUR"),
    ("Q222", "state/ALB"),
    ("https://www.wikidata.org/wiki/Q222", "state/ALB"),
    ("Albania", "state/ALB"),
    # the Assembly goes before Gabon
    ("GA", "body/GA"),
    ("GAB", "state/GAB"),
    # themes
    ("eurovoc:3919", "theme/measure/child-protection"),
    ("UNBIS 1000949", "theme/measure/child-protection"),
    ("http://metadata.un.org/thesaurus/1000949", "theme/measure/child-protection"),
    ("grooming", "theme/conduct/grooming"),
]
UNKNOWN = [
    # well formed, and not in the graph
    "A/RES/1/1", "CETS 5", "IV-99", "SDG 17.19", "1577 UNTS 4", "99999 UNTS 1", "Q1", "M49 999",
    "https://example.org/x", "https://w3id.org/cpkg/eli/body/GA",
    # a resolution that was adopted on another day
    "/akn/un/statement/deliberation/unga/2019-12-19/74-174/",
     "/akn/un/statement/deliberation/unga/1999-01-01/1-1/", "CRC art 99",
    # what no IRI can hold, and what SPARQL would read as its own
    "<>", "} UNION {", 'a"b', "https://w3id.org/cpkg/id/ x", "\\",
]  # fmt: skip

PIECES = (
    "A/RES/", "/", "(", "IV", "-", "c", "UNTS", "1577", "vol.", "CETS", "SDG", "16", ".", " ", "<", "}",
    '"', "\\",
    "/akn/un/statement/deliberation/unga/2019-12-18/", "https://undocs.org/en/", "https://w3id.org/cpkg/eli/",
    "para", "art", "Q", "eurovoc:", "id:", "sdg:", "²", "\x00", "\ud800", "#act-1", "/draft", "/op/",
)  # fmt: skip
"""What texts are made of that mean almost something."""


@pytest.fixture(scope="module")
def resolver(graph: LocalStore) -> Resolver:
    return Resolver(graph)


@pytest.fixture(scope="module")
def spellings(graph: LocalStore) -> Spellings:
    """Return those of all identifiers that mean their thing and nothing wider, narrower or like it."""
    exact = [one for one in read_identifiers(graph) if one.relation in EXACT]
    return Spellings(exact, names_of(graph, NAMED))


@pytest.mark.parametrize(("text", "thing"), CALLED)
def test_is_a_thing_found_by_what_people_call_it(text: str, thing: str, resolver: Resolver) -> None:
    assert [compact(one) for one in resolver.find(text).things] == [thing]


@pytest.mark.parametrize("text", UNKNOWN)
def test_is_nothing_found_by_what_means_nothing_here(text: str, resolver: Resolver) -> None:
    assert resolver.find(text).things == ()


NUMBERS = st.integers(0, 2**20)


@settings(max_examples=300)
@given(
    which=st.tuples(NUMBERS, NUMBERS),
    changes=st.tuples(st.sampled_from(list(CHANGES)), st.sampled_from(list(CHANGES))),
)
def test_leads_every_identifier_back_to_its_thing(
    resolver: Resolver, spellings: Spellings, which: tuple[int, int], changes: tuple[str, str]
) -> None:
    one, text = spellings.take(*which)
    for change in changes:
        text = CHANGES[change](text)
    found = resolver.find(text).things
    assert one.thing in found, text
    # one concept elsewhere can be the twin of several themes
    assert len(found) == 1 or one.scheme in {"unbis", "eurovoc"}, text


@settings(max_examples=100)
@given(
    which=st.tuples(NUMBERS, NUMBERS),
    mistake=st.tuples(NUMBERS, st.integers(0, 2), st.sampled_from(["", *SIGNS])),
)
def test_is_nothing_found_by_what_is_no_spelling_of_it(
    resolver: Resolver, spellings: Spellings, which: tuple[int, int], mistake: tuple[int, int, str]
) -> None:
    _, right = spellings.take(*which)
    text = mistyped(right, *mistake)
    with patch("kg.pipeline.resolve.nearest_names", return_value=[]):  # dear, and for those who asked
        found = resolver.find(text).things if tidy(text) else ()
    assert [thing for thing in found if not spellings.admit(text, thing)] == [], text


def test_are_several_meanings_told(resolver: Resolver) -> None:
    with pytest.raises(UsageError, match=r"more than one thing.*treaty/CRC, treaty/OPAC"):
        resolver.resolve("UNTS No. 27531")


def test_are_near_names_offered(resolver: Resolver) -> None:
    with pytest.raises(UsageError, match=r"A/RES/74/174"):
        resolver.resolve("A/RES/74/175")
    with pytest.raises(UsageError, match="such as A/RES/74/174, IV-11-c"):
        resolver.resolve("zzzzqqqqxxxx")


@pytest.mark.parametrize("text", ["", "  ", "\u200b", "x" * (LONGEST + 1)])
def test_is_no_name_refused(text: str, resolver: Resolver) -> None:
    with pytest.raises(UsageError):
        resolver.find(text)


@settings(max_examples=25, deadline=None)
@given(st.one_of(st.text(max_size=40), st.lists(st.sampled_from(PIECES), max_size=9).map("".join)))
def test_ends_no_text_in_an_error_of_ours(resolver: Resolver, text: str) -> None:
    with suppress(UsageError):
        resolver.find(text)


def test_is_a_thing_listed_once_however_often_it_is_named(resolver: Resolver) -> None:
    found = resolver.identify(["IV-11-c", "treaty/OPSC", "ALB"])
    assert [one.thing for one in found] == [ID + "treaty/OPSC", ID + "state/ALB"]
    assert "thing" in identifier_rows(found).headings
    assert "thing" not in identifier_rows(found[:1]).headings
