"""The citation that a page offers, in the style of the reader's choice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.cite.markup import Markup, render
from kg.cite.places import parse_place
from kg.cite.styles import STYLES
from kg.cite.template import ITALIC_OFF, ITALIC_ON
from kg.cite.write import write_citation
from kg.errors import KgError
from kg.graph.lookup.citable import find_hosts, read_works
from kg.namespaces import compact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.citable import Place, Work
    from kg.graph.stores.engine import Engine

DEFAULT_STYLE = "oscola"


@dataclass(frozen=True)
class CiteBox:
    """A citation to read and to copy."""

    parts: tuple[tuple[str, bool], ...]
    """Pieces of the text, and whether they stand in italics."""
    plain: str
    style: str
    styles: tuple[tuple[str, str], ...]
    """Key and name of each style there is."""
    missing: tuple[str, ...]


class Citer:
    """Cites places of one instrument, read once for a whole page."""

    def __init__(self, engine: Engine, instrument: str, style: str) -> None:
        self._style = STYLES.get(style.casefold(), STYLES[DEFAULT_STYLE])
        host = find_hosts(engine, [instrument]).get(instrument)
        self._prefix = "draft" if host else ""
        self.work: Work | None = read_works(engine, [host or instrument]).get(host or instrument)

    def box(self, ident: str = "") -> CiteBox | None:
        """Return the citation of a place, or of the whole; None where it cannot be cited."""
        places = self._places(ident)
        if self.work is None or places is None:
            return None
        written = write_citation(self.work, places, self._style)
        return CiteBox(
            _parts(written.text),
            render(written.text, Markup.PLAIN),
            self._style.key,
            tuple((style.key, style.name) for style in STYLES.values()),
            written.missing,
        )

    def plain(self, ident: str) -> str:
        """Return the citation of a place as plain text; `` where it cannot be cited."""
        places = self._places(ident)
        if self.work is None or places is None:
            return ""
        return render(write_citation(self.work, places, self._style).text, Markup.PLAIN)

    def _places(self, ident: str) -> Sequence[Place] | None:
        whole = "/".join(filter(None, (self._prefix, ident)))
        try:
            return [parse_place(whole)] if whole else []
        except KgError:
            return None


def ident_in(instrument: str, provision: str) -> str:
    """Return the id of a provision inside its instrument.

    >>> from kg.identifiers import iri
    >>> ident_in(iri("A/HRC/RES/31/7"), iri("A/HRC/RES/31/7/op/4"))
    'op/4'
    """
    return compact(provision).removeprefix(compact(instrument)).strip("/")


def _parts(marked: str) -> tuple[tuple[str, bool], ...]:
    parts: list[tuple[str, bool]] = []
    for piece in marked.split(ITALIC_ON):
        inside, mark, after = piece.partition(ITALIC_OFF)
        parts += [(inside, True), (after, False)] if mark else [(piece, False)]
    return tuple((text, italic) for text, italic in parts if text)
