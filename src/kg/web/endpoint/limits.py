"""Refuse, before it runs, a query that is too long, too deep or too large to plan, or that would write.

The figures behind the limits: pyoxigraph overruns its stack from some 1,000 levels, and its planner takes
seconds from 300 patterns or path steps. A worker survives neither; these limits keep it from trying.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.errors import UsageError
from kg.graph.stores.readonly import require_readable, split_tokens

NESTING = 100
PATTERNS = 100
OPERATORS = 1000
_PUNCTUATION_RE = re.compile(r"\|\||&&|[{}()\[\].;,/|^!+*=<>?-]")
_SEPARATORS = frozenset(".;")
_STEPS = frozenset("/|^")


@dataclass
class _Count:
    """What has been seen of a query so far."""

    depth: int = 0
    deepest: int = 0
    patterns: int = 0
    operators: int = 0


def require_within_limits(query: str) -> None:
    """Pass a query that only reads, and that the engine can plan and walk.

    Raises:
        UsageError: naming the limit that the query breaks.
    """
    require_readable(query)
    seen = _Count()
    for token, is_word in split_tokens(query):
        if not is_word:
            _count(seen, token)
    for what, found, most in (
        ("levels of nesting", seen.deepest, NESTING),
        ("patterns or path steps", seen.patterns, PATTERNS),
        ("operators", seen.operators, OPERATORS),
    ):
        if found > most:
            raise UsageError(
                f"the query has {found:,} {what}; this endpoint takes {most:,}",
                remedy="Ask in several queries, or list values in a VALUES block",
            )


def _count(seen: _Count, text: str) -> None:
    """Count the punctuation between two words or terms."""
    for mark in _PUNCTUATION_RE.findall(text):
        if mark in "{([":
            seen.depth += 1
            seen.deepest = max(seen.deepest, seen.depth)
        elif mark in "})]":
            seen.depth -= 1
        elif mark in _SEPARATORS or mark in _STEPS:
            seen.patterns += 1
        else:
            seen.operators += 1
