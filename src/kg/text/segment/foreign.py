"""Tell a text in another official language of the United Nations from one in English."""

from __future__ import annotations

import re

_WORD_RE = re.compile(r"[^\W\d_]+")
_SAMPLE = 40_000
"""Characters looked at."""
_FEWEST = 0.08
"""Part of the words that must be function words of the language."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_WORDS = {
    "French": _words("le la les des du de et en aux par sur dans pour que qui une un est ses au"),
    "Spanish": _words("el la los las de del y en que por para con una un se su al"),
    "English": _words("the of and to in for on by with that its from as which all"),
}
_SCRIPTS = (
    (re.compile(r"[\u0400-\u04ff]"), "Russian"),
    (re.compile(r"[\u0600-\u06ff]"), "Arabic"),
    (re.compile(r"[\u4e00-\u9fff]"), "Chinese"),
)


def language_of(text: str) -> str | None:
    """Return the official language other than English that a text is in, or None.

    >>> language_of("L’Assemblée générale, Rappelant la résolution de la Commission sur les droits")
    'French'
    >>> language_of("The General Assembly, Recalling the resolution of the Commission")
    """
    sample = text[:_SAMPLE]
    letters = sum(map(str.isalpha, sample)) or 1
    for script, language in _SCRIPTS:
        if sum(1 for _ in script.finditer(sample)) > letters / 4:
            return language
    words = [word.lower() for word in _WORD_RE.findall(sample)]
    shares = {
        name: sum(word in known for word in words) / (len(words) or 1) for name, known in _WORDS.items()
    }
    best = max(shares, key=lambda name: shares[name])
    return best if best != "English" and shares[best] > _FEWEST else None
