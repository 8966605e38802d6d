"""Hold what was extracted against the source: whether the words stand there, at the offsets that it gives.

The source is the decoded text of the file (`Document.source_text`). White space is not compared, since
reading tidies it; nor the kind of hyphen, nor whether a digit is raised, nor the bars that stand between the
cells of a table, which no source shows.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from kg.text.clean.lines import even
from kg.text.superscripts import plain_digits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.document import Document, Footnote, Provision, Span

_BAR = "|"
# A reference such as `&amp;` or `&#8217;`; not a lone `&`.
_REFERENCE_RE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});?")
_MARKUP = frozenset({"text/html", "application/akn+xml"})


def find_unmatched(document: Document) -> list[str]:
    """Return what does not stand in the source as it is said to, a line each; none where all is well.

    Provisions and footnotes are held against the source, and acts, addressees, citations and mentions against
    the text that they stand in.
    """
    found: list[str] = []
    parts: list[Provision | Footnote] = [*document.provisions, *document.footnotes]
    for part in parts:
        name = _name(part)
        if not _stands(document, part):
            found.append(f"{name}: its words are not those at {part.span[0]}–{part.span[1]} of the source")
        found += [f"{name}: {what}" for what in _inner(part)]
    return found


def _name(part: Provision | Footnote) -> str:
    return part.id if hasattr(part, "id") else f"note {part.marker}"


def _stands(document: Document, part: Provision | Footnote) -> bool:
    """Say whether the characters of a text are those of its pieces, in order."""
    if not part.text:  # an article whose words are all in its paragraphs: the span is that of its number
        return not part.pieces and 0 <= part.span[0] <= part.span[1] <= len(document.source_text)
    if not _are_in_order(part.pieces, len(document.source_text)):
        return False
    ends = (part.pieces[0][0], part.pieces[-1][1])
    return part.span == ends and _is_made_of(part.text, _printed(document, part.pieces))


def _are_in_order(pieces: Sequence[Span], length: int) -> bool:
    """Say whether pieces are in the source, none before the one that it follows."""
    ends = [0, *(end for _, end in pieces)]
    return bool(pieces) and all(
        before <= start < end <= length for before, (start, end) in zip(ends, pieces, strict=False)
    )


def _is_made_of(text: str, printed: str) -> bool:
    wanted, given = (plain_digits(even("".join(each.split()))) for each in (text, printed))
    if wanted == given:
        return True
    return wanted.replace(_BAR, "") == given.replace(_BAR, "")


def _printed(document: Document, pieces: Sequence[Span]) -> str:
    """Return what the source prints at some places, character references resolved where it is markup."""
    source = document.source_text
    if document.origin.media_type not in _MARKUP:
        return "".join(source[start:end] for start, end in pieces)
    return "".join(character for piece in pieces for character in _resolved(source, piece))


def _resolved(source: str, piece: Span) -> Iterator[str]:
    at, end = piece
    while at < end:
        match = _REFERENCE_RE.match(source, at) if source[at] == "&" else None
        text = html.unescape(match[0]) if match else source[at]
        yield text
        at += len(text)  # a reference is said to stand where as many characters do as it means


def _inner(part: Provision | Footnote) -> Iterator[str]:
    """Yield what is said to stand in a text and does not."""
    for what, words, span in _claims(part):
        if span is not None and part.text[span[0] : span[1]] != words:
            yield f"{what} {words!r} is not what stands at {span[0]}–{span[1]}"


def _claims(part: Provision | Footnote) -> Iterator[tuple[str, str, Span | None]]:
    for citation in part.citations:
        yield "the citation", citation.text, citation.span
    for act in getattr(part, "acts", ()):
        yield "the act", act.phrase, None if act.inherited else act.span
        for addressee in act.addressees:
            yield "the addressee", addressee.text, addressee.span if addressee.span[1] else None
    for mention in getattr(part, "mentions", ()):
        yield "the mention", mention.text, mention.span
