"""What the XML of a resolution says of itself: identification, subjects, adoption, references, status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.export.akn_body import element_id
from kg.export.akn_text import anchor, reference_of
from kg.export.edition import UNKNOWN_DAY, work_iri
from kg.export.xml_writer import Element, child, element
from kg.identifiers import iri

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.document import Document
    from kg.export.edition import Edition

SUMMARY_NOTE = "Summaries by cpkg, paragraph by paragraph. This is not the official text."
OFFICIAL_NOTE = (
    "Official text as read by cpkg; an unofficial copy. Only the issued document is authoritative."
)

_US = "#cpkg"
_CPKG = "https://w3id.org/cpkg/"
_OUTCOMES = {
    "without a vote": "adoptedWithoutVote",
    "recorded vote": "adoptedByRecordedVote",
    "unanimously": "adoptedUnanimously",
    "by acclamation": "adoptedByAcclamation",
}
_COUNTS = (("inFavour", "In favour"), ("against", "Against"), ("abstaining", "Abstaining"))
_CLASSES = {
    "act-type": "TLCConcept",
    "body": "TLCOrganization",
    "initiative": "TLCOrganization",
    "mandate": "TLCRole",
    "programme": "TLCProcess",
}
"""Folders of ids to the kinds of reference that Akoma Ntoso knows."""


def write_meta(parent: Element, edition: Edition) -> None:
    """Append the metadata of the whole resolution."""
    document = edition.document
    meta = child(parent, "meta")
    _write_identification(meta, edition, "!main")
    _write_subjects(meta, edition)
    _write_steps(meta, edition)
    _write_analysis(meta, document)
    _write_references(meta, edition)
    note = child(child(meta, "notes", source=_US), "note", eId="note_status")
    child(note, "p", SUMMARY_NOTE if edition.is_summary else OFFICIAL_NOTE)


def write_part_meta(parent: Element, edition: Edition, component: str) -> None:
    """Append the metadata of an annex or of a part that has its own statement."""
    _write_identification(child(parent, "meta"), edition, f"!{component}")


def _write_identification(meta: Element, edition: Edition, component: str) -> None:
    front = edition.document.front
    work = work_iri(edition.path, front.body, front.adopted)
    made = child(meta, "identification", source=_US)
    level = child(made, "FRBRWork")
    _write_names(level, f"{work}/{component}", work)
    child(level, "FRBRalias", value=iri(edition.path), name="cpkg")
    child(level, "FRBRdate", date=front.adopted or UNKNOWN_DAY, name="adoption")
    child(level, "FRBRauthor", href=f"#{anchor(_body_path(edition))}", as_="#author")
    child(level, "FRBRcountry", value="un")
    child(level, "FRBRsubtype", value="deliberation")
    child(level, "FRBRnumber", value=work.rpartition("/")[2])
    expression = child(made, "FRBRExpression")
    _write_names(expression, f"{work}/eng@/{component}", f"{work}/eng@")
    child(expression, "FRBRdate", date=front.adopted or UNKNOWN_DAY, name="adoption")
    child(
        expression,
        "FRBRauthor",
        href=_US if edition.is_summary else f"#{anchor(_body_path(edition))}",
        as_="#author",
    )
    child(expression, "FRBRauthoritative", value="false")
    child(expression, "FRBRlanguage", language="eng")
    manifestation = child(made, "FRBRManifestation")
    _write_names(manifestation, f"{work}/eng@/{component}.xml", f"{work}/eng@.xml")
    child(manifestation, "FRBRdate", date=edition.read_on, name="markup")
    child(manifestation, "FRBRauthor", href=_US, as_="#editor")


def _write_names(level: Element, this: str, uri: str) -> None:
    child(level, "FRBRthis", value=this)
    child(level, "FRBRuri", value=uri)


def _write_subjects(meta: Element, edition: Edition) -> None:
    themes = sorted({theme for provision in edition.document.provisions for theme in provision.themes})
    if not themes:
        return
    made = child(meta, "classification", source=_US)
    for theme in themes:
        path = f"theme/{theme}"
        child(
            made, "keyword", value=theme.rpartition("/")[2], href=iri(path),
            showAs=edition.names.get(path, theme), dictionary="cpkg",
        )  # fmt: skip


def _write_steps(meta: Element, edition: Edition) -> None:
    front = edition.document.front
    body = f"#{anchor(_body_path(edition))}"
    made = element("workflow", source="#un")
    for symbol in front.recommended_in:
        child(made, "step", date=UNKNOWN_DAY, by=body, outcome="recommendedForAdoption", as_=symbol)
    if front.adopted:
        child(made, "step", date=front.adopted, by=body, outcome="adopted")
    if len(made):
        meta.append(made)


def _write_analysis(meta: Element, document: Document) -> None:
    made = element("analysis", source=_US)
    adoption = document.front.adoption
    if adoption.mode:
        outcome = _OUTCOMES.get(adoption.mode, "".join(adoption.mode.title().split()))
        voting = child(child(made, "parliamentary"), "voting", outcome=outcome, eId="voting_1")
        counts = (adoption.in_favour, adoption.against, adoption.abstaining)
        for (name, _), value in zip(_COUNTS, counts, strict=True):
            if value is not None:
                child(voting, "count", eId=f"count_{name}", refersTo=f"#{name}", value=str(value))
        if not len(voting):
            child(voting, "quorum", eId="quorum_1", value="")
    references = element("otherReferences", source=_US)
    for place, href, words in dict.fromkeys(_unplaced(document)):
        child(references, "implicitReference", for_=f"#{place}", href=href, showAs=words)
    if len(references):
        made.append(references)
    if len(made):
        meta.append(made)


def _unplaced(document: Document) -> Iterator[tuple[str, str, str]]:
    """Yield the references of each provision that its own words have no place for: place, IRI, words."""
    for provision in document.provisions:
        for citation in provision.citations:
            if citation.target and (citation.span is None or citation.note_span):
                yield element_id(provision), reference_of(citation), citation.text


def _write_references(meta: Element, edition: Edition) -> None:
    made = child(meta, "references", source=_US)
    child(made, "TLCOrganization", eId="cpkg", href=_CPKG, showAs="cpkg")
    child(made, "TLCOrganization", eId="un", href="/akn/ontology/organization/un", showAs="United Nations")
    child(made, "TLCRole", eId="author", href="/akn/ontology/role/un/author", showAs="Author")
    child(made, "TLCRole", eId="editor", href="/akn/ontology/role/un/editor", showAs="Editor")
    for path in sorted(_named(edition)):
        kind = _CLASSES[path.partition("/")[0]]
        child(made, kind, eId=anchor(path), href=iri(path), showAs=edition.names.get(path, path))


def _named(edition: Edition) -> set[str]:
    """Return the paths of what the text refers to by `refersTo`."""
    found = {_body_path(edition)}
    for provision in edition.document.provisions:
        found |= {f"act-type/{act.type}" for act in provision.acts if act.type}
        found |= {one.id for one in provision.mentions if one.id.partition("/")[0] in _CLASSES}
    return found


def _body_path(edition: Edition) -> str:
    return f"body/{edition.document.front.body or 'unknown'}"
