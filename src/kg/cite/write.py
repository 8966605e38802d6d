"""Write a citation: gather what a template can ask for, fill it in, and say which facts were missing."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.cite.numbers import is_counted_on, write_number
from kg.cite.pinpoints import write_in_words, write_pinpoint
from kg.cite.style import Options
from kg.cite.template import fill, mark_italics, missing_in

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from kg.citable import Body, Place, Work
    from kg.cite.style import Style

Fields = dict[str, str | None]

_COE_NAMES = {
    "ETS": {"short": "ETS", "dotted": "E.T.S.", "long": "European Treaty Series"},
    "CETS": {"short": "CETS", "dotted": "C.E.T.S.", "long": "Treaty Series"},
}
_LAST_ETS = 193
"""The European Treaty Series ends with this number; that of the Council of Europe goes on from there."""
_YEAR_RE = re.compile(r" ?\(\d{4}\)$")

_FACTS: dict[str, tuple[str, Callable[[Work], object]]] = {
    "date": ("its date", lambda work: work.adopted or work.issued),
    "dates": ("its date", lambda work: work.issued or work.adopted),
    "made": ("the day of its adoption or opening", lambda work: work.adopted or work.opened),
    "treaty_dates": ("the day of its adoption or opening", lambda work: work.adopted or work.opened),
    "in_force": ("its entry into force", lambda work: work.in_force),
    "series": ("its volume of a treaty series", lambda work: work.unts_volume or work.cets_number),
    "document_title": ("its title", lambda work: work.title),
    "symbol": ("a symbol of its own", lambda work: work.symbol),
    "number": ("its number", lambda work: work.number),
    "host": ("the resolution that sets it out", lambda work: work.host),
}
"""Field of a template: what it needs in words, and whether it is known."""


@dataclass(frozen=True)
class Citation:
    """One citation, italics still marked, and what the graph did not know for it."""

    text: str
    missing: tuple[str, ...]


def write_citation(
    work: Work, places: Sequence[Place], style: Style, options: Options | None = None
) -> Citation:
    """Return the citation of an instrument, or of places in it.

    Raises:
        KeyError: where the style has no template for the form (`has_form` tells).
    """
    chosen = options or Options()
    template = _template(work, style, chosen)
    with_address = work.url and (chosen.url or chosen.accessed)
    text = fill(template + (style.access if with_address else ""), _fields(work, places, style, chosen))
    if chosen.stop and not text.endswith("."):
        text += "."
    return Citation(text, _missing(work, template, style, chosen))


def has_form(style: Style, options: Options) -> bool:
    """Say whether a style can write the form that is asked for."""
    return options.form != "text" or bool(style.text)


def _template(work: Work, style: Style, options: Options) -> str:
    if options.form == "full":
        return style.full[work.kind]
    templates = style.short if options.form == "short" else style.text
    return templates.get(work.kind) or templates["other"]


def _fields(work: Work, places: Sequence[Place], style: Style, options: Options) -> Fields:
    """Return every field a template can have; None where there is nothing to print."""
    name = _name(work, style)
    short = work.abbreviation or name
    pinpoints = style.pinpoints
    note = mark_italics(style.later).format(note=options.note) if options.note and style.later else None
    if work.kind == "charter" and style.charter_paragraph:
        pinpoints = replace(pinpoints, article_paragraph=style.charter_paragraph)
    pinpoint = write_pinpoint(places, pinpoints)
    return {
        **_document_fields(work, style, options),
        **_treaty_fields(work, style, options),
        "name": name,
        "short": short,
        "definition": _definition(work, short, style, options) if short != name else None,
        "note": note,
        "pinpoint": pinpoint,
        "placed": f"{' ' if note else ', '}{pinpoint}" if pinpoint else None,
        "placed_in": write_in_words(places, style.in_words) if style.in_words else None,
        "url": work.url,
        "accessed": style.date(options.accessed) if options.accessed else None,
    }


def _document_fields(work: Work, style: Style, options: Options) -> Fields:
    """Return the fields of what bears a symbol."""
    titled = style.titles if options.title is None else options.title
    title = _as_title(work.title, style)
    short_title = _as_title(work.short_title or work.title, style)
    body = _body_of_title(work, style)
    host = _host_fields(work.host, style) if work.host else {}
    return {
        "body": body,
        "author": _author(work, style),
        "number": _number(work, style),
        "title": title if titled else None,
        "document_title": title,
        "short_title": short_title,
        "short_title_in_text": _lowered(short_title) if body else short_title,
        "symbol": _symbol(work, style),
        "corrigenda": _corrigenda(work),
        "date": _date(work.adopted or work.issued, style, options),
        "dates": _dates(work, style, options),
        **host,
    }


def _treaty_fields(work: Work, style: Style, options: Options) -> Fields:
    made = _made(work, style, options.treaty_date or style.treaty_date)
    in_force = style.in_force.format(style.date(work.in_force)) if work.in_force else None
    return {
        "made": made,
        "in_force": in_force,
        "treaty_dates": ", ".join(filter(None, [made, in_force])),
        "series": _series(work, style),
    }


def _name(work: Work, style: Style) -> str:
    return style.charters.get(work.path) or _as_title(work.title, style) or work.path.rpartition("/")[2]


def _as_title(title: str | None, style: Style) -> str | None:
    """Return a title with typographic apostrophes, and `No` as the style has it."""
    if title is None:
        return None
    text = title.replace("'", "’")
    return re.sub(r"\bNo\. (?=\d)", "No ", text) if style.abbreviates_number else text


def _lowered(text: str | None) -> str | None:
    """Return text as it stands inside a sentence."""
    return text[:1].lower() + text[1:] if text else None


def _body_name(body: Body, style: Style) -> str:
    return style.bodies.get(body.key, body.name)


def _body_of_title(work: Work, style: Style) -> str | None:
    """Return the body; None where a joint general comment names it in what stands for its short title."""
    if work.body is None:
        return None
    if style.joint_without_body and work.kind == "general comment" and not work.short_title:
        return None
    return _body_name(work.body, style)


def _author(work: Work, style: Style) -> str | None:
    """Return who prepared a document, unless its title says so."""
    if work.author is None or work.author.name in (work.title or ""):
        return None
    return _body_name(work.author, style)


def _number(work: Work, style: Style) -> str | None:
    if not work.number:
        return None
    number = write_number(work.number, style.number)
    return _YEAR_RE.sub("", number) if style.dated else number


def _symbol(work: Work, style: Style) -> str | None:
    if not work.symbol or (work.number and is_counted_on(work.number) and not style.early_symbols):
        return None
    spaced = re.sub(r"(?<=\d)\((?=\d{4}\)|Part)", " (", work.symbol).replace("(Part", "(Part ")
    return spaced if style.symbol_with_year else _YEAR_RE.sub("", spaced)


def _corrigenda(work: Work) -> str | None:
    return " and ".join(symbol.rpartition("/")[2] for symbol in work.corrigenda) or None


def _date(day: date | None, style: Style, options: Options) -> str | None:
    form = options.date or ("full" if style.dated else "none")
    if day is None or form == "none":
        return None
    return str(day.year) if form == "year" else style.date(day)


def _dates(work: Work, style: Style, options: Options) -> str | None:
    """Return the day printed on a document, and the day of its adoption where that is another."""
    issued = _date(work.issued, style, options)
    adopted = _date(work.adopted, style, options)
    if work.number and (is_counted_on(work.number) or _YEAR_RE.search(work.number)):
        return adopted  # early texts, and those of the Security Council, bear this day alone
    if adopted is None or adopted == issued:
        return issued
    return ", ".join(filter(None, [issued, style.adopted.format(adopted)]))


def _made(work: Work, style: Style, wanted: str) -> str | None:
    """Return the day a treaty was made, by the event that is wanted, else by the other one."""
    opened = work.opened if work.opened != work.adopted or wanted == "opened" else None
    if opened and (wanted == "opened" or not work.adopted):
        return mark_italics(style.opened).format(style.date(opened))
    return style.adopted.format(style.date(work.adopted)) if work.adopted else None


def _series(work: Work, style: Style) -> str | None:
    if work.unts_volume:
        known = style.series if work.unts_page else style.series_by_number
        wanted = {"volume": work.unts_volume, "page": work.unts_page, "number": work.unts_number}
        return fill(known, {name: str(value) for name, value in wanted.items() if value})
    if work.cets_number:
        names = _COE_NAMES["ETS" if work.cets_number <= _LAST_ETS else "CETS"]
        return fill(style.council_of_europe, {**names, "number": str(work.cets_number)})
    return None


def _host_fields(host: Work, style: Style) -> Fields:
    """Return the fields of the resolution that sets a declaration out, its date left to the declaration."""
    body = _body_name(host.body, style) if host.body else None
    number = {"body": body, "number": _number(host, style)}
    return {"host": fill(style.full["resolution"], number), "host_symbol": _symbol(host, style)}


def _definition(work: Work, short: str, style: Style, options: Options) -> str | None:
    wanted = style.defines if options.define is None else options.define
    if not wanted or work.path in style.charters:
        return None
    return mark_italics(style.definition).replace("{short}", short)


def _missing(work: Work, template: str, style: Style, options: Options) -> tuple[str, ...]:
    wanted = missing_in(template, {})
    if (options.date or ("full" if style.dated else "none")) == "none":
        wanted = [name for name in wanted if name not in {"date", "dates"}]
    found = [
        words
        for name in wanted
        for words, known in [_FACTS.get(name, ("", bool))]
        if words and not known(work)
    ]
    if "series" in wanted and work.unts_volume and not work.unts_page and "{page}" in style.series:
        found.append("the page of its volume of the Treaty Series")
    if (options.url or options.accessed) and not work.url:
        found.append("an address of it")
    return tuple(dict.fromkeys(found))
