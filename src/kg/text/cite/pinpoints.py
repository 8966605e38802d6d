"""Read which part of a text is cited: `paragraphs 3 and 5 (a) of`, `, annex II, sect. C`, `article 12 of`.

A pinpoint is a path of steps, from the whole to the part: `annex/II/sect/C`, `art/19/1`, `op/5/a`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice, product

_STEPS = ("annex", "appendix", "part", "chap", "sect", "art", "pp", "para", "sub")
"""From the whole to the part."""
_WITHOUT_NUMBER = {"annex", "appendix"}
_INSIDE_ANNEX = {"annex", "appendix", "part", "chap"}
"""Where one of these is named, a paragraph is none of the resolution's own."""

_UNIT = (
    r"(?:[Aa]nnex(?:es)?|[Aa]ppendi(?:x|ces)|(?:[Pp]art|[Cc]hap(?:ter)?|[Ss]ect(?:ion)?|[Aa]rt(?:icle)?"
    r"|(?:[Pp]reambular |[Oo]perative )?[Pp]ara(?:graph)?|[Ss]ubpara(?:graph)?)s?)"
    r"\.?(?![a-z])"  # not "annexed"
)
_SUB = r"\([a-z0-9]{1,4}\)"
# not a year, a symbol or the beginning of a word
_ITEM = (
    r"(?:\d{1,3}(?:\.\d{1,2}| [a-e])?|[IVXL]{1,6}(?:\.[A-Z](?:\.\d{1,2})?)?|[A-Z](?:\.\d{1,2})?"
    rf"|one|two|three|four|five)(?![\w/])(?>(?: ?{_SUB})*)|{_SUB}"
)
_PHRASE_RE = re.compile(
    rf"(?P<unit>{_UNIT})(?: (?P<items>(?:{_ITEM})(?>(?:(?:,? and |, | or | to |–|-)(?:{_ITEM}))*)))?"
)
_ITEM_RE = re.compile(rf"(?P<range> to |–|-)?(?P<item>{_ITEM})")
_JOINT_RE = re.compile(r",? (?:of|to|in|from|and) (?:the )?|, ")
_END_RE = re.compile(
    r",? (?:common to|of|to|in|from|under) (?:the |its |that |said )?(?:two |three |four )?$"
)
_BEHIND_RE = re.compile(r",? (?:in particular |especially |and |see also |including )?\(?")
# what follows is a part of something else: "article 5 of the Convention", "paragraphs 4 and 5 below"
_ANOTHER_RE = re.compile(r",? (?:(?:of|to) (?:the|its|that|this|resolution|decision|[A-Z])|below|above)")
# "under articles 146 and 147 regarding …", far behind the treaty; not "under article 5 of …"
_FAR_RE = re.compile(r" (?:under|in|by|to|of|with) (?=[Aa]rticles? \d)")
_REPORT_RE = re.compile(r" (?:of|to) (?:the|its|his|her|their) (?:[\w-]+ ){0,4}report\b")
_SENTENCE_RE = re.compile(r"[;.] ")
_BEFORE = 160
_BEHIND = 200
_LONGEST_RANGE = 40
_MOST = 40
"""Pinpoints of one reference that are kept; no text names as many."""


@dataclass(frozen=True, slots=True)
class Pinpoint:
    """Parts of a cited text, and the words that name them."""

    start: int
    end: int
    paths: tuple[str, ...]


def pinpoint_before(text: str, start: int, *, resolution: bool) -> Pinpoint | None:
    """Return the pinpoint that leads up to a reference: `paragraph 4 of its resolution 61/261`."""
    begin = max(0, start - _BEFORE)
    window = text[begin:start]
    end = _END_RE.search(window)
    phrases = _chain_before(window, end.start()) if end else []
    paths = _paths(phrases, resolution=resolution)
    return Pinpoint(begin + phrases[0].start(), start, paths) if paths else None


def pinpoint_behind(text: str, end: int, *, resolution: bool) -> Pinpoint | None:
    """Return the pinpoint that follows a reference: `, annex II, sect. C`."""
    phrases = _chain_behind(text, end)
    paths = _paths(phrases, resolution=resolution)
    return Pinpoint(end, phrases[-1].end(), paths) if paths else None


def pinpoint_far_behind(text: str, start: int, end: int) -> tuple[str, ...]:
    """Return the articles that are named between two offsets without what they are of."""
    end = min(end, start + _BEHIND)
    stop = _SENTENCE_RE.search(text, start, end)
    place = _FAR_RE.search(text, start, stop.start() if stop else end)
    return _paths(_chain_behind(text, place.end() - 1), resolution=False) if place else ()


def pinpoint_of_report(text: str, start: int, end: int) -> tuple[str, ...]:
    """Return the parts of the report that is spoken of last between two offsets."""
    window = text[max(start, end - _BEHIND) : end]
    reports = list(_REPORT_RE.finditer(window))
    stop = reports[-1].start() if reports else 0
    return _paths(_chain_before(window, stop), resolution=False)


