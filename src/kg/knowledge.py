"""What the graph knows that extraction looks for: names of things, phrases of acts, numbers of treaties.

Values only; `kg.graph.lookup.gazetteer` reads them out of a store, and `kg.text` uses them. So a body that is
added to `data/` is found in texts from then on, without a line of code.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

NameKind = Literal[
    "body", "mandate", "programme", "initiative", "group", "treaty", "instrument", "theme", "state", "goal"
]
NameForm = Literal["label", "alternative", "abbreviation"]


@dataclass(frozen=True, slots=True)
class Name:
    """One way to write a known thing."""

    thing: str
    """Path under `id/`: `body/HRC`, `treaty/CRC`, `A/RES/70/1`, `theme/conduct/grooming`; for SDG `goal/16`,
    `target/16.2`."""
    kind: NameKind
    text: str
    form: NameForm


@dataclass(frozen=True, slots=True)
class ActName:
    """One way to write a type of act."""

    type: str
    """Slug: `calls-upon`."""
    text: str
    form: Literal["operative", "preambular", "other"]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All that extraction is told by the graph; plain and small, so that it can be handed to a worker."""

    names: tuple[Name, ...] = ()
    acts: tuple[ActName, ...] = ()
    instruments: frozenset[str] = frozenset()
    """Paths of the instruments that the graph holds."""
    treaty_series: tuple[tuple[int, int, str], ...] = ()
    """(volume, number, path of the treaty) in the United Nations Treaty Series."""
    supplements: tuple[tuple[str, str], ...] = ()
    """(path of a protocol, path of the treaty that it adds to)."""
    sessions: tuple[tuple[str, str, str, str], ...] = ()
    """(body, number, first day, last day) where known."""
