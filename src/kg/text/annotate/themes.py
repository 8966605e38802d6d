"""Find the themes that provisions are about: by their names, and by words that together speak of them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kg.text.annotate.names import NameIndex
from kg.text.annotate.spans import merged, overlaps
from kg.text.annotate.word_patterns import Hit, PatternIndex, parse_patterns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.document import Document, Provision, Span
    from kg.knowledge import Knowledge

_PREFIX = "theme/"
_HOLDING = {"body", "mandate", "programme"}
"""Kinds whose names hold those of themes without speaking of them: "Human Rights Council"."""
_TERM = "term/"
_TABLE = Path(__file__).with_name("theme_patterns.txt")
_COVERED = {
    "conduct/online-child-sexual-exploitation-and-abuse": {
        "conduct/child-sexual-exploitation-and-abuse",
        "conduct/child-sexual-exploitation",
        "conduct/child-sexual-abuse",
    },
    "conduct/child-sexual-exploitation-and-abuse": {
        "conduct/child-sexual-exploitation",
        "conduct/child-sexual-abuse",
    },
    "conduct/child-sexual-abuse-material": {
        "conduct/child-sexual-exploitation-and-abuse",
        "conduct/child-sexual-exploitation",
        "conduct/child-sexual-abuse",
    },
    "measure/crime-prevention-strategies": {"measure/prevention"},
}
"""By theme those broader ones that are not meant where its words stand."""
_UNSPECIFIC = {
    "actor/children",
    "actor/states",
    "actor/member-states",
    "actor/states-parties",
    "actor/women",
    "actor/stakeholders",
}
"""Themes whose names stand in most paragraphs, mostly those of the ones addressed."""
_QUOTED_RE = re.compile(r"[“\"‘][^“”\"]{1,80}[”\"’]")  # not a quotation of sentences


class ThemeFinder:
    """What is looked for; made once from what the graph knows."""

    def __init__(self, knowledge: Knowledge) -> None:
        themes = [name for name in knowledge.names if name.kind == "theme"]
        known = {name.thing.removeprefix(_PREFIX) for name in themes}
        holding = (name for name in knowledge.names if name.kind in _HOLDING)
        self._names = NameIndex([*themes, *holding])
        patterns = parse_patterns(_TABLE.read_text(encoding="utf-8"))
        self._patterns = PatternIndex(pattern for pattern in patterns if pattern.theme in known)

    def find(self, text: str) -> tuple[str, ...]:
        """Return the paths of the themes without `theme/`, in order of where they first stand."""
        hits = _uncovered([*self._named(text), *self._patterns.find(text)])
        return tuple(dict.fromkeys(hit.theme for hit in sorted(hits, key=lambda hit: (hit.start, hit.theme))))

    def _named(self, text: str) -> list[Hit]:
        """Return the themes whose names stand in a text; terms only where the text speaks of the words."""
        quoted = [match.span() for match in _QUOTED_RE.finditer(text)]
        hits = []
        for found in self._names.find(text):
            spoken_of = overlaps(quoted, found.start, found.end)
            for name in found.names:
                theme = name.thing.removeprefix(_PREFIX)
                if (
                    name.kind == "theme"
                    and theme not in _UNSPECIFIC
                    and (spoken_of or not theme.startswith(_TERM))
                ):
                    hits.append(Hit(theme, found.start, found.end))
        return hits


def annotate_themes(document: Document, finder: ThemeFinder) -> Document:
    """Return the document with the themes of each provision that is not a heading."""
    return replace(document, provisions=tuple(_annotated(one, finder) for one in document.provisions))


def _annotated(provision: Provision, finder: ThemeFinder) -> Provision:
    if provision.kind == "heading":
        return provision
    themes = finder.find(provision.text)
    return replace(provision, themes=themes) if themes else provision


def _uncovered(hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits but those of a broad theme in the place of a narrower one."""
    narrower: dict[str, list[Span]] = defaultdict(list)
    for hit in hits:
        for theme in _COVERED.get(hit.theme, ()):
            narrower[theme].append((hit.start, hit.end))
    taken = {theme: merged(spans) for theme, spans in narrower.items()}
    return [hit for hit in hits if not overlaps(taken.get(hit.theme, ()), hit.start, hit.end)]
