"""Where a symbol's document lives at each service, as data.

What is known of the UN's services stands with the fact it explains; observed by others in public code up to
September 2026, and not documented by the UN:

- `documents.un.org/api/symbol/access` answers with a redirect to `/doc/UNDOC/GEN/…/PDF/….PDF`, which is
  served under its lower-case spelling; where it has nothing, a viewer comes, a page of HTML with status 200.
- A symbol that it does not know is redirected to `/error`; one not published yet gets status 200, no bytes.
- An unknown language gets English.
- `t=docx` gives Word files from about 2015 on; older documents come as .doc or WordPerfect.
- `docs.un.org/en/<symbol>` is a viewer; `?direct=true` leads on to the PDF. `undocs.org` is its older name,
  where `/pdf?symbol=` does so.
- `digitallibrary.un.org` asks for a browser's challenge (status 202), and is therefore no source.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from kg import __version__
from kg.errors import UsageError
from kg.fetch.document import Form, Language, Wanted

AGENT = f"cpkg/{__version__} (+https://w3id.org/cpkg)"
"""How we name ourselves to a service."""

UN_VARIABLE, AKN_VARIABLE = "KG_UN_DOCUMENTS", "KG_AKN4UN"
"""Environment variables with another address for all places of a service: a mirror, or a test."""


@dataclass(frozen=True, slots=True)
class Place:
    """An address that serves documents by their symbol."""

    host: str
    path: str
    """With `{symbol}`, `{language}` and `{form}`; the symbol is quoted whole where it stands in a query."""
    forms: tuple[Form, ...]

    def url(self, wanted: Wanted, base: str | None) -> str:
        """Return the address of a document, under another base where one is given."""
        safe = "" if "={" in self.path else "/()"
        symbol = quote(wanted.symbol, safe=safe)
        path = self.path.format(symbol=symbol, language=wanted.language.value, form=wanted.form.value)
        return (base or self.host) + path


UN_PLACES = (
    Place(
        "https://documents.un.org",
        "/api/symbol/access?s={symbol}&l={language}&t={form}",
        (Form.PDF, Form.DOCX),
    ),
    Place("https://docs.un.org", "/{language}/{symbol}?direct=true", (Form.PDF,)),
    Place("https://undocs.org", "/pdf?symbol={language}/{symbol}", (Form.PDF,)),
)
"""In the order to try them: the file service, then the two viewers' ways to the PDF."""

UN_ABSENT = "/error"
"""Path that the UN redirects to for a symbol it does not know."""

OWN_FORM_RE = re.compile(r"E/CN\.\d+/RES/.+")  # not a report of a commission: E/CN.15/2018/15
"""Symbols of our making: these resolutions bear none of their own and stand in their commission's report."""


def as_served(path: str) -> str:
    """Return the path under which the UN serves what it redirects to.

    >>> as_served("/doc/UNDOC/GEN/N12/345/67/PDF/N1234567.PDF"), as_served("/en/A/RES/74/174")
    ('/doc/undoc/gen/n12/345/67/pdf/n1234567.pdf', '/en/A/RES/74/174')
    """
    return path.lower() if path.startswith("/doc/") else path


@dataclass(frozen=True, slots=True)
class Repository:
    """One of the public repositories that hold a body's resolutions as AKN4UN, six languages each."""

    name: str
    """Owner and name at GitHub; the owner is the UN's department for conference management."""
    symbol_re: re.Pattern[str]
    """What a symbol of this body says: `session` where it has one, `number`, `parts`."""
    file_re: re.Pattern[str]
    """What a file's name says: the same, and `tail`."""

    def listing_url(self, base: str | None) -> str:
        """Return the address of the list of all files, one JSON object."""
        return f"{base or 'https://api.github.com'}/repos/{self.name}/git/trees/HEAD?recursive=1"

    def file_url(self, path: str, base: str | None) -> str:
        """Return the address of one file's bytes."""
        return f"{base or 'https://raw.githubusercontent.com'}/{self.name}/HEAD/{quote(path)}"


_PARTS = r"(?P<parts>[A-Z](?:-?[A-Z])?)?"
_SPECIAL = r"(?:ES-|S-)?\d+"  # not `ES/11`: the number follows a slash

REPOSITORIES = (
    Repository(
        "UNxml/GAresolutions",
        re.compile(rf"A/RES/(?P<session>{_SPECIAL})/(?P<number>\d+){_PARTS}"),
        re.compile(rf"(?:A_RES_)?(?P<session>{_SPECIAL})_(?P<number>\d+)(?P<tail>\D.*)"),
    ),
    Repository(
        "UNxml/HRCresolutions",
        re.compile(rf"A/HRC/RES/(?P<session>{_SPECIAL})/(?P<number>\d+){_PARTS}"),
        re.compile(rf"A_HRC_RES_(?P<session>{_SPECIAL})_(?P<number>\d+)(?P<tail>\D.*)"),
    ),
    Repository(
        "UNxml/ECOSOCresolutions",
        re.compile(rf"E/RES/(?P<session>\d{{4}})/(?P<number>\d+){_PARTS}"),
        re.compile(r"E_RES_(?P<session>\d{4})_(?P<number>\d+)(?P<tail>\D.*)"),
    ),
    Repository(
        "UNxml/SCresolutions",
        re.compile(r"S/RES/(?P<number>\d+)(?:\(\d{4}\))?"),
        re.compile(r"(?:S_RES[_-]|SC_)(?P<number>\d+)(?P<tail>\D.*)"),  # not S_PRST_…, not drafts: S_2024_…
    ),
)

LANGUAGE_NAMES = {
    Language.AR: "Arabic",
    Language.EN: "English",
    Language.ES: "Spanish",
    Language.FR: "French",
    Language.RU: "Russian",
    Language.ZH: "Chinese",
}
"""As the repositories call their folders."""


def base_of(variable: str) -> str | None:
    """Return the address that replaces a service's own, as an environment variable has it, or None.

    Raises:
        UsageError: where it is not the address of a web service.
    """
    base = os.environ.get(variable)
    if not base:
        return None
    parts = urlsplit(base)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query:
        raise UsageError(
            f"{base} is no address of a service", where=variable, remedy="Write it as https://host/path"
        )
    return base.rstrip("/")
