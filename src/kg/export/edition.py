"""What is to be written as XML: a document, the names of what it names, and whose words they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.aliases import akn_published
from kg.identifiers import parse_resolution

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.document import Document

UNKNOWN_DAY = "0001-01-01"
"""How the United Nations' files write a day that is not known."""

_NOT_TOKEN_RE = re.compile(r"[^A-Za-z0-9]+")


@dataclass(frozen=True)
class Edition:
    """One resolution, ready to be written."""

    document: Document
    path: str
    """Path of the resolution under `id/`."""
    names: Mapping[str, str]
    """Names of act types, themes, actors and cited texts, by their paths."""
    bodies: Mapping[str, str]
    """Names of bodies by their keys, as they stand in enacting formulas."""
    is_summary: bool
    """Whether the words are our gists and not the official text."""
    read_on: str = UNKNOWN_DAY
    """Day on which the official text was read (ISO)."""


def work_iri(path: str, body: str | None, adopted: str | None) -> str:
    """Return the identifier of a resolution as a work, by the naming convention of AKN4UN.

    The form is that of the published files, without their last slash; of organs that publish none it is ours.

    >>> work_iri("A/HRC/RES/60/1", "HRC", "2025-10-06")
    '/akn/un/statement/deliberation/unga-hrc/2025-10-06/60-1'
    """
    if published := akn_published(path, adopted or UNKNOWN_DAY):
        return published.rstrip("/")
    resolution = parse_resolution(path)
    token = _NOT_TOKEN_RE.sub("-", resolution[2] if resolution else path).strip("-")
    return f"/akn/un/statement/deliberation/un{(body or '').lower()}/{adopted or UNKNOWN_DAY}/{token}"
