"""The commands that write, each with small data of its own."""

# ruff: noqa: D102 - the methods are described where they are abstract

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING

import pyoxigraph as ox
from tests.conftest import ROOT
from tests.fetch.documents import PDF
from tests.fetch.web_server import Reply, serve
from tests.pipeline.papers import resolution, take_in, write
from tests.services import running_oxigraph
from tests.smaller import copy_world, smaller_project

from benchmarks.faults.scene import Scene, digest_of_store
from kg.graph.infer.materialise import INFERRED
from kg.graph.ingested.texts import open_texts, texts_path
from kg.graph.others.pushed import parse_records, read_graph, records_query
from kg.graph.stores.external import ExternalGraphs, graphs_folder
from kg.graph.stores.seal import seal_folder
from kg.graph.stores.store import LocalStore, memory_store
from kg.identifiers import graph_iri
from kg.pipeline.build import build
from kg.pipeline.generations import sweep
from kg.pipeline.load import Wish, load
from kg.pipeline.push import Wishes, push
from kg.push.addresses import Addresses
from kg.push.client import Client
from kg.push.target import Target

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from typing import IO

MOMENT = "2044-12-03T10:00:00Z"
_EXTRA = (
    "@base <https://w3id.org/cpkg/id/> .\n<body/extra> a <https://w3id.org/cpkg/ontology#Body> ;\n"
    '  <http://www.w3.org/2000/01/rdf-schema#label> "extra"@en .\n'
)


class Building(Scene):
    """`kg build` of a project to which a file was added, over a store with an ingested document."""

    name = "build"

    def begin(self) -> None:
        project = _small_world(self.place / "project")
        _build(project, self.now)
        take_in(self.now / "store", write(self.place / "papers", "0.txt", resolution("98/4")))
        sweep(self.now / "build")
        self.keep()
        (project / "data" / "zz-extra.ttl").write_text(_EXTRA, encoding="utf-8")

    def environment(self) -> dict[str, str]:
        return {"KG_HOME": str(self.place / "project")}

    def command(self) -> Sequence[str]:
        return ["build", "--quiet", "--out", str(self.now / "build"), "--store", str(self.now / "store")]

    def digests(self) -> Sequence[str]:
        build = (self.now / "build" / "current").resolve()
        manifest = json.loads((build / "manifest.json").read_text(encoding="utf-8"))
        dump = hashlib.sha256((build / "cpkg.nq.gz").read_bytes()).hexdigest()
        return [f"{manifest['dump']['sha256']} {dump} {digest_of_store(self.now / 'store')}"]


class Ingesting(Scene):
    """`kg ingest` of papers into a store that has one."""

    name = "ingest"

    def __init__(self, place: Path, papers: Sequence[Path] = ()) -> None:
        super().__init__(place)
        self._papers = list(papers)

    def begin(self) -> None:
        _build(_small_world(self.place / "project"), self.now)
        folder = self.place / "papers"
        take_in(self.now / "store", write(folder, "0.txt", resolution("98/4")))
        for number in range(1, 4):
            cited = f"1. Recalls its resolution 99/{number % 3 + 1};"
            write(folder, f"{number}.txt", resolution(f"99/{number}", cited, "2. Urges States to sing."))
        for paper in self._papers:
            shutil.copy(paper, folder)
        sweep(self.now / "build")
        self.keep()

    def environment(self) -> dict[str, str]:
        return {"KG_HOME": str(self.place / "project")}

    def command(self) -> Sequence[str]:
        return ["ingest", str(self.place / "papers"), "--store", str(self.now / "store"), "--moment", MOMENT]

    def digests(self) -> Sequence[str]:
        return [digest_of_store(self.now / "store"), _digest_of_texts(self.now / "store")]


class Reasoning(Scene):
    """`kg reason` over a store whose inferences are partly gone and partly stale."""

    name = "reason"
    hermit = False

    def begin(self) -> None:
        _build(smaller_project(), self.now)
        store = ox.Store(str((self.now / "store").resolve()))
        inferred = sorted(store.quads_for_pattern(None, None, None, INFERRED), key=str)
        for quad in inferred[::4]:
            store.remove(quad)
        stale = ox.NamedNode("https://w3id.org/cpkg/id/body/stale")
        store.extend(ox.Quad(stale, quad.predicate, quad.object, INFERRED) for quad in inferred[::5])
        store.flush()
        del store
        seal_folder((self.now / "store").resolve())  # it was written to behind the back of `kg`
        self.keep()

    def environment(self) -> dict[str, str]:
        return {"KG_HOME": str(smaller_project())}

    def command(self) -> Sequence[str]:
        more = [] if self.hermit else ["--no-hermit"]
        return ["reason", *more, "--store", str(self.now / "store")]

    def digests(self) -> Sequence[str]:
        return [digest_of_store(self.now / "store")]


