"""Lines of a decoded source, with the few characters evened out that would trouble every later step."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kg.text.passage import Passage

# One character for one, so that offsets stay: exotic spaces and separators, the non-breaking hyphen.
_SPACES = (
    "\t\x1c\x1d\x1e\x1f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u202f\u205f\u3000"
)
"""All that `str.split` takes for white space, but for what ends lines."""
_EVEN = {
    **dict.fromkeys(_SPACES, " "),
    "\u2010": "-",
    "\u2011": "-",
}
INVISIBLE_RE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]+")
_LINE_RE = re.compile(r"[^\n\r\f\v\u0085\u2028\u2029]*(?:\r\n|[\n\r\f\v\u0085\u2028\u2029]|\Z)")


@dataclass(slots=True)
class Line:
    """One line of the source and what the steps have found it to be."""

    start: int
    text: str
    """Evened out, without white space at its ends."""
    page: int = 0
    ends_page: bool = False
    """Whether a form feed ends it."""
    role: str = field(default="text")
    """`text`, `blank`, `furniture` or `note`."""

    @property
    def passage(self) -> Passage:
        """Return the line as a text that stands in the source."""
        return Passage.of(self.text, self.start)


def even(text: str) -> str:
    r"""Return text of the same length with plain spaces and hyphens.

    >>> even("No.\u00a05, non\u2011State")
    'No. 5, non-State'
    """
    for printed, plain in _EVEN.items():  # many times as fast as `translate`
        text = text.replace(printed, plain)
    return text


def split_lines(source: str) -> list[Line]:
    """Return the lines of a source, in order; blank ones have the role `blank`."""
    lines = []
    text = even(source)
    for match in _LINE_RE.finditer(text):
        raw = match[0]
        if not raw:
            continue
        bare = raw.strip(" \n\r\f\v\u0085\u2028\u2029" + "\u200b\u200c\u200d\u200e\u200f\ufeff")
        start = match.start() + (raw.find(bare) if bare else 0)
        lines.append(Line(start, bare, ends_page=raw.endswith(("\f",)), role="text" if bare else "blank"))
    return lines
