"""Find the words that differ between two texts, as few and as whole as a reader would mark them.

What both have in common is their longest common subsequence of words; beyond a limit of size, all between the
common beginning and end counts as exchanged.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kg.compare.report import Edit
from kg.compare.subsequence import common_subsequence
from kg.compare.typography import same_wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.document import Span

_TOKEN_RE = re.compile(
    r"\d+(?:[/.]\d+|,\d{3}(?!\d))*\w*"  # a number is whole: 74/174, 1,400; not 2017,35/34
    r"|\w+(?:[-\u2011'\u2019]\w+)*"  # so is a compound: fifty-sixth, State's
    r"|[^\w\s]"
)
_SMALL_WORDS = frozenset(
    _TOKEN_RE.findall(
        "a all also an and any are as at be been by for from has have in including into is it its of on or"
        " other such that the their these this those through to under upon was were which who will with"
    )
)
_PRODUCT_MOST = 100_000_000
"""Tokens of one text times tokens of the other that are compared in full: 15 MB, 0.5 s."""
_GAP_MOST = 16
"""Characters of white space beside an edit that are looked over for the next word."""
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
    edits = []
    for change in _joined(_changes(words_old, words_new), words_old, words_new):
        spans = _characters(old, change.before, len(before)), _characters(new, change.after, len(after))
        edits.append(Edit(*spans, typographic=_is_typographic(before, after, *spans)))
    return tuple(edits)


def _changes(old: Sequence[str], new: Sequence[str]) -> list[_Change]:
    """Return the runs of tokens that are not common to both."""
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    if not middle_old and not middle_new:
        return []
    if len(middle_old) * len(middle_new) > _PRODUCT_MOST:
        return [_Change((start, len(old) - end), (start, len(new) - end))]
    changes = []
    at_old = at_new = 0
    for place_old, place_new in [
        *common_subsequence(middle_old, middle_new),
        (len(middle_old), len(middle_new)),
    ]:
        if at_old < place_old or at_new < place_new:
            before, after = (start + at_old, start + place_old), (start + at_new, start + place_new)
            changes.append(_Change(before, after))
        at_old, at_new = place_old + 1, place_new + 1
    return changes


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
    gone = [_weight(old[slice(*one.before)]) for one in (first, second)]
    come = [_weight(new[slice(*one.after)]) for one in (first, second)]
    sizes = [max(weights) for weights in zip(gone, come, strict=True)]
    return whole if any(gone) and any(come) and 2 * kept <= min(sizes) else None


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
    closing = _is_end(before, old[1]) and _is_end(after, new[1])
    return same_wording(_widened(before, old), _widened(after, new), closing=closing)


def _is_end(text: str, at: int) -> bool:
    return len(text) - at <= _GAP_MOST and not text[at:].strip()


def _widened(text: str, span: Span) -> str:
    """Return the characters of a span with one more word character on each side, and what stands between."""
    start, end = span
    before, after = text[max(start - _GAP_MOST, 0) : start], text[end : end + _GAP_MOST]
    left, right = len(before.rstrip()), len(after) - len(after.lstrip())
    return before[max(left - 1, 0) :] + text[start:end] + after[: right + 1]
