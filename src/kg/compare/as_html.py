"""The page of `kg compare`: one file, without scripts or network, fit to be read aloud and to be printed."""

from __future__ import annotations

from html import escape
from importlib.resources import files
from itertools import groupby
from typing import TYPE_CHECKING

from kg.compare.display import label, labels, pieces, shift_words, side_name, summary, what

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.compare.report import Comparison, Edit, Paragraph, Row

_STYLE = files("kg.compare").joinpath("page.css").read_text(encoding="utf-8")


def comparison_html(comparison: Comparison, *, opened: bool = False, typography: bool = False) -> str:
    """Return a comparison as a page; paragraphs that are the same are folded away unless `opened`."""
    before, after = side_name(comparison.before), side_name(comparison.after)
    return "\n".join(
        [
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(before)} and {escape(after)} compared</title>",
            f"<style>{_STYLE}</style>\n</head>\n<body>\n<header>",
            f"<h1>{escape(before)} <span aria-hidden='true'>→</span> <span class='heard'>and</span> "
            f"{escape(after)}</h1>",
            _titles(comparison),
            "</header>\n<main>",
            _said(comparison),
            _table(comparison, opened=opened, typography=typography),
            f"</main>\n{_footer(comparison)}\n</body>\n</html>\n",
        ]
    )


def _titles(comparison: Comparison) -> str:
    before, after = comparison.before, comparison.after
    if not any(not edit.typographic for edit in comparison.title_edits):
        return f"<p class='title'>{escape(after.title or before.title)}</p>"
    old = _marked(before.title, comparison.title_edits, "del", typography=False)
    new = _marked(after.title, comparison.title_edits, "ins", typography=False)
    return f"<p class='title'>{old}</p>\n<p class='title'>{new}</p>"


def _said(comparison: Comparison) -> str:
    lines = [f"<p>{escape(line)}</p>" for line in summary(comparison)]
    items = [
        f"<li><a href='#r{place}'>{escape(label(row.shown))}</a>: "
        f"{escape('; '.join(map(shift_words, row.shifts)))}</li>"
        for place, row in enumerate(comparison.rows)
        if row.shifts
    ]
    found = f"<ul>{''.join(items)}</ul>" if items else ""
    jumps = _jumps(comparison)
    return f"<section class='said' aria-label='Summary'>{''.join(lines)}{jumps}{found}</section>"


def _jumps(comparison: Comparison) -> str:
    links = [
        f"<a href='#r{place}'>{escape(label(row.shown))}</a>"
        for place, row in enumerate(comparison.rows)
        if row.differs
    ]
    return f"<nav aria-label='Differences'>Differences: {', '.join(links)}</nav>" if links else ""


def _table(comparison: Comparison, *, opened: bool, typography: bool) -> str:
    names = [escape(side_name(side)) for side in (comparison.before, comparison.after)]
    rows = list(_rows(comparison.rows, names, opened=opened, typography=typography))
    return "\n".join(
        [
            "<table>\n<caption class='heard'>Paragraphs side by side</caption>",
            "<colgroup><col class='where'><col><col></colgroup>",
            "<thead><tr><th scope='col'>Paragraph</th>",
            f"<th scope='col'>{names[0]}</th><th scope='col'>{names[1]}</th></tr></thead>\n<tbody>",
            *rows,
            "</tbody>\n</table>",
        ]
    )


def _rows(rows: Sequence[Row], names: Sequence[str], *, opened: bool, typography: bool) -> Iterator[str]:
    def shown(numbered: tuple[int, Row]) -> bool:
        return numbered[1].differs or (typography and numbered[1].prints_differ)

    for differ, group in groupby(enumerate(rows), key=shown):
        if differ:
            yield from (_row(place, row, names, typography=typography) for place, row in group)
        else:
            yield _same([row for _, row in group], opened=opened)


def _row(place: int, row: Row, names: Sequence[str], *, typography: bool) -> str:
    old, new = labels(row)
    name = old if old == new else " → ".join(filter(None, (old, new)))
    shifts = "".join(f"<li>{escape(shift_words(shift))}</li>" for shift in row.shifts)
    marks = _note_marks(row) if typography and row.marks_differ else ""
    return (
        f"<tr id='r{place}'><th scope='row' class='where'><strong>{escape(name)}</strong>"
        f"<span class='what'>{what(row) if row.differs else 'print only'}</span>{marks}"
        f"{f'<ul>{shifts}</ul>' if shifts else ''}</th>"
        f"{_cell(row.before, row, 'del', names[0], typography=typography)}"
        f"{_cell(row.after, row, 'ins', names[1], typography=typography)}</tr>"
    )


def _note_marks(row: Row) -> str:
    old, new = (", ".join(one.notes) or "none" if one else "" for one in (row.before, row.after))
    return f"<br><span class='what'>note marks: {escape(old)} → {escape(new)}</span>"


def _cell(paragraph: Paragraph | None, row: Row, tag: str, name: str, *, typography: bool) -> str:
    if paragraph is None:
        said = "not there yet" if tag == "del" else "dropped"
        return f"<td data-side='{name}'><p class='none'>{said}</p></td>"
    alone = row.before is None or row.after is None
    text = (
        _change(tag, paragraph.text, "")
        if alone
        else _marked(paragraph.text, row.edits, tag, typography=typography)
    )
    return f"<td data-side='{name}'><p>{text}</p></td>"


def _marked(text: str, edits: Iterable[Edit], tag: str, *, typography: bool) -> str:
    """Return a text with its changed words in `del` or `ins`, said aloud as such."""
    shown = [edit for edit in edits if typography or not edit.typographic]
    return "".join(
        _change(tag, words, " class='print'" if edit.typographic else "") if edit else escape(words)
        for words, edit in pieces(text, shown, later=tag == "ins")
    )


def _change(tag: str, text: str, attributes: str) -> str:
    said = "deleted" if tag == "del" else "inserted"
    heard = f"<span class='heard'>[{said}: </span>{escape(text)}<span class='heard'>]</span>"
    return f"<{tag}{attributes}>{heard}</{tag}>"


def _same(rows: Sequence[Row], *, opened: bool) -> str:
    """Return paragraphs that are the same, folded away."""
    first, last = label(rows[0].shown), label(rows[-1].shown)
    count = f"{len(rows):,} the same: {first} to {last}" if len(rows) > 1 else f"1 the same: {first}"
    entries = "".join(
        f"<dt>{escape(' = '.join(dict.fromkeys(labels(row))))}</dt><dd>{escape(row.shown.text)}</dd>"
        for row in rows
    )
    details = (
        f"<details{' open' if opened else ''}><summary>{escape(count)}</summary><dl>{entries}</dl></details>"
    )
    return f"<tr class='same'><td colspan='3'>{details}</td></tr>"


def _footer(comparison: Comparison) -> str:
    sources = "".join(
        f"<li>{escape(side.name)}: {escape(side.path)}, SHA-256 {escape(side.sha256)}</li>"
        for side in (comparison.before, comparison.after)
    )
    return (
        "<footer><p>Made by kg compare. Stronger and weaker follow the scale of acts of this project, an "
        f"analytical aid and not law.</p><ul>{sources}</ul></footer>"
    )
