"""Fuzz the text reader and the symbol parser, guided by the branches that an input reaches (atheris).

    python -m benchmarks.fuzz [--seconds 600] [--keep] [TARGET]...

runs each target for so many seconds (`tests/fuzz/targets.py` has them) and prints how many inputs were
tried, the branches reached, and each promise that broke, with an input that breaks it. With `--keep`, the
fewest inputs that reach all branches that were reached are written to `tests/cases/fuzz/TARGET.txt`, one a
line, which `tests/fuzz/test_replay.py` runs at every change; `--seconds 0 --keep` makes these files smaller,
and looks for nothing new. Needs `pip install atheris`, which is in no list of
requirements: it is for Linux and few versions of Python.
"""

from __future__ import annotations

import argparse
import json
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from dataclasses import dataclass
from pathlib import Path

from tests.fuzz.kept import read_inputs, write_inputs

CASES = Path(__file__).parent.parent / "tests" / "cases" / "fuzz"
TARGETS = ("plain", "marked", "html", "akn", "docx", "symbol")
MEMORY = 2048
"""MB of a fuzzing process: the instrumented package, the graph's names, and an input."""
SLOW = 30
"""Seconds that one input may take; far more than one does, for the clock runs on a busy machine too."""
LENGTH = 1500
"""Bytes of the longest input that is tried."""
KEPT = 100
"""Inputs of a target that are kept at most, beside what broke a promise."""
SEEDS = 12
"""Inputs at the head of each file, written by hand."""
_INSIDE = "--inside"
_RUNS_RE = re.compile(r"stat::number_of_executed_units:\s+(\d+)")
_COVERAGE_RE = re.compile(r"cov: (\d+) ft: (\d+)")


@dataclass
class Tally:
    """What came of one target."""

    runs: int = 0
    branches: int = 0
    features: int = 0


def main() -> None:
    """Run the targets that were asked for, one after another."""
    parser = argparse.ArgumentParser(description="Fuzz the text reader and the symbol parser.")
    parser.add_argument(
        "targets", nargs="*", metavar="TARGET", help=f"of {', '.join(TARGETS)} [default: all]"
    )
    parser.add_argument("--seconds", type=int, default=600, help="for each target")
    parser.add_argument(
        "--keep", action="store_true", help="write what reaches new branches to tests/cases/fuzz"
    )
    parser.add_argument("--folder", type=Path, help="for corpus and findings; a new one where none is given")
    given = parser.parse_args()
    if unknown := set(given.targets) - set(TARGETS):  # `choices` would hold the default against them, too
        parser.error(f"no target: {', '.join(sorted(unknown))}")
    folder = given.folder or Path(tempfile.mkdtemp(prefix="cpkg-fuzz-"))
    for target in given.targets or TARGETS:
        _fuzz(target, given.seconds, folder / target, keep=given.keep)


def _fuzz(target: str, seconds: int, folder: Path, *, keep: bool) -> None:
    corpus, findings = folder / "corpus", folder / "findings"
    for place in (corpus, findings):
        place.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(read_inputs(CASES / f"{target}.txt")):
        (corpus / f"kept-{number}").write_bytes(data)
    tally, began = Tally(), time.monotonic()
    while (left := int(seconds - (time.monotonic() - began))) > 0:
        _add(tally, _run(target, folder, f"-max_total_time={left}", str(corpus)))
    print(
        json.dumps(
            {
                "target": target,
                "seconds": seconds,
                "runs": tally.runs,
                "branches": tally.branches,
                "features": tally.features,
                "corpus": len(list(corpus.iterdir())),
                "broken": sorted(path.name for path in findings.glob("*.txt")),
                "slow or dead": sorted(path.name for path in folder.glob("*-*") if path.is_file()),
            }
        ),
        flush=True,
    )
    if keep:
        _keep(target, folder, corpus)


