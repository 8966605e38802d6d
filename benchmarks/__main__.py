"""Run every benchmark that needs no documents but the project's own, and keep what they print.

    python -m benchmarks [STORE] [--corpus DIR] [--only NAME]… [--out docs/benchmarks.md]

Each is a program of its own, which measures ours and its peers in one run; this one runs them one after
another and writes what they say into one page, with the machine and the day. With a folder of official
documents in Akoma Ntoso, ingestion and extraction are measured too.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from kg import __version__


@dataclass(frozen=True)
class Benchmark:
    """One program: its module, what it shows, its arguments, in which `STORE` and `CORPUS` are filled in."""

    name: str
    title: str
    arguments: tuple[str, ...] = ()


BENCHMARKS = (
    Benchmark("basics", "Start, build, inference, questions"),
    Benchmark("engines", "Loading, asking and searching, beside rdflib and plain SPARQL", ("STORE",)),
    Benchmark("questions", "The whole catalogue", ("STORE",)),
    Benchmark("validation", "Validation beside pySHACL, and reasoning"),
    Benchmark("networks", "Networks", ("STORE",)),
    Benchmark("stores", "Pushing to Oxigraph's server and Virtuoso, and asking there", ("STORE", "--once")),
    Benchmark(
        "endpoint",
        "Serving, beside Oxigraph's server and rdflib-endpoint",
        ("STORE", "--seconds", "8", "--peers"),
    ),
    Benchmark("extraction", "Extraction", ("CORPUS",)),
    Benchmark("ingest", "Ingestion", ("CORPUS",)),
)


def main() -> None:
    """Run what is asked for, and write the page."""
    given = _parser().parse_args()
    parts = [_head()]
    for one in BENCHMARKS:
        if (given.only and one.name not in given.only) or ("CORPUS" in one.arguments and not given.corpus):
            continue
        said = _run(one, given.store, given.corpus)
        parts.append(_section(one, said))
    if given.out:
        given.out.write_text("\n".join(parts), encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("store", nargs="?", default=".kg/store", help="store to measure on")
    parser.add_argument("--corpus", help="folder of official documents in Akoma Ntoso")
    parser.add_argument("--only", action="append", choices=[one.name for one in BENCHMARKS])
    parser.add_argument("--out", type=Path, help="page to write, Markdown")
    return parser


def _run(one: Benchmark, store: str, corpus: str | None) -> str:
    """Run one benchmark, show what it prints as it comes, and return it."""
    places = {"STORE": store, "CORPUS": corpus or ""}
    command = [sys.executable, "-m", f"benchmarks.{one.name}", *(places.get(a, a) for a in one.arguments)]
    print(f"\n== {one.title}", flush=True)
    lines = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own
        assert process.stdout is not None  # noqa: S101 - it is a pipe
        for line in process.stdout:
            sys.stdout.write(line)
            sys.stdout.flush()
            lines.append(line)
    if process.returncode:
        lines.append(f"(ended with code {process.returncode})\n")
    return "".join(lines)


def _head() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    tools = ", ".join(
        f"{name} {version(name)}" for name in ("pyoxigraph", "rdflib", "pyshacl", "SPARQLWrapper")
    )
    return (
        "# Benchmarks\n\n"
        f"Written by `make bench` on {datetime.now(UTC):%Y-%m-%d}: cpkg {__version__}, {tools}, "
        f"Python {platform.python_version()}, {platform.system()} on {platform.machine()}, "
        f"{os.cpu_count()} cores, {memory:.0f} GiB. Ours and its peers ran one after the other; "
        "ratios travel better than seconds.\n"
    )


def _section(one: Benchmark, said: str) -> str:
    arguments = " ".join(one.arguments)
    command = f"`python -m benchmarks.{one.name}{' ' if arguments else ''}{arguments}`"
    body = said if "|---" in said else f"```text\n{said}```\n"
    return f"## {one.title}\n\n{command}\n\n{body}"


if __name__ == "__main__":
    main()
