"""Does the graph answer as a Python library, with values of their types, and say what is wrong?"""

from __future__ import annotations

import copy
import csv
import subprocess
import sys
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

import kg
from kg.answers import Answer, Entity, Row
from kg.errors import InputError, MissingToolError, UsageError
from kg.model import Rows, Term
from kg.namespaces import XSD

if TYPE_CHECKING:
    from pathlib import Path

    from kg.library import Graph


@pytest.fixture(scope="module")
def g(store_path: str) -> Graph:
    return kg.open(store_path)


@pytest.fixture(scope="module")
def grooming(g: Graph) -> Answer:
    return g.ask("obligations-on-theme", theme="grooming")


def literal(value: str, kind: str = "") -> Term:
    return Term("literal", value, XSD + kind if kind else "")


def answer_of(**columns: list[Term | None]) -> Answer:
    """Return an answer that nobody asked for, column by column, without labels."""
    rows = Rows(tuple(columns), tuple(zip(*columns.values(), strict=True)), {})
    return Answer(rows, lambda _: {})


def test_does_importing_it_import_nothing_heavy() -> None:
    heavy = ("pyoxigraph", "rdflib", "yaml", "pandas", "kg.library")
    code = f"import kg, sys; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_is_a_question_answered_by_rows_with_attributes(grooming: Answer) -> None:
    by_place = {row.place: row for row in grooming}
    row = by_place["A/HRC/RES/31/7, para. 4"]
    assert row.date == row["date"] == date(2016, 3, 23)
    assert row.rank == 70
    assert isinstance(row.rank, int)
    assert row.paragraph == Entity(row.paragraph.iri, "A/HRC/RES/31/7, para. 4")
    assert row.paragraph.id == "A/HRC/RES/31/7/op/4"
    assert grooming.title == "Which provisions oblige or ask States to do something about grooming?"
    assert "VALUES ?theme { <https://w3id.org/cpkg/id/theme/conduct/grooming> }" in grooming.sparql
    assert "#+" not in grooming.sparql


def test_does_the_query_of_an_answer_give_the_same_answer(g: Graph, grooming: Answer) -> None:
    assert g.sparql(grooming.sparql).to_records() == grooming.to_records()


def test_can_a_value_be_a_thing_of_another_answer_or_be_left_open(g: Graph) -> None:
    theme = Entity("https://w3id.org/cpkg/id/theme/conduct/grooming", "grooming")
    closed = g.ask("obligations-on-theme", theme=theme, addressee="States")
    assert len(g.ask("obligations-on-theme", theme=None, addressee="States")) > len(closed) > 5


def test_is_an_answer_a_sequence(grooming: Answer) -> None:
    assert len(grooming[1:3]) == 2
    assert list(grooming[1:3]) == [grooming[1], grooming[2]]
    assert grooming[-1] in grooming
    assert [row.strength for row in grooming.readable()] == [row.strength for row in grooming]
    assert grooming.readable().columns == tuple(grooming.headings)
    assert copy.copy(grooming[0]) == grooming[0]


def test_is_a_column_that_is_not_there_named_with_those_that_are(grooming: Answer) -> None:
    with pytest.raises(AttributeError, match="no column 'symbl'; it has rank, strength"):
        _ = grooming[0].symbl
    with pytest.raises(KeyError, match="symbl"):
        _ = grooming[0]["symbl"]
    assert not hasattr(grooming[0], "_repr_svg_")  # which notebooks look for


def test_has_a_pandas_frame_real_types(grooming: Answer) -> None:
    frame = grooming.to_pandas()
    assert list(frame.columns) == list(grooming.columns)
    assert str(frame["date"].dtype) == "datetime64[s]"
    assert str(frame["rank"].dtype) == "Int64"
    assert str(frame["paragraph"].dtype) == "string"
    late = frame[frame["date"] >= "2020-01-01"]
    assert 0 < len(late) < len(frame)
    assert set(late["symbol"]) == {row.symbol for row in grooming if row.date >= date(2020, 1, 1)}