def _run(target: str, folder: Path, *arguments: str) -> str:
    """Run libFuzzer in a process of its own, which ends at an input that is too slow or takes too much."""
    command = [
        *(sys.executable, "-m", "benchmarks.fuzz", _INSIDE, target, str(folder), f"-rss_limit_mb={MEMORY}"),
        *(f"-timeout={SLOW}", f"-max_len={LENGTH}", "-print_final_stats=1", f"-artifact_prefix={folder}/"),
        *(f"-dict={CASES / 'words.dict'}", "-report_slow_units=5", *arguments),
    ]
    with (folder / "log").open("a", encoding="utf-8") as log:
        done = subprocess.run(  # noqa: S603 - our own module
            command, stderr=subprocess.PIPE, stdout=log, text=True, check=False, errors="replace"
        )
        log.write(done.stderr)
    return done.stderr


def _add(tally: Tally, log: str) -> None:
    tally.runs += sum(map(int, _RUNS_RE.findall(log)))
    for branches, features in _COVERAGE_RE.findall(log):
        tally.branches, tally.features = (
            max(tally.branches, int(branches)),
            max(tally.features, int(features)),
        )


def _keep(target: str, folder: Path, corpus: Path) -> None:
    """Write the seeds, all that broke a promise, and the fewest inputs that reach all branches."""
    place, fewest = CASES / f"{target}.txt", folder / "fewest"
    shutil.rmtree(fewest, ignore_errors=True)
    fewest.mkdir()
    _run(target, folder, "-set_cover_merge=1", str(fewest), str(corpus))
    found = sorted((path.read_bytes() for path in fewest.iterdir()), key=lambda data: (len(data), data))
    if not found:
        raise RuntimeError(f"{target}: nothing came of making the corpus smaller; see {folder / 'log'}")
    broke = [path.read_bytes() for path in sorted((folder / "findings").glob("*.bin"))]
    sample = found[:: max(-(-len(found) // KEPT), 1)]
    write_inputs(place, [*read_inputs(place)[:SEEDS], *broke, *sample])


def _inside(target: str, folder: Path, arguments: list[str]) -> None:
    """Be the process that libFuzzer runs in."""
    import atheris  # type: ignore[import-not-found,import-untyped,unused-ignore]  # in no list of requirements

    with atheris.instrument_imports(include=["kg"]):
        from tests.fuzz.targets import TARGETS as FUNCTIONS
        from tests.fuzz.targets import extractor
    run, findings = FUNCTIONS[target], folder / "findings"
    extractor()

    def test(data: bytes) -> None:
        try:
            run(data)
        except Exception as error:  # noqa: BLE001 - whatever breaks is what is looked for
            _note(error, data, findings)

    # what stands first is what libFuzzer calls where it needs a further process, as it does to merge
    again = " ".join([sys.executable, "-m", "benchmarks.fuzz", _INSIDE, target, shlex.quote(str(folder))])
    atheris.Setup([again, *arguments], test)
    atheris.Fuzz()


def _note(error: Exception, data: bytes, findings: Path) -> None:
    """Write a broken promise down once for each place that breaks it, with the shortest input."""
    frames = [
        one
        for one in traceback.extract_tb(error.__traceback__)
        if "/kg/" in one.filename or "/fuzz/" in one.filename
    ]
    last = frames[-1]
    words = re.sub(r"[^a-z ]", "", str(error).lower())[:30].strip().replace(" ", "-")
    name = f"{type(error).__name__}-{Path(last.filename).stem}-{last.lineno}" + (
        f"-{words}" if "targets" in last.filename else ""
    )
    place = findings / f"{name}.bin"
    if not place.exists() or len(data) < place.stat().st_size:
        place.write_bytes(data)
        place.with_suffix(".txt").write_text("".join(traceback.format_exception(error)), encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:2] == [_INSIDE]:
        _inside(sys.argv[2], Path(sys.argv[3]), sys.argv[4:])
    else:
        main()
