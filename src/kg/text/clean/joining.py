"""Join wrapped lines, and words that a line's end breaks."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.text.passage import Passage

if TYPE_CHECKING:
    from kg.text.clean.lines import Line

_SOFT_HYPHEN = "\u00ad"
_HUNG_RE = re.compile(r"(?:and|or|to)\b")
_LETTERS = r"[^\W\d_]+"
_WORD_RE = re.compile(rf"{_LETTERS}(?:-{_LETTERS})*")
_BROKEN_RE = re.compile(rf"{_LETTERS}(?:-{_LETTERS})*-$")
# Not a word of capitals, such as the second part of `Guinea-Bissau`.
_REST_RE = re.compile(r"[a-z]+")
_OFTEN = 2
_LONGEST = 60
"""Characters of the first part of a broken word."""


def join_lines(parts: list[Passage]) -> Passage:
    """Join wrapped lines with a space, or none where a hyphen or slash breaks a word at the line's end.

    >>> join_lines([Passage.of("post-"), Passage.of("conflict", 6)]).text
    'post-conflict'
    """
    joined: list[Passage] = []
    for part in parts:
        if not part.text:
            continue
        if joined and not _breaks_word(joined[-1].text, part.text):
            joined.append(Passage(" ", ((0, -1),)))
        joined.append(part)
    return Passage.join(joined)


def _breaks_word(before: str, after: str) -> bool:
    """Say whether a word is broken between two lines; `child- and` is none."""
    if before.endswith(("-", "\u00ad")) and len(before) > 1 and before[-2].isalnum():
        return after[:1].isalnum() and not _HUNG_RE.match(after)
    return before.endswith("/") and not before.endswith(" /")


def soften_hyphens(lines: list[Line]) -> None:
    """Put a soft hyphen, which cleaning takes out, where a line's end broke a word that has no hyphen.

    The document decides: the word stands elsewhere in it as one, and not only once, for compounds are spelt
    both ways at times; and nowhere with that hyphen.
    """
    printed = [line for line in lines if line.role == "text"]
    broken = [pair for pair in pairwise(printed) if _breaks_word(pair[0].text, pair[1].text)]
    words = _words(printed) if any(line.text.endswith("-") for line, _ in broken) else Counter()
    for line, following in broken:
        first = _BROKEN_RE.search(line.text, max(0, len(line.text) - _LONGEST))
        rest = _REST_RE.match(following.text)
        if first and rest:
            whole = f"{first[0]}{rest[0]}".lower()
            if not words[whole] and words[_without_last_hyphen(whole)] >= _OFTEN:
                line.text = f"{line.text[:-1]}{_SOFT_HYPHEN}"


def _words(lines: list[Line]) -> Counter[str]:
    """Return how often each word, in small letters, stands within the lines."""
    return Counter(word for line in lines for word in _WORD_RE.findall(line.text.lower()))


def _without_last_hyphen(word: str) -> str:
    return "".join(word.rsplit("-", 1))
