"""What a reader is shown of a comparison, whatever the form: labels, marked words, sentences."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.compare.report import Comparison, Edit, Paragraph, Row, Shift, Side

Mark = Literal["same", "deleted", "inserted"]
_PARTS = {"pp": "pp", "op": "op", "h": "heading", "art": "article", "annex": "annex", "note": "note"}
_ASPECTS = {"act": "Acts", "addressee": "Addressees", "theme": "Themes", "deadline": "Deadlines"}
_SPACED_RE = re.compile(r"\S+\s*")


class Run(NamedTuple):
    """Words of one text, or common to both."""

    mark: Mark
    text: str


def label(paragraph: Paragraph) -> str:
    """Return how a paragraph is called.

    >>> from kg.compare.report import Paragraph
    >>> label(Paragraph("draft/op/4/a/ii", "operative", "ii", 3, ""))
    'op 4 (a) (ii)'
    """
    steps = paragraph.id.removeprefix("draft/").split("/")
    return " ".join(_PARTS.get(step) or (f"({step})" if step.isalpha() else step) for step in steps)


def labels(row: Row) -> tuple[str, str]:
    """Return how the two paragraphs of a row are called; nothing for one that is missing."""
    return tuple(label(one) if one else "" for one in (row.before, row.after))  # type: ignore[return-value]  # two


def side_name(side: Side) -> str:
    """Return how a document is called."""
    return f"{side.name} (draft)" if side.draft else side.name


def what(row: Row) -> str:
    """Return what became of a paragraph, in one or two words."""
    if not row.moved:
        return row.status
    return "moved, changed" if row.status == "changed" else "moved"


def shift_words(shift: Shift) -> str:
    """Return a shift as a short sentence without a full stop."""
    if shift.aspect == "theme":
        name = (shift.after or shift.before).rpartition("/")[2]
        return f"theme {shift.direction}: {name.replace('-', ' ')}"
    if not shift.before or not shift.after:
        lost = "added" if shift.after else "dropped"
        tail = "" if shift.direction == lost else f" ({shift.direction})"
        return f"{shift.aspect} {lost}{tail}: {shift.after or shift.before}"
    return f"{shift.aspect} {shift.direction}: {shift.before} → {shift.after}"


def runs(row: Row, *, typography: bool = False) -> list[Run]:
    """Return the words of both paragraphs in one line, marked; of one that has no counterpart all."""
    if row.before is None or row.after is None:
        return [Run("inserted" if row.after else "deleted", row.shown.text)]
    edits = row.edits if typography else row.changes
    return _merged(row.before.text, row.after.text, edits)


def _merged(before: str, after: str, edits: Iterable[Edit]) -> list[Run]:
    found: list[Run] = []
    at = 0
    for edit in edits:
        (old_start, old_end), (new_start, new_end) = edit.before, edit.after
        kept = after[at:new_start]
        found.append(Run("same", kept))
        if (
            old_start < old_end
            and before[max(old_start - 1, 0) : old_start].isspace()
            and not kept[-1:].isspace()
        ):
            found.append(Run("same", " "))  # which stood before the deleted words only
        found.append(Run("deleted", before[old_start:old_end]))
        found.append(Run("inserted", after[new_start:new_end]))
        if new_start == new_end and before[old_end : old_end + 1].isspace():
            found.append(Run("same", " "))
        at = new_end
    found.append(Run("same", after[at:]))
    return [run for run in found if run.text]


def pieces(text: str, edits: Iterable[Edit], *, later: bool) -> Iterator[tuple[str, Edit | None]]:
    """Yield the words of one of two texts in order, each run with the edit that it belongs to.

    `later` says which of the two the text is.
    """
    at = 0
    for edit in edits:
        start, end = edit.after if later else edit.before
        if start == end:
            continue
        if at < start:
            yield text[at:start], None
        yield text[start:end], edit
        at = end
    if at < len(text):
        yield text[at:], None


def excerpt(marked: Sequence[Run], context: int) -> list[Run]:
    """Return marked words with so many words around each mark, and an ellipsis for the rest."""
    short = []
    for place, (mark, text) in enumerate(marked):
        shown = text if mark != "same" else _shortened(text, context, place == 0, place == len(marked) - 1)
        short.append(Run(mark, shown))
    return short


def _shortened(text: str, context: int, first: bool, last: bool) -> str:
    words = _SPACED_RE.findall(text)
    before, after = (0 if first else context), (0 if last else context)
    if len(words) <= before + after + 1:
        return text
    lead = text[: len(text) - len(text.lstrip())] + "".join(words[:before])
    return f"{lead}… {''.join(words[len(words) - after :])}" if not last else f"{lead}…"


def cut(text: str, most: int) -> str:
    """Return the beginning of a text, to the end of a word."""
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"


def summary(comparison: Comparison) -> list[str]:
    """Return what a comparison found, in sentences."""
    counts = comparison.counts()
    total = len(comparison.rows)
    parts = [
        f"{counts[name]:,} {'the same' if name == 'same' else name}" for name in _COUNTED if counts[name]
    ]
    said = [f"{total:,} paragraphs and footnotes: {', '.join(parts)}."]
    groups: dict[str, list[str]] = {}
    for (aspect, direction), count in comparison.directions().items():
        groups.setdefault(_ASPECTS.get(aspect, "Conditions"), []).append(f"{count:,} {direction}")
    if groups:
        said.append(" ".join(f"{aspect}: {', '.join(found)}." for aspect, found in groups.items()))
    if comparison.outside:
        said.append(f"Around the draft, not compared: {', '.join(comparison.outside)}.")
    return said


_COUNTED = ("same", "changed", "moved", "added", "dropped")
