"""Is the site whole as static files, and the same each time?"""

from __future__ import annotations

import contextlib
import hashlib
import re
import shutil
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pyoxigraph as ox
import pytest
from typer.testing import CliRunner

from kg.cli.main import app
from kg.errors import InputError, UsageError
from kg.pipeline.build import build
from kg.web.publish import publishing
from kg.web.publish.layout import MISSING, Layout, file_of
from kg.web.publish.publishing import MARKER, publish
from kg.web.publish.rewriting import Page
from kg.web.site import Site, open_site
from tests.conftest import ROOT
from tests.smaller import copy_world

if TYPE_CHECKING:
    from pathlib import Path

BASE = "https://example.org/kg/"
_LINK_RE = re.compile(r"\s(?:href|src|action)=\"([^\"]*)\"")


@pytest.fixture(scope="module")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return a site over the small world, in which every kind of thing stands once or twice."""
    place = tmp_path_factory.mktemp("world")
    world = place / "world"
    copy_world(ROOT, world)
    for folder in ("shapes", "queries"):
        shutil.copytree(ROOT / folder, world / folder)
    build(world, place / "build", place / "store", say=lambda _: None)
    return open_site(world, place / "store", BASE)


@pytest.fixture(scope="module")
def published(small_site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the published site, with data in Turtle only."""
    folder = tmp_path_factory.mktemp("published") / "site"
    seen: list[tuple[int, int]] = []
    done = publish(small_site, folder, forms=("ttl",), jobs=2, watch=lambda *at: seen.append(at))
    assert done.broken == ()
    assert done.files == sum(1 for path in folder.rglob("*") if path.is_file())
    assert seen[-1][0] == seen[-1][1]
    return folder


