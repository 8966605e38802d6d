"""Mint the identifiers of the graph, and read them back; the one place where IRIs of things are made.

Paths are what follows `id/`; every function that makes one has an inverse that takes it apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from kg.errors import UsageError
from kg.namespaces import GRAPH, ID
from kg.ordinals import INSERTED_PATTERN

Part = Literal["pp", "op", "annex", "art", "para", "note"]
ResolutionKind = Literal["RES", "DEC", "PRST"]
Scheme = Literal["conduct", "measure", "right", "actor", "term"]

_SYMBOL_HEAD = r"[A-Z]{1,12}"  # not a lower-case folder such as `body`
_SYMBOL_SEGMENT = r"[A-Z0-9][A-Za-z0-9.()\-_]*"  # not a part such as `op` or `draft`
# a number, `12quater`, `u1` for unnumbered, a letter or roman number; not a word such as `citation`
_STEP = rf"(?:u?[0-9]+{INSERTED_PATTERN}?|[ivxl]{{1,8}}|[a-z]{{1,5}})"
_SYMBOL_RE = re.compile(rf"{_SYMBOL_HEAD}(?:/{_SYMBOL_SEGMENT})+")
_TREATY_RE = re.compile(r"treaty/(?P<key>[A-Z0-9][A-Z0-9\-]*)")
_PROVISION_RE = re.compile(
    rf"(?P<instrument>(?:{_SYMBOL_HEAD}(?:/{_SYMBOL_SEGMENT})+|treaty/[A-Z0-9][A-Z0-9\-]*)(?P<draft>/draft)?)"
    rf"/(?P<part>pp|op|annex|art|para|note)/(?P<steps>{_STEP}(?:/{_STEP})*)"
)
_SERIES = {
    "GA": "A/{kind}/{number}",
    "SC": "S/{kind}/{number}",
    "ECOSOC": "E/{kind}/{number}",
    "HRC": "A/HRC/{kind}/{number}",
    "CHR": "E/CN.4/{kind}/{number}",
    "CCPCJ": "E/CN.15/{kind}/{number}",
    "CND": "E/CN.7/{kind}/{number}",
    "CSW": "E/CN.6/{kind}/{number}",
    "CSocD": "E/CN.5/{kind}/{number}",
    "ESCAP": "E/ESCAP/{kind}/{number}",
    "UNEA": "UNEP/EA.{session}/Res.{serial}",
    "UN-HABITAT-ASSEMBLY": "HSP/HA.{session}/Res.{serial}",
}
"""Key of a body: symbols of its resolutions (`RES`), decisions (`DEC`), presidents' statements (`PRST`).

