"""The page of a thing: which page that is, by what the thing is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import PlainTextResponse, RedirectResponse, Response

from kg.cite.styles import STYLES
from kg.errors import UsageError
from kg.namespaces import SDG, compact
from kg.pipeline.cite import export
from kg.web.addresses import iri_of, page_address, path_of
from kg.web.forms import GRAPH_FORMS, HTML, PROBLEM
from kg.web.links import link_header
from kg.web.negotiation import choose_media
from kg.web.pages.agents import agent_content, state_content
from kg.web.pages.card import card_of, pointing_table
from kg.web.pages.cite_box import DEFAULT_STYLE, ident_in
from kg.web.pages.concepts import act_type_content, goal_content, scheme_content, theme_content
from kg.web.pages.instrument import Wanted, instrument_content, official_texts
from kg.web.pages.provision import provision_content
from kg.web.pages.render import render, send_page, write_page
from kg.web.pages.snapshot import index_of, kept_page, lookup_of
from kg.web.problems import problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from kg.web.site import Site

_EXPORTS = {
    "bib": ("bibtex", "application/x-bibtex"),
    "ris": ("ris", "application/x-research-info-systems"),
    "json": ("csl-json", "application/vnd.citationstyles.csl+json"),
}


def thing(request: Request) -> Response:
    """Return the page of a thing."""
    site: Site = request.app.state.site
    lookup = lookup_of(request)
    path = request.path_params["path"]
    iri = iri_of(path)
    if not lookup.knows(iri) and not lookup.knows(f"{iri}#withdrawn-1"):  # gone, but for its traces
        return not_found(request, path)
    if (own := path_of(iri)) != path:  # a fragment that came percent-encoded: its owner has the page
        return RedirectResponse(page_address(iri), status_code=303) if own else not_found(request, path)
    return send_page(request, _written(request, iri, path), {"Link": link_header(site, path)})


def citation(request: Request) -> Response:
    """Return the entry of an instrument or a place in it for a reference manager."""
    path, _, ending = request.path_params["path"].rpartition(".")
    site: Site = request.app.state.site
    if ending not in _EXPORTS or not lookup_of(request).knows(iri_of(path)):
        return problem(request, 404, "A citation is exported as .bib, .ris or .json of a text in the graph.")
    form, media = _EXPORTS[ending]
    try:
        text = export(site.engine, [path], form)
    except UsageError as error:
        return problem(request, 404, str(error))
    name = path.replace("/", "-").encode("ascii", "replace").decode().replace('"', "") + f".{ending}"
    return PlainTextResponse(
        text, media_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def not_found(request: Request, path: str) -> Response:
    """Return 404, with what is called nearly so."""
    near = index_of(request).near(path)
    if choose_media(request.headers.get("accept"), (PROBLEM, *GRAPH_FORMS, HTML)) == HTML:
        return render(request, "not_found.html", status=404, headers={"Vary": "Accept"}, path=path, near=near)
    names = ", ".join(compact(one.iri) for one in near)
    detail = f"The graph knows nothing by the name {path!r}." + (f" Near to it: {names}." if near else "")
    return problem(request, 404, detail)


def _written(request: Request, iri: str, path: str) -> bytes:
    """Return the page, from what was written before where it was."""
    site: Site = request.app.state.site
    style = request.query_params.get("style", DEFAULT_STYLE).casefold()
    known = style if style in STYLES else DEFAULT_STYLE
    whole = request.query_params.get("text") == "whole"

    def write() -> bytes:
        template, content = _content(Wanted(site, lookup_of(request), iri, path, known, whole))
        return write_page(request, template, forms=GRAPH_FORMS, path=path, **content)

    return kept_page(request, f"{path}?{known}{'&whole' if whole else ''}", write)


def _content(wanted: Wanted) -> tuple[str, dict[str, object]]:
    """Return the template of a thing and what it shows, by the most telling class."""
    types = wanted.lookup.types(wanted.iri)
    for name, template, content in _PAGES:
        if name in types:
            return template, content(wanted)
    if wanted.iri.startswith(SDG):
        return "thing.html", goal_content(wanted.lookup, wanted.iri, wanted.path)
    return "thing.html", _other(wanted)


def _other(wanted: Wanted) -> dict[str, object]:
    pointing = pointing_table(wanted.lookup, wanted.iri)
    card = card_of(wanted.lookup, wanted.iri, wanted.path)
    text = _note_text(wanted) if "cp:Footnote" in wanted.lookup.types(wanted.iri) else ""
    return {"card": card, "text": text, "tables": (pointing,) if pointing.rows else ()}


def _note_text(wanted: Wanted) -> str:
    """Return the official text of a footnote, where the document was ingested."""
    whole = next(iter(wanted.lookup.links(wanted.iri, "cp:noteOf")), "")
    return official_texts(wanted.site, compact(whole)).get(ident_in(whole, wanted.iri), "") if whole else ""


_PAGES: tuple[tuple[str, str, Callable[[Wanted], dict[str, object]]], ...] = (
    ("cp:Instrument", "instrument.html", instrument_content),
    ("cp:Provision", "provision.html", lambda w: provision_content(w.site, w.lookup, w.iri, w.path, w.style)),
    ("cp:State", "thing.html", lambda w: state_content(w.lookup, w.iri, w.path)),
    ("cp:Agent", "thing.html", lambda w: agent_content(w.site, w.lookup, w.iri, w.path)),
    ("cp:Theme", "thing.html", lambda w: theme_content(w.site, w.lookup, w.iri, w.path)),
    ("cp:Term", "thing.html", lambda w: theme_content(w.site, w.lookup, w.iri, w.path)),
    ("cp:ActType", "thing.html", lambda w: act_type_content(w.site, w.lookup, w.iri, w.path)),
    ("skos:ConceptScheme", "thing.html", lambda w: scheme_content(w.lookup, w.iri, w.path)),
)
"""Class, template and content of each page, the first that fits."""
