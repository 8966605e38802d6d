"""Can the hand labels be trusted: do they parse, and do they name only what exists?"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest

from kg.identifiers import parse_provision
from kg.namespaces import ID
from tests.conftest import CASES, ROOT
from tests.tables import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FOLDER = CASES / "extraction"
FILES = sorted(FOLDER.glob("*/*.yaml"))
SHARED = ROOT.parent / "shared"

# What an entry may say, and what it must.
ALLOWED = {
    "file": {"document", "file", "split", "paragraphs"},
    "paragraph": {"acts", "citations", "mentions", "sdg_goals", "sdg_targets", "themes"},
    "act": {"type", "phrase", "inherited", "addressees", "doubt"},
    "addressee": {"head", "id", "doubt"},
    "citation": {"target", "act", "pinpoint", "note", "doubt"},
}
REQUIRED = {
    "file": ALLOWED["file"],
    "paragraph": {"acts"},
    "act": {"type"},
    "addressee": {"head"},
    "citation": {"target", "act"},
}
# Labour conventions go by their number, whether or not a curated file describes them.
LABOUR_CONVENTION = re.compile(r"treaty/ILO-C\d+")
SYMBOL = re.compile(r"[A-Z]+(?:/[A-Z0-9][A-Za-z0-9.()\-]*)+")
PINPOINT = re.compile(r"(?:op|pp|para|art|annex|chap|sect)(?:/(?:\d+|[A-Z]{1,5}|[a-z]{1,5}))*")
BODIES = {"A/HRC/RES/": "HRC", "A/RES/": "GA", "E/RES/": "ECOSOC", "S/RES/": "SC"}
MAX_WORDS = 15
"""Of a phrase or doubt of ours; more would be a sentence of the document."""


@cache
def _load(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = read_yaml(path)
    return loaded


@cache
def _known() -> frozenset[str]:
    """Return the path of every thing that the curated files and the vocabularies describe."""
    files = [*(ROOT / "data").rglob("*.ttl"), *(ROOT / "ontology" / "vocabularies").glob("*.ttl")]
    subjects = (quad.subject for file in files for quad in ox.parse(path=file, format=ox.RdfFormat.TURTLE))
    return frozenset(s.value.removeprefix(ID) for s in subjects if isinstance(s, ox.NamedNode))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_is_every_label_well_formed_and_known(path: Path) -> None:
    labels = _load(path)
    assert list(_faults_of_keys("file", labels, path.stem)) == []
    faults = [
        fault
        for where, paragraph in labels["paragraphs"].items()
        for fault in _faults(labels["document"], where, paragraph)
    ]
    assert faults == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_does_a_file_say_of_itself_what_its_place_says(path: Path) -> None:
    labels = _load(path)
    assert labels["split"] == path.parent.name
    assert re.sub(r"\W+", "-", labels["document"]).strip("-") == path.stem


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_is_the_labelled_document_there_to_be_read(path: Path) -> None:
    if not SHARED.exists():
        pytest.skip("the official documents are not beside the project (../shared)")
    file = _load(path)["file"]
    assert any((SHARED / folder / file).exists() for folder in ("corpus", "."))


def test_are_there_labels_enough_of_every_body() -> None:
    documents = [_load(path) for path in FILES]
    bodies = {body for d in documents for body in [_body(d["document"])]}
    assert bodies == set(BODIES.values())
    assert len({d["document"] for d in documents}) == len(documents) >= 25
    assert sum(len(d["paragraphs"]) for d in documents) >= 250
    assert {d["split"] for d in documents} == {"tune", "held-out"}


def _body(symbol: str) -> str:
    return next(body for start, body in BODIES.items() if symbol.startswith(start))


def _faults(document: str, where: str, paragraph: dict[str, Any]) -> Iterator[str]:
    """Say what is wrong with the labels of one paragraph."""
    if parse_provision(f"{document}/{where}") is None:
        yield f"{where}: no paragraph is numbered so"
    yield from _faults_of_keys("paragraph", paragraph, where)
    for act in paragraph["acts"]:
        yield from _faults_of_act(act, where)
    types = {act["type"] for act in paragraph["acts"]}
    for citation in paragraph.get("citations", []):
        yield from _faults_of_citation(citation, types, where)
    mentions = (one["id"] if isinstance(one, dict) else one for one in paragraph.get("mentions", []))
    named = [*mentions, *(f"theme/{theme}" for theme in paragraph.get("themes", []))]
    yield from (f"{where}: {name} is unknown" for name in named if name not in _known())
    yield from _faults_of_sdg(paragraph, where)


def _faults_of_keys(kind: str, entry: dict[str, Any], where: str) -> Iterator[str]:
    if extra := entry.keys() - ALLOWED[kind]:
        yield f"{where}: a label of {kind} has no {sorted(extra)}"
    if missing := REQUIRED[kind] - entry.keys():
        yield f"{where}: a label of {kind} wants {sorted(missing)}"
    for key in ("phrase", "doubt"):
        if len(str(entry.get(key, "")).split()) > MAX_WORDS:
            yield f"{where}: {key} is too long to be no sentence"


def _faults_of_act(act: dict[str, Any], where: str) -> Iterator[str]:
    yield from _faults_of_keys("act", act, where)
    if f"act-type/{act['type']}" not in _known():
        yield f"{where}: there is no act type {act['type']}"
    if ("phrase" in act) == act.get("inherited", False):
        yield f"{where}: {act['type']} wants its phrase, or to be inherited"
    for addressee in act.get("addressees", []):
        yield from _faults_of_keys("addressee", addressee, where)
        name = addressee.get("id", "")
        if name and name not in _known():
            yield f"{where}: {name} is unknown"


def _faults_of_citation(citation: dict[str, Any], types: set[str], where: str) -> Iterator[str]:
    yield from _faults_of_keys("citation", citation, where)
    target = citation["target"]
    if target not in _known() and not SYMBOL.fullmatch(target) and not LABOUR_CONVENTION.fullmatch(target):
        yield f"{where}: {target} is neither a symbol nor a treaty"
    if citation["act"] not in types:
        yield f"{where}: {target} is governed by {citation['act']}, which the paragraph does not do"
    if "pinpoint" in citation and not PINPOINT.fullmatch(citation["pinpoint"]):
        yield f"{where}: {citation['pinpoint']} is no pinpoint"
    if not isinstance(citation.get("note", ""), str):
        yield f"{where}: the note of {target} wants quotes"


def _faults_of_sdg(paragraph: dict[str, Any], where: str) -> Iterator[str]:
    for goal in paragraph.get("sdg_goals", []):
        if goal not in {str(number) for number in range(1, 18)}:
            yield f"{where}: there is no Sustainable Development Goal {goal}"
    for target in paragraph.get("sdg_targets", []):
        if not re.fullmatch(r"(?:1[0-7]|[1-9])\.(?:\d{1,2}|[a-d])", str(target)):
            yield f"{where}: {target} is no target of a Sustainable Development Goal"
