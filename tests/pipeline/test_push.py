"""Does a store hold what we pushed, all of it and nothing else, whatever happened on the way?

Against real servers: Oxigraph's and, where it is installed, Virtuoso 7.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest

from kg.errors import RemoteError, UsageError
from kg.graph.others.pushed import PUSHED_GRAPH, parse_count
from kg.graph.stores.store import LocalStore, memory_store
from kg.identifiers import graph_iri
from kg.namespaces import XSD
from kg.pipeline.push import Pushed, Wishes, push, rehearse
from kg.push.addresses import Addresses
from kg.push.authentication import Credentials
from kg.push.client import Client
from kg.push.target import Target
from tests.services import Service, put, running_oxigraph

if TYPE_CHECKING:
    from collections.abc import Iterator

A, B, C = (graph_iri(f"curated/{name}") for name in "abc")
WORLD = {
    A: f'<http://e/1> <http://e/says> "Äpfel \\"und\\"\\nBirnen"@de , "2026-11-22"^^<{XSD}date> .',
    B: "".join(f"<http://e/{n}> <http://e/next> <http://e/{n + 1}> .\n" for n in range(9)),
    C: "<http://e/ü> <http://e/is> true , 7 .",
}


@pytest.fixture(params=["oxigraph", "virtuoso"])
def service(request: pytest.FixtureRequest) -> Iterator[Service]:
    """Return a store that holds no graph of ours."""
    if request.param == "oxigraph":
        with running_oxigraph() as service:
            yield service
        return
    service = request.getfixturevalue("virtuoso")
    emptied = target_of(service)
    for graph in (*WORLD, PUSHED_GRAPH):
        emptied.remove(graph)
    yield service


class Dying(Client):
    """A client whose machine fails at the n-th request that writes."""

    def __init__(self, credentials: Credentials | None, *, at: int) -> None:
        super().__init__(credentials)
        self._left = at

    def send(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - as they come
        self._left -= 1
        if self._left < 0:
            raise RemoteError("broke off")
        super().send(*arguments, **options)


def target_of(
    service: Service, *, by_update: bool = False, piece: int | None = None, dies_at: int = -1
) -> Target:
    credentials = Credentials(service.user, service.password) if service.user else None
    client = Dying(credentials, at=dies_at) if dies_at >= 0 else Client(credentials)
    graph_store = None if by_update else service.graph_store
    return Target(client, Addresses(service.query, service.update, graph_store), piece=piece)


def world(**changed: str | None) -> LocalStore:
    """Return a store of three graphs, of which some say something else, or are not there."""
    quads = []
    for graph, turtle in (
        WORLD | {graph_iri(f"curated/{name}"): text for name, text in changed.items()}
    ).items():
        parsed = ox.parse(turtle or "", format=ox.RdfFormat.TURTLE)
        quads += [ox.Quad(q.subject, q.predicate, q.object, ox.NamedNode(graph)) for q in parsed]
    return memory_store(quads)


def pushed(store: LocalStore, target: Target, **wishes: Any) -> dict[str, str]:  # noqa: ANN401
    """Return by the graph's last letter what came of it."""
    _, done = push(store, target, Wishes(**wishes))
    return {one.graph[-1]: one.result for one in done}


def one_pushed(store: LocalStore, target: Target) -> Pushed:
    [one] = push(store, target, Wishes(names=["curated/c"]))[1]
    return one


@pytest.mark.parametrize("by_update", [False, True], ids=["graph store", "update"])
def test_does_all_arrive_and_nothing_go_twice(service: Service, by_update: bool) -> None:
    target = target_of(service, by_update=by_update, piece=4)
    assert pushed(world(), target) == {"a": "sent", "b": "sent", "c": "sent"}
    assert pushed(world(), target, check=True) == dict.fromkeys("abc", "unchanged")
    assert pushed(world(), target, full=True) == dict.fromkeys("abc", "sent")


def test_is_only_what_changed_sent_and_what_is_gone_removed_when_asked(service: Service) -> None:
    target = target_of(service)
    pushed(world(), target)
    newer = world(a="<http://e/1> <http://e/says> 1 .", b=None)
    _, done = rehearse(newer, target, Wishes(prune=True))
    assert [(one.graph[-1], one.result) for one in done] == [
        ("a", "to send"),
        ("c", "unchanged"),
        ("b", "to remove"),
    ]
    assert pushed(newer, target) == {"a": "sent", "c": "unchanged"}
    assert pushed(newer, target, prune=True) == {"a": "unchanged", "c": "unchanged", "b": "removed"}
    assert pushed(world(), target) == {"a": "sent", "b": "sent", "c": "unchanged"}


