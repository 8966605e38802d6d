"""Name a provision as lawyers cite it: `A/HRC/RES/31/7, para. 4 (a)`."""

from __future__ import annotations

import re

_UNNUMBERED_RE = re.compile(r"u(\d+)")
_PARTS = {
    "pp": "preambular para.",
    "op": "para.",
    "para": "para.",
    "art": "article",
    "h": "heading",
    "note": "note",
}


def place_name(instrument: str, ident: str) -> str:
    """Return the name of a provision by its id in the instrument (`op/4/a`), in the words of a citation.

    >>> place_name("A/HRC/RES/31/7", "op/4/a/ii")
    'A/HRC/RES/31/7, para. 4 (a) (ii)'
    >>> place_name("E/RES/2019/20", "draft/pp/3")
    'E/RES/2019/20, draft resolution, preambular para. 3'
    >>> place_name("A/RES/79/243", "annex/art/5/1"), place_name("A/RES/76/1", "A/op/u1")
    ('A/RES/79/243, annex, article 5 (1)', 'A/RES/76/1, part A, unnumbered para. 1')
    """
    words: list[str] = [instrument]
    steps = ident.split("/")
    while steps:
        step = steps.pop(0)
        if step == "draft":
            words.append("draft resolution")
        elif step == "annex":
            words.append(_annex(steps))
        elif step in _PARTS and steps:
            words.append(_numbered(_PARTS[step], steps))
        else:
            words.append(f"part {step}")
    return ", ".join(words)


def _annex(steps: list[str]) -> str:
    """Take the number of an annex, where parts follow it; else what follows is a paragraph of it."""
    number = ""
    if len(steps) > 1 and steps[1] in _PARTS:
        number = f" {steps.pop(0).upper()}"
    if not steps or steps[0] in _PARTS:
        return f"annex{number}"
    return f"annex, {_numbered('para.', steps)}"


def _numbered(word: str, steps: list[str]) -> str:
    """Take the number and the sub-items that follow a part, up to the next part."""
    first = steps.pop(0)
    unnumbered = _UNNUMBERED_RE.fullmatch(first)
    said = f"unnumbered {word} {unnumbered[1]}" if unnumbered else f"{word} {first}"
    while steps and steps[0] not in _PARTS:
        said += f" ({steps.pop(0)})"
    return said
