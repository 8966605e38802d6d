"""Bad queries, parameters and names: SPARQL that reaches out, injections, symbols that are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.hostile.case import Case

if TYPE_CHECKING:
    from collections.abc import Callable

_ON_THEME = ("ask", "obligations-on-theme", "--theme")
_SINCE = ("ask", "texts-of-body", "--since")
_AS_PRINTED = "Write it as printed"


def _sparql(name: str, query: str, *words: str, code: int = 2) -> Case:
    return Case(name, ("sparql", query), words, code=code)


def _file(name: str, data: bytes | Callable[[], bytes], *words: str, code: int = 3) -> Case:
    return Case(name, ("sparql", "--file", "{file}"), words, "in.rq", data, code)


CASES = [
    # SPARQL that is none, or too much
    _sparql("no query at all", "", "query", code=2),
    _sparql("a query that never ends", "SELECT ?s { ?s ?p ?o", "does not parse", code=3),
    _sparql("an IRI with a space in a query", "SELECT * { <http://e/a b> ?p ?o }", "does not parse", code=3),
    _file("a query with half a surrogate pair", b'SELECT ("\\uD800" AS ?x) {}', "does not parse"),
    _file("a query with NUL in an IRI", b"SELECT * { <http://e/\0> ?p ?o }", "does not parse"),
    _file(
        "a query in UTF-16",
        "SELECT * { ?s ?p ?o }".encode("utf-16"),
        "in.rq",
        "is not UTF-8",
        "Save the query",
    ),
    _file("a query in Latin-1", b"SELECT * { ?s ?p '\xe9' }", "in.rq", "is not UTF-8", "Save the query"),
    _file(
        "200,000 calls in each other",
        lambda: b"SELECT (" + b"IF(true," * 60_000 + b"1" + b",2)" * 60_000 + b" AS ?x) {}",
        "nested too deeply",
        "Write it flatter",
    ),
    _file(
        "5,000 triple terms in an answer",
        lambda: b"SELECT (" + b"TRIPLE(<a:a>,<a:b>," * 5000 + b"1" + b")" * 5000 + b" AS ?x) {}",
        ".",
    ),
    # SPARQL that writes or reaches out
    _sparql(
        "a service",
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SERVICE",
        "Take that part out",
    ),
    _sparql(
        "a service that may fail in silence",
        "SELECT * { SERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SERVICE",
        "Take that part out",
    ),
    _sparql(
        "a service behind a remark",
        "SELECT * {SERVICE#\n<http://127.0.0.1:9/>{?s ?p ?o}}",
        "SERVICE",
        "Take that part out",
    ),
    _sparql(
        "a graph of a file", "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", "FROM", "Take that part out"
    ),
    _sparql("a document to load", "LOAD <file:///etc/passwd>", "LOAD", "Take that part out"),
    _sparql("an update", "DELETE WHERE { ?s ?p ?o }", "DELETE", "Ask with SELECT"),
    _sparql("an update behind a query", "SELECT * { ?s ?p ?o } ; DROP ALL", "DROP", "Ask with SELECT"),
    # parameters
    Case("a theme that closes its IRI", (*_ON_THEME, "grooming> } ; DROP ALL #"), ("DROP ALL", ". "), code=2),
    Case("a theme that closes its block", (*_ON_THEME, "x } UNION { ?s ?p ?o } #"), ("UNION", ". "), code=2),
    Case("a theme of 10,000 letters", (*_ON_THEME, "x" * 10_000), ("xxx", ". "), code=2),
    Case(
        "a theme that is a path in a file system",
        (*_ON_THEME, "../../../etc/passwd"),
        ("etc/passwd", ". "),
        code=2,
    ),
    Case("the 30th of February", (*_SINCE, "2020-02-30"), ("'2020-02-30' is no date", "Write it as"), code=2),
    Case(
        "the 29th of February of a common year",
        (*_SINCE, "2019-02-29"),
        ("is no date", "Write it as"),
        code=2,
    ),
    Case("a month that is none", (*_SINCE, "2020-13"), ("is no date", "Write it as"), code=2),
    Case("the year nought", (*_SINCE, "0000-01-01"), ("is no date", "Write it as"), code=2),
    Case(
        "a day in Arabic figures",
        (*_SINCE, "\u0662\u0660\u0662\u0660-\u0660\u0661-\u0660\u0661"),
        ("is no date", "Write it as"),
        code=2,
    ),
    Case(
        "a day with a statement behind it",
        (*_SINCE, '2020-01-01" } DROP ALL #'),
        ("is no date", "Write it as"),
        code=2,
    ),
    Case("a question that is a path", ("ask", "../../etc/passwd"), ("etc/passwd", ". "), code=2),
    Case("a question by signs of a pattern", ("ask", "(((((" * 50), ("((((", ". "), code=2),
    # words to search for
    Case("a quotation mark that is never closed", ("search", '"child'), ("child", ". "), code=2),
    Case("nothing but operators", ("search", "AND OR NOT ("), (". ",), code=2),
    Case("a column of the index", ("search", "text:child* NEAR(a"), (". ",), code=2),
    # symbols and names
    Case(
        "a symbol in Cyrillic letters",
        ("show", "\u0410/RES/74/174"),
        ("no thing is called", "A/RES/74/174"),
        code=2,
    ),
    Case("a symbol with a Greek A", ("cite", "\u0391/RES/74/174"), ("RES/74/174", ". "), code=2),
    Case(
        "a symbol that leads out of the folder",
        ("fetch", "../../etc/passwd"),
        ("is no UN document symbol", _AS_PRINTED),
        code=2,
    ),
    Case(
        "a symbol with a step upwards",
        ("fetch", "A/../../etc/passwd"),
        ("is no UN document symbol", _AS_PRINTED),
        code=2,
    ),
    Case(
        "a symbol that is an address",
        ("fetch", "http://127.0.0.1:9/A/RES/1"),
        ("no UN document symbol", _AS_PRINTED),
        code=2,
    ),
    Case(
        "a symbol with an absolute path",
        ("fetch", "/etc/passwd"),
        ("is no UN document symbol", _AS_PRINTED),
        code=2,
    ),
    Case(
        "a symbol with a line's end",
        ("fetch", "A/RES/1\r\nHost: x"),
        ("is no UN document symbol", _AS_PRINTED),
        code=2,
    ),
    Case("a symbol with a terminal's signs", ("show", "A/RES/\x1b[2J"), ("no thing is called", ". "), code=2),
    Case("a name that turns words about", ("resolve", "\u202egnihton"), (". ",), code=2),
    Case("a name of nothing", ("resolve", "\u200b \ufeff"), ("empty name", "Give an identifier"), code=2),
    Case(
        "a name of 100,000 letters",
        ("resolve", "x" * 100_000),
        ("too long for a name", "Give an identifier"),
        code=2,
    ),
    Case("a paragraph of 5,000 digits", ("cite", f"A/RES/74/174, para {'1' * 5000}"), (". ",), code=2),
    Case(
        "paragraphs from 1 to a thousand million",
        ("cite", "A/RES/74/174, paras 1-1000000000"),
        ("is no range", "Write"),
        code=2,
    ),
    Case(
        "a volume of 5,000 digits",
        ("resolve", f"{'9' * 390} UNTS 3"),
        ("knows nothing", "Give an identifier"),
        code=2,
    ),
    Case("an IRI of somebody else", ("show", "https://example.org/x y"), ("example.org", ". "), code=2),
    Case(
        "a day that is none in a citation",
        ("cite", "CRC", "--accessed", "2020-02-30"),
        ("2020-02-30",),
        code=2,
    ),
    Case("two texts that are none", ("compare", "../../etc/passwd", "/dev/null"), (". ",), code=3),
    Case("a selection that is none", ("export", "'; DROP ALL"), ("DROP ALL", ". "), code=2),
]
