"""Are the three addresses of a store found from one?"""

from __future__ import annotations

import pytest

from kg.errors import UsageError
from kg.push.addresses import Addresses, Kind, find_addresses

CASES = [
    # any address of a Virtuoso leads to the ones that take a password
    ("http://h:8890/sparql", None, "Virtuoso/07.20", ("/sparql", "/sparql-auth", "/sparql-graph-crud-auth")),
    ("http://h:8890/sparql-auth", None, "", ("/sparql", "/sparql-auth", "/sparql-graph-crud-auth")),
    # Oxigraph's, by its root, with or without the slash, and by one of its addresses
    ("http://h:7878", None, "Oxigraph/0.5", ("/query", "/update", "/store")),
    ("http://h:7878/", None, "Oxigraph/0.5", ("/query", "/update", "/store")),
    ("http://h:7878/query", None, "Oxigraph/0.5", ("/query", "/update", "/store")),
    # Fuseki, by the name of a dataset
    ("http://h:3030/cpkg", Kind.FUSEKI, "", ("/cpkg/sparql", "/cpkg/update", "/cpkg/data")),
    ("http://h:3030/cpkg/sparql", None, "Jetty(12)", ("/cpkg/sparql", "/cpkg/update", "/cpkg/data")),
    # GraphDB, where the repository itself answers questions
    (
        "http://h:7200/repositories/cpkg",
        None,
        "",
        ("/repositories/cpkg", "/repositories/cpkg/statements", "/repositories/cpkg/rdf-graphs/service"),
    ),
    # Neptune, by its port
    ("https://h:8182/sparql", None, "", ("/sparql", "/sparql", "/sparql/gsp/")),
]


@pytest.mark.parametrize(("url", "kind", "server", "paths"), CASES, ids=[case[0] for case in CASES])
def test_are_the_addresses_of_known_stores_found(
    url: str, kind: Kind | None, server: str, paths: tuple[str, str, str]
) -> None:
    base = "/".join(url.split("/")[:3])
    found = find_addresses(url, kind=kind, server=lambda _: server.lower())
    assert found == Addresses(*(base + path for path in paths))


def test_do_given_addresses_stand_and_need_no_guess() -> None:
    found = find_addresses("http://h/x", query="http://h/q", update="http://h/u")
    assert found == Addresses("http://h/q", "http://h/u", None)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://h/sparql", "not plain what kind"),
        ("ftp://h/sparql", "http or https"),
        ("h:8890", "http or https"),
        ("http://h:x/", "http or https"),
        ("http://dba:secret@h/sparql", "no name or password"),
    ],
)
def test_is_a_useless_address_refused_without_its_password(url: str, words: str) -> None:
    with pytest.raises(UsageError, match=words) as caught:
        find_addresses(url)
    assert "secret" not in str(caught.value)
