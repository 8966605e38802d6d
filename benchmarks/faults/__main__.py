"""Break commands on purpose, and print what was found.

    python -m benchmarks.faults [--command NAME]… [--kills 100] [--points 20] [--seed N]
        [--papers DIR [--documents 36]]

Each command is killed with all that it started, at moments spread evenly over its run; every fifth time it is
run again to its end. Then, in a mount namespace of its own, the disk that it writes to is made too small at
several points, and read-only. A fault is whatever is not old or new and whole, or is left lying about. Exit
code 1 where there is one.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.faults import full_disk
from benchmarks.faults.kills import COLUMNS, kill_often
from benchmarks.faults.scenes import FILLED, KILLED, Ingesting

if TYPE_CHECKING:
    from collections.abc import Iterable


def main() -> None:
    """Run what is asked for."""
    given = _parser().parse_args()
    faults: list[str] = []
    if given.kills:
        faults += _kill(given)
    if given.points:
        faults += full_disk.run_in_namespace(given.command or [scene.name for scene in FILLED], given.points)
    sys.exit(bool(faults))


def _kill(given: argparse.Namespace) -> list[str]:
    print(_line(COLUMNS), _line("---" for _ in COLUMNS), sep="\n", flush=True)
    faults = []
    for kind in KILLED:
        if given.command and kind.name not in given.command:
            continue
        with tempfile.TemporaryDirectory(prefix="cpkg-faults-") as folder:
            place = Path(folder)
            scene = kind(place, _some(given.papers, given.documents)) if kind is Ingesting else kind(place)
            try:
                scene.begin()
                tally = kill_often(
                    scene, kills=given.kills, seed=given.seed, every=given.every, whole_group=not given.lone
                )
            finally:
                scene.close()
        print(_line(tally.row), flush=True)
        for fault in tally.faults:
            print(f"  {scene.name}: {fault}", file=sys.stderr, flush=True)
        faults += tally.faults
    return faults


def _some(folder: Path | None, most: int) -> list[Path]:
    """Return so many of the files under a folder, small ones and large ones."""
    files = (path for path in folder.rglob("*") if path.is_file()) if folder else ()
    found = sorted(files, key=lambda path: (path.stat().st_size, path.name))
    return found[:: max(-(-len(found) // most), 1)]


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.faults",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    names = sorted({scene.name for scene in (*KILLED, *FILLED)})
    parser.add_argument("--command", action="append", choices=names, help="these only [default: all]")
    parser.add_argument("--kills", type=int, default=100, help="kills of each command [default: 100]")
    parser.add_argument("--every", type=int, default=5, help="kills after which it is run again [default: 5]")
    parser.add_argument("--lone", action="store_true", help="kill the process alone, not what it started")
    parser.add_argument("--points", type=int, default=20, help="sizes of a full disk [default: 20]")
    parser.add_argument("--seed", type=int, default=1, help="seed of the moments [default: 1]")
    parser.add_argument("--papers", type=Path, help="folder of documents, of which some are ingested too")
    parser.add_argument("--documents", type=int, default=36, help="how many of them [default: 36]")
    return parser


if __name__ == "__main__":
    main()
