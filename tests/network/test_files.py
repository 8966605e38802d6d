"""Do the files say what Gephi and other readers expect, and hold what no file may break?"""

from __future__ import annotations

import io
import re
from datetime import date
from typing import TYPE_CHECKING

import networkx as nx
import pytest

from kg.network.files import Drawn, write_gexf, write_graphml
from kg.network.labels import Box, Wanted, place_labels
from kg.network.layout import positions
from kg.network.looks import looks_of, sizes_of
from kg.network.picture import Picture, draw
from kg.network.values import Edge, Network, Node
from tests.network.made import network, read_xml

if TYPE_CHECKING:
    from xml.etree import ElementTree as ET

GEXF = "{http://gexf.net/1.3}"
VIZ = "{http://gexf.net/1.3/viz}"
AWKWARD = 'Smith & "Sons" <b>\x07 – 100 $ or $ 1'

MADE = Network(
    "Who cites whom",
    True,
    (
        Node("https://example.org/a", "Text A", "A/1", "resolution", "2016-03-23", "Council"),
        Node("https://example.org/b", AWKWARD, AWKWARD, "treaty", "1989-11-20"),
        Node("https://example.org/c", "Text C", "C/1", "report", "1997"),
    ),
    (
        Edge(
            "https://example.org/a", "https://example.org/b", 2, 2.0, ("recalls",),
            ("https://example.org/a/op/4",), "A/1, para. 4", "2016-03-23",
        ),
        Edge("https://example.org/a", "https://example.org/c", 1, 1.0, ("footnote",)),
    ),
)  # fmt: skip
DRAWN = {
    node.iri: Drawn(7.5, "#0072B2", float(place), 0.5, {"pagerank": 0.25, "cited": place})
    for place, node in enumerate(MADE.nodes)
}


@pytest.fixture(scope="module")
def gexf() -> ET.Element:
    return read_xml(write_gexf(MADE, DRAWN))


def test_does_the_gexf_have_the_structure_of_version_1_3(gexf: ET.Element) -> None:
    assert (gexf.tag, gexf.get("version")) == (GEXF + "gexf", "1.3")
    assert [child.tag for child in gexf] == [GEXF + "meta", GEXF + "graph"]
    graph = gexf[1]
    assert [child.tag.removeprefix(GEXF) for child in graph] == ["attributes", "attributes", "nodes", "edges"]
    assert [child.get("class") for child in graph[:2]] == ["node", "edge"]
    allowed = {GEXF + "attvalues", VIZ + "color", VIZ + "position", VIZ + "size"}
    assert {child.tag for node in graph[2] for child in node} == allowed
    assert graph[2].get("count") == str(len(graph[2]))
    assert graph[3].get("count") == str(len(graph[3]))


def test_is_every_attribute_declared_and_of_its_type(gexf: ET.Element) -> None:
    parse = {"string": str, "integer": int, "double": float}
    for declared, things in zip(gexf[1][:2], gexf[1][2:], strict=True):
        types = {str(one.get("id")): str(one.get("type")) for one in declared}
        values = [one for thing in things for one in thing.iter(GEXF + "attvalue")]
        assert values
        for value in values:
            parse[types[str(value.get("for"))]](value.get("value") or "")


def test_are_colours_and_places_within_bounds(gexf: ET.Element) -> None:
    for colour in gexf.iter(VIZ + "color"):
        assert all(0 <= int(colour.get(channel) or "") <= 255 for channel in "rgb")
    assert {size.get("value") for size in gexf.iter(VIZ + "size")} == {"7.5"}


def test_do_texts_begin_on_their_day_and_a_year_alone_is_no_day(gexf: ET.Element) -> None:
    graph = gexf[1]
    assert graph.get("mode") == "dynamic"
    assert graph.get("timeformat") == "date"
    assert graph.get("start") == "1989-11-20"
    starts = [node.get("start") for node in graph[2]]
    assert starts == ["2016-03-23", "1989-11-20", None]
    assert [date.fromisoformat(start) for start in starts if start]
    assert [edge.get("start") for edge in graph[3]] == ["2016-03-23", None]


def test_is_a_network_without_dates_static() -> None:
    plain = network("ab")
    drawn = {node.iri: Drawn(1.0, "#000000", 0.0, 0.0, {}) for node in plain.nodes}
    graph = read_xml(write_gexf(plain, drawn))[1]
    assert graph.get("mode") == "static"
    assert graph.get("timeformat") is None


