"""Turn marked italics into a form of text: plain, Markdown, HTML or RTF."""

from __future__ import annotations

import html
import re
from enum import StrEnum
from typing import TYPE_CHECKING

from kg.cite.template import ITALIC_OFF, ITALIC_ON

if TYPE_CHECKING:
    from collections.abc import Callable


class Markup(StrEnum):
    """What a citation is pasted into."""

    PLAIN = "plain"
    MARKDOWN = "markdown"
    HTML = "html"
    RTF = "rtf"


def render(marked: str, markup: Markup) -> str:
    r"""Return marked text in a form of text, what would be markup in it escaped.

    >>> text = ITALIC_ON + "Treaty Series" + ITALIC_OFF + ", A & B_"
    >>> [render(text, markup) for markup in (Markup.PLAIN, Markup.MARKDOWN, Markup.HTML)]
    ['Treaty Series, A & B_', '*Treaty Series*, A & B\\_', '<i>Treaty Series</i>, A &amp; B_']
    >>> render(ITALIC_ON + "¶" + ITALIC_OFF, Markup.RTF)
    '{\\i \\u182?}'
    """
    escape, begin, end = _FORMS[markup]
    return escape(marked).replace(ITALIC_ON, begin).replace(ITALIC_OFF, end)


def _rtf(text: str) -> str:
    escaped = re.sub(r"([\\{}])", r"\\\1", text)
    kept = {ITALIC_ON, ITALIC_OFF}
    return "".join(c if c.isascii() or c in kept else f"\\u{ord(c)}?" for c in escaped)


_FORMS: dict[Markup, tuple[Callable[[str], str], str, str]] = {
    Markup.PLAIN: (str, "", ""),
    Markup.MARKDOWN: (lambda text: re.sub(r"([\\*_`\[\]<])", r"\\\1", text), "*", "*"),
    Markup.HTML: (lambda text: html.escape(text, quote=False), "<i>", "</i>"),
    Markup.RTF: (_rtf, r"{\i ", "}"),
}
