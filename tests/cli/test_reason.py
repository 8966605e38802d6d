"""What do `kg reason` and `kg reason --explain` print, and with which exit code do they end?"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from kg.graph.sources.curated import INFERRED_GRAPH, ONTOLOGY_GRAPH
from kg.graph.stores.store import open_store
from kg.identifiers import graph_iri
from tests.changing import changing
from tests.graph.reading import DATA_GRAPH, read_text
from tests.smaller import copy_build, smaller_built

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Outcome

    Run = Callable[..., Outcome]


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `kg reason`."""
    return subprocess.run(
        [sys.executable, "-m", "kg", "reason", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


@pytest.fixture
def own_store(tmp_path: Path) -> str:
    """Return a store that a test may write to."""
    return str(copy_build(smaller_built(), tmp_path))


def add(location: str, turtle: str, graph: str = DATA_GRAPH) -> None:
    """Add statements to a store, in the graph `curated/case` or another."""
    with changing(location) as store:
        store.extend(read_text(turtle, graph))


def leave_inferred_only(location: str) -> None:
    """Empty all graphs of a store but `inferred`."""
    with changing(location) as store:
        for graph in list(store.named_graphs()):
            if graph != ox.NamedNode(INFERRED_GRAPH):
                store.remove_graph(graph)


def forget_inferred(location: str) -> None:
    """Empty the graph `inferred` of a store."""
    with changing(location) as store:
        store.remove_graph(ox.NamedNode(INFERRED_GRAPH))


def count_inferred(location: str) -> str:
    """Return the number of inferred statements in a store."""
    count = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{INFERRED_GRAPH}> {{ ?s ?p ?o }} }}"
    rows = open_store(location).select(count)
    assert rows.rows[0][0]
    return rows.rows[0][0].value


def test_does_a_sound_store_pass_and_print_what_was_inferred(own_store: str) -> None:
    done = run("--store", own_store, "--format", "json")
    assert done.returncode == 0
    assert done.stderr.startswith("reasoned over ")
    report = json.loads(done.stdout)
    assert (report["terms"], report["consistent"], report["unsatisfiable"]) == ([], True, [])
    assert sum(report["inferred"].values()) == int(count_inferred(own_store)) > 5_000


def test_does_a_contradiction_end_with_1_the_culprits_and_no_new_inference(own_store: str) -> None:
    """Over a few axioms: HermiT is asked many times, and each time it reads the whole ontology."""
    leave_inferred_only(own_store)
    few = """cp:Agent a owl:Class . cp:Body a owl:Class ; rdfs:subClassOf cp:Agent .
        cp:State a owl:Class ; rdfs:subClassOf cp:Agent ; owl:disjointWith cp:Body .
        cp:answersTo a owl:ObjectProperty ; rdfs:domain cp:Body ; rdfs:range cp:Body ."""
    add(own_store, few, ONTOLOGY_GRAPH)
    bodies = "<body/HRC> a cp:Body . <body/GA> a cp:Body . <body/ECOSOC> a cp:Body ; cp:answersTo <body/GA> ."
    add(own_store, bodies, graph_iri("curated/bodies"))
    add(own_store, "<body/HRC> a cp:State . <body/GA> cp:answersTo <body/ECOSOC> .")
    before = count_inferred(own_store)
    done = run("--store", own_store)
    assert done.returncode == 1
    assert "CONTRADICTION: these cannot all hold" in done.stdout
    assert "  body/HRC rdf:type cp:State  in curated/case\n" in done.stdout
    assert "  body/HRC rdf:type cp:Body  in curated/bodies\n" in done.stdout
    assert count_inferred(own_store) == before


def test_does_a_misspelt_property_end_with_1_before_hermit_is_asked(own_store: str) -> None:
    add(own_store, "<body/HRC> cp:subsidiaryof <body/GA> .")
    done = run("--store", own_store, PATH="", JAVA_HOME="")
    assert done.returncode == 1
    assert "body/HRC: cp:subsidiaryof is declared nowhere  in curated/case" in done.stdout
    assert "not checked; mend the terms first" in done.stdout


def test_does_no_hermit_leave_the_reasoner_out_and_check_only_the_store_alone(own_store: str) -> None:
    forget_inferred(own_store)
    done = run("--store", own_store, "--no-hermit", "--check-only")
    assert (done.returncode, count_inferred(own_store)) == (0, "0")
    assert "consistency  not checked\n" in done.stdout
    assert run("--store", own_store, "--no-hermit").returncode == 0
    assert int(count_inferred(own_store)) > 5_000


def test_does_a_time_limit_that_is_too_short_end_with_3(store_path: str, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    slow = tmp_path / "bin" / "java"
    slow.write_text("#!/bin/sh\nsleep 60\n", encoding="utf-8")
    slow.chmod(0o755)
    done = run("--store", store_path, "--timeout", "1", JAVA_HOME=str(tmp_path))
    assert done.returncode == 3
    assert "no answer within 1 s" in done.stderr


def test_does_explain_print_a_tree(kg: Run) -> None:
    done = kg("reason", "--explain", "A/HRC/RES/31/7", "cp:cites", "treaty/UDHR")
    assert done.code == 0
    assert done.out.startswith("A/HRC/RES/31/7 cp:cites treaty/UDHR\n   inferred: ")


@pytest.mark.parametrize(
    ("names", "code", "words"),
    [
        (("body/HRC", "a", "cp:Theme"), 3, "body/HRC rdf:type cp:Body"),
        (("body HRC", "a", "cp:Body"), 2, "'body HRC' is no name"),
        (("body/HRC", "rdfs:label", '"unclosed'), 2, "is no name"),
    ],
)
def test_does_explain_say_what_is_wrong_with_a_question(
    names: tuple[str, str, str], code: int, words: str, kg: Run
) -> None:
    done = kg("reason", "--explain", *names)
    assert (done.code, done.out) == (code, "")
    assert words in done.err


def test_is_a_literal_explained_too(kg: Run) -> None:
    done = kg("reason", "--explain", "theme/conduct/grooming", "rdfs:label", '"grooming"@en')
    assert done.code == 0
    assert "skos:prefLabel is a kind of rdfs:label" in done.out


def test_is_a_remote_store_refused_with_the_remedy(kg: Run) -> None:
    done = kg("reason", "--store", "http://127.0.0.1:9/query")
    assert done.code == 2
    assert "--store" in done.err
