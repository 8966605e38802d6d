"""The official texts of ingested documents and their full-text index: an SQLite database beside the store.

Texts enter the user's own store only, never the published graph. Beside each document's text lie all its
extracted quads, so that what curated data hold back can be reviewed, and a lost graph be written again.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg import __version__
from kg.errors import InputError
from kg.graph.ingested.entries import Kept, unpack_quads
from kg.graph.stores.seal import (
    DOCTOR,
    begin_writing,
    find_changes,
    find_damage,
    read_seal,
    seal_file,
    seal_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    import pyoxigraph as ox

    from kg.graph.ingested.entries import Entry, ProvisionRow

_SUFFIX = ".texts.sqlite"
_VERSION = 1
_REMEDIES = {
    "locked": "Wait for the other kg command to end",
    "is full": "Its disk is full: free space there",
    "disk I/O error": "Its disk is full or fails: free space there, and check it",
    "readonly": "Its disk or folder may only be read: change its rights",
    "unable to open": "Check the folder, its rights and its free space",
}
"""What to do, by words of SQLite."""
_WAIT = 30.0
"""Seconds to wait for another process that writes."""
_SCHEMA = """
CREATE TABLE documents (
  id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, sha256 TEXT NOT NULL, file TEXT NOT NULL,
  media_type TEXT NOT NULL, version TEXT NOT NULL, read_at TEXT NOT NULL,
  title TEXT, body TEXT, adopted TEXT, source BLOB NOT NULL, quads BLOB NOT NULL
);
CREATE TABLE provisions (
  id INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
  ident TEXT NOT NULL, place TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL, pieces TEXT NOT NULL
);
CREATE INDEX provisions_of ON provisions (document);
CREATE TABLE files (sha256 TEXT PRIMARY KEY, version TEXT NOT NULL, documents TEXT NOT NULL);
CREATE VIRTUAL TABLE words USING fts5 (
  text, content='provisions', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2'
);
CREATE TRIGGER provision_added AFTER INSERT ON provisions BEGIN
  INSERT INTO words (rowid, text) VALUES (new.id, new.text);
END;
CREATE TRIGGER provision_removed AFTER DELETE ON provisions BEGIN
  INSERT INTO words (words, rowid, text) VALUES ('delete', old.id, old.text);
END;
"""

_HITS = """SELECT d.path, p.ident, p.place, coalesce(d.title, ''), coalesce(d.adopted, ''),
  snippet(words, 0, '**', '**', '…', 24), bm25(words) AS score
