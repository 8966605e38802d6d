"""Find things by words and names: a full-text index of the snapshot, in memory.

Names, other names, symbols, headings and our summaries are indexed with English endings cut off (FTS5's
porter). Names stand in a second index as they are, for suggestions while somebody types.
"""

from __future__ import annotations

import difflib
import re
import sqlite3
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.graph.lookup.names import name_key
from kg.namespaces import SDG, compact
from kg.web.pages.shown import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.web.lookup import Lookup

KINDS: dict[str, tuple[str, str, str]] = {
    "treaty": ("cp:Treaty", "Treaties", "treaty"),
    "declaration": ("cp:Declaration", "Declarations", "declaration"),
    "resolution": ("cp:Resolution", "Resolutions", "resolution"),
    "general-comment": ("cp:GeneralComment", "General comments", "general comment"),
    "report": ("cp:Report", "Reports", "report"),
    "draft": ("cp:DraftResolution", "Drafts", "draft"),
    "instrument": ("cp:Instrument", "Other texts", "text"),
    "provision": ("cp:Provision", "Paragraphs and articles", "provision"),
    "state": ("cp:State", "States", "State"),
    "body": ("cp:Body", "Bodies", "body"),
    "mandate": ("cp:Mandate", "Mandates", "mandate"),
    "programme": ("cp:Programme", "Programmes", "programme"),
    "initiative": ("cp:Initiative", "Initiatives", "initiative"),
    "group": ("cp:AgentGroup", "Groups", "group"),
    "agent": ("cp:Agent", "Others who act", "actor"),
    "term": ("cp:Term", "Terms", "term"),
    "theme": ("cp:Theme", "Themes", "theme"),
    "act-type": ("cp:ActType", "Act types", "act type"),
    "sdg": ("", "Sustainable Development Goals", "SDG"),
}
"""Kinds that are searched, the first that fits: the class of each, and its name in plural and singular."""
_NAMES = (
    "skos:altLabel",
    "skos:hiddenLabel",
    "cp:abbreviation",
    "cp:symbol",
    "cp:resolutionNumber",
    "skos:notation",
)
_WORDS = ("cp:gist", "cp:heading", "skos:definition", "dcterms:description", "skos:scopeNote", "cp:phrase")
_SCHEMA = """
CREATE TABLE things (
  id INTEGER PRIMARY KEY, iri TEXT UNIQUE, label TEXT, kind TEXT, year TEXT, weight REAL
);
CREATE VIRTUAL TABLE words USING fts5 (label, names, text, tokenize='porter unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE named USING fts5 (names, tokenize='unicode61 remove_diacritics 2', prefix='2 3');
CREATE VIRTUAL TABLE vocabulary USING fts5vocab (named, row);
CREATE TABLE keys (key TEXT, id INTEGER, rank INTEGER);
CREATE TABLE facets (facet TEXT, value TEXT, id INTEGER, PRIMARY KEY (facet, value, id)) WITHOUT ROWID;
"""
_WEIGHTS = {"provision": 0.0, "report": 0.5, "draft": 0.3}
"""What a kind adds where words fit equally well: a text goes before its paragraphs."""
_BY = ("cp:enactingBody", "cp:adoptedBy", "cp:issuedBy")
_DATES = ("cp:adoptedOn", "cp:issuedOn", "cp:openedForSignatureOn")
_ABOUT = ("cp:indexedUnder", "cp:hasTheme")
_ACTS = ("cp:performs", "cp:hasAct")
_OF_ACTS = ("cp:addresseeText", "cp:actType", "skos:broader", "cp:addressee", "cp:subgroupOf")
_READ = (
    "rdfs:label", "skos:prefLabel", "cp:provisionOf",
    *_NAMES, *_WORDS, *_BY, *_DATES, *_ABOUT, *_ACTS, *_OF_ACTS,
)  # fmt: skip
"""All properties that the index is made of."""
_KEPT = 4_000
"""Things that are kept while the index is made: each is read once but for types, agents and themes."""
_ENOUGH_NEAR, _MOST_NEAR = 60, 2_000
"""Names that begin alike: from how many on no shorter beginning is tried, and how many are weighed."""
_ON, _OFF = "\ue000", "\ue001"
_BARE_PLACE_RE = re.compile(r"(?P<name>.*\S)[ ,]+(?P<number>\d+[a-z]?(?:\s?\(\w{1,5}\))*)", re.IGNORECASE)
_PLACE_RE = re.compile(
    r"(?P<name>.*?\S)[ ,]+"
    r"(?P<part>articles?|arts?\.?|preambular para\.?|pp\.?|operative para\.?|op\.?|paragraphs?|paras?\.?|¶)"
    r"\s*(?P<number>\d+[a-z]?(?:\s?\(\w{1,5}\))*)",
    re.IGNORECASE,
)
_PARTS = {"a": ("art",), "o": ("op", "para"), "¶": ("op", "para")}
_HITS = """SELECT t.iri, t.label, t.kind, t.year,
  snippet(words, -1, '{on}', '{off}', ' … ', 28), bm25(words, 8.0, 6.0, 1.0) - t.weight AS score
FROM words JOIN things t ON t.id = words.rowid
WHERE {conditions} ORDER BY score, t.id LIMIT ? OFFSET ?"""
_LISTED = """SELECT t.iri, t.label, t.kind, t.year, '' FROM things t WHERE {conditions}
ORDER BY t.year DESC, t.id LIMIT ? OFFSET ?"""
_COUNT = """SELECT t.kind, COUNT(*) FROM words JOIN things t ON t.id = words.rowid
WHERE {conditions} GROUP BY t.kind"""
_COUNT_ALL = "SELECT t.kind, COUNT(*) FROM things t WHERE {conditions} GROUP BY t.kind"


