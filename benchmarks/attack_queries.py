"""Queries that mean harm, each with the statuses that are a good answer to it."""

from __future__ import annotations

from dataclasses import dataclass

_REFUSED = frozenset({400, 403, 413, 414, 429, 503, 504})
_ANY = _REFUSED | {200}


@dataclass(frozen=True)
class Query:
    """A query to send by POST, as it is or in a form, and what may come back."""

    text: str | bytes
    expected: frozenset[int] = _REFUSED
    media: str = "application/sparql-query"


def _nested(before: str, middle: str, after: str, depth: int) -> str:
    return before * depth + middle + after * depth


_ALL3 = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
_FORM = "application/x-www-form-urlencoded"
_THING = "<https://w3id.org/cpkg/id/treaty/CRC>"

QUERIES: dict[str, Query] = {
    # run on
    "cross product, counted": Query(f"SELECT (COUNT(*) AS ?n) {{ {_ALL3} }}"),
    "cross product, distinct": Query(f"SELECT DISTINCT ?a ?d ?g {{ {_ALL3} }}"),
    "cross product with a filter that holds never": Query(
        f"SELECT * {{ {_ALL3} FILTER(?a = ?i && ?a != ?i) }}"
    ),
    "cross product of values": Query(
        "SELECT (COUNT(*) AS ?n) {"
        + "".join(f" VALUES ?v{n} {{ {' '.join(map(str, range(90)))} }}" for n in range(7))
        + "}"
    ),
    "order of millions": Query("SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f"),
    "order by an expression of millions": Query("SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY MD5(STR(?f))"),
    "offset of a thousand million": Query("SELECT * { ?a ?b ?c . ?d ?e ?f } OFFSET 1000000000"),
    "groups of millions": Query("SELECT ?c ?f (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f } GROUP BY ?c ?f"),
    "all in one string": Query("SELECT (GROUP_CONCAT(?c) AS ?x) { ?a ?b ?c . ?d ?e ?f }"),
    "optional on nothing shared": Query("SELECT * { ?a ?b ?c OPTIONAL { ?d ?e ?f OPTIONAL { ?g ?h ?i } } }"),
    "minus on everything": Query(
        "SELECT * { ?a ?b ?c MINUS { ?d ?e ?c FILTER(?d != ?a) } } ORDER BY ?c", _ANY
    ),
    "exists for each pair": Query(
        "SELECT * { ?a ?b ?c . ?d ?e ?f FILTER NOT EXISTS { ?c ?x ?f } } ORDER BY ?a"
    ),
    "path over everything, twice": Query("SELECT (COUNT(*) AS ?n) { ?a (!<a:a>)* ?b . ?b (!<a:b>)* ?c }"),
    "path both ways": Query("SELECT (COUNT(*) AS ?n) { ?a (!<a:a>|^!<a:b>)+ ?b . ?c (!<a:c>)+ ?b }"),
    "path within a path": Query("SELECT (COUNT(*) AS ?n) { ?a (((!<a:a>)*/(!<a:b>)*)*)* ?b . ?c ?d ?b }"),
    "construct without end": Query("CONSTRUCT { ?a ?e ?f . ?d ?b ?c } { ?a ?b ?c . ?d ?e ?f }", _ANY),
    "rows without end": Query("SELECT * { ?a ?b ?c . ?d ?e ?f }", _ANY),
    "describe everything": Query("DESCRIBE * { ?a ?b ?c }", _ANY),
    # fill the memory
    "string doubled 40 times": Query(
        "SELECT (STRLEN(?a40) AS ?x) { BIND('xxxxxxxxxxxxxxxx' AS ?a0) "
        + " ".join(f"BIND(CONCAT(?a{n}, ?a{n}) AS ?a{n + 1})" for n in range(40))
        + "}"
    ),
    "string doubled by REPLACE": Query(
        "SELECT (STRLEN(?a30) AS ?x) { BIND('xxxxxxxxxxxxxxxx' AS ?a0) "
        + " ".join(f"BIND(REPLACE(?a{n}, 'x', 'xx') AS ?a{n + 1})" for n in range(30))
        + "}"
    ),
    "string encoded again and again": Query(
        "SELECT (STRLEN(?a30) AS ?x) { BIND('%%%%%%%%%%%%%%%%' AS ?a0) "
        + " ".join(f"BIND(ENCODE_FOR_URI(?a{n}) AS ?a{n + 1})" for n in range(30))
        + "}",
        _ANY,
    ),
    "pattern with a large count": Query(
        "SELECT * { FILTER(REGEX('aaaa', '((((a{1,99}){1,99}){1,99}){1,99})$')) }", _ANY
    ),
    "pattern that goes back": Query(f"SELECT * {{ FILTER(REGEX('{'a' * 3000}b', '^(a+)+$')) }}", _ANY),
    "pattern on everything": Query(
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER REGEX(STR(?c), STR(?f)) }"
    ),
    # nest
    **{
        f"{name} {depth:,} deep": Query(f"SELECT * {{ {_nested(before, middle, after, depth)} }}")
        for name, before, middle, after, depth in (
            ("IF", "BIND(IF(true, ", "1, 2) AS ?x)", ", 2)", 1_000),
            ("brackets", "FILTER(" + "", "true)", "", 1_000),
            ("EXISTS", "FILTER EXISTS { ?s ?p ?o ", "", "}", 1_000),
            ("OPTIONAL", "OPTIONAL { ?s ?p ?o ", "", "}", 2_000),
            ("sub-selects", "{ SELECT * { ", "?s ?p ?o", "} }", 3_000),
            ("braces", "{", "", "}", 30_000),
            ("MINUS", "?s ?p ?o MINUS {", "?s ?p ?o", "}", 3_000),
            ("UNION", "{ ?s ?p ?o } UNION {", "", "}", 3_000),
            ("lists", "?s ?p (", "", ") .", 10_000),
            ("blank nodes", "?s ?p [ ?p ", "1", "]", 5_000),
            ("GRAPH", "GRAPH ?g {", "?s ?p ?o", "}", 4_000),
        )
    },
    "signs 30,000 deep": Query("SELECT (" + "!" * 30_000 + "true AS ?x) {}"),
    "brackets 10,000 deep": Query("SELECT (" + "(" * 10_000 + "1" + ")" * 10_000 + " AS ?x) {}"),
    "IF as an expression 3,000 deep": Query(
        "SELECT (" + "IF(true, " * 3_000 + "1" + ", 2)" * 3_000 + " AS ?x) {}"
    ),
    "path brackets 10,000 deep": Query("SELECT * { ?s " + "(" * 10_000 + "<a:a>" + ")*" * 10_000 + " ?o }"),
    "triple terms 2,000 deep": Query(
        "SELECT * { ?s ?p " + "<<( ?s ?p " * 2_000 + "1" + " )>>" * 2_000 + " }"
    ),
    # plan
    "3,000 BINDs": Query("SELECT * {" + " ".join(f"BIND(1 AS ?a{n})" for n in range(3_000)) + "}", _ANY),
    "400 patterns joined": Query(
        "SELECT * {" + " ".join(f"?v{n} ?p{n} ?v{n + 1} ." for n in range(400)) + "}"
    ),
    "90 patterns joined": Query(
        "SELECT * {" + " ".join(f"?v{n} ?p{n} ?v{n + 1} ." for n in range(90)) + "}", _ANY
    ),
    "90 patterns in a star": Query(
        "SELECT * {" + " ".join(f"?v ?p{n} ?o{n} ." for n in range(90)) + "}", _ANY
    ),
    "path of 3,000 steps": Query(f"ASK {{ {_THING} " + "/".join(["!<a:a>"] * 3_000) + " ?o }"),
    "UNION of 5,000 sides": Query("SELECT * {" + " UNION ".join(["{?s ?p ?o}"] * 5_000) + "}", _ANY),
    "sum of 10,000 terms": Query("SELECT (" + "+".join(["1"] * 10_000) + " AS ?x) {}"),
    "20,000 conditions": Query("SELECT * { ?s ?p ?o FILTER(" + "||".join(["1"] * 20_000) + ") }"),
    "VALUES of 12,000 rows, joined twice": Query(
        "SELECT (COUNT(*) AS ?n) { VALUES ?x {"
        + " ".join(f"{n}" for n in range(10_000))
        + "} ?a ?b ?c . ?d ?e ?f }"
    ),
    # say it otherwise
    "one IRI of 60,000 signs": Query(f"ASK {{ <http://example.org/{'a' * 60_000}> ?p ?o }}", _ANY),
    "one name of 60,000 signs": Query(f"SELECT ?{'a' * 60_000} {{}}", _ANY),
    "words and dots without a colon": Query("SELECT * { " + "a." * 32_000),
    "quotation marks that nothing closes": Query("SELECT * { " + "'\\" * 32_000),
    "a query of a megabyte": Query("ASK {} #" + "x" * 1_000_000),
    "nothing": Query("", _ANY),
    "zero bytes": Query(b"\x00" * 30_000),
    "bytes that are no UTF-8": Query(b"ASK { \xff\xfe\x80 }"),
    "surrogates": Query(b"ASK { ?s ?p '\xed\xa0\x80' }"),
    "a sign that turns the text round": Query("ASK { \u202e ?s ?p ?o }"),
    # reach out, or write
    "SERVICE": Query("SELECT * { SERVICE <http://127.0.0.1:{canary}/> { ?s ?p ?o } }"),
    "SERVICE, silent, behind a comment": Query(
        "SELECT * { ?s ?p ?o OPTIONAL { SERVICE#\nSILENT<http://127.0.0.1:{canary}/> { ?s ?p ?o } } }"
    ),
    "SERVICE of a variable": Query(
        "SELECT * { VALUES ?e { <http://127.0.0.1:{canary}/> } SERVICE ?e { ?s ?p ?o } }"
    ),
    "SERVICE by escapes": Query("SELECT * { \\u0053ERVICE <http://127.0.0.1:{canary}/> { ?s ?p ?o } }"),
    "SERVICE behind an IRI that looks like a comment": Query(
        "SELECT * { <a:b#> ?p ?o . SERVICE <http://127.0.0.1:{canary}/> { ?s ?p ?o } }"
    ),
    "SERVICE behind a string that looks open": Query(
        "SELECT * { ?s ?p '''\\''' ''' . SERVICE <http://127.0.0.1:{canary}/> { ?s ?p ?o } }"
    ),
    "FROM a file": Query("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", _ANY),
    "FROM an address": Query("SELECT * FROM <http://127.0.0.1:{canary}/> { ?s ?p ?o }", _ANY),
    "LOAD": Query("LOAD <http://127.0.0.1:{canary}/>"),
    "INSERT": Query("INSERT DATA { <a:a> <a:b> 1 }"),
    "DELETE by a form": Query("update=DELETE%20WHERE%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D", media=_FORM),
    "DROP in a direct update": Query("DROP ALL", media="application/sparql-update"),
    "a query and an update": Query("query=ASK%7B%7D&update=CLEAR%20ALL", media=_FORM),
    "two queries": Query("query=ASK%7B%7D&query=ASK%7B%7D", media=_FORM),
    "1,000 graphs named": Query("query=ASK%7B%7D" + "&named-graph-uri=a:b" * 1_000, media=_FORM),
}
