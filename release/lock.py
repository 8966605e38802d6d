"""Read lock files: `requirements*.txt` of Python packages, `package-lock.json` of what the browser gets."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from packaging.requirements import Requirement

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_HASH_RE = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_HEADING_RE = re.compile(r"^=+\n(?P<name>\S+) (?P<version>\S+) \((?P<licence>[^)\n]+)\)\n=+$", re.MULTILINE)
"""How the bundle's LICENSES.txt announces each package; a line of text inside a licence has no such rules."""


@dataclass(frozen=True)
class Locked:
    """One package at one version."""

    name: str
    version: str
    hashes: tuple[str, ...]
    """SHA-256 of each of its files for Python, SHA-512 of the one file for npm; hexadecimal digits."""
    everywhere: bool
    """False where only some systems need it."""


@dataclass(frozen=True)
class Bundled:
    """A package from npm whose code is in the bundle."""

    name: str
    version: str
    licence: str
    sha512: str


def read_requirements(path: Path) -> list[Locked]:
    """Return the packages of a lock file for pip, in its order."""
    found = []
    for line in _logical_lines(path.read_text(encoding="utf-8")):
        requirement = Requirement(line.partition("--hash")[0].strip())
        (pinned,) = requirement.specifier
        hashes = tuple(_HASH_RE.findall(line))
        found.append(Locked(requirement.name, pinned.version, hashes, requirement.marker is None))
    return found


def read_bundle(bundle: Path, lock: Path) -> list[Bundled]:
    """Return the packages whose code is in the bundle, with their digests from npm's lock file."""
    packages = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    digests = {
        (place.rpartition("node_modules/")[2], entry["version"]): entry["integrity"]
        for place, entry in packages.items()
        if "integrity" in entry
    }
    text = (bundle / "LICENSES.txt").read_text(encoding="utf-8")
    return [
        Bundled(m["name"], m["version"], m["licence"], _hexadecimal(digests[m["name"], m["version"]]))
        for m in _HEADING_RE.finditer(text)
    ]


def _logical_lines(text: str) -> Iterator[str]:
    for line in text.replace("\\\n", " ").splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            yield line


def _hexadecimal(integrity: str) -> str:
    return base64.b64decode(integrity.removeprefix("sha512-")).hex()
