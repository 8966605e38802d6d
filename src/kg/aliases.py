"""Other systems' names of our instruments that follow from their paths by rule, each with its inverse.

The identifiers of Akoma Ntoso for the United Nations (AKN4UN) come in two forms. The guidelines
(https://unsceb-hlcm.github.io/part1/index-145.html) join organization, body and sub-body by dashes, write a
dash for `/` and an underscore for a space of the number as printed, and end without a slash. The files that
the United Nations publish leave the dash after `un` out, and brackets and spaces too, and end with a slash.

The alias in the style of the European Legislation Identifier is ours: a symbol says organ, kind and number,
which are the parts that ELI wants of an address (Council conclusions 2012/C 325/02, annex).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

from kg.identifiers import is_symbol, parse_provision, treaty_key
from kg.namespaces import BASE

ELI_BASE = BASE + "eli/"
UN_DOCUMENTS = "https://undocs.org/en/"
"""Where the United Nations serve a document by its symbol, as the links of its own files have it."""

_HEADS = {"unga": "A/RES/", "unsc": "S/RES/", "unecosoc": "E/RES/", "unga-hrc": "A/HRC/RES/"}
"""Tokens of the organs whose resolutions are published as AKN4UN, and how the symbols of these begin."""
_LETTERS = r"[A-Z](?:-[A-Z])?"  # the parts of one resolution: `B`, `A-C`
_SPECIAL = r"(?:E?S-)?"  # special and emergency special sessions
_ROMAN = rf"{_SPECIAL}[IVXL]+"
_BY_SESSION_RE = re.compile(rf"(?P<session>{_SPECIAL}\d+)/(?P<serial>\d+)(?P<letters>{_LETTERS})?")
_IN_BRACKETS_RE = re.compile(rf"(?P<serial>\d+)\((?P<session>\d{{4}}|{_ROMAN})\)(?P<letters>{_LETTERS})?")
_WORK_RE = re.compile(
    r"/akn/un/statement/deliberation/(?P<actor>[a-z-]+)/(?P<date>\d{4}-\d\d-\d\d)/(?P<number>[^/!@]+)"
    r"(?:/[a-z]{3}@[^/]*)?(?:/?![^/]*)?/?"  # of an expression or component, what is not the work
)
_PUBLISHED_RES = (
    re.compile(rf"(?P<serial>\d+)-(?P<session>{_ROMAN})(?:-(?P<letters>{_LETTERS}))?"),
    re.compile(rf"(?P<session>{_SPECIAL}\d+)-(?P<serial>\d+)(?P<letters>{_LETTERS})?"),
)
"""The number as published; that of the Security Council, `2504-2020`, reads as the second."""
_GUIDELINE_RES = (
    re.compile(rf"(?P<serial>\d+)(?:_(?P<letters>{_LETTERS}))?_\((?P<session>\d{{4}}|{_ROMAN})\)"),
    re.compile(rf"(?P<session>{_SPECIAL}\d+)-(?P<serial>\d+)(?:_(?P<letters>{_LETTERS}))?"),
)
_DRAFT = "/draft"


@dataclass(frozen=True)
class AknWork:
    """What the AKN4UN identifier of a resolution says."""

    path: str
    """Path of the resolution under `id/`."""
    date: str
    """Day of adoption (ISO)."""


@dataclass(frozen=True)
class _Number:
    """The number of a resolution in its parts."""

    session: str
    serial: str
    letters: str
    in_brackets: bool
    """Whether the session or year stands in brackets behind: `2427(2018)`."""

    @property
    def path(self) -> str:
        if self.in_brackets:
            return f"{self.serial}({self.session}){self.letters}"
        return f"{self.session}/{self.serial}{self.letters}"


def akn_published(path: str, date: str) -> str | None:
    """Return the work identifier of a resolution as the United Nations' files have it, or None.

    None for what is no resolution of the Assembly, a Council or the Human Rights Council: no such file is
    published.

    >>> akn_published("A/RES/74/174", "2019-12-18")
    '/akn/un/statement/deliberation/unga/2019-12-18/74-174/'
    >>> akn_published("S/RES/2504(2020)", "2020-01-10")
    '/akn/un/statement/deliberation/unsc/2020-01-10/2504-2020/'
    """
    if (split := _split(path)) is None:
        return None
    actor, number = split
    if number.in_brackets:
        written = f"{number.serial}-{number.session}" + (f"-{number.letters}" if number.letters else "")
    else:
        written = f"{number.session}-{number.serial}{number.letters}"
    return f"/akn/un/statement/deliberation/{actor}/{date}/{written}/"


def akn_guideline(path: str, date: str) -> str | None:
    """Return the work identifier of a resolution by the naming convention of the guidelines, or None.

    >>> akn_guideline("A/RES/71/4", "2016-10-13")
    '/akn/un/statement/deliberation/un-ga/2016-10-13/71-4'
    >>> akn_guideline("S/RES/2504(2020)", "2020-01-10")
    '/akn/un/statement/deliberation/un-sc/2020-01-10/2504_(2020)'
    """
    if (split := _split(path)) is None:
        return None
    actor, number = split
    letters = f"_{number.letters}" if number.letters else ""
    if number.in_brackets:
        written = f"{number.serial}{letters}_({number.session})"
    else:
        written = f"{number.session}-{number.serial}{letters}"
    return f"/akn/un/statement/deliberation/un-{actor.removeprefix('un')}/{date}/{written}"


def parse_akn(name: str) -> AknWork | None:
    """Return what an AKN4UN identifier of a resolution says, in either form; the inverse of both rules.

    That of an expression, a manifestation or a component is read as that of its work.

    >>> parse_akn("/akn/un/statement/deliberation/unga-hrc/2025-10-06/60-1/!main/")
    AknWork(path='A/HRC/RES/60/1', date='2025-10-06')
    >>> parse_akn("/akn/un/statement/deliberation/un-ga/1948-12-10/217_A_(III)")
    AknWork(path='A/RES/217(III)A', date='1948-12-10')
    """
    match = _WORK_RE.fullmatch(name)
    if not match:
        return None
    published = match["actor"] in _HEADS
    actor = match["actor"] if published else match["actor"].replace("un-", "un", 1)
    number = _read_number(match["number"], actor, published=published)
    if actor not in _HEADS or number is None:
        return None
    return AknWork(_HEADS[actor] + number.path, match["date"])


def eli_alias(path: str) -> str | None:
    """Return the ELI-style alias of an instrument or provision; None for all else.

    >>> eli_alias("A/RES/74/174/op/3").removeprefix(ELI_BASE)
    'un/A/RES/74/174/op/3'
    >>> eli_alias("treaty/CRC/art/34").removeprefix(ELI_BASE), eli_alias("body/HRC")
    ('treaty/CRC/art/34', None)
    """
    provision = parse_provision(path)
    if provision and provision.part == "note":
        return None
    instrument = (provision.instrument if provision else path).removesuffix(_DRAFT)
    if treaty_key(instrument):
        return ELI_BASE + path
    return f"{ELI_BASE}un/{path}" if is_symbol(instrument) else None


def parse_eli(alias: str) -> str | None:
    """Return the path that an ELI-style alias of ours stands for, or None; the inverse of `eli_alias`."""
    if not alias.startswith(ELI_BASE):
        return None
    path = alias.removeprefix(ELI_BASE).removeprefix("un/")
    return path if eli_alias(path) == alias else None


def document_address(symbol: str) -> str:
    """Return where the United Nations serve a document.

    >>> document_address("A/RES/217(III)A")
    'https://undocs.org/en/A/RES/217(III)A'
    """
    return UN_DOCUMENTS + quote(symbol, safe="/().-_")


def parse_document_address(address: str) -> str | None:
    """Return the symbol in an address of the United Nations' documents, in any language; else None.

    One all in small letters is read with capitals.

    >>> parse_document_address("http://undocs.org/fr/a/res/74/174"), parse_document_address("https://un.org")
    ('A/RES/74/174', None)
    """
    match = re.fullmatch(
        r"https?://(?:www\.)?(?:undocs\.org|docs\.un\.org)/(?:(?:ar|zh|en|fr|ru|es)/)?(?P<symbol>[^?#]+)",
        address,
        re.IGNORECASE,
    )
    symbol = "".join(unquote(match["symbol"]).split()) if match else ""
    if symbol == symbol.lower():
        symbol = symbol.upper()
    return symbol if is_symbol(symbol) else None


def _split(path: str) -> tuple[str, _Number] | None:
    """Return the token of the organ and the number of a resolution of its."""
    for actor, head in _HEADS.items():
        if path.startswith(head):
            rest = path.removeprefix(head)
            bracketed = _IN_BRACKETS_RE.fullmatch(rest)
            match = bracketed or _BY_SESSION_RE.fullmatch(rest)
            number = _number(match, in_brackets=bool(bracketed)) if match else None
            return (actor, number) if number and _is_of(number, actor) else None
    return None


def _read_number(written: str, actor: str, *, published: bool) -> _Number | None:
    bracketed_re, session_re = _PUBLISHED_RES if published else _GUIDELINE_RES
    if match := bracketed_re.fullmatch(written):
        number = _number(match, in_brackets=True)
    elif match := session_re.fullmatch(written):
        number = _number(match, in_brackets=False)
        if published and actor == "unsc":  # `2504-2020`: the number goes first
            number = _Number(number.serial, number.session, number.letters, True)
    else:
        return None
    return number if _is_of(number, actor) else None


def _number(match: re.Match[str], *, in_brackets: bool) -> _Number:
    return _Number(match["session"], match["serial"], match["letters"] or "", in_brackets)


def _is_of(number: _Number, actor: str) -> bool:
    """Say whether an organ numbers so: the Security Council by years, others in brackets in roman figures."""
    by_year = number.in_brackets and number.session.isdigit()
    if actor == "unsc":
        return by_year and not number.letters
    return not by_year and not (actor == "unga-hrc" and number.in_brackets)
