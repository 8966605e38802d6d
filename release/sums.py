"""Write the digests of a release's files, as `sha256sum --check` reads them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SUMS = "SHA256SUMS"


def write_sums(folder: Path) -> list[tuple[str, str]]:
    """Write `SHA256SUMS` for all other files of a folder, and return their names and digests."""
    sums = []
    for path in sorted(path for path in folder.iterdir() if path.name != SUMS):
        with path.open("rb") as file:
            sums.append((path.name, hashlib.file_digest(file, "sha256").hexdigest()))
    text = "".join(f"{digest}  {name}\n" for name, digest in sums)
    (folder / SUMS).write_text(text, encoding="utf-8")
    return sums
