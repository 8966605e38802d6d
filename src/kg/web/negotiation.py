"""Choose the form of an answer by what a client accepts (RFC 9110, section 12.5.1)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORD = r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"  # no separators, no space
_RANGE_RE = re.compile(rf"\s*(?P<type>{_WORD})/(?P<subtype>{_WORD})\s*(?P<rest>(?:;.*)?)", re.DOTALL)
_WEIGHT_RE = re.compile(r";\s*q\s*=\s*(?P<q>[01](?:\.\d{0,3})?)\s*(?:;|$)", re.IGNORECASE)
_PARAMETER_RE = re.compile(rf";\s*({_WORD})\s*=\s*(\"[^\"]*\"|{_WORD})")
_ENTRY_RE = re.compile(r"(?:[^,\"]|\"[^\"]*\"?)+")  # not cut at a comma inside quotation marks
_LONGEST = 4096
"""Characters of a header that are read; browsers send some two hundred."""


@dataclass(frozen=True)
class MediaRange:
    """One entry of an Accept header."""

    type: str
    subtype: str
    parameters: frozenset[tuple[str, str]]
    weight: float

    def precedence(self, offer: str) -> int:
        """Return how specifically this range means a media type: 0 is not at all."""
        kind, _, rest = offer.partition("/")
        subtype, _, tail = rest.partition(";")
        if self.type == "*" and self.subtype == "*":
            return 1
        if self.type != kind:
            return 0
        if self.subtype == "*":
            return 2
        if self.subtype != subtype.strip():
            return 0
        if not self.parameters:
            return 3
        return 4 if self.parameters <= _parameters(";" + tail) else 0


def choose_media(accept: str | None, offers: Sequence[str]) -> str | None:
    """Return the offer that a client likes best, None where it takes none; equals go by our order.

    >>> choose_media("text/turtle;q=0.5, application/ld+json", ["text/turtle", "application/ld+json"])
    'application/ld+json'
    >>> choose_media("*/*", ["text/turtle", "text/html"])
    'text/turtle'
    >>> choose_media("image/png", ["text/turtle"])
    """
    if accept is None or not accept.strip():
        return offers[0]
    ranges = parse_accept(accept)
    weighed = [(_weight(ranges, offer), -place) for place, offer in enumerate(offers)]
    weight, place = max(weighed)
    return offers[-place] if weight > 0 else None


def parse_accept(header: str) -> list[MediaRange]:
    """Return the ranges of an Accept header; what is no media range is passed over."""
    found = []
    for entry in _ENTRY_RE.findall(header[:_LONGEST]):
        match = _RANGE_RE.fullmatch(entry)
        if not match:
            continue
        rest = match["rest"]
        weighed = _WEIGHT_RE.search(rest)
        before = rest[: weighed.start()] if weighed else rest
        weight = min(float(weighed["q"]), 1.0) if weighed else 1.0
        found.append(MediaRange(match["type"].lower(), match["subtype"].lower(), _parameters(before), weight))
    return found


def _weight(ranges: list[MediaRange], offer: str) -> float:
    """Return the weight of the most specific range that means an offer."""
    meant = [(found.precedence(offer), found.weight) for found in ranges]
    best = max((precedence for precedence, _ in meant), default=0)
    return max((weight for precedence, weight in meant if precedence == best), default=0.0) if best else 0.0


def _parameters(text: str) -> frozenset[tuple[str, str]]:
    return frozenset((name.lower(), value.strip('"').lower()) for name, value in _PARAMETER_RE.findall(text))