class ReasoningWithJava(Reasoning):
    """The same with HermiT, which is a process of Java."""

    name = "reason with HermiT"
    hermit = True


class Publishing(Scene):
    """`kg publish` over an older site, which had another address."""

    name = "publish"
    jobs = 2

    def begin(self) -> None:
        self.project = _small_world(self.place / "project")
        _build(self.project, self.place)
        self._base = "https://old.example.org/"
        self.now.mkdir()
        self.run_well()
        self.keep()
        self._base = "https://new.example.org/"

    def environment(self) -> dict[str, str]:
        return {"KG_HOME": str(self.project)}

    def command(self) -> Sequence[str]:
        store, site = str(self.place / "store"), str(self.now / "site")
        return [
            "publish",
            site,
            "--base",
            self._base,
            "--store",
            store,
            "--format",
            "ttl",
            "--jobs",
            str(self.jobs),
        ]

    def digests(self) -> Sequence[str]:
        return [digest_of_folder(self.now / "site")]


class Fetching(Scene):
    """`kg fetch` of a document that is there in another version, and of three that are not."""

    name = "fetch"
    piecemeal = True
    _SYMBOLS = ("A/HRC/RES/31/7", "A/RES/74/174", "A/RES/77/233", "A/RES/70/1")

    def begin(self) -> None:
        self._stack = ExitStack()
        self._service = self._stack.enter_context(serve())
        first, *_ = self._SYMBOLS
        self.now.mkdir()
        self._answer(first, PDF)
        self.run()  # the others are not found
        self.keep()
        for number, symbol in enumerate(self._SYMBOLS):
            padding = b"% " + bytes(str(number), "ascii") * 300_000 + b"\n"
            self._answer(symbol, PDF.replace(b"1 0 obj", padding + b"1 0 obj"))

    def _answer(self, symbol: str, body: bytes) -> None:
        address = f"/api/symbol/access?s={symbol.replace('/', '%2F')}&l=en&t=pdf"
        self._service.answer(address, Reply(body=body))

    def close(self) -> None:
        self._stack.close()

    def environment(self) -> dict[str, str]:
        return {"KG_UN_DOCUMENTS": self._service.url, "KG_CACHE": str(self.now / "cache")}

    def command(self) -> Sequence[str]:
        return ["fetch", *self._SYMBOLS, "--source", "un", "--delay", "0", "--out", str(self.now / "out")]

    def digests(self) -> Sequence[str]:
        names = [f"{symbol.replace('/', '-')}.pdf" for symbol in self._SYMBOLS]
        self._require_whole_cache()
        return [_digest_of_file(self.now / "out" / name) for name in names]

    def _require_whole_cache(self) -> None:
        for path in (self.now / "cache" / "content").glob("*/[0-9a-f]*"):
            if hashlib.sha256(path.read_bytes()).hexdigest() != path.name:
                raise ValueError(f"{path} is not whole")
        for path in (self.now / "cache" / "index").glob("[!.]*"):
            sha256 = json.loads(path.read_bytes())["sha256"]
            if not (self.now / "cache" / "content" / sha256[:2] / sha256).is_file():
                raise ValueError(f"{path} names what is not there")


class Pushing(Scene):
    """`kg push` of a store, most of whose graphs changed, to Oxigraph's server."""

    name = "push"
    _GRAPHS, _STATEMENTS = 12, 2_000

    def begin(self) -> None:
        self._stack = ExitStack()
        service = self._stack.enter_context(running_oxigraph())
        self._url = service.query.removesuffix("query")
        self._target = Target(Client(None), Addresses(service.query, service.update, service.graph_store))
        self._stores = {version: self._written(version) for version in ("old", "new")}
        self.now.mkdir()

    def _written(self, version: str) -> LocalStore:
        graphs = [ox.NamedNode(graph_iri(f"curated/{number:02}")) for number in range(self._GRAPHS)]
        lines = [
            f'<urn:s:{n}> <urn:p> "{version if at % 3 else "same"} {n}" {graph} .\n'
            for at, graph in enumerate(graphs)
            for n in range(self._STATEMENTS)
        ]
        store = ox.Store(str(self.place / version))
        store.bulk_load("".join(lines).encode(), format=ox.RdfFormat.N_QUADS)
        store.flush()
        return memory_store(iter(store))

    def restore(self) -> None:
        for _ in push(self._stores["old"], self._target, Wishes(full=True))[1]:
            pass

    def close(self) -> None:
        self._stack.close()

    def command(self) -> Sequence[str]:
        return ["push", self._url, "--kind", "oxigraph", "--store", str(self.place / "new")]

    def digests(self) -> Sequence[str]:
        """Return what each graph holds; one without a record counts as not pushed, whatever it holds.

        Raises:
            ValueError: where a record tells of what is not there.
        """
        records = self._target.select(records_query(), parse_records)
        found = []
        for number in range(self._GRAPHS):
            graph = graph_iri(f"curated/{number:02}")
            there = self._target.read(graph, _lines_of, absent=b"")
            digest = hashlib.sha256(there).hexdigest()
            if graph in records and records[graph].digest != digest:
                raise ValueError(f"{graph} is not what its record says")
            old = read_graph(self._stores["old"].ox, graph).digest
            found.append(digest if graph in records else old)
        return found


