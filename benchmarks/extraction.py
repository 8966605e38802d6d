"""Measure how fast `kg extract` reads official documents, and the memory its workers take.

Run `python -m benchmarks.extraction FOLDER...`; without a folder, `../shared/corpus/akn` is read.
"""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

AKN = Path(__file__).parent.parent.parent / "shared" / "corpus" / "akn"
_WORD_RE = re.compile(r"\w+")


def main(folders: list[Path]) -> None:
    """Print, for each folder, documents a second, the ratio to finding the words, and the peak memory."""
    for folder in folders:
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        words = _words(files)
        few = _extract(files[:: max(len(files) // 100, 1)])
        seconds, peak = _extract(files)
        row = {
            "folder": folder.name,
            "documents": len(files),
            "jobs": 2,
            "seconds": round(seconds, 1),
            "documents a second": round(len(files) / seconds, 1),
            "times finding the words": round(seconds / words, 1),
            "peak MB of a process": round(peak / 1024),
            "peak MB on a hundred": round(few[1] / 1024),
        }
        print(json.dumps(row))


def _words(files: list[Path]) -> float:
    """Return the seconds that it takes to find the words of all files, one after the other."""
    started = time.perf_counter()
    for path in files:
        _WORD_RE.findall(path.read_text(encoding="utf-8"))
    return time.perf_counter() - started


def _extract(files: list[Path]) -> tuple[float, int]:
    """Return the seconds of one run with two workers, and the peak memory of a process in kB."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "kg", "extract", "--out", folder, "--jobs", "2", *map(str, files)]
        started = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own command
        seconds = time.perf_counter() - started
    return seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]] or [AKN])
