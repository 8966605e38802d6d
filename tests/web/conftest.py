"""A site over the built graph, and a client that asks it in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from kg.web.app import create_app
from kg.web.endpoint.settings import EndpointSettings
from kg.web.site import Site, open_site
from tests.conftest import ROOT
from tests.pipeline.papers import resolution, take_in, write
from tests.smaller import copy_build, smaller_built

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAPERS = {
    "1": resolution(
        "99/1",
        "1. Invites Member States to keep lighthouses open to children;",
        "2. Requests the Secretary-General to report on live streaming from lighthouses;",
        "3. Notes that lamps <b>break</b> & need care.",
    ),
    "2": resolution(
        "99/2",
        "1. Urges Member States to keep lighthouses open to all children;",
        "2. Requests the Secretary-General to report on live streaming from lighthouses;",
        "3. Decides to remain seized of the matter.",
    ),
    "3": resolution("99/3", "1. Decides to rest."),
}
SETTINGS = EndpointSettings(workers=2, timeout=3.0, rows=50_000)


@pytest.fixture(scope="session")
def site(built: Path) -> Site:
    """Return a site over the project's graph."""
    return open_site(ROOT, built / "store", "http://testserver/")


@pytest.fixture(scope="session")
def client(site: Site) -> Iterator[TestClient]:
    """Return a client of the running site; it follows no redirects."""
    with TestClient(create_app(site, SETTINGS), follow_redirects=False) as asking:
        yield asking


@pytest.fixture(scope="session")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a smaller store with two versions of an invented resolution and a third text, ingested."""
    place = tmp_path_factory.mktemp("ingested")
    store = copy_build(smaller_built(), place)
    papers = [write(place / "in", f"{number}.txt", text) for number, text in PAPERS.items()]
    done = take_in(store, *papers)
    assert {one.status for one in done.values()} == {"ingested"}
    return store


@pytest.fixture(scope="session")
def reader(ingested: Path) -> Iterator[TestClient]:
    """Return a client of a site whose store has official texts."""
    site = open_site(ROOT, ingested, "http://testserver/")
    with TestClient(create_app(site, EndpointSettings(workers=1)), follow_redirects=False) as asking:
        yield asking
