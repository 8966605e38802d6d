"""What is asked of a service, and what came."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from kg.errors import RemoteError

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet


class Form(StrEnum):
    """The forms that a document can be had in."""

    PDF = "pdf"
    DOCX = "docx"
    AKN = "akn"

    @property
    def suffix(self) -> str:
        """Return how the names of such files end."""
        return ".xml" if self is Form.AKN else f".{self.value}"

    @property
    def media_type(self) -> str:
        """Return the registered media type."""
        return _MEDIA_TYPES[self]


_MEDIA_TYPES = {
    Form.PDF: "application/pdf",
    Form.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Form.AKN: "application/akn+xml",
}


class Language(StrEnum):
    """The six official languages; a service that is asked for another sends English and does not say so."""

    AR = "ar"
    EN = "en"
    ES = "es"
    FR = "fr"
    RU = "ru"
    ZH = "zh"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One document in one form and language."""

    symbol: str
    """UN symbol without spaces, as `kg.identifiers.instrument_path` returns it."""
    form: Form
    language: Language = Language.EN


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document that came and is what was asked for."""

    wanted: Wanted
    source: str
    """Name of the service: `un` or `akn`."""
    url: str
    """The address that sent it, after redirects."""
    body: bytes
    sha256: str


class Fetcher(Protocol):
    """A service that documents can be fetched from."""

    @property
    def name(self) -> str:
        """Return the name of the service, as `--source` takes it."""

    @property
    def forms(self) -> AbstractSet[Form]:
        """Return the forms that it serves."""

    def fetch(self, wanted: Wanted) -> Fetched:
        """Return the document.

        Raises:
            RemoteError: where it is not there, or the service does not answer as it should.
        """


class AbsentError(RemoteError):
    """The service works, and says that it has no such document."""