FROM words JOIN provisions p ON p.id = words.rowid JOIN documents d ON d.id = p.document
WHERE {conditions} ORDER BY score, d.path, p.id"""
"""The conditions are written here; the values are bound."""


@dataclass(frozen=True)
class Hit:
    """A provision or footnote in which searched words stand."""

    document: str
    ident: str
    """Id in the document; with `document` the path of the provision."""
    place: str
    title: str
    adopted: str
    snippet: str
    score: float
    """bm25, the lower the better."""


def texts_path(store: Path) -> Path:
    """Return the place of the texts of a store: beside the link or folder by which the user names it."""
    return store.with_name(store.name + _SUFFIX)


@contextlib.contextmanager
def open_texts(store: Path, *, write: bool = False) -> Iterator[Texts]:
    """Open the texts of a store; for writing they are made where there are none.

    Raises:
        InputError: where there are none to read, or they are damaged or of another version.
    """
    path = texts_path(store)
    if not write and not path.is_file() and not seal_of(path).is_file():
        raise InputError(
            "no documents are ingested here", where=str(path), remedy="Ingest some with `kg ingest`"
        )
    with (
        _sealed(path, write=write),
        _understood(path),
        contextlib.closing(_connect(path, write=write)) as database,
    ):
        yield Texts(database, path)


@contextlib.contextmanager
def _sealed(path: Path, *, write: bool) -> Iterator[None]:
    """Compare the texts with their seal, all bytes before they are written to, and seal them afterwards.

    Raises:
        InputError: where they differ.
    """
    path = path.resolve()
    place = seal_of(path)
    seal = read_seal(place)
    if seal:
        found = find_damage(place, seal, lambda _: None) if write else find_changes(place, seal)
        if found and read_seal(place) == seal:  # else another command writes
            raise InputError(found[0].what, where=str(path), remedy=DOCTOR)
    if not write:
        yield
        return
    begin_writing(place, seal)
    try:
        yield
    finally:
        with contextlib.suppress(InputError, OSError):  # `kg doctor` says so of texts without their seal
            seal_file(path)


def _connect(path: Path, *, write: bool) -> sqlite3.Connection:
    mode = "rwc" if write else "rw"  # who reads may have to roll back first what a kill left half written
    database = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=_WAIT, isolation_level=None,
        check_same_thread=False,
    )  # fmt: skip
    try:
        database.execute("PRAGMA foreign_keys = ON")
        database.execute(f"PRAGMA query_only = {'OFF' if write else 'ON'}")
        found = database.execute("PRAGMA user_version").fetchone()[0]
        if found == 0 and write:
            database.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} PRAGMA user_version = {_VERSION}; COMMIT;")
        else:
            _require_version(found, path)
    except BaseException:
        database.close()
        raise
    return database


def _require_version(found: int, path: Path) -> None:
    if found != _VERSION:
        raise InputError(
            "the texts were written by another version of cpkg",
            where=str(path),
            remedy="Move the file away and ingest the documents again",
        )


@contextlib.contextmanager
def _understood(path: Path) -> Iterator[None]:
    """Turn what SQLite raises into one error."""
    try:
        yield
    except (sqlite3.Error, zlib.error) as error:
        remedy = f"{DOCTOR}; the graph is not touched"
        for words, instead in _REMEDIES.items():
            if words in str(error):
                remedy = instead
        raise InputError(f"the texts cannot be used ({error})", where=str(path), remedy=remedy) from error


class Texts:
    """The database, opened."""

    def __init__(self, database: sqlite3.Connection, path: Path) -> None:
        self._database = database
        self.path = path

    def kept(self) -> dict[str, Kept]:
        """Return what is kept, by path of the document."""
        rows = self._database.execute("SELECT path, sha256, file, read_at FROM documents ORDER BY path")
        return {row[0]: Kept(*row) for row in rows}

    def files(self) -> dict[str, tuple[str, tuple[str, ...]]]:
        """Return by digest each file that was ingested: the version that read it, and its documents."""
        rows = self._database.execute("SELECT sha256, version, documents FROM files")
        return {sha256: (version, tuple(json.loads(documents))) for sha256, version, documents in rows}

    def put(self, entries: Iterable[Entry], files: Iterable[tuple[str, Sequence[str]]] = ()) -> None:
        """Keep documents in place of those of their paths, and note files as done, in one transaction.

        A file is given by its digest, with its documents, all of which are kept.
        """
        rows = [(sha256, __version__, json.dumps(documents)) for sha256, documents in files]
        with self._transaction():
            for entry in entries:
                self._put(entry)
            self._database.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?)", rows)

    def _put(self, entry: Entry) -> None:
        kept = entry.kept
        self._database.execute("DELETE FROM documents WHERE path = ?", (kept.path,))
        cursor = self._database.execute(
            "INSERT INTO documents (path, sha256, file, media_type, version, read_at, title, body,"
            " adopted, source, quads) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (kept.path, kept.sha256, kept.file, entry.media_type, entry.version, kept.read_at, entry.title,
             entry.body, entry.adopted, entry.source, entry.quads),
        )  # fmt: skip
        self._database.executemany(
            'INSERT INTO provisions (document, ident, place, kind, text, start, "end", pieces)'
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            ((cursor.lastrowid, *row) for row in entry.provisions),
        )

    def quads(self, path: str) -> list[ox.Quad]:
        """Return all that was extracted of a document, whatever of it stands in the store.

        Raises:
            InputError: where it is not kept.
        """
        row = self._database.execute("SELECT quads FROM documents WHERE path = ?", (path,)).fetchone()
        if row is None:
            raise _not_ingested(path, self.path)
        return unpack_quads(row[0])

    def source(self, path: str) -> str:
        """Return the decoded text that a document was extracted from.

        Raises:
            InputError: where it is not kept.
        """
        row = self._database.execute("SELECT source FROM documents WHERE path = ?", (path,)).fetchone()
        if row is None:
            raise _not_ingested(path, self.path)
        return zlib.decompress(row[0]).decode("utf-8", "surrogatepass")

    def passages(self, path: str) -> list[tuple[str, str, str]]:
        """Return id, kind and text of each provision and footnote of a document, in order."""
        rows = self._database.execute(
            "SELECT p.ident, p.kind, p.text FROM provisions p JOIN documents d ON d.id = p.document"
            " WHERE d.path = ? ORDER BY p.id",
            (path,),
        )
        return [tuple(row) for row in rows]

    def provisions(self, path: str) -> list[ProvisionRow]:
        """Return the rows of the provisions and footnotes of a document, in order."""
        rows = self._database.execute(
            'SELECT p.ident, p.place, p.kind, p.text, p.start, p."end", p.pieces'
            " FROM provisions p JOIN documents d ON d.id = p.document WHERE d.path = ? ORDER BY p.id",
            (path,),
        )
        return [tuple(row) for row in rows]

    def media_type(self, path: str) -> str:
        """Return the media type of the file that a document was read from; `` where it is not kept."""
        row = self._database.execute("SELECT media_type FROM documents WHERE path = ?", (path,)).fetchone()
        return str(row[0]) if row else ""

    def search(
        self,
        match: str,
        *,
        body: str | None = None,
        kind: str | None = None,
        since: int | None = None,
        until: int | None = None,
    ) -> Iterator[Hit]:
        """Yield the hits of a full-text query, best first; `match` is in the language of FTS5."""
        wanted = {
            "d.body = ?": body,
            "p.kind = ?": kind,
            "substr(d.adopted, 1, 4) >= ?": None if since is None else f"{since:04}",
            "substr(d.adopted, 1, 4) <= ?": None if until is None else f"{until:04}",
        }
        given = {condition: value for condition, value in wanted.items() if value is not None}
        conditions = " AND ".join(["words MATCH ?", *given])
        rows = self._database.execute(_HITS.format(conditions=conditions), (match, *given.values()))
        for row in rows:
            yield Hit(*row)

    def bodies(self) -> list[str]:
        """Return the keys of the bodies whose documents are kept."""
        rows = self._database.execute(
            "SELECT DISTINCT body FROM documents WHERE body IS NOT NULL ORDER BY body"
        )
        return [row[0] for row in rows]

    def mend_index(self) -> bool:
        """Make the full-text index anew where it does not have as many texts as are kept; say whether so.

        A kill leaves no such index, as SQLite writes both or neither. Comparing every word would take the
        longer the more is kept, before each ingest.
        """
        is_short = self.is_index_short()
        if is_short:
            self._database.execute("INSERT INTO words (words) VALUES ('rebuild')")
        return is_short

    def require_sound(self) -> None:
        """Read all that is kept.

        Raises:
            InputError: where something of it cannot be read.
        """
        found = self._database.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if found != "ok":
            raise InputError(f"the texts are damaged ({found})", where=str(self.path), remedy=DOCTOR)
        for path in self.kept():
            self.source(path)
            self.quads(path)

    def is_index_short(self) -> bool:
        """Say whether the full-text index has another number of texts than are kept."""
        kept, indexed = self._database.execute(
            "SELECT (SELECT count(*) FROM provisions), (SELECT count(*) FROM words_docsize)"
        ).fetchone()
        return bool(kept != indexed)

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        self._database.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._database.execute("COMMIT")
        except BaseException:
            if self._database.in_transaction:  # what a full disk ends, SQLite undoes by itself
                self._database.execute("ROLLBACK")
            raise


def _not_ingested(path: str, where: Path) -> InputError:
    return InputError(f"{path} is not ingested", where=str(where), remedy="Ingest it with `kg ingest`")
