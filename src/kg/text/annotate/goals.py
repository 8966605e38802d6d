"""Find the Sustainable Development Goals and their targets that a document names by number."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.document import Document, Provision

_TARGETS = {
    1: (5, "ab"), 2: (5, "abc"), 3: (9, "abcd"), 4: (7, "abc"), 5: (6, "abc"), 6: (6, "ab"),
    7: (3, "ab"), 8: (10, "ab"), 9: (5, "abc"), 10: (7, "abc"), 11: (7, "abc"), 12: (8, "abc"),
    13: (3, "ab"), 14: (7, "abc"), 15: (9, "abc"), 16: (10, "ab"), 17: (19, ""),
}  # fmt: skip
"""How many targets each Goal has, and the letters of those on its means; General Assembly resolution 70/1."""

_OTHERS = r"(?:Millennium Development|Aichi(?: Biodiversity)?|[Ss]trategic|[Ss]ubsidiary) "  # not our Goals
_WORD = r"(?P<word>Goals?|[Ss]ustainable [Dd]evelopment [Gg]oals?|SDGs?|[Tt]argets?|goals?)"  # see `_is_ours`
_NUMBER = r"\d{1,2}(?:\.(?:\d{1,2}|[a-d]))?(?![\w%°]|\.\d)"  # not 100, 5.2.1, 5th, 16A
_JOINT = r"(?:\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or|to|&)\s+|\s*[–-]\s*)"
_LIST_RE = re.compile(rf"(?:(?P<other>{_OTHERS})|\b){_WORD}\s+(?P<list>{_NUMBER}(?:{_JOINT}{_NUMBER})*)")
_ITEM_RE = re.compile(rf"(?P<joint>{_JOINT})?(?P<goal>\d+)(?:\.(?P<target>\w+))?")
_RANGE_RE = re.compile(r"\s*(?:to|–|-)\s*")
_AGENDA_RE = re.compile(r",? of the (?:2030 Agenda|Sustainable Development Goals)")
_MEASURE_RE = re.compile(r"\s+(?:per\s+cent|percent|degrees|million|billion)\b")  # not a share or a sum


def annotate_goals(document: Document) -> Document:
    """Return the document with the Goals and targets named in each provision, in order, each once.

    A target does not stand for its Goal. The Millennium Development Goals and goals of others are left out.
    """
    return replace(document, provisions=tuple(map(_annotated, document.provisions)))


def find_goals(text: str) -> list[str]:
    """Return the numbers of Goals and targets in a text, in order, each once.

    >>> find_goals("Goals 5 and 8 to 10, target 16.2 and Millennium Development Goal 4")
    ['5', '8', '9', '10', '16.2']
    """
    if "oal" not in text and "arget" not in text and "SDG" not in text:  # most texts need no closer look
        return []
    return list(dict.fromkeys(number for match in _LIST_RE.finditer(text) for number in _numbers(match)))


def _annotated(provision: Provision) -> Provision:
    found = find_goals(provision.text)
    if not found:
        return provision
    goals = tuple(number for number in found if "." not in number)
    return replace(provision, sdg_goals=goals, sdg_targets=tuple(number for number in found if "." in number))


def _numbers(match: re.Match[str]) -> Iterator[str]:
    """Yield the numbers of one list: `16`, `16.2`."""
    if not _is_ours(match):
        return
    of_targets = "arget" in match["word"]
    last = 0
    for item in _ITEM_RE.finditer(match["list"]):
        goal, target = int(item["goal"]), item["target"]
        if target:
            yield from _target(goal, target)
        elif not of_targets:
            first = last + 1 if item["joint"] and _RANGE_RE.fullmatch(item["joint"]) else goal
            yield from (str(number) for number in range(first, goal + 1) if number in _TARGETS)
            last = goal
            if match["word"].endswith("oal"):
                return  # "Goal 4 and 12 others" names one


def _is_ours(match: re.Match[str]) -> bool:
    """Say whether a list is one of the Sustainable Development Goals or their targets."""
    if match["other"] or _MEASURE_RE.match(match.string, match.end()):
        return False
    return match["word"][0] != "g" or bool(_AGENDA_RE.match(match.string, match.end()))


def _target(goal: int, target: str) -> Iterator[str]:
    """Yield a target where there is such a one."""
    numbered, lettered = _TARGETS.get(goal, (0, ""))
    if target in lettered or (target.isdigit() and 1 <= int(target) <= numbered):
        yield f"{goal}.{target}"
