"""Is a thing found by whatever people call it, and by nothing that means another?"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING
from unittest.mock import patch

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import UsageError
from kg.graph.lookup.bridge import read_identifiers
from kg.graph.lookup.identifier_rows import COLUMNS, HEADINGS, cells_of
from kg.graph.lookup.names import Named, names_of
from kg.graph.stores.store import memory_store
from kg.model import Term
from kg.namespaces import ID, compact
from kg.pipeline.resolve import NAMED, Found, Resolver, identifier_rows, tidy
from tests.conftest import CASES
from tests.pipeline.called import CALLED, MEANT, UNKNOWN
from tests.pipeline.spellings import CHANGES, EXACT, SIGNS, Spellings, mistyped

if TYPE_CHECKING:
    from kg.graph.stores.store import LocalStore

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
def invented() -> Resolver:
    """Return the resolver of invented things, of which it is known what may mean them."""
    path = CASES / "identifiers" / "meanings.trig"
    return Resolver(memory_store(ox.parse(path.read_bytes(), format=ox.RdfFormat.TRIG)))


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


@pytest.mark.parametrize(("text", "things"), MEANT)
def test_does_a_text_mean_what_it_can_mean_and_no_more(
    text: str, things: list[str], invented: Resolver
) -> None:
    assert [compact(one) for one in invented.find(text).things] == things


def test_is_what_was_asked_told_with_what_was_found(invented: Resolver) -> None:
    assert invented.find(" iv-99 ") == Found(" iv-99 ", (ID + "treaty/LAMPS",), ())
    assert invented.find(" Oil C ") == Found(
        " Oil C ", (), (Named(1, "Oil B", ID + "A/RES/99/5B"), Named(1, "Oil A", ID + "A/RES/99/5A"))
    )


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
    # FRA is a State and an agency, and one concept elsewhere can be the twin of several themes
    assert [thing for thing in found if not spellings.admit(text, thing)] == [], text


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


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("xyz land", "'xyz land' can mean more than one thing: Choose one of: state/XYA, state/XYZ"),
        (
            "Treaty on Lamb",
            "the graph knows nothing by 'Treaty on Lamb': Did you mean 'Treaty on Lamps' (treaty/LAMPS)?",
        ),
        (
            "A/RES/99/7",
            "the graph knows nothing by 'A/RES/99/7': Did you mean 'A/RES/99/8' (A/RES/99/8) or"
            " 'A/RES/99/2' (A/RES/99/2) or 'A/RES/99/1' (A/RES/99/1)?",
        ),
        (
            "zzzzqqqqxxxx",
            "the graph knows nothing by 'zzzzqqqqxxxx':"
            " Give an identifier such as A/RES/74/174, IV-11-c, CETS 201, SDG 16.2 or ALB, or a name",
        ),
        ("", "an empty name means nothing: Give an identifier or a name: kg resolve A/RES/74/174"),
        ("\u200b ", "an empty name means nothing: Give an identifier or a name: kg resolve A/RES/74/174"),
    ],
)
def test_is_what_means_nothing_or_too_much_told_with_a_way_out(
    text: str, told: str, invented: Resolver
) -> None:
    with pytest.raises(UsageError) as error:
        invented.resolve(text)
    assert f"{error.value.what}: {error.value.remedy}" == told


def test_are_near_names_of_the_graph_offered(resolver: Resolver) -> None:
    with pytest.raises(UsageError, match="A/RES/74/174"):
        resolver.resolve("A/RES/74/175")


def test_is_a_text_too_long_for_a_name_refused(resolver: Resolver) -> None:
    assert resolver.find("x" * 400).things == ()
    with pytest.raises(UsageError, match="is too long for a name"):
        resolver.find("x" * 401)


@settings(max_examples=25, deadline=None)
@given(st.one_of(st.text(max_size=40), st.lists(st.sampled_from(PIECES), max_size=9).map("".join)))
def test_ends_no_text_in_an_error_of_ours(resolver: Resolver, text: str) -> None:
    with suppress(UsageError):
        resolver.find(text)


def test_is_a_thing_listed_once_however_often_it_is_named(invented: Resolver) -> None:
    found = invented.identify(["IV-99", "treaty/LAMPS", "Q900"])
    assert [(one.thing, one.label) for one in found] == [
        (ID + "treaty/LAMPS", "Treaty on Lamps"),
        (ID + "theme/a", "theme/a"),
    ]
    assert [(one.scheme, one.value) for one in found[1].identifiers] == [
        ("cpkg", "theme/a"),
        ("wikidata", "Q900"),
    ]


def test_have_identifiers_a_row_each_with_their_thing_where_there_are_several(invented: Resolver) -> None:
    found = invented.identify(["IV-99", "Q900"])
    rows = identifier_rows(found)
    assert [row[:2] for row in rows.rows] == [
        (Term("iri", one.thing), Term("literal", one.label)) for one in found for _ in one.identifiers
    ]
    assert [row[2:] for row in rows.rows] == [
        cells_of(identifier) for one in found for identifier in one.identifiers
    ]
    assert rows.columns == ("thing", "label", *COLUMNS)
    assert rows.headings == {"thing": "Thing", **HEADINGS}
    assert identifier_rows(found[:1]).headings == HEADINGS
