"""Does `kg network` give rows, files and pictures, and say plainly what it cannot?"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import networkx as nx
import pytest

from tests.network.made import read_xml

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Outcome

ID = "https://w3id.org/cpkg/id/"


def test_is_the_most_cited_text_first(kg: Callable[..., Outcome]) -> None:
    done = kg("network", "citations", "--top", "3", "--format", "json")
    assert done.code == 0
    rows = json.loads(done.out)
    assert [row["rank"] for row in rows] == [1, 2, 3]
    assert rows[0]["thing"] == ID + "treaty/CRC"
    assert rows[0]["name"] == "CRC"
    assert rows[0]["date"] == "1989-11-20"
    assert rows[0]["linkedFrom"] <= rows[0]["count"]


@pytest.mark.parametrize(
    ("measure", "column"),
    [
        ("in-degree", "in-degree"),
        ("out-degree", "out-degree"),
        ("degree", "degree"),
        ("pagerank", "pagerank"),
        ("betweenness", "betweenness"),
        ("communities", "community"),
        ("components", "component"),
    ],
)
def test_does_each_measure_say_how_it_was_reckoned(
    kg: Callable[..., Outcome], measure: str, column: str
) -> None:
    done = kg("network", "citations", "--measure", measure, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert done.code == 0
    assert all(float(row[column]) >= 0 for row in rows)
    assert {row["method"] for row in rows} != {""}


def test_is_an_estimate_said_to_be_one(kg: Callable[..., Outcome]) -> None:
    command = ("network", "citations", "--measure", "betweenness", "--pivots", "5")
    done = kg(*command)
    assert "estimated from the shortest paths of 5 of the" in done.err
    assert "estimated" in " ".join(done.out.split())
    exact = kg(*command, "--exact")
    assert exact.err == ""
    assert "exact betweenness" in " ".join(exact.out.split())


@pytest.mark.parametrize("network", ["citations", "actors", "themes"])
def test_does_each_network_open_as_gexf_and_graphml(
    kg: Callable[..., Outcome], network: str, tmp_path: Path
) -> None:
    gexf, graphml = tmp_path / "n.gexf", tmp_path / "n.graphml"
    assert kg("network", network, "--out", str(gexf), "--colour", "community").code == 0
    assert kg("network", network, "--out", str(graphml)).code == 0
    one, other = nx.read_gexf(gexf, version="1.3"), nx.read_graphml(graphml)
    assert len(one) > 5
    assert set(one.nodes) == set(other.nodes)
    assert one.number_of_edges() == other.number_of_edges()
    assert {"label", "title", "kind", "community"} <= set(one.nodes[min(one.nodes)])
    assert {"label", "title", "kind", "r", "g", "b"} <= set(other.nodes[min(other.nodes)])


@pytest.mark.parametrize("network", ["citations", "actors", "themes"])
def test_is_each_network_drawn_with_names_that_can_be_read(
    kg: Callable[..., Outcome], network: str, tmp_path: Path
) -> None:
    picture = tmp_path / "n.svg"
    done = kg("network", network, "--out", str(picture), "--top", "20")
    assert (done.code, done.out, done.err) == (0, "", "")
    root = read_xml(picture.read_bytes())
    texts = ["".join(one.itertext()) for one in root.iter("{http://www.w3.org/2000/svg}text")]
    assert len(texts) > 10
    assert any("Source: cpkg" in text for text in texts)


def test_is_a_png_one(kg: Callable[..., Outcome], tmp_path: Path) -> None:
    picture = tmp_path / "n.png"
    assert kg("network", "actors", "--out", str(picture)).code == 0
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_are_files_and_pictures_the_same_each_time(kg: Callable[..., Outcome]) -> None:
    for form in ("svg", "gexf", "graphml", "csv"):
        command = ("network", "citations", "--format", form, "--colour", "community")
        assert kg(*command).out == kg(*command).out != ""


def test_are_links_written_where_they_are_asked_for(kg: Callable[..., Outcome]) -> None:
    done = kg("network", "citations", "--instrument", "OPAC", "--edges", "--format", "csv")
    rows = {(row["from"], row["to"]): row for row in csv.DictReader(io.StringIO(done.out))}
    assert rows["OPAC", "CRC"]["count"] == "4"
    assert rows["OPAC", "CRC"]["places"] == "OPAC, article 3 (1); article 3 (5); article 8"


def test_does_a_path_say_how_each_text_cites_the_next(kg: Callable[..., Outcome]) -> None:
    done = kg("network", "path", "A/RES/74/174", "CRC", "--format", "json")
    rows = json.loads(done.out)
    assert [row["name"] for row in rows] == ["A/RES/74/174", "CRC"]
    assert rows[0]["kinds"] == "recalls"
    assert rows[0]["places"] == "A/RES/74/174, preambular para. 8"
    assert rows[1]["kinds"] is None


def test_do_all_paths_come_shortest_first_and_cut_ones_are_said(kg: Callable[..., Outcome]) -> None:
    ends = ("A/RES/74/174", "UN-CHARTER")
    rows = json.loads(kg("network", "path", *ends, "--all", "--format", "json").out)
    assert [row["name"] for row in rows if row["path"] == 2] == ["A/RES/74/174", "OPSC", "CRC", "UN-CHARTER"]
    assert "more paths than the 1 shown" in kg("network", "path", *ends, "--all", "--limit", "1").err


def test_is_no_path_an_answer_and_no_fault(kg: Callable[..., Outcome]) -> None:
    done = kg("network", "path", "CRC", "A/RES/74/174")
    assert done.code == 0
    assert "No chain of citations in the graph leads from CRC to A/RES/74/174." in done.err
    assert "kg network path A/RES/74/174 CRC" in done.err


def test_can_a_path_be_drawn(kg: Callable[..., Outcome]) -> None:
    done = kg("network", "path", "A/RES/74/174", "UN-CHARTER", "--all", "--format", "svg")
    assert "How A/RES/74/174 cites UN-CHARTER" in done.out


def test_is_what_a_text_rests_on_told_step_by_step(kg: Callable[..., Outcome]) -> None:
    rows = json.loads(kg("network", "reach", "A/RES/74/174", "--format", "json").out)
    steps = {row["name"]: (row["steps"], row["through"]) for row in rows}
    assert steps["CRC"] == (1, "A/RES/74/174")
    assert steps["UN-CHARTER"] == (2, "CRC")
    assert all(row["date"] <= "2019-12-18" for row in rows if row["date"])


def test_do_later_texts_rest_on_a_treaty(kg: Callable[..., Outcome]) -> None:
    rows = json.loads(kg("network", "reach", "CRC", "--forward", "--max-steps", "1", "-f", "json").out)
    assert {"OPSC", "A/RES/74/174"} <= {row["name"] for row in rows}
    assert all(row["date"] >= "1989-11-20" for row in rows)


def test_is_a_text_without_citations_said_to_have_none(kg: Callable[..., Outcome]) -> None:
    done = kg("network", "reach", "GENOCIDE")
    assert done.code == 0
    assert "no citations that lead on from GENOCIDE" in done.err


def test_is_an_empty_choice_said_to_be_one(kg: Callable[..., Outcome]) -> None:
    done = kg("network", "citations", "--from", "1900-01-01", "--to", "1900-12-31")
    assert (done.code, "nothing is there to show" in done.err) == (0, True)


WRONG = [
    # a text that the graph does not have
    (("citations", "--instrument", "A/RES/1/9999"), "A/RES/1/9999"),
    (("path", "CRC", "no such text"), "no such text"),
    # a slip that a suggestion mends
    (("citations", "--theme", "groomign"), "grooming"),
    # a measure there is not
    (("citations", "--measure", "fame"), "pagerank"),
    # an extension that says nothing of networks
    (("citations", "--out", "picture.pdf"), "svg"),
    # bytes for a terminal
    (("citations", "--format", "png"), "--out"),
    # one text twice
    (("path", "CRC", "treaty/CRC"), "same text"),
    # no such day, and days the wrong way round
    (("citations", "--from", "2016-02-30"), "2016-02-30"),
    (("citations", "--from", "2017-01-01", "--to", "2016-01-01"), "later than"),
]


@pytest.mark.parametrize(("arguments", "said"), WRONG)
def test_is_wrong_usage_refused_in_words(
    kg: Callable[..., Outcome], arguments: tuple[str, ...], said: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    done = kg("network", *arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert "Traceback" not in done.err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("command", [(), ("citations",), ("actors",), ("themes",), ("path",), ("reach",)])
def test_does_help_show_examples(kg: Callable[..., Outcome], command: tuple[str, ...]) -> None:
    done = kg("network", *command, "--help")
    assert done.code == 0
    assert f"kg network {' '.join(command)}".rstrip() in done.out
    assert "Examples:" in done.out
