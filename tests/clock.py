"""How long what a test does may take, by the clock and of the processors, which others cannot prolong."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

SOON = 10.0 if sys.gettrace() is None else 40.0
"""Seconds of processor that a bad input may take; where each line is watched (`make coverage`), more."""


def processor_time() -> float:
    """Return the seconds of processor that this process, and those it has waited for, have had."""
    return sum(os.times()[:4])


def wait_until(holds: Callable[[], bool], patience: float = 20.0) -> None:
    """Wait until something holds, and fail where it does not within so many seconds."""
    deadline = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)
