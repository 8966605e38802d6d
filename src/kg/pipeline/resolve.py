"""Find a thing by any of its identifiers or names, and tell all its identifiers.

What was typed is read in one way after another, from what can mean one thing only (an address) to what
people call it; the first reading by which the graph knows something counts.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kg.aliases import ELI_BASE, eli_alias, parse_akn, parse_document_address
from kg.cite.places import place_path
from kg.cite.typed import read_places, split_place
from kg.errors import UsageError, quoted
from kg.graph.lookup.bridge import find_bearers, find_known, read_identifiers
from kg.graph.lookup.citable import read_works
from kg.graph.lookup.identifier_rows import COLUMNS, HEADINGS, cells_of
from kg.graph.lookup.names import labels_of, names_of, nearest_names, things_called
from kg.identifiers import iri as iri_of_path
from kg.model import Rows, Term
from kg.namespaces import CP, ID, PREFIXES, SDG, compact, expand
from kg.pipeline.cite import read_symbol
from kg.schemes import SCHEME_BY_KEY, spellings_of
from kg.terms import integer, literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kg.graph.lookup.names import Named
    from kg.graph.stores.engine import Engine
    from kg.schemes import Identifier

LONGEST = 400
"""Characters of a name; the longest title in the graph has fewer."""

NAMED = tuple(CP + name for name in ("Instrument", "Agent", "Theme", "Term", "ActType")) + tuple(
    PREFIXES["sdgo"] + name for name in ("Goal", "Target", "Indicator")
)
_EXACTNESS = (
    "skos:exactMatch",
    "skos:closeMatch",
    "skos:narrowMatch",
    "skos:broadMatch",
    "skos:relatedMatch",
)
_UNSEEN_RE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_DASH_RE = re.compile("[\u2010-\u2015\u2212]")
_LEAD_RE = re.compile(r"^(?:U\.?N\.? )?doc(?:ument)?(?: symbol)?[.:]? (?=\S)", re.IGNORECASE)
_AKN_RE = re.compile(r"^(/akn/(?:[^/]*/){0,5})([^/]*)", re.IGNORECASE)  # small letters, and the number's
_PART_RE = re.compile(
    r"(?P<head>.+?)/(?P<rest>(?:draft/)?(?:pp|op|annex|art|para|note)/.+|draft)", re.IGNORECASE
)
_AFTER = r"(?:\s*(?:nos?\.?|numbers?|#|:))?\s*"  # between the name of a scheme and the number
_SDG_RE = re.compile(
    r"(?P<word>(?:SDGs?|sustainable development)?\s*(?:goal|target|indicator|SDG)?)\s*:?\s*"
    r"(?P<number>\d{1,2}(?:\.(?:\d{1,2}|[a-d])(?:\.\d)?)?|C\d{6})",
    re.IGNORECASE,
)
_CETS_RE = re.compile(rf"C?ETS{_AFTER}(?P<number>\d+)", re.IGNORECASE)
_MTDSG_RE = re.compile(
    r"(?:(?:MTDSG|UNTC)(?:\s*no\.?)?\s*|chapter )?(?P<chapter>[IVXL]+)[-. ](?P<number>\d{1,2})"
    r"(?:[-. ]?\(?(?P<letter>[a-z])\)?)?",
    re.IGNORECASE,
)
_UNTS_RES = (
    re.compile(r"(?P<volume>\d+)\s*U\.?N\.?T\.?S\.?\s*(?P<page>\d+)?", re.IGNORECASE),
    re.compile(
        r"(?:UNTS|United Nations,?\s*Treaty Series)?,?\s*vol(?:ume)?\.?\s*(?P<volume>\d+)"
        r"(?:,?\s*(?:No\.?|I-)\s*(?P<number>\d+))?(?:,?\s*p(?:age)?\.?\s*(?P<page>\d+))?",
        re.IGNORECASE,
    ),
    re.compile(r"UNTS\s*(?P<volume>\d+),?\s*(?P<page>\d+)", re.IGNORECASE),
    re.compile(r"(?:UNTS\s*(?:reg(?:istration)?\.?\s*)?(?:No\.?|I-)\s*|I-)(?P<number>\d+)", re.IGNORECASE),
)
_WIKIDATA_RE = re.compile(
    r"(?:(?:wikidata|wd)\s*:?\s*|https?://(?:www\.)?wikidata\.org/(?:wiki|entity)/)?(?P<id>Q\d+)",
    re.IGNORECASE,
)
_IN_VOCABULARY_RE = re.compile(
    rf"(?P<scheme>unbis|eurovoc|unms){_AFTER}(?P<id>c_[0-9a-f]+|\d+)", re.IGNORECASE
)
_SDGIO_RE = re.compile(r"(?:sdgio\s*:\s*)?(?P<id>SDGIO_\d+)", re.IGNORECASE)
_M49_RE = re.compile(rf"M\.?49{_AFTER}(?P<number>\d{{1,3}})", re.IGNORECASE)
_ISO_RE = re.compile(
    rf"ISO(?:[ -]?3166(?:-1)?)?(?: alpha-?[23])?{_AFTER}(?P<code>[a-z]{{2,3}})", re.IGNORECASE
)


@dataclass(frozen=True)
class Found:
    """What a text can mean."""

    text: str
    things: tuple[str, ...]
    """IRIs: one where it is plain, several where it is not, none where nothing is known by it."""
    near: tuple[Named, ...] = ()
    """Where nothing is known: names that read much like it."""


@dataclass(frozen=True)
class Identified:
    """One thing with its identifiers."""

    thing: str
    label: str
    identifiers: tuple[Identifier, ...]


class Resolver:
    """Finds the things of one store; names are read when they are first needed, and kept."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def find(self, text: str) -> Found:
        """Return what a text can mean: an identifier of any scheme, or a name.

        Raises:
            UsageError: where the text is empty, or too long for a name.
        """
        wanted = tidy(text)
        if not wanted or len(wanted) > LONGEST:
            what = "an empty name means nothing" if not wanted else f"{quoted(text)} is too long for a name"
            raise UsageError(what, remedy="Give an identifier or a name: kg resolve A/RES/74/174")
        for read in self._readings:
            if things := read(wanted):
                return Found(text, tuple(things))
        return Found(text, (), tuple(nearest_names(self._names, wanted)))

    def resolve(self, text: str) -> str:
        """Return the IRI of the one thing that a text means.

        Raises:
            UsageError: where it means nothing that the graph knows, or more than one thing.
        """
        found = self.find(text)
        if len(found.things) == 1:
            return found.things[0]
        if found.things:
            listed = ", ".join(map(compact, found.things))
            raise UsageError(
                f"{quoted(text)} can mean more than one thing", remedy=f"Choose one of: {listed}"
            )
        raise UsageError(f"the graph knows nothing by {quoted(text)}", remedy=_hint(found.near))

    def identify(self, texts: Sequence[str]) -> list[Identified]:
        """Return each thing that is named, once, with its identifiers.

        Raises:
            UsageError: as `resolve` does, for the first text that means nothing or too much.
        """
        things = list(dict.fromkeys(map(self.resolve, texts)))
        labels = labels_of(self._engine, things)
        known: dict[str, list[Identifier]] = {thing: [] for thing in things}
        for identifier in read_identifiers(self._engine, things):
            known[identifier.thing].append(identifier)
        return [Identified(one, labels.get(one, compact(one)), tuple(known[one])) for one in things]

    @cached_property
    def _names(self) -> list[Named]:
        return names_of(self._engine, NAMED)

    @property
    def _readings(self) -> tuple[Callable[[str], list[str]], ...]:
        return (
            self._by_address, self._by_path, self._by_number, self._by_symbol, self._by_name, self._by_place,
        )  # fmt: skip

    def _by_address(self, text: str) -> list[str]:
        """Read an IRI or address, short or in full, or an AKN4UN identifier."""
        if _AKN_RE.match(text):
            return self._by_akn(_AKN_RE.sub(lambda match: match[1].lower() + match[2].upper(), text))
        prefix, _, name = text.partition(":")
        address = expand(f"{prefix.lower()}:{name}") if prefix.lower() in PREFIXES else text.strip("<>")
        if not address.lower().startswith(("http://", "https://")):
            return []
        for space in (ELI_BASE, ID):
            if address.lower().startswith(space.lower()):
                return self._by_own_address(space, address[len(space) :])
        if path := parse_document_address(address):
            return self._known([path]) or self._by_path_in_any_case(path)
        spelt = list(spellings_of(address))
        return find_known(self._engine, spelt) or self._bearers(*(Term("iri", one) for one in spelt))

    def _by_akn(self, text: str) -> list[str]:
        stated = self._bearers(literal(text), literal(text.rstrip("/") + "/"))
        work = parse_akn(text)
        if stated or work is None:
            return stated
        return self._adopted_on(work.date, self._known([work.path]) or self._lettered(work.path))

    def _adopted_on(self, date: str, things: list[str]) -> list[str]:
        """Return those of the things that may have been adopted on a day: that, or one not known here."""
        days: dict[str, set[str]] = {}
        for one in read_identifiers(self._engine, things) if things else ():
            if one.scheme.startswith("akn-") and (work := parse_akn(one.value)):
                days.setdefault(one.thing, set()).add(work.date)
        return [thing for thing in things if date in days.get(thing, {date})]

    def _by_own_address(self, space: str, rest: str) -> list[str]:
        """Read what follows `id/` or `eli/` in an address; its capitals do not matter."""
        path = re.sub("^un/", "", rest, flags=re.IGNORECASE) if space == ELI_BASE else rest
        things = self._known([path]) or self._by_path_in_any_case(path)
        if space == ID:
            return things
        return [one for one in things if (eli_alias(compact(one)) or "").lower() == (space + rest).lower()]

    def _by_path_in_any_case(self, path: str) -> list[str]:
        return self._known(sorted({one.text for one in self._names if one.text.lower() == path.lower()}))

    def _lettered(self, path: str) -> list[str]:
        """Return the document of a resolution in lettered parts, else its parts.

        Official files leave the letters out of their identifiers as often as not.
        """
        part_re = re.compile(re.escape(path) + r"[A-Z](?P<last>-[A-Z])?")
        parts = {name.iri: part_re.fullmatch(compact(name.iri)) for name in self._names}
        whole = [iri for iri, match in parts.items() if match and match["last"]]
        return sorted(whole or [iri for iri, match in parts.items() if match])

    def _by_path(self, text: str) -> list[str]:
        """Read a short id, or whatever means a whole before the path of a part in it."""
        joined = "".join(text.split())
        if things := self._known([joined]):
            return things
        match = _PART_RE.fullmatch(joined)
        if match is None:
            return []
        return self._known(
            f"{compact(one)}/{match['rest'].lower()}" for one in self.find(match["head"]).things
        )

    def _by_number(self, text: str) -> list[str]:
        """Read a number in a series, register or vocabulary."""
        closed = re.sub(r"\s*([-.,:])\s*", r"\1", text)
        for read in (self._read_goal, self._read_unts, self._read_treaty_number, self._read_code):
            if things := read(closed):
                return things
        return []

    def _read_goal(self, text: str) -> list[str]:
        number = _read_sdg(text)
        if number is None:
            return []
        known = find_known(self._engine, [SDG + number])
        return known or [one for one in self._bearers(literal(number)) if one.startswith(SDG)]

    def _read_treaty_number(self, text: str) -> list[str]:
        if match := _CETS_RE.fullmatch(text):
            return self._bearers(literal(match["number"]), of="cp:cetsNumber")
        if match := _MTDSG_RE.fullmatch(text):
            parts = (match["chapter"].upper(), match["number"], (match["letter"] or "").lower())
            return self._bearers(literal("-".join(filter(None, parts))), of="cp:mtdsgNumber")
        return []

    def _read_unts(self, text: str) -> list[str]:
        """Read volume, page and registration number, as many as are given; a page need not be known here."""
        match = next((one for pattern in _UNTS_RES if (one := pattern.fullmatch(text))), None)
        if match is None:
            return []
        given = match.groupdict()
        fields = {"volume": "cp:untsVolume", "page": "cp:untsPage", "number": "cp:untsRegistration"}
        found = {
            name: set(self._bearers(integer(value), of=fields[name]))
            for name, value in given.items()
            if value
        }
        on_page = found.pop("page", None)
        fitting = set.intersection(*found.values())
        if on_page is None or not fitting:
            return sorted(fitting)
        known = read_identifiers(self._engine, sorted(fitting))
        paged = {one.thing for one in known if one.scheme == "unts-page"}
        return sorted(fitting & on_page or fitting - paged)

    def _read_code(self, text: str) -> list[str]:
        """Read an id of a vocabulary, or a code of a State that is said to be one."""
        if match := _WIKIDATA_RE.fullmatch(text):
            return self._bearers(Term("iri", SCHEME_BY_KEY["wikidata"].space + match["id"].upper()))
        if match := _IN_VOCABULARY_RE.fullmatch(text):
            space = SCHEME_BY_KEY[match["scheme"].lower()].space
            return self._bearers(Term("iri", space + match["id"].lower()))
        if match := _SDGIO_RE.fullmatch(text):
            return self._bearers(Term("iri", SCHEME_BY_KEY["sdgio"].space + match["id"].upper()))
        if match := _M49_RE.fullmatch(text):
            return self._bearers(literal(match["number"].zfill(3)), of="skos:notation")
        if match := _ISO_RE.fullmatch(text):
            return self._bearers(literal(match["code"].upper()), of="skos:notation")
        return []

    def _by_symbol(self, text: str) -> list[str]:
        """Read what lawyers call a resolution."""
        path = read_symbol(text)
        return self._known([path]) if path else []

    def _by_name(self, text: str) -> list[str]:
        return things_called(self._names, text)

    def _by_place(self, text: str) -> list[str]:
        """Read an instrument and one place in it."""
        for name, place in split_place(text):
            found = self._by_path(name) or self._by_symbol(name) or self._by_name(name)
            work = read_works(self._engine, found).get(found[0]) if len(found) == 1 else None
            try:
                places = read_places(place, work.kind) if work else []
            except UsageError:
                continue
            if work and (things := self._known(f"{work.path}/{place_path(one)}" for one in places)):
                return things
        return []

    def _known(self, paths: Iterable[str]) -> list[str]:
        return find_known(self._engine, [iri_of_path(path) for path in paths])

    def _bearers(self, *values: Term, of: str = "") -> list[str]:
        """Return the things that bear one of the values most exactly, as the property where one is named."""
        borne = [pair for value in values for pair in find_bearers(self._engine, value)]
        if of:
            borne = [pair for pair in borne if pair[1] == of]
        ranked = [(_EXACTNESS.index(prop) if prop in _EXACTNESS else 0, thing) for thing, prop in borne]
        best = min((rank for rank, _ in ranked), default=0)
        return sorted({thing for rank, thing in ranked if rank == best})


