"""Outlines of what documents name and the graph may not describe: cited texts, sessions, agenda items, goals.

An outline follows from an IRI alone. All stand in one named graph, so that a thing is outlined once however
many documents name it, and a better description of it, curated or ingested, takes the outline's place.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.graph.documents.places import place_name
from kg.graph.syntax.writing import TYPE, Pen
from kg.identifiers import (
    graph_iri,
    is_general_comment,
    is_symbol,
    parse_provision,
    parse_resolution,
    treaty_key,
)
from kg.namespaces import CP, ELI, ID, PREFIXES, SDG

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.identifiers import ProvisionId

NAMED_GRAPH = graph_iri("named")

_DRAFT = "/draft"
_SDG_RE = re.compile(re.escape(SDG) + r"(?P<number>\d+(?P<target>\.[0-9a-z]+)?)")
_SESSION_RE = re.compile(r"session/(?P<body>[^/]+)/(?P<number>[^/]+)")
_ITEM_RE = re.compile(r"(?P<session>session/[^/]+/[^/]+)/item/(?P<number>\d+)(?:-(?P<letter>[a-z]))?")
_BODY_RE = re.compile(r"body/(?P<key>[A-Za-z0-9-]+)")
_CLASSES = (
    (re.compile(r"/RES/|/Res\."), "Resolution"),
    (re.compile(r"/GC/"), "GeneralComment"),
    (re.compile(r"/L\.\d"), "DraftResolution"),
)
_PROVISIONS = {
    "pp": "PreambularParagraph",
    "op": "OperativeParagraph",
    "annex": "AnnexProvision",
    "art": "Article",
    "para": "CommentParagraph",
}


def item_path(session: str, number: str) -> str:
    """Return the path of an agenda item by its session's and its number as printed.

    >>> item_path("session/ECOSOC/2019", "19 (c)")
    'session/ECOSOC/2019/item/19-c'
    """
    return f"{session}/item/{re.sub(r'[^0-9a-z]+', '-', number.lower()).strip('-')}"


def outlines(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Return outlines of all that quads name and do not describe, and of what those name in turn.

    What no outline follows from, such as a theme or an act type, is left out: the graph must describe it.
    """
    described: set[str] = set()
    agenda: dict[str, None] = {}
    for quad in quads:
        described.add(str(getattr(quad.subject, "value", "")))
        if isinstance(quad.object, ox.NamedNode):
            agenda[quad.object.value] = None
    written: list[ox.Quad] = []
    waiting = list(agenda)
    while waiting:
        name = waiting.pop()
        if name in described:
            continue
        described.add(name)
        outline = _outline(name)
        written += outline
        waiting += [quad.object.value for quad in outline if isinstance(quad.object, ox.NamedNode)]
    return written


def _outline(name: str) -> list[ox.Quad]:
    pen = Pen(NAMED_GRAPH)
    if name.startswith(ID) and "#" not in name:
        _outline_path(pen, name[len(ID) :])
    elif match := _SDG_RE.fullmatch(name):
        kind = "Target" if match["target"] else "Goal"
        pen.link(name, TYPE.value, PREFIXES["sdgo"] + kind)
        pen.label(name, f"{kind} {match['number']}")
    return pen.quads


def _outline_path(pen: Pen, path: str) -> None:
    if path.endswith(_DRAFT) and is_symbol(path.removesuffix(_DRAFT)):
        pen.type(path, "DraftResolution")
        pen.label(path, f"draft resolution in {path.removesuffix(_DRAFT)}")
        pen.link(path, CP + "draftIn", path.removesuffix(_DRAFT))
    elif provision := parse_provision(path):
        _outline_provision(pen, path, provision)
    elif treaty_key(path):
        pen.type(path, "Treaty")
        pen.label(path, path)
    elif is_symbol(path):
        _outline_text(pen, path)
    elif match := _SESSION_RE.fullmatch(path):
        pen.type(path, "Session")
        pen.label(path, f"{match['body']}, session {match['number']}")
        pen.link(path, CP + "sessionOf", f"body/{match['body']}")
        pen.text(path, CP + "sessionNumber", match["number"])
    elif match := _ITEM_RE.fullmatch(path):
        number = match["number"] + (f" ({match['letter']})" if match["letter"] else "")
        pen.type(path, "AgendaItem")
        pen.label(path, f"Agenda item {number}")
        pen.link(path, CP + "itemOf", match["session"])
        pen.text(path, CP + "itemNumber", number)
    elif match := _BODY_RE.fullmatch(path):
        pen.type(path, "Body")
        pen.label(path, match["key"])


def _outline_text(pen: Pen, path: str) -> None:
    pen.type(path, next((name for pattern, name in _CLASSES if pattern.search(path)), "Instrument"))
    pen.label(path, path)
    pen.text(path, CP + "symbol", path)
    if (resolution := parse_resolution(path)) and resolution[1] == "RES":
        pen.link(path, CP + "adoptedBy", f"body/{resolution[0]}")


def _class_of(provision: ProvisionId) -> str:
    if provision.part == "art" and not treaty_key(provision.instrument):
        return "Provision"  # of a declaration that a resolution sets out
    return "ArticleParagraph" if provision.part == "art" and provision.parent else _PROVISIONS[provision.part]


def _outline_provision(pen: Pen, path: str, provision: ProvisionId) -> None:
    if provision.part not in _PROVISIONS or (provision.part == "para") != is_general_comment(
        provision.instrument
    ):
        return
    above = provision.parent
    pen.type(path, _class_of(provision))
    document = provision.instrument.removesuffix(_DRAFT)
    pen.label(path, place_name(document, path[len(document) + 1 :]))
    pen.link(path, CP + "provisionOf", provision.instrument)
    if provision.part != "pp":
        pen.text(path, ELI + "number", provision.steps[-1])
    pen.link(path, CP + "subItemOf", above.path if above else None)
