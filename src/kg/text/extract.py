"""The order of steps from the bytes of a file to annotated documents; a pure function of one file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.text.annotate.act_grammar import ActGrammar
from kg.text.annotate.acts import annotate_acts
from kg.text.annotate.addressees import AddresseeFinder
from kg.text.annotate.citations import CitationFinder, annotate_citations
from kg.text.annotate.goals import annotate_goals
from kg.text.annotate.mentions import MentionFinder, annotate_mentions
from kg.text.annotate.recommendation import annotate_recommendation
from kg.text.annotate.states import StateFinder, annotate_states
from kg.text.annotate.themes import ThemeFinder, annotate_themes
from kg.text.clean.plain import clean_plain
from kg.text.read.file import read_bytes, read_file
from kg.text.segment.foreign import language_of
from kg.text.segment.openings import Openings
from kg.text.segment.resolution import segment
from kg.text.segment.treaty_document import segment_treaties

if TYPE_CHECKING:
    from pathlib import Path

    from kg.document import Document
    from kg.knowledge import Knowledge
    from kg.text.block import Reading


LARGEST = 10_000_000
"""Characters of one source; the longest of 812 official files has 356,000."""


class Extractor:
    """Extracts documents; made once from what the graph knows, then used for any number of files."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._openings = Openings(knowledge)
        self._acts = ActGrammar(knowledge)
        self._addressees = AddresseeFinder(knowledge)
        self._citations = CitationFinder(knowledge)
        self._mentions = MentionFinder(knowledge)
        self._themes = ThemeFinder(knowledge)
        self._states = StateFinder(knowledge)

    def extract_file(self, path: Path) -> list[Document]:
        """Return the resolutions or the treaty that a file holds.

        Raises:
            InputError: where the file cannot be read, or holds neither.
        """
        return self._extract(read_file(path))

    def extract_bytes(self, data: bytes, *, name: str) -> list[Document]:
        """Return the resolutions or the treaty in the bytes of a file; `name` is for messages.

        Raises:
            InputError: where they cannot be read, or hold neither.
        """
        return self._extract(read_bytes(data, name=name))

    def _extract(self, reading: Reading) -> list[Document]:
        if len(reading.source) > LARGEST:
            raise InputError(
                f"has {len(reading.source):,} characters, far more than any resolution or treaty",
                where=reading.origin.path,
                remedy=f"Split it; up to {LARGEST:,} are read",
            )
        if not reading.blocks:
            reading = clean_plain(reading, self._openings.either)
        documents = segment_treaties(reading, self._knowledge) or segment(reading, self._openings)
        if not documents:
            raise _refusal(reading)
        return [self.annotate(document) for document in documents]

    def annotate(self, document: Document) -> Document:
        """Return a segmented document with its acts, citations, mentions, themes and SDG goals."""
        document = annotate_acts(document, self._acts, self._addressees)
        document = annotate_citations(document, self._citations)
        document = annotate_mentions(document, self._mentions)
        document = annotate_recommendation(document, self._mentions)
        document = annotate_states(document, self._states)
        document = annotate_themes(document, self._themes)
        return annotate_goals(document)


def _refusal(reading: Reading) -> InputError:
    """Return the error for a text that is no resolution or treaty in English, saying what it seems to be."""
    language = language_of(reading.source)
    if language:
        return InputError(
            f"is in {language}",
            where=reading.origin.path,
            remedy="Give the English text; the UN's document service has one for each symbol",
        )
    return InputError(
        "holds no resolution and no treaty: no formula such as “The General Assembly,” opens provisions",
        where=reading.origin.path,
        remedy="Give the official text of a resolution, or of a treaty with its articles",
    )
