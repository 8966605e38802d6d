"""The JSON of `kg extract`: one object a document, with the keys that DESIGN fixes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.identifiers import whole_document

if TYPE_CHECKING:
    from kg.document import Act, Addressee, Citation, Document, Footnote, FrontMatter, Mention, Provision


def document_json(document: Document) -> dict[str, Any]:
    """Return a document as the object that `kg extract` prints."""
    return {
        **_front(document.front),
        "kind": document.kind,
        "provisions": [_provision(provision) for provision in document.provisions],
        "footnotes": [_footnote(note) for note in document.footnotes],
        "unresolved": [
            {"text": one.text, "reason": one.reason, "provision": one.provision}
            for one in document.unresolved
        ],
        "warnings": list(document.front.warnings),
        "source": {
            "path": document.origin.path,
            "sha256": document.origin.sha256,
            "media_type": document.origin.media_type,
        },
    }


def _front(front: FrontMatter) -> dict[str, Any]:
    return {
        "symbol": front.symbol,
        "body": front.body,
        "body_name": front.body_name,
        "title": front.title,
        "adopted": front.adopted,
        "session": front.session,
        "agenda_items": list(front.agenda_items),
        "meeting": front.meeting,
        "adoption": {
            "mode": front.adoption.mode,
            "for": front.adoption.in_favour,
            "against": front.adoption.against,
            "abstaining": front.adoption.abstaining,
        },
        "recommended_by": front.recommended_by,
        "recommended_in": list(front.recommended_in),
        "draft_for": front.draft_for,
        "subjects": [{"heading": one.heading, "id": one.iri} for one in front.subjects],
        "sponsors": [{"id": one.id, "text": one.text} for one in front.sponsors],
        "votes": [{"id": one.id, "text": one.text, "vote": one.vote} for one in front.ballots],
    }


def _provision(provision: Provision) -> dict[str, Any]:
    return {
        "id": provision.id,
        # the UN's own markup files the recitals of a section with its headings
        "kind": "heading" if provision.recital else provision.kind,
        "recital": provision.recital,
        "number": provision.number,
        "level": provision.level,
        "parent": provision.parent,
        "text": provision.text,
        "span": list(provision.span),
        "pieces": [list(piece) for piece in provision.pieces],
        "acts": [_act(act) for act in provision.acts],
        "citations": _citations(provision.citations),
        "mentions": [_mention(mention) for mention in provision.mentions],
        "themes": list(provision.themes),
        "sdg_goals": list(provision.sdg_goals),
        "sdg_targets": list(provision.sdg_targets),
        "notes": list(provision.notes),
        "marks": [{"at": mark.at, "marker": mark.marker} for mark in provision.marks],
    }


def _act(act: Act) -> dict[str, Any]:
    return {
        "type": act.type,
        "phrase": act.phrase,
        "addressees": [_addressee(one) for one in act.addressees],
        "span": list(act.span) if act.span else None,
        "inherited": act.inherited,
    }


def _addressee(addressee: Addressee) -> dict[str, Any]:
    return {
        "id": addressee.id,
        "text": addressee.text,
        "head": addressee.head,
        "qualifier": addressee.qualifier or None,
        "span": list(addressee.span) if addressee.span[1] else None,
    }


def _whole(target: str | None) -> str | None:
    """Return the symbol of the document that a lettered part belongs to, or None."""
    whole = whole_document(target) if target else None
    return whole if whole != target else None


def _citations(citations: tuple[Citation, ...]) -> list[dict[str, Any]]:
    """Return citations, and after that of a part those it implies, of the documents that hold the part."""
    together = _together(citations)
    found = []
    for citation in citations:
        found.append(_citation(citation, citation.target))
        whole = _whole(citation.target)
        implied = [whole, together.pop(whole, None)] if whole else []
        found += [{**_citation(citation, target), "implied": True} for target in implied if target]
    return found


def _together(citations: tuple[Citation, ...]) -> dict[str, str]:
    """Return the documents that hold several parts cited together: A and B as `A/RES/75/101A-B`.

    The keys are the symbols without letters.
    """
    letters: dict[str, set[str]] = {}
    for citation in citations:
        if whole := _whole(citation.target):
            letters.setdefault(whole, set()).add((citation.target or "")[-1])
    return {
        whole: f"{whole}A-{max(found)}"
        for whole, found in letters.items()
        if len(found) > 1 and min(found) == "A" and len(found) == ord(max(found)) - ord("A") + 1
    }


def _citation(citation: Citation, target: str | None) -> dict[str, Any]:
    return {
        "target": target,
        "pinpoint": citation.pinpoint,
        "text": citation.text,
        "act": citation.act,
        "note": citation.note,
        "span": list(citation.span) if citation.span else None,
        "note_span": list(citation.note_span) if citation.note_span else None,
    }


def _mention(mention: Mention) -> dict[str, Any]:
    return {"id": mention.id, "text": mention.text, "span": list(mention.span)}


def _footnote(note: Footnote) -> dict[str, Any]:
    targets = dict.fromkeys(one["target"] for one in _citations(note.citations) if one["target"])
    return {
        "marker": note.marker,
        "text": note.text,
        "citations": list(targets),
        "provision": note.provision,
        "span": list(note.span),
    }
