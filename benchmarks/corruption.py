"""Damage every region of a store and of what belongs to it, one at a time, and see whether that is noticed.

    python -m benchmarks.corruption [--every N] [--only PART]

makes a small store with documents and a loaded graph, its dump, and dumps of other syntaxes with their
digests. In every 4 kB of every file (or at eight places of a smaller one) a bit is turned, then the 4 kB are
zeroed, then the file is cut off there. Each time, in a process of its own, the store is opened and asked, and
examined as `kg doctor` does. Printed is how many of the damages were noticed as it was opened or asked, how
many answers were right in spite of them, how many were wrong, how many `kg doctor` found, how many no one.
`--every 10` takes every tenth region. RocksDB's diary (LOG) and its empty LOCK are left out: nothing is read
from them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from tests.pipeline.papers import new_store, resolution, take_in, write

from kg.errors import KgError
from kg.graph.ingested.texts import open_texts, texts_path
from kg.graph.others.rdf_files import read_rdf
from kg.graph.stores import guard
from kg.graph.stores.seal import SEAL, is_sealed, seal_of
from kg.graph.stores.store import open_folder, open_store
from kg.graph.syntax.serialise import write_quads
from kg.pipeline.doctor import examine
from kg.pipeline.dump_check import examine_dumps
from kg.pipeline.load import Wish, load
from kg.resources import find_root
from kg.system.sums import digest_of_file, require_stated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Part = Literal["store", "seals", "dump and manifest", "texts", "loaded graph", "published dumps"]
Outcome = Literal["right", "refused", "wrong", "crash"]

PAGE = 4096
FEWEST = 8
"""Regions of a file, at least."""
KINDS = ("flip", "zero", "cut")
SYNTAXES = ("ttl", "nt", "nq", "trig", "rdf", "jsonld")
_QUERIES = (
    "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s a ?o } } GROUP BY ?g ORDER BY ?g",
    "SELECT ?s ?l { ?s a cp:Theme ; skos:prefLabel ?l } ORDER BY ?s ?l",
    "SELECT ?s ?o { ?s cp:cites ?o } ORDER BY ?s ?o",
    "SELECT ?p ?o { <https://w3id.org/cpkg/id/A/RES/99/1> ?p ?o } ORDER BY ?p ?o",
    "SELECT ?s { ?s ?p <https://w3id.org/cpkg/id/A/RES/99/1> } ORDER BY ?s",
    "SELECT (COUNT(*) AS ?n) { GRAPH <https://w3id.org/cpkg/graph/external/sdg> { ?s ?p ?o } }",
)
_PATIENCE = 1.0
"""Seconds after which the bytes of a store that is being asked are compared; `kg` waits longer."""
_ANSWERS = "answers.json"
_CODES: tuple[Outcome, ...] = ("right", "refused", "wrong")


@dataclass(frozen=True)
class World:
    """What is damaged: a store with all that belongs to it, and dumps."""

    store: Path
    dumps: Path

    def files(self) -> Iterator[tuple[Part, Path]]:
        """Yield every file from which anything is read, with the part that it belongs to."""
        own = self.store.resolve()
        loaded = (self.store.with_name(self.store.name + ".graphs") / "sdg").resolve()
        texts = texts_path(self.store)
        yield from (("store", path) for path in _sealed(own))
        yield from (("loaded graph", path) for path in _sealed(loaded))
        yield from (("dump and manifest", path) for path in _sealed(own.parent))
        yield "texts", texts
        yield from (
            ("seals", path) for path in (own / SEAL, own.parent / SEAL, loaded / SEAL, seal_of(texts))
        )
        yield from (("published dumps", path) for path in sorted(self.dumps.iterdir()))


@dataclass(frozen=True)
class Damage:
    """One damage to one file."""

    path: Path
    kind: str
    start: int
    end: int

    def apply(self, whole: bytes) -> bool:
        """Damage the file, which is `whole`; say whether that made a difference."""
        changed = self._changed(whole)
        if changed != whole:
            self.path.write_bytes(changed)
        return changed != whole

    def _changed(self, whole: bytes) -> bytes:
        if self.kind == "cut":
            return whole[: self.start]
        if self.kind == "zero":
            return whole[: self.start] + bytes(self.end - self.start) + whole[self.end :]
        place = (self.start + self.end) // 2
        return whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]


def make_world(place: Path) -> World:
    """Make a store with three documents and the goals of the United Nations, and dumps of it."""
    store = new_store(place)
    papers = [
        write(place / "in", f"{n}.txt", resolution(f"99/{n}", f"1. Decides on {n}.")) for n in (1, 2, 3)
    ]
    take_in(store, *papers)
    load(Wish(find_root() / "tests" / "cases" / "external" / "sdg.ttl"), store)
    dumps = place / "dumps"
    dumps.mkdir()
    some = list(islice(open_folder(store), 400))
    for syntax in SYNTAXES:
        with (dumps / f"some.{syntax}").open("wb") as file:
            write_quads(some, syntax, file)
    for path in sorted(dumps.iterdir()):
        line = f"{digest_of_file(path)}  {path.name}\n"
        path.with_name(f"{path.name}.sha256").write_text(line, encoding="utf-8")
    return World(store, dumps)


def damages(path: Path, every: int = 1) -> Iterator[Damage]:
    """Yield the damages to a file: of each kind, in every so manieth region."""
    size = path.stat().st_size
    page = min(PAGE, max(size // FEWEST, 1))
    for start in range(0, size, page * every):
        for kind in KINDS:
            yield Damage(path, kind, start, min(start + page, size))


def try_damage(damage: Damage, ask: Callable[[], Outcome], find: Callable[[], bool]) -> tuple[Outcome, bool]:
    """Return what comes of asking, and whether the damage is found; the file is as it was afterwards.

    Each is done in a process of its own, as damaged files could end it. What forks must not have opened a
    store: its threads are missing in the other process.
    """
    whole = damage.path.read_bytes()
    if not damage.apply(whole):
        return "right", True
    try:
        return in_a_process(lambda: _CODES.index(ask())), in_a_process(lambda: 0 if find() else 1) == "right"
    finally:
        damage.path.write_bytes(whole)


def in_a_process(act: Callable[[], int]) -> Outcome:
    """Return the outcome whose place a function returns in a process of its own."""
    child = os.fork()
    if not child:
        sys.stdout = sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - till it ends
        code = len(_CODES)
        try:
            with guard.ending_if_damaged(lambda _: os._exit(_CODES.index("refused"))):
                code = act()
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    return _CODES[code] if 0 <= code < len(_CODES) else "crash"


class Asked:
    """Puts questions to a world, and compares the answers with the first ones."""

    def __init__(self, world: World, answers: dict[str, str] | None = None) -> None:
        self._world = world
        self.answers: dict[str, str] = answers or {}
        """Digests of the right answers."""
        for part, path in () if answers else world.files():
            key = self._key(part, path)
            if key not in self.answers:
                self.answers[key] = self._answer(part, path)

    def ask(self, part: Part, path: Path) -> Outcome:
        """Return what comes of asking what a file is read for."""
        try:
            answer = self._answer(part, path)
        except KgError:
            return "refused"
        except RuntimeError as error:  # told as ours by `kg.cli.main`
            if not str(error).startswith("Corruption"):
                raise
            return "refused"
        return "right" if answer == self.answers[self._key(part, path)] else "wrong"

    def find(self, part: Part, path: Path) -> bool:
        """Say whether `kg doctor` finds anything wrong, or refuses."""
        try:
            if part == "published dumps":
                return bool(examine_dumps([path.with_name(path.name.removesuffix(".sha256"))]))
            return bool(examine(self._world.store))
        except KgError:
            return True

    def _key(self, part: Part, path: Path) -> str:
        return path.name.removesuffix(".sha256") if part == "published dumps" else "store"

    def _answer(self, part: Part, path: Path) -> str:
        if part == "published dumps":  # as `kg load` reads one
            dump = path.with_name(path.name.removesuffix(".sha256"))
            require_stated(dump, digest_of_file(dump))
            return _digest(sorted(str(quad) for quad in read_rdf(dump)))
        engine = open_store(str(self._world.store))
        answers: list[object] = [engine.select(_PROLOGUE + query) for query in _QUERIES]
        with open_texts(self._world.store) as texts:
            answers += [texts.kept(), list(texts.search('"decides"')), texts.source("A/RES/99/2")]
        return _digest(answers)


def _digest(answer: object) -> str:
    return hashlib.sha256(repr(answer).encode()).hexdigest()


_PROLOGUE = (
    "PREFIX cp: <https://w3id.org/cpkg/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
)


def _sealed(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_file() and is_sealed(path.name))


def main() -> None:
    """Damage everything and print what came of it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--only", default="")
    given = parser.parse_args()
    guard.PATIENCE = _PATIENCE
    with tempfile.TemporaryDirectory(prefix="kg-corruption-") as folder:
        place = Path(folder)
        in_a_process(lambda: _prepare(place))
        world = World(place / "store", place / "dumps")
        asked = Asked(world, json.loads((place / _ANSWERS).read_text(encoding="utf-8")))
        counts, missed = _run(asked, world, given.every, given.only)
    _print(counts)
    for damage in missed:
        sys.stdout.write(f"MISSED {damage.path.name} {damage.kind} at {damage.start}\n")
    sys.exit(bool(missed))


