"""How long what a test does may take of the processors, which others cannot make longer."""

from __future__ import annotations

import os
import sys

SOON = 10.0 if sys.gettrace() is None else 40.0
"""Seconds of processor that a bad input may take; where each line is watched (`make coverage`), more."""


def processor_time() -> float:
    """Return the seconds of processor that this process, and those it has waited for, have had."""
    return sum(os.times()[:4])
