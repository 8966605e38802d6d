"""Is every way of breaking a shape file, which pySHACL would pass over in silence, an error with its line?"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from kg.errors import InputError, InvalidInputError
from kg.graph.check.shapes import check_shapes, read_shapes, shapes_graph, with_types
from kg.graph.check.shapes_lint import find_shape_faults
from kg.graph.ontology.schema import Schema
from kg.graph.sources.curated import read_sources
from kg.graph.stores.store import memory_store
from tests.conftest import ROOT
from tests.graph.worlds import world_graph, world_quads, world_schema

if TYPE_CHECKING:
    from pathlib import Path

    import pyoxigraph as ox

HEAD = """@base <https://w3id.org/cpkg/id/> .
@prefix cp: <https://w3id.org/cpkg/ontology#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shapes: <https://w3id.org/cpkg/shapes#> .
"""
FIRST = HEAD.count("\n") + 1  # the line on which a case's own text begins

SOUND = """shapes:Body a sh:NodeShape ;
    sh:targetClass cp:Body ;
    sh:severity sh:Violation ;
    sh:message "A body."@en ;
    sh:property shapes:Body-superior .

shapes:Body-superior a sh:PropertyShape ;
    sh:path cp:subsidiaryOf ;
    sh:maxCount 1 ;
    sh:pattern "^http" ;
    sh:severity sh:Warning ;
    sh:message "One superior."@en .
