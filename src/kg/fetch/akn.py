"""Fetch AKN4UN, the United Nations' own XML of resolutions, from its public repositories.

A repository's list of files says where a resolution is; the list comes through the cache like any document.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from typing import TYPE_CHECKING, Any

from kg.errors import RemoteError
from kg.fetch.check import check_form
from kg.fetch.document import AbsentError, Fetched, Form
from kg.fetch.names import find_archives, find_files, number_of
from kg.fetch.sources import LANGUAGE_NAMES

if TYPE_CHECKING:
    from kg.fetch.document import Wanted
    from kg.fetch.names import Number
    from kg.fetch.shelf import Library, Resource
    from kg.fetch.sources import Repository

_MEMBER = 64 * 1024**2
"""Bytes that one file of an archive may unpack to."""
_WORK_RE = re.compile(rb'<FRBRuri\s+value="[^"]*/([^"/]+)/?"')  # not FRBRthis, which ends in !main

_OTHER_FORM = "Ask for --form pdf; the repositories begin with the 74th session, and lag by weeks or months"
_TELL = "Ask for --form pdf, and tell the repository's keeper"


class Akn4un:
    """The repositories of all bodies."""

    name = "akn"
    forms = frozenset({Form.AKN})

    def __init__(self, library: Library, base: str | None = None) -> None:
        self._library = library
        self._base = base
        """Address that replaces GitHub's two: a mirror, or a test."""
        self._listed: dict[str, list[str]] = {}
        self._partial: set[str] = set()
        """Repositories that have more files than GitHub lists in one answer."""

    def fetch(self, wanted: Wanted) -> Fetched:
        """Return the resolution's XML, from a file of its own or its session's archive.

        Raises:
            AbsentError: where the repositories do not have it.
            RemoteError: where they do not answer, or their file holds something else.
        """
        known = number_of(wanted.symbol)
        if known is None:
            raise AbsentError(
                "is no numbered resolution of a body whose resolutions are published as AKN4UN",
                where=wanted.symbol,
                remedy="Ask for --form pdf",
            )
        repository, number = known
        paths = self._list(repository)
        files = find_files(paths, repository, number, wanted.language)
        if files:
            return self._fetch_file(repository.file_url(_only(files, wanted), self._base), wanted, number)
        for archive in find_archives(paths, number, wanted.language):
            url = repository.file_url(archive, self._base)
            if (fetched := self._fetch_member(url, repository, wanted, number)) is not None:
                return fetched
        part = ", as far as its list goes" if repository.name in self._partial else ""
        raise AbsentError(
            f"is not in {repository.name} in {LANGUAGE_NAMES[wanted.language]}{part}",
            where=wanted.symbol,
            remedy=_OTHER_FORM,
        )

    def _list(self, repository: Repository) -> list[str]:
        """Return the paths of all files of a repository, asked for once."""
        if repository.name not in self._listed:
            url = repository.listing_url(self._base)
            listing = self._library.get(url, check=_check_listing, accept="application/vnd.github+json")
            said: dict[str, Any] = json.loads(listing.body)
            self._listed[repository.name] = [file["path"] for file in said["tree"]]
            if said.get("truncated"):
                self._partial.add(repository.name)
        return self._listed[repository.name]

    def _fetch_file(self, url: str, wanted: Wanted, number: Number) -> Fetched:
        def check(body: bytes, url: str) -> None:
            check_form(body, Form.AKN, url)
            _check_number(body, number, url)

        got = self._library.get(url, check=check)
        return Fetched(wanted, self.name, got.url, got.body, got.sha256)

    def _fetch_member(
        self, url: str, repository: Repository, wanted: Wanted, number: Number
    ) -> Fetched | None:
        """Return the resolution from its session's archive, or None where that does not have it."""
        archive = self._library.get(url, check=_check_archive)
        body = _unpack(archive, repository, wanted, number)
        if body is None:
            return None
        check_form(body, Form.AKN, archive.url)
        _check_number(body, number, archive.url)
        return Fetched(wanted, self.name, archive.url, body, hashlib.sha256(body).hexdigest())


def _only(files: list[str], wanted: Wanted) -> str:
    """Return the one file there is.

    Raises:
        AbsentError: where there is one for each part of the resolution.
    """
    if len(files) > 1:
        raise AbsentError(
            f"is there in parts only: {', '.join(files)}",
            where=wanted.symbol,
            remedy="Name one part: the symbol with its letter",
        )
    return files[0]


def _check_listing(body: bytes, url: str) -> None:
    try:
        fits = all(isinstance(file["path"], str) for file in json.loads(body)["tree"])
    except (ValueError, TypeError, KeyError, RecursionError):
        fits = False
    if not fits:
        raise RemoteError("sent no list of files", where=url, remedy="Try again later")


def _check_number(body: bytes, number: Number, url: str) -> None:
    """Check that a file is the resolution that its name says; parts are told apart by the name only."""
    work = _WORK_RE.search(body)
    expected = "-".join(part for part in number.base if part)
    if not work or not re.match(rf"{re.escape(expected)}(?!\d)", work[1].decode("utf-8", "replace")):
        says = work[1].decode("utf-8", "replace") if work else "nothing"
        raise RemoteError(f"says that it is {says!r}, not {expected}", where=url, remedy=_TELL)


def _check_archive(body: bytes, url: str) -> None:
    if not zipfile.is_zipfile(io.BytesIO(body)):
        raise RemoteError("sent no archive", where=url, remedy=_TELL)


def _unpack(archive: Resource, repository: Repository, wanted: Wanted, number: Number) -> bytes | None:
    try:
        with zipfile.ZipFile(io.BytesIO(archive.body)) as packed:
            language = LANGUAGE_NAMES[wanted.language]
            inside = {
                f"{language}/{name}": name for name in packed.namelist()
            }  # the archive is in one language
            files = find_files(inside, repository, number, wanted.language)
            if not files:
                return None
            with packed.open(inside[_only(files, wanted)]) as member:
                body = member.read(_MEMBER + 1)
    except (zipfile.BadZipFile, OSError, RuntimeError, EOFError, ValueError) as error:
        raise RemoteError("sent an archive that is damaged", where=archive.url, remedy=_TELL) from error
    if len(body) > _MEMBER:
        raise RemoteError(f"packs a file of more than {_MEMBER:,} bytes", where=archive.url, remedy=_TELL)
    return body
