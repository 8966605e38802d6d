"""Does a wrong line in any input file give one message with file, line and remedy?"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest

from kg.errors import InputError, InvalidInputError
from kg.graph.check.lint import find_faults
from kg.graph.sources.curated import read_sources
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """@base <https://w3id.org/cpkg/id/> .
@prefix cp: <https://w3id.org/cpkg/ontology#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<body/X> a cp:Body ; rdfs:label "X"@en .
"""
FIRST = HEAD.count("\n") + 1  # the line on which a case's own text begins

UNPARSABLE = [
    # the statement before it lacks its full stop: the parser sees it a line later
    ("<body/Y> a cp:Body\n<body/Z> a cp:Body .", FIRST + 1, "not valid Turtle"),
    # a prefix that was never declared
    ("<body/Y> a org:Thing .", FIRST, "prefix org: has not been declared"),
    # a literal that never ends
    ('<body/Y> rdfs:label "half', FIRST, "not valid Turtle"),
]
INVALID = [
    # a misspelt property: the remedy names the right one
    ("<body/Y> a cp:Body ;\n  cp:subsidaryOf <body/X> .", FIRST + 1, "Did you mean cp:subsidiaryOf?"),
    # a misspelt class
    ("<body/Y> a cp:Boddy .", FIRST, "Did you mean cp:Body?"),
    # a reference to nothing
    ("<body/Y> a cp:Body ;\n\n  cp:subsidiaryOf <body/HCR> .", FIRST + 2, "described nowhere"),
    # an object of the wrong kind, named as a lawyer would
    (
        "<treaty/Y> a cp:Treaty .\n<body/Y> a cp:Body ;\n  cp:subsidiaryOf <treaty/Y> .",
        FIRST + 2,
        "cp:subsidiaryOf wants a cp:Body, but <treaty/Y> is cp:Treaty",
    ),
    # a subject of the wrong kind
    ("<body/Y> a cp:Body ;\n  cp:untsVolume 3 .", FIRST + 1, "is said of a cp:Treaty"),
    # a day that no calendar has, which parsers let pass
    ('<treaty/Y> a cp:Treaty ;\n  cp:adoptedOn "2015-02-30"^^xsd:date .', FIRST + 1, "is no xsd:date"),
    # a date in another order
    ('<treaty/Y> a cp:Treaty ;\n  cp:adoptedOn "20-11-1989"^^xsd:date .', FIRST + 1, "is no xsd:date"),
    # a blank node, which would have no address
    ("<body/Y> a cp:Body ;\n  prov:wasDerivedFrom [ a cp:Source ] .", FIRST + 1, "makes a blank node"),
    # a property of a foreign vocabulary that the ontology does not reuse
    (
        '<body/Y> a cp:Body ;\n  rdfs:labell "Y"@en ;\n  prov:wasDerived <body/X> .',
        FIRST + 2,
        "declared nowhere",
    ),
]
BYTES = [
    # what editors and transfers do to files
    (b"\xef\xbb\xbf" + HEAD.encode(), 1, "byte order mark"),
    (HEAD.encode("utf-16"), 1, "byte order mark"),
    (HEAD.encode() + b'<body/Y> rdfs:label "caf\xe9"@en .', FIRST, "is not UTF-8"),
    (HEAD.encode() + b"# a \x00", FIRST, "NUL"),
    (b"", 1, "says nothing"),
    (b"# only a comment\n", 1, "says nothing"),
]


@pytest.mark.parametrize(("text", "line", "words"), UNPARSABLE)
def test_is_a_file_that_does_not_parse_named_with_its_line(
    sources: Path, text: str, line: int, words: str
) -> None:
    (sources / "data" / "spoilt.ttl").write_text(HEAD + text + "\n", encoding="utf-8")
    with pytest.raises(InvalidInputError) as caught:
        read_sources(sources)
    [fault] = caught.value.faults
    assert (fault.path, fault.line) == ("data/spoilt.ttl", line)
    assert words in fault.what
    assert fault.remedy


@pytest.mark.parametrize(("text", "line", "words"), INVALID)
def test_is_a_statement_that_cannot_be_meant_named_with_its_line(
    sources: Path, text: str, line: int, words: str
) -> None:
    (sources / "data" / "spoilt.ttl").write_text(HEAD + text + "\n", encoding="utf-8")
    faults = find_faults(read_sources(sources))
    assert {fault.path for fault in faults} == {"data/spoilt.ttl"}
    assert any(fault.line == line and words in f"{fault.what}. {fault.remedy}" for fault in faults), faults


@pytest.mark.parametrize(("data", "line", "words"), BYTES)
def test_is_a_file_that_is_no_text_named_with_its_line(
    sources: Path, data: bytes, line: int, words: str
) -> None:
    (sources / "data" / "spoilt.ttl").write_bytes(data)
    with pytest.raises(InvalidInputError) as caught:
        read_sources(sources)
    [fault] = caught.value.faults
    assert (fault.path, fault.line) == ("data/spoilt.ttl", line)
    assert words in fault.what


def test_are_the_faults_of_several_files_reported_together(sources: Path) -> None:
    for name in ("one", "two"):
        (sources / "data" / f"{name}.ttl").write_text("<a> <b> .\n", encoding="utf-8")
    with pytest.raises(InvalidInputError) as caught:
        read_sources(sources)
    assert [fault.path for fault in caught.value.faults] == ["data/one.ttl", "data/two.ttl"]


def test_are_our_own_sources_without_fault() -> None:
    assert find_faults(read_sources(ROOT)) == []


def test_are_many_faults_cut_short_with_their_number(sources: Path) -> None:
    (sources / "ontology" / "acts.ttl").unlink()
    message = str(InvalidInputError(find_faults(read_sources(sources))))
    assert message.count("\n") == 40
    assert re.search(r"… and [\d,]+ more; mend these first$", message)


def test_is_a_folder_that_cannot_be_read_no_empty_folder(
    sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever runs the tests as root reads every folder, so the refusal is the system call's."""
    hidden = sources / "data" / "hidden"
    hidden.mkdir()
    scan = os.scandir

    def refuse(path: str) -> object:
        if str(path) == str(hidden):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(InputError, match=r"hidden: cannot be read \(Permission denied\)"):
        read_sources(sources)
