"""Cut an HTML page into tags and text with their offsets, in one pass and in linear time.

The standard library's parser gives lines, not offsets, and takes quadratic time over unclosed tags in many
releases of Python 3.11.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# A tag up to its `>`; attributes hold no angle bracket, so that an unclosed tag ends at the next one.
_TAG_RE = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:\-]{0,40})((?:[\s/][^<>]{0,10000})?)>")
_ATTRIBUTE_RE = re.compile(
    r"""([A-Za-z][\w:\-]{0,40})\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)"""
)  # not a bare name
_REFERENCE_RE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});?")  # not `& `
_DROPPED = frozenset({"script", "style", "template", "noscript", "svg", "head"})
_CLOSING = {tag: re.compile(rf"</{tag}\s*>", re.IGNORECASE) for tag in _DROPPED}
_HEAD_END_RE = re.compile(r"</head\s*>|<body(?=[\s>])", re.IGNORECASE)  # not <bodyguard>


@dataclass(frozen=True, slots=True)
class Open:
    """An opening tag, its name in small letters."""

    tag: str
    attributes: dict[str, str]


@dataclass(frozen=True, slots=True)
class Close:
    """A closing tag."""

    tag: str


@dataclass(frozen=True, slots=True)
class Text:
    """A run of text; one that a character reference stands for points at its `&`."""

    text: str
    at: int


def tokens(source: str) -> Iterator[Open | Close | Text]:
    """Return the tags and the text of a page; comments, scripts, styles and the head are left out."""
    at = 0
    while at < len(source):
        start = source.find("<", at)
        start = len(source) if start < 0 else start
        yield from _texts(source, at, start)
        if start == len(source):
            return
        match = _TAG_RE.match(source, start)
        if match:
            yield from _tag(match)
            at = _past_dropped(source, match)
        else:
            at = _past_declaration(source, start)
            if at == start + 1:
                yield Text("<", start)


def _texts(source: str, start: int, end: int) -> Iterator[Text]:
    at = start
    for match in _REFERENCE_RE.finditer(source, start, end):
        if match.start() > at:
            yield Text(source[at : match.start()], at)
        yield Text(html.unescape(match[0]), match.start())
        at = match.end()
    if at < end:
        yield Text(source[at:end], at)


def _tag(match: re.Match[str]) -> Iterator[Open | Close]:
    tag = match[2].lower()
    if match[1]:
        yield Close(tag)
        return
    found = _ATTRIBUTE_RE.findall(match[3]) if match[3] else ()
    yield Open(tag, {key.lower(): html.unescape(value.strip("\"'")) for key, value in found})


def _past_dropped(source: str, tag: re.Match[str]) -> int:
    """Return where to go on after a tag: behind the content of one that holds no text of the page."""
    name = tag[2].lower()
    if tag[1] or name not in _DROPPED:
        return tag.end()
    end = (_HEAD_END_RE if name == "head" else _CLOSING[name]).search(source, tag.end())
    if not end:
        return len(source)
    return end.start() if name == "head" else end.end()


def _past_declaration(source: str, start: int) -> int:
    """Return where a comment, declaration or processing instruction ends; one on where there is none."""
    for opening, closing in (("<!--", "-->"), ("<!", ">"), ("<?", ">")):
        if source.startswith(opening, start):
            end = source.find(closing, start + len(opening))
            return len(source) if end < 0 else end + len(closing)
    return start + 1