def test_has_a_polars_frame_real_types(grooming: Answer) -> None:
    frame = grooming.to_polars()
    assert frame.columns == list(grooming.columns)
    assert {name: str(kind) for name, kind in frame.schema.items() if name in {"date", "rank", "place"}} == {
        "rank": "Int64", "place": "String", "date": "Date",
    }  # fmt: skip
    assert frame["date"].to_list() == [row.date for row in grooming]


COLUMNS = [
    # days, one of them not known
    ([literal("2016-03-23", "date"), None], "datetime64[s]", "Date"),
    # a day, and a year where no more is known: as text, rather than a day that nobody knows
    ([literal("2016-03-23", "date"), literal("1924", "gYear")], "string", "String"),
    # a date that is none, which a query can make
    ([literal("2016-02-31", "date"), literal("2016-03-23", "date")], "string", "String"),
    # whole numbers, one missing: not turned into fractions
    ([literal("3", "integer"), None], "Int64", "Int64"),
    # whole numbers among others
    ([literal("3", "integer"), literal("0.5", "decimal")], "Float64", "Float64"),
    # more than 64 bits hold
    ([literal("9" * 30, "integer"), literal("1", "integer")], "string", "String"),
    ([literal("true", "boolean"), None], "boolean", "Boolean"),
    # nothing known at all
    ([None, None], "string", "String"),
    # things are their IRIs
    ([Term("iri", "https://w3id.org/cpkg/id/body/HRC"), literal("7")], "string", "String"),
]


@pytest.mark.parametrize(("cells", "pandas_type", "polars_type"), COLUMNS)
def test_is_a_column_of_the_type_that_all_its_cells_have(
    cells: list[Term | None], pandas_type: str, polars_type: str
) -> None:
    answer = answer_of(x=cells)
    assert str(answer.to_pandas()["x"].dtype) == pandas_type
    assert str(answer.to_polars()["x"].dtype) == polars_type
    missing = [cell is None for cell in cells]
    assert answer.to_pandas()["x"].isna().to_list() == missing
    assert answer.to_polars()["x"].is_null().to_list() == missing


def test_are_cells_python_values_of_their_kinds() -> None:
    cells = [
        literal("2016-03-23", "date"), literal("1924", "gYear"), literal("7", "integer"),
        literal("0.5", "double"), literal("true", "boolean"), literal("2016-03-23T10:00:00", "dateTime"),
        literal("2016-02-31", "date"), None,
    ]  # fmt: skip
    assert [row.x for row in answer_of(x=cells)] == [
        date(2016, 3, 23), "1924", 7, 0.5, True, datetime(2016, 3, 23, 10), "2016-02-31", None,
    ]  # fmt: skip