"""

BROKEN = [
    # a typo in a constraint: pySHACL ignores it and calls everything conforming
    ("sh:maxCount 1", "sh:maxCont 1", 8, "sh:maxCont is no term of SHACL. Did you mean sh:maxCount?"),
    # a typo in a value
    (
        "sh:severity sh:Warning",
        "sh:severity sh:Warnin",
        10,
        "sh:Warnin is no term of SHACL. Did you mean sh:Warning?",
    ),
    # a typo in the predicate of the target leaves the shape without one
    ("sh:targetClass", "sh:targetClas", 0, "shapes:Body has no target and no shape uses it"),
    # no target at all
    (
        "    sh:targetClass cp:Body ;\n",
        "",
        0,
        "shapes:Body has no target and no shape uses it. Add sh:targetClass",
    ),
    # a property shape that no node shape lists
    (
        " ;\n    sh:property shapes:Body-superior .",
        " .",
        5,
        "shapes:Body-superior has no target and no shape uses it",
    ),
    # a class that the ontology does not have
    (
        "sh:targetClass cp:Body",
        "sh:targetClass cp:Boddy",
        1,
        "cp:Boddy is declared nowhere in ontology/. Did you mean cp:Body?",
    ),
    # a class that the ontology has, but nothing belongs to it
    (
        "sh:targetClass cp:Body",
        "sh:targetClass cp:Heading",
        1,
        "sh:targetClass cp:Heading matches nothing in the data",
    ),
    (
        "sh:targetClass cp:Body",
        "sh:targetSubjectsOf cp:renews",
        1,
        "sh:targetSubjectsOf cp:renews matches nothing",
    ),
    (
        "sh:targetClass cp:Body",
        "sh:targetObjectsOf cp:renews",
        1,
        "sh:targetObjectsOf cp:renews matches nothing",
    ),
    ("sh:targetClass cp:Body", "sh:targetNode <body/NINE>", 1, "sh:targetNode body/NINE matches nothing"),
    # a path that the ontology does not have, ours or another's
    (
        "sh:path cp:subsidiaryOf",
        "sh:path cp:subsidaryOf",
        7,
        "cp:subsidaryOf is declared nowhere in ontology/. Did you",
    ),
    (
        "sh:path cp:subsidiaryOf",
        "sh:path org:subOrganisationOf",
        7,
        "org:subOrganisationOf is declared nowhere",
    ),
    # the same inside a longer path
    (
        "sh:path cp:subsidiaryOf",
        "sh:path [ sh:inversePath cp:subsidaryOf ]",
        7,
        "cp:subsidaryOf is declared nowhere",
    ),
    # no path, or two
    (
        "    sh:path cp:subsidiaryOf ;\n",
        "",
        6,
        "shapes:Body-superior has no paths. Give it exactly one sh:path",
    ),
    ("sh:path cp:subsidiaryOf", "sh:path cp:subsidiaryOf , cp:from", 6, "shapes:Body-superior has 2 paths"),
    # a pattern that no engine can compile; pySHACL would end with a traceback
    ('sh:pattern "^http"', 'sh:pattern "^(http"', 9, 'sh:pattern "^(http" is no regular expression'),
    # what a report needs: severity and message
    ("    sh:severity sh:Warning ;\n", "", 6, "shapes:Body-superior does not say how grave its findings are"),
    (
        "sh:severity sh:Warning",
        "sh:severity sh:Warning , sh:Info",
        6,
        "does not say how grave its findings are",
    ),
    ('"A body."@en', '"A body."@en , "A corpse."@en', 0, "shapes:Body does not say what its findings mean"),
    # a property shape without name cannot be named in a report
    (
        "sh:property shapes:Body-superior",
        "sh:property [ sh:path cp:from ] , shapes:Body-superior",
        4,
        "has no IRI",
    ),
    # a shape that nobody wrote
    (
        "sh:property shapes:Body-superior",
        "sh:property shapes:Body-inferior",
        4,
        "shapes:Body-inferior is no shape",
    ),
    # a thing that the graph does not describe
    ("sh:maxCount 1", "sh:hasValue <body/NINE>", 8, "<body/NINE> is described nowhere"),
]


@cache
def _world() -> ox.Store:
    return memory_store(world_quads()).ox


def _faults(folder: Path, text: str) -> list[str]:
    (folder / "shape.ttl").write_text(HEAD + text)
    files = read_shapes(folder)
    return [str(fault) for fault in find_shape_faults(files, shapes_graph(files), world_schema(), _world())]


@pytest.mark.parametrize(("old", "new", "line", "message"), BROKEN)
def test_is_a_broken_shape_reported_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, message: str
) -> None:
    assert old in SOUND
    faults = _faults(tmp_path, SOUND.replace(old, new, 1))
    place = f"{tmp_path.name}/shape.ttl:{FIRST + line}: "
    assert [fault for fault in faults if fault.startswith(place) and message in fault], faults


def test_is_a_sound_shape_left_alone(tmp_path: Path) -> None:
    assert _faults(tmp_path, SOUND) == []


def test_are_the_projects_own_shapes_sound() -> None:
    files = read_shapes(ROOT / "shapes")
    quads = [quad for source in read_sources(ROOT) for quad in source.quads]
    data = memory_store(with_types(quads)).ox
    assert find_shape_faults(files, shapes_graph(files), Schema(quads), data) == []


def test_is_a_file_without_shapes_an_error(tmp_path: Path) -> None:
    assert "there is no sh:NodeShape" in _faults(tmp_path, 'cp:Body sh:name "body" .')[0]


def test_is_a_folder_without_files_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no shapes"):
        read_shapes(tmp_path)


def test_are_the_faults_of_all_unreadable_files_reported_together(tmp_path: Path) -> None:
    (tmp_path / "empty.ttl").write_text("")
    (tmp_path / "half.ttl").write_text(HEAD + "shapes:Body a")
    with pytest.raises(InvalidInputError) as caught:
        read_shapes(tmp_path)
    assert [fault.path.rpartition("/")[2] for fault in caught.value.faults] == ["empty.ttl", "half.ttl"]


def test_is_a_shape_that_pyshacl_refuses_an_input_error(tmp_path: Path) -> None:
    (tmp_path / "shape.ttl").write_text(HEAD + SOUND.replace("sh:maxCount 1", 'sh:maxCount "many"'))
    with pytest.raises(InputError, match="pySHACL cannot run the shapes"):
        check_shapes(world_graph(), shapes_graph(read_shapes(tmp_path)))
