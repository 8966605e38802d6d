"""What stands between the commas of a list of agents: its members, and the asides and examples between them.

A comma closes an aside as well as it divides the list. Whether the next noun is one of the agents again is
told by what opened the aside: `within its mandate` is over at the comma, `in consultation with States` may
go on.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from kg.text.annotate.agent_joints import AND_RE, begins_name, is_adjective, split

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.document import Span

    Kind = Literal["noun", "short", "closed", "example", "company", "aside"]

_CONJOINED_RE = re.compile(
    r"(?:and|or|as well as|together with|along with|and also)\s+(?:(?:up)?on\s+)?"
    r"(?!(?:in|where|when|with|as|to|through)\b)"
)
_OTHERS_RE = re.compile(r"(?:all )?other ")  # than those before the examples
_TRAILING_AND_RE = re.compile(r" (?:and|or|as well as)$")  # of "the Chair and, as necessary, its members"
_ENDING_RE = re.compile(r" (?:and|or|as well as) ((?:[a-z]+ ){0,2}[a-z\u2011-]+)$")
_EXAMPLE_RE = re.compile(
    r"(?:and )?(?:including|first and foremost|in particular|particularly|especially|notably|such as"
    r"|inter alia|among others|primarily|mainly)\b"
)
_SHORT_ASIDE_RE = re.compile(
    r"(?:(?:as|where|when|if|wherever|whenever)(?: and (?:as|where|when|if))?"
    r" (?:appropriate|applicable|necessary|relevant|needed|possible|feasible|requested)"
    r"|inter alia|upon (?:their )?request|at all levels|also|once again|again|in particular"
    r"|individually and collectively|in this (?:regard|respect))$"
)
_CLOSED_ASIDE_RE = re.compile(
    r"(?:and )?(?:within|in (?:accordance|line|conformity|keeping|compliance) with|consistent with"
    r"|pursuant to|subject to|under (?:its|their|the)|at (?:all|the|their)|upon|as|individually"
    r"|on (?:a|an)|without prejudice)\b"
)
"""An aside about manner or limits, which names nobody, and so ends at the comma."""
_ASIDE_RE = re.compile(
    r"(?:and (?:in accordance|in|where|when|with|as|to|through)"
    r"|that|which|who|whose|where|in|of|on|at|as|upon|through|within|by|with|while|for|from|taking|bearing"
    r"|consistent|pursuant|without|subject|under|after|before|during|using|based|guided|recalling"
    r"|recognizing|noting|following|to|once|until|pending|according|throughout|acting|working(?! group)"
    r"|building|drawing|wherever|when|whenever|if|also|again|individually|jointly|together|via|given|among"
    r"|between|towards|having|against|because|over|per|regardless"
    r"|(?:[a-z]+ly )?(?:[a-z]+ing|mindful|conscious|aware) (?:the|its|their|that|of|to|in|upon|on|for|by))\b"
)
"""What opens a stretch between commas that names nobody: prepositions, participles, relative pronouns."""
_COMPANY_RE = re.compile(
    r"(?:and )?(?:in|through|with|by|together|jointly)\b[^,]*\b(?:with|through|among|between|by|of)\b|with\b"
)
"""An aside that can go on as a list: `in consultation with States, agencies and others`."""
_PAREN_RE = re.compile(r"\([^()]*\)")


def is_aside(words: str) -> bool:
    """Say whether words open as one who names nobody does.

    >>> is_aside("in consultation with States"), is_aside("working group")
    (True, False)
    """
    return bool(_ASIDE_RE.match(words))


def noun_segments(text: str, start: int, end: int, names: Sequence[Span]) -> list[Span]:
    """Return the stretches between commas that name agents, without examples, asides and relative clauses."""
    found: list[Span] = []
    skipped: Kind = "noun"
    is_open = not text[start:end].rstrip().endswith(",")
    is_complete = joined = is_next = False
    for segment in _comma_segments(text, start, end, names):
        kind = _kind(text[slice(*segment)])
        if kind == "short":
            continue
        if kind != "noun":
            skipped = _deeper(skipped, kind)
            is_complete = len(split(text, *segment, names)) > 1
            continue
        first, last, joins, ends_in_and = _without_joints(text, *segment, is_next=is_next)
        joins = joins or (skipped == "example" and bool(_OTHERS_RE.match(text, first, last)))
        if skipped != "noun" and not _resumes(skipped, joins=joins, is_complete=is_complete, is_open=is_open):
            is_complete = is_complete or joins or len(split(text, first, last, names)) > 1
            continue
        skipped, is_next = "noun", ends_in_and
        joined = joined or joins or bool(found and AND_RE.search(text, first, last))
        found.append((first, last))
    return _with_adjectives(text, found if joined else found[:1])


def _without_joints(text: str, first: int, last: int, *, is_next: bool) -> tuple[int, int, bool, bool]:
    """Return a segment without `and` at its ends, and whether it began (or `is_next`) and ended with one."""
    joint = _CONJOINED_RE.match(text, first, last)
    trailing = _TRAILING_AND_RE.search(text, first, last)
    return (
        joint.end() if joint else first,
        trailing.start() if trailing else last,
        bool(joint) or is_next,
        bool(trailing),
    )


def _kind(words: str) -> Kind:
    """Return what a stretch between commas is."""
    if _SHORT_ASIDE_RE.match(words):
        return "short"
    if _EXAMPLE_RE.match(words):
        return "example"
    if not _ASIDE_RE.match(words) or _CONJOINED_RE.match(words):
        return "noun"
    if _CLOSED_ASIDE_RE.match(words):
        return "closed"
    return "company" if _COMPANY_RE.match(words) else "aside"


def _deeper(skipped: Kind, kind: Kind) -> Kind:
    """Return what is skipped after one more aside: what stands inside an aside is part of it."""
    return skipped if skipped == "company" and kind in {"example", "closed"} else kind


def _resumes(skipped: Kind, *, joins: bool, is_complete: bool, is_open: bool) -> bool:
    """Say whether a noun after what was skipped is one of the agents again, not of the skipped list.

    Where a comma stands after the last, the list is not open, and the comma closes what was skipped.
    """
    if skipped == "closed":
        return joins or is_open
    if skipped == "example":
        return joins or (is_complete and is_open)
    if skipped == "company":
        return joins and is_complete and is_open
    return joins


def _with_adjectives(text: str, segments: list[Span]) -> list[Span]:
    """Return segments with adjectives at their ends put before the next: `others and global, local and`."""
    found: list[Span] = []
    begin: int | None = None
    for first, last in segments:
        begin = first if begin is None else begin
        if is_adjective(text[first:last]):
            continue
        ending = _ENDING_RE.search(text, begin, last)
        if ending and last != segments[-1][1] and is_adjective(ending[1]):
            found.append((begin, ending.start()))
            begin = ending.start(1)
        else:
            found.append((begin, last))
            begin = None
    return found


def _comma_segments(text: str, start: int, end: int, names: Sequence[Span]) -> Iterator[Span]:
    """Yield the stretches between commas; those in names and brackets do not count."""
    masked = text[start:end]
    for first, last in names:
        if start <= first and last <= end:
            name = masked[first - start : last - start].replace(",", " ")
            masked = masked[: first - start] + name + masked[last - start :]
    masked = _PAREN_RE.sub(lambda match: "(" * len(match[0]), masked)
    at = begin = start
    pieces = masked.split(",")
    for piece, following in zip(pieces, [*pieces[1:], ""], strict=True):
        at += len(piece) + 1
        if begins_name(text[begin : at - 1], following):
            continue
        words = text[begin : min(at - 1, end)]
        first, last = begin + len(words) - len(words.lstrip()), begin + len(words.rstrip())
        if first < last:
            yield first, last
        begin = at