@dataclass(frozen=True)
class Found:
    """One thing that was found."""

    iri: str
    label: str
    kind: str
    year: str = ""
    parts: tuple[tuple[str, bool], ...] = ()
    """A piece of its words, and which of them were searched for."""


@dataclass(frozen=True)
class Hits:
    """One page of what was found."""

    exact: tuple[Found, ...]
    """What is called so."""
    found: tuple[Found, ...]
    kinds: Mapping[str, int]
    """How many of each kind fit, whatever kind is shown."""

    @property
    def total(self) -> int:
        """Return how many things fit."""
        return sum(self.kinds.values())


@dataclass(frozen=True)
class Narrow:
    """What narrows a search; IRIs, but for the kind and the years."""

    kind: str = ""
    body: str = ""
    since: str = ""
    until: str = ""
    act: str = ""
    addressee: str = ""
    theme: str = ""

    def conditions(self) -> list[tuple[str, tuple[str, ...]]]:
        """Return SQL conditions with their values, but for the kind."""
        found: list[tuple[str, tuple[str, ...]]] = [
            ("t.id IN (SELECT id FROM facets WHERE facet = ? AND value = ?)", (name, value))
            for name, value in (
                ("act", self.act),
                ("addressee", self.addressee),
                ("theme", self.theme),
                ("body", self.body),
            )
            if value
        ]
        if self.since:
            found.append(("t.year >= ?", (self.since,)))
        if self.until:
            found.append(("t.year <> '' AND t.year <= ?", (self.until,)))
        return found


