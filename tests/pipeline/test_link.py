"""Does `kg link` find in another graph what is ours, on real services, and believe no stranger too much?"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from kg.errors import RemoteError
from kg.graph.others.other_graph import find_other_graph
from kg.graph.stores.store import memory_store
from kg.namespaces import ID
from kg.pipeline.link import Review, find_links
from kg.pipeline.patient import Patience, PatientStore
from tests.fetch.web_server import Reply
from tests.pipeline.strangers import (
    EUROVOC,
    PREFIXES,
    RESULTS,
    SDG,
    UNBIS,
    WIKIDATA,
    Strangers,
    our_quads,
    strangers,
)
from tests.services import put

if TYPE_CHECKING:
    from kg.counterparts import Kind
    from kg.graph.stores.store import LocalStore

BEARERS = "SELECT DISTINCT ?thing WHERE"


@pytest.fixture(scope="module")
def ours() -> LocalStore:
    """Return a small graph that has something of each kind."""
    return memory_store(our_quads())


def linked(ours: LocalStore, named: str, url: str, *, batch: int = 0, most: int = 200) -> Review:
    graph = replace(find_other_graph(named), address=url)
    graph = replace(graph, batch=batch or graph.batch)
    patience = Patience(pause=0, retries=0, timeout=20, most=most)
    kinds: list[Kind] = list(graph.kinds)
    return find_links(ours, graph, PatientStore(url, patience), kinds, lambda _: None)


def pairs(review: Review) -> dict[tuple[str, str], float]:
    return {(p.thing.iri.removeprefix(ID), p.found.iri): p.confidence for p in review.proposals}


def verdicts(review: Review) -> dict[str, str]:
    return {check.thing.iri.removeprefix(ID): check.verdict for check in review.checks}


EXPECTED = {
    "wikidata": (
        WIKIDATA,
        {
            # by code; the symbol is another one's only identifier
            ("state/AND", "http://www.wikidata.org/entity/Q228"): 0.98,
            ("A/RES/74/174", "http://www.wikidata.org/entity/Q5"): 0.98,
            # by the code that another graph's identifier is there
            ("theme/conduct/child-labour", "http://www.wikidata.org/entity/Q4"): 0.98,
            # where the merged item went
            ("state/AGO", "http://www.wikidata.org/entity/Q9916"): 0.9,
            # by name, once and twice
            ("treaty/CRC", "http://www.wikidata.org/entity/Q1"): 0.8,
            ("theme/conduct/grooming", "http://www.wikidata.org/entity/Q2"): 0.4,
            ("theme/conduct/grooming", "http://www.wikidata.org/entity/Q3"): 0.4,
        },
        {"state/ALB": "confirmed", "state/AFG": "contradicted", "state/AGO": "moved"},
    ),
    "eurovoc": (
        EUROVOC,
        {
            # the one of two alike that has given way to the other is left out, and what is in no scheme too
            ("theme/conduct/sexting", "http://eurovoc.europa.eu/3"): 0.65,
            ("theme/conduct/cyberbullying", "http://eurovoc.europa.eu/4"): 0.75,
        },
        {"theme/conduct/child-labour": "confirmed"},
    ),
    "unbis": (
        UNBIS,
        {
            # linked to the same concept of EuroVoc, although another is called so
            ("theme/conduct/child-labour", "http://metadata.un.org/thesaurus/3"): 0.9,
            ("theme/conduct/sexting", "http://metadata.un.org/thesaurus/2"): 0.4,
            ("theme/conduct/grooming", "http://metadata.un.org/thesaurus/2"): 0.33,
        },
        {},
    ),
    "sdg": (
        SDG,
        {("http://metadata.un.org/sdg/5", "http://www.wikidata.org/entity/Q53581210"): 0.95},
        {"http://metadata.un.org/sdg/5": "confirmed", "http://metadata.un.org/sdg/5.2": "contradicted"},
    ),
}


@pytest.mark.parametrize("named", EXPECTED)
@pytest.mark.parametrize("server", ["oxigraph", "virtuoso"])
def test_is_the_same_found_on_every_service(
    named: str, server: str, ours: LocalStore, request: pytest.FixtureRequest
) -> None:
    service = request.getfixturevalue(server)
    turtle, found, judged = EXPECTED[named]
    put(service, f"http://{named}.example/graph", PREFIXES + turtle)
    review = linked(ours, named, service.query)
    assert pairs(review) == found
    assert verdicts(review) == judged


def test_is_a_service_known_only_by_its_address_asked_by_the_common_properties(ours: LocalStore) -> None:
    turtle = """
    <http://a.example/1> skos:prefLabel "Sexting"@en ; skos:exactMatch eurovoc:9 .
    <http://a.example/2> rdfs:label "Andorra"@en ; skos:notation "AND" .
    <http://a.example/3> rdfs:label "conjunction"@en ; skos:notation "AND" .
    <http://a.example/4> skos:notation "A/RES/74/174" .
    <http://a.example/5> skos:exactMatch wd:Q222 .
    """
    with strangers(turtle) as service:
        review = linked(ours, service.url, service.url)
    assert pairs(review) == {
        ("A/RES/74/174", "http://a.example/4"): 0.98,
        ("state/AND", "http://a.example/2"): 0.95,
        ("state/ALB", "http://a.example/5"): 0.9,
        ("theme/conduct/sexting", "http://a.example/1"): 0.8,
    }


def test_do_small_batches_find_what_large_ones_do(ours: LocalStore) -> None:
    with strangers(WIKIDATA) as service:
        whole = linked(ours, "wikidata", service.url)
        few = len(service.asked)
        assert pairs(linked(ours, "wikidata", service.url, batch=2)) == pairs(whole)
        assert len(service.asked) > 2 * few


def test_is_a_batch_that_is_too_much_halved(ours: LocalStore) -> None:
    with strangers(WIKIDATA) as service:
        whole = linked(ours, "wikidata", service.url)
        before = len(service.asked)
        service.most = 30
        assert pairs(linked(ours, "wikidata", service.url, batch=40)) == pairs(whole)
        assert len(service.asked) > 2 * before


@pytest.mark.parametrize(
    ("fault", "most"),
    [
        # out of time, whatever is asked: three halvings, then the end
        (Reply(500, b"TimeoutException", media_type="text/plain"), 4),
        # busy, or answers that are none: to ask for less would not help
        (Reply(503, b"busy", media_type="text/plain"), 1),
        (Reply(200, b"{", media_type=RESULTS), 1),
    ],
)
def test_is_a_service_that_always_fails_not_asked_again_and_again(
    fault: Reply, most: int, ours: LocalStore
) -> None:
    with strangers() as service:
        service.always = fault
        with pytest.raises(RemoteError):
            linked(ours, "wikidata", service.url, batch=8)
        assert 1 <= len(service.asked) <= most


def test_does_a_limit_to_requests_end_the_run_without_half_a_result(ours: LocalStore) -> None:
    with strangers(WIKIDATA) as service, pytest.raises(RemoteError, match="asked more than 3 times"):
        linked(ours, "wikidata", service.url, most=3)


def answer(columns: str, *rows: dict[str, dict[str, str]]) -> bytes:
    """Return an answer in JSON."""
    return json.dumps({"head": {"vars": columns.split()}, "results": {"bindings": rows}}).encode()


def uri(value: str) -> dict[str, str]:
    return {"type": "uri", "value": value}


def text(value: str, language: str = "en") -> dict[str, str]:
    return {"type": "literal", "value": value, "xml:lang": language}


@pytest.mark.parametrize(
    "name",
    [
        # what a browser would run
        "javascript:alert(1)",
        # no IRI at all
        "http://www.wikidata.org/entity/Q1 Q2",
        # a file of this machine
        "file:///etc/passwd",
        # another graph's thing
        "http://evil.example/Q228",
    ],
)
def test_is_a_thing_with_no_fit_address_left_out(name: str, ours: LocalStore) -> None:
    with strangers() as service:
        service.always = Reply(200, answer("thing", {"thing": uri(name)}), media_type=RESULTS)
        with pytest.raises(RemoteError, match=r"answered without \?property|does not parse"):
            linked(ours, "wikidata", service.url)  # it then goes on to describe what we link ourselves
        assert name not in " ".join(service.asked)


def test_is_an_answer_with_other_columns_named(ours: LocalStore) -> None:
    with strangers() as service:
        service.always = Reply(200, answer("s p o"), media_type=RESULTS)
        with pytest.raises(RemoteError, match=r"answered without \?thing"):
            linked(ours, "wikidata", service.url)


class Liar(Strangers):
    """Bears every code, and says what it likes of whatever it is asked."""

    said: tuple[dict[str, dict[str, str]], ...] = ()

    def reply(self, query: str) -> Reply:
        if BEARERS in query:
            body = answer("thing", {"thing": uri("http://www.wikidata.org/entity/Q228")})
        else:
            body = answer("thing property value", *self.said)
        return Reply(200, body, media_type=RESULTS)


def lying(service: Strangers, *said: dict[str, Any]) -> None:
    """Let a service say of Q228 whatever it is asked."""
    liar = Liar()
    liar.said = said
    service.reply = liar.reply  # type: ignore[method-assign]


LABEL = uri("http://www.w3.org/2000/01/rdf-schema#label")
CODE = uri("http://www.wikidata.org/prop/direct/P298")
Q228 = uri("http://www.wikidata.org/entity/Q228")


def test_is_nothing_proposed_for_a_code_that_the_thing_does_not_bear(ours: LocalStore) -> None:
    with strangers() as service:
        lying(service, {"thing": Q228, "property": LABEL, "value": text("nonsense")})
        assert pairs(linked(ours, "wikidata", service.url)) == {}


def test_can_a_name_from_there_not_spoil_the_table_or_the_terminal(ours: LocalStore) -> None:
    with strangers() as service:
        lying(
            service,
            {"thing": Q228, "property": CODE, "value": {"type": "literal", "value": "AND"}},
            {
                "thing": Q228,
                "property": LABEL,
                "value": text("=cmd|' /C calc'!A0\tid:x\n\x1b[31mAndorra\u202e"),
            },
        )
        review = linked(ours, "wikidata", service.url)
    table = review.table("2026-01-01")
    row = next(line for line in table.splitlines() if line.startswith("id:state/AND\t"))
    assert row.split("\t")[4] == "cmd|' /C calc'!A0 id:x [31mAndorra"
    assert not set(table) & {"\x1b", "\u202e", "\r"}


def test_is_what_was_not_asked_for_left_out_of_a_description(ours: LocalStore) -> None:
    other = uri("http://www.wikidata.org/entity/Q1")
    with strangers() as service:
        lying(service, {"thing": other, "property": CODE, "value": {"type": "literal", "value": "AND"}})
        assert pairs(linked(ours, "wikidata", service.url)) == {}


def test_does_a_list_that_goes_round_come_to_an_end(
    ours: LocalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.graph.others.counterpart_queries._PAGES", 3)
    number = iter(range(10_000))

    def another() -> Reply:
        name = {
            "thing": uri(f"http://eurovoc.europa.eu/{next(number)}"),
            "property": LABEL,
            "value": text("x"),
        }
        return Reply(200, answer("thing property value", name), media_type=RESULTS)

    with strangers() as service:
        service.reply = lambda query: another()  # type: ignore[method-assign]  # noqa: ARG005
        with pytest.raises(RemoteError, match="not come to the end of its list"):
            linked(ours, "eurovoc", service.url)
