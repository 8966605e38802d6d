"""Find a resolution among the file names of an AKN4UN repository.

The names follow no rule that was kept: `75_100_E.xml`, `A_RES_79_1-2416433E.xml`, `A_HRC_RES_54_12E.xml`,
`75_101A-B_E.xml`, `S_RES_2504 (2020)-2000407E.xml`, `A_RES_76_146-2119184E_reissue.xml`; some lie in the
folder of another session. So only session, number and parts are read from a name, and the language from the
folder.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from kg.fetch.sources import LANGUAGE_NAMES, REPOSITORIES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.fetch.document import Language
    from kg.fetch.sources import Repository

_TAIL_PARTS_RE = re.compile(
    r"[ _]?(?P<parts>[A-Z](?:-?[A-Z])?)(?=[-_](?:\d|[A-Z]))"  # not a last language letter: `_E.xml`
)


@dataclass(frozen=True, slots=True)
class Number:
    """What tells one resolution from the others of its body."""

    session: str
    """Session, or year of the Economic and Social Council; empty for the Security Council."""
    number: str
    parts: frozenset[str]
    """Letters of its parts; empty for the whole."""

    @property
    def base(self) -> tuple[str, str]:
        """Return session and number, which parts share."""
        return self.session, self.number


def number_of(symbol: str) -> tuple[Repository, Number] | None:
    """Return the repository that would hold a symbol, and its number; None for other documents.

    >>> number_of("A/RES/75/252A")[1]
    Number(session='75', number='252', parts=frozenset({'A'}))
    >>> number_of("A/HRC/28/56") is None
    True
    """
    for repository in REPOSITORIES:
        if match := repository.symbol_re.fullmatch(symbol):
            named = match.groupdict()
            session = named.get("session") or ""
            return repository, Number(session, named["number"], _letters(named.get("parts")))
    return None


def find_files(paths: Iterable[str], repository: Repository, wanted: Number, language: Language) -> list[str]:
    """Return the files that hold a resolution, the best first; those of a part where a part is wanted.

    Several are returned only where the whole is wanted and each holds another part.
    """
    found: dict[frozenset[str], list[str]] = {}
    for path in paths:
        number = _number_in(path, repository)
        if number and number.base == wanted.base and _is_in(path, language):
            found.setdefault(number.parts, []).append(path)
    chosen = _choose(frozenset(found), wanted.parts)
    return [max(found[parts], key=_rank) for parts in chosen]


def find_archives(paths: Iterable[str], wanted: Number, language: Language) -> list[str]:
    """Return the archives that hold all resolutions of the session, as those of the 74th."""
    folder = f"{wanted.session}session"
    return [
        path
        for path in paths
        if path.endswith(".zip") and folder in PurePosixPath(path).parts and _is_in(path, language)
    ]


def _number_in(path: str, repository: Repository) -> Number | None:
    """Return what a file's name says."""
    name = PurePosixPath(path).name
    if not name.endswith(".xml") or not (match := repository.file_re.fullmatch(name)):
        return None
    named = match.groupdict()
    tail = _TAIL_PARTS_RE.match(named["tail"])
    return Number(named.get("session") or "", named["number"], _letters(tail["parts"] if tail else None))


def _is_in(path: str, language: Language) -> bool:
    """Say whether a file's folder, or an archive's name, is that of a language."""
    name = LANGUAGE_NAMES[language]
    *folders, last = PurePosixPath(path).parts
    return name in folders or last.endswith(f"_{name}.zip")


def _letters(parts: str | None) -> frozenset[str]:
    """Return the letters of `A`, `A-C` or `AC`, which says the same."""
    if not parts:
        return frozenset()
    return frozenset(chr(code) for code in range(ord(parts[0]), ord(parts[-1]) + 1))


def _choose(found: frozenset[frozenset[str]], wanted: frozenset[str]) -> list[frozenset[str]]:
    """Return which of the sets of parts answer: the very parts, else what holds them, else the whole."""
    if wanted in found:
        return [wanted]
    if wanted:
        holding = sorted((parts for parts in found if parts > wanted), key=len)
        return holding[:1] or ([frozenset()] if frozenset() in found else [])
    return sorted(found, key=sorted)


def _rank(path: str) -> tuple[bool, str]:
    return "reissue" in path.lower(), path