class Loading(Scene):
    """`kg load` of a graph in place of a smaller one."""

    name = "load"
    statements = 60_000

    def begin(self) -> None:
        project = _small_world(self.place / "project")
        _build(project, self.now)
        for version, size in (("old", 10), ("new", self.statements)):
            lines = "".join(f'<urn:a:{n}> <urn:b> "{version}" .\n' for n in range(size))
            (self.place / f"{version}.nt").write_text(lines, encoding="utf-8")
        load(Wish(self.place / "old.nt", name="mine"), self.now / "store")
        self.keep()

    def command(self) -> Sequence[str]:
        return ["load", "--as", "mine", str(self.place / "new.nt"), "--store", str(self.now / "store")]

    def digests(self) -> Sequence[str]:
        graphs = ExternalGraphs(graphs_folder(self.now / "store"))
        [loaded] = graphs.loaded()
        store = graphs.store("mine")
        if store is None:
            raise FileNotFoundError("mine")
        return [f"{loaded.file} {loaded.statements} {sum(1 for _ in store)}"]


class LoadingLess(Loading):
    """The same with a smaller graph, where moments do not count."""

    statements = 10_000


class Exporting(Scene):
    """`kg export` of the whole graph over an older file or folder."""

    name = "export"
    _out, _more = "all.ttl", ("--format", "ttl")

    def begin(self) -> None:
        _build(_small_world(self.place / "project"), self.place)
        self.now.mkdir()
        self._write_old()
        self.keep()

    def _write_old(self) -> None:
        (self.now / self._out).write_text("# an older one\n", encoding="utf-8")

    def environment(self) -> dict[str, str]:
        return {"KG_HOME": str(self.place / "project")}

    def command(self) -> Sequence[str]:
        out = str(self.now / self._out)
        return ["export", "all", "--store", str(self.place / "store"), *self._more, "--out", out]

    def digests(self) -> Sequence[str]:
        """Return what the file holds."""
        return [_digest_of_file(self.now / self._out)]


class ExportingTables(Exporting):
    """The same as a data package in a folder."""

    name = "export of tables"
    _out, _more = "tables", ("--format", "datapackage")

    def _write_old(self) -> None:
        (self.now / self._out).mkdir()

    def digests(self) -> Sequence[str]:
        """Return what the folder holds."""
        return [digest_of_folder(self.now / self._out)]


KILLED: tuple[type[Scene], ...] = (
    *(Building, Ingesting, Fetching, Pushing, Reasoning, Publishing),
    *(Loading, ExportingTables, ReasoningWithJava),
)
FILLED: tuple[type[Scene], ...] = (
    *(Building, Ingesting, Fetching, Reasoning, Publishing),
    *(LoadingLess, Exporting, ExportingTables),
)


def digest_of_folder(folder: Path) -> str:
    """Return a digest of all files under a folder, names and bytes."""
    if not folder.is_dir():
        raise FileNotFoundError(folder)
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(f"{path.relative_to(folder)} {_digest_of_file(path)}\n".encode())
    return digest.hexdigest()


def _small_world(project: Path) -> Path:
    copy_world(ROOT, project)
    shutil.copy(ROOT / "ontology" / "context.jsonld", project / "ontology")
    world = project / "data" / "world.ttl"
    blocks = world.read_text(encoding="utf-8").split("\n\n")
    kept = [block for block in blocks if "cp:WithdrawnStatement" not in block]  # names what nothing describes
    world.write_text("\n\n".join(kept), encoding="utf-8")
    for folder in ("shapes", "queries"):
        shutil.copytree(ROOT / folder, project / folder)
    return project


def _build(project: Path, place: Path) -> None:
    build(project, place / "build", place / "store", say=lambda _: None)


def _digest_of_texts(store: Path) -> str:
    """Return a digest of the texts, read as a reader does."""
    with open_texts(store) as texts:
        kept = sorted(texts.kept().items())
        passages = [texts.passages(path) for path, _ in kept]
        files = sorted(texts.files())
    with closing(sqlite3.connect(texts_path(store))) as database:
        if (said := database.execute("PRAGMA integrity_check").fetchone()) != ("ok",):
            raise ValueError(said)
    return hashlib.sha256(repr((kept, passages, files)).encode()).hexdigest()


def _digest_of_file(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else "none"


def _lines_of(media_type: str, file: IO[bytes]) -> bytes:
    if media_type != "application/n-triples":
        raise ValueError(media_type)
    return b"".join(sorted(file.readlines()))
