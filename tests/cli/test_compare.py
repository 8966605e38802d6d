"""Does `kg compare` say what differs, and what is wrong with what it was given?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.compare.made import document

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kg.document import Document
    from tests.cli.conftest import Outcome

pytestmark = pytest.mark.usefixtures("one_extractor")

SYMBOL = "S/RES/2427(2018)"
TEXT = """A/RES/90/{number}

Resolution adopted by the General Assembly on 3 May 2036

90/{number}. The joys of play

The General Assembly,

Recalling the joys of play in the open air,

1. {verb} Member States to build safe parks in every town;

2. Requests the Secretary-General to report on the parks at its {session} session.
"""


@pytest.fixture
def older(tmp_path: Path) -> str:
    path = tmp_path / "older.txt"
    path.write_text(TEXT.format(number=1, verb="Urges", session="ninety-first"), encoding="utf-8")
    return str(path)


@pytest.fixture
def newer(tmp_path: Path) -> str:
    path = tmp_path / "newer.txt"
    path.write_text(TEXT.format(number=2, verb="Invites", session="ninety-third"), encoding="utf-8")
    return str(path)


def test_does_the_table_show_the_differences_and_a_summary(
    kg: Callable[..., Outcome], older: str, newer: str
) -> None:
    done = kg("compare", older, newer)
    assert done.code == 0
    assert "[-Urges-]{+Invites+} Member States" in done.out
    assert "act weaker: Urges → Invites" in done.out
    assert "deadline later" in done.out
    assert "3 paragraphs and footnotes: 1 the same, 2 changed." in done.out
    assert max(len(line) for line in done.out.splitlines()) <= 100


def test_is_a_document_compared_with_itself_no_fault(kg: Callable[..., Outcome], older: str) -> None:
    done = kg("compare", older, older)
    assert (done.code, done.out.count("changed")) == (0, 0)
    assert "3 paragraphs and footnotes: 3 the same." in done.out


def test_does_all_show_what_is_the_same(kg: Callable[..., Outcome], older: str, newer: str) -> None:
    assert "in the open air" not in kg("compare", older, newer).out
    assert "in the open air" in kg("compare", older, newer, "--all").out


def test_is_the_json_one_object(kg: Callable[..., Outcome], older: str, newer: str) -> None:
    found = json.loads(kg("compare", older, newer, "--format", "json").out)
    assert found["summary"]["changed"] == 2
    assert [row["after"]["id"] for row in found["paragraphs"]] == ["op/1", "op/2"]
    assert found["paragraphs"][0]["shifts"][0]["direction"] == "weaker"


def test_does_the_name_of_the_file_choose_the_form(
    kg: Callable[..., Outcome], older: str, newer: str, tmp_path: Path
) -> None:
    for name, beginning in (("a.html", "<!doctype html>"), ("a.json", "{"), ("a.md", "# A/RES/90/1")):
        assert kg("compare", older, newer, "--out", str(tmp_path / name)).code == 0
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(beginning)


def test_is_markdown_marked(kg: Callable[..., Outcome], older: str, newer: str) -> None:
    assert "~~Urges~~**Invites** Member States" in kg("compare", older, newer, "-f", "md").out


WRONG = [
    ("no file and no symbol", "nothing here", "neither a file nor the symbol"),
    ("a text that was not ingested", "A/RES/99/99", "`kg fetch A/RES/99/99`, then `kg ingest`"),
]


@pytest.mark.parametrize(("place", "said"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_what_is_said_of_bad_input(kg: Callable[..., Outcome], older: str, place: str, said: str) -> None:
    done = kg("compare", older, place)
    assert (done.code, done.out) == (3, "")
    assert said in done.err
    assert len(done.err.splitlines()) == 1


def test_is_an_ingested_text_found_by_its_symbol(
    kg: Callable[..., Outcome], older: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Texts:
        def find_document(self, symbol: str) -> Document | None:
            return document("op/1: Urges Member States to sing;", symbol=symbol) if symbol == SYMBOL else None

    monkeypatch.setattr("kg.pipeline.compare.open_texts", lambda _: Texts())
    found = json.loads(kg("compare", older, "S/RES/2427 (2018)", "-f", "json").out)
    assert found["after"]["name"] == SYMBOL


def test_is_a_wrong_form_refused_before_anything_is_read(kg: Callable[..., Outcome]) -> None:
    done = kg("compare", "no", "no", "--format", "pdf")
    assert done.code == 2


def test_is_a_file_with_two_resolutions_asked_which(
    kg: Callable[..., Outcome], older: str, newer: str, tmp_path: Path
) -> None:
    both = tmp_path / "both.txt"
    texts = [TEXT.format(number=n, verb="Urges", session="ninety-first") for n in (1, 2)]
    both.write_text("\n\n".join(texts), encoding="utf-8")
    done = kg("compare", str(both), newer)
    assert done.code == 3
    assert "both.txt#A/RES/90/1" in done.err
    assert kg("compare", f"{both}#A/RES/90/2", newer).code == 0
    assert kg("compare", f"{both}#A/RES/90/7", newer).code == 3
    assert "A/RES/90/1" in kg("compare", f"{both}#1", older, "-f", "json").out
