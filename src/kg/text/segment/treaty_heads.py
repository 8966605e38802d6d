"""Recognise the lines that divide a treaty: heads of articles, chapters and annexes, titles, formulas.

A line alone does not make a head. `Article 5` can end a broken reference, so the heads of articles are those
that stand in sequence, and a title is a title by the head that it follows or precedes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kg.ordinals import INSERTED_PATTERN
from kg.text.segment.enumeration import Enumerator, find_enumerator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.text.block import Block


HeadKind = Literal["article", "division", "annex"]


@dataclass(frozen=True, slots=True)
class Head:
    """The head of an article or division, as its line reads."""

    kind: HeadKind
    word: str
    """In lower case: `article`, `chapter`."""
    number: str
    """As printed: `5`, `5 bis`, `IV`; empty for an `Annex` without one."""
    value: int
    """The number counted; 0 where there is none."""
    suffix: str
    rest: int
    """Offset in the text of what follows the number: a title or the article's text."""
    alone: bool
    """Nothing follows the number."""


def find_head(text: str) -> Head | None:
    """Return the head that a paragraph is or begins with, or None.

    >>> find_head("Article 5 bis").number, find_head("CHAPTER IV The Assembly").word
    ('5 bis', 'chapter')
    >>> find_head("Article 5 of the Convention applies.") is None
    True
    """
    match = _HEAD_RE.match(text[:_LONGEST_TITLE])
    if not match:
        return None
    number, suffix = match["number"] or "", match["suffix"] or ""
    rest = text[match.end() :]
    word = match["word"].lower().rstrip(".")
    kind: HeadKind = _KINDS.get(word, "division")
    value = _value(number)
    if (number and not value) or not _may_follow(rest, kind) or (kind != "annex" and not number):
        return None
    printed = f"{number} {suffix}" if suffix else number
    return Head(kind, "article" if kind == "article" else word, printed, value, suffix, match.end(), not rest)


def article_runs(heads: Sequence[tuple[int, Head]]) -> list[list[int]]:
    """Return the places of the heads of articles that stand in sequence, a list for each numbering from 1.

    `heads` are pairs of place and head, in order. A head that leaves numbers out counts where it stands alone
    and the next one goes on from it.
    """
    runs: list[list[int]] = []
    last: Head | None = None
    for at, (place, head) in enumerate(heads):
        following = heads[at + 1][1] if at + 1 < len(heads) else None
        if last and _continues(last, head, following):
            runs[-1].append(place)
        elif _begins(head, following, first=last is None):
            runs.append([place])
        else:
            continue
        last = head
    return runs


def is_title_line(text: str) -> bool:
    """Say whether a paragraph reads like a title: short, with a capital, without a stop or list number.

    >>> [is_title_line(text) for text in ("General provisions", "They shall agree.", "a) the report")]
    [True, False, False]
    """
    if len(text) > _LONGEST_TITLE or text[-1:] in _NO_END or not _TITLE_START_RE.match(text):
        return False
    if text.rpartition(" ")[2] in _HANGING:
        return False
    found = find_enumerator(text)
    return not found or found[0].readings[0].style in {"upper-roman", "upper-letter"}


def is_foreign(text: str) -> bool:
    """Say whether a paragraph is French, Spanish or German: the other column of a text in two languages."""
    sample = text[:_SAMPLE].lower()
    if " the " in sample:
        return False
    others = len(_FOREIGN_RE.findall(sample))
    return others >= _FEWEST_WORDS and others > 2 * len(_ENGLISH_RE.findall(sample))


def is_testimonium(text: str) -> bool:
    """Say whether a paragraph closes a treaty: the clause of signature, or the line of its meeting."""
    return bool(_TESTIMONIUM_RE.match(text))


def is_opening(block: Block) -> bool:
    """Say whether a paragraph opens a preamble: the parties, then the end or a participle."""
    return bool(_OPENING_RE.match(block.text[: _LONGEST_TITLE * 2]))


def _continues(last: Head, head: Head, following: Head | None) -> bool:
    if head.value == last.value:
        return bool(head.suffix) and head.suffix != last.suffix
    if head.value == last.value + 1:
        return True
    goes_on = following is not None and following.value == head.value + 1
    return head.value > last.value + 1 and head.alone and goes_on


