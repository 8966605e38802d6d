"""Whether a noun phrase names somebody who can be asked to act, and where its head ends."""

from __future__ import annotations

import re

from kg.text.annotate.act_lexicon import word_set

_AGENTS = word_set(
    "academia academies actors administrations agencies agency airlines alliances allies alumnae alumni "
    "armies army associations authorities authority banks beneficiaries board boards bodies body boys "
    "bureaux businesses centre centres chair chairman chairperson chairs children cities citizens clergy "
    "co-chair co-chairs coalition coalitions commanders commission commissions committee committees "
    "communities community companies company component components conferences contractors contributors "
    "coordinators corporations councils countries country courts creditors delegations departments donors "
    "economies educators employers enterprises entities entity envoy envoys experts facilitator "
    "facilitators families federations force forces forum forums foundations funds girls government "
    "governments group groups guardians heads him holder holders individuals industries industry "
    "institute institutes institution institutions it journalists judges judiciary leaders leadership "
    "lenders mandate-holders manufacturers mechanism mechanisms media member members military militia "
    "militias ministers mission missions movements municipalities museums nation nations network networks "
    "observers office officers offices officials operations operators opposition organ organisation "
    "organisations organization organizations organs panel panels parents parliament parliamentarians "
    "parliaments participants parties partner partners partnerships party peacekeepers people peoples "
    "personnel persons platforms players police politicians posts powers practitioners presidency "
    "presidents procedures producers professionals programmes programs prosecutor prosecutors providers "
    "rapporteurs rebels recipients regime registrar representatives scientists secretariat secretariats "
    "sector sectors service services side sides signatories society specialists staff stakeholders state "
    "states students subsidiaries survivors system taskforce team teams territories them those traders "
    "trainers treasury tribunal tribunals trustees unions unit units universities users vendors victims "
    "volunteers witnesses women workers youth"
)
"""Common nouns for those who can be asked to act."""
_OFFICES = _AGENTS | word_set(
    "agency alliance assembly authority bank body bureau commissioner conference coordinator council "
    "court department director division entity facility forum fund high institute network "
    "organisation president programme rapporteur representative secretary secretary-general service "
    "task union university"
)
"""Words by which a capitalized name shows that it is no place and no subject."""
_AGENT_SUFFIX_RE = re.compile(
    r"(?:ors|ers|ists|ies|ians|holders)$"
)  # not for abstract nouns, told apart below
_ABSTRACT_RE = re.compile(
    r"(?:tions?|ments?|ance|ence|ship|ity|ities|ings?|ism|cy|cies|ness|efforts|dialogue|work|use|support"
    r"|measures|steps|actions?|exchanges?|progress|access|return|activities|policies|strategies|studies"
    r"|approach(?:es)?|research|matters|powers|others|answers|numbers|papers|orders|borders|factors)$"
)

_TEXTS = word_set(
    "Account Agenda Agreement Agreements Annex Article Charter Code Convention Conventions Covenant "
    "Covenants Day Decade Declaration Declarations Dialogue Framework Guidelines Law Meeting Plan "
    "Principles Procedure Protocol Protocols Regulations Resolution Resolutions Rules Session Standards "
    "Statute Strategy Summit Treaty Week Year"
)
"""Last words of names of texts, times and meetings, which nobody can ask."""
_GENITIVE = ("'s", "s'", "\u2019s", "s\u2019")