def tidy(text: str) -> str:
    """Return what was typed with plain dashes and spaces, without unseen signs and the words `UN Doc.`.

    >>> tidy(" UN Doc.  A/RES/74/174 "), tidy("IV\u201111\u2011c")
    ('A/RES/74/174', 'IV-11-c')
    """
    plain = _UNSEEN_RE.sub("", unicodedata.normalize("NFKC", text))
    plain = " ".join(_DASH_RE.sub("-", plain).split()).strip(" '\"“”‘’,;")
    return _LEAD_RE.sub("", plain)


def identifier_rows(found: Iterable[Identified]) -> Rows:
    """Return identifiers as a table; the thing has a column that readers see where there are several."""
    listed = list(found)
    headings = HEADINGS
    if len(listed) > 1:
        headings = {"thing": "Thing", **HEADINGS}
    rows = tuple(
        (Term("iri", one.thing), Term("literal", one.label), *cells_of(identifier))
        for one in listed
        for identifier in one.identifiers
    )
    return Rows(("thing", "label", *COLUMNS), rows, headings)


def _read_sdg(text: str) -> str | None:
    """Return the number of a Goal, target or indicator in its short form, or None.

    A number alone is one where it has a point.

    >>> _read_sdg("SDG 16.02"), _read_sdg("goal 5"), _read_sdg("16.2.1"), _read_sdg("16")
    ('16.2', '5', '16.2.1', None)
    """
    match = _SDG_RE.fullmatch(text)
    if not match or not (match["word"].strip() or "." in match["number"]):
        return None
    number = match["number"].lower()
    if number.startswith("c"):
        return number.upper()
    return ".".join(str(int(part)) if part.isdigit() else part for part in number.split("."))


def _hint(near: Sequence[Named]) -> str:
    if not near:
        return "Give an identifier such as A/RES/74/174, IV-11-c, CETS 201, SDG 16.2 or ALB, or a name"
    return "Did you mean " + " or ".join(f"{name.text!r} ({compact(name.iri)})" for name in near) + "?"
