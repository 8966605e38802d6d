"""Fetch many documents into a folder, past those that fail."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kg.errors import InputError, KgError, RemoteError, UsageError, why_unwritable
from kg.fetch.document import Fetched, Form, Language, Wanted
from kg.identifiers import instrument_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from kg.fetch.document import Fetcher

Status = Literal["new", "unchanged", "replaced"]

BEST_FIRST = (Form.AKN, Form.DOCX, Form.PDF)
"""The forms by how well they are read: structure, then paragraphs, then pages."""

_NAME_RE = re.compile(r"[^A-Za-z0-9.]+")


@dataclass(frozen=True, slots=True)
class Saved:
    """A document that was fetched and lies in the folder."""

    fetched: Fetched
    path: Path
    status: Status


@dataclass(frozen=True, slots=True)
class Failed:
    """A document that was not fetched."""

    symbol: str
    error: KgError


def fetch_each(
    symbols: Iterable[str],
    fetchers: Sequence[Fetcher],
    *,
    forms: Sequence[Form],
    language: Language,
    folder: Path,
    write: Callable[[Path, bytes], None],
) -> Iterator[Saved | Failed]:
    """Fetch each symbol in the first of the forms that can be had, and save it; yield what became of it.

    `write` writes a file whole or not at all.

    Raises:
        UsageError: where none of the fetchers serves any of the forms.
    """
    ways = [(fetcher, form) for form in forms for fetcher in fetchers if form in fetcher.forms]
    if not ways:
        raise UsageError(
            f"no source that was named has the form {', '.join(forms)}", remedy="Use --source all"
        )
    return (_fetch_one(symbol, ways, language, folder, write) for symbol in dict.fromkeys(symbols))


def file_name(wanted: Wanted) -> str:
    """Return the name of a document's file: the symbol with dashes, and its language unless English.

    >>> file_name(Wanted("S/RES/2427(2018)", Form.PDF))
    'S-RES-2427-2018.pdf'
    >>> file_name(Wanted("A/RES/74/174", Form.AKN, Language.FR))
    'A-RES-74-174-fr.xml'
    """
    stem = _NAME_RE.sub("-", wanted.symbol).strip("-")
    tongue = "" if wanted.language is Language.EN else f"-{wanted.language.value}"
    return f"{stem}{tongue}{wanted.form.suffix}"


def _fetch_one(
    symbol: str,
    ways: Sequence[tuple[Fetcher, Form]],
    language: Language,
    folder: Path,
    write: Callable[[Path, bytes], None],
) -> Saved | Failed:
    try:
        fetched = _first_of(ways, instrument_path(symbol), language)
        return _save(fetched, folder, write)
    except KgError as error:
        return Failed(symbol, error)


def _first_of(ways: Sequence[tuple[Fetcher, Form]], symbol: str, language: Language) -> Fetched:
    refusals: list[RemoteError] = []
    for fetcher, form in ways:
        try:
            return fetcher.fetch(Wanted(symbol, form, language))
        except RemoteError as error:
            refusals.append(error)
    if len(refusals) == 1:
        raise refusals[0]
    said = "; ".join(
        f"{form}: {error.where} {error.what}" for (_, form), error in zip(ways, refusals, strict=True)
    )
    raise RemoteError(f"cannot be had in any form ({said})", where=symbol, remedy=refusals[-1].remedy)


def _save(fetched: Fetched, folder: Path, write: Callable[[Path, bytes], None]) -> Saved:
    """Write a document into the folder, unless it is there already."""
    path = folder / file_name(fetched.wanted)
    try:
        if path.is_dir():
            raise InputError("is a folder", where=str(path), remedy="Name another folder with --out")
        before = path.read_bytes() if path.exists() else None
        if before == fetched.body:
            return Saved(fetched, path, "unchanged")
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why, remedy = why_unwritable(error, else_="Name another folder with --out")
        where = str(error.filename or path)
        raise InputError(f"cannot be written ({why})", where=where, remedy=remedy) from error
    write(path, fetched.body)
    return Saved(fetched, path, "new" if before is None else "replaced")
