"""Is what people type found, cited once an instrument, and refused with a remedy where it means nothing?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.cite.style import Options
from kg.errors import UsageError
from kg.graph.stores.remote import RemoteStore
from kg.graph.stores.store import open_store
from kg.pipeline.cite import cite
from tests.graph.sparql_server import answers_from, serve
from tests.pipeline.papers import new_store, resolution, take_in, write

if TYPE_CHECKING:
    from pathlib import Path

    from kg.graph.stores.store import LocalStore

SAME = "UNHRC Res 31/7 (23 March 2016) UN Doc A/HRC/RES/31/7, para 4"


@pytest.mark.parametrize(
    "typed",
    [
        "A/HRC/RES/31/7/op/4",
        "https://w3id.org/cpkg/id/A/HRC/RES/31/7/op/4",
        "A/HRC/RES/31/7/op/4#act-1",
        "A/HRC/RES/31/7 para 4",
        "A/HRC/RES/31/7, para. 4",
        "A/HRC/RES/31/7, ¶ 4",
        "a/hrc/res/31/7 paragraph 4",
        "31/7 op 4",
        "HRC resolution 31/7, para 4",
        "UNHRC Res 31/7, para 4",
        "Human Rights Council resolution 31/7, para. 4",
    ],
)
def test_is_one_paragraph_found_however_it_is_typed(typed: str, graph: LocalStore) -> None:
    assert [one.text for one in cite(graph, [typed])] == [SAME]


def test_does_a_service_answer_as_the_store_does(graph: LocalStore) -> None:
    ids = ["A/HRC/RES/31/7 paras 4, 99", "UDHR art 5", "A/HRC/31/34/Corr.1", "E/RES/2019/20/draft/op/3"]
    with serve(answers_from(graph.ox)) as url:
        assert cite(RemoteStore(url), ids) == cite(graph, ids)


def test_is_each_instrument_cited_once_in_the_order_named(graph: LocalStore) -> None:
    ids = ["CRC art 34", "A/HRC/RES/31/7/op/6", "treaty/CRC/art/19", "A/HRC/RES/31/7 para 4"]
    cited = cite(graph, ids, options=Options(form="short"))
    assert [one.text for one in cited] == ["CRC arts 19, 34", "UNHRC Res 31/7, paras 4, 6"]
    assert cited[0].ids == ("treaty/CRC/art/34", "treaty/CRC/art/19")


def test_does_a_title_mean_the_treaty_before_the_resolution(graph: LocalStore) -> None:
    assert cite(graph, ["Convention on the Rights of the Child"])[0].work.path == "treaty/CRC"


def test_is_a_place_that_the_graph_does_not_have_named(graph: LocalStore) -> None:
    known, unknown = cite(graph, ["A/HRC/RES/31/7 para 4", "CRC arts 34, 99"])
    assert known.unknown == ()
    assert [place.steps for place in unknown.unknown] == [("99",)]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("body/HRC", "is no instrument"),
        ("theme/conduct/grooming", "is no instrument"),
        ("grooming", "no instrument is called"),
        ("A/RES/1/9999", "no instrument is called"),
        ("A/RES/1/9999/op/3", "knows no instrument"),
        ("nothing like this art 3", "no instrument is called"),
        ("Rights of the child", "more than one"),
        ("A/HRC/RES/31/7 para", "no number"),
        ("CRC para 3", "of no article"),
        ("   ", "cites nothing"),
        ("<>", "no instrument is called"),
        ("\x01", "no instrument is called"),
        ("\udc80", "no instrument is called"),
        ("para " * 150, "no instrument is called"),
        ("A" * 1_001, "too long"),
        ("CRC art " + "1, " * 200 + "x", "no place"),
        ("CRC art " + "9" * 400 + "-3", "no range"),
    ],
)
def test_is_what_cannot_be_cited_refused(typed: str, words: str, graph: LocalStore) -> None:
    with pytest.raises(UsageError, match=words) as raised:
        cite(graph, [typed])
    assert raised.value.remedy


def test_is_nothing_to_cite_said(graph: LocalStore) -> None:
    with pytest.raises(UsageError, match="nothing to cite"):
        cite(graph, [])


def test_is_an_unknown_style_refused_with_those_there_are(graph: LocalStore) -> None:
    with pytest.raises(UsageError) as raised:
        cite(graph, ["CRC"], style="chicago")
    assert "oscola, bluebook, aglc, un" in str(raised.value)


def test_has_only_one_style_words_for_the_running_text(graph: LocalStore) -> None:
    with pytest.raises(UsageError, match="no form for the running text"):
        cite(graph, ["CRC"], style="oscola", options=Options(form="text"))


def test_is_a_document_cited_that_was_ingested(tmp_path: Path) -> None:
    """Its facts stand in its own graph; what it cites is known by name only."""
    store = new_store(tmp_path)
    take_in(store, write(tmp_path / "in", "a.txt", resolution("99/1")))
    engine = open_store(str(store))
    own, cited = cite(engine, ["A/RES/99/1/op/2", "A/RES/99/1 pp 1", "A/RES/98/4"])
    assert own.text == "UNGA Res 99/1 (3 December 2044) UN Doc A/RES/99/1, preambular para 1, para 2"
    assert own.unknown == ()
    assert (cited.text, cited.missing) == ("UNGA Res 98/4 UN Doc A/RES/98/4", ("its date",))
    aglc = cite(engine, ["A/RES/99/1"], style="aglc")[0].text
    assert aglc == "Care of lighthouses, GA Res 99/1, UN Doc A/RES/99/1 (adopted 3 December 2044)"
