"""From text runs with places on a page to a text in which the layout is explicit.

One line a printed line, a blank line between paragraphs, a form feed between pages; raised marks as
superscript digits, italics between asterisks, a line of underscores above the footnotes of a page.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.text.read.paragraph import marks_in
from kg.text.superscripts import SUPERSCRIPTS, raised_digits

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

RULE = "__________________"

# Lengths without a unit are shares of the size of the letters.
_SAME_LINE = 0.45
"""How far a baseline may be from its line's: a raised mark is, the next line is not."""
_WORD = 0.2
"""Gap from which two runs are two words; the spaces that a run ends with are guesses of pdfium's."""
_CELL = 3.0
"""Gap from which two runs are two cells, or two columns."""
_RAISED = 0.12
_SMALL = 0.85
"""How small a raised mark is against its line, at most."""
_TIGHT = 1.6
"""Distance of two baselines up to which they can be of one paragraph."""
_LOOSE = 1.25
"""How much larger than the usual distance one is that parts two paragraphs."""
_INDENT = 1.2
_SHORT_RULE = 250.0
"""Points that the rule above footnotes is long, at most; a frame or a table's line is longer."""
_FOOTNOTE = 0.93
"""How small footnotes are against the text, at most."""
_LEADING = 1.2
"""Distance of two baselines where the document shows none."""

_FIRST_MARK_RE = re.compile(rf"[{SUPERSCRIPTS}]|[*†‡](?!\w)")  # how a footnote opens; not `*Italic*`


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one font in one line; lengths in points, heights counted from the foot of the page."""

    text: str
    left: float
    right: float
    base: float
    size: float
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """The runs of a page, and its drawn horizontal rules as (left, right, height)."""

    runs: tuple[Run, ...]
    rules: tuple[tuple[float, float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    left: float
    base: float
    size: float


def lay_out(pages: Iterable[Page]) -> str:
    """Return the text of a document's pages."""
    lined = [_with_rule(_lines(page), page) for page in pages]
    leading = _usual_leading(lined)
    return "\f".join("".join(f"{line}\n" for line in _paragraphs(lines, leading)) for lines in lined)


def _lines(page: Page) -> list[_Line]:
    """Return the printed lines from top to bottom, cells of one line from left to right."""
    groups: list[list[Run]] = []
    tallest: Run | None = None
    for run in sorted((run for run in page.runs if run.text.strip()), key=lambda run: (-run.base, run.left)):
        if tallest and tallest.base - run.base <= _SAME_LINE * max(tallest.size, run.size):
            groups[-1].append(run)
            tallest = max(tallest, run, key=lambda each: each.size)
        else:
            groups.append([run])
            tallest = run
    return [_line(cell) for group in groups for cell in _cells(sorted(group, key=lambda run: run.left))]


def _cells(runs: list[Run]) -> list[list[Run]]:
    cells = [[runs[0]]]
    for before, run in pairwise(runs):
        if run.left - before.right > _CELL * max(before.size, run.size):
            cells.append([run])
        else:
            cells[-1].append(run)
    return cells


def _line(runs: list[Run]) -> _Line:
    sizes: Counter[float] = Counter()
    for run in runs:
        sizes[run.size] += len(run.text)
    size = max(sizes, key=lambda each: (sizes[each], each))
    base = next(run.base for run in runs if run.size == size)
    parts = [_raised(run, base, size) for run in runs]
    for index, (before, run) in enumerate(pairwise(runs), 1):
        is_mark = parts[index] != run.text.strip()
        if not is_mark and run.left - before.right > _WORD * max(before.size, run.size):
            parts[index] = f" {parts[index]}"
    text = _marked(parts, [run.italic for run in runs])
    return _Line(" ".join(text.split()), runs[0].left, base, size)


def _raised(run: Run, base: float, size: float) -> str:
    """Return a run's words, digits as superscript ones where they are small and raised."""
    if run.size > _SMALL * size or run.base < base + _RAISED * size or not marks_in(run.text):
        return run.text.strip()
    return raised_digits(run.text.strip())


def _marked(parts: Sequence[str], italic: Sequence[bool]) -> str:
    """Return the parts in one, those in italics between asterisks."""
    marked: list[str] = []
    slanted: list[str] = []
    for part, is_italic in zip([*parts, ""], [*italic, False], strict=True):
        if is_italic or (slanted and part and not part.strip()):
            slanted.append(part)
            continue
        if slanted:
            marked.append(_emphasis("".join(slanted)))
            slanted = []
        marked.append(part)
    return "".join(marked)


def _emphasis(text: str) -> str:
    words = text.strip()
    if "*" in words or not any(map(str.isalpha, words)):
        return text
    start = text.index(words)
    return f"{text[:start]}*{words}*{text[start + len(words) :]}"


def _with_rule(lines: list[_Line], page: Page) -> list[_Line]:
    """Return the lines of a page with a rule of underscores above its footnotes, where none is printed."""
    if not lines or any(line.text.startswith(RULE[:5]) for line in lines):
        return lines
    body = _body_size(lines)
    small = [line.size < _FOOTNOTE * body for line in lines]
    for index in range(1, len(lines)):
        line, above = lines[index], lines[index - 1]
        opens = bool(_FIRST_MARK_RE.match(line.text)) and small[index] and not small[index - 1]
        ruled = any(
            line.base < height < above.base and right - left < _SHORT_RULE
            for left, right, height in page.rules
        )
        if opens or (ruled and small[index] and not small[index - 1]):
            rule = _Line(RULE, line.left, (line.base + above.base) / 2, line.size)
            return [*lines[:index], rule, *lines[index:]]
    return lines


def _body_size(lines: list[_Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], size))


def _usual_leading(pages: list[list[_Line]]) -> dict[int, float]:
    """Return, for each size of letters, the most frequent distance of two baselines in one paragraph."""
    seen: dict[int, Counter[float]] = {}
    for lines in pages:
        for above, line in pairwise(lines):
            distance = above.base - line.base
            if round(above.size) == round(line.size) and line.size * 0.8 < distance <= line.size * _TIGHT:
                seen.setdefault(round(line.size), Counter())[round(distance, 1)] += 1
    return {size: max(counts, key=lambda d: (counts[d], -d)) for size, counts in seen.items()}


def _paragraphs(lines: list[_Line], leading: dict[int, float]) -> list[str]:
    """Return the lines with a blank one where a paragraph begins."""
    margin = _margin(lines)
    found: list[str] = []
    for index, line in enumerate(lines):
        if index and _begins(line, lines[index - 1], leading, margin):
            found.append("")
        found.append(line.text)
    return found


def _margin(lines: list[_Line]) -> float:
    """Return where most lines of a page begin."""
    starts = Counter(round(line.left) for line in lines)
    return max(starts, key=lambda left: (starts[left], -left), default=0)


def _begins(line: _Line, above: _Line, leading: dict[int, float], margin: float) -> bool:
    """Say whether a paragraph begins with a line: by its distance, its size, or its indent."""
    usual = leading.get(round(line.size), _LEADING * line.size)
    distance = above.base - line.base
    if not 0.5 * line.size < distance <= _LOOSE * usual or abs(line.size - above.size) > 0.12 * line.size:
        return True
    return abs(above.left - margin) < 0.5 * line.size and line.left > margin + _INDENT * line.size
