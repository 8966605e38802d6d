"""Has every thing its identifiers, each with its kind, its reason, its confidence and its source?"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from kg.graph.lookup.bridge import find_bearers, find_known, read_identifiers
from kg.graph.stores.external import EXTERNAL_GRAPHS
from kg.graph.stores.remote import RemoteStore
from kg.graph.stores.store import memory_store
from kg.model import Term
from kg.namespaces import ID, SDG, compact
from kg.schemes import SCHEME_BY_KEY, SCHEMES
from tests.conftest import CASES
from tests.graph.sparql_server import answers_from, serve

if TYPE_CHECKING:
    from kg.graph.stores.store import LocalStore
    from kg.schemes import Identifier

WIKIDATA = SCHEME_BY_KEY["wikidata"].space
OWN = {"cpkg", "eli"}
INVENTED = CASES / "identifiers"

THINGS: dict[str, set[tuple[str, str]]] = {
    # a resolution: its symbol and where it lies, both forms of AKN4UN
    "A/RES/74/174": {
        ("un-symbol", "A/RES/74/174"),
        ("un-document", "A/RES/74/174"),
        ("akn-published", "/akn/un/statement/deliberation/unga/2019-12-18/74-174/"),
        ("akn-guideline", "/akn/un/statement/deliberation/un-ga/2019-12-18/74-174"),
    },
    # one whose symbol is ours has none of the United Nations'
    "E/CN.15/RES/27/3": set(),
    # a treaty with all its numbers, and one of the Council of Europe
    "treaty/CRC": {("mtdsg", "IV-11"), ("unts", "vol. 1577, No. 27531"), ("unts-page", "1577 UNTS 3")},
    "treaty/LANZAROTE": {("cets", "201")},
    # a State whose M49 figures begin with a zero has no IRI of the United Nations that a source tells
    "state/ALB": {("iso-3", "ALB"), ("iso-2", "AL"), ("m49", "008"), ("wikidata", "Q222")},
    "state/TUR": {("iso-3", "TUR"), ("iso-2", "TR"), ("m49", "792"), ("wikidata", "Q43"), ("unms", "792")},
    "body/GA": {("wikidata", "Q47423"), ("eurovoc", "2885")},
    "theme/measure/child-protection": {("unbis", "1000949"), ("eurovoc", "3919")},
    # a paragraph has the alias alone
    "A/RES/74/174/op/3": set(),
}


def of(store: LocalStore, *paths: str) -> list[Identifier]:
    return read_identifiers(store, [ID + path for path in paths])


def invented() -> LocalStore:
    return memory_store(ox.parse((INVENTED / "invented.trig").read_bytes(), format=ox.RdfFormat.TRIG))


def test_says_each_row_exactly_what_its_sources_say() -> None:
    with (INVENTED / "invented.tsv").open(encoding="utf-8", newline="") as file:
        expected = [tuple(row.values()) for row in csv.DictReader(file, delimiter="\t")]
    found = [
        (compact(one.thing), one.scheme, one.value, one.iri or "", one.relation, one.justification,
         str(one.confidence), " ".join(map(compact, one.source.split(" "))))
        for one in read_identifiers(invented())
    ]  # fmt: skip
    assert found == expected


def test_are_many_things_asked_about_in_several_turns() -> None:
    """More than go into one query, most of which nobody knows."""
    store = invented()
    everything = read_identifiers(store)
    things = [f"{ID}body/NOBODY-{number}" for number in range(700)]
    found = read_identifiers(store, [*things, *{one.thing for one in everything}])
    assert [one for one in found if "NOBODY" not in one.thing] == everything
    assert len(found) == len(everything) + len(things)


def test_is_what_others_say_of_our_things_no_bearing_of_an_identifier() -> None:
    store = invented()
    assert find_bearers(store, Term("literal", "XYZ")) == [(ID + "state/XYZ", "skos:notation")]
    assert find_bearers(store, Term("literal", "ZZZ")) == []
    assert find_bearers(store, Term("iri", "no iri")) == []
    assert find_bearers(store, Term("iri", WIKIDATA + "Q1")) == []


@pytest.mark.parametrize("path", THINGS)
def test_has_a_thing_these_identifiers_and_no_other(path: str, graph: LocalStore) -> None:
    found = {(one.scheme, one.value) for one in of(graph, path) if one.scheme not in OWN}
    assert found == THINGS[path]


def test_has_a_target_its_code_and_its_twin_elsewhere(graph: LocalStore) -> None:
    found = {(one.scheme, one.value) for one in read_identifiers(graph, [SDG + "16.2"])}
    assert found == {("sdg", "16.2"), ("sdg-code", "16.2"), ("sdgio", "SDGIO_00000211")}


def test_are_all_identifiers_those_of_each_thing(graph: LocalStore) -> None:
    everything = read_identifiers(graph)
    some = {f"{ID}{path}" for path in THINGS if "/op/" not in path}
    assert [one for one in everything if one.thing in some] == read_identifiers(graph, sorted(some))
    assert {one.scheme for one in everything} == {scheme.key for scheme in SCHEMES}


def test_says_every_identifier_where_it_comes_from_and_how_sure_it_is(graph: LocalStore) -> None:
    for one in read_identifiers(graph):
        assert 0.8 <= one.confidence <= 1
        assert one.source.startswith("http")
        assert one.iri is None or one.iri.startswith(SCHEME_BY_KEY[one.scheme].space or ID)
        assert (one.iri is None) == (one.relation == "dcterms:identifier")


# What was read in a document is surer than what follows by a rule, and that than a rule nobody published by.
def test_is_what_was_read_surer_than_what_follows(graph: LocalStore) -> None:
    read = {one.scheme: one for one in of(graph, "A/RES/74/174")}
    ruled = {one.scheme: one for one in of(graph, "A/HRC/RES/31/7")}
    assert read["akn-published"].source == ID + "source/A-RES-74-174-en"
    assert read["akn-published"].confidence > ruled["akn-published"].confidence
    assert ruled["akn-published"].justification == "semapv:LexicalMatching"
    assert ruled["akn-published"].confidence > ruled["akn-guideline"].confidence


def test_is_the_source_that_which_attests_the_number(graph: LocalStore) -> None:
    sources = {one.scheme: one.source for one in of(graph, "treaty/CRC")}
    assert sources["mtdsg"] == ID + "source/untreaties-index"
    assert sources["unts"] == ID + "A/RES/74/174/note/4"


def test_are_mappings_of_one_thing_told_apart_by_their_sources(graph: LocalStore) -> None:
    sources = {one.scheme: one.source for one in of(graph, "body/GA")}
    assert sources["wikidata"] == ID + "source/supraverden-united-nations"
    assert sources["eurovoc"] == ID + "source/scampion-eurovoc"


def test_are_bearers_of_an_identifier_found_and_strangers_not(graph: LocalStore) -> None:
    assert find_bearers(graph, Term("iri", WIKIDATA + "Q222")) == [(ID + "state/ALB", "skos:exactMatch")]
    assert find_bearers(graph, Term("iri", WIKIDATA + "Q0")) == []
    assert find_bearers(graph, Term("iri", "no iri")) == []
    assert find_known(graph, [ID + "body/HRC", "no iri", ID + "body/NONE"]) == [ID + "body/HRC"]


def test_are_statements_of_loaded_graphs_left_out() -> None:
    albania, exact = (
        ox.NamedNode(ID + "state/ALB"),
        ox.NamedNode("http://www.w3.org/2004/02/skos/core#exactMatch"),
    )
    ours, theirs = (
        ox.NamedNode(ID.replace("/id/", "/graph/curated/states")),
        ox.NamedNode(EXTERNAL_GRAPHS + "x"),
    )
    store = memory_store(
        [
            ox.Quad(albania, exact, ox.NamedNode(WIKIDATA + "Q222"), ours),
            ox.Quad(albania, exact, ox.NamedNode(WIKIDATA + "Q999"), theirs),
        ]
    )
    assert {one.value for one in of(store, "state/ALB") if one.scheme == "wikidata"} == {"Q222"}
    assert find_bearers(store, Term("iri", WIKIDATA + "Q999")) == []


def test_tells_a_remote_store_the_same(graph: LocalStore) -> None:
    things = [ID + path for path in THINGS]
    with serve(answers_from(graph.ox)) as url:
        remote = RemoteStore(url)
        assert read_identifiers(remote, things) == read_identifiers(graph, things)
        assert find_bearers(remote, Term("literal", "IV-11-c")) == [(ID + "treaty/OPSC", "cp:mtdsgNumber")]
