"""Does a card say what a lawyer would look for, and where it comes from?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.cli.output import display
from kg.errors import UsageError
from kg.graph.show import Card, find_card, find_full_card

if TYPE_CHECKING:
    from kg.graph.store import LocalStore


def cells(card: Card, title: str, column: str) -> list[str]:
    """Return one column of one table of a card."""
    rows = next(section.rows for section in card.sections if section.title == title)
    return [display(row[rows.columns.index(column)]) for row in rows.rows]


def titles(card: Card) -> set[str]:
    return {section.title for section in card.sections}


def test_does_an_instrument_show_its_provisions_in_order_with_their_acts(graph: LocalStore) -> None:
    card = find_card(graph, "31/7")
    assert card.types == ("resolution",)
    places = cells(card, "Provisions", "place")
    assert len(places) == 48
    assert places[0] == "A/HRC/RES/31/7, preambular para. 1"
    assert places[-1] == "A/HRC/RES/31/7, para. 23"
    assert cells(card, "Provisions", "acts")[0] == "Emphasizing; bearing in mind; calling for"
    assert all(cells(card, "Provisions", "gist"))
    assert "treaty/UDHR/art/12" in cells(card, "Cites", "cited")
    assert "2016-03-23" in cells(card, "Facts", "value")


def test_does_a_treaty_show_who_cites_it_under_which_verb(graph: LocalStore) -> None:
    card = find_card(graph, "OPSC")
    cited = set(zip(cells(card, "Cited by", "place"), cells(card, "Cited by", "verb"), strict=True))
    assert ("A/RES/74/174, para. 3", "calls upon") in cited
    assert ("A/RES/74/174, preambular para. 8", "recalls") in cited


def test_does_a_resolution_show_where_it_came_from(graph: LocalStore) -> None:
    card = find_card(graph, "A/RES/74/174")
    assert {"E/RES/2019/20", "E/RES/2019/20/draft", "A/74/400"} <= set(cells(card, "Came from", "text"))


def test_does_a_provision_show_its_acts_citations_notes_and_neighbours(graph: LocalStore) -> None:
    card = find_card(graph, "A/RES/74/174/op/3")
    assert card.types == ("operative paragraph",)
    assert cells(card, "Acts", "phrase") == ["Calls upon"]
    assert cells(card, "Acts", "strength") == ["calling"]
    assert cells(card, "Citations", "cited") == ["treaty/OPSC"]
    assert cells(card, "Notes", "refersTo") == ["treaty/OPSC"]
    around = dict(zip(cells(card, "Around it", "relation"), cells(card, "Around it", "other"), strict=True))
    assert around == {
        "previous": "A/RES/74/174/op/2",
        "next": "A/RES/74/174/op/4",
        "draft of it": "E/RES/2019/20/draft/op/3",
    }


def test_does_a_draft_provision_show_as_what_it_was_adopted(graph: LocalStore) -> None:
    card = find_card(graph, "E/RES/2019/20/draft/op/3")
    around = dict(zip(cells(card, "Around it", "relation"), cells(card, "Around it", "other"), strict=True))
    assert around["adopted as"] == "A/RES/74/174/op/3"


def test_does_an_agent_show_what_it_is_asked_and_where_it_is_named(graph: LocalStore) -> None:
    card = find_card(graph, "UNODC")
    assert "A/RES/74/174, para. 15" in cells(card, "Asked", "place")
    assert "A/RES/74/174, preambular para. 16" in cells(card, "Mentioned in", "place")
    assert "programme/UNODC-global-programme-on-cybercrime" in cells(card, "Hierarchy", "other")


def test_does_an_initiative_show_how_it_changed(graph: LocalStore) -> None:
    card = find_card(graph, "WePROTECT")
    assert cells(card, "Changes", "relation") == ["continued as"]
    assert cells(card, "Changes", "other") == ["initiative/weprotect-global-alliance"]


def test_does_a_theme_show_its_place_and_the_provisions_under_it(graph: LocalStore) -> None:
    card = find_card(graph, "theme/conduct/grooming")
    assert "broader" in cells(card, "Around it", "relation")
    assert "A/HRC/RES/31/7, para. 9" in cells(card, "Provisions about it", "place")


def test_does_a_term_show_where_it_stands(graph: LocalStore) -> None:
    card = find_card(graph, "theme/term/child-pornography")
    how = dict(zip(cells(card, "Stands in", "place"), cells(card, "Stands in", "how"), strict=True))
    assert how["A/HRC/RES/31/7, preambular para. 15"] == "uses it"
    assert how["A/RES/74/174, preambular para. 9"] == "says something about it"


def test_does_an_act_type_show_its_acts(graph: LocalStore) -> None:
    card = find_card(graph, "requests")
    assert "A/HRC/RES/31/7, para. 23" in cells(card, "Acts of this type", "place")


def test_does_anything_else_show_what_points_to_it(graph: LocalStore) -> None:
    card = find_card(graph, "session/HRC/31")
    assert "A/HRC/RES/31/7" in cells(card, "Pointed to by", "other")


@pytest.mark.parametrize(
    ("name", "source", "file"),
    [
        # a provision has its document, whose file is named
        ("A/HRC/RES/31/7/op/4", "source/A-HRC-RES-31-7-en", "data/documents/A-HRC-RES-31-7.ttl"),
        # an act has the source of its provision
        ("A/HRC/RES/31/7/op/4#act-1", "source/A-HRC-RES-31-7-en", "data/documents/A-HRC-RES-31-7.ttl"),
        # single facts have sources of their own
        ("OPSC", "A/RES/74/174/note/5", "data/instruments/treaties.ttl"),
    ],
)
def test_does_a_card_name_its_sources_and_files_with_their_digests(
    name: str, source: str, file: str, graph: LocalStore
) -> None:
    card = find_card(graph, name)
    assert source in cells(card, "Sources", "source")
    digests = dict(
        zip(
            cells(card, "Graphs that say so", "file"),
            cells(card, "Graphs that say so", "sha256"),
            strict=True,
        )
    )
    assert len(digests[file]) == 64


def test_is_what_is_inferred_shown_only_when_asked_for(graph: LocalStore) -> None:
    assert "Inferred" not in titles(find_card(graph, "UNODC"))
    full = find_full_card(graph, "UNODC")
    assert "A/RES/74/174/op/15" in cells(full, "Inferred", "value")


def test_is_no_row_of_a_card_shown_twice(graph: LocalStore) -> None:
    for name in (
        "31/7",
        "OPSC",
        "UNODC",
        "WePROTECT",
        "group/states",
        "theme/conduct/grooming",
        "A/RES/74/174/op/3",
    ):
        for section in find_full_card(graph, name).sections:
            readable = section.rows.readable().rows
            assert len(set(section.rows.rows)) == len(section.rows.rows), (name, section.title)
            assert readable, (name, section.title)


def test_does_a_name_that_means_several_things_list_them(graph: LocalStore) -> None:
    with pytest.raises(UsageError, match="Choose one of"):
        find_card(graph, "Convention on the Rights of the Child")
    with pytest.raises(UsageError, match="no thing is called"):
        find_card(graph, "nothing is called like this")
