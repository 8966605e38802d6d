"""How to behave towards a service: how long to wait, how often to ask again, how much to take."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0


@dataclass(frozen=True, slots=True)
class Manners:
    """Limits that a client keeps; times in seconds, sizes in bytes."""

    delay: float = 1.0
    """Least time between two requests to one host."""
    retries: int = 4
    timeout: float = 120.0
    """For one document from the first byte asked to the last one received, redirects included."""
    connect: float = 10.0
    silence: float = 30.0
    """For the next bytes of an answer."""
    size: int = 64 * 1024**2
    redirects: int = 5
    patience: float = 120.0
    """Longest wait that a service may ask for; beyond it we give up and say so."""


def pause_before(attempt: int) -> float:
    """Return seconds to wait before the n-th further attempt, counted from 1: doubling, with jitter."""
    pause = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2.0 ** min(attempt - 1, 10))
    return pause * random.uniform(0.5, 1.0)  # noqa: S311 - spreads requests, hides nothing


def pause_asked(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that a service asks to wait, by `Retry-After` or GitHub's own header, or None.

    >>> pause_asked({"Retry-After": "7"})
    7.0
    """
    asked = headers.get("Retry-After", "").strip()
    if asked.isdecimal():
        return float(asked)
    if asked:
        return _until_date(asked)
    if headers.get("X-RateLimit-Remaining") == "0" and headers.get("X-RateLimit-Reset", "").isdecimal():
        return max(0.0, float(headers["X-RateLimit-Reset"]) - time.time())
    return None


def _until_date(text: str) -> float | None:
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except ValueError:
        return None
