"""Publish the site as static files: ask the application for every address, turn links to files, check, swap.

Addresses are asked in rounds: first those of all things, then those that their pages link to, until nothing
new is named. Each process has the application over the snapshot that it got by forking.
"""

from __future__ import annotations

import contextlib
import hashlib
import multiprocessing
import os
import re
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace
from html import unescape
from typing import TYPE_CHECKING, TypeVar

import pyoxigraph as ox
from starlette.routing import Route

from kg.errors import InputError, UsageError
from kg.system.parent import die_with_parent
from kg.system.swap import writing_beside
from kg.web.addresses import data_address, iri_of, page_address, path_of
from kg.web.app import create_app
from kg.web.dataset.dumps import FILES, write_dump
from kg.web.endpoint.settings import EndpointSettings
from kg.web.forms import GRAPH_FORMS, HTML
from kg.web.pages.render import render
from kg.web.publish.asking import Asker
from kg.web.publish.layout import ELSEWHERE, MISSING, Layout, file_of, is_page
from kg.web.publish.rewriting import Page, links_of_sheet, turn_site_map
from kg.web.publish.server_files import server_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from starlette.requests import Request
    from starlette.responses import Response

    from kg.web.publish.asking import Got
    from kg.web.site import Site

MARKER = ".cpkg-site"
"""File by which a folder is known as one that this module wrote."""
FORMS = ("ttl", "jsonld", "rdf", "nt")
"""Endings of the graph formats that are written unless others are asked for."""
_PAGES = ("/", "/page/about", "/page/browse", "/questions", "/ontology", ELSEWHERE, MISSING)
_DESCRIBED = ("/ontology", "/catalogue", "/.well-known/void")
_BARE = ("/catalogue", "/.well-known/void")
"""Descriptions that also lie at their address without an ending, in Turtle."""
_FILES = ("/sitemap.xml", "/robots.txt")
_DUMPS = "/dumps/"
_CHUNK = 40
"""Addresses that a process takes at a time."""
_OK = 200
_UNANSWERED = 400
T = TypeVar("T")
_QUESTION_RE = re.compile(r"href=\"(/questions/[a-z0-9/-]+\?[^\"#]+)\"")


@dataclass(frozen=True)
class Published:
    """What was published."""

    files: int
    size: int
    """Bytes."""
    broken: tuple[str, ...]
    """Links that lead nowhere, each with a page that has it; nothing is put in place where there are any."""


@dataclass(frozen=True)
class _Written:
    """What came of one address."""

    address: str
    status: int
    files: int = 0
    size: int = 0
    needed: frozenset[str] = frozenset()


@dataclass
class _Tally:
    """What was written so far, and who links where."""

    files: int = 0
    size: int = 0
    missing: dict[str, int] = field(default_factory=dict)
    linked: dict[str, str] = field(default_factory=dict)
    """Address to the first page that links to it."""

    def add(self, written: _Written) -> None:
        self.files += written.files
        self.size += written.size
        if written.status != _OK:
            self.missing[written.address] = written.status
        for address in written.needed:
            self.linked.setdefault(address, written.address)

    def broken(self) -> tuple[str, ...]:
        return tuple(
            f"{address} answers {status}"
            + (f" (linked from {self.linked[address]})" if address in self.linked else "")
            for address, status in sorted(self.missing.items())
        )


def publish(
    site: Site,
    folder: Path,
    *,
    live: str | None = None,
    forms: Sequence[str] = FORMS,
    jobs: int = 1,
    watch: Callable[[int, int], None] = lambda _done, _total: None,
) -> Published:
    """Write the whole site into a folder, which is replaced when every link was found to lead to a file.

    `live` is the address of a server for what files cannot answer; `watch` gets how many addresses are done.

    Raises:
        InputError: where the folder holds anything but an older site of ours, or cannot be written.
        UsageError: where a format is unknown.
    """
    if unknown := sorted(set(forms) - set(GRAPH_FORMS.values())):
        choices = ", ".join(GRAPH_FORMS.values())
        raise UsageError(f"{unknown[0]!r} is no format of data", remedy=f"Choose of {choices}")
    _require_replaceable(folder)
    site = replace(site, endpoint=f"{live.rstrip('/')}/sparql" if live else None)
    layout = Layout(site.url, frozenset({"ttl", *forms}), live)
    with writing_beside(folder) as beside:
        place = beside.path
        layout = replace(layout, asked=_questions_of_home(site, layout, place))
        tally = _write_all(_Maker(site, layout, place), jobs, watch)
        broken = tally.broken()
        if not broken:
            _write_extras(site, layout, place, tally)
            os.sync()  # once for tens of thousands of files
            beside.put_in_place()
    return Published(tally.files, tally.size, broken)


