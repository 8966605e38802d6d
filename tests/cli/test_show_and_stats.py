"""Do `kg show` and `kg stats` print tables, Markdown and JSON that hold the same?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Outcome

    Run = Callable[..., Outcome]


def test_does_a_card_begin_with_what_the_thing_is(kg: Run) -> None:
    out = kg("show", "OPSC").out
    assert out.startswith(
        "Optional Protocol to the Convention on the Rights of the Child on the sale of children"
    )
    assert "treaty/OPSC · protocol" in out
    assert "https://w3id.org/cpkg/id/" not in out


def test_is_a_card_json_with_full_iris(kg: Run) -> None:
    card = json.loads(kg("show", "OPSC", "--format", "json").out)
    assert card["id"] == "treaty/OPSC"
    assert card["iri"] == "https://w3id.org/cpkg/id/treaty/OPSC"
    assert card["types"] == ["protocol"]
    cited_in = {row["paragraph"] for row in card["sections"]["Cited by"]}
    assert "https://w3id.org/cpkg/id/A/RES/74/174/op/3" in cited_in


def test_is_a_card_markdown_by_the_extension(kg: Run, tmp_path: Path) -> None:
    out = tmp_path / "card.md"
    assert kg("show", "A/RES/74/174/op/3", "--out", str(out)).out == ""
    text = out.read_text(encoding="utf-8")
    assert text.startswith("# A/RES/74/174, para. 3\n")
    assert "## Acts\n\n| Act | Type | Strength |" in text


def test_is_a_card_plain_text_in_a_file(kg: Run, tmp_path: Path) -> None:
    out = tmp_path / "card.txt"
    kg("show", "UNODC", "--format", "table", "--out", str(out))
    assert "United Nations Office on Drugs and Crime" in out.read_text(encoding="utf-8")


def test_does_all_add_what_is_inferred(kg: Run) -> None:
    assert "Inferred" not in json.loads(kg("show", "UNODC", "--format", "json").out)["sections"]
    assert "Inferred" in json.loads(kg("show", "UNODC", "--all", "--format", "json").out)["sections"]


def test_are_the_statistics_tables_and_json(kg: Run, store_path: str) -> None:
    counts = json.loads(kg("stats", "--format", "json").out)
    assert counts["store"] == store_path
    assert {"Graphs", "Things by class", "Themes by scheme"} <= set(counts["sections"])
    assert all(isinstance(row["statements"], int) for row in counts["sections"]["Graphs"])
    assert "Things by class" in kg("stats").out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("show", "nothing like this"), "no thing is called"),
        (("show", "OPSC", "--format", "csv"), "Choose one of: table, json, md"),
        (("stats", "--format", "ttl"), "Choose one of: table, json, md"),
        (("show",), "Missing argument"),
    ],
)
def test_does_a_mistake_get_exit_code_2(arguments: tuple[str, ...], words: str, kg: Run) -> None:
    outcome = kg(*arguments)
    assert outcome.code == 2
    assert words in outcome.err
