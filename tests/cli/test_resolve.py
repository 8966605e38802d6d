"""Does `kg resolve` print what a name means with all its identifiers, and say plainly when it cannot?"""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

from kg.namespaces import ID

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Outcome

    Run = Callable[..., Outcome]


def test_are_the_identifiers_of_a_thing_printed(kg: Run) -> None:
    outcome = kg("resolve", "ga res 74/174")
    assert outcome.code == 0
    for shown in ("A/RES/74/174", "/akn/un/statement/deliberation", "ELI-style alias", "Countering child"):
        assert shown in outcome.out


def test_have_other_formats_every_column(kg: Run, tmp_path: Path) -> None:
    rows = json.loads(kg("resolve", "IV-11-c", "ALB", "--format", "json").out)
    assert {row["thing"] for row in rows} == {ID + "treaty/OPSC", ID + "state/ALB"}
    assert {"justification", "confidence", "source"} <= set(rows[0])
    kg("resolve", "ALB", "--out", str(tmp_path / "a.csv"))
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        assert "http://www.wikidata.org/entity/Q222" in {row["iri"] for row in csv.DictReader(file)}


# What is wrong, and what is said of it.
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("A/RES/74/175", "Did you mean 'A/RES/74/174'"),
        ("UNTS No. 27531", "Choose one of: treaty/CRC"),
        ("", "an empty name"),
        ("x" * 500, "too long for a name"),
    ],
)
def test_is_a_name_that_does_not_serve_refused_in_one_line(name: str, said: str, kg: Run) -> None:
    outcome = kg("resolve", name)
    assert (outcome.code, outcome.out) == (2, "")
    assert said in outcome.err
    assert outcome.err.count("\n") == 1


def test_are_mappings_exported_by_extension_and_models_by_name(kg: Run, tmp_path: Path) -> None:
    assert kg("export", "state/ALB", "--out", str(tmp_path / "a.sssom.tsv")).code == 0
    assert "wikidata:Q222" in (tmp_path / "a.sssom.tsv").read_text(encoding="utf-8")
    assert kg("export", "A/RES/74/174", "--model", "eli", "--out", str(tmp_path / "a.ttl")).code == 0
    assert "eli:LegalResourceSubdivision" in (tmp_path / "a.ttl").read_text(encoding="utf-8")


# Options that say two things at once, and a model that is none.
@pytest.mark.parametrize(
    "options",
    [
        ("--model", "eli", "--format", "akn"),
        ("--model", "eli", "--asserted"),
        ("--model", "frbr"),
        ("--format", "sssom", "--asserted"),
    ],
)
def test_are_options_that_do_not_fit_refused(options: tuple[str, ...], kg: Run, tmp_path: Path) -> None:
    outcome = kg("export", "A/RES/74/174", *options, "--out", str(tmp_path / "x"))
    assert outcome.code == 2
    assert not list(tmp_path.iterdir())
