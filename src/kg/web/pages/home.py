"""The home page: what this is, a search box, and ways in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from kg import __version__
from kg.web.pages.browse import reading_lists
from kg.web.pages.render import send_page, write_page
from kg.web.pages.shown import Shown, address, question
from kg.web.pages.snapshot import kept_page, lookup_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from kg.web.lookup import Lookup
    from kg.web.site import Site

_ENTRIES = (
    ("treaty", "Treaties", "cp:Treaty", "conventions and protocols, many of them article by article"),
    ("resolution", "Resolutions", "cp:Resolution", "of the Assembly, the Councils and their commissions"),
    ("general-comment", "General comments", "cp:GeneralComment", "how committees read their treaties"),
    ("body", "Bodies", "cp:Body", "organs, committees, agencies: who stands under whom"),
    ("mandate", "Mandates", "cp:Mandate", "rapporteurs, representatives and other offices"),
    ("initiative", "Initiatives", "cp:Initiative", "alliances and campaigns that texts welcome"),
    ("programme", "Programmes", "cp:Programme", "what agencies run, and who asked for it"),
    ("theme", "Themes", "cp:Theme", "conducts, measures, rights, actors and contested terms"),
    ("state", "States", "cp:State", "which treaties each signed and joined, and when"),
    ("sdg", "Global Goals", "sdgo:Target", "targets, and the provisions that serve them"),
)
_COUNTED = (
    ("cp:Instrument", "instruments"), ("cp:Provision", "paragraphs and articles"), ("cp:Act", "acts"),
    ("cp:Citation", "citations"), ("cp:Correspondence", "correspondences"),
    ("cp:TreatyAction", "treaty actions"),
)  # fmt: skip
_EXAMPLES = (
    question(
        "obligations/asked-of-actor",
        "What is the United Nations Office on Drugs and Crime asked to do, and by what?",
        actor="body/UNODC",
    ),
    question(
        "terminology/what-is-said-of-a-term",
        "Who prefers or avoids the term “child pornography”, and what do they say instead?",
        term="theme/term/child-pornography",
    ),
    question(
        "treaties/joined-one-not-other",
        "Which States joined the protocol on armed conflict and not the one on the sale of children?",
        a="treaty/OPAC",
        b="treaty/OPSC",
    ),
)


@dataclass(frozen=True)
class Entry:
    """A way in by kind."""

    to: Shown
    number: int
    words: str


def home(request: Request) -> Response:
    """Return the home page."""
    return send_page(request, kept_page(request, "/", lambda: _written(request)), {})


def _written(request: Request) -> bytes:
    site: Site = request.app.state.site
    lookup = lookup_of(request)
    return write_page(
        request,
        "home.html",
        entries=tuple(_entry(lookup, *entry) for entry in _ENTRIES),
        years=reading_lists(lookup),
        counts=tuple((lookup.count(name), words) for name, words in _COUNTED),
        examples=_EXAMPLES,
        built=_built(site),
        version=__version__,
        ways=tuple(
            Shown(label, to=address("/page/search", q=label))
            for label in ("CRC 34", "A/HRC/RES/31/7 para 4", "live-streaming")
        ),
    )


def _entry(lookup: Lookup, kind: str, label: str, name: str, words: str) -> Entry:
    return Entry(Shown(label, to=address("/page/browse", kind=kind)), lookup.count(name), words)


def _built(site: Site) -> str:
    """Return the day on which the store was written; `` where it is not on disk."""
    try:
        moment = datetime.fromtimestamp((site.store / "CURRENT").stat().st_mtime, UTC)
    except OSError:
        return ""
    return f"{moment.day} {moment:%B %Y}"