Those of CCPCJ, CND, CSW and CSocD are ours: the United Nations print these texts in reports only.
"""
_SERIES_RES = {
    body: re.compile(
        re.escape(template)
        .replace(r"\{kind\}", "(?P<kind>RES|DEC|PRST)")
        .replace(r"\{number\}", r"(?P<number>[0-9A-Z()\-]+(?:/[0-9]+[A-Z]?)?)")
        .replace(r"\{session\}", r"(?P<session>[0-9]+)")
        .replace(r"\{serial\}", r"(?P<serial>[0-9]+)")
    )
    for body, template in _SERIES.items()
}
_LETTER_LAST_RE = re.compile(r"([0-9]+)([A-Z])(\([A-Z\-]+\))")  # `217A(III)`, where the letter goes last
_QUESTION_RE = re.compile(r"question/(?P<id>[a-z0-9]+(?:[-/][a-z0-9]+)*)")
_PART_RE = re.compile(
    r"(?P<whole>A/RES/(?:[0-9]+\([A-Z\-]+\)|[A-Za-z0-9\-]+/[0-9]+))[A-Z]"
)  # not the session `(III)`
_ACTION_RE = re.compile(
    r"(?P<treaty>treaty/[A-Z0-9][A-Z0-9\-]*)/action/(?P<participant>[A-Z][A-Z0-9\-]*)"
    r"/(?P<kind>[a-z]+(?:-[a-z]+)*)(?:-(?P<n>[2-9]|[1-9][0-9]{1,8}))?"
)
_GENERAL_COMMENT_RE = re.compile(r"/GC/[0-9]+$")
_FRAGMENT_RE = re.compile(
    r"(?P<owner>.+)#(?P<kind>act|citation|correspondence|deliverable|attestation|period|statement"
    r"|reporting-duty|parameter|withdrawn)-(?P<n>[1-9][0-9]{0,8})"
)


@dataclass(frozen=True)
class ProvisionId:
    """What the path of a provision or footnote says."""

    instrument: str
    """Path of the instrument, or of the draft inside one (`E/RES/2019/20/draft`)."""
    part: Part
    steps: tuple[str, ...]
    """Number and sub-items as printed, lower case: `("4", "a", "ii")`; `("u1",)` where unnumbered."""

    @property
    def path(self) -> str:
        """Return the path that was parsed."""
        return "/".join((self.instrument, self.part, *self.steps))

    @property
    def parent(self) -> ProvisionId | None:
        """Return the provision directly above, or None at the top."""
        return ProvisionId(self.instrument, self.part, self.steps[:-1]) if len(self.steps) > 1 else None


@dataclass(frozen=True)
class FragmentId:
    """What the path of an act, citation, parameter or other fragment of a thing says."""

    owner: str
    kind: str
    number: int


@dataclass(frozen=True)
class TreatyActionId:
    """What the path of a treaty action says."""

    treaty: str
    """Path of the treaty."""
    participant: str
    """Last part of the State's or body's path: `ALB`, `EU`."""
    kind: str
    number: int
    """1, or more where the participant did the same again."""


def iri(path: str) -> str:
    """Return the IRI of a path under `id/`."""
    return ID + path


def path_of(iri: str) -> str:
    """Return the path of an IRI under `id/`; the inverse of `iri`.

    Raises:
        UsageError: where the IRI is not one of ours.
    """
    if not iri.startswith(ID):
        raise UsageError(f"{iri} is not under {ID}", remedy="Give an IRI or path of this graph")
    return iri[len(ID) :]


def instrument_path(symbol: str) -> str:
    """Return the path of a document by its UN symbol.

    >>> instrument_path("S/RES/2427 (2018)")
    'S/RES/2427(2018)'
    >>> instrument_path("A/RES/217 (III) A")
    'A/RES/217(III)A'

    Raises:
        UsageError: where the text is no symbol.
    """
    path = "".join(symbol.split())
    if not _SYMBOL_RE.fullmatch(path):
        raise UsageError(f"{symbol!r} is no UN document symbol", remedy="Write it as printed: A/HRC/RES/31/7")
    return path


def resolution_path(body: str, number: str, kind: ResolutionKind = "RES") -> str | None:
    """Return the path of a resolution or decision by the key of its body and its number as printed.

    None where the body's resolutions bear no symbol that we know.

    >>> resolution_path("GA", "217 A (III)"), resolution_path("SC", "2427 (2018)")
    ('A/RES/217(III)A', 'S/RES/2427(2018)')
    >>> resolution_path("CCPCJ", "27/3"), resolution_path("HRC", "6/102", "DEC")
    ('E/CN.15/RES/27/3', 'A/HRC/DEC/6/102')
    >>> resolution_path("UNEA", "4/9"), resolution_path("FAO", "4/9")
    ('UNEP/EA.4/Res.9', None)
    """
    template = _SERIES.get(body)
    if template is None:
        return None
    compact = _LETTER_LAST_RE.sub(r"\1\3\2", "".join(number.split()))
    session, _, serial = compact.partition("/")
    return template.format(kind=kind, number=compact, session=session, serial=serial)


def parse_resolution(path: str) -> tuple[str, ResolutionKind, str] | None:
    """Return body, kind and number of a resolution's path, or None; the inverse of `resolution_path`.

    >>> parse_resolution("A/RES/217(III)A"), parse_resolution("UNEP/EA.4/Res.9")
    (('GA', 'RES', '217(III)A'), ('UNEA', 'RES', '4/9'))
    >>> parse_resolution("A/HRC/31/34")
    """
    for body, pattern in _SERIES_RES.items():
        if match := pattern.fullmatch(path):
            parts = match.groupdict()
            number = parts.get("number") or f"{parts['session']}/{parts['serial']}"
            return body, parts.get("kind", "RES"), number  # type: ignore[return-value]  # as matched
    return None


def whole_document(path: str) -> str:
    """Return the document that holds a lettered part of a resolution; any other path as it is.

    >>> whole_document("A/RES/217(III)A"), whole_document("A/RES/69/274B"), whole_document("A/RES/70/1")
    ('A/RES/217(III)', 'A/RES/69/274', 'A/RES/70/1')
    """
    match = _PART_RE.fullmatch(path)
    return match["whole"] if match else path


def is_symbol(path: str) -> bool:
    """Say whether a path is that of a document with a UN symbol.

    >>> is_symbol("A/HRC/RES/31/7"), is_symbol("A/HRC/RES/31/7/op/4"), is_symbol("treaty/CRC")
    (True, False, False)
    """
    return bool(_SYMBOL_RE.fullmatch(path)) and not _PROVISION_RE.fullmatch(path)


def treaty_path(key: str) -> str:
    """Return the path of a treaty by its key.

    >>> treaty_path("OPSC")
    'treaty/OPSC'
    """
    return f"treaty/{key}"


def is_general_comment(path: str) -> bool:
    """Return whether a path is that of a general comment: the one kind whose paragraphs are `/para/N`.

    >>> is_general_comment("CRC/C/GC/25"), is_general_comment("A/74/17")
    (True, False)
    """
    return bool(_GENERAL_COMMENT_RE.search(path))


def treaty_key(path: str) -> str | None:
    """Return the key of a treaty's path, or None; the inverse of `treaty_path`."""
    match = _TREATY_RE.fullmatch(path)
    return match["key"] if match else None


