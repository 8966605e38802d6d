"""Do reference managers get every fact: symbol, volume and place, in files that they can read?"""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from kg.citable import Body, Place, Work
from kg.cite.bibtex import bibtex
from kg.cite.csl_json import csl_json
from kg.cite.export import Reference
from kg.cite.ris import ris
from kg.errors import UsageError
from kg.pipeline.cite import export

if TYPE_CHECKING:
    from kg.graph.stores.store import LocalStore

IDS = ["A/HRC/RES/31/7 paras 4, 6-8", "CRC art 34", "CRC/C/GC/25 para 82", "A/HRC/28/56", "LANZAROTE", "UDHR"]
HOSTILE = Work(
    "A/RES/1/1",
    "report",
    title=r"R&D_1: 100% of $5 {braces} #1 ~x^2 \end",
    symbol="A/RES/1/1",
    body=Body("GA", "A & B"),
    issued=date(2020, 5, 7),
)
# names of fields and types of the CSL schema, csl-data.json
CSL_FIELDS = {
    *("id", "type", "title", "title-short", "author", "authority", "genre", "number", "container-title"),
    *("volume", "page-first", "issued", "locator", "note", "URL", "accessed"),
}
CSL_TYPES = {"treaty", "report"}
RIS_TYPES = {"LEGAL", "RPRT", "UNBILL"}


def parse_bibtex(text: str) -> dict[str, dict[str, str]]:
    """Read BibTeX strictly: every entry closed, every brace matched, one `name = value,` a line."""
    entries: dict[str, dict[str, str]] = {}
    for block in text.strip().split("\n\n"):
        lines = block.split("\n")
        head = re.fullmatch(r"@(\w+)\{([A-Za-z0-9-]+),", lines[0])
        assert head, lines[0]
        assert lines[-1] == "}"
        fields = {"entry": head[1]}
        for line in lines[1:-1]:
            match = re.fullmatch(r"  (\w+) = (\{.*\}|[a-z]{3}),", line)
            assert match, line
            assert match[1] not in fields
            bare = re.sub(r"\\[\\{}$&%#_]", "", match[2])
            assert bare.count("{") == bare.count("}"), line
            assert match[1] == "url" or not re.search(r"[$&%#_~^]", bare), line
            fields[match[1]] = match[2].strip("{}")
        assert head[2] not in entries
        entries[head[2]] = fields
    return entries


def parse_ris(text: str) -> list[list[tuple[str, str]]]:
    """Read RIS strictly: tags, the type first, the end last, lines ended by CR LF."""
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    records: list[list[tuple[str, str]]] = []
    for line in text.split("\r\n"):
        if not line:
            continue
        match = re.fullmatch(r"([A-Z][A-Z0-9])  - (.*)", line)
        assert match, line
        if match[1] == "TY":
            records.append([])
        records[-1].append((match[1], match[2]))
    return records


def test_is_bibtex_read_back_with_every_fact(graph: LocalStore) -> None:
    entries = parse_bibtex(export(graph, IDS, "bibtex"))
    assert set(entries) == {"A-HRC-RES-31-7", "CRC", "CRC-C-GC-25", "A-HRC-28-56", "LANZAROTE", "UDHR"}
    resolution, treaty = entries["A-HRC-RES-31-7"], entries["CRC"]
    assert resolution["number"] == "A/HRC/RES/31/7"
    assert "cited at: paras 4, 6–8" in resolution["note"]
    assert (treaty["volume"], treaty["pages"], treaty["series"]) == (
        "1577",
        "3",
        "United Nations Treaty Series",
    )
    assert "1577 UNTS 3, No. 27531" in treaty["note"]
    assert "entered into force 2 September 1990" in treaty["note"]
    assert "cited at: art 34" in treaty["note"]
    assert entries["CRC-C-GC-25"]["entry"] == "techreport"
    assert entries["CRC-C-GC-25"]["institution"] == "Committee on the Rights of the Child"
    assert "Council of Europe Treaty Series, No. 201" in entries["LANZAROTE"]["note"]


def test_is_what_bibtex_would_read_as_markup_escaped() -> None:
    text = bibtex([Reference(HOSTILE)])
    title = next(line for line in text.split("\n") if line.startswith("  title"))
    assert title == (
        r"  title = {{R\&D\_1: 100\% of \$5 \{braces\} \#1 \textasciitilde{}x\textasciicircum{}2 "
        r"\textbackslash{}end}},"
    )
    assert parse_bibtex(text)["A-RES-1-1"]["institution"] == r"A \& B"


def test_is_ris_read_back_with_every_fact(graph: LocalStore) -> None:
    records = parse_ris(export(graph, IDS, "ris"))
    assert len(records) == len(IDS)
    for record in records:
        tags = [tag for tag, _ in record]
        assert (tags[0], tags[-1]) == ("TY", "ER")
        assert tags.count("TY") == tags.count("ER") == tags.count("TI") == 1
        assert record[0][1] in RIS_TYPES
    resolution, treaty = records[0], records[1]
    assert ("M1", "A/HRC/RES/31/7") in resolution
    assert ("N1", "cited at: paras 4, 6–8") in resolution
    assert ("DA", "2016/03/23") in resolution
    assert {("VL", "1577"), ("SP", "3"), ("N1", "cited at: art 34")} <= set(treaty)


def test_does_a_line_break_in_a_title_not_break_ris() -> None:
    work = Work("A/1", "report", title="one\r\nTY  - two")
    assert len(parse_ris(ris([Reference(work)]))) == 1


def test_has_csl_json_the_fields_of_its_schema(graph: LocalStore) -> None:
    items = json.loads(export(graph, IDS, "csl-json", accessed=date(2026, 3, 1)))
    for item in items:
        assert set(item) <= CSL_FIELDS
        assert {"id", "type", "title"} <= set(item)
        assert item["type"] in CSL_TYPES
        assert item["accessed"] == {"date-parts": [[2026, 3, 1]]}
        assert all(set(name) == {"literal"} for name in item.get("author", []))
        assert all(
            isinstance(item[name], str) for name in ("title", "number", "volume", "note") if name in item
        )
    resolution, treaty = items[0], items[1]
    assert resolution["number"] == "A/HRC/RES/31/7"
    assert resolution["locator"] == "paras 4, 6–8"
    assert (treaty["volume"], treaty["page-first"]) == ("1577", "3")
    assert treaty["issued"] == {"date-parts": [[1989, 11, 20]]}


def test_does_a_work_without_facts_export_what_it_has() -> None:
    bare = Reference(Work("treaty/X", "treaty"), (Place("art", ("2",)),))
    assert parse_bibtex(bibtex([bare]))["X"]["note"] == "cited at: art 2"
    assert json.loads(csl_json([bare]))[0]["locator"] == "art 2"
    assert parse_ris(ris([bare]))[0][0] == ("TY", "LEGAL")


def test_is_an_unknown_format_refused(graph: LocalStore) -> None:
    with pytest.raises(UsageError, match="no export"):
        export(graph, IDS, "endnote")
