"""The official files that are kept beside the repository read as their own markup says."""

from __future__ import annotations

import re
import sys
from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg.text.read.file import read_file

if TYPE_CHECKING:
    from types import ModuleType

CORPUS = Path(__file__).parents[4] / "shared" / "corpus"
EVERY = 20  # one file in so many: the whole takes a minute

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the official files are not on this machine")


@pytest.fixture(scope="module")
def score() -> ModuleType:
    sys.path.insert(0, str(CORPUS))
    try:
        return import_module("score")
    finally:
        sys.path.remove(str(CORPUS))


def test_are_paragraphs_numbers_and_notes_those_of_the_markup(score: ModuleType) -> None:
    wanted = found = 0
    for path in sorted((CORPUS / "akn").glob("*/*.xml"))[::EVERY]:
        gold, reading = score.gold(path), read_file(path)
        want = Counter((each["kind"], each["text"], each["number"]) for each in gold["provisions"])
        got = Counter(
            (block.role, score.squash(block.text), block.number.strip(" .()"))
            for block in reading.blocks
            if block.role in {"preambular", "operative"} and score.squash(block.text)
        )
        wanted += want.total()
        found += (want & got).total()
        assert Counter(gold["notes"]) == Counter(
            filter(None, (score.squash(n.passage.text) for n in reading.notes))
        )
    assert wanted > 1000
    assert found >= 0.999 * wanted


def test_does_every_passage_stand_in_its_file_word_for_word() -> None:
    for path in sorted((CORPUS / "akn").glob("*/*.xml"))[:: 4 * EVERY]:
        reading = read_file(path)
        for block in reading.blocks:
            if block.role != "table":
                words = "".join(reading.source[start:end] for start, end in block.passage.pieces())
                assert "".join(words.split()) == "".join(block.text.split())


@pytest.mark.parametrize(("name", "marks"), [("73_7", 20), ("73_3", 14)])
def test_are_the_words_and_marks_of_official_pdfs_all_there(name: str, marks: int) -> None:
    source = read_file(CORPUS / "layout" / f"A_RES_{name}-EN.pdf").source
    beside = (CORPUS / "layout" / f"A-RES-{name.replace('_', '-')}.txt").read_text(encoding="utf-8")
    words = [Counter(re.findall("[A-Za-z]+", text)) for text in (beside, source)]
    assert words[0] == words[1]
    assert len(re.findall("[⁰¹²³⁴⁵⁶⁷⁸⁹]+", source)) == marks
    assert source.count("__________________") >= 2
