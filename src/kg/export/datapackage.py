"""Write tables as a Frictionless data package: a CSV file a table, and `datapackage.json` to describe them.

The form is version 1 of the Data Package and Table Schema specifications (specs.frictionlessdata.io). Values
are written as they are. A cell that a spreadsheet would take for a formula is counted and not changed:
whoever reads the files by a program gets what the graph says. No date of making is written, so that equal
data give equal bytes.
"""

from __future__ import annotations

import csv
import hashlib
import json
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.errors import InputError
from kg.row_text import FORMULA, harmless

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path
    from typing import IO

    from kg.export.tables import Column, Table

DESCRIPTOR = "datapackage.json"

_NAME = "cpkg"
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest that a zip archive can say."""
_BLOCK = 1 << 20
_LICENCE = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Attribution 4.0 International",
}
_SOURCES = [
    {
        "title": "cpkg, the knowledge graph of international child-protection instruments",
        "path": "https://w3id.org/cpkg/",
    },
    {
        "title": "United Nations, for the instruments that the graph describes",
        "path": "https://documents.un.org/",
    },
]


@dataclass(frozen=True)
class Written:
    """What was written of one table."""

    table: Table
    rows: int
    size: int
    """Bytes."""
    sha256: str
    formulas: tuple[str, ...]
    """Places of cells that are no formulas only by the apostrophe before them: `acts.csv, row 3, phrase`."""


def write_table(table: Table, rows: Iterable[tuple[str, ...]], folder: Path) -> Written:
    """Write one table into a folder, row by row."""
    path = folder / f"{table.name}.csv"
    count, formulas = 0, []
    texts = {index for index, column in enumerate(table.columns) if column.type == "string"}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(column.name for column in table.columns)
        for count, row in enumerate(rows, start=1):
            writer.writerow(harmless(cell) if index in texts else cell for index, cell in enumerate(row))
            risky = (index for index in sorted(texts) if row[index].startswith(FORMULA))
            formulas += [f"{path.name}, row {count + 1}, {table.columns[index].name}" for index in risky]
    return Written(table, count, path.stat().st_size, _digest(path), tuple(formulas))


def write_descriptor(written: Iterable[Written], folder: Path, *, title: str, version: str) -> None:
    """Write `datapackage.json` beside the tables; `title` says what was exported."""
    package = {
        "profile": "tabular-data-package",
        "name": _NAME,
        "title": title,
        "description": (
            "Tables of cpkg. Ids are the same in all tables; the address of a thing is https://w3id.org/cpkg/id/"
            " followed by its id. Summaries are this project's words and not official text."
        ),
        "homepage": "https://w3id.org/cpkg/",
        "version": version,
        "licenses": [_LICENCE],
        "sources": _SOURCES,
        "resources": [_resource(one) for one in written],
    }
    text = json.dumps(package, indent=2, ensure_ascii=False) + "\n"
    (folder / DESCRIPTOR).write_text(text, encoding="utf-8")


def zip_package(folder: Path, file: IO[bytes]) -> None:
    """Write the files of a package into one archive, the descriptor first; equal files give equal bytes."""
    names = sorted((path.name for path in folder.iterdir()), key=lambda name: (name != DESCRIPTOR, name))
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            with (folder / name).open("rb") as source, archive.open(entry, "w") as target:
                while block := source.read(_BLOCK):
                    target.write(block)


def require_replaceable(folder: Path) -> None:
    """Refuse a folder that holds anything but an older package of ours.

    Raises:
        InputError: where it does, or is no folder.
    """
    if not folder.exists():
        return
    if not folder.is_dir():
        raise InputError("is a file", where=str(folder), remedy="Name a folder, or a file that ends in .zip")
    foreign = sorted(path.name for path in folder.iterdir() if path.name not in _own_files(folder))
    if foreign:
        raise InputError(
            f"holds what no export wrote, such as {foreign[0]}",
            where=str(folder),
            remedy="Name an empty or new folder with --out",
        )


def _own_files(folder: Path) -> set[str]:
    """Return the names of the files of the package in a folder; none where its descriptor is not ours."""
    try:
        package = json.loads((folder / DESCRIPTOR).read_text(encoding="utf-8"))
        if package["name"] != _NAME:
            return set()
        return {DESCRIPTOR, *(str(resource["path"]) for resource in package["resources"])}
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _resource(one: Written) -> dict[str, Any]:
    table = one.table
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "title": table.title,
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": one.size,
        "hash": f"sha256:{one.sha256}",
        "schema": {
            "fields": [_field(column, table) for column in table.columns],
            "primaryKey": list(table.key),
            "foreignKeys": [_foreign_key(column) for column in table.columns if column.refers_to],
            "missingValues": [""],
        },
    }


def _field(column: Column, table: Table) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if table.key == (column.name,):
        constraints["unique"] = True
    if column.pattern:
        constraints["pattern"] = column.pattern
    title = column.name.replace("_", " ").capitalize()
    field: Mapping[str, Any] = {
        "name": column.name, "type": column.type, "title": title, "description": column.description,
    }  # fmt: skip
    return {**field, "constraints": constraints} if constraints else dict(field)


def _foreign_key(column: Column) -> dict[str, Any]:
    return {"fields": column.name, "reference": {"resource": column.refers_to, "fields": "id"}}
