"""Does nothing that a command is given make it ask a server, or read a file, that nobody named?

A server on this machine records every request; a file holds a word that would show where it was read.
"""

from __future__ import annotations

import contextlib
import json
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT
from tests.fetch.web_server import listening
from tests.hostile.bombs import zipped
from tests.hostile.running import run_kg
from tests.text.read.made import W, akn, docx, para, pdf, run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SONG = "the canary sings"
_RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/"'
_IMPORTS = "<http://e/o> a <http://www.w3.org/2002/07/owl#Ontology> ; <http://www.w3.org/2002/07/owl#imports> <{to}> ."  # noqa: E501
_BODY = "<preamble><formula><p>The General Assembly,</p></formula></preamble><mainBody><p>Urges.{in}</p></mainBody>"  # noqa: E501
_LOAD = ("load", "{file}", "--as", "canary")
_EXTRACT = ("extract", "{file}")

QUERIES = [
    "SELECT * { SERVICE <{to}> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <{to}> { ?s ?p ?o } }",
    "SELECT * { FILTER EXISTS { SERVICE <{to}> { ?s ?p ?o } } }",
    "SELECT * { { SELECT * { SERVICE <{to}> { SERVICE <{to}> { ?s ?p ?o } } } } }",
    "SELECT * { SERVICE#remark\nSILENT#remark\n<{to}> { ?s ?p ?o } }",
    "PREFIX x: <{to}> SELECT * { SERVICE x: { ?s ?p ?o } }",
    "BASE <{to}> SELECT * { SERVICE <> { ?s ?p ?o } }",
    "SELECT * { BIND(<{to}> AS ?g) SERVICE ?g { ?s ?p ?o } }",
    "SELECT * FROM <{to}> { ?s ?p ?o }",
    "SELECT * FROM NAMED <{to}> { GRAPH ?g { ?s ?p ?o } }",
    "ASK FROM <{to}> {}",
    "DESCRIBE <{to}>",
    "SELECT * { GRAPH <{to}> { ?s ?p ?o } }",
    "LOAD <{to}>",
    "LOAD SILENT <{to}> INTO GRAPH <http://e/g>",
]
FILES = {
    # graphs: contexts, imports, entities, stylesheets
    "context.jsonld": (_LOAD, '{"@context": "{to}", "@id": "http://e/a", "http://e/b": 1}'),
    "import.jsonld": (_LOAD, '{"@context": {"@version": 1.1, "@import": "{to}"}, "http://e/b": 1}'),
    "property.jsonld": (
        _LOAD,
        '{"@context": {"b": {"@id": "http://e/b", "@context": "{to}"}}, "b": {"c": 1}}',
    ),
    "imports.ttl": (_LOAD, _IMPORTS),
    "seealso.ttl": (_LOAD, "<http://e/a> <http://www.w3.org/2000/01/rdf-schema#seeAlso> <{to}> ."),
    "entity.rdf": (
        _LOAD,
        f'<!DOCTYPE r [<!ENTITY a SYSTEM "{{to}}">]><rdf:RDF {_RDF}><e:C><e:b>&a;</e:b></e:C></rdf:RDF>',
    ),
    "dtd.rdf": (_LOAD, f'<!DOCTYPE r SYSTEM "{{to}}"><rdf:RDF {_RDF}><e:C><e:b>x</e:b></e:C></rdf:RDF>'),
    "parameter.rdf": (
        _LOAD,
        f'<!DOCTYPE r [<!ENTITY % a SYSTEM "{{to}}"> %a;]><rdf:RDF {_RDF}><e:C><e:b>x</e:b></e:C></rdf:RDF>',
    ),
    "style.rdf": (
        _LOAD,
        f'<?xml-stylesheet type="text/xsl" href="{{to}}"?><rdf:RDF {_RDF}><e:C><e:b>x</e:b></e:C></rdf:RDF>',
    ),
    "include.rdf": (
        _LOAD,
        f'<rdf:RDF {_RDF} xmlns:x="http://www.w3.org/2001/XInclude"><e:C><x:include href="{{to}}"/></e:C></rdf:RDF>',  # noqa: E501
    ),
    # documents: the same, and what a word processor or browser would fetch
    "entity.xml": (_EXTRACT, '<!DOCTYPE a [<!ENTITY x SYSTEM "{to}">]>' + akn(_BODY.replace("{in}", "&x;"))),
    "dtd.xml": (_EXTRACT, '<!DOCTYPE akomaNtoso SYSTEM "{to}">' + akn(_BODY.replace("{in}", ""))),
    "style.xml": (
        _EXTRACT,
        '<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="{to}"?>'
        + akn(_BODY.replace("{in}", "")),
    ),
    "include.xml": (
        _EXTRACT,
        akn(
            _BODY.replace(
                "{in}", '<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="{to}" parse="text"/>'
            )
        ),
    ),
    "schema.xml": (
        _EXTRACT,
        akn(_BODY.replace("{in}", "")).replace(
            "<akomaNtoso ",
            '<akomaNtoso xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:schemaLocation="{to} {to}" ',
        ),
    ),
    "page.html": (
        _EXTRACT,
        '<html><head><base href="{to}"><link rel="stylesheet" href="{to}"><meta http-equiv="refresh" '
        'content="0; url={to}"></head><body><p>The General Assembly,</p><p>Urges <img src="{to}"> <iframe src="{to}">'  # noqa: E501
        '</iframe><object data="{to}"></object>States;</p><script src="{to}"></script></body></html>',
    ),
    "text.md": (
        _EXTRACT,
        "# x\n\nThe General Assembly,\n\n1. *Urges* ![x]({to}) States;\n\n<img src='{to}'>\n",
    ),
    # what a person accepted, and other texts
    "questions.csv": (_LOAD, "{to}"),
}


