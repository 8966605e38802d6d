"""Bad graphs: in each syntax of RDF, packed, as tables of countries, and under names that are none."""

from __future__ import annotations

import gzip

from tests.hostile.bombs import laughs, locked_zip, rdf_xml, unknown_zip, zipped
from tests.hostile.case import Case, load

SAID = b"<http://e/a> <http://e/b> "
TRIPLES = b"<http://e/a> <http://e/b> <http://e/c> .\n" * 1000
COUNTRIES = "ISO3166-1-Alpha-3,ISO3166-1-Alpha-2,M49,official_name_en,wikidata_id\n"
_ANEW = "Get the file anew"


def _table(name: str, row: str, *words: str) -> Case:
    return Case(name, ("load", "{file}"), ("in.csv", *words), "in.csv", COUNTRIES + row)


CASES = [
    # Turtle that is none
    load("Turtle cut off in a literal", SAID + b'"x', "in.ttl:1", "Unexpected end of file", _ANEW),
    load(
        "a prefix that was never declared",
        b"x:a x:b x:c .",
        "in.ttl:1",
        "prefix x: has not been declared",
        _ANEW,
    ),
    load("an empty file", b"", "is an empty file", _ANEW),
    load("nothing but a remark", b"# nothing\n", "holds no statement", "Check that it is the file"),
    load("a page where a graph is promised", b"<!DOCTYPE html><p>404", "is no Turtle", _ANEW),
    # IRIs and languages that are none
    load("a space in an IRI", b"<http://e/a b> <http://e/b> 1 .", "Invalid IRI code point ' '", _ANEW),
    load("a brace in an IRI", b'<http://e/{a}> <http://e/b> "1" .', "Invalid IRI", _ANEW, file="in.nt"),
    load("a space in an IRI as an escape", b"<http://e/\\u0020> <http://e/b> 1 .", "Invalid IRI", _ANEW),
    load("a language that is none", SAID + b'"x"@en_ .', "in.ttl:1", "Unexpected character", _ANEW),
    load("a port that is none", b"<http://e:port/> <http://e/b> 1 .", "Invalid character", _ANEW),
    # characters that are none
    load("half a surrogate pair", SAID + b'"\\uD800" .', "not a valid unicode character", _ANEW),
    load("NUL in a literal", SAID + b'"a\0b" .', "NUL character", "Take it out"),
    load("NUL as an escape", SAID + b'"a\\u0000b" .', "NUL character", "Take it out"),
    load("UTF-16", (SAID + b'"x" .').decode().encode("utf-16"), "in.ttl:1", "Invalid UTF-8", _ANEW),
    load("Latin-1", SAID + b'"\xe9" .', "in.ttl:1", "Invalid UTF-8", _ANEW),
    load("a byte order mark", b"\xef\xbb\xbf" + SAID + b'"x" .', "in.ttl:1", "\ufeff", _ANEW),
    # too deep, too long
    load(
        "50,000 triple terms in each other",
        lambda: SAID + (b"<<( " + SAID) * 50_000 + b"1 " + b")>> " * 50_000 + b".",
        "more than 200 triple terms",
        _ANEW,
    ),
    load(
        "a literal of 20 MB", lambda: SAID + b'"' + b"x" * 20_000_000 + b'" .', "buffer maximal size", _ANEW
    ),
    load(
        "an IRI of 20 MB",
        lambda: b"<http://e/" + b"x" * 20_000_000 + b"> <http://e/b> 1 .",
        "buffer maximal size",
        _ANEW,
        file="in.nt",
    ),
    # the other syntaxes
    load("N-Triples with a prefix", b"a:b a:c a:d .", "is no N-Triples", _ANEW, file="in.nt"),
    load(
        "N-Quads with five terms",
        SAID + b"<http://e/c> <http://e/g> <http://e/x> .",
        "is no N-Quads",
        _ANEW,
        file="in.nq",
    ),
    load(
        "TriG whose graph never ends", b"<http://e/g> { " + SAID + b"1 ", "is no TriG", _ANEW, file="in.trig"
    ),
    load(
        "JSON-LD with a context elsewhere",
        b'{"@context": "http://127.0.0.1:9/c", "http://e/b": 1}',
        "remote contexts",
        _ANEW,
        file="in.jsonld",
    ),
    load(
        "JSON-LD with a context in a file",
        b'{"@context": "file:///etc/passwd", "http://e/b": 1}',
        "remote contexts",
        _ANEW,
        file="in.jsonld",
    ),
    load(
        "JSON-LD that imports a context",
        b'{"@context": {"@version": 1.1, "@import": "http://127.0.0.1:9/c"}}',
        "remote contexts",
        _ANEW,
        file="in.jsonld",
    ),
    load(
        "5,000 objects of JSON in each other",
        lambda: b'{"http://e/b":' * 5000 + b"1" + b"}" * 5000,
        "more than 200 objects",
        _ANEW,
        file="in.jsonld",
    ),
    load(
        "100,000 lists of JSON in each other",
        lambda: b"[" * 100_000,
        "more than 200 objects",
        _ANEW,
        file="in.json",
    ),
    load(
        "JSON-LD whose id is a number", b'{"@id": 5}', "@id value must be a string", _ANEW, file="in.jsonld"
    ),
    load(
        "JSON with a NaN",
        b'{"@id": "http://e/a", "http://e/b": NaN}',
        "in.json:1",
        "Unexpected char",
        _ANEW,
        file="in.json",
    ),
    load("RDF/XML cut off behind an element", rdf_xml(b"<e:b>x</e:b>")[:-10], "in.rdf", _ANEW, file="in.rdf"),
    load(
        "RDF/XML cut off in its last tag",
        rdf_xml(b"<e:b>x</e:b>")[:-3],
        "tag not closed",
        _ANEW,
        file="in.rdf",
    ),
    load(
        "ten entities that multiply",
        laughs(rdf_xml(b"<e:b>&a9;</e:b>")),
        "amplification",
        _ANEW,
        file="in.rdf",
    ),
    load(
        "the same in an attribute",
        laughs(rdf_xml(b'<e:b rdf:resource="http://e/&a9;"/>')),
        "amplification",
        _ANEW,
        file="in.rdf",
    ),
    load(
        "one long entity named 20,000 times",
        lambda: (
            b'<!DOCTYPE r [<!ENTITY a "'
            + b"x" * 100_000
            + b'">]>'
            + rdf_xml(b"<e:b>" + b"&a;" * 20_000 + b"</e:b>")
        ),
        "amplification",
        _ANEW,
        file="in.rdf",
    ),
    load(
        "an entity that is a file",
        b'<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + rdf_xml(b"<e:b>&a;</e:b>"),
        "is no RDF/XML",
        _ANEW,
        file="in.rdf",
    ),
    load(
        "30,000 elements in each other",
        lambda: rdf_xml(b"<e:b><e:C>" * 30_000 + b"</e:C></e:b>" * 30_000),
        "more than 200 elements",
        _ANEW,
        file="in.rdf",
    ),
    load(
        "a page called RDF/XML", b"<html><body><p>x</p></body></html>", "is no RDF/XML", _ANEW, file="in.rdf"
    ),
    load(
        "a namespace that makes no IRIs",
        rdf_xml(b"<e:b>x</e:b>").replace(b"http://e/", b"e e/"),
        "Invalid IRI",
        _ANEW,
        file="in.rdf",
    ),
    # packed
    load("gzip that is none", b"hello", "Not a gzipped file", _ANEW, file="in.nt.gz"),
    load(
        "gzip with a wrong sum",
        gzip.compress(SAID + b'"x" .\n')[:-8] + bytes(8),
        "CRC check failed",
        _ANEW,
        file="in.nt.gz",
    ),
    load("gzip cut off", gzip.compress(TRIPLES)[:-12], "damaged", _ANEW, file="in.nt.gz"),
    load(
        "a gzip in a gzip", gzip.compress(gzip.compress(TRIPLES)), "is no N-Triples", _ANEW, file="in.nt.gz"
    ),
    load(
        "a gzip of 20 MB in 90 kB",
        lambda: gzip.compress(TRIPLES * 500),
        "more than 100 times",
        "Unpack it",
        file="in.nt.gz",
    ),
    load(
        "a zip of 20 MB of spaces",
        lambda: zipped(("in.nt", b" " * (20 << 20))),
        "more than 100 times",
        "Unpack it",
        file="in.zip",
    ),
    load(
        "a zip in a zip",
        zipped(("in.zip", zipped(("in.ttl", TRIPLES)))),
        "holds no RDF file",
        "ttl",
        file="in.zip",
    ),
    load("a zip of nothing", b"PK\5\6" + bytes(18), "holds no RDF file", "ttl", file="in.zip"),
    load("a zip cut off", zipped(("in.ttl", TRIPLES))[:-10], "in no syntax of RDF", "ttl", file="in.zip"),
    load("a zip with a password", locked_zip("in.ttl", TRIPLES), "is encrypted", "Unpack it", file="in.zip"),
    load(
        "a zip packed in an unknown way",
        unknown_zip("in.ttl", TRIPLES),
        "is packed in a way",
        "Unpack it",
        file="in.zip",
    ),
    load(
        "a zip whose file leads out of the folder",
        zipped(("../../out.ttl", b"x")),
        "is no Turtle",
        _ANEW,
        file="in.zip",
    ),
    load("a zip with an absolute name", zipped(("/etc/out.ttl", b"x")), "is no Turtle", _ANEW, file="in.zip"),
    load(
        "a zip with a name that steers the terminal",
        zipped(("a\x1b[2J.ttl", b"x")),
        "a␛[2J.ttl",
        _ANEW,
        file="in.zip",
    ),
    # tables of countries
    _table(
        "a code that makes no IRI",
        "A B,AL,8,x,https://www.wikidata.org/wiki/Q1\n",
        "row 1",
        "Correct the row",
    ),
    _table(
        "an item that makes no IRI",
        "ALB,AL,8,x,https://www.wikidata.org/wiki/Q 1>\n",
        "row 1",
        "Correct the row",
    ),
    _table("NUL in a name", "ALB,AL,8,a\0b,https://www.wikidata.org/wiki/Q1\n", "row 1", "Correct the row"),
    _table("a cell of 200,000 characters", f"ALB,AL,8,{'x' * 200_000},\n", "field larger", "Get it anew"),
    Case(
        "a table of something else",
        ("load", "{file}"),
        ("in.csv", "in no syntax", "ttl"),
        "in.csv",
        "x,y\n1,2\n",
    ),
    # names and places
    Case(
        "a graph's name that leads out of the folder",
        ("load", "{file}", "--as", "../../x"),
        ("--as", "is no name", "Use small letters"),
        "in.ttl",
        SAID + b"1 .",
        2,
    ),
    Case(
        "a name with a NUL",
        ("load", "{file}", "--as", "x\ny"),
        ("--as", "is no name", "Use small letters"),
        "in.ttl",
        SAID + b"1 .",
        2,
    ),
    Case(
        "a device without an end",
        ("load", "/dev/zero", "--as", "x"),
        ("/dev/zero", "is no file", "Give a file"),
    ),
    Case("a folder", ("load", ".", "--as", "x"), (".", "is no file", "Give a file")),
    Case(
        "a file that is not there",
        ("load", "none.ttl", "--as", "x"),
        ("none.ttl", "cannot be read", "Check the path"),
    ),
    Case(
        "a pipe that nobody writes to",
        ("load", "pipe.ttl", "--as", "x"),
        ("pipe.ttl", "is no file", "Give a file"),
    ),
    Case(
        "a link that leads to itself",
        ("load", "loop.ttl", "--as", "x"),
        ("loop.ttl", "cannot be read", "Check the path"),
    ),
    Case(
        "a syntax that nobody knows",
        ("load", "{file}", "--as", "x"),
        ("in.n3x", "in no syntax", "ttl"),
        "in.n3x",
        b"x",
    ),
]
