"""Run the tests as `make test` does, many times, each time in another order, and tell what failed.

    python -m benchmarks.shuffled [--runs 20] [--seed N] [--first-failure] [--workers auto] [TEST…]

The order is pytest-randomly's: modules are shuffled, and the tests in each. A seed settles it, for all
workers alike; the first is drawn where none is given, and each further run takes the next. Every run has
a line, and a run that failed says how to repeat it and where its whole output is. A table closes the report.
The exit code is 1 where a run failed.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from secrets import randbelow
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).resolve().parent.parent
_SEEDS = 2**31
_COUNT_RE = re.compile(r"(\d+) (passed|skipped|failed|errors?)\b")
_FAILED_RE = re.compile(r"^(?:FAILED|ERROR) .+$", re.MULTILINE)  # of the summary, not "= ERRORS ="


@dataclass(frozen=True)
class Run:
    """What came of all tests in one order."""

    seed: int
    code: int
    """The exit code of pytest: 0 where all passed."""
    passed: int
    skipped: int
    failed: tuple[str, ...]
    """The lines of the summary that name a test, and pytest's word on why."""
    seconds: float
    output: str

    @property
    def line(self) -> str:
        """Return the run in one line."""
        told = f"{self.passed} passed, {self.skipped} skipped, {len(self.failed)} failed"
        return f"seed {self.seed}: {told}, exit code {self.code}, {self.seconds:.0f} s"


def run_shuffled(seeds: Sequence[int], tests: Sequence[str], *, workers: str) -> Iterator[Run]:
    """Yield what comes of the tests in the order of each seed; of all tests where none is named."""
    for seed in seeds:
        begun = time.monotonic()
        done = subprocess.run(  # noqa: S603 - pytest, with what the caller named
            command(seed, tests, workers=workers),
            cwd=ROOT,
            env=os.environ | {"PYTHONDONTWRITEBYTECODE": "", "COLUMNS": "200"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        yield read_run(seed, done.returncode, done.stdout, time.monotonic() - begun)


def command(seed: int, tests: Sequence[str], *, workers: str) -> list[str]:
    """Return the command of one run.

    >>> command(7, ["tests/test_words.py"], workers="2")[3:]
    ['-p', 'pytest_randomly', '--randomly-seed=7', '-n', '2', '--dist', 'worksteal', 'tests/test_words.py']
    """
    order = ["-p", "pytest_randomly", f"--randomly-seed={seed}"]
    return [sys.executable, "-m", "pytest", *order, "-n", workers, "--dist", "worksteal", *tests]


def read_run(seed: int, code: int, output: str, seconds: float) -> Run:
    r"""Return what pytest's output says of a run.

    >>> read_run(7, 1, "FAILED a.py::b - assert 0\n== 1 failed, 2 passed, 3 skipped in 1.00s ==", 1).line
    'seed 7: 2 passed, 3 skipped, 1 failed, exit code 1, 1 s'
    """
    last = output.rstrip().rpartition("\n")[2]
    counts = {kind: int(number) for number, kind in _COUNT_RE.findall(last)}
    failed = tuple(_FAILED_RE.findall(output))
    return Run(seed, code, counts.get("passed", 0), counts.get("skipped", 0), failed, seconds, output)


def table(runs: Sequence[Run]) -> str:
    """Return the runs as a table in Markdown."""
    rows = [
        f"| {run.seed} | {run.passed} | {run.skipped} | {'; '.join(run.failed) or '0'} | {run.seconds:.0f} |"
        for run in runs
    ]
    return "\n".join(["| seed | passed | skipped | failed | seconds |", "|---|---|---|---|---|", *rows])


def main() -> int:
    """Run what the command line asks for; return 1 where a run failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.shuffled")
    parser.add_argument("tests", nargs="*", metavar="TEST", help="files, folders or names of tests")
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--seed", type=int, help="of the first run; the others take those after it")
    parser.add_argument("--first-failure", action="store_true", help="stop after the first run that failed")
    parser.add_argument("--workers", default="auto", help="as pytest's -n takes it")
    given = parser.parse_args()
    first = randbelow(_SEEDS) if given.seed is None else given.seed
    runs: list[Run] = []
    for run in run_shuffled(range(first, first + given.runs), given.tests, workers=given.workers):
        runs.append(run)
        print(f"{len(runs)}/{given.runs} {run.line}", flush=True)
        if run.code:
            _tell_failure(run, given.tests, workers=given.workers)
            if given.first_failure:
                break
    print(f"\n{table(runs)}")
    return int(any(run.code for run in runs))


def _tell_failure(run: Run, tests: Sequence[str], *, workers: str) -> None:
    """Print what failed, where the output is kept, and how to repeat it."""
    for failed in run.failed:
        print(f"  {failed}")
    with tempfile.NamedTemporaryFile(
        "w", prefix=f"shuffled-{run.seed}-", suffix=".txt", delete=False, encoding="utf-8"
    ) as kept:
        kept.write(run.output)
    print(f"  output: {kept.name}")
    print(f"  repeat: {shlex.join(command(run.seed, tests, workers=workers))}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
