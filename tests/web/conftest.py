"""A site over the built graph, and a client that asks it in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from kg.web.app import create_app
from kg.web.endpoint.settings import EndpointSettings
from kg.web.site import Site, open_site
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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