class SearchIndex:
    """The index of one snapshot; it may be asked from several threads."""

    def __init__(self, lookup: Lookup) -> None:
        self._lock = threading.Lock()
        self._database = sqlite3.connect(":memory:", check_same_thread=False)
        self._database.executescript(_SCHEMA)
        _Filling(self._database, lookup).fill()
        self._database.execute("CREATE INDEX keys_by_key ON keys (key)")
        self._database.commit()
        self._vocabulary = [
            row[0]
            for row in self._ask("SELECT term FROM vocabulary")
            if len(row[0]) > 3 and row[0].isalpha()  # noqa: PLR2004
        ]

    def search(self, match: str, narrow: Narrow, *, limit: int, offset: int = 0) -> tuple[Found, ...]:
        """Return one page of hits, best first; `match` is in the language of FTS5, `` for anything."""
        conditions, values = self._where(match, narrow)
        if narrow.kind:
            conditions, values = f"{conditions} AND t.kind = ?", (*values, narrow.kind)
        sql = (
            _HITS.format(on=_ON, off=_OFF, conditions=conditions)
            if match
            else _LISTED.format(conditions=conditions)
        )
        rows = self._ask(sql, (*values, limit, offset))
        return tuple(Found(row[0], row[1], row[2], row[3], _parts(row[4])) for row in rows)

    def count(self, match: str, narrow: Narrow) -> dict[str, int]:
        """Return how many things fit, by kind."""
        conditions, values = self._where(match, narrow)
        sql = _COUNT if match else _COUNT_ALL
        counted = dict(self._ask(sql.format(conditions=conditions), values))
        return {kind: counted[kind] for kind in KINDS if kind in counted}

    def exact(self, text: str) -> tuple[Found, ...]:
        """Return what is called so: a symbol, number, abbreviation or name, with or without a place in it.

        `CRC 34`, `A/HRC/RES/31/7 para 4`, `31/7`, `OPSC`.
        """
        if found := self._called(text):
            return found
        for pattern in (_PLACE_RE, _BARE_PLACE_RE):
            if match := pattern.fullmatch(text.strip()):
                return self._places(match)
        return ()

    def suggest(self, text: str, limit: int = 10) -> tuple[Found, ...]:
        """Return what somebody may be typing: names of which each word begins so."""
        found = dict.fromkeys(self.exact(text)) if len(text.strip()) > 1 else {}
        words = re.findall(r"\w+", text)
        if words:
            match = " AND ".join(f'"{word}"*' if word == words[-1] else f'"{word}"' for word in words)
            rows = self._ask(
                "SELECT t.iri, t.label, t.kind, t.year FROM named JOIN things t ON t.id = named.rowid"
                " WHERE named MATCH ? ORDER BY bm25(named) - 2 * t.weight, length(t.label), t.id LIMIT ?",
                (match, limit),
            )
            found.update(dict.fromkeys(Found(*row) for row in rows))
        return tuple(found)[:limit]

    def near(self, text: str, limit: int = 6) -> tuple[Found, ...]:
        """Return what is called nearly so."""
        wanted = name_key(text)[:200]
        found: dict[Found, None] = {}
        for key in difflib.get_close_matches(wanted, self._keys_like(wanted), n=limit, cutoff=0.7):
            found.update(dict.fromkeys(self._called(key)))
        return tuple(found)[:limit]

    def _keys_like(self, wanted: str) -> list[str]:
        """Return some keys that begin like one: of a hundred thousand, not all can be weighed."""
        keys: list[str] = []
        for length in range(len(wanted), 0, -1):
            start = wanted[:length]
            rows = self._ask(
                "SELECT DISTINCT key FROM keys"
                " WHERE key >= ? AND key < ? AND abs(length(key) - ?) < 6 LIMIT ?",
                (start, start + "\U0010ffff", len(wanted), _MOST_NEAR),
            )
            keys = [row[0] for row in rows]
            if len(keys) >= _ENOUGH_NEAR:
                break
        return keys

    def spelt(self, text: str) -> str:
        """Return the words, each that no name has replaced by the nearest that one has; `` if all stand."""
        known = set(self._vocabulary)
        words = []
        for word in re.findall(r"\w+", text.casefold()):
            near = (
                difflib.get_close_matches(word, self._vocabulary, n=1, cutoff=0.75) if word.isalpha() else []
            )
            words.append(word if word in known or not near else near[0])
        mended = " ".join(words)
        return mended if mended != " ".join(re.findall(r"\w+", text.casefold())) else ""

    def facet(self, name: str) -> list[str]:
        """Return the values of a facet, those with most things first."""
        sql = "SELECT value FROM facets WHERE facet = ? GROUP BY value ORDER BY COUNT(*) DESC, value"
        return [row[0] for row in self._ask(sql, (name,))]

    def _where(self, match: str, narrow: Narrow) -> tuple[str, tuple[str, ...]]:
        conditions = narrow.conditions()
        if match:
            conditions.insert(0, ("words MATCH ?", (match,)))
        joined = " AND ".join(condition for condition, _ in conditions) or "1"
        return joined, tuple(value for _, values in conditions for value in values)

    def _called(self, text: str) -> tuple[Found, ...]:
        rows = self._ask(
            "SELECT t.iri, t.label, t.kind, t.year, k.rank FROM keys k JOIN things t ON t.id = k.id"
            " WHERE k.key = ? ORDER BY k.rank, t.weight DESC, t.iri LIMIT 8",
            (name_key(text),),
        )
        return tuple(dict.fromkeys(Found(*row[:4]) for row in rows if row[4] == rows[0][4] or row[4] < 2))  # noqa: PLR2004

    def _places(self, match: re.Match[str]) -> tuple[Found, ...]:
        """Return the provisions that a name and a number mean."""
        said = match.groupdict().get("part") or ""
        parts = (
            ("pp",)
            if said.lower().startswith("p") and said.lower()[:2] in {"pp", "pr"}
            else _PARTS.get(said[:1].lower(), ("op", "para"))
        )
        parts = parts if said else ("art", "op", "para")
        steps = "/".join(re.findall(r"\w+", match["number"].lower()))
        found: dict[Found, None] = {}
        for whole in self._called(match["name"]):
            for part in parts:
                iri = f"{whole.iri}/{part}/{steps}"
                rows = self._ask("SELECT iri, label, kind, year FROM things WHERE iri = ?", (iri,))
                found.update(dict.fromkeys(Found(*row) for row in rows))
        return tuple(found)

    def _ask(self, sql: str, values: tuple[object, ...] = ()) -> list[tuple]:  # type: ignore[type-arg]  # as SQLite returns
        with self._lock:
            return self._database.execute(sql, values).fetchall()


