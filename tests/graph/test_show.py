"""Does a card say what a lawyer would look for, and where it comes from?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.errors import UsageError
from kg.graph.lookup.inventory import take_inventory
from kg.graph.lookup.show import Card, find_card, find_full_card
from kg.row_text import display

if TYPE_CHECKING:
    from kg.graph.stores.store import LocalStore


def cells(card: Card, title: str, column: str) -> list[str]:
    """Return one column of one table of a card."""
    rows = next(section.rows for section in card.sections if section.title == title)
    return [display(row[rows.columns.index(column)]) for row in rows.rows]


def pairs(card: Card, title: str, first: str, second: str) -> set[tuple[str, str]]:
    """Return two columns of one table of a card, as pairs."""
    return set(zip(cells(card, title, first), cells(card, title, second), strict=True))


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


def test_does_a_treaty_show_its_articles_and_its_parties(graph: LocalStore) -> None:
    card = find_card(graph, "treaty/OPSC")
    articles = dict(zip(cells(card, "Articles", "number"), cells(card, "Articles", "heading"), strict=True))
    assert list(articles) == [str(number) for number in range(1, 18)]
    assert articles["3"] == "Acts to be made criminal"
    assert all(cells(card, "Articles", "gist"))
    assert "Provisions" not in titles(card)
    assert cells(card, "Parties and signatories", "what")[:2] == ["parties", "signature"]
    assert cells(card, "Parties and signatories", "asOf")[0] == "2022-08"
    assert ("implements", "treaty/CRC") in pairs(card, "Corresponding texts", "relation", "text")
    assert {"2000-05-25", "2002-01-18", "mandate/secretary-general"} <= set(cells(card, "Facts", "value"))
    assert "is supplemented by" in cells(find_card(graph, "treaty/CRC"), "Texts around it", "relation")


def test_does_a_card_list_every_identifier(graph: LocalStore) -> None:
    card = find_card(graph, "treaty/CRC")
    listed = dict(zip(cells(card, "Identifiers", "scheme"), cells(card, "Identifiers", "value"), strict=True))
    assert listed["UNTS volume and page"] == "1577 UNTS 3"
    assert listed["ELI-style alias"] == "treaty/CRC"
    assert "cpkg" not in listed


def test_does_an_article_show_heading_acts_correspondences_and_targets(graph: LocalStore) -> None:
    card = find_card(graph, "treaty/OPSC/art/3")
    assert ("heading of this project", "Acts to be made criminal") in pairs(
        card, "Facts", "propertyLabel", "value"
    )
    paragraphs = dict(
        zip(cells(card, "Paragraphs", "paragraph"), cells(card, "Paragraphs", "acts"), strict=True)
    )
    assert paragraphs["treaty/OPSC/art/3/1"] == "shall ensure"
    assert cells(card, "Paragraphs", "place")[0] == "OPSC, article 3, para. 1"
    related = pairs(card, "Correspondences", "relation", "otherPlace")
    assert {("implements", "CRC, article 34"), ("is extended by", "A/RES/74/174, para. 1")} <= related
    assert all(cells(card, "Correspondences", "reason"))
    assert ("sdg:16.2", "our reading") in pairs(card, "SDG targets", "target", "basis")
    item = find_card(graph, "treaty/OPSC/art/3/1/c")
    assert cells(item, "Acts", "phrase") == ["shall ensure"]


def test_does_a_paragraph_tell_a_named_target_from_our_reading(graph: LocalStore) -> None:
    assert (
        cells(find_card(graph, "A/HRC/RES/31/7/pp/5"), "SDG targets", "basis")[:2]
        == ["named in the text"] * 2
    )


def test_does_a_state_show_what_it_signed_and_joined(graph: LocalStore) -> None:
    card = find_card(graph, "state/SRB")
    joined = pairs(card, "Treaty actions", "treaty", "binds")
    assert ("treaty/OPSC", "yes") in joined
    assert ("treaty/OPIC", "no") in joined
    assert ("treaty/OPIC", "yes") not in joined


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


def test_does_a_term_show_who_says_what_of_it(graph: LocalStore) -> None:
    card = find_card(graph, "theme/term/child-pornography")
    said = pairs(card, "What is said of it", "stance", "said")
    assert {("defines", "treaty/OPSC/art/2/c"), ("notes change", "A/RES/74/174/pp/9")} <= said


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


@pytest.mark.parametrize(
    "name",
    [
        "31/7",
        "OPSC",
        "UNODC",
        "WePROTECT",
        "group/states",
        "theme/conduct/grooming",
        "A/RES/74/174/op/3",
        "treaty/OPSC/art/3",
        "theme/term/child-pornography",
        "state/SRB",
    ],
)
def test_shows_a_card_no_row_twice_and_the_same_out_of_any_store(
    name: str, graph: LocalStore, stored_graph: LocalStore
) -> None:
    card = find_full_card(graph, name)
    for section in card.sections:
        readable = section.rows.readable().rows
        assert len(set(section.rows.rows)) == len(section.rows.rows), section.title
        assert readable, section.title
    assert find_full_card(stored_graph, name) == card


def test_is_the_inventory_the_same_out_of_any_store(graph: LocalStore, stored_graph: LocalStore) -> None:
    assert take_inventory(graph) == take_inventory(stored_graph)


def test_does_a_name_that_means_several_things_list_them(graph: LocalStore) -> None:
    with pytest.raises(UsageError, match="Choose one of"):
        find_card(graph, "Convention on the Rights of the Child")
    with pytest.raises(UsageError, match="no thing is called"):
        find_card(graph, "nothing is called like this")
