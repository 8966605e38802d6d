"""Take the preamble of a treaty apart: who the parties are, why they agree, that they agree.

Editions often run a preamble together in one paragraph; each participle with a capital begins one of ours.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from kg.text.segment.cutting import part_of
from kg.text.segment.treaty_heads import is_foreign, is_opening, is_title_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.text.block import Block

PreambleRole = Literal["heading", "formula", "paragraph", "text"]


def preamble_parts(blocks: Sequence[Block]) -> Iterator[tuple[PreambleRole, Block]]:
    """Yield what stands before the first article, with its part in the preamble."""
    opens = any(is_opening(without_title(block)[1]) for block in blocks)
    begun = False
    for block in blocks:
        heading, rest = without_title(block)
        if heading:
            yield "heading", heading
        begun = begun or is_opening(rest) or (not opens and bool(_PARAGRAPH_RE.match(rest.text)))
        if is_title_line(rest.text if begun else rest.text.rstrip(_TITLE_ENDS)):
            yield "heading", rest
        elif begun and not is_foreign(rest.text):
            yield from _sentences(rest)
        elif rest.text:
            yield "text", rest


def untangled(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks; what an edition runs on after `Have agreed as follows:` becomes one of its own."""
    for block in blocks:
        match = _AGREED_RE.search(block.text) if "gree" in block.text or "GREE" in block.text else None
        if match:
            yield part_of(block, 0, match.end())
            yield part_of(block, match.end())
        else:
            yield block


def is_agreement(text: str) -> bool:
    """Say whether a paragraph is the formula that ends a preamble: `Have agreed as follows:`."""
    return bool(_AGREEMENT_RE.match(text))


def without_title(block: Block) -> tuple[Block | None, Block]:
    """Return the word `Preamble` that a paragraph begins with, if any, and the rest."""
    match = _PREAMBLE_RE.match(block.text)
    if not match:
        return None, block
    return part_of(block, 0, match.end()), part_of(block, match.end())


def _sentences(block: Block) -> Iterator[tuple[PreambleRole, Block]]:
    """Yield the paragraphs that one block holds."""
    text = block.text
    cuts = [0, *(match.end() for match in _BREAK_RE.finditer(text)), len(text)]
    for start, end in pairwise(cuts):
        part = part_of(block, start, end)
        if part.text:
            formula = is_agreement(part.text) or (start == 0 and is_opening(part))
            yield ("formula" if formula else "paragraph"), part


_TITLE_ENDS = ";,:"  # before a second line of the title

# Not `Preamble to the Charter`: nothing, or the capital of the next sentence, may follow.
_PREAMBLE_RE = re.compile(r"(?:Pr[eé]amb(?:u?le)|PR[EÉ]AMB(?:U?LE))\s*(?=[A-Z]|$)")

# Not place names in -ing, nor nouns in -ing that stand in the titles of instruments.
_NO_PARTICIPLE = r"(?!(?:Beijing|Nanjing|Kunming|Trafficking|Training|Monitoring|Housing|Funding|Planning)\b)"
_PARTICIPLE = rf"{_NO_PARTICIPLE}[A-Z][a-z]{{2,}}ing\b"
_PAST_PARTICIPLE = r"[A-Z][a-z]{3,}ed(?=\s[a-z])"  # not `United Nations`
_ADJECTIVE = r"(?:Aware|Conscious|Mindful|Desirous|Cogni[sz]ant|Anxious|Hopeful|Confident)\b"
_ADVERB = r"(?:Also|Further|Again|[A-Z][a-z]+ly)\s(?:[a-z]+ing|[a-z]+ed|aware|conscious|mindful)\b"
_REASON = rf"(?:{_PARTICIPLE}|{_PAST_PARTICIPLE}|{_ADJECTIVE}|{_ADVERB})"
_AGREEMENT = (
    r"(?:(?:[Hh]ave|HAVE)\s(?:agreed|AGREED)\b|H(?:ave|AVE)\s(?:resolved|decided|adopted|RESOLVED|DECIDED|ADOPTED)\b"
    r"|(?:[Hh]ereby\s)?[Aa]grees?\s(?:as\sfollows|upon\sthe\sfollowing|to\sthe\sfollowing)"
    r"|[Aa]dopts?\s(?:this|the\sfollowing)\b)"
)
# Only after a comma or semicolon: participles with a capital elsewhere are names.
_BREAK_RE = re.compile(rf"[,;](?:\sand)?\s+(?={_REASON}|{_AGREEMENT})")
_AGREEMENT_RE = re.compile(_AGREEMENT)
# Not the same words inside a paragraph: a capital, number or bracket must follow the colon.
_AGREED_RE = re.compile(r"\b(?:(?:[Hh]ave|HAVE)\s(?:agreed|AGREED)|[Aa]gree)\s[^.:;,]{0,80}:\s*(?=[A-Z0-9(])")
_PARAGRAPH_RE = re.compile(rf"{_REASON}|We,?\s|The\s[^.;:]{{0,200}},")
