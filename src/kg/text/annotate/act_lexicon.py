"""Which type of act a verb phrase names, whatever its inflection, spelling and sequencing words."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.knowledge import ActName

Form = Literal["finite", "participle", "adjective"]
_Key = tuple[str, ...]

_WORD_RE = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+)*")
_HYPHEN_RE = re.compile("[-\u2010\u2011\u00ad]")
_DOUBLE_RE = re.compile(r"(.)\1$")
_BRITISH_RE = re.compile(r"is(?=(?:e[sd]?|ing)$)")


def word_set(words: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(words.split())


def unhyphenated(word: str) -> str:
    """Return a word without the hyphens in it, of any kind."""
    return word if word.isalpha() else _HYPHEN_RE.sub("", word)


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """Return what the inflections and spellings of a verb share; no word by itself.

    >>> stem("emphasises") == stem("Emphasizing"), stem("noting") == stem("notes"), stem("Re-affirms")
    (True, True, 'reaffirm')
    """
    word = unhyphenated(word.lower())
    if len(word) < 4:  # noqa: PLR2004  # "has", "its", "is" are no stems with an ending
        return word
    word = _BRITISH_RE.sub("iz", word).replace("our", "or")
    for ending, kept in (("ying", "y"), ("ies", "y"), ("ing", ""), ("es", ""), ("s", "")):
        if word.endswith(ending) and len(word) - len(ending) > 1:
            word = word[: -len(ending)] + kept
            break
    return _DOUBLE_RE.sub(r"\1", word.rstrip("e"))


def stems(words: str) -> frozenset[str]:
    """Return the stems of the words of a text."""
    return frozenset(map(stem, words.split()))


STRONG = "~"
"""Stands for every word of intensity, so that grave, serious and deep concern are one key."""
_STRONG_WORDS = word_set(
    "deep deepest grave gravest serious profound great greatest strong strongest utmost full "
    "unequivocal extreme deeply gravely seriously profoundly greatly strongly firmly fully "
    "unequivocally categorically vehemently unreservedly extremely resolutely"
)
_SUPERLATIVE = word_set("in strongest terms")
"""Words of `in the strongest terms`, which make a type of their own after `condemns` and `deplores`."""
_DROPPED = word_set(
    "also further again once more moreover furthermore additionally likewise accordingly therefore "
    "hereby anew a an the its all any their other particular continued continuing renewed growing "
    "special steadfast unwavering ongoing previous positive increasing sincere heartfelt however "
    "while is are being be remains remaining continues this these that about at by over of regarding "
    "concerning"
)
"""Words that order paragraphs, determine or join nouns, or colour a verb without changing the type."""
_NO_ADVERB = frozenset({"only", "july", "early", "supply", "family", "assembly", "reply", "apply", "italy"})
_ADJECTIVE_RE = re.compile(r"(?:ed|ous|ant|ful|aware)$")  # not nouns: it is asked of first words only

_HARSH = frozenset(map(stem, ("condemns", "deplores")))
_REPEATING = tuple(map(stem, ("reiterates", "reaffirms", "renews", "expresses")))
"""Verbs that are interchangeable before `its concern`, `its request` and the like; the plain one last."""
_SAID_AGAIN = frozenset(
    (*_REPEATING, *map(stem, ("reconfirms", "confirms", "stresses", "underlines", "emphasizes")))
)
_NEVER_HEADS = stems("shall may undertake prohibit remain in each no any having has")


class ActLexicon:
    """Types by the stems of their phrases; and which words can head an act."""

    def __init__(self, acts: Iterable[ActName]) -> None:
        self._types: dict[_Key, str] = {}
        self.forms: dict[str, Form] = {}
        """Words in lower case that can head an act, with every inflection and spelling."""
        rank = {"operative": 0, "preambular": 1, "other": 2}
        for act in sorted(acts, key=lambda act: rank[act.form]):
            words = _WORD_RE.findall(act.text)
            key = normalized(words)
            self._types.setdefault(key, act.type)
            self._add_head(words, key)
        for key, kind in list(self._types.items()):  # after all that say so outright
            self._types.setdefault(_plain(key), kind)
        self._longest: dict[str, int] = {}
        """By first word: how many words the longest key has."""
        for key in self._types:
            first = key[0] if key else ""
            self._longest[first] = max(self._longest.get(first, 0), len(key))

    def _add_head(self, words: Sequence[str], key: _Key) -> None:
        head = next((word for word in words if normalized([word]) not in {(), (STRONG,)}), "").lower()
        if not key or stem(head) in _NEVER_HEADS:
            return
        if _ADJECTIVE_RE.search(head):
            self.forms[head] = "adjective"
        elif head.endswith(("s", "ing")):
            self.forms |= _inflections(unhyphenated(head))

    def find(self, words: Sequence[str]) -> str | None:
        """Return the type that the longest beginning of the words names, or None."""
        key = self._key(words)
        strong, strong_length = self._match(key)
        plain, plain_length = self._match(_plain(key)) if STRONG in key else (strong, strong_length)
        again, again_length = self._say_again(key) if "the" not in words[1:3] else (None, 0)
        if again_length > max(plain_length, strong_length):
            return again
        return strong if strong_length >= plain_length else plain

    def _key(self, words: Sequence[str]) -> _Key:
        """Return the words that carry meaning, up to where no key can go on."""
        key: list[str] = []
        telling = 0
        for meant in _meanings(words):
            telling += meant != STRONG
            key.append(meant)
            if telling > self._longest.get(key[0], 0) and key[0] not in _SAID_AGAIN:
                break
        return tuple(key)

    def _match(self, key: _Key) -> tuple[str | None, int]:
        """Return a type and how many words that carry meaning named it."""
        longest = self._longest.get(key[0], 0) if key else 0
        for length in range(min(longest, len(key)), 0, -1):
            if found := self._types.get(key[:length]):
                return found, sum(word != STRONG for word in key[:length])
        return None, 0

    def _say_again(self, key: _Key) -> tuple[str | None, int]:
        """Return what a repeated feeling or request is: `stresses its concern` expresses concern."""
        if not key or key[0] not in _SAID_AGAIN:
            return None, 0
        for verb in _REPEATING:
            if verb == key[0]:
                continue
            for rest in (key[1:], _plain(key[1:])):
                found, length = self._match((verb, *rest))
                if length > 1:
                    return found, length
        return None, 0


def _inflections(head: str) -> dict[str, Form]:
    """Return forms of a verb in both spellings; some of them exist in no text, and do no harm.

    >>> sorted(word for word in _inflections("emphasizing") if "ses" in word or "izes" in word)
    ['emphasises', 'emphasizes']
    """
    forms: dict[str, Form] = {}
    root = head[:-3] if head.endswith("ing") else head[:-1].removesuffix("e")
    root = root[:-1] + "y" if head.endswith("ies") else root
    for base in {root, root.replace("iz", "is")}:
        forms |= dict.fromkeys((base + "s", base + "es"), "finite")
        forms |= dict.fromkeys((base + "ing", base + "eing"), "participle")
        if root.endswith("y"):
            forms[base[:-1] + "ies"] = "finite"
    if head.endswith("ing"):
        forms[head] = "participle"
    else:
        forms[head] = "finite"
    return forms


def _plain(key: _Key) -> _Key:
    return tuple(word for word in key if word != STRONG)


def normalized(words: Iterable[str]) -> _Key:
    """Return the words that carry meaning, as stems, with one sign for intensity.

    >>> normalized("Also expresses its gravest concern".split())
    ('expres', '~', 'concern')
    """
    return tuple(_meanings(words))


def _meanings(words: Iterable[str]) -> Iterator[str]:
    is_harsh: bool | None = None
    for word in words:
        small = word.lower()
        meant = small if is_harsh and small in _SUPERLATIVE else _meaning(small)
        if meant:
            is_harsh = meant in _HARSH if is_harsh is None else is_harsh
            yield meant


@lru_cache(maxsize=8192)
def _meaning(word: str) -> str:
    """Return the stem of a word in lower case, the sign for intensity, or nothing for a word of no weight."""
    if word in _STRONG_WORDS:
        return STRONG
    if word in _DROPPED or (word.endswith("ly") and word not in _NO_ADVERB):
        return ""
    return stem("having" if word == "has" else word)
