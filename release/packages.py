"""Build the wheel and the source archive with hatchling, which writes the same bytes each time."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from kg.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

BUNDLE = "src/kg/web/static/bundle"
_EPOCH = "1580601600"
"""Seconds that archives bear as the time of each file; hatchling's own choice, 2 February 2020."""


def build_packages(root: Path, out: Path) -> None:
    """Write the wheel and the source archive of a checkout into a folder.

    Raises:
        InputError: where the bundle of the SPARQL editor is not built, or hatchling refuses.
    """
    if not (root / BUNDLE / "LICENSES.txt").is_file():
        raise InputError(
            "the bundle of the SPARQL editor is not built",
            where=str(root / BUNDLE),
            remedy="Run `make bundle`, which needs Node and npm",
        )
    command = [
        sys.executable,
        "-m",
        "hatchling",
        "build",
        "-d",
        str(out.resolve()),
        "-t",
        "sdist",
        "-t",
        "wheel",
    ]
    done = subprocess.run(  # noqa: S603, PLW1510 - our own command; its code is read below
        command, cwd=root, env={**os.environ, "SOURCE_DATE_EPOCH": _EPOCH}, capture_output=True, text=True
    )
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["no reason given"]
        raise InputError(f"hatchling failed: {said[-1]}", where=str(root), remedy="Mend pyproject.toml")
