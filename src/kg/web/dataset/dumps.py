"""The whole dataset as files, made once from the snapshot and the same bytes every time."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from kg.graph.portions.everything import quads_by_graph, quads_by_subject
from kg.graph.syntax.serialise import write_quads
from kg.pipeline.export import choose_all, mapping_table
from kg.system.temporary import TemporaryFolder

if TYPE_CHECKING:
    from pathlib import Path

    from kg.web.site import Site


@dataclass(frozen=True)
class Dump:
    """One file with the whole dataset."""

    file: str
    format: str
    media: str


DUMPS = (
    Dump("cpkg.nq.gz", "nq", "application/n-quads"),
    Dump("cpkg.trig.gz", "trig", "application/trig"),
    Dump("cpkg.jsonld.gz", "jsonld", "application/ld+json"),
)
MAPPINGS = Dump("cpkg.sssom.tsv.gz", "sssom", "text/tab-separated-values")
"""Every identifier of every thing as a table, which is no dump of the graph."""
FILES = (*DUMPS, MAPPINGS)
"""Everything that can be had as a file."""


class DumpFolder:
    """Dumps of one snapshot, each written when it is first asked for; they go with the process."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._held = TemporaryFolder("dumps")
        self._lock = Lock()

    def find(self, dump: Dump) -> Path | None:
        """Return the file of a dump, where it was written already."""
        path = self._held.path / dump.file
        return path if path.exists() else None

    def path(self, dump: Dump) -> Path:
        """Return the file of a dump."""
        path = self._held.path / dump.file
        with self._lock:
            if not path.exists():
                part = path.with_suffix(".part")
                write_dump(self._site, dump, part)
                part.rename(path)
        return path

    def digest(self, dump: Dump) -> str:
        """Return the SHA-256 of a dump, in hexadecimal digits."""
        with self.path(dump).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


def write_dump(site: Site, dump: Dump, path: Path) -> None:
    """Write the whole snapshot to a file: sorted, without the date and name that gzip would add."""
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as packed:
        if dump is MAPPINGS:
            packed.write(mapping_table(choose_all(site.engine)).text.encode())
            return
        walk = quads_by_graph if dump.format == "trig" else quads_by_subject
        quads = walk(site.engine.ox, lambda _done, _total: None)
        write_quads(quads, dump.format, packed)  # type: ignore[arg-type]  # a file of bytes
