"""Turn the text of a treaty into its articles, paragraphs and sub-paragraphs.

Identifiers: `art/3`, `art/3/1/c/ii`; preambular paragraphs `pp/2`, the formulas around them `pp/u1`; headings
`h/1` (those of parts and chapters, the titles of articles under their article); what has no number counts
beside its neighbours, `art/17/u1` in an article and `art/u1` outside of one (clause of signature, notes).
Annexes of a treaty repeat all that under `annex/1/`; so does a second treaty in the same text, unless
`split_treaties` has parted them. An article that begins with its paragraph 1 has no words of its own: its
text is empty, and its span that of the printed head.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from kg.text.segment.treaty_articles import heading_places, write_articles, write_unnumbered
from kg.text.segment.treaty_heads import is_opening, is_title_line
from kg.text.segment.treaty_items import Items, Ledger
from kg.text.segment.treaty_names import key_of_title
from kg.text.segment.treaty_preamble import is_agreement, preamble_parts, untangled, without_title
from kg.text.segment.treaty_sections import treaty_sections

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.document import Kind, Provision
    from kg.knowledge import Knowledge
    from kg.text.block import Block
    from kg.text.segment.treaty_sections import Section


def segment_treaty(
    blocks: Sequence[Block], *, prefix: str = "", kind: Kind = "operative"
) -> tuple[Provision, ...]:
    """Return the provisions of a treaty in the order of the text; never raises, whatever the text.

    `prefix` is the path of the annex that holds the treaty (`annex/1`), `kind` that of its articles.
    """
    base = f"{prefix.rstrip('/')}/" if prefix else ""
    ledger = Ledger(kind)
    blocks = tuple(untangled(blocks))
    annexes, begun = 0, False
    for section in treaty_sections(blocks):
        annexes += begun
        ledger.kind = "annex" if begun else kind
        _write_section(ledger, f"{base}annex/{annexes}/" if begun else base, blocks, section)
        begun = begun or bool(section.articles)
    return tuple(ledger.provisions)


def split_treaties(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], ...]:
    """Return the blocks of each treaty in a text, with its annexes: a covenant and the protocol after it."""
    starts = []
    begun = False
    for section in treaty_sections(blocks):
        if begun and section.articles and not section.annex:
            starts.append(section.start)
        begun = begun or bool(section.articles)
    bounds = [0, *starts, len(blocks)]
    return tuple(tuple(blocks[start:end]) for start, end in pairwise(bounds))


def looks_like_treaty(blocks: Sequence[Block]) -> bool:
    """Say whether a text is a treaty: articles in sequence with words of their own, and no enacting body.

    Three articles are enough, or one together with the formula that the parties agree.
    """
    sections = [section for section in treaty_sections(blocks) if section.articles]
    if not sections:
        return False
    first = min(sections[0].articles)
    front = [without_title(block)[1] for block in blocks[:first]]
    if any(block.role == "operative" or _is_enacting(block.text) for block in front):
        return False
    agreed = any(is_opening(block) or is_agreement(block.text) for block in front)
    return agreed or len(sections[0].articles) >= _FEWEST_ARTICLES


def treaty_key(blocks: Sequence[Block], knowledge: Knowledge) -> str | None:
    """Return the key of the treaty that a text is, by the title before its articles; None where none fits."""
    first = min((min(section.articles) for section in treaty_sections(blocks) if section.articles), default=0)
    return key_of_title(blocks[: first or len(blocks)], knowledge)


_FEWEST_ARTICLES = 3
_ENACTING_ENDS = ("Assembly,", "Council,", "Commission,", "Committee,")


def _is_enacting(text: str) -> bool:
    """Say whether a paragraph is the formula of a body that adopts a resolution: `The General Assembly,`."""
    return text.startswith("The ") and text.endswith(_ENACTING_ENDS)


def _write_section(ledger: Ledger, base: str, blocks: Sequence[Block], section: Section) -> None:
    if not section.articles and section.annex:
        _write_annex(ledger, base, blocks[section.start : section.end])
        return
    first = _first_of_body(blocks, section)
    _write_front(ledger, base, blocks[section.start : first])
    write_articles(ledger, base, blocks, section, first)


def _first_of_body(blocks: Sequence[Block], section: Section) -> int:
    """Return the place of the first article, or of the headings above it."""
    first = min(section.articles, default=section.end)
    for place in range(section.start, first):
        if place in section.heads and section.heads[place].kind == "division":
            return place
    headings = heading_places(blocks, section, section.start)
    while first - 1 in headings:
        first -= 1
    return first


def _write_front(ledger: Ledger, base: str, blocks: Sequence[Block]) -> None:
    """Write titles, preamble and whatever else stands before the articles."""
    count = 0
    for role, block in preamble_parts(blocks):
        if role == "heading":
            ledger.write_heading(base, block)
        elif role == "text":
            write_unnumbered(ledger, base, [block])
        elif role == "formula":
            path = ledger.unnumbered(f"{base}pp")
            ledger.write(path, block, number=None, level=1, parent=None, kind=_preambular(ledger.kind))
        else:
            count += 1
            path = ledger.free(f"{base}pp/{count}")
            ledger.write(path, block, number=None, level=1, parent=None, kind=_preambular(ledger.kind))


def _preambular(kind: Kind) -> Kind:
    return "annex" if kind == "annex" else "preambular"


def _write_annex(ledger: Ledger, base: str, blocks: Sequence[Block]) -> None:
    """Write an annex without articles: headings, and paragraphs numbered from 1 across them."""
    texts = [block for block in blocks if block.number or not is_title_line(block.text)]
    items = Items(ledger, base.rstrip("/"), texts, level=0)
    written = 0
    for block in blocks:
        if written < len(texts) and block is texts[written]:
            items.write(written)
            written += 1
        else:
            ledger.write_heading(base, block)
