"""Are the words of the repository its own?

The official texts are not part of the project; where they lie beside the checkout, as in CI, no run of
fourteen words of theirs may stand in a gist, definition or description.
"""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest

from kg.graph.sources.curated import read_sources
from kg.namespaces import CP, SKOS
from tests.conftest import ROOT

TEXTS = ROOT.parent / "shared"
RUN = 14
OWN_WORDS = {
    CP + "gist",
    CP + "reason",
    SKOS + "definition",
    SKOS + "scopeNote",
    SKOS + "editorialNote",
    "http://purl.org/dc/terms/description",
}


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z]{2,}", text.lower())
    return {tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}


@pytest.mark.skipif(
    not (TEXTS / "seeds").is_dir(), reason="the official texts do not lie beside this checkout"
)
def test_does_no_summary_repeat_an_official_text() -> None:
    official: set[tuple[str, ...]] = set()
    for path in [*(TEXTS / "seeds").glob("*.txt"), *(TEXTS / "corpus" / "treaties").glob("*.txt")]:
        official |= _runs(path.read_text(encoding="utf-8"))
    assert len(official) > 50_000
    copied = [
        (file.path, str(quad.subject))
        for file in read_sources(ROOT)
        for quad in file.quads
        if quad.predicate.value in OWN_WORDS and isinstance(quad.object, ox.Literal)
        if _runs(quad.object.value) & official
    ]
    assert copied == []
