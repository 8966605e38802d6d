"""The part of a question that another graph answers: fetched for the things that our own part has found.

A question holds a data block for it, `VALUES (?item ?population) { (UNDEF UNDEF) }`, so that the file as it
stands is a question to our graph alone, with those columns empty. Nothing is ever sent to another server by
a query: the client fetches the rows and puts them into the block as serialised terms.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.errors import InputError, UsageError
from kg.graph.others.other_graph import find_other_graph, graph_names
from kg.graph.stores.binding import UNBOUND, write_term
from kg.graph.stores.readonly import require_read_only
from kg.graph.stores.store import memory_store
from kg.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.model import Term

KEYS = ("graph", "key", "gives", "pattern")
_NAME_RE = re.compile(r"[A-Za-z]\w*")

Row = tuple["Term | None", ...]


@dataclass(frozen=True)
class RemotePart:
    """What to fetch from another graph."""

    graph: str
    """Name of the graph's profile."""
    key: str
    """Variable of the things that our part finds and the other graph knows."""
    gives: tuple[str, ...]
    """Variables that the other graph fills."""
    pattern: str = field(repr=False)
    """Graph pattern that binds them; prefixes are ours and the profile's."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the variables of the block."""
        return (self.key, *self.gives)

    @property
    def block(self) -> str:
        """Return the block as a question file holds it.

        >>> RemotePart("wikidata", "item", ("population",), "").block
        'VALUES (?item ?population) { (UNDEF UNDEF) }'
        """
        return self.filled([(None,) * len(self.columns)])

    def filled(self, rows: Iterable[Row]) -> str:
        """Return the block with these rows."""
        head = " ".join(f"?{name}" for name in self.columns)
        lines = " ".join(f"({' '.join(map(_written, row))})" for row in rows)
        return f"VALUES ({head}) {{ {lines} }}"

    def query(self, keys: Sequence[Term]) -> str:
        """Return the query that asks the other graph about things."""
        prefixes = PREFIXES | find_other_graph(self.graph).prefixes
        used = [name for name in sorted(prefixes) if re.search(rf"(?<![\w:]){name}:", self.pattern)]
        head = "".join(f"PREFIX {name}: <{prefixes[name]}>\n" for name in used)
        columns = " ".join(f"?{name}" for name in self.columns)
        things = " ".join(map(write_term, keys))
        return f"{head}SELECT DISTINCT {columns} WHERE {{ VALUES ?{self.key} {{ {things} }} {self.pattern} }}"

    def fill(self, sparql: str, rows: Iterable[Row]) -> str:
        """Return a question's query with rows in its block.

        Raises:
            UsageError: where a value that was given reads like the block itself.
        """
        before, found, after = sparql.partition(self.block)
        if not found or self.block in after:
            raise UsageError("a value reads like a block of the query", remedy="Give another value")
        return before + self.filled(rows) + after


def part_faults(part: RemotePart, sparql: str) -> list[tuple[str, str]]:
    """Return what is wrong with a remote part and its place in a query, each with a remedy."""
    if part.graph not in graph_names():
        return [(f"remote: no graph is known as {part.graph!r}", f"Name one of {', '.join(graph_names())}")]
    if wrong := [name for name in part.columns if not _NAME_RE.fullmatch(name)]:
        return [(f"remote: {wrong[0]!r} is no variable", "Write its name without a question mark")]
    faults = []
    if sparql.count(part.block) != 1:
        faults.append(("the query does not hold the remote part once", f"Write {part.block}"))
    lost = [n for n in part.columns if not re.search(rf"[?$]{n}\b", part.pattern)]
    faults += [(f"remote: the pattern lacks ?{name}", "Use it there, or take it out") for name in lost]
    return faults or _pattern_faults(part)


def _pattern_faults(part: RemotePart) -> list[tuple[str, str]]:
    query = part.query([])
    try:
        require_read_only(query)
        memory_store([]).select(query)
    except (InputError, UsageError) as error:
        return [(f"remote: {error.what}", error.remedy)]
    return []


def _written(term: Term | None) -> str:
    return UNBOUND if term is None or term.kind == "blank" else write_term(term)
