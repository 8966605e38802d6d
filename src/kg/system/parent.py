"""Let a process end when the one that started it does, even by a kill that it cannot answer."""

from __future__ import annotations

import ctypes
import signal

_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG, from <sys/prctl.h>
_SYSTEM = ctypes.CDLL(None)  # opened here: between a fork and an exec little is safe to do


def die_with_parent() -> None:
    """Have the system kill this process when its parent dies; nothing where the system cannot."""
    if prctl := getattr(_SYSTEM, "prctl", None):
        prctl(_DIE_WITH_PARENT, signal.SIGKILL)
