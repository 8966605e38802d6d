"""Find room for labels beside their nodes, so that no label lies on another or on a node that has one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True)
class Box:
    """A rectangle by its lower left and upper right corners."""

    left: float
    low: float
    right: float
    high: float

    def overlaps(self, other: Box) -> bool:
        """Say whether the two share an area."""
        across = self.left < other.right and other.left < self.right
        return across and self.low < other.high and other.low < self.high

    def inside(self, other: Box) -> bool:
        """Say whether this lies within the other."""
        across = other.left <= self.left and self.right <= other.right
        return across and other.low <= self.low and self.high <= other.high


@dataclass(frozen=True)
class Wanted:
    """A label that wants a place: its size, and the centre and radius of its node."""

    x: float
    y: float
    radius: float
    width: float
    height: float


def place_labels(wanted: Sequence[Wanted], nodes: Sequence[Box], frame: Box) -> list[Box | None]:
    """Return a box for each label, the first come first served; None where there is no room near its node.

    A label that finds no room beside all nodes may lie on nodes whose labels are not wanted.

    >>> one = Wanted(0, 0, 1, 4, 2)
    >>> place_labels([one, one], [], Box(-9, -9, 9, 9))[0]
    Box(left=1.5, low=-1.0, right=5.5, high=1.0)
    """
    own = [_square(one) for one in wanted]
    placed: list[Box | None] = []
    for one in wanted:
        labels = [box for box in placed if box]
        room = _room(one, [*labels, *nodes], frame) or _room(one, [*labels, *own], frame)
        placed.append(room)
    return placed


def _room(one: Wanted, taken: Sequence[Box], frame: Box) -> Box | None:
    fits = (box for box in _candidates(one) if box.inside(frame))
    return next((box for box in fits if not any(box.overlaps(other) for other in taken)), None)


def _square(one: Wanted) -> Box:
    return Box(one.x - one.radius, one.y - one.radius, one.x + one.radius, one.y + one.radius)


def _candidates(one: Wanted) -> Iterable[Box]:
    """Yield places from the best on: right, left, above, below, corners; then the same further away."""
    for gap in (one.radius + 0.25 * one.height, one.radius + one.height, one.radius + 2 * one.height):
        for across, up in ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1)):
            slant = 0.75 if across and up else 1.0
            x = one.x + across * (slant * gap + one.width / 2)
            y = one.y + up * (slant * gap + one.height / 2)
            yield Box(x - one.width / 2, y - one.height / 2, x + one.width / 2, y + one.height / 2)
