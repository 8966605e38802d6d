"""Read what a citation needs to know of instruments, and which instrument a place belongs to."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from kg.citable import Body, Work
from kg.errors import UsageError
from kg.graph.stores.binding import bind
from kg.identifiers import iri, is_symbol, parse_resolution, whole_document
from kg.model import Term
from kg.namespaces import CP, ID, compact, sparql_prologue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.citable import Kind
    from kg.graph.stores.engine import Engine

Facts = dict[str, list[str]]
"""Values by property, of one thing."""

_FACTS = """SELECT DISTINCT ?thing ?property ?value WHERE {
  VALUES ?thing { UNDEF }
  VALUES ?property {
    rdf:type rdfs:label skos:altLabel cp:abbreviation cp:symbol cp:symbolIsOurs cp:resolutionNumber
    cp:adoptedBy cp:enactingBody cp:issuedBy cp:adoptedOn cp:issuedOn cp:openedForSignatureOn
    cp:entryIntoForce cp:untsVolume cp:untsPage cp:untsRegistration cp:mtdsgNumber cp:cetsNumber
    cp:setOutIn cp:corrects cp:draftIn
  }
  ?thing ?property ?value .
} ORDER BY ?thing ?property ?value"""
_OWNERS = """SELECT ?place ?owner WHERE { VALUES ?place { UNDEF } ?place cp:provisionOf|cp:noteOf ?owner }"""
_PLACES = """SELECT ?place WHERE { VALUES ?owner { UNDEF } ?place cp:provisionOf|cp:noteOf ?owner }"""
_CORRIGENDA = """SELECT ?thing ?corrigendum WHERE {
  VALUES ?thing { UNDEF }
  ?corrigendum cp:corrects ?thing .
} ORDER BY ?thing ?corrigendum"""

_KINDS: tuple[tuple[str, Kind], ...] = (
    ("Treaty", "treaty"),
    ("Declaration", "declaration"),
    ("GeneralComment", "general comment"),
    ("DraftResolution", "draft"),
    ("Resolution", "resolution"),
    ("Report", "report"),
)
_BY_SERIES: dict[str, Kind] = {"RES": "resolution", "DEC": "decision", "PRST": "statement"}
_CHARTERS = ("treaty/UN-CHARTER", "treaty/ICJ-STATUTE")
_ORGANS = (
    ("A/HRC/", "HRC"),
    ("A/CONF.", ""),  # the document of a conference
    ("A/", "GA"),
    ("S/", "SC"),
    ("E/CN.4/", "CHR"),
    ("E/CN.15/", "CCPCJ"),
    ("E/", "ECOSOC"),
    ("CRC/", "CRC-Committee"),
)
"""Whose document it is, by how its symbol begins; the longer beginning first."""
_NUMBERED_RE = re.compile(
    r"(?:.* )?(?:resolution|decision) (?:\(.*\) )?[A-Z\-]*[\d(][\w/(). \-]*|draft resolution \S+",
    re.IGNORECASE,
)
_GENERAL_COMMENT_RE = re.compile(r"General (?:comment|recommendation) No\. \d+(?: \(\d{4}\))?")
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}


def read_works(engine: Engine, iris: Iterable[str]) -> dict[str, Work]:
    """Return the instruments of these IRIs as works; those that are none are left out."""
    facts = _facts(engine, iris)
    related = {
        value
        for about in facts.values()
        for name in ("setOutIn", "corrects")
        for value in about.get(name, [])
    }
    facts |= _facts(engine, related - facts.keys())
    bodies = _bodies(engine, facts)
    corrigenda = _corrigenda(engine, facts)
    return {
        thing: _Reader(facts, bodies, corrigenda).work(thing) for thing in facts if _kind(thing, facts[thing])
    }


def find_owners(engine: Engine, iris: Iterable[str]) -> dict[str, str]:
    """Return the instrument of each provision or footnote that the graph knows."""
    return dict(_pairs(engine, _OWNERS, "place", iris))


def find_places(engine: Engine, owners: Iterable[str]) -> set[str]:
    """Return the IRIs of the provisions and footnotes of instruments."""
    return {row[0] for row in _pairs(engine, _PLACES, "owner", owners)}


def find_hosts(engine: Engine, iris: Iterable[str]) -> dict[str, str]:
    """Return the document in which each of these drafts is set out, where it is."""
    return {
        thing: about["draftIn"][0] for thing, about in _facts(engine, iris).items() if about.get("draftIn")
    }


class _Reader:
    """Turns facts into works; a work can refer to another one that was read with it."""

    def __init__(
        self, facts: dict[str, Facts], bodies: dict[str, Body], corrigenda: dict[str, tuple[str, ...]]
    ) -> None:
        self._facts = facts
        self._bodies = bodies
        self._corrigenda = corrigenda

    def work(self, thing: str) -> Work:
        """Return the work of an IRI."""
        about, path = self._facts[thing], compact(thing)
        kind = _kind(thing, about)
        if kind is None:
            raise UsageError(
                f"{path} is no instrument", remedy="Cite a resolution, treaty, report or the like"
            )
        symbol = None if "true" in about.get("symbolIsOurs", []) else whole_document(path)
        title = self._title(about, path)
        hosts = [host for host in about.get("setOutIn", []) if host in self._facts]
        return Work(
            path,
            kind,
            title=title,
            short_title=_short_title(title) if kind == "general comment" else None,
            abbreviation=min(about.get("abbreviation", []), key=len, default=None),
            symbol=symbol if is_symbol(path) else None,
            number=_number(path) or _first(about, "resolutionNumber"),
            body=self._body(about, path, kind),
            author=self._agent(about, "issuedBy"),
            adopted=_day(about, "adoptedOn"),
            issued=_day(about, "issuedOn"),
            opened=_day(about, "openedForSignatureOn"),
            in_force=_day(about, "entryIntoForce"),
            unts_volume=_integer(about, "untsVolume"),
            unts_page=_integer(about, "untsPage"),
            unts_number=_integer(about, "untsRegistration"),
            cets_number=_integer(about, "cetsNumber"),
            host=self.work(hosts[0]) if hosts and kind == "declaration" else None,
            corrigenda=self._corrigenda.get(thing, ()),
            url=_address(path, about, symbol),
        )

    def _title(self, about: Facts, path: str) -> str | None:
        """Return the title without the symbol; None where the label is but a number."""
        for corrected in about.get("corrects", []):
            title = self._title(self._facts.get(corrected, {}), compact(corrected))
            return f"{title}: corrigendum" if title else None
        label = re.sub(
            r" \((?:draft resolution )?(?:in )?[A-Z]+/[^\s]+\)$", "", _first(about, "label") or path
        )
        return None if label == path or _NUMBERED_RE.fullmatch(label) else label

    def _body(self, about: Facts, path: str, kind: Kind) -> Body | None:
        """Return who adopted a text, else the organ that its symbol names."""
        if kind in {"resolution", "decision", "statement"} or not is_symbol(path):
            return self._agent(about, "enactingBody") or self._agent(about, "adoptedBy")
        key = next((key for begin, key in _ORGANS if path.startswith(begin)), None)
        return self._bodies.get(iri(f"body/{key}")) or self._agent(about, "issuedBy")

    def _agent(self, about: Facts, name: str) -> Body | None:
        return next((self._bodies[agent] for agent in about.get(name, []) if agent in self._bodies), None)


def _facts(engine: Engine, iris: Iterable[str]) -> dict[str, Facts]:
    terms = [Term("iri", one) for one in sorted(set(iris))]
    found: dict[str, Facts] = defaultdict(lambda: defaultdict(list))
    if terms:
        for thing, prop, value in engine.select(sparql_prologue() + bind(_FACTS, {"thing": terms})).rows:
            if thing and prop and value:
                found[thing.value][_local(prop.value)].append(value.value)
    return {thing: dict(about) for thing, about in found.items()}


def _bodies(engine: Engine, facts: dict[str, Facts]) -> dict[str, Body]:
    """Return the bodies, offices and mandates that the facts name, and the organs that symbols name."""
    agents = {iri(f"body/{key}") for _, key in _ORGANS}
    for about in facts.values():
        for name in ("enactingBody", "adoptedBy", "issuedBy"):
            agents.update(about.get(name, []))
    known = _facts(engine, agents)
    return {
        agent: Body(agent.rpartition("/")[2], _first(about, "label") or compact(agent))
        for agent, about in known.items()
    }


def _corrigenda(engine: Engine, things: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for thing, corrigendum in _pairs(engine, _CORRIGENDA, "thing", things):
        found[thing].append(compact(corrigendum))
    return {thing: tuple(symbols) for thing, symbols in found.items()}


def _pairs(engine: Engine, query: str, name: str, iris: Iterable[str]) -> list[tuple[str, str]]:
    """Return the first and the last cell of each row of a query about these things."""
    terms = [Term("iri", one) for one in sorted(set(iris))]
    if not terms:
        return []
    rows = engine.select(sparql_prologue() + bind(query, {name: terms})).rows
    return [(row[0].value, row[-1].value) for row in rows if row[0] and row[-1]]


def _local(prop: str) -> str:
    return re.split(r"[#/]", prop)[-1]


def _kind(thing: str, about: Facts) -> Kind | None:
    classes = {name.removeprefix(CP) for name in about.get("type", [])}
    path = thing.removeprefix(ID)
    if "Instrument" not in classes:
        return None
    if path in _CHARTERS:
        return "charter"
    if resolution := parse_resolution(path):
        return _BY_SERIES[resolution[1]]
    return next((kind for name, kind in _KINDS if name in classes), "report")


def _number(path: str) -> str | None:
    """Return the number of a resolution, with what its symbol alone shows, such as the year."""
    resolution = parse_resolution(path)
    return resolution[2] if resolution else None


def _short_title(title: str | None) -> str | None:
    match = _GENERAL_COMMENT_RE.match(title or "")
    return match[0] if match else None


def _address(path: str, about: Facts, symbol: str | None) -> str | None:
    """Return where a text is read: by its symbol, its chapter in MTDSG, or its Council of Europe number."""
    if symbol and is_symbol(path):
        return f"https://docs.un.org/en/{symbol}"
    if mtdsg := _first(about, "mtdsgNumber"):
        chapter = _from_roman(mtdsg.partition("-")[0])
        return f"https://treaties.un.org/Pages/ViewDetails.aspx?mtdsg_no={mtdsg}&chapter={chapter}"
    if cets := _first(about, "cetsNumber"):
        return f"https://www.coe.int/en/web/conventions/full-list?module=treaty-detail&treatynum={cets:0>3}"
    return None


def _from_roman(numeral: str) -> int:
    values = [_ROMAN[letter] for letter in numeral]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


def _first(about: Facts, name: str) -> str | None:
    return next(iter(about.get(name, [])), None)


def _day(about: Facts, name: str) -> date | None:
    try:
        return date.fromisoformat(_first(about, name) or "")
    except ValueError:
        return None


def _integer(about: Facts, name: str) -> int | None:
    value = _first(about, name) or ""
    return int(value) if value.isdigit() else None
