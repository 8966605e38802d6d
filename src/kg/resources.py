"""Where the project's own folders are: a checkout, or the copy inside an installed wheel."""

from __future__ import annotations

import os
from pathlib import Path

from kg.errors import InputError

FOLDERS = ("ontology", "shapes", "queries", "data")


def find_root() -> Path:
    """Return the folder that holds `ontology/ shapes/ queries/ data/`.

    `$KG_HOME` goes first, then the checkout this package runs from, then the wheel's own copy.

    Raises:
        InputError: where none of them has the four folders.
    """
    package = Path(__file__).resolve().parent
    named = os.environ.get("KG_HOME")
    candidates = [Path(named)] if named else [package.parent.parent, package / "resources"]
    for candidate in candidates:
        if all((candidate / folder).is_dir() for folder in FOLDERS):
            return candidate
    raise InputError(
        "no folder with ontology/, shapes/, queries/ and data/ found",
        where=str(candidates[0]),
        remedy="Set KG_HOME to a checkout of cpkg, or install the package again",
    )