DETERMINERS_RE = re.compile(
    r"\b(?:(?:(?:all|both|each|many|some|any) of|the|a|an|all|any|each|every|both|this|those|these|such|its"
    r"|their|his|her|our|others?|relevant"
    r"|interested(?! parties)|concerned|national(?= Governments)|potential|two|three|four|following"
    r"|appropriate|competent|respective|various|remaining|also|further|once again|again|in turn|many|some"
    r"|only)\s+)+",
    re.IGNORECASE,
)
"""Articles, quantifiers, and adjectives that say no more than that the right ones are meant."""
FUNCTION_RE = re.compile(
    r"[,(:]"
    r"| of(?! (?:experts|governors|trustees)\b)\b"
    r"|(?<!States)(?<!State) (?:parties|party) to\b"
    r"| (?:to|for|on|in|at|by|from|with|within|under|as|against|through|throughout|into|about|across|among"
    r"|between|over|since|until|outside|inside|beyond|without|near|during|after|before|via|towards|around|along"
    r"|not|that|which|who|whose|where|including|concerned|involved|affected|engaged"
    r"|established|appointed|created|mandated|based|present|referred|called|having|operating|working|taking"
    r"|using|hosting|providing|participating|contributing(?! countr)|neighbouring|acting|able|willing"
    r"|wishing|ready|responsible|active|supporting"
    r"|conducting|assisting|other than)\b"
    r"|(?<!-) (?:and|or)\b"
    r"| [a-z]+ing (?:the|a|an|any|all|such|this|these|those|its|their|in|with|for|on|under|from|at)\b"
    r"| once (?:again|more)\b| again\b| (?!family|assembly|elderly)[a-z]+ly(?= to\b|$)"
    r"| [a-z]+ed (?:in|by|to|under|on|with|at|from|for|pursuant)\b"
)
"""Where the head of a noun phrase ends and what narrows it begins; not the `and` of `troop- and police-`."""
_PARTICIPLE_RE = re.compile(
    r"(?<=[a-z]s)(?<!\bNations) [a-z]+ing (?=[a-z])"
)  # not what is a noun: "Union monitoring", "United Nations training"
_PROPER_LINK_RE = re.compile(
    r" (?:of|for|on|against|in|and|to|with|de|des|du|la)(?: the)? (?=[A-Z])| the (?=[A-Z])|, (?=[A-Z])"
)
TITLE_RE = re.compile(
    r"(?:Special|Independent|Working|Ad Hoc|Personal|Senior|Expert|Intergovernmental|Open[-\u2011]ended)\b"
)
"""First word of titles that have a subject in small letters: `Special Rapporteur on the right to food`."""
_TITLE_SUBJECT_RE = re.compile(r" (?:on|for|against) (?=[a-z])")


def is_agent(head: str) -> bool:
    """Say whether a head noun phrase can be asked to act.

    >>> is_agent("Member States"), is_agent("regional organizations"), is_agent("further efforts")
    (True, True, False)
    """
    cut = FUNCTION_RE.search(head)
    noun = _last_word(head[: cut.start()] if cut else head)
    if noun.endswith(_GENITIVE):
        return False
    if not noun[:1].islower():
        return noun not in _TEXTS
    return noun in _AGENTS or (not _ABSTRACT_RE.search(noun) and bool(_AGENT_SUFFIX_RE.search(noun)))


def before_participle(head: str) -> int:
    """Return where an agent ends that does what a participle says, or 0 where there is none.

    >>> before_participle("Member States undertaking reforms"), before_participle("monitoring plans")
    (13, 0)
    """
    cuts = (cut.start() for cut in _PARTICIPLE_RE.finditer(head))
    return next((cut for cut in cuts if is_agent(head[:cut])), 0)


def is_common_agent(word: str) -> bool:
    """Say whether a word in small letters is a common noun for those who can be asked to act."""
    return word in _AGENTS


def names_agent(words: str) -> bool:
    """Say whether capitalized words name one who is no place or subject: `Member States`, `UNICEF`."""
    name = words[: head_end(words)].split()
    return any((word.isupper() and len(word) > 1) or word.lower() in _OFFICES for word in name)


def head_end(words: str) -> int:
    """Return how long the head is: to the first function word, and past it inside a proper name.

    >>> head_end("Office for Water in a hurry"), head_end("donors in a hurry")
    (16, 6)
    """
    cut = FUNCTION_RE.search(words)
    end = cut.start() if cut else len(words)
    while words[:1].isupper() and _last_word(words[:end])[:1].isupper():
        link = _PROPER_LINK_RE.match(words, end)
        is_plural = " " not in words[:end] and words[:end].endswith("s")
        if link is None or (is_plural and not link[0].startswith(" and")):
            break
        following = FUNCTION_RE.search(words, link.end())
        end = following.start() if following else len(words)
    if TITLE_RE.match(words) and _TITLE_SUBJECT_RE.match(words, end):
        return len(words)
    return len(words[:end].rstrip())


def _last_word(words: str) -> str:
    return words.rsplit(" ", 1)[-1]
