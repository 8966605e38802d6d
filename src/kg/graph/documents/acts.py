"""Write the acts and citations of a provision as its fragments `#act-1`, `#citation-1`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kg.identifiers import fragment_path, is_general_comment, parse_provision
from kg.namespaces import CP

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.document import Act, Addressee, Citation, Provision
    from kg.graph.syntax.writing import Pen

_AGENTS = ("body/", "group/", "initiative/", "mandate/", "programme/", "state/")
_TERM = "term/"
# As the shape of acts wants it; not a clause, nor what the verb is about.
_PHRASE_RE = re.compile(r"[A-Za-z][A-Za-z ,'’-]{1,78}")
_HYPHENS = str.maketrans("\u2010\u2011", "--")
_LONGEST_CITATION, _SHORTEST_CITATION = 250, 3
_LONGEST_JOINT = 12
"""Characters between two addressees that only join them: `, as well as `."""
_SHORT_PARTS = {"op": "para", "pp": "pp", "art": "art", "annex": "annex", "note": "note", "para": "para"}
_PINPOINT_RE = re.compile(r"(?:art|arts|para|paras|pp|op|annex|chap|sect|note|part|goal|target)\b")


class WrittenAct(NamedTuple):
    """An act as written: its path, its type, and where its phrase begins."""

    path: str
    type: str
    at: int


def write_acts(pen: Pen, path: str, provision: Provision) -> list[WrittenAct]:
    """Write the acts that a provision's own words perform, as far as their type is known; return them.

    What a sub-item takes over from its chapeau follows from the ontology and is not written. A phrase that no
    type is known for is left open.
    """
    written: list[WrittenAct] = []
    for act in provision.acts:
        if act.inherited:
            continue
        if act.type is None:
            pen.text(path, CP + "unresolved", f"{act.phrase} — no type of act is known for the phrase")
            continue
        one = WrittenAct(
            fragment_path(path, "act", len(written) + 1), act.type, act.span[0] if act.span else 0
        )
        written.append(one)
        _write_act(pen, path, one, act, order=len(written), provision=provision)
    return written


def _write_act(pen: Pen, path: str, one: WrittenAct, act: Act, *, order: int, provision: Provision) -> None:
    pen.link(path, CP + "hasAct", one.path)
    pen.type(one.path, "Act")
    pen.number(one.path, CP + "actOrder", order)
    pen.link(one.path, CP + "actType", f"act-type/{one.type}")
    phrase = act.phrase.translate(_HYPHENS)
    if _PHRASE_RE.fullmatch(phrase):
        pen.text(one.path, CP + "phrase", phrase)
    else:
        pen.text(path, CP + "unresolved", f"{_as_printed(phrase)} — more than the verb phrase of an act")
    for addressee in act.addressees:
        if addressee.id and addressee.id.startswith(_AGENTS):
            pen.link(one.path, CP + "addressee", addressee.id)
    pen.text(one.path, CP + "addresseeText", _addressees_as_printed(act.addressees, provision.text))
    for theme in provision.themes:
        if not theme.startswith(_TERM):
            pen.link(one.path, CP + "hasTheme", f"theme/{theme}")


def _addressees_as_printed(addressees: Sequence[Addressee], text: str) -> str:
    """Return the addressees with the words that join them: `Member States and other donors`."""
    printed, last = "", 0
    for addressee in addressees:
        start, end = addressee.span
        joint = text[last:start] if printed else ""
        near = last <= start and len(joint) <= _LONGEST_JOINT
        printed += (joint if near else "; ") + addressee.text
        last = end
    return printed


def write_citations(
    pen: Pen,
    path: str,
    provision: Provision,
    *,
    acts: Sequence[WrittenAct],
    above: Sequence[WrittenAct],
    notes: Mapping[str, str],
) -> None:
    """Write each citation that has a target, one that repeats target, pinpoint and verb only once.

    `acts` are the provision's own, `above` those of its chapeau, `notes` the paths of footnotes by marker.
    """
    seen: set[tuple[str, str, str]] = set()
    for citation in provision.citations:
        if citation.target is None:
            continue
        cited, pinpoint = _cited(citation)
        governing = _governing(citation, acts) or _governing(citation, above)
        key = (cited, pinpoint, governing or "")
        if key in seen:
            continue
        seen.add(key)
        one = fragment_path(path, "citation", len(seen))
        pen.link(path, CP + "hasCitation", one)
        pen.type(one, "Citation")
        pen.link(one, CP + "citedEntity", cited)
        pen.text(one, CP + "pinpoint", pinpoint)
        pen.text(one, CP + "citationText", _as_printed(citation.text))
        pen.link(one, CP + "governedBy", governing)
        pen.link(one, CP + "throughNote", notes.get(citation.note or ""))


def _cited(citation: Citation) -> tuple[str, str]:
    """Return the path of what is cited, a provision where the pinpoint is one, and the pinpoint in short."""
    target = citation.target or ""
    if not citation.pinpoint:
        return target, ""
    part, _, rest = citation.pinpoint.partition("/")
    short = (
        f"{_SHORT_PARTS[part]} {rest.replace('/', '.')}"
        if rest and part in _SHORT_PARTS
        else citation.pinpoint
    )
    cited = f"{target}/{citation.pinpoint}"
    is_provision = parse_provision(cited) and (part != "para" or is_general_comment(target))
    return cited if is_provision else target, short if _PINPOINT_RE.match(short) else ""


def _governing(citation: Citation, acts: Sequence[WrittenAct]) -> str | None:
    """Return the act of the type that governs a citation: the last before it, or else the first."""
    fitting = [act for act in acts if act.type == citation.act]
    at = citation.span[0] if citation.span else None
    before = [act for act in fitting if at is None or act.at <= at]
    chosen = (before[-1:] if at is not None else before[:1]) or fitting[:1]
    return chosen[0].path if chosen else None


def _as_printed(text: str) -> str:
    text = " ".join(text.split())
    if len(text) > _LONGEST_CITATION:
        return text[: _LONGEST_CITATION - 1].rsplit(" ", 1)[0] + "…"
    return text if len(text) >= _SHORTEST_CITATION else ""
