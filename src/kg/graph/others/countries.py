"""Read the table of country codes that DataHub publishes (ISO 3166, M49, UNTERM names) as a graph of its own.

The table names no IRIs of its own, so countries and areas get ones inside the named graph: `…/countries#ALB`.
They meet our States by their notations (ISO 3166 letters, M49 figures) and by their Wikidata items.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import InputError
from kg.namespaces import RDF, SKOS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ALPHA_3 = "ISO3166-1-Alpha-3"
_NEEDED = (_ALPHA_3, "ISO3166-1-Alpha-2", "M49", "official_name_en", "wikidata_id")
_NAMES = {"ar": "ar", "cn": "zh", "en": "en", "es": "es", "fr": "fr", "ru": "ru"}
"""Language in the names of columns, to language."""
_TERMS = {"ar": "Arabic", "zh": "Chinese", "en": "English", "es": "Spanish", "fr": "French", "ru": "Russian"}
_AREAS = (
    ("Intermediate Region Code", "Intermediate Region Name"),
    ("Sub-region Code", "Sub-region Name"),
    ("Region Code", "Region Name"),
    ("Global Code", "Global Name"),
)
"""Columns of the areas of M49, from the smallest to the world."""
_GROUPS = {
    "Least Developed Countries (LDC)": "LDC",
    "Land Locked Developing Countries (LLDC)": "LLDC",
    "Small Island Developing States (SIDS)": "SIDS",
}
_WIKIDATA = "https://www.wikidata.org/wiki/"
_ENTITY = "http://www.wikidata.org/entity/"


def is_country_table(path: Path) -> bool:
    """Say whether a file is a table with the columns that are needed.

    Raises:
        InputError: where it cannot be read.
    """
    return path.suffix.lower() == ".csv" and not _missing(_rows(path)[0])


def read_countries(path: Path, graph: str) -> Iterator[ox.Quad]:
    """Yield the countries of a table, the areas of M49 that hold them, and three groups, as SKOS.

    Raises:
        InputError: where it cannot be read or has not the columns.
    """
    columns, rows = _rows(path)
    if missing := _missing(columns):
        raise InputError(
            f"has no column {', '.join(missing)}",
            where=str(path),
            remedy="Give country-codes.csv as the data set core/country-codes of DataHub has it",
        )
    pen = _Pen(graph)
    for number, row in enumerate(rows, start=1):
        try:
            yield from _country(row, pen) if row[_ALPHA_3].strip() else ()
        except ValueError as error:  # no IRI can be made of a code, or no text is what stands for one
            what = f"row {number} holds what is no code, item or name ({error})"
            raise InputError(what, where=str(path), remedy="Correct the row, or get the file anew") from error


def _rows(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, restval="")
            return list(reader.fieldnames or ()), list(reader)
    except OSError as error:
        why = error.strerror or str(error)
        raise InputError(f"cannot be read ({why})", where=str(path), remedy="Check the path") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"is no CSV in UTF-8 ({error})", where=str(path), remedy="Get it anew") from error


def _missing(columns: list[str]) -> list[str]:
    return [column for column in _NEEDED if column not in columns]


def _country(row: dict[str, str], pen: _Pen) -> Iterator[ox.Quad]:
    code = row[_ALPHA_3].strip()
    yield pen.link(code, RDF + "type", SKOS + "Concept")
    figures = row["M49"].strip()
    for notation in (code, row["ISO3166-1-Alpha-2"].strip(), figures.zfill(3) if figures else ""):
        if notation:
            yield pen.text(code, "notation", notation, "")
    yield from _names(row, code, pen)
    if row["wikidata_id"].startswith(_WIKIDATA):
        item = row["wikidata_id"].removeprefix(_WIKIDATA).strip()
        yield pen.link(code, SKOS + "exactMatch", _ENTITY + item)
    yield from _areas(row, code, pen)
    for column, group in _GROUPS.items():
        if row.get(column, "").strip():
            yield pen.link(group, RDF + "type", SKOS + "Collection")
            yield pen.text(group, "prefLabel", column.partition(" (")[0], "en")
            yield pen.link(group, SKOS + "member", pen.iri(code))


def _names(row: dict[str, str], code: str, pen: _Pen) -> Iterator[ox.Quad]:
    """Yield the names in six languages: the short ones, then those by which UNTERM knows a State."""
    for column, language in _NAMES.items():
        short = row.get(f"official_name_{column}", "").strip()
        if short:
            yield pen.text(code, "prefLabel", short, language)
        for form in ("Short", "Formal"):
            other = row.get(f"UNTERM {_TERMS[language]} {form}", "").strip()
            if other and other != short:
                yield pen.text(code, "altLabel", other, language)


def _areas(row: dict[str, str], code: str, pen: _Pen) -> Iterator[ox.Quad]:
    """Yield the areas around a country, each in the next."""
    inner = code
    for column, name in _AREAS:
        figures = row.get(column, "").strip()
        if figures:
            area = f"area-{figures.zfill(3)}"
            yield pen.link(area, RDF + "type", SKOS + "Concept")
            yield pen.text(area, "prefLabel", row.get(name, "").strip(), "en")
            yield pen.text(area, "notation", figures.zfill(3), "")
            yield pen.link(inner, SKOS + "broader", pen.iri(area))
            inner = area


@dataclass(frozen=True)
class _Pen:
    """Writes statements about things of the graph, which are named inside it."""

    graph: str

    def iri(self, name: str) -> str:
        return f"{self.graph}#{name}"

    def link(self, name: str, predicate: str, value: str) -> ox.Quad:
        return self._quad(name, predicate, ox.NamedNode(value))

    def text(self, name: str, term: str, value: str, language: str) -> ox.Quad:
        if "\0" in value:
            raise ValueError("a NUL character")
        said = ox.Literal(value, language=language) if language else ox.Literal(value)
        return self._quad(name, SKOS + term, said)

    def _quad(self, name: str, predicate: str, value: ox.NamedNode | ox.Literal) -> ox.Quad:
        subject = ox.NamedNode(self.iri(name))
        return ox.Quad(subject, ox.NamedNode(predicate), value, ox.NamedNode(self.graph))
