"""What the metadata of an AKN4UN document states outright.

Dates: the FRBR date of the work counts; `0001-01-01` means unknown, and then the printed date of adoption
does. Workflow dates contradict both in 60 of 812 official files and come last.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.text.read.xml_tree import Element, Tree

Fact = tuple[str, str]

_DATE_RE = re.compile(r"[12][0-9]{3}-[01][0-9]-[0-3][0-9]")  # not year 1, by which the files say unknown
_MEETING_RE = re.compile(r"([0-9]{1,5})(?:st|nd|rd|th)\b")  # not a date's day without its ordinal
# How a resolution was adopted, in the words of outcomes and workflow notes; not how each State voted.
_MODES = (
    (re.compile(r"without ?a? ?vote|withoutvote", re.IGNORECASE), "without a vote"),
    (re.compile(r"unanimous", re.IGNORECASE), "unanimously"),
    (re.compile(r"acclamation", re.IGNORECASE), "by acclamation"),
    (re.compile(r"recorded ?vote", re.IGNORECASE), "recorded vote"),
)
_COUNTS = {"inFavour": "in favour", "against": "against", "abstaining": "abstaining"}
_LIBRARY = "DHLAUTH"
_DICTIONARIES = {"UNBIS Thesaurus", "DHLAUTH"}
_CONCEPT_RE = re.compile(r"https?://metadata\.un\.org/thesaurus/\d+")
_INLINES = {
    "agenda item": "agenda item",
    "agenda item name": "agenda title",
    "originating document": "originating document",
}


def read_facts(tree: Tree) -> tuple[tuple[str, str], ...]:
    """Return pairs of field and value; the names of the fields are those of the blocks of front matter.

    Beside them: `language`, `meeting`, `mode`, `in favour`, `against`, `abstaining`, `originating document`,
    `draft`, `report`, `catalogue title`, `subject` (the IRI of its concept, a space, its heading),
    `sponsors`, and a State's name for each `voted in favour`, `voted against` and `voted abstaining`.
    """
    adopted = [*tree.all("step", outcome="adopted")][:1]
    facts = [
        *_cover(tree),
        *_preface(tree),
        *_adoption(tree, adopted),
        *_votes(tree, adopted),
        *_papers(tree),
        *_subjects(tree),
        *_sponsors(tree),
        *_ballots(tree),
    ]
    return tuple(dict.fromkeys((field, value) for field, value in facts if value))


def _cover(tree: Tree) -> Iterator[Fact]:
    for number in (tree.all("docNumber", refersTo="#symbol") or tree.all("docNumber"))[:1]:
        yield "symbol", number.words()
    for about in ("#issuingBody", "#subsidiaryBody"):
        for authority in tree.all("docAuthority", refersTo=about):
            yield "body", authority.words()
    for session in tree.all("session"):
        yield "session", session.attributes.get("value", "") or session.words()
    for about, field in _INLINES.items():
        for inline in tree.all("inline", name=about):
            yield field, inline.attributes.get("title", "") or inline.words()
    for proponent in tree.all("docProponent"):
        yield "recommended by", proponent.words()


def _preface(tree: Tree) -> Iterator[Fact]:
    for preface in tree.all("preface")[:1]:
        for tag, field in (("docNumber", "number"), ("docTitle", "title")):
            yield field, " ".join(filter(None, (element.words() for element in preface.find_all(tag))))


def _adoption(tree: Tree, adopted: list[Element]) -> Iterator[Fact]:
    dates = [
        *tree.all("FRBRdate", name="adoption")[:1],
        *tree.all("docDate", refersTo="#adoptionDate")[:1],
        *adopted,
    ]
    known = (date.attributes.get("date", "") for date in dates)
    yield "adopted", next((date for date in known if _DATE_RE.fullmatch(date)), "")
    for language in tree.all("FRBRlanguage")[:1]:
        yield "language", language.attributes.get("language", "")
    meetings = [*tree.all("location"), *tree.all("inline", name="adoptionMeeting")]
    lines = [*(meeting.words() for meeting in meetings), *map(_remark, adopted)]
    yield "meeting", next((match[1] for line in lines if (match := _MEETING_RE.search(line))), "")


def _votes(tree: Tree, adopted: list[Element]) -> Iterator[Fact]:
    counts = {count.attributes.get("refersTo", "").strip("#"): count for count in tree.all("count")}
    for key, field in _COUNTS.items():
        value = counts[key].attributes.get("value", "") if key in counts else ""
        if value.isascii() and value.isdigit():
            yield field, str(int(value[:6]))
    outcomes = [voting.attributes.get("outcome", "") for voting in tree.all("voting")[:1]]
    stated = [*outcomes, *map(_remark, adopted)]
    modes = (mode for text in stated for pattern, mode in _MODES if pattern.search(text))
    printed = " ".join(outcomes).lower()
    yield "mode", next(modes, printed or ("recorded vote" if "inFavour" in counts else ""))


def _papers(tree: Tree) -> Iterator[Fact]:
    """Return the draft, the report that recommends it, and the title in the library's catalogue."""
    for outcome, field in (("draftResolution", "draft"), ("recommendedForAdoption", "report")):
        for step in tree.all("step", outcome=outcome):
            yield field, step.attributes.get("as", "")
    for keyword in tree.all("keyword", refersTo="title"):
        yield "catalogue title", keyword.attributes.get("showAs", "")


def _subjects(tree: Tree) -> Iterator[Fact]:
    """Return what the library indexed the text under; not the keywords of each Goal that a machine tagged."""
    for classification in tree.all("classification", source=_LIBRARY):
        for keyword in classification.find_all("keyword"):
            attributes = keyword.attributes
            if attributes.get("dictionary") in _DICTIONARIES and not attributes.get("refersTo"):
                heading = " ".join(unescape(attributes.get("showAs", "")).split())
                if heading:
                    href = attributes.get("href", "")
                    yield "subject", f"{href if _CONCEPT_RE.fullmatch(href) else ''} {heading}"


def _sponsors(tree: Tree) -> Iterator[Fact]:
    for outcome in ("draftResolution", "draftResolutionAdditionalSponsors"):
        for step in tree.all("step", outcome=outcome):
            yield "sponsors", step.attributes.get("by", "")


def _ballots(tree: Tree) -> Iterator[Fact]:
    for count in tree.all("count"):
        field = _COUNTS.get(count.attributes.get("refersTo", "").strip("#"))
        for voter in count.find_all("organization") if field else ():
            yield f"voted {field}", voter.words()


def _remark(step: Element) -> str:
    """Return what a workflow step says of the meeting and the vote."""
    return f"{step.attributes.get('as', '')} {step.attributes.get('by', '')}"