def treaty_action_path(treaty: str, participant: str, kind: str, number: int = 1) -> str:
    """Return the path of what a State or body did with a treaty; from the second time on with its number.

    >>> treaty_action_path("treaty/OPSC", "ALB", "accession")
    'treaty/OPSC/action/ALB/accession'
    >>> treaty_action_path("treaty/UNTOC", "EU", "formal confirmation", 2)
    'treaty/UNTOC/action/EU/formal-confirmation-2'
    """
    path = f"{treaty}/action/{participant}/{kind.replace(' ', '-')}"
    return path if number == 1 else f"{path}-{number}"


def parse_treaty_action(path: str) -> TreatyActionId | None:
    """Take the path of a treaty action apart, or return None; the inverse of `treaty_action_path`.

    >>> parse_treaty_action("treaty/UNTOC/action/EU/formal-confirmation-2")
    TreatyActionId(treaty='treaty/UNTOC', participant='EU', kind='formal confirmation', number=2)
    >>> parse_treaty_action("treaty/UNTOC/art/5")
    """
    match = _ACTION_RE.fullmatch(path)
    if not match:
        return None
    kind = match["kind"].replace("-", " ")
    return TreatyActionId(match["treaty"], match["participant"], kind, int(match["n"] or 1))


def provision_path(instrument: str, part: Part, *steps: str | int) -> str:
    """Return the path of a provision or footnote.

    >>> provision_path("A/HRC/RES/31/7", "op", 4, "a", "ii")
    'A/HRC/RES/31/7/op/4/a/ii'
    """
    return ProvisionId(instrument, part, tuple(str(step).lower() for step in steps)).path


def parse_provision(path: str) -> ProvisionId | None:
    """Take the path of a provision or footnote apart, or return None; the inverse of `provision_path`.

    >>> parse_provision("E/RES/2019/20/draft/op/3")
    ProvisionId(instrument='E/RES/2019/20/draft', part='op', steps=('3',))
    """
    match = _PROVISION_RE.fullmatch(path)
    if not match:
        return None
    part: Part = match["part"]  # type: ignore[assignment]  # the pattern admits no other value
    return ProvisionId(match["instrument"], part, tuple(match["steps"].split("/")))


def draft_path(instrument: str) -> str:
    """Return the path of the draft set out inside a resolution or report."""
    return f"{instrument}/draft"


def fragment_path(owner: str, kind: str, number: int) -> str:
    """Return the path of the n-th act, citation or the like of a thing.

    >>> fragment_path("A/HRC/RES/31/7/op/7", "act", 2)
    'A/HRC/RES/31/7/op/7#act-2'
    """
    return f"{owner}#{kind}-{number}"


def parse_fragment(path: str) -> FragmentId | None:
    """Take the path of an act, citation or the like apart, or return None."""
    match = _FRAGMENT_RE.fullmatch(path)
    return FragmentId(match["owner"], match["kind"], int(match["n"])) if match else None


def theme_path(scheme: Scheme, name: str) -> str:
    """Return the path of a theme.

    >>> theme_path("conduct", "grooming")
    'theme/conduct/grooming'
    """
    return f"theme/{scheme}/{name}"


def question_path(name: str) -> str | None:
    """Return the path of a question of the catalogue by its id, or None where that has other signs.

    >>> question_path("obligations/asked-of-actor"), question_path("My questions/Who?")
    ('question/obligations/asked-of-actor', None)
    """
    path = f"question/{name}"
    return path if _QUESTION_RE.fullmatch(path) else None


def parse_question(path: str) -> str | None:
    """Return the id of a question of the catalogue by its path, or None; the inverse of `question_path`.

    >>> parse_question("question/obligations/asked-of-actor"), parse_question("body/HRC")
    ('obligations/asked-of-actor', None)
    """
    match = _QUESTION_RE.fullmatch(path)
    return match["id"] if match else None


def graph_iri(name: str) -> str:
    """Return the IRI of a named graph: `ontology`, `curated/bodies`, `document/<symbol>`, `questions`."""
    return GRAPH + name


def graph_name(iri: str) -> str:
    """Return the name of one of our named graphs; the inverse of `graph_iri`."""
    return iri.removeprefix(GRAPH)
