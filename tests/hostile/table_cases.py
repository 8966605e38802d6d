"""Bad tables of links to review: metadata that are YAML of the worst kind, rows that are none."""

from __future__ import annotations

from kg.export.link_review import COLUMNS
from tests.hostile.case import Case

_RESTORE, _CORRECT = "Restore the", "Correct the row"
META = {
    "curie_map": "{wikidata: 'http://www.wikidata.org/entity/', cpkg: 'https://w3id.org/cpkg/id/'}",
    "mapping_set_title": "Proposed links to Wikidata",
    "mapping_date": "2026-11-22",
    "object_source": '"https://query.wikidata.org/sparql"',
}
ROW = {
    "subject_id": "cpkg:state/ALB",
    "predicate_id": "skos:exactMatch",
    "object_id": "wikidata:Q222",
    "status": "proposed",
    "decision": "accept",
    "subject_match_field": "skos:notation",
}


def _table(*rows: dict[str, str], **meta: str) -> str:
    head = "".join(f"# {name}: {value}\n" for name, value in {**META, **meta}.items())
    lines = ["\t".join(COLUMNS), *("\t".join(row.get(name, "") for name in COLUMNS) for row in rows)]
    return head + "\n".join(lines) + "\n"


def _accept(name: str, data: bytes | str, *words: str) -> Case:
    return Case(name, ("link", "--accept", "{file}", "--out", "out.ttl"), ("in.tsv", *words), "in.tsv", data)


_BOMB = "".join(f"# a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10) if n else 'x'}]\n" for n in range(10))

CASES = [
    # YAML
    _accept(
        "metadata that make an object of Python",
        _table(ROW, mapping_set_title="!!python/object/apply:os.system [id]"),
        "no YAML",
        _RESTORE,
    ),
    _accept(
        "metadata that name a Python module",
        _table(ROW, object_source="!!python/name:os.system"),
        "no YAML",
        _RESTORE,
    ),
    _accept(
        "metadata that multiply", _BOMB + _table(ROW, mapping_set_title="*a9"), "has an anchor", _RESTORE
    ),
    _accept(
        "metadata that hold themselves", _table(ROW, mapping_set_title="&a [*a]"), "has an anchor", _RESTORE
    ),
    _accept("10,000 lists in each other", _table(ROW, mapping_set_title="[" * 10_000), "no YAML", _RESTORE),
    _accept(
        "the 30th of February as the day of a table",
        _table(ROW, mapping_date="2020-02-30"),
        "mapping_date",
        _RESTORE,
    ),
    _accept("prefixes that are a list", _table(ROW, curie_map="[a, b]"), "curie_map", _RESTORE),
    _accept(
        "a prefix that is a number", _table(ROW, curie_map="{wikidata: 5, cpkg: 6}"), "in.tsv:6", _CORRECT
    ),
    _accept(
        "a service that is no address",
        _table(ROW, object_source="file:///etc/passwd"),
        "object_source",
        _RESTORE,
    ),
    _accept(
        "a service with a bracket", _table(ROW, object_source='"https://e/> <a"'), "object_source", _RESTORE
    ),
    _accept("a table without metadata", "\t".join(COLUMNS) + "\n", "lack", _RESTORE),
    # rows
    _accept("a table without columns", _table().replace("decision", "x"), "no column decision", _RESTORE),
    _accept(
        "an IRI with a bracket in a row", _table({**ROW, "object_id": "http://e/> <x"}), "in.tsv:6", _CORRECT
    ),
    _accept("a file as a thing", _table({**ROW, "object_id": "file:///etc/passwd"}), "in.tsv:6", _CORRECT),
    _accept("a relation that is none", _table({**ROW, "predicate_id": "owl:sameAs"}), "in.tsv:6", _CORRECT),
    _accept("a decision that is none", _table({**ROW, "decision": "=1+1"}), "in.tsv:6", "Write accept"),
    _accept(
        "a thing that we do not have",
        _table({**ROW, "subject_id": "cpkg:state/XXX"}),
        "in.tsv:6",
        "Correct it",
    ),
    _accept(
        "a cell of 200,000 letters",
        _table({**ROW, "comment": "x" * 200_000}),
        "in.tsv",
        "larger than",
        "Correct",
    ),
    _accept("a table with NUL", _table({**ROW, "comment": "a\0b"}), "in.tsv:6", "NUL", "Correct"),
    _accept("a table in UTF-16", _table(ROW).encode("utf-16"), "in.tsv", "UTF-8"),
    _accept("a table in Latin-1", _table({**ROW, "comment": "é"}).encode("latin-1"), "in.tsv", "UTF-8"),
    _accept("a table of nothing", b"", "in.tsv", _RESTORE),
    Case(
        "a table that is not there", ("link", "--accept", "none.tsv", "--out", "out.ttl"), ("none.tsv", ". ")
    ),
    Case(
        "a table that is a device", ("link", "--accept", "/dev/zero", "--out", "out.ttl"), ("/dev/zero", ". ")
    ),
]
