"""Write a resolution as Akoma Ntoso for the United Nations (AKN4UN), valid against the strict schema 3.0.

The shape is that of the files the United Nations publish: a `statement` with cover page, preface, preamble,
main body and conclusions. They differ where theirs is not valid. What refers to something refers to its IRI
in this graph.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kg.export.akn_body import Body
from kg.export.akn_meta import SUMMARY_NOTE, write_meta, write_part_meta
from kg.export.akn_text import Words
from kg.export.xml_writer import Element, add_text, child, element, written

if TYPE_CHECKING:
    from kg.document import Provision
    from kg.export.edition import Edition

_NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"


def resolution_akn(edition: Edition) -> str:
    """Return the XML of a resolution."""
    root = element("akomaNtoso", xmlns=_NAMESPACE)
    parts = _parts(edition.document.provisions)
    words = Words({note.marker: note for note in reversed(edition.document.footnotes)})
    for index, (label, provisions) in enumerate(parts):
        if index == 0:
            statement = child(root, "statement", name="summary" if edition.is_summary else "resolution")
            write_meta(statement, edition)
            _write_cover(statement, edition)
        else:
            components = root.find("components")
            components = child(root, "components") if components is None else components
            component = child(components, "component", eId=f"component_{index}")
            statement = child(component, "statement", name="resolution")
            write_part_meta(statement, edition, f"part_{label}")
        _write_preface(statement, edition, label, whole=index == 0)
        _write_statement(statement, edition, provisions, words)
        if index == 0:
            _write_closing(statement, edition, words if len(parts) == 1 else None)
            _move_annexes(statement)
    return written(root)


def _parts(provisions: tuple[Provision, ...]) -> list[tuple[str, list[Provision]]]:
    """Return the parts of a resolution that each have a preamble of their own, by their letters; else one."""
    parted = bool(provisions) and provisions[0].id.startswith("A/")
    parts: list[tuple[str, list[Provision]]] = []
    for provision in provisions:
        head = provision.id.partition("/")[0]
        label = head if parted and len(head) == 1 else (parts[-1][0] if parts else "")
        if not parts or label != parts[-1][0]:
            parts.append((label, []))
        parts[-1][1].append(provision)
    return parts or [("", [])]


def _write_cover(statement: Element, edition: Edition) -> None:
    front = edition.document.front
    cover = child(statement, "coverPage", eId="coverPage_1")
    child(child(cover, "p"), "docAuthority", "United Nations", refersTo="#un")
    child(child(cover, "p"), "docNumber", front.symbol or edition.path, refersTo="#symbol")
    body = edition.bodies.get(front.body or "", front.body_name)
    if body:
        child(child(cover, "p"), "docAuthority", body, refersTo="#issuingBody")
    if front.session:
        words = (
            f"{front.session} session"
            if len(front.session) == len("2019")
            else f"{_nth(front.session)} session"
        )
        child(child(cover, "p"), "session", words, value=front.session)
    if front.agenda_items:
        child(child(cover, "p"), "inline", f"Agenda item {', '.join(front.agenda_items)}", name="agenda item")
    if body and front.adopted:
        child(child(cover, "p"), "docTitle", f"Resolution adopted by the {body} on {_day(front.adopted)}")
    _write_proponent(cover, edition)


def _write_proponent(cover: Element, edition: Edition) -> None:
    front = edition.document.front
    papers = " and ".join(front.recommended_in)
    by = front.recommended_by
    name = (edition.bodies.get(by) or edition.names.get(f"body/{by}") or by) if by else None
    if name:
        words = f"on the recommendation of the {name.removeprefix('the ')}" + (
            f" ({papers})" if papers else ""
        )
    elif papers:
        words = f"on the basis of {papers}"
    else:
        return
    child(child(cover, "p"), "docProponent", f"[{words}]")


def _write_preface(statement: Element, edition: Edition, label: str, *, whole: bool) -> None:
    front = edition.document.front
    preface = child(statement, "preface", eId=None if whole else f"part_{label}__preface")
    if whole:
        paragraph = child(preface, "p")
        number = edition.path.partition("RES/")[2] or edition.path
        child(paragraph, "docNumber", f"{number}.")
        add_text(paragraph, " ")
        child(paragraph, "docTitle", front.title or edition.path, refersTo="#resolutionTitle")
        if edition.is_summary:
            child(child(preface, "p", class_="status"), "remark", SUMMARY_NOTE, status="editorial")
    if label:
        child(child(preface, "p"), "docNumber", label)


def _write_statement(statement: Element, edition: Edition, provisions: list[Provision], words: Words) -> None:
    front = edition.document.front
    own = [one for one in provisions if not one.id.startswith("draft/")]
    drafted = [one for one in provisions if one.id.startswith("draft/")]
    first = next((i for i, one in enumerate(own) if _ends_preamble(one)), len(own))
    annexed = next((i for i, one in enumerate(own) if i >= first and _is_annex(one)), len(own))
    body = Body(edition, words)
    preamble = child(statement, "preamble")
    formula = child(preamble, "formula", name="enactingFormula", eId=_formula_id(provisions))
    body.formula(formula, front.body_name or edition.bodies.get(front.body or "", "Body"))
    body.preamble(preamble, own[:first])
    main = child(statement, "mainBody")
    body.main(main, own[first:annexed])
    if drafted:
        body.draft(drafted, edition.bodies.get(front.draft_for or "", "General Assembly"))
    if not len(main):
        child(main, "p")
    if own[annexed:]:
        _write_annex(statement, edition, own[annexed:], body)


def _write_annex(statement: Element, edition: Edition, provisions: list[Provision], body: Body) -> None:
    attachment = child(child(statement, "attachments"), "attachment", eId="attachment_1")
    annex = child(attachment, "doc", name="annex")
    write_part_meta(annex, edition, "annex_1")
    body.main(child(annex, "mainBody"), provisions)


def _write_closing(statement: Element, edition: Edition, words: Words | None) -> None:
    front = edition.document.front
    conclusions = child(statement, "conclusions", eId="conclusions")
    paragraph = child(conclusions, "p")
    if front.meeting:
        child(paragraph, "inline", f"{_nth(front.meeting)} meeting", name="adoptionMeeting")
        child(paragraph, "eol")
    if front.adopted:
        child(paragraph, "docDate", _day(front.adopted), date=front.adopted, refersTo="#adoptionDate")
    if words and words.uncalled():
        words.write_uncalled(child(conclusions, "p"))


def _move_annexes(statement: Element) -> None:
    """Put the annexes behind the conclusions, where the schema wants them."""
    annexes = statement.find("attachments")
    if annexes is not None:
        statement.remove(annexes)
        statement.append(annexes)


def _ends_preamble(provision: Provision) -> bool:
    return provision.kind in {"operative", "annex"}


def _is_annex(provision: Provision) -> bool:
    return provision.kind == "annex" and "/table/" not in provision.id


def _formula_id(provisions: list[Provision]) -> str:
    head = provisions[0].id.partition("/")[0] if provisions else ""
    return f"{head}__formula_1" if len(head) == 1 else "formula_1"


def _day(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%B %Y}"


def _nth(number: str) -> str:
    """Return a number as an ordinal in figures: `1st`, `12th`, `62nd`."""
    if not number.isdigit():
        return number
    endings = {"1": "st", "2": "nd", "3": "rd"}
    return number + ("th" if number[-2:-1] == "1" else endings.get(number[-1], "th"))
