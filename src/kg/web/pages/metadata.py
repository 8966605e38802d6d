"""What search engines and reference managers read in a page: schema.org's Legislation, and citation tags."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.namespaces import BASE

if TYPE_CHECKING:
    from kg.citable import Work
    from kg.web.lookup import Lookup

_LICENCE = "https://creativecommons.org/licenses/by/4.0/"


@dataclass(frozen=True)
class Metadata:
    """Data about an instrument for programs that read pages."""

    linked: dict[str, object]
    """JSON-LD; the template escapes it."""
    tags: tuple[tuple[str, str], ...]
    """Names and contents of meta elements."""


def described(lookup: Lookup, iri: str, work: Work | None) -> Metadata:
    """Return the metadata of an instrument; the work is None where it cannot be cited."""
    title = lookup.label(iri)
    adopted = lookup.text(iri, "cp:adoptedOn", "cp:issuedOn")
    body = (work.body or work.author) if work else None
    linked: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Legislation",
        "@id": iri,
        "name": title,
        "legislationIdentifier": (work and (work.symbol or work.abbreviation)) or title,
        "isPartOf": {"@type": "Dataset", "@id": BASE + "dataset", "name": "cpkg", "license": _LICENCE},
    }
    if adopted:
        linked["legislationDate"] = adopted
    if body:
        linked["legislationPassedBy"] = {"@type": "Organization", "name": body.name}
    if names := lookup.texts(iri, "skos:altLabel"):
        linked["alternateName"] = names
    if work and work.url:
        linked["sameAs"] = work.url
    if force := lookup.text(iri, "cp:entryIntoForce"):
        linked["legislationDateOfApplicability"] = force
    return Metadata(linked, tuple(_tags(title, adopted, body.name if body else "", work)))


def _tags(title: str, adopted: str, author: str, work: Work | None) -> list[tuple[str, str]]:
    tags = [("citation_title", title), ("citation_language", "en")]
    if author:
        tags.append(("citation_author", author))
    if adopted:
        tags.append(("citation_publication_date", adopted.replace("-", "/")))
    if work and work.symbol:
        tags.append(("citation_technical_report_number", work.symbol))
    if work and work.url:
        tags.append(("citation_fulltext_html_url", work.url))
    return tags