def _chain_behind(text: str, at: int) -> list[re.Match[str]]:
    """Return the phrases that follow an offset, but those that are parts of something else."""
    phrases: list[re.Match[str]] = []
    while joint := _BEHIND_RE.match(text, at):
        phrase = _PHRASE_RE.match(text, joint.end())
        if phrase is None or _ANOTHER_RE.match(text, phrase.end()):
            break
        phrases.append(phrase)
        at = phrase.end()
    return phrases


def _chain_before(window: str, end: int) -> list[re.Match[str]]:
    """Return the phrases that lead up to an offset without a gap, in the order of the text."""
    phrases: list[re.Match[str]] = []
    for phrase in reversed(list(_PHRASE_RE.finditer(window, 0, end))):
        if phrase.end() != end and not (phrases and _JOINT_RE.fullmatch(window, phrase.end(), end)):
            break
        phrases.insert(0, phrase)
        end = phrase.start()
    return phrases


def _paths(phrases: list[re.Match[str]], *, resolution: bool) -> tuple[str, ...]:
    """Return the paths of a chain of phrases; another begins where a step comes a second time."""
    chains: list[dict[str, list[str]]] = []
    articles = False
    for phrase in phrases:
        step = _step(phrase["unit"])
        if phrase["items"] is None and step not in _WITHOUT_NUMBER:
            continue
        if not chains or step in chains[-1]:
            chains.append({})
        numbers = _numbers(phrase["items"] or "")
        single = articles and phrase["unit"] == "paragraph"  # "articles 2, paragraph 1, and 3"
        chains[-1][step] = numbers[:1] if single else numbers
        chains += [{"art": numbers[1:]}] if single and len(numbers) > 1 else []
        articles = phrase["unit"] in {"articles", "Articles"}
    return tuple(path for chain in chains for path in _joined(chain, resolution=resolution))


def _step(unit: str) -> str:
    """Return the step that a word names.

    >>> _step("Articles"), _step("sect."), _step("preambular paragraph"), _step("operative paragraphs")
    ('art', 'sect', 'pp', 'para')
    """
    word = unit.lower().removeprefix("operative ")
    if word.startswith("preambular"):
        return "pp"
    return next(step for step in _STEPS if word.startswith(step))


def _numbers(items: str) -> list[str]:
    """Return the numbers of a list, as steps, with those inside its ranges.

    >>> _numbers("3 and 5 (a)"), _numbers("1 to 3"), _numbers("5 (a)–(c)"), _numbers("I.A"), _numbers("")
    (['3', '5/a'], ['1', '2', '3'], ['5/a', '5/b', '5/c'], ['I/A'], [''])
    """
    found: list[str] = []
    for match in _ITEM_RE.finditer(items):
        number = "/".join(re.findall(r"\w+", match["item"]))
        stem, _, _ = found[-1].rpartition("/") if found else ("", "", "")
        if match["item"].startswith("(") and stem:
            number = f"{stem}/{number}"
        found += _between(found[-1], number) if match["range"] and found else []
        found.append(number)
    return found or [""]


def _between(first: str, last: str) -> list[str]:
    """Return the steps inside a range of numbers or letters.

    >>> _between("3", "6"), _between("5/a", "5/d"), _between("I", "III")
    (['4', '5'], ['5/b', '5/c'], [])
    """
    stem, slash, begin = first.rpartition("/")
    end = last.rpartition("/")[2]
    if begin.isdigit() and end.isdigit() and int(end) - int(begin) <= _LONGEST_RANGE:
        return [f"{stem}{slash}{number}" for number in range(int(begin) + 1, int(end))]
    if len(begin) == len(end) == 1 and begin.islower() and end.islower():
        return [f"{stem}{slash}{chr(code)}" for code in range(ord(begin) + 1, ord(end))]
    return []


def _joined(chain: dict[str, list[str]], *, resolution: bool) -> list[str]:
    """Return one path for each choice of a number at every step."""
    steps = [step for step in _STEPS if step in chain]
    heads = [
        "op" if step == "para" and resolution and not _INSIDE_ANNEX & chain.keys() else step for step in steps
    ]
    if _WITHOUT_NUMBER & chain.keys():
        heads = ["" if step == "para" else head for step, head in zip(steps, heads, strict=True)]
    if "sub" in steps or {"art", "para"} <= chain.keys():
        heads = [
            "" if step == "sub" or (step == "para" and "art" in chain) else head
            for step, head in zip(steps, heads, strict=True)
        ]
    choices = islice(product(*(chain[step] for step in steps)), _MOST)
    return [
        "/".join(part for pair in zip(heads, choice, strict=True) for part in pair if part)
        for choice in choices
    ]
