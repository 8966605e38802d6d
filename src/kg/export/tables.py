"""The tables for people without RDF: which there are, and what stands in each column.

A path tells from where in the graph a value comes: properties joined by `/`, with `|` between those of which
any will do, and then `label` for the name of what was reached, or `instrument` or `provision` where it is one
or belongs to one; `which of` and properties give the name of the first that has a value. `id`, `iri`, `kind`
and `complete` are about the row's own thing; `relation` and `value` about a link.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Type = Literal["string", "integer", "boolean", "date"]

_PARTIAL_DATE_PATTERN = r"\d{4}(-\d{2}(-\d{2})?)?"
"""A day, a month or a year, as the source says."""


@dataclass(frozen=True)
class Column:
    """One column."""

    name: str
    path: str
    description: str
    type: Type = "string"
    refers_to: str = ""
    """Name of the table whose `id` the value is."""
    required: bool = False
    pattern: str = ""


@dataclass(frozen=True)
class Table:
    """One table, a row a thing of one class; or, with `links`, a row for each link that its things have."""

    name: str
    title: str
    description: str
    of: str
    """Class of the things, or several with `|` between."""
    columns: tuple[Column, ...]
    links: tuple[tuple[str, str], ...] = ()
    """Properties whose values make the rows, each with the word for it in the column `relation`."""

    @property
    def key(self) -> tuple[str, ...]:
        """Return the columns that together name a row."""
        return tuple(column.name for column in self.columns) if self.links else ("id",)


def _id(what: str) -> Column:
    return Column(
        "id", "id", f"Short id of the {what}; its IRI is https://w3id.org/cpkg/id/ and this.", required=True
    )


def _links(  # noqa: PLR0917 - each table below reads as a row
    name: str, title: str, of: str, one: Column, other: Column, links: dict[str, str], description: str = ""
) -> Table:
    """Return a table that joins two others."""
    relation = Column("relation", "relation", f"One of: {', '.join(links.values())}.", required=True)
    columns = (replace(one, path="id", required=True), relation, replace(other, path="value", required=True))
    told = description or f"{title}: a row a link."
    return Table(name, title, told, of, columns, tuple(links.items()))


_IRI = Column("iri", "iri", "Whole address of the thing, the same for ever.", required=True)
_COMPLETE = Column(
    "complete", "complete",
    "True where the export has all that the graph says of the row; false where another row only names it.",
    "boolean", required=True,
)  # fmt: skip
_GIST = Column("gist", "cp:gist", "Summary by this project, not official text.")
_SDG = Column("target", "value", "Number of the target or goal, such as sdg:16.2.")
_PROVISION = Column("provision", "id", "Id of the provision.", refers_to="provisions")
_INSTRUMENT = Column("instrument", "id", "Id of the instrument.", refers_to="instruments")
_ACT = Column("act", "id", "Id of the act.", refers_to="acts")
_ACTOR = Column("actor", "value", "Id of the actor.", refers_to="actors")
_THEME = Column("theme", "value", "Id of the theme.", refers_to="themes")


def _day(name: str, path: str, description: str) -> Column:
    return Column(name, path, description, "date")


def _partial(name: str, path: str, description: str) -> Column:
    return Column(name, path, f"{description} A day, or only a month or year.", pattern=_PARTIAL_DATE_PATTERN)


_COUNTERPARTS = "cp:implemented|cp:paralleled|cp:extended|cp:drawnOn"

TABLES: tuple[Table, ...] = (
    Table(
        "instruments", "Instruments",
        "Resolutions, treaties, general comments, reports and drafts: a row an instrument.",
        "cp:Instrument",
        (
            _id("instrument"), _IRI,
            Column(
                "kind", "kind",
                "What it is: resolution, treaty, protocol, general comment, report and the like.",
            ),
            Column("title", "label", "Title, or the symbol where no title is known.", required=True),
            Column("symbol", "cp:symbol", "United Nations document symbol, without spaces."),
            Column("number", "cp:resolutionNumber", "Number under which the organ cites its own resolution."),
            _day("adopted_on", "cp:adoptedOn", "Day of adoption."),
            _day("issued_on", "cp:issuedOn", "Day of issue printed on it."),
            Column("adopted_by", "cp:adoptedBy", "Organ that adopted it.", refers_to="actors"),
            Column(
                "session", "cp:adoptedAtSession/cp:sessionNumber",
                "Session of that organ, by number or year.",
            ),
            Column("meeting", "cp:meetingNumber", "Number of the meeting.", "integer"),
            Column("adoption", "cp:adoptionMode/label", "How it was adopted."),
            Column("votes_for", "cp:votesFor", "Votes in favour.", "integer"),
            Column("votes_against", "cp:votesAgainst", "Votes against.", "integer"),
            Column("abstentions", "cp:abstentions", "Abstentions.", "integer"),
            _day("in_force_on", "cp:entryIntoForce", "Day on which a treaty entered into force."),
            Column("unts_volume", "cp:untsVolume", "Volume of the United Nations Treaty Series.", "integer"),
            Column(
                "unts_number", "cp:untsRegistration",
                "Registration number with the United Nations.", "integer",
            ),
            Column(
                "mtdsg", "cp:mtdsgNumber",
                "Chapter and number in the Secretary-General's list of treaties.",
            ),
            Column(
                "draft_in", "cp:draftIn",
                "For a draft, the resolution that sets it out.", refers_to="instruments",
            ),
            _GIST, _COMPLETE,
        ),
    ),
    Table(
        "provisions", "Provisions", "Paragraphs, articles, their sub-items and headings: a row a provision.",
        "cp:Provision",
        (
            _id("provision"), _IRI,
            Column("instrument", "cp:provisionOf", "Instrument that it belongs to.", refers_to="instruments"),
            Column("place", "label", "How it is cited.", required=True),
            Column("kind", "kind", "Preambular paragraph, operative paragraph, article and the like."),
            Column("number", "eli:number", "Number or letter as printed."),
            Column("order", "cp:order", "Place among all provisions of its instrument.", "integer"),
            Column("part_of", "cp:subItemOf", "Provision that it is a sub-item of.", refers_to="provisions"),
            Column("heading", "cp:heading", "Heading, as printed or given by this project."),
            _GIST, _COMPLETE,
        ),
    ),
    Table(
        "acts", "Acts", "What provisions do by a verb (urge, decide, recall): a row an act.", "cp:Act",
        (
            _id("act"),
            Column("provision", "cp:actOf", "Provision whose words perform it.", refers_to="provisions"),
            Column("order", "cp:actOrder", "Place among the acts of its provision.", "integer"),
            Column("type", "cp:actType", "Id of the type of act."),
            Column("verb", "cp:actType/label", "Name of the type: calls upon, recalls."),
            Column("category", "cp:actType/cp:category/label", "Directing, deciding, evaluating and so on."),
            Column(
                "strength", "cp:actType/cp:strength/label",
                "Place on this project's scale of strength; not law.",
            ),
            Column(
                "strength_rank", "cp:actType/cp:strength/cp:rank",
                "The same as a number, to sort by.", "integer",
            ),
            Column("phrase", "cp:phrase", "Verb phrase as printed."),
            Column("addressees_as_printed", "cp:addresseeText", "Whom it speaks to, as printed."),
            Column("performed_by", "cp:performedBy", "Organ in whose name it is done.", refers_to="actors"),
            _COMPLETE,
        ),
    ),
    Table(
        "citations", "Citations", "References from a provision to another text: a row a citation.",
        "cp:Citation",
        (
            _id("citation"),
            Column("provision", "cp:citingProvision", "Provision that cites.", refers_to="provisions"),
            Column(
                "cited_instrument", "cp:citedEntity/instrument",
                "Instrument cited.", refers_to="instruments",
            ),
            Column(
                "cited_provision", "cp:citedEntity/provision",
                "Provision of it, where one is named.", refers_to="provisions",
            ),
            Column("pinpoint", "cp:pinpoint", "Place in the cited text, in short."),
            Column("text", "cp:citationText", "The reference as printed."),
            Column("connective", "cp:connective", "Words that join it to its verb."),
            Column("act", "cp:governedBy", "Act whose verb governs it.", refers_to="acts"),
            Column("verb", "cp:governedBy/cp:actType/label", "Name of that act's type."),
            Column("note", "cp:throughNote", "Footnote that identifies what is cited.", refers_to="notes"),
            _COMPLETE,
        ),
    ),
    Table(
        "notes", "Footnotes", "Footnotes of instruments: a row a note.", "cp:Footnote",
        (
            _id("footnote"),
            Column("instrument", "cp:noteOf", "Instrument that prints it.", refers_to="instruments"),
            Column("marker", "cp:marker", "Mark as printed."),
            _COMPLETE,
        ),
    ),
    Table(
        "actors", "Actors", "Bodies, mandates, programmes, initiatives, States and groups: a row an actor.",
        "cp:Agent",
        (
            _id("actor"), _IRI,
            Column("kind", "kind", "Body, mandate, programme, initiative, State or group."),
            Column("name", "label", "Name.", required=True),
            _partial("from", "cp:from", "Beginning."),
            _partial("until", "cp:until", "End."),
            Column("description", "dcterms:description", "What it is."),
            _COMPLETE,
        ),
    ),
    Table(
        "treaty-actions", "Treaty actions",
        "Signatures, ratifications, accessions and the like: a row an action.", "cp:TreatyAction",
        (
            _id("treaty action"),
            Column("treaty", "cp:actionOn", "Treaty.", refers_to="instruments"),
            Column("actor", "cp:actionBy", "State or organization.", refers_to="actors"),
            Column("actor_name", "cp:actionBy/label", "Its name."),
            Column("kind", "cp:actionKind", "Signature, ratification, accession, succession and so on."),
            _partial("on", "cp:actionOnDate", "When."),
            Column("binds", "cp:bindsParty", "Whether it binds.", "boolean"),
            _partial("as_of", "cp:asOf", "How far the source reaches."),
            _COMPLETE,
        ),
    ),
    Table(
        "reporting-duties", "Reporting duties",
        "Reports that parties to a treaty owe to a body, by when: a row a duty.", "cp:ReportingDuty",
        (
            _id("reporting duty"),
            Column("treaty", "cp:reportingDutyOf", "Treaty.", refers_to="instruments"),
            Column("body", "cp:reportsTo", "Body that considers the reports.", refers_to="actors"),
            Column(
                "first_months", "cp:firstReportWithinMonths",
                "Time for the first report, in months from entry into force for the party.", "integer",
            ),
            Column(
                "further_months", "cp:furtherReportEveryMonths",
                "Longest time between later reports, in months.", "integer",
            ),
            Column(
                "on_request", "cp:furtherReportOnRequest",
                "Whether the body can call for a report at other times.", "boolean",
            ),
            Column("joins", "cp:furtherReportJoins", "Id of the duty in whose reports it goes on."),
            Column("provision", "cp:laidDownIn", "Provision that imposes it.", refers_to="provisions"),
            Column("place", "cp:place", "The place in the treaty, as it is cited."),
            _COMPLETE,
        ),
    ),
    Table(
        "themes", "Themes", "What acts and provisions are about: a row a theme or term.", "cp:Theme",
        (
            _id("theme"), _IRI,
            Column("kind", "kind", "Theme, or term where it is a contested word itself."),
            Column("label", "label", "Name.", required=True),
            Column("scheme", "skos:inScheme/label", "Group of themes."),
            Column("definition", "skos:definition", "Definition by this project."),
            _COMPLETE,
        ),
    ),
    Table(
        "deliverables", "Deliverables", "Reports, meetings and the like that acts ask for: a row a product.",
        "cp:Deliverable",
        (
            _id("deliverable"),
            Column("act", "cp:deliverableOf", "Act that asks for it.", refers_to="acts"),
            Column("kind", "cp:deliverableKind", "Report, meeting, resources or measure."),
            Column("title", "label", "What is asked for."),
            Column("due_at", "cp:dueAt", "Id of the session at which it is due."),
            Column("delivered_as", "cp:deliveredAs", "Document that answered.", refers_to="instruments"),
            _COMPLETE,
        ),
    ),
    Table(
        "correspondences", "Correspondences",
        "Analytical links between provisions of different texts: a row a link.", "cp:Correspondence",
        (
            _id("correspondence"),
            Column("provision", "cp:correspondenceOf", "Provision it is said of.", refers_to="provisions"),
            Column(
                "relation", f"which of {_COUNTERPARTS}",
                "Which: implemented, paralleled, extended, drawn on.",
            ),
            Column("other", _COUNTERPARTS, "Id of the other text, an instrument or provision."),
            Column("basis", "cp:basis", "Named in the text, or our reading."),
            Column("reason", "cp:reason", "Why, in one sentence."),
            _COMPLETE,
        ),
    ),
    Table(
        "sources", "Sources", "Documents and files from which facts were read: a row a source.", "cp:Source",
        (
            _id("source"),
            Column("title", "label", "What it is."),
            Column("address", "dcterms:source", "Where it is on the web; one address where it has several."),
            Column("sha256", "cp:sha256", "Digest of the file that was read."),
            _COMPLETE,
        ),
    ),
    _links(
        "act-actors", "Acts and actors", "cp:Act", _ACT, _ACTOR,
        {"cp:addressee": "addressee", "cp:directedAt": "directed at"},
    ),
    _links("act-themes", "Acts and themes", "cp:Act", _ACT, _THEME, {"cp:hasTheme": "has theme"}),
    _links(
        "provision-themes", "Provisions and themes", "cp:Provision", _PROVISION, _THEME,
        {"cp:hasTheme": "has theme", "cp:usesTerm": "uses term", "cp:discussesTerm": "discusses term",
         "cp:namesTerm": "names term"},
        "The themes of provisions, with those of their acts, and the terms that they use: a row a link.",
    ),
    _links(
        "provision-actors", "Provisions and actors", "cp:Provision", _PROVISION, _ACTOR,
        {"cp:mentions": "mentions", "cp:addresses": "addresses"},
    ),
    _links(
        "provision-targets", "Provisions and Sustainable Development Goals", "cp:Provision", _PROVISION, _SDG,
        {"cp:namesTarget": "names target", "cp:servesTarget": "serves target", "cp:namesGoal": "names goal"},
    ),
    _links(
        "provision-notes", "Provisions and footnotes", "cp:Provision", _PROVISION,
        Column("note", "value", "Id of the footnote.", refers_to="notes"), {"cp:hasNote": "has note"},
    ),
    _links(
        "note-references", "What footnotes refer to", "cp:Footnote",
        Column("note", "id", "Id of the footnote.", refers_to="notes"),
        Column("text", "value", "Id of the instrument or provision."), {"cp:refersTo": "refers to"},
    ),
    _links(
        "instrument-actors", "Instruments and actors", "cp:Instrument", _INSTRUMENT, _ACTOR,
        {"cp:adoptedBy": "adopted by", "cp:issuedBy": "issued by", "cp:recommendedBy": "recommended by",
         "cp:enactingBody": "speaks for", "cp:monitoredBy": "monitored by", "cp:depositary": "depositary"},
    ),
    _links(
        "instrument-themes", "Instruments and themes", "cp:Instrument", _INSTRUMENT, _THEME,
        {"cp:hasTheme": "has theme"}, "The themes that instruments as wholes are about: a row a link.",
    ),
    _links(
        "instrument-instruments", "Lineage of instruments", "cp:Instrument", _INSTRUMENT,
        Column("other", "value", "Id of the other instrument.", refers_to="instruments"),
        {"cp:supplements": "supplements", "cp:recommendsAdoptionOf": "recommends adoption of",
         "cp:adoptedAs": "adopted as", "cp:recommendedIn": "recommended in", "cp:setOutIn": "set out in",
         "cp:amendedBy": "amended by"},
    ),
    _links(
        "actor-actors", "Actors and actors", "cp:Agent",
        Column("actor", "id", "Id of the actor.", refers_to="actors"),
        Column("other", "value", "Id of the other actor.", refers_to="actors"),
        {"cp:subsidiaryOf": "subsidiary of", "cp:answersTo": "answers to", "cp:runBy": "run by",
         "cp:heads": "heads", "cp:participant": "has as participant", "cp:memberOfGroup": "member of",
         "cp:subgroupOf": "subgroup of"},
    ),
    _links(
        "theme-themes", "Themes and themes", "cp:Theme",
        Column("theme", "id", "Id of the theme.", refers_to="themes"),
        Column("other", "value", "Id of the other theme.", refers_to="themes"),
        {"skos:broader": "narrower than", "cp:increasinglyReplacedBy": "increasingly replaced by"},
    ),
    _links(
        "names", "Other names", "cp:Agent", Column("actor", "id", "Id of the actor.", refers_to="actors"),
        Column("name", "value", "Abbreviation, code or other name."),
        {"cp:abbreviation": "abbreviation", "skos:notation": "code", "skos:altLabel": "other name"},
        "Abbreviations, codes and other names of actors: a row a name.",
    ),
    _links(
                "derivations", "Sources of rows",
        "cp:Instrument|cp:Provision|cp:Footnote|cp:Agent|cp:TreatyAction|cp:Deliverable",
        Column("thing", "id", "Id of what a source shows."),
        Column("source", "value", "Id of the source: a row of sources, or a provision or instrument here."),
        {"prov:wasDerivedFrom": "derived from"},
        "From which source each instrument, provision, actor and action was read: a row a link.",
    ),
)  # fmt: skip