def _prepare(place: Path) -> int:
    answers = Asked(make_world(place)).answers
    (place / _ANSWERS).write_text(json.dumps(answers), encoding="utf-8")
    return 0


def _run(asked: Asked, world: World, every: int, only: str) -> tuple[dict[str, Counter[str]], list[Damage]]:
    counts: dict[str, Counter[str]] = {}
    missed: list[Damage] = []
    began = time.monotonic()
    for part, path in world.files():
        if only and part != only:
            continue
        count = counts.setdefault(part, Counter())
        count["files"] += 1
        for damage in damages(path, every):
            outcome, found = try_damage(damage, lambda: asked.ask(part, path), lambda: asked.find(part, path))  # noqa: B023 - called at once
            count.update(["damages", outcome, "found" if found else "not found"])
            if not found and outcome != "refused":
                missed.append(damage)
                count["missed"] += 1
        sys.stderr.write(f"{time.monotonic() - began:6.0f} s  {path.name}: {dict(count)}\n")
    return counts, missed


def _print(counts: dict[str, Counter[str]]) -> None:
    columns = ("files", "damages", "refused", "right", "wrong", "crash", "found", "missed")
    sys.stdout.write(f"{'':20}" + "".join(f"{column:>10}" for column in columns) + "\n")
    for part, count in {**counts, "all": sum(counts.values(), Counter())}.items():
        sys.stdout.write(f"{part:20}" + "".join(f"{count[column]:10,}" for column in columns) + "\n")
    sys.stdout.write(f"{time.process_time() + sum(os.times()[2:4]):.0f} s of processor time\n")


if __name__ == "__main__":
    main()
