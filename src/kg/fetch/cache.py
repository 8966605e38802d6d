"""Keep what was fetched: contents by their digest, and for each address what it last sent.

<folder>/content/ab/abcdef…      the bytes, named by their sha256
<folder>/index/<name>.json       address asked, address that sent, digest, ETag, Last-Modified
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from kg.errors import InputError, why_unwritable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DEFAULT_CACHE = ".kg/cache"

_NAME_RE = re.compile(r"[^A-Za-z0-9.]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """What an address last sent."""

    asked: str
    url: str
    sha256: str
    fetched: str
    etag: str | None = None
    last_modified: str | None = None


class Cache:
    """A folder of documents; several commands may use it at once."""

    def __init__(self, folder: Path, write: Callable[[Path, bytes], None]) -> None:
        self.folder = folder
        self._write = write
        """Writes a file whole or not at all."""

    def find(self, asked: str) -> tuple[Entry, bytes] | None:
        """Return what an address last sent, or None; a damaged entry counts as none."""
        try:
            entry = Entry(**json.loads(self._index(asked).read_bytes()))
            body = self._content(entry.sha256).read_bytes()
        except (OSError, ValueError, TypeError):
            return None
        return (entry, body) if hashlib.sha256(body).hexdigest() == entry.sha256 else None

    def keep(
        self, asked: str, url: str, body: bytes, *, etag: str | None = None, last_modified: str | None = None
    ) -> Entry:
        """Keep what an address sent, the content before the entry that names it.

        Raises:
            InputError: where the folder cannot be written.
        """
        entry = Entry(
            asked=asked,
            url=url,
            sha256=hashlib.sha256(body).hexdigest(),
            fetched=datetime.now(UTC).isoformat(timespec="seconds"),
            etag=etag,
            last_modified=last_modified,
        )
        self._put(self._content(entry.sha256), body)
        self._put(self._index(asked), json.dumps(asdict(entry), indent=2).encode())
        return entry

    def _put(self, path: Path, data: bytes) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            why, remedy = why_unwritable(error, else_="Name another folder with --cache")
            what = f"cannot hold the cache ({why})"
            raise InputError(what, where=str(self.folder), remedy=remedy) from error
        self._write(path, data)

    def _content(self, sha256: str) -> Path:
        return self.folder / "content" / sha256[:2] / sha256

    def _index(self, asked: str) -> Path:
        """Return the file of an address: its end for readers, and a digest that tells it from all others."""
        readable = _NAME_RE.sub("-", asked)[-60:].strip("-.")
        return self.folder / "index" / f"{readable}-{hashlib.sha256(asked.encode()).hexdigest()[:16]}.json"