def pages_of(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.html"))


def test_leads_every_link_to_a_file(published: Path) -> None:
    files = {str(path.relative_to(published)) for path in published.rglob("*") if path.is_file()}
    pages = pages_of(published)
    assert len(pages) > 250
    for page in pages:
        for link in _LINK_RE.findall(page.read_text(encoding="utf-8")):
            target = unquote(unescape(link)).partition("#")[0].removeprefix("https://example.org")
            if target.startswith("/"):
                assert target.startswith("/kg/"), (page, link)
                name = target.removeprefix("/kg/")
                assert (name + "index.html" if name.endswith("/") or not name else name) in files, (
                    page,
                    link,
                )
            else:
                assert not target or target.startswith("http"), (page, link)


def test_does_nothing_lead_to_what_needs_a_server(published: Path) -> None:
    for page in pages_of(published)[::20]:
        text = page.read_text(encoding="utf-8")
        for link in _LINK_RE.findall(text):
            assert not re.match(r"/kg/(sparql|search\.json|page/(search|compare|sparql|graph))", link), (
                page,
                link,
            )
        assert "?style=" not in text


def test_has_the_site_its_parts(published: Path, small_site: Site) -> None:
    for name in (
        "index.html", "404.html", ".htaccess", "nginx.conf", "_redirects", "_headers", ".nojekyll", MARKER,
        "sitemap.xml", "robots.txt", "catalogue", "catalogue.ttl", ".well-known/void", ".well-known/void.ttl",
        "ontology/index.html", "ontology.ttl", "questions/index.html", "questions.json", "static/site.css",
        "dumps/cpkg.nq.gz", "dumps/cpkg.nq.gz.sha256", "page/treaty/TREATY/index.html",
        "data/treaty/TREATY.ttl", "page/needs-server/index.html", "page/sdg/16.2/index.html",
        "page/treaty/DECLARATION/art/3/index.html",
    ):  # fmt: skip
        assert (published / name).is_file(), name
    answers = [q for q in small_site.catalogue if (published / f"questions/{q.id}/index.html").is_file()]
    assert len(answers) == len(small_site.catalogue)
    assert len(list(published.glob("questions/*/*.csv"))) > 25  # those that the world has an answer to
    digest, name = (published / "dumps/cpkg.nq.gz.sha256").read_text(encoding="utf-8").split()
    assert digest == hashlib.sha256((published / "dumps" / name).read_bytes()).hexdigest()


def test_do_data_parse_and_name_the_published_site(published: Path) -> None:
    text = (published / "data/treaty/DECLARATION/art/3.ttl").read_bytes()
    subjects = {str(triple.subject) for triple in ox.parse(text, format=ox.RdfFormat.TURTLE)}
    assert "<https://example.org/kg/data/treaty/DECLARATION/art/3>" in subjects
    void = list(ox.parse((published / ".well-known/void").read_bytes(), format=ox.RdfFormat.TURTLE))
    assert "<https://example.org/kg/dumps/cpkg.nq.gz>" in {str(triple.object) for triple in void}
    assert not any("sparqlEndpoint" in triple.predicate.value for triple in void)


def test_names_the_site_map_the_addresses_of_files(published: Path) -> None:
    text = (published / "sitemap.xml").read_text(encoding="utf-8")
    for address in re.findall("<loc>([^<]*)</loc>", text):
        place = unquote(unescape(address)).removeprefix("https://example.org/kg/")
        assert (published / place / "index.html").is_file(), address


def test_are_files_the_same_each_time(published: Path, small_site: Site, tmp_path: Path) -> None:
    layout = Layout(small_site.url, frozenset({"ttl"}))
    site = replace(small_site, endpoint=None)
    addresses = ["/", *list(publishing._seeds(site, layout))[::60], "/page/browse?kind=treaty"]
    asked = publishing._questions_of_home(site, layout, tmp_path)
    maker = publishing._Maker(site, replace(layout, asked=asked), tmp_path)
    with contextlib.closing(maker):
        maker.write(addresses)
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(written) >= len(addresses)
    for path in written:
        name = path.relative_to(tmp_path)
        assert path.read_bytes() == (published / name).read_bytes(), name


def test_is_a_broken_link_told_of_and_nothing_put_in_place(
    small_site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def few(_site: Site, _layout: Layout) -> list[str]:
        return ["/robots.txt", "/page/body/NOBODY", "/catalogue.ttl", "/.well-known/void.ttl", MISSING]

    monkeypatch.setattr(publishing, "_seeds", few)
    monkeypatch.setattr(publishing, "is_page", lambda _: False)
    monkeypatch.setattr(Page, "_tag", lambda _, match: match[0])
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / MARKER).write_text("older", encoding="utf-8")
    done = publish(small_site, folder)
    assert done.broken == ("/page/body/NOBODY answers 404",)
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    assert (folder / MARKER).read_text(encoding="utf-8") == "older"


def test_is_what_others_wrote_left_alone(small_site: Site, tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("years of work", encoding="utf-8")
    with pytest.raises(InputError, match="did not write"):
        publish(small_site, tmp_path)
    with pytest.raises(InputError, match="is a file"):
        publish(small_site, tmp_path / "thesis.tex")
    with pytest.raises(InputError, match="cannot be written"):
        publish(small_site, tmp_path / "nowhere" / "site")
    with pytest.raises(UsageError, match="no format"):
        publish(small_site, tmp_path / "site", forms=("pdf",))
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]


@pytest.mark.parametrize(
    ("given", "turned"),
    [
        # pages get a slash, for they are folders; the base of the site goes before
        ('<a href="/page/treaty/CRC#art/3">', '<a href="/kg/page/treaty/CRC/#art/3">'),
        ('<a href="/">', '<a href="/kg/">'),
        # files stay as they are
        ('<a href="/data/treaty/CRC.ttl">', '<a href="/kg/data/treaty/CRC.ttl">'),
        ('<script src="/static/site.js" defer>', '<script src="/kg/static/site.js" defer>'),
        # descriptions come in Turtle
        ('<a href="/catalogue">', '<a href="/kg/catalogue.ttl">'),
        # the few lists are files, whatever their order
        (
            '<a href="/page/browse?kind=body&amp;sort=name">',
            '<a href="/kg/page/browse/kind=body,sort=name/">',
        ),
        # what needs a server leads to it
        ('<a href="/page/search?q=a">', '<a href="https://live.example.org/page/search?q=a">'),
        ('<form action="/page/search">', '<form action="https://live.example.org/page/search">'),
        ('<a href="?style=aglc#cite">', '<a href="https://live.example.org/page/x?style=aglc">'),
        # what only a script or a program would ask for goes
        ('<input data-suggest="/search.json" name="q">', '<input name="q">'),
        ('<link rel="search" href="/opensearch.xml">', ""),
        ('<link rel="alternate" href="/data/x.nq">', ""),
        ('<a href="/data/x.ttl">T</a> · <a href="/data/x.nq">N</a>', '<a href="/kg/data/x.ttl">T</a> · '),
        # whole addresses of the site, and of others
        ('<link href="https://example.org/kg/page/x">', '<link href="https://example.org/kg/page/x/">'),
        ('<a href="https://example.org/elsewhere">', '<a href="https://example.org/elsewhere">'),
        ('<a href="//example.org/x">', '<a href="//example.org/x">'),
        # what only looks like a link
        ('<p>href="/page/x"</p>', '<p>href="/page/x"</p>'),
        ('<meta content="/page/x">', '<meta content="/page/x">'),
    ],
)
def test_is_a_link_turned(given: str, turned: str) -> None:
    layout = Layout(BASE, frozenset({"ttl"}), live="https://live.example.org/")
    assert Page(given, "/page/x", layout).html == turned


def test_leads_a_link_to_a_page_that_says_what_needs_a_server() -> None:
    layout = Layout(BASE, frozenset({"ttl"}))
    page = Page('<a href="/page/compare?a=x">', "/page/x", layout)
    assert page.html == '<a href="/kg/page/needs-server/">'


def test_may_no_name_lead_out_of_the_folder() -> None:
    for address in ("/page/../../etc/passwd", "/page/%2e%2e/x", "/data/a%00b.ttl"):
        with pytest.raises(InputError):
            file_of(address)


def test_is_the_command_told_of_wrong_options(tmp_path: Path) -> None:
    for given in ("graph.example.org", "ftp://example.org/", "https://example.org/?a"):
        result = CliRunner().invoke(app, ["publish", str(tmp_path / "site"), "--base", given])
        assert isinstance(result.exception, UsageError | InputError)
