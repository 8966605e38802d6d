"""`kg extract`: from official documents to provisions, acts and citations, as JSON or as a graph."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import StoreOption

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.pipeline.extract import Extracted


class DocumentFormat(Enum):
    """What `kg extract` writes."""

    json = "json"
    ndjson = "ndjson"
    ttl = "ttl"
    nq = "nq"


def extract(
    paths: Annotated[list[Path], typer.Argument(help="Files, or folders to search for files.")],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Write a file a document into this folder.")
    ] = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help="Worker processes.")] = 2,
    format: Annotated[  # noqa: A002
        DocumentFormat, typer.Option("--format", "-f", help="json, ndjson, ttl or nq.")
    ] = DocumentFormat.json,
    store: StoreOption = None,
) -> None:
    """Extract provisions, acts, addressees, citations and footnotes from official documents.

    Reads plain text, Markdown, PDF with a text layer, DOCX, HTML and the UN's own XML (AKN4UN); what a
    file is shows in its content, not its name. Good files are done although others fail; each that fails
    is named on one line, and the exit code is then 3. Text behind a resolution's closing is no part of it:
    a line says where it stands.

    Examples:

      kg extract A_HRC_RES_31_7.pdf

      kg extract documents/ --out extracted --jobs 2

      kg extract resolution.txt --format ttl
    """
    from kg.cli.output import talk
    from kg.errors import InputError
    from kg.pipeline.extract import extract_files, find_documents
    from kg.pipeline.knowledge import knowledge_of

    files = find_documents(paths)
    knowledge = knowledge_of(store)
    warnings: list[str] = []
    found = extract_files(files, knowledge, jobs=jobs, format=format.value)
    found = _progress(_with_warnings(found, warnings), len(files))
    failed = (
        _write_folder(found, out, format.value)
        if out
        else _print(found, format.value, several=len(files) > 1)
    )
    for line in [*warnings, *failed]:
        talk(line)
    if failed:
        raise typer.Exit(InputError.exit_code)


def _with_warnings(found: Iterator[Extracted], warnings: list[str]) -> Iterator[Extracted]:
    """Pass the outcomes on, and keep their warnings until all is written."""
    for one in found:
        warnings += one.warnings
        yield one


def _progress(found: Iterator[Extracted], total: int) -> Iterator[Extracted]:
    """Pass the outcomes on, with a progress bar where a person is watching."""
    import sys

    if total < 2 or not sys.stderr.isatty():  # noqa: PLR2004  # files
        yield from found
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(found, total=total, description="extracting", console=Console(stderr=True))


def _print(found: Iterator[Extracted], format: str, *, several: bool) -> list[str]:  # noqa: A002
    """Print documents as they come; several in JSON make one array. Return the errors."""
    import json
    import sys

    failed, printed = [], 0
    many = format == "json" and several
    for one in found:
        many = many or (format == "json" and len(one.documents) > 1)
        if one.error:
            failed.append(one.error)
        for _, text in one.documents:
            if format == "json":
                text = json.dumps(json.loads(text), ensure_ascii=False, indent=2)  # noqa: PLW2901
            sys.stdout.write(("[\n" if not printed else ",\n") + text if many else text + "\n")
            printed += 1
    if many:
        sys.stdout.write("\n]\n" if printed else "[]\n")
    return failed


def _write_folder(found: Iterator[Extracted], out: Path, format: str) -> list[str]:  # noqa: A002
    """Write a file a document, named by its symbol, into a folder made for the first; return the errors."""
    from kg.system.files import write_atomically

    failed: list[str] = []
    names: dict[str, int] = {}
    for one in found:
        if one.error:
            failed.append(one.error)
        if one.documents:
            out.mkdir(parents=True, exist_ok=True)
        for symbol, text in one.documents:
            name = _file_name(symbol or one.path.stem)
            names[name] = names.get(name, 0) + 1
            again = f"-{names[name]}" if names[name] > 1 else ""
            ending = "" if text.endswith("\n") else "\n"
            write_atomically(out / f"{name}{again}.{format}", f"{text}{ending}".encode())
    return failed


def _file_name(symbol: str) -> str:
    """Return a symbol as a file name: `A/HRC/RES/31/7` gives `A-HRC-RES-31-7`."""
    import re

    return re.sub(r"[^A-Za-z0-9.]+", "-", symbol).strip("-.") or "document"