def test_are_frames_without_rows_frames_still() -> None:
    assert list(answer_of(a=[], b=[]).to_pandas().columns) == ["a", "b"]
    assert answer_of(a=[], b=[]).to_polars().columns == ["a", "b"]


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_is_a_missing_library_said_with_how_to_get_it(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(
        MissingToolError, match=rf'{library} is not installed. .*pip install "cpkg\[frames\]"'
    ):
        getattr(answer_of(x=[None]), f"to_{library}")()


def test_does_a_notebook_show_the_columns_for_readers_and_nothing_that_runs(grooming: Answer) -> None:
    html = grooming._repr_html_()
    assert "<th>What it asks</th>" in html
    assert "<th>actType</th>" not in html
    hostile = answer_of(x=[literal("<script>alert(1)</script>"), Term("iri", "javascript:alert(1)")])
    assert "<script>" not in hostile._repr_html_()
    assert "href" not in hostile._repr_html_()


def test_does_a_long_answer_say_how_much_is_left() -> None:
    answer = answer_of(x=[literal(str(number)) for number in range(25)])
    assert str(answer).splitlines()[-1] == "… and 5 more rows"
    assert "… and 5 more rows" in answer._repr_html_()


def test_is_csv_what_the_command_writes(grooming: Answer, tmp_path: Path, store_path: str) -> None:
    grooming.to_csv(tmp_path / "a.csv")
    command = [
        sys.executable,
        "-m",
        "kg",
        "ask",
        "obligations-on-theme",
        "--format",
        "csv",
        "--store",
        store_path,
    ]
    printed = subprocess.run(command, capture_output=True, check=True).stdout
    assert (tmp_path / "a.csv").read_bytes() == printed
    rows = list(csv.DictReader((tmp_path / "a.csv").read_text(encoding="utf-8").splitlines()))
    assert [row["place"] for row in rows] == [row.place for row in grooming]


def test_does_the_catalogue_list_itself_and_find_by_words(g: Graph) -> None:
    everything = g.questions()
    assert "obligations/obligations-on-theme" in {row.id for row in everything}
    found = g.questions("which paragraphs oblige internet providers to report abuse material?")
    assert found[0].command == (
        "kg ask duties-that-reach-industry --industry theme/actor/internet-service-providers"
        " --theme theme/measure/reporting-of-material"
    )
    assert [parameter.name for parameter in g.question("obligations-on-theme").parameters] == [
        "addressee",
        "theme",
    ]


def test_is_a_thing_shown_with_its_tables(g: Graph) -> None:
    card = g.show("OPSC")
    assert card.thing.id == "treaty/OPSC"
    assert all(len(section) for section in card.sections.values())
    assert "treaty/OPSC" in str(card)
    assert "<table>" in card._repr_html_()
    assert str(g.show(card.thing)) == str(card)


def test_has_a_thing_all_its_identifiers_by_any_of_them(g: Graph) -> None:
    found = g.resolve("IV-11-c", "SDG 16.2")
    assert {row.thing.id for row in found} == {"treaty/OPSC", "sdg:16.2"}
    assert list(g.resolve("OPSC")) == [row for row in found if row.thing.id == "treaty/OPSC"]


def test_are_rows_cited(g: Graph, grooming: Answer) -> None:
    cited = g.cite(row.paragraph for row in grooming if row.symbol == "A/HRC/RES/31/7")
    assert [one.text for one in cited] == ["UNHRC Res 31/7 (23 March 2016) UN Doc A/HRC/RES/31/7, paras 4, 9"]
    assert g.cite("CRC art 34")[0].text.endswith("art 34")


def test_is_a_network_measured_and_handed_to_networkx(g: Graph) -> None:
    ranked = g.network("citations", "in-degree")
    assert ranked.to_networkx().number_of_nodes() == len(ranked) > 20
    assert ranked.columns[0] == "rank"


def test_is_a_thing_exported_by_the_ending_of_the_file(g: Graph, tmp_path: Path) -> None:
    g.export("OPSC", tmp_path / "opsc.ttl")
    assert "treaty/OPSC" in (tmp_path / "opsc.ttl").read_text(encoding="utf-8")
    with pytest.raises(UsageError, match="nothing is exported as 'docx'"):
        g.export("OPSC", tmp_path / "opsc.docx")


def test_does_a_wrong_name_get_the_message_of_the_command(g: Graph) -> None:
    with pytest.raises(UsageError, match="Did you mean obligations/obligations-on-theme"):
        g.ask("obligation-on-theme")
    with pytest.raises(UsageError, match=r"--theme: no theme is called 'groming'\. Did you mean 'grooming'"):
        g.ask("obligations-on-theme", theme="groming")
    with pytest.raises(InputError, match="the query is no SELECT"):
        g.sparql("ASK { ?s ?p ?o }")
    with pytest.raises(InputError, match="there is no store here"):
        kg.open("/nonexistent")


def test_is_a_row_equal_to_one_with_the_same_cells_alone() -> None:
    assert Row(("a",), (1,)) == Row(("a",), (1,)) != Row(("b",), (1,))
    assert len({Row(("a",), (1,)), Row(("a",), (1,))}) == 1
