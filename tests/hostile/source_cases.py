"""Bad sources of a build (ontology, data, tables, questions) and bad shapes, in a project of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.hostile.case import Case

if TYPE_CHECKING:
    from collections.abc import Callable

_BUILD = ("build", "--out", "built", "--store", "new")
_CP = "@prefix cp: <https://w3id.org/cpkg/ontology#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
_SHAPE = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix cp: <https://w3id.org/cpkg/ontology#> .
<https://w3id.org/cpkg/shapes#S> a sh:NodeShape ; sh:targetClass cp:Body ; """


def _data(
    name: str, data: bytes | str | Callable[[], bytes], *words: str, file: str = "data/bad.ttl"
) -> Case:
    return Case(name, _BUILD, (file, *words), f"home/{file}", data)


def _question(name: str, header: str, *words: str) -> Case:
    return _data(name, header + "\nSELECT ?a {}\n", "queries/x/bad.rq", *words, file="queries/x/bad.rq")


def _shape(name: str, rest: str, *words: str) -> Case:
    command = ("validate", "--shapes", "home/shapes", "good.ttl")
    return Case(name, command, ("bad.ttl", *words), "home/shapes/bad.ttl", _SHAPE + rest)


CASES = [
    _data("data cut off", "<body/HRC> a ", ":1", "not valid Turtle", "Mend this line"),
    _data(
        "data in UTF-16", "<body/HRC> a <x> .".encode("utf-16"), ":1", "byte order mark", "Save it as UTF-8"
    ),
    _data("data in Latin-1", "<a> <b> 'é' .".encode("latin-1"), ":1", "is not UTF-8", "Save the file"),
    _data("data with NUL", "<a> <b> 'x\0' .", ":1", "NUL", "Delete it"),
    _data("data of nothing", b"", ":1", "says nothing", "Restore"),
    _data("an empty ontology", b"", ":1", "says nothing", "Restore", file="ontology/bad.ttl"),
    _data(
        "half a surrogate pair in the ontology",
        '<a> <b> "\\uD800" .',
        ":1",
        "not valid Turtle",
        "Mend",
        file="ontology/bad.ttl",
    ),
    _data(
        "triple terms in each other in the data",
        lambda: b"<a> <b> " + b"<<( <a> <b> " * 50_000 + b"1" + b")>>" * 50_000,
        "more than 200 triple terms",
        "Mend",
    ),
    _data(
        "the 30th of February in the data",
        _CP + '<a> cp:adoptedOn "2020-02-30"^^xsd:date .',
        ":2",
        "2020-02-30",
        ". ",
    ),
    _data(
        "a date with a month 13", _CP + '<a> cp:adoptedOn "2020-13-01"^^xsd:date .', ":2", "2020-13-01", ". "
    ),
    _data("a property that nobody declared", _CP + "<a> cp:adoptedOnn 1 .", ":2", "adoptedOnn", ". "),
    _question(
        "a question whose header makes objects",
        "#+ question: !!python/object/apply:os.system [id]",
        "x/bad.rq:1",
        ". ",
    ),
    _question("a question whose header multiplies", "#+ a: &a [x]\n#+ question: [*a, *a]", "x/bad.rq", ". "),
    _data(
        "a table of actions with a wrong day",
        "participant,kind,date,source,as_of,note\nALB,signature,2020-02-30,x,2021-01,\n",
        "'2020-02-30' is no date",
        "Write the day",
        file="data/treaty-actions/CRC.csv",
    ),
    _data(
        "a table of actions with a cell never closed",
        'participant,kind,date,source,as_of,note\n"ALB,signature\n',
        "is not valid CSV",
        "quotation marks",
        file="data/treaty-actions/CRC.csv",
    ),
    _shape(
        "a list without an end",
        "sh:in _:l . _:l <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> cp:Body ; "
        "<http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> _:l .",
        ". ",
    ),
    _shape("a shape cut off", "sh:in ( ", "not valid Turtle", ". "),
]