def test_does_a_push_that_died_go_on_where_it_was(service: Service) -> None:
    pushed(
        world(a="<http://e/1> <http://e/says> 1 .", b="<http://e/1> <http://e/says> 2 ."), target_of(service)
    )
    # a: forgotten, sent, recorded; b: forgotten, the first of its three pieces sent
    dying = target_of(service, piece=4, dies_at=5)
    with pytest.raises(RemoteError, match="broke off"):
        pushed(world(), dying)
    assert pushed(world(), target_of(service)) == {"a": "unchanged", "b": "sent", "c": "unchanged"}
    assert pushed(world(), target_of(service), check=True) == dict.fromkeys("abc", "unchanged")


def test_is_a_graph_that_others_changed_there_found(service: Service) -> None:
    target = target_of(service)
    pushed(world(), target)
    put(service, C, "<http://e/%C3%BC> <http://e/is> true .")
    assert pushed(world(), target)["c"] == "sent"  # by the number of its statements
    put(service, C, "<http://e/other> <http://e/is> true , 7 .")
    assert pushed(world(), target)["c"] == "unchanged"  # as many as before
    _, done = push(world(), target, Wishes(names=["curated/c"], check=True))
    [found] = done
    assert found.result == "failed"
    assert "2 statements missing" in found.note
    assert "2 statements not ours" in found.note
    assert pushed(world(), target)["c"] == "sent"


def test_are_literals_in_another_form_told_from_those_that_lost_their_value(virtuoso: Service) -> None:
    target = target_of(virtuoso)
    form = one_pushed(world(c=f'<http://e/1> <http://e/is> "2"^^<{XSD}double> .'), target)
    assert (form.result, form.faithful) == ("sent", True)
    assert form.note.startswith("1 xsd:double in another form")
    value = one_pushed(world(c=f'<http://e/1> <http://e/is> "P1Y"^^<{XSD}duration> .'), target)
    assert (value.result, value.faithful) == ("sent", False)
    assert value.note.startswith('1 xsd:duration with another value, ("P1Y"')


def test_do_blank_nodes_stay_one(service: Service) -> None:
    knot = "_:x <http://e/p> _:y . _:y <http://e/p> _:x , _:z . _:z <http://e/p> <http://e/1> ."
    target = target_of(service, piece=1)
    store = world(c=knot)
    assert one_pushed(store, target).result == "sent"
    assert one_pushed(store, target).result == "unchanged"
    both_ways = f"SELECT (COUNT(*) AS ?count) {{ GRAPH <{C}> {{ ?x <http://e/p> ?y . ?y <http://e/p> ?x }} }}"
    assert target.select(both_ways, parse_count) == 2


def test_is_a_large_graph_read_back_in_parts(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.pipeline.push._READ", 3)
    target = target_of(service)
    two = "".join(f'<http://e/{n}> <http://e/p> <http://e/q> ; <http://e/q> "{n}" .\n' for n in range(4))
    store = world(c=two)
    assert pushed(store, target) == dict.fromkeys("abc", "sent")
    put(service, C, two.replace('"3"', '"4"'))
    assert pushed(store, target, check=True)["c"] == "failed"


@pytest.mark.parametrize(
    ("names", "result"),
    [
        (["curated/a"], {"a": "sent"}),
        (["curated/*"], {"a": "sent", "b": "sent", "c": "sent"}),
        ([C, "curated/[ab]"], {"a": "sent", "b": "sent", "c": "sent"}),
    ],
)
def test_can_graphs_be_named(names: list[str], result: dict[str, str], oxigraph: Service) -> None:
    assert pushed(world(), target_of(oxigraph), names=names, full=True) == result


def test_is_a_name_of_no_graph_refused(oxigraph: Service) -> None:
    with pytest.raises(UsageError, match="no graph is named 'curated/x'"):
        push(world(), target_of(oxigraph), Wishes(names=["curated/x"]))


def test_is_a_query_service_of_another_store_found_out(oxigraph: Service) -> None:
    with running_oxigraph() as other:
        astray = Target(Client(), Addresses(other.query, oxigraph.update, oxigraph.graph_store))
        found = one_pushed(world(), astray)
    assert found.result == "failed"
    assert found.note == "2 statements came back, but the query service counts 0"
