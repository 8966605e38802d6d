"""Values of a document that was read: what extraction finds, before any of it is RDF.

Spans are half-open pairs of character offsets. `Provision.span`, `pieces` and `Document.unread` are offsets
into the decoded source; every other span is one into the text of the provision or footnote that holds it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Span = tuple[int, int]
Kind = Literal["preambular", "operative", "heading", "annex"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A footnote's mark in a text it was removed from."""

    at: int
    """Offset in the text before which the mark stood."""
    marker: str
    """As printed, in plain digits: `4`, `*`."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """An agent, or class of agents, that an act speaks to."""

    id: str | None
    """Path of the known thing (`group/member-states`), or None."""
    text: str
    """As printed, with its article and qualifier."""
    span: Span
    head: str = ""
    """Head noun phrase without article and qualifier: `Member States`."""
    qualifier: str = ""
    """What narrows it, as printed: `that have not done so`."""


@dataclass(frozen=True, slots=True)
class Act:
    """One act that a provision performs."""

    type: str | None
    """Slug of the act type (`calls-upon`), or None where the phrase is not known."""
    phrase: str
    """As printed; a sub-item repeats its chapeau's."""
    span: Span | None
    """None where the act is inherited from a chapeau."""
    addressees: tuple[Addressee, ...] = ()
    inherited: bool = False


@dataclass(frozen=True, slots=True)
class Citation:
    """A reference to an instrument or provision, tied to its target where one was found."""

    target: str | None
    """Path of the instrument: a symbol (`A/HRC/RES/28/19`) or `treaty/CRC`."""
    text: str
    span: Span | None
    """Offsets into the provision's text; None for a citation that stands in a footnote."""
    pinpoint: str | None = None
    """Part of the target in our form: `op/4`, `art/34`, `annex/II`, `chap/I/sect/D`."""
    act: str | None = None
    """Slug of the act whose verb governs the citation."""
    note: str | None = None
    """Marker of the footnote that holds the citation, or that gives the source of one in the text."""
    note_span: Span | None = None
    """Offsets into the text of that footnote, where the citation stands there."""
    reason: str = ""
    """Why there is no target."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A known body, mandate, programme, initiative, instrument or goal named in a text."""

    id: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A reference that was left open, and why."""

    text: str
    reason: str
    provision: str


@dataclass(frozen=True, slots=True)
class Provision:
    """One paragraph, sub-item, heading or paragraph of an annex."""

    id: str
    """Path after the instrument's: `op/4/a`, `pp/3`, `draft/op/2`, `annex/1`, `h/2`."""
    kind: Kind
    number: str | None
    """As printed, without brackets and stop: `4`, `a`, `ii`; None where it has none."""
    level: int
    """1 for a paragraph, 2 for its sub-items, and so on."""
    parent: str | None
    text: str
    span: Span
    pieces: tuple[Span, ...]
    marks: tuple[Mark, ...] = ()
    emphasis: tuple[Span, ...] = ()
    """Italic runs, where the source shows them."""
    recital: bool = False
    """Whether a preambular paragraph stands under the heading of a section, apart from the preamble. The UN's
    own markup files such recitals with headings, and so does the JSON of `kg extract`."""
    acts: tuple[Act, ...] = ()
    citations: tuple[Citation, ...] = ()
    mentions: tuple[Mention, ...] = ()
    themes: tuple[str, ...] = ()
    sdg_targets: tuple[str, ...] = ()
    sdg_goals: tuple[str, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """Return the markers of the footnotes of this provision, in order, each once."""
        return tuple(dict.fromkeys(mark.marker for mark in self.marks))


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote of the document."""

    marker: str
    text: str
    span: Span
    pieces: tuple[Span, ...]
    provision: str | None = None
    """Id of the provision that carries the mark first."""
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Adoption:
    """How a resolution was adopted."""

    mode: str | None = None
    """`without a vote`, `recorded vote`, `unanimously`, or as printed."""
    in_favour: int | None = None
    against: int | None = None
    abstaining: int | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What the UN's library indexed a document under."""

    heading: str
    """As in its thesaurus or its list of names: `CHILD ABUSE`."""
    iri: str | None = None
    """Of the concept of the UNBIS Thesaurus, where the file gives it."""


@dataclass(frozen=True, slots=True)
class Sponsor:
    """A State that tabled a draft or joined those who did."""

    text: str
    id: str | None = None
    """Path of the State (`state/ALB`), or None for what is yet to be read, or names none."""


@dataclass(frozen=True, slots=True)
class Ballot:
    """The vote of one State."""

    vote: Literal["for", "against", "abstaining"]
    text: str
    """The State as printed."""
    id: str | None = None


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a document says of itself around its provisions."""

    symbol: str | None = None
    body: str | None = None
    """Key of the body (`GA`, `HRC`, `ECOSOC`, `SC`, `CCPCJ`), or None where it is not known."""
    body_name: str = ""
    """As printed in the enacting formula."""
    title: str | None = None
    adopted: str | None = None
    """ISO date."""
    session: str | None = None
    """Number of the session (`31`), or year (`2019`)."""
    agenda_items: tuple[str, ...] = ()
    meeting: str | None = None
    adoption: Adoption = Adoption()
    recommended_by: str | None = None
    """Key of the body that recommended it, or its name as printed where the key is not known."""
    recommended_in: tuple[str, ...] = ()
    """Symbols of the report and the draft in which it was recommended or tabled."""
    draft_for: str | None = None
    """Key of the body for which the document sets out a draft."""
    draft_title: str | None = None
    subjects: tuple[Subject, ...] = ()
    sponsors: tuple[Sponsor, ...] = ()
    ballots: tuple[Ballot, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """The file a document was read from."""

    path: str
    sha256: str
    """Digest of the file's bytes."""
    media_type: str


@dataclass(frozen=True, slots=True)
class Document:
    """One resolution or treaty, as it was read."""

    front: FrontMatter
    provisions: tuple[Provision, ...]
    footnotes: tuple[Footnote, ...]
    origin: Origin
    unresolved: tuple[Unresolved, ...] = ()
    kind: Literal["resolution", "treaty"] = "resolution"
    unread: tuple[Span, ...] = ()
    """Where in the source text stands behind the closing, which is no part of the document."""
    source_text: str = field(default="", repr=False)
    """The decoded source that `Provision.span` points into."""
