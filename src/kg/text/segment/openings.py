"""Tell by its first words whether a paragraph belongs to the preamble or to the operative part."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.knowledge import Knowledge

_WORD_RE = re.compile(r"[\W\d_]*([A-Za-z]+(?:-[A-Za-z]+)*)")
# Words that may precede the verb: adverbs, and those that only order paragraphs.
_LEADING = frozenset(
    {"also", "further", "again", "once", "more", "very", "most", "in", "this", "that", "regard"}
)
_SIGNS = '*_“"‘ '
# Adjectives that open preambular paragraphs: a closed class, which no verb form gives.
_ADJECTIVES = frozenset(
    {
        "aware",
        "mindful",
        "conscious",
        "cognizant",
        "desirous",
        "anxious",
        "hopeful",
        "confident",
        "appreciative",
    }
)
_FEW = 4
"""Leading words at most."""


class Openings:
    """The first words of operative and preambular paragraphs, learned from the names of act types."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._operative: set[str] = set()
        self._preambular: set[str] = set(_ADJECTIVES)
        for act in knowledge.acts:
            for word in _verbs(act.text):
                self._learn(word, act.form)

    def _learn(self, word: str, form: str) -> None:
        if form == "preambular" or word.endswith(("ing", "ed")):
            self._preambular.add(word)
        elif form == "operative" or word.endswith("s"):
            self._operative.add(word)
            self._preambular |= _participles(word)

    def operative(self, text: str) -> bool:
        """Say whether a text opens with a finite verb of the enacting body: `Decides`, `Strongly urges`."""
        return any(word in self._operative for word in _verbs(text))

    def preambular(self, text: str) -> bool:
        """Say whether a text opens as preambular paragraphs do: `Recalling`, `Deeply concerned`, `Aware`."""
        return any(word in self._preambular for word in _verbs(text))

    def either(self, text: str) -> bool:
        """Say whether a text opens a paragraph of a resolution at all."""
        bare = text.lstrip(_SIGNS)
        return bare[:1].isupper() and (self.operative(bare) or self.preambular(bare))


def _verbs(text: str) -> list[str]:
    """Return the first word of a text that is not an adverb or ordering word, in lower case, as a list."""
    at = 0
    for _ in range(_FEW):
        match = _WORD_RE.match(text, at)
        if not match:
            return []
        word = match[1].lower()
        if word not in _LEADING and not word.endswith("ly"):
            return [word]
        at = match.end()
    return []


def _participles(verb: str) -> set[str]:
    """Return the participles of a verb in the third person: `takes` gives `taking`."""
    if verb.endswith("ies"):
        return {verb[:-3] + "ying"}
    stem = verb[:-2] if verb.endswith(("sses", "shes", "ches")) else verb[:-1]
    return {stem + "ing", stem.removesuffix("e") + "ing", stem + stem[-1:] + "ing"}
