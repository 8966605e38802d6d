"""Is the site whole as static files, and the same each time?"""

from __future__ import annotations

import re
import shutil
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pyoxigraph as ox
import pytest
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from typer.testing import CliRunner

from kg.cli.main import app
from kg.errors import InputError, UsageError
from kg.web.publish import publishing
from kg.web.publish.layout import Layout, file_of
from kg.web.publish.publishing import MARKER, publish
from kg.web.publish.rewriting import Page
from kg.web.site import Site, open_site
from tests.smaller import smaller_built, smaller_project

BASE = "https://example.org/kg/"
_LINK_RE = re.compile(r"\s(?:href|src|action)=\"([^\"]*)\"")


@pytest.fixture(scope="module")
def small_site() -> Site:
    """Return a site over the smaller project, of which few things are left."""
    site = open_site(smaller_project(), smaller_built() / "store", BASE)
    kept = re.compile(r"https://w3id\.org/cpkg/(id/(treaty/OPSC(/art/[123](/.*)?)?|body/HRC|A/RES/217.*)|ontology|graph).*")
    for quad in list(site.engine.ox):
        if isinstance(quad.subject, ox.NamedNode) and not kept.fullmatch(quad.subject.value):
            site.engine.ox.remove(quad)
    return Site(site.url, site.root, site.store, site.engine, site.catalogue[:4], site.digest)


@pytest.fixture(scope="module")
def published(small_site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the published site."""
    folder = tmp_path_factory.mktemp("published") / "site"
    relax(small_site)
    done = publish(small_site, folder)
    assert done.broken == ()
    assert done.files == sum(1 for path in folder.rglob("*") if path.is_file())
    return folder
