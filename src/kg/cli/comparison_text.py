"""A comparison for the terminal and as Markdown."""

from __future__ import annotations

import io
import re
import shutil
from typing import TYPE_CHECKING

from kg.compare.display import cut, excerpt, labels, runs, shift_words, side_name, summary, what
from kg.row_text import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.text import Text

    from kg.compare.display import Run
    from kg.compare.report import Comparison, Row

_WIDTH = 100
_LABEL_WIDTH = 12
_CONTEXT = 4
"""Words shown on each side of a change."""
_TEXT_MOST = 240
"""Characters shown of a paragraph that was added or dropped; the other formats have it whole."""
_BRACKETS = {"deleted": ("[-", "-]", "red"), "inserted": ("{+", "+}", "green"), "same": ("", "", "")}
_MARKDOWN = {"deleted": ("~~", "~~"), "inserted": ("**", "**"), "same": ("", "")}
_SPECIAL_RE = re.compile(r"([\\`*_\[\]<>~|#])")


def table(comparison: Comparison, rows: Sequence[Row], *, typography: bool, coloured: bool) -> str:
    """Return rows as a table of at most 100 columns under the names of both documents, then the summary."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    width = min(_WIDTH, shutil.get_terminal_size().columns) if coloured else _WIDTH
    target = io.StringIO()
    console = Console(
        file=target, width=width, force_terminal=coloured, no_color=not coloured, highlight=False
    )
    console.print("\n".join(_heading(comparison)), markup=False)
    if rows:
        grid = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        for heading in ("Before", "After"):
            grid.add_column(heading, width=_LABEL_WIDTH, overflow="fold")
        grid.add_column("What", width=8, overflow="fold")
        grid.add_column("Words", overflow="fold")
        for row in rows:
            grid.add_row(*labels(row), _what(row), _words(row, typography=typography))
        console.print(grid)
    else:
        console.print()
    console.print("\n".join(_closing(comparison, typography=typography)), markup=False)
    return "\n".join(line.rstrip() for line in target.getvalue().splitlines()) + "\n"


def _heading(comparison: Comparison) -> list[str]:
    before, after = comparison.before, comparison.after
    titles = dict.fromkeys(title for title in (before.title, after.title) if title)
    return [printable(f"{side_name(before)} → {side_name(after)}"), *map(printable, titles)]


def _what(row: Row) -> str:
    return what(row) if row.differs or not row.prints_differ else "print"


def _words(row: Row, *, typography: bool) -> Text:
    """Return what differs in a row, as `[-was-]{+is+}`, with its shifts below."""
    from rich.text import Text

    text = Text()
    for mark, words in _shown(row, typography=typography):
        before, after, style = _BRACKETS[mark]
        text.append(f"{before}{printable(words)}{after}", style)
    for shift in row.shifts:
        text.append(f"\n• {shift_words(shift)}", "bold")
    if typography and row.marks_differ and row.before and row.after:
        text.append(f"\n• note marks: {', '.join(row.before.notes)} → {', '.join(row.after.notes)}")
    return text


def _shown(row: Row, *, typography: bool) -> list[Run]:
    marked = runs(row, typography=typography)
    if all(run.mark == "same" for run in marked) or len(marked) == 1:  # nothing stands out to be shown
        return [run._replace(text=cut(run.text, _TEXT_MOST)) for run in marked]
    return excerpt(marked, _CONTEXT)


def _closing(comparison: Comparison, *, typography: bool) -> list[str]:
    lines = summary(comparison)
    prints = comparison.counts()["typography"]
    if prints and not typography:
        lines.append(f"{prints:,} differ in print, such as quotation marks: --typography lists them.")
    return lines


def markdown(comparison: Comparison, rows: Sequence[Row], *, typography: bool) -> str:
    """Return rows as Markdown: a heading each, deleted words struck out and inserted ones bold."""
    name, *titles = _heading(comparison)
    parts = [f"# {_escaped(name)}", *map(_escaped, titles)]
    parts += [_escaped(line) for line in _closing(comparison, typography=typography)]
    for row in rows:
        parts.append(f"## {' → '.join(filter(None, dict.fromkeys(labels(row))))}: {_what(row)}")
        parts += [f"- {_escaped(shift_words(shift))}" for shift in row.shifts]
        parts.append("".join(_marked(run) for run in runs(row, typography=typography)))
    return "\n\n".join(parts) + "\n"


def _marked(run: Run) -> str:
    """Return a run in its marks, which must not stand next to white space inside them."""
    before, after = _MARKDOWN[run.mark]
    text = run.text.strip() if before else run.text
    return f"{before}{_escaped(text)}{after}"


def _escaped(text: str) -> str:
    return _SPECIAL_RE.sub(r"\\\1", text)
