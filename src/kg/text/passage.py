"""Text that knows where in the source each of its characters stands.

Cleaning takes marks, page furniture and line breaks out of a text. A `Passage` keeps, through every such
step, the runs of characters that stand together in the source, so that any part can be shown there.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.document import Span

_start = itemgetter(0)


@dataclass(frozen=True, slots=True)
class Passage:
    r"""A text and its runs: `(offset in text, offset in source)`, sorted; -1 where it is not in the source.

    >>> whole = Passage.of("One two\nthree")
    >>> clean = whole.without([(3, 7)])
    >>> clean.text, clean.pieces()
    ('One\nthree', ((0, 3), (7, 13)))
    """

    text: str
    runs: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, text: str, at: int = 0) -> Passage:
        """Return a text that stands in the source at an offset, without a break."""
        return cls(text, ((0, at),) if text else ())

    @classmethod
    def join(cls, passages: Iterable[Passage], separator: str = "") -> Passage:
        """Return passages one after the other; the separator is not in the source."""
        texts: list[str] = []
        runs: list[tuple[int, int]] = []
        length = 0
        for passage in passages:
            if separator and texts:
                runs.append((length, -1))
                texts.append(separator)
                length += len(separator)
            for at, source in passage.runs:
                start = at + length
                if runs and source >= 0 and runs[-1][1] >= 0 and runs[-1][1] + start - runs[-1][0] == source:
                    continue
                runs.append((start, source))
            texts.append(passage.text)
            length += len(passage.text)
        return cls("".join(texts), tuple(runs))

    def __len__(self) -> int:
        return len(self.text)

    def part(self, start: int, end: int | None = None) -> Passage:
        """Return the characters from `start` to `end`, counted as in a slice without negatives."""
        end = len(self.text) if end is None else min(end, len(self.text))
        start = min(max(start, 0), len(self.text))
        if start >= end:
            return Passage("", ())
        if start == 0 and end == len(self.text):
            return self
        runs = []
        first = bisect_right(self.runs, start, key=_start) - 1
        last = bisect_left(self.runs, end, key=_start)
        for at, source in self.runs[first:last]:
            skipped = max(start - at, 0)
            runs.append((max(at - start, 0), source + skipped if source >= 0 else -1))
        return Passage(self.text[start:end], tuple(runs))

    def without(self, cuts: Sequence[Span]) -> Passage:
        """Return the passage without the given spans, which are sorted and do not overlap."""
        if not cuts:
            return self
        kept, at = [], 0
        for start, end in cuts:
            kept.append(self.part(at, start))
            at = end
        kept.append(self.part(at))
        return Passage.join(part for part in kept if part.text)

    def strip(self) -> Passage:
        """Return the passage without white space at its ends."""
        text = self.text
        left = len(text) - len(text.lstrip())
        return self.part(left, len(text.rstrip()))

    def replaced(self, text: str) -> Passage:
        """Return the passage with other characters of the same number in the same places.

        Raises:
            ValueError: where the number differs.
        """
        if len(text) != len(self.text):
            raise ValueError("a replacement must keep the length")
        return Passage(text, self.runs)

    def pieces(self) -> tuple[Span, ...]:
        """Return the exact runs of the source that the passage is made of, in order."""
        found: list[Span] = []
        for index, (at, source) in enumerate(self.runs):
            if source < 0:
                continue
            end = self.runs[index + 1][0] if index + 1 < len(self.runs) else len(self.text)
            piece = (source, source + end - at)
            if found and found[-1][1] == piece[0]:
                found[-1] = (found[-1][0], piece[1])
            else:
                found.append(piece)
        return tuple(found)

    def span(self) -> Span:
        """Return the span of the source from the first to the last character; (0, 0) where it has none."""
        pieces = self.pieces()
        return (pieces[0][0], pieces[-1][1]) if pieces else (0, 0)