def _begins(head: Head, following: Head | None, *, first: bool) -> bool:
    goes_on = following is not None and following.value == head.value + 1
    if head.value == 1:
        return head.alone or goes_on or first
    return first and (goes_on or (head.alone and following is None))


def _may_follow(rest: str, kind: str) -> bool:
    """Say whether a text can follow a number in its line: a title, or for an article its words."""
    if not rest:
        return True
    if not _TITLE_START_RE.match(rest) and not find_enumerator(rest):
        return False
    return kind == "article" or is_title_line(rest)


def _value(number: str) -> int:
    """Return what a number or number word counts; 0 where it is none."""
    if number.lower() in _WORDS:
        return _WORDS[number.lower()]
    enumerator = Enumerator.parse(number) if number else None
    return enumerator.readings[0].value if enumerator else 0


_LONGEST_TITLE = 350  # characters; long titles of conventions have 200, of annexes about them 300
_SAMPLE = 400  # characters of a paragraph that tell its language
_FEWEST_WORDS = 3

_KINDS: dict[str, HeadKind] = {
    "article": "article",
    "art": "article",
    "annex": "annex",
    "appendix": "annex",
    "schedule": "annex",
}
_WORDS = {"first": 1, "premier": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}

# Not `Articles 2 and 3`, and not a word inside a sentence, which has no capital.
_ARTICLE = r"Article|ARTICLE|Art\."
_DIVISION = (
    r"P(?:art|ART)|C(?:hapter|HAPTER)|S(?:ection|ECTION)|SUBSECTION|Subsection|T(?:itle|ITLE)|B(?:ook|OOK)"
)
_ANNEX = r"A(?:nnex|NNEX)|A(?:ppendix|PPENDIX)|S(?:chedule|CHEDULE)"
_NUMBER = (
    r"(?:[1-9]\d{0,2}|[IVXL]{1,8}|[A-Z]|[Ff]irst|FIRST|[Pp]remier|One|ONE|Two|TWO|Three|THREE)(?![\w(/])"
)
_SUFFIX = rf"(?:\s?(?P<suffix>{INSERTED_PATTERN})\b)?"
# After the number a stop, colon or dash, or white space; not a comma, as in `Article 5, paragraph 2`.
_HEAD_RE = re.compile(
    rf"(?P<word>{_ARTICLE}|{_DIVISION}|{_ANNEX})(?:\s+(?P<number>{_NUMBER}){_SUFFIX})?"
    r"(?:\s*[.:–—-])*(?:\s+|$)"
)
_NO_END = ("", ".", ":", ";", ",")  # ends of sentences and of their parts
_HANGING = frozenset(
    {"the", "of", "and", "to", "in", "for", "on", "with", "by", "a", "an", "or", "that", "under"}
)
# Not the lower case of a sentence that goes on; not the line `5th plenary meeting` under a resolution.
_TITLE_START_RE = re.compile(r"[“\"'‘(\[]?(?:[A-Z]|(?>\d+)(?!st|nd|rd|th))")
_ENGLISH_RE = re.compile(r"\b(?:the|of|and|to|in|shall|this|any)\b")
_FOREIGN_RE = re.compile(r"\b(?:l[ae]s?|des|du|et|dans|une|que|el|los|del|por|der|die|und|das|den)\b|\bl[’']")
_TESTIMONIUM_RE = re.compile(
    r"in\s+(?:witness|faith|testimony)\s+(?:where|there)of\b|done\s+(?:at|in)\s"
    r"|the\s+foregoing\s+is\s+the\s+authentic|\d{1,4}(?:st|nd|rd|th)\s(?:\(resumed\)\s)?(?:plenary\s)?meeting\b",
    re.IGNORECASE,
)
_PARTIES = (
    r"(?:[Ss]tates?|STATES|[Pp]art(?:y|ies)|PARTIES|[Mm]embers?|[Gg]overnments?|[Cc]onference|[Pp]eoples|"
    r"[Ss]ignator(?:y|ies)|[Uu]ndersigned|[Pp]lenipotentiaries|[Cc]ommunity|[Uu]nion)\b"
)
# Not the enacting formula of a resolution (`The General Assembly,`): no parties in it. Up to its first comma.
_OPENING_RE = re.compile(
    rf"(?:The|THE|We,?|WE,?)\s(?=[^,;.:]{{0,200}}{_PARTIES})[^,;.:]{{0,250}}[,;](?=\s+[A-Z]|\s*$)"
)