class _Filling:
    """Puts the things of a snapshot into the index."""

    def __init__(self, database: sqlite3.Connection, lookup: Lookup) -> None:
        self._database = database
        self._lookup = lookup.skimming(_READ, kept=_KEPT)

    def fill(self) -> None:
        """Index every thing that has a page people look for."""
        for number, (iri, kind) in enumerate(self._things(), start=1):
            self._put(number, iri, kind)
            rows = {(facet, value, number) for facet, value in self._facets(iri)}
            self._database.executemany("INSERT INTO facets VALUES (?, ?, ?)", sorted(rows))

    def _things(self) -> Iterator[tuple[str, str]]:
        seen: set[str] = set()
        for kind, (name, *_) in KINDS.items():
            classes = [name] if name else ["sdgo:Goal", "sdgo:Target", "sdgo:Indicator"]
            for iri in (iri for one in classes for iri in self._lookup.instances(one)):
                if iri not in seen and "#" not in compact(iri):
                    seen.add(iri)
                    yield iri, kind

    def _put(self, number: int, iri: str, kind: str) -> None:
        lookup = self._lookup
        label = place_of(lookup, iri)
        names = [*lookup.texts(iri, *_NAMES), compact(iri), lookup.label(iri)]
        words = lookup.texts(iri, *_WORDS)
        words += [
            t
            for act in lookup.links(iri, "cp:hasAct")
            for t in lookup.texts(act, "cp:phrase", "cp:addresseeText")
        ]
        text = " · ".join(words)
        year = self._year(iri)
        self._database.execute(
            "INSERT INTO things VALUES (?, ?, ?, ?, ?, ?)",
            (number, iri, label, kind, year, _WEIGHTS.get(kind, 1.0)),
        )
        self._database.execute(
            "INSERT INTO words (rowid, label, names, text) VALUES (?, ?, ?, ?)",
            (number, label, " · ".join(names[:-2]), text),
        )
        if kind != "provision":
            self._database.execute(
                "INSERT INTO named (rowid, names) VALUES (?, ?)", (number, " · ".join(names))
            )
        self._database.executemany("INSERT INTO keys VALUES (?, ?, ?)", sorted(self._keys(number, iri, kind)))

    def _keys(self, number: int, iri: str, kind: str) -> set[tuple[str, int, int]]:
        lookup = self._lookup
        keys = {(name_key(compact(iri)), number, 0)}
        if kind != "provision":
            exact = [
                lookup.label(iri),
                *lookup.texts(iri, "cp:abbreviation", "cp:symbol", "cp:resolutionNumber"),
            ]
            keys |= {(name_key(name), number, 1) for name in (*exact, re.split(r"[/:]", compact(iri))[-1])}
            keys |= {
                (name_key(name), number, 2) for name in lookup.texts(iri, "skos:altLabel", "skos:notation")
            }
        return keys

    def _year(self, iri: str) -> str:
        lookup = self._lookup
        text = next(iter(lookup.links(iri, "cp:provisionOf")), iri)
        return lookup.text(text, *_DATES)[:4]

    def _facets(self, iri: str) -> Iterator[tuple[str, str]]:
        lookup = self._lookup
        text = next(iter(lookup.links(iri, "cp:provisionOf")), iri)
        for body in lookup.links(text, *_BY):
            yield "body", body
        if iri.startswith(SDG):
            return
        for theme in lookup.links(iri, *_ABOUT):
            yield "theme", theme
        for act in lookup.links(iri, *_ACTS):
            for kind in lookup.closure(lookup.links(act, "cp:actType"), "skos:broader"):
                yield "act", kind
            for who in lookup.closure(lookup.links(act, "cp:addressee"), "cp:subgroupOf"):
                yield "addressee", who


def _parts(marked: str) -> tuple[tuple[str, bool], ...]:
    parts: list[tuple[str, bool]] = []
    for piece in marked.split(_ON):
        inside, mark, after = piece.partition(_OFF)
        parts += [(inside, True), (after, False)] if mark else [(piece, False)]
    return tuple((text, hit) for text, hit in parts if text)