def _write_all(maker: _Maker, jobs: int, watch: Callable[[int, int], None]) -> _Tally:
    """Write what is known to be there, then what that links to, until nothing new is named."""
    tally = _Tally()
    wanted = list(dict.fromkeys(_seeds(maker.site, maker.layout)))
    known = set(wanted)
    done = 0
    with _writing(maker, jobs) as write:
        while wanted:
            for written in write(list(_chunks(wanted))):
                for one in written:
                    tally.add(one)
                done += len(written)
                watch(done, len(known))
            wanted = sorted(set(tally.linked) - known)
            known.update(wanted)
    return tally


def _seeds(site: Site, layout: Layout) -> Iterator[str]:
    """Yield the addresses that are there before any page is read; those of one thing come together."""
    yield from (f"{_DUMPS}{dump.file}" for dump in FILES)
    yield from _PAGES
    yield from _FILES
    forms = sorted(layout.forms)
    yield from (f"{path}.{ending}" for path in _DESCRIBED for ending in forms)
    subjects = {quad.subject.value for quad in site.engine.ox if isinstance(quad.subject, ox.NamedNode)}
    for path in sorted({path for iri in subjects if (path := path_of(iri))}):
        yield page_address(iri_of(path))
        yield from (data_address(path, ending) for ending in forms)


class _Maker:
    """Writes the files of addresses, with an application of its own that starts when it is first asked."""

    def __init__(self, site: Site, layout: Layout, place: Path) -> None:
        self.site = site
        self.layout = layout
        self.place = place
        self._asker: Asker | None = None

    def write(self, addresses: Sequence[str]) -> list[_Written]:
        """Write the files of addresses."""
        dumps = [self._dump(address) for address in addresses if address.startswith(_DUMPS)]
        asked = [address for address in addresses if not address.startswith(_DUMPS)]
        return dumps + self.ask(asked, self._take)

    def ask(self, addresses: Sequence[str], take: Callable[[str, Got], T]) -> list[T]:
        """Return what `take` makes of the application's answer for each address."""
        if self._asker is None:
            app = create_app(self.site, EndpointSettings())
            app.router.routes[:0] = [Route(ELSEWHERE, _elsewhere), Route(MISSING, _missing)]
            self._asker = Asker(app, self.site.url)
        return self._asker.get_each([(one, HTML if is_page(one) else "*/*") for one in addresses], take)

    def close(self) -> None:
        """End the application."""
        if self._asker is not None:
            self._asker.close()

    def _take(self, address: str, got: Got) -> _Written:
        """Write the file of one address."""
        is_question = got.status == _UNANSWERED and address.startswith("/questions/")
        if got.status != _OK and not is_question:  # its example may not be in this graph, which the page says
            return _Written(address, got.status)
        body, needed = self._turned(address, got)
        self._save(file_of(address), body)
        return _Written(address, _OK, 1, len(body), frozenset(needed))

    def _turned(self, address: str, got: Got) -> tuple[bytes, set[str]]:
        """Return a body as it is published, and the addresses that it needs."""
        if got.media == HTML:
            page = Page(got.body.decode(), address, self.layout)
            return page.html.encode(), page.needed
        if got.media == "text/css":
            return got.body, links_of_sheet(got.body.decode(), address)
        if address == "/sitemap.xml":
            text, needed = turn_site_map(got.body.decode(), self.layout)
            return text.encode(), needed
        return got.body, set()

    def _dump(self, address: str) -> _Written:
        dump = next(
            (one for one in FILES if one.file == address.removeprefix(_DUMPS).removesuffix(".sha256")), None
        )
        if dump is None:
            return _Written(address, 404)
        path = self.place / _DUMPS.strip("/") / dump.file
        if address.endswith(".sha256"):
            return _Written(address, _OK)  # it was written with its dump
        path.parent.mkdir(parents=True, exist_ok=True)
        write_dump(self.site, dump, path)
        with path.open("rb") as file:
            line = f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {dump.file}\n"
        path.with_name(f"{dump.file}.sha256").write_text(line, encoding="utf-8")
        return _Written(address, _OK, 2, path.stat().st_size + len(line))

    def _save(self, name: str, body: bytes) -> None:
        path = self.place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)


