"""Look words up in short texts, whatever their form: "reports" in "reporting".

SQLite's FTS5 does the work, as it does for official texts: its Porter stemmer joins the forms of a word, and
BM25 weighs a rare word above one that every text has.
"""

from __future__ import annotations

import re
import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_WORD_RE = re.compile(r"[^\W_]+")
_MOST = 30
"""Words of a search that count."""
_COMMON = """
a all an and any are as at be been by can did do does for from had has have how in is it its many more most of
on or some such than that the their them there they this to was were what when where which who whom whose why
will with would"""
_SILENT = frozenset(_COMMON.split())
"""Words that say nothing of what somebody looks for."""


def words_of(text: str) -> list[str]:
    """Return the words of a text that say something, each once, in small letters.

    >>> words_of("Who reports to the Committee on the Rights of the Child?")
    ['reports', 'committee', 'rights', 'child']
    """
    found = dict.fromkeys(word.casefold() for word in _WORD_RE.findall(text))
    return [word for word in found if word not in _SILENT][:_MOST]


class WordIndex:
    """An index in memory of texts that consist of several fields each."""

    def __init__(self, weights: Sequence[float], texts: Iterable[Sequence[str]]) -> None:
        """Index the texts; the weights say how much a word in each of their fields counts."""
        fields = ", ".join(f"f{number}" for number in range(len(weights)))
        marks = ", ".join("?" for _ in weights)
        self._order = f"bm25(texts, {', '.join(map(str, weights))}), rowid"
        self._database = sqlite3.connect(":memory:")
        self._database.execute(f"CREATE VIRTUAL TABLE texts USING fts5({fields}, tokenize='porter')")
        rows = ((place, *text) for place, text in enumerate(texts))
        self._database.executemany(f"INSERT INTO texts(rowid, {fields}) VALUES (?, {marks})", rows)  # noqa: S608

    def __enter__(self) -> WordIndex:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def find(self, words: Iterable[str]) -> list[int]:
        """Return the places of the texts that have any of the words in some form, best first."""
        match = " OR ".join(f'"{word}"' for word in words)
        query = f"SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY {self._order}"  # noqa: S608
        return [place for (place,) in self._database.execute(query, (match,))] if match else []
