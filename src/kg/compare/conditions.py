"""Count the words by which a drafter takes the edge off a demand: `as appropriate`, `to consider`, `may`.

Analytical, like the scale of acts: a word more or less is shown for a reader to judge.
"""

from __future__ import annotations

import re
from collections import Counter

_LAW = (
    r"(?:in accordance|in conformity|in line|in compliance|consistent|consistently) with (?:their |its )?"
    r"(?:respective )?(?:national|domestic)(?: and international)? (?:legal|laws?|legislation|frameworks?)"
)
_CONDITIONS = {
    r"(?:as|where|when|if|wherever|whenever) (?:appropriate|applicable|necessary|needed|relevant)": None,
    r"(?:as|where|when|if|wherever|whenever|as far as) (?:possible|feasible|practicable)": None,
    r"as (?:they|it) deems? (?:appropriate|necessary)": None,
    r"to the extent (?:possible|feasible)": None,
    r"(?:up)?on request|upon their request|at their request": "upon request",
    r"on a voluntary basis|on mutually agreed terms": None,
    r"(?:with|from with)in (?:existing|available) (?:budgetary )?resources": "within existing resources",
    r"subject to the availability of": None,
    _LAW: "in accordance with national law",
    r"(?:to|and|or) consider(?= \w+ing\b)": "to consider",  # not "to consider the report"
    r"to (?:endeavour|strive|seek)(?= to\b)|to make efforts(?= to\b)": "to endeavour to",
}
"""Pattern, and the name under which its variants count as one; the words themselves where there is none."""
_CONDITION_RE = re.compile(
    r"\b(?:" + "|".join(f"(?P<c{n}>{pattern})" for n, pattern in enumerate(_CONDITIONS)) + r")\b",
    re.IGNORECASE,
)
_NAMES = {f"c{n}": name for n, name in enumerate(_CONDITIONS.values())}


def count_conditions(text: str) -> Counter[str]:
    """Return how often each condition stands in a text.

    >>> count_conditions("Urges States, as appropriate, to consider ratifying it, where appropriate")
    Counter({'as appropriate': 1, 'to consider': 1, 'where appropriate': 1})
    """
    return Counter(
        _NAMES[match.lastgroup or ""] or match[0].lower() for match in _CONDITION_RE.finditer(text)
    )
