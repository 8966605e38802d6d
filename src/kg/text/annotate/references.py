"""Find where a text names a known thing, names one that is not known, or takes one up by a short form."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kg.text.annotate.heads import OWNER, heads_of, stem_of
from kg.text.annotate.names import NameIndex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.knowledge import Name

_REFERRED = {"body", "mandate", "programme", "initiative"}
_COVERING = {"group", "treaty"}
"""Kinds whose names hold those of bodies without mentioning them: "Charter of the United Nations"."""
_REACH = 300
"""Characters behind a shared head within which its subjects stand."""
_BEFORE = 60
"""Characters before a name that tell what it is part of."""

_OWNERS = {"United Nations", "UN"}
# not before a noun: there an agency, a system or a rule of the United Nations is meant
_ALONE_RE = re.compile(
    r"[^\w\s]|$|\s+(?:and|or|but|to|in|with|for|at|by|of|on|as|from|through|under|within|which|that|who|is|are"
    r"|was|has|have|had|can|may|must|shall|should|will|especially|including|inter|also|pursuant)\b"
)
_ENVOY_RE = re.compile(r"(?:Representative|Envoy|Adviser|Advocate|Coordinator|Deputy)s? of the $")
_ARTICLE_RE = re.compile(r"\b(?:[Tt]he|[Tt]his|said) $")  # not "its Office", which is another's
_PROPER_RE = re.compile(r"(?:[A-Z][\w’'-]*|\d+) $")  # not a small word: "the relevant Committee"
# not a subject in small letters, unless a Special Rapporteur's: "reports to the Committee on the steps taken"
_SUBJECT_RE = re.compile(
    r" (?:of|on|for|against) (?:the )?(?:[A-Z]|human rights)|,? (?:established|concerning)\b"
)
_ACT_RE = re.compile(r" (?:resolution|decision)s?\b")
_OWNED_RE = re.compile(r" of the [A-Z][\w-]*(?: [A-Z][\w-]*)*")  # not "of the report"
_NEXT_SUBJECT_RE = re.compile(r"(?:,|\band) (?=(?:on|for|against) )")


@dataclass(frozen=True, slots=True)
class Reference:
    """A place where a text refers to something that it calls by a name."""

    start: int
    end: int
    kind: Literal["named", "stranger", "short"]
    thing: str = ""
    """Path of what is named."""
    head: str = ""
    """The words that take a thing up, or that a stranger's name is built on."""


class ReferenceIndex:
    """The names of bodies, mandates, programmes and initiatives, and the words that take them up."""

    def __init__(self, names: Iterable[Name]) -> None:
        known = [name for name in names if name.kind in _REFERRED | _COVERING]
        self._names = NameIndex(known)
        self._heads: dict[str, tuple[str, ...]] = {}
        self._stems: dict[str, tuple[str, ...]] = defaultdict(tuple)
        self._holders: dict[str, str] = {}
        self._add_heads([name for name in known if name.kind in _REFERRED and name.form != "abbreviation"])
        self._head_re = _head_re({head for heads in self._heads.values() for head in heads})