@pytest.fixture(scope="module")
def asked() -> list[str]:
    """Return the requests that came to the server so far."""
    return []


@pytest.fixture(scope="module")
def server(asked: list[str]) -> Iterator[str]:
    """Return the address of a server that records what it is asked, and answers with its song."""

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            asked.append(f"{self.command} {self.path}")
            self.send_response(200)
            self.send_header("Content-Length", str(len(SONG)))
            self.end_headers()
            with contextlib.suppress(OSError):
                self.wfile.write(SONG.encode())

        do_GET = do_POST = do_HEAD = do_OPTIONS = _answer  # noqa: N815 - the names that the server looks for

        def log_message(self, *_: object) -> None:
            """Keep the test's output clean."""

    with listening(Handler) as url:
        yield f"{url}/canary"


@pytest.fixture(params=["a server", "a file"])
def canary(request: pytest.FixtureRequest, server: str, forbidden: Path) -> str:
    """Return the address that is hidden in an input."""
    return server if request.param == "a server" else (forbidden / "canary.txt").as_uri()


def tried(arguments: tuple[str, ...], place: Path, forbidden: Path, asked: list[str]) -> None:
    """Run a command, and see the canaries untouched."""
    ended = run_kg(arguments, place, forbidden=forbidden, network=True, KG_STORE="store", KG_HOME=str(ROOT))
    assert "Traceback" not in ended.err
    assert SONG not in ended.out + ended.err
    assert ended.opened == ()
    assert asked == []


@pytest.mark.parametrize("query", QUERIES)
def test_does_no_query_reach_out(
    query: str, canary: str, place: Path, forbidden: Path, asked: list[str]
) -> None:
    tried(("sparql", query.replace("{to}", canary)), place, forbidden, asked)


@pytest.mark.parametrize("name", FILES)
def test_does_no_file_lead_to_another(
    name: str, canary: str, place: Path, forbidden: Path, asked: list[str]
) -> None:
    command, text = FILES[name]
    (place / name).write_text(text.replace("{to}", canary), encoding="utf-8")
    tried(tuple(one.replace("{file}", name) for one in command), place, forbidden, asked)


def test_does_no_packed_file_lead_to_another(
    canary: str, place: Path, forbidden: Path, asked: list[str]
) -> None:
    relation = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"'  # noqa: E501
        ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"'
        f' Target="{canary}" TargetMode="External"/></Relationships>'
    )
    linked = (
        f'<w:p><w:r><w:t>The General Assembly,</w:t><w:fldSimple w:instr="INCLUDETEXT {canary}"/></w:r></w:p>'
    )
    document = f'<w:document xmlns:w="{W}"><w:body>{linked}{para(run("Urges;"))}</w:body></w:document>'
    action = f"/Type /Catalog /OpenAction << /S /URI /URI ({canary}) >> /AA << /O << /S /SubmitForm /F ({canary}) >> >>"  # noqa: E501
    packed = {
        "template.docx": zipped(
            ("word/document.xml", document.encode()),
            ("word/_rels/settings.xml.rels", relation.encode()),
            ("word/_rels/document.xml.rels", relation.encode()),
        ),
        "plain.docx": docx(linked),
        "action.pdf": pdf([]).replace(b"/Type /Catalog", action.encode()),
    }
    for name, data in packed.items():
        (place / name).write_bytes(data)
        tried(("extract", name), place, forbidden, asked)


def test_do_shapes_and_ontologies_import_nothing(canary: str, asked: list[str], tmp_path: Path) -> None:
    import pyoxigraph as ox

    from kg.graph.check.shape_engine import ShapeEngine
    from kg.graph.check.shapes import check_shapes, read_shapes, shapes_graph
    from kg.graph.ontology.axioms import Axioms
    from kg.graph.ontology.logical import Logic
    from kg.graph.stores.rdflib_graph import rdflib_graph

    shape = (
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix cp: <https://w3id.org/cpkg/ontology#> .\n"
        "<https://w3id.org/cpkg/shapes#S> a sh:NodeShape ; sh:targetClass cp:Body .\n" + _IMPORTS
    )
    (tmp_path / "s.ttl").write_text(shape.replace("{to}", canary), encoding="utf-8")
    linked = f"{_IMPORTS} <http://e/o> <http://www.w3.org/ns/shacl#shapesGraph> <{{to}}> .".replace(
        "{to}", canary
    )
    data = list(ox.parse(linked.encode(), format=ox.RdfFormat.TURTLE))
    shapes = shapes_graph(read_shapes(tmp_path))
    found = [check_shapes(rdflib_graph(data), shapes), ShapeEngine(shapes).check(set(data), {"http://e/o"})]
    reasoned = [str(triple) for triple in Logic(Axioms(data)).triples(data)]  # all that HermiT is given
    assert SONG not in repr(found)
    assert not any("imports" in triple for triple in reasoned)
    assert asked == []


def test_would_the_canaries_be_heard(place: Path, forbidden: Path, asked: list[str], server: str) -> None:
    import urllib.request

    from rdflib import Graph

    with urllib.request.urlopen(server) as answer:  # noqa: S310 - our own
        assert answer.read() == SONG.encode()
    with contextlib.suppress(Exception):  # what rdflib, left alone, does with such a file
        Graph().parse(data=json.dumps({"@context": server, "http://e/b": 1}), format="json-ld")
    assert len(asked) == 2
    asked.clear()
    ended = run_kg(
        ("compare", str(forbidden / "canary.txt"), "good.ttl"), place, forbidden=forbidden, KG_HOME=str(ROOT)
    )
    assert ended.opened == (str(forbidden / "canary.txt"),)
