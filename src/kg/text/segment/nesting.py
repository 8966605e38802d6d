"""The list that runs through a resolution, and the one that may stand inside a paragraph of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.text.segment.enumeration import Outline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.text.segment.enumeration import Enumerator, Place


class NestedLists:
    """An outline that another one may interrupt, whose places lie below a paragraph of the first.

    >>> from kg.text.segment.enumeration import Enumerator
    >>> lists, one, two = NestedLists(), Enumerator.parse("1."), Enumerator.parse("2.")
    >>> lists.place(one).steps, lists.enter(("1",)), lists.place(one).steps, lists.goes_on_outside(two)
    (('1',), None, ('1', '1'), True)
    """

    def __init__(self) -> None:
        self._above: tuple[str, ...] = ()
        self._outer = Outline()
        self._outline = Outline()

    @property
    def steps(self) -> tuple[str, ...]:
        """Return the steps of the enumerator placed last."""
        return (*self._above, *self._outline.steps)

    @property
    def is_inside(self) -> bool:
        """Say whether the list inside a paragraph is the one that goes on."""
        return bool(self._above)

    def place(self, enumerator: Enumerator, ahead: Sequence[Enumerator] = ()) -> Place | None:
        """Place the next enumerator, as `Outline.place` does."""
        return self._below(self._outline.place(enumerator, ahead))

    def skip_to(self, enumerator: Enumerator) -> Place | None:
        """Place an enumerator that leaves numbers out, as `Outline.skip_to` does."""
        return self._below(self._outline.skip_to(enumerator))

    def goes_on_outside(self, enumerator: Enumerator) -> bool:
        """Say whether an enumerator goes on with the list that the one inside a paragraph interrupts."""
        return bool(self._above and self._outer.peek(enumerator))

    def enter(self, above: tuple[str, ...]) -> None:
        """Begin a list inside the paragraph with these steps."""
        if not self._above:
            self._outer = self._outline
        self._above, self._outline = above, Outline()

    def leave(self) -> None:
        """Go on with the list that the one inside a paragraph interrupts."""
        self._above, self._outline, self._outer = (), self._outer, Outline()

    def restart(self) -> None:
        """Close all lists, so that numbering may begin again."""
        self._above, self._outline, self._outer = (), Outline(), Outline()

    def _below(self, place: Place | None) -> Place | None:
        if place is None:
            return None
        return replace(place, level=place.level + len(self._above), steps=(*self._above, *place.steps))
