"""The neighbourhood of a thing as a page, as JSON for its drawing, and as GEXF for other programs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from kg.errors import UsageError, quoted
from kg.web.addresses import iri_of, page_address, path_of
from kg.web.pages.assets import has_bundle
from kg.web.pages.neighbourhood import (
    KIND_OF,
    KINDS,
    MOST,
    default_kinds,
    gexf_of,
    neighbourhood_of,
)
from kg.web.pages.render import render, send_page, write_page
from kg.web.pages.shown import Shown, Table, address, day
from kg.web.pages.snapshot import index_of, kept_page, lookup_of, relations_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from kg.web.pages.neighbourhood import Near, Neighbourhood, Tie

_USUAL = 60
_DEEPEST = 2
_EXAMPLES = ("treaty/OPSC", "A/HRC/RES/31/7", "body/UNICEF", "theme/term/child-pornography", "sdg/16.2")
_LONGEST_NAME = 300
_MARKS = {
    "rectangle": "M-8-8h16v16h-16z",
    "ellipse": "M-8 0a8 8 0 1 0 16 0a8 8 0 1 0-16 0z",
    "triangle": "M0-9L9 8H-9z",
    "pentagon": "M0-9L9-2 5.5 8h-11L-9-2z",
    "diamond": "M0-9L9 0 0 9-9 0z",
    "vee": "M-9-8L0-3 9-8 0 9z",
    "hexagon": "M-9 0l4.5-8h9L9 0l-4.5 8h-9z",
    "star": "M0-9L2.5-3 9-2.8 4 1.3 5.6 8 0 4.3-5.6 8-4 1.3-9-2.8-2.5-3z",
    "octagon": "M-4-9h8l5 5v8l-5 5h-8l-5-5v-8z",
}
"""Outline of each shape, for the legend."""


@dataclass(frozen=True)
class _Asked:
    """What is to be drawn."""

    path: str
    iri: str
    depth: int
    kinds: tuple[str, ...]
    most: int

    @property
    def query(self) -> dict[str, str]:
        """Return the parameters that say the same in an address."""
        return {
            "about": self.path,
            "depth": str(self.depth),
            "kinds": ",".join(self.kinds),
            "most": str(self.most),
        }


def graph(request: Request) -> Response:
    """Return the page: a form, the drawing where there are scripts, and all of it as tables."""
    name = request.query_params.get("about", "").strip()[:_LONGEST_NAME]
    lookup = lookup_of(request)
    examples = tuple(
        Shown(lookup.label(iri_of(path)), to=address("/page/graph", about=path))
        for path in _EXAMPLES
        if lookup.knows(iri_of(path))
    )
    content: dict[str, Any] = {
        "examples": examples,
        "kinds": KINDS,
        "name": name,
        "most": MOST,
        "bundle": has_bundle(),
        "marks": _MARKS,
    }
    if not name:
        return render(request, "graph.html", found=None, fault="", **content)
    try:
        asked = _asked(request)
    except HTTPException as error:
        return render(request, "graph.html", status=404, found=None, fault=error.detail, **content)
    key = address("/page/graph", **asked.query)
    return send_page(request, kept_page(request, key, lambda: _written(request, asked, content)), {})


def _written(request: Request, asked: _Asked, content: dict[str, Any]) -> bytes:
    found = _found(request, asked)
    return write_page(
        request,
        "graph.html",
        fault="",
        found=found,
        asked=asked,
        page=page_address(asked.iri),
        nodes=_node_table(found),
        ties=_tie_table(found),
        gexf=address("/graph.gexf", **asked.query),
        data=address("/graph.json", **asked.query),
        here=address("/page/graph", **asked.query),
        **content,
    )


def graph_json(request: Request) -> Response:
    """Return nodes and edges; `left_out` says how many more nodes there are."""
    asked = _asked(request)
    body = kept_page(request, address("/graph.json", **asked.query), lambda: _as_json(request, asked))
    return Response(body, media_type="application/json", headers={"Cache-Control": "public, max-age=300"})


def _as_json(request: Request, asked: _Asked) -> bytes:
    found = _found(request, asked)
    body = {
        "about": found.centre.iri,
        "depth": asked.depth,
        "kinds": list(asked.kinds),
        "left_out": found.left_out,
        "nodes": [_node(node) for node in found.nodes],
        "edges": [
            {"source": tie.source, "target": tie.target, "relations": list(tie.words), "count": tie.count}
            for tie in found.ties
        ],
    }
    return (json.dumps(body, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def graph_gexf(request: Request) -> Response:
    """Return the same as GEXF 1.3, for Gephi and its like."""
    asked = _asked(request)
    name = "graph-" + asked.path.replace("/", "-").encode("ascii", "replace").decode().replace('"', "")
    headers = {"Content-Disposition": f'attachment; filename="{name}.gexf"'}
    return Response(gexf_of(_found(request, asked)), media_type="application/gexf+xml", headers=headers)


def _asked(request: Request) -> _Asked:
    """Return what is asked for.

    Raises:
        HTTPException: 404 where nothing is called so.
        UsageError: where a number or kind is none.
    """
    given = request.query_params
    iri = _thing(request, given.get("about", "").strip()[:_LONGEST_NAME])
    depth = _number(given.get("depth", "1"), "depth", _DEEPEST)
    most = _number(given.get("most", str(_USUAL)), "most", MOST)
    kinds = {kind for text in given.getlist("kinds") for kind in text.split(",") if kind}
    if unknown := kinds.difference(KIND_OF):
        what = f"there is no kind {quoted(min(unknown))}"
        raise UsageError(what, where="kinds", remedy=f"Choose of {', '.join(KIND_OF)}")
    chosen = tuple(key for key in KIND_OF if key in kinds)
    chosen = chosen or default_kinds(lookup_of(request), relations_of(request), iri)
    return _Asked(path_of(iri) or "", iri, depth, chosen, most)


def _thing(request: Request, name: str) -> str:
    lookup = lookup_of(request)
    path = name.partition("#")[0]
    if name and lookup.knows(iri_of(path)):
        return iri_of(path)
    found = index_of(request).exact(name) if name else ()
    known = next((one.iri.partition("#")[0] for one in found if path_of(one.iri)), None)
    if known is None:
        what = (
            f"The graph knows nothing by the name {name!r}."
            if name
            else "Say what it is to be about: `about`."
        )
        raise HTTPException(404, what)
    return known


def _number(text: str, name: str, most: int) -> int:
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text[:6]) <= most:
        raise UsageError(f"{quoted(text)} is no number from 1 to {most}", where=name, remedy="Write one")
    return int(text)


def _found(request: Request, asked: _Asked) -> Neighbourhood:
    lookup, relations = lookup_of(request), relations_of(request)
    return neighbourhood_of(
        lookup, relations, asked.iri, depth=asked.depth, kinds=asked.kinds, most=asked.most
    )


def _node(node: Near) -> dict[str, object]:
    return {
        "id": node.iri,
        "about": path_of(node.iri),
        "label": node.label,
        "name": node.name,
        "kind": node.kind,
        "date": node.date,
        "page": page_address(node.iri),
        "steps": node.steps,
        "x": node.x,
        "y": node.y,
    }


def _node_table(found: Neighbourhood) -> Table:
    """Return the nodes with how each is joined to the centre."""
    centre = found.centre.iri
    direct = {(tie.source, tie.target): tie for tie in found.ties if centre in {tie.source, tie.target}}
    rows = tuple(
        (
            Shown(node.label, node.iri),
            KIND_OF[node.kind].name,
            day(node.date),
            _words(found.centre.name, direct.get((centre, node.iri)), direct.get((node.iri, centre))),
        )
        for node in found.nodes[1:]
    )
    return Table("What stands round it", ("Thing", "Kind", "Date", "How it is joined"), rows)


def _words(centre: str, out: Tie | None, back: Tie | None) -> str:
    said = []
    if out:
        said.append(f"{centre} {', '.join(out.words)} it{_times(out)}")
    if back:
        said.append(f"it {', '.join(back.words)} {centre}{_times(back)}")
    return "; ".join(said) or "through others"


def _times(tie: Tie) -> str:
    return f" ({tie.count} times)" if tie.count > 1 else ""


def _tie_table(found: Neighbourhood) -> Table:
    names = {node.iri: node.name for node in found.nodes}
    rows = tuple(
        (
            Shown(names[tie.source], tie.source),
            ", ".join(tie.words),
            Shown(names[tie.target], tie.target),
            str(tie.count),
        )
        for tie in found.ties
    )
    heads = ("From", "Relation", "To", "Times")
    return Table("All links", heads, rows, numbers=frozenset(("Times",)))