def test_does_networkx_read_the_gexf_back() -> None:
    back = nx.read_gexf(io.BytesIO(write_gexf(MADE, DRAWN)), version="1.3")
    assert list(back.nodes) == [node.iri for node in MADE.nodes]
    assert back.is_directed()
    node = back.nodes["https://example.org/a"]
    assert (node["label"], node["kind"], node["pagerank"], node["cited"]) == ("A/1", "resolution", 0.25, 0)
    assert node["viz"]["color"] == {"r": 0, "g": 114, "b": 178, "a": 1.0}
    edge = back.edges["https://example.org/a", "https://example.org/b"]
    assert (edge["weight"], edge["count"], edge["kinds"]) == (2.0, 2, "recalls")
    assert edge["places"] == "A/1, para. 4"


def test_does_networkx_read_the_graphml_back() -> None:
    back = nx.read_graphml(io.BytesIO(write_graphml(MADE, DRAWN)))
    node = back.nodes["https://example.org/b"]
    assert (node["r"], node["g"], node["b"], node["size"]) == (0, 114, 178, 7.5)
    assert (node["date"], node["title"]) == ("1989-11-20", AWKWARD.replace("\x07", ""))
    assert back.edges["https://example.org/a", "https://example.org/b"]["date"] == "2016-03-23"


def test_are_files_the_same_bytes_each_time() -> None:
    assert write_gexf(MADE, DRAWN) == write_gexf(MADE, DRAWN)
    assert write_graphml(MADE, DRAWN) == write_graphml(MADE, DRAWN)


@pytest.fixture
def picture() -> Picture:
    kinds = {node.iri: node.kind for node in MADE.nodes}
    return Picture(
        MADE, positions(MADE), sizes_of({node.iri: 1.0 for node in MADE.nodes}), kinds,
        looks_of(kinds.values()), list(kinds), "Who cites <whom>", "Kind", "Source & date.",
    )  # fmt: skip


def test_is_the_svg_readable_by_people_and_machines(picture: Picture) -> None:
    svg = draw(picture, "svg")
    root = read_xml(svg)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "title description"
    space = "{http://www.w3.org/2000/svg}"
    assert root[0].tag == space + "title"
    assert root[0].text == "Who cites <whom>"
    assert root[1].tag == space + "desc"
    assert "3 texts, 2 links" in (root[1].text or "")
    texts = ["".join(one.itertext()) for one in root.iter(space + "text")]
    assert {"A/1", "C/1", "Source & date.", "treaty (1)"} <= set(texts)  # text, not outlines


def test_are_pictures_the_same_bytes_each_time_and_without_a_date(picture: Picture) -> None:
    svg = draw(picture, "svg")
    assert svg == draw(picture, "svg")
    assert draw(picture, "png") == draw(picture, "png")
    assert not re.search(rb"<dc:date>", svg)


def test_is_a_png_one_and_not_empty(picture: Picture) -> None:
    from matplotlib.image import imread

    pixels = imread(io.BytesIO(draw(picture, "png")))
    assert pixels.shape[:2] == (1350, 1800)
    assert pixels.std() > 0.01


def test_can_a_network_of_nothing_be_drawn() -> None:
    nothing = network("")
    empty = Picture(nothing, positions(nothing), {}, {}, {}, [], "Nothing", "Kind", "")
    assert read_xml(draw(empty, "svg")).get("role") == "img"


def test_do_labels_keep_clear_of_each_other_and_of_nodes() -> None:
    frame = Box(-50, -50, 50, 50)
    wanted = [Wanted(float(x), 0, 1, 8, 2) for x in range(0, 30, 3)]
    nodes = [Box(one.x - 1, -1, one.x + 1, 1) for one in wanted]
    placed = [box for box in place_labels(wanted, nodes, frame) if box]
    assert len(placed) >= 6
    assert not any(box.overlaps(other) for box in placed for other in nodes)
    assert not any(a.overlaps(b) for n, a in enumerate(placed) for b in placed[n + 1 :])


def test_is_a_label_without_room_left_out() -> None:
    assert place_labels([Wanted(0, 0, 1, 8, 2)], [], Box(-2, -2, 2, 2)) == [None]


def test_do_parts_of_a_network_stand_apart() -> None:
    places = positions(network("ab bc ca de ef"))
    assert places == positions(network("ab bc ca de ef"))
    assert min(places[one][1] for one in "abc") > max(places[one][1] for one in "def")
    assert len(set(places.values())) == 6


def test_do_the_fewest_share_a_colour_where_there_are_too_many_groups() -> None:
    looks = looks_of([f"group {n}" for n in range(12) for _ in range(20 - n)])
    assert len({look.colour for look in looks.values()}) == 9
    assert looks["group 11"].colour == looks["group 8"].colour
