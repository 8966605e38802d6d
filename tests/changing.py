"""Change a built store as a test needs it, by the way that the commands go."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from kg.pipeline.working_copy import working_copy

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyoxigraph as ox


@contextlib.contextmanager
def changing(location: str | Path) -> Iterator[ox.Store]:
    """Open a store for writing; when the block ends well, what was written is the store."""
    with working_copy(Path(location)) as copy:
        yield copy.ox
        with copy.placing():
            pass
