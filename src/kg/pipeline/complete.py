"""Complete what somebody begins to type: the name of a question, or the value of one of its parameters."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg.graph.lookup.names import name_key, names_of
from kg.namespaces import compact
from kg.pipeline.ask import ANY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.graph.lookup.names import Named
    from kg.graph.questions.catalogue import Question
    from kg.graph.questions.parameters import Parameter
    from kg.graph.stores.engine import Engine

Choice = tuple[str, str]
"""What can stand on the command line, in one word, and what it means."""

_LONGEST = 40
"""Characters: nobody completes the title of a resolution."""
_MOST = 300
_UNFIT = frozenset("'\"()$&;,")
"""Signs that a shell reads in its own way, and the comma, which no name has that people type."""


def complete_question(catalogue: Sequence[Question], beginning: str) -> list[Choice]:
    """Return the names of questions that begin so, or their ids where a folder is named."""
    names = ((q.id if "/" in beginning else q.name, q.question) for q in catalogue)
    return [choice for choice in names if choice[0].startswith(beginning)]


def complete_value(engine: Engine, parameter: Parameter, beginning: str) -> list[Choice]:
    """Return the values of a parameter that begin so: of each thing the plainest name that means it alone."""
    found = [(ANY, "leaves it open")] if parameter.optional and ANY.startswith(beginning) else []
    if parameter.kind != "iri":
        known = dict.fromkeys(value for value in (parameter.default, parameter.example) if value)
        return [(value, parameter.label) for value in known if value.startswith(beginning)] + found
    fitting: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for rank, spelt, iri in _spellings(names_of(engine, parameter.classes)):
        if spelt.casefold().startswith(beginning.casefold()):
            fitting[iri].append(
                (rank, beginning + spelt[len(beginning) :])
            )  # as begun: shells compare letters
    best = sorted((min(spelt, key=_plainness)[1], compact(iri)) for iri, spelt in fitting.items())
    return found + best[:_MOST]


def _spellings(names: Sequence[Named]) -> Iterator[tuple[int, str, str]]:
    """Yield each name that means one thing, with hyphens for its spaces: its rank, the name, the thing."""
    meant: dict[str, list[Named]] = defaultdict(list)
    for name in names:
        meant[name_key(name.text)].append(name)
    for same in meant.values():
        rank = min(name.rank for name in same)
        best = [name for name in same if name.rank == rank]
        spelt = "-".join(best[0].text.split())
        if (
            len({name.iri for name in best}) == 1
            and len(spelt) <= _LONGEST
            and not set(spelt) & set("'\"()$&;")
        ):
            yield rank, spelt, best[0].iri


def _plainness(name: tuple[int, str]) -> tuple[bool, int, int]:
    """Return how well a name serves: words before code numbers, labels before other names, then the short."""
    rank, spelt = name
    return spelt[:1].isdigit(), abs(rank - 1), len(spelt)
