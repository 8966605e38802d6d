"""Measure `kg ingest` on a folder of documents, and on the same documents again under other symbols.

    python -m benchmarks.ingest [--jobs N] [--documents N …] [--store STORE] [--scratch FOLDER] FOLDER

Each run ingests the first N documents into a copy of a built store that holds none. Where N is more than the
folder has, copies are made in the scratch folder in which each symbol is another: the number of its session
or year goes up by a hundred for each repetition. Prints a line of JSON for each run: documents, wall time,
processor time of parent and of workers, the most memory that each took, the sizes on disk, and milliseconds a
document, besides the milliseconds of a fixed piece of work (`yardstick_ms`), by which runs on machines that
are busy with other things can be compared. The parent's share stands for each quarter of a run too. Then the
whole catalogue of questions is asked of the store as it lies on the disk, each once with its default values.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.graph.questions.catalogue import Question
    from kg.graph.stores.remote import RemoteStore
    from kg.graph.stores.store import LocalStore

_YEARS = 100
_SYMBOL_RE = re.compile(
    r"(?P<organ>\b(?:A|S|E|A/HRC|E/CN\.\d+)/RES/)(?P<number>\d+)(?P<rest>/\d+| ?\((?P<year>\d{4})\))"
)


def main() -> None:
    """Run each size, in a process of its own."""
    given = _arguments()
    if given.worker:
        print(json.dumps(measure(given.store, given.folder, given.jobs)))
        return
    sizes = given.documents or [200, 400, 812]
    with tempfile.TemporaryDirectory(dir=given.scratch) as scratch:
        for size in sizes:
            folder, store = Path(scratch) / f"documents-{size}", Path(scratch) / f"store-{size}"
            for number, (name, text) in enumerate(_documents(given.folder, size)):
                target = folder / f"{number // 1000}" / name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text, encoding="utf-8")
            shutil.copytree(given.store.resolve(), store)
            command = [sys.executable, "-m", "benchmarks.ingest", "--worker", "--jobs", str(given.jobs)]
            command += ["--store", str(store), str(folder)]
            answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
            print(answer.stdout.strip(), flush=True)
            shutil.rmtree(store)
            shutil.rmtree(folder)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--documents", type=int, nargs="+")
    parser.add_argument("--store", type=Path, default=Path(".kg/store"))
    parser.add_argument("--scratch", type=Path)
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def _documents(folder: Path, count: int) -> Iterator[tuple[str, str]]:
    """Yield names and texts of documents, from the second round on under symbols that nobody has."""
    files = sorted(folder.rglob("*.xml"))
    for number in range(count):
        file, times = files[number % len(files)], number // len(files)
        text = file.read_text(encoding="utf-8")
        yield f"{times}-{file.name}", _renamed(text, times) if times else text


def _renamed(text: str, times: int) -> str:
    """Return a document in which every symbol of a resolution is that of another session or year."""

    def renamed(match: re.Match[str]) -> str:
        if match["year"]:
            rest = match["rest"].replace(match["year"], _later(match["year"], times))
            return f"{match['organ']}{match['number']}{rest}"
        return f"{match['organ']}{_later(match['number'], times)}{match['rest']}"

    return _SYMBOL_RE.sub(renamed, text)


def _later(number: str, times: int) -> str:
    return str(int(number) + _YEARS * times)


def measure(store: Path, folder: Path, jobs: int) -> dict[str, Any]:
    """Ingest a folder into a store, and return the figures."""
    from kg.pipeline.ingest import ingest
    from kg.resources import find_root

    started, marks = time.monotonic(), []
    yardstick = _yardstick()
    _, results = ingest([folder], store, shapes=find_root() / "shapes", jobs=jobs)
    documents, failed = 0, 0
    for one in results:
        documents += len(one.documents)
        failed += one.status == "failed"
        marks.append((documents, _processor_time()))
    wall = time.monotonic() - started
    own, theirs = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    parent, workers = own.ru_utime + own.ru_stime, theirs.ru_utime + theirs.ru_stime
    return {
        "documents": documents,
        "failed": failed,
        "jobs": jobs,
        "wall_s": round(wall, 1),
        "parent_cpu_s": round(parent, 1),
        "workers_cpu_s": round(workers, 1),
        "cpu_over_2_cores_s": round((parent + workers) / 2, 1),
        "cpu_ms_per_document": round((parent + workers) / max(documents, 1) * 1000, 1),
        "parent_peak_mb": own.ru_maxrss // 1024,
        "largest_worker_peak_mb": theirs.ru_maxrss // 1024,
        "store_mb": _megabytes(store),
        "texts_mb": round(store.with_name(store.name + ".texts.sqlite").stat().st_size / 1e6),
        "yardstick_ms": round((yardstick + _yardstick()) / 2, 1),
        "parent_ms_per_document_by_part": _by_part(marks),
        **_asked(store, jobs),
    }


def _asked(place: Path, jobs: int) -> dict[str, float]:
    """Return how long all questions of the catalogue take, in some processes."""
    from kg.graph.questions.catalogue import read_catalogue
    from kg.resources import find_root

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.monotonic()
    names = [question.id for question in read_catalogue(find_root())]
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        list(pool.map(partial(_ask, place), names))
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "questions": len(names),
        "questions_wall_s": round(time.monotonic() - started, 1),
        "questions_cpu_s": round(used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime, 1),
    }


def _ask(place: Path, name: str) -> None:
    from kg.graph.questions.catalogue import find_question
    from kg.pipeline.ask import answer, choose_values

    store, catalogue = _opened(place)
    question = find_question(catalogue, name)
    answer(store, question, choose_values(store, question, {}))


@cache
def _opened(place: Path) -> tuple[LocalStore | RemoteStore, list[Question]]:
    """Return a store and the catalogue, opened once a process."""
    from kg.graph.questions.catalogue import read_catalogue
    from kg.graph.stores.store import open_store
    from kg.resources import find_root

    return open_store(str(place)), read_catalogue(find_root())


def _processor_time() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _by_part(marks: list[tuple[int, float]]) -> list[float]:
    """Return the processor time of the parent a document, in each quarter of a run."""
    quarters = [marks[(len(marks) - 1) * n // 4] for n in range(5)]
    return [
        round((later[1] - earlier[1]) / max(later[0] - earlier[0], 1) * 1000, 1)
        for earlier, later in pairwise(quarters)
    ]


def _yardstick() -> float:
    """Return the milliseconds of processor time that sorting a million numbers as words takes."""
    started = time.process_time()
    sorted(map(str, range(1_000_000)))
    return (time.process_time() - started) * 1000


def _megabytes(folder: Path) -> int:
    return round(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6)


if __name__ == "__main__":
    main()