def _elsewhere(request: Request) -> Response:
    words = (
        "This is a copy of the site in files, which can be read and downloaded. What is worked out for each "
        "request needs a server: the search, the comparison of two texts, the picture of a neighbourhood, "
        "questions with values of your own, other styles of citation, and SPARQL. Whoever has the data "
        "runs one by `kg serve`."
    )
    return render(request, "needs_server.html", title="This part needs a server", words=words)


def _missing(request: Request) -> Response:
    words = "The graph knows nothing by this name, or the address has changed."
    return render(request, "needs_server.html", title="There is nothing here", words=words)


@contextlib.contextmanager
def _writing(maker: _Maker, jobs: int) -> Iterator[Callable[[list[list[str]]], Iterable[list[_Written]]]]:
    """Yield what writes lists of addresses, in this process or in several."""
    if jobs == 1:
        with contextlib.closing(maker):
            yield lambda chunks: map(maker.write, chunks)
        return
    forking = multiprocessing.get_context("fork")  # the snapshot is shared, not copied
    try:
        with ProcessPoolExecutor(jobs, forking, _begin, (maker,)) as pool:
            yield lambda chunks: pool.map(_write, chunks)
    except BrokenProcessPool as error:
        what = "a process that wrote pages was ended, for want of memory perhaps"
        raise InputError(what, where=str(maker.place), remedy="Try again with --jobs 1") from error


_MAKERS: list[_Maker] = []


def _begin(maker: _Maker) -> None:
    die_with_parent()  # or it would wait for ever for addresses of one that was killed
    _MAKERS.append(maker)


def _write(addresses: list[str]) -> list[_Written]:
    return _MAKERS[-1].write(addresses)


def _chunks(addresses: Sequence[str]) -> Iterator[list[str]]:
    for start in range(0, len(addresses), _CHUNK):
        yield list(addresses[start : start + _CHUNK])


def _questions_of_home(site: Site, layout: Layout, place: Path) -> frozenset[str]:
    """Return the questions with values that the home page gives as examples: each has a file."""
    with contextlib.closing(_Maker(site, layout, place)) as maker:
        (html,) = maker.ask(["/"], lambda _, got: got.body.decode())
    return frozenset(unescape(match[1]) for match in _QUESTION_RE.finditer(html))


def _write_extras(site: Site, layout: Layout, place: Path, tally: _Tally) -> None:
    """Write what no address answers: files for servers, Turtle at names without ending, our mark."""
    texts = {name: text.encode() for name, text in server_files(layout).items()}
    texts |= {path.strip("/"): (place / f"{path.strip('/')}.ttl").read_bytes() for path in _BARE}
    texts["404.html"] = (place / file_of(MISSING)).read_bytes()
    texts[MARKER] = f"{site.digest}\n".encode()
    for name, body in texts.items():
        (place / name).write_bytes(body)
        tally.files += 1
        tally.size += len(body)


def _require_replaceable(folder: Path) -> None:
    """Refuse a folder that holds anything but an older site of ours."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise InputError("is a file", where=str(folder), remedy="Name a folder")
    if any(folder.iterdir()) and not (folder / MARKER).is_file():
        raise InputError(
            "holds what `kg publish` did not write", where=str(folder), remedy="Name an empty or new folder"
        )
