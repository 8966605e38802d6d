"""Fetch from the United Nations' document service: PDF and Word."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kg.errors import RemoteError
from kg.fetch.check import check_form
from kg.fetch.document import AbsentError, Fetched, Form
from kg.fetch.sources import OWN_FORM_RE, UN_ABSENT, UN_PLACES, as_served

if TYPE_CHECKING:
    from kg.fetch.document import Wanted
    from kg.fetch.shelf import Library


class UnDocuments:
    """The document service, at any of the places that serve it."""

    name = "un"
    forms = frozenset({Form.PDF, Form.DOCX})

    def __init__(self, library: Library, base: str | None = None) -> None:
        self._library = library
        self._base = base
        """Address that replaces those of all places: a mirror, or a test."""

    def fetch(self, wanted: Wanted) -> Fetched:
        """Return the document from the first place that has it.

        Raises:
            AbsentError: where the service says that there is no such document.
            RemoteError: with what each place said.
        """
        if OWN_FORM_RE.fullmatch(wanted.symbol):
            raise AbsentError(
                "is a form of cpkg's own, the resolution bears no symbol",
                where=wanted.symbol,
                remedy="Fetch its commission's report to the Council, as E/2018/30 for the 27th session",
            )
        refusals: list[RemoteError] = []
        for place in UN_PLACES:
            if wanted.form in place.forms:
                try:
                    return self._fetch_from(place.url(wanted, self._base), wanted)
                except AbsentError:
                    raise
                except RemoteError as error:
                    refusals.append(error)
        raise _all_of(refusals)

    def _fetch_from(self, asked: str, wanted: Wanted) -> Fetched:
        got = self._library.get(
            asked,
            check=partial(_check, form=wanted.form),
            accept=f"{wanted.form.media_type}, */*;q=0.5",
            respell=as_served,
        )
        return Fetched(wanted, self.name, got.url, got.body, got.sha256)


def _check(body: bytes, url: str, *, form: Form) -> None:
    if urlsplit(url).path == UN_ABSENT:
        raise AbsentError(
            "is where the service sends whoever asks for a symbol that it does not know",
            where=url,
            remedy="Check the symbol, and whether the document exists in this form and language",
        )
    check_form(body, form, url)


def _all_of(refusals: list[RemoteError]) -> RemoteError:
    """Return the first place's refusal, with those of the others."""
    first, *others = refusals
    rest = "".join(f"; {error.where} {error.what}" for error in others)
    return RemoteError(f"{first.what}{rest}", where=first.where, remedy=first.remedy)
