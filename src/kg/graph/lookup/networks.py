"""Ask the graph for what networks are made of: who cites, who asks whom, which themes stand together.

Each query asks for one relation, and rows come in no order: on 800 documents, joining and sorting them in
SPARQL took three times as long as in Python. What is told of the nodes comes one row a fact, so that a thing
with two abbreviations makes no row twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.graph.stores.binding import bind
from kg.namespaces import sparql_prologue

if TYPE_CHECKING:
    from kg.graph.stores.engine import Engine
    from kg.model import Rows, Term

_CITATIONS = """SELECT ?citation ?paragraph ?cited WHERE {
  ?citation cp:citingProvision ?paragraph ; cp:citedEntity ?cited .
}"""
_GOVERNING = "SELECT ?citation ?type WHERE { ?citation cp:governingActType ?type }"
_FOOTNOTES = """SELECT DISTINCT ?note ?paragraph ?cited WHERE {
  ?note cp:refersTo ?cited .
  ?paragraph cp:hasNote ?note .
}"""
_ACTS = """SELECT DISTINCT ?act ?paragraph ?body ?addressee ?type WHERE {
  ?act cp:addressee ?addressee ; cp:performedBy ?body ; cp:actOf ?paragraph ; cp:actType ?type .
}"""
_ACT_TYPES = """SELECT ?type ?verb ?rank WHERE {
  ?type a cp:ActType ; skos:prefLabel ?verb ; cp:strength ?level .
  ?level cp:rank ?rank .
}"""
_THEMES = "SELECT DISTINCT ?subject ?theme WHERE { ?subject cp:hasTheme ?theme }"
_WHOLES = "SELECT ?paragraph ?text WHERE { ?paragraph cp:provisionOf ?text }"
_UNDER_THEME = """SELECT DISTINCT ?paragraph WHERE {
  VALUES ?theme { UNDEF }
  ?paragraph cp:indexedUnder ?theme ; cp:provisionOf ?text .
}"""
_TEXTS = """SELECT DISTINCT ?thing ?property ?value WHERE {
  ?thing a cp:Instrument ; ?property ?value .
  FILTER(?property IN (
    rdfs:label, cp:symbol, cp:adoptedOn, cp:issuedOn, cp:openedForSignatureOn,
    cp:enactingBody, cp:issuedBy, cp:adoptedBy, cp:draftIn
  ))
}"""
_KINDS = """SELECT DISTINCT ?thing ?kind WHERE {
  VALUES ?class {
    cp:Treaty cp:Declaration cp:Resolution cp:DraftResolution cp:GeneralComment cp:Report
    cp:Body cp:Mandate cp:Programme cp:Initiative cp:State cp:AgentGroup
  }
  ?thing a ?class .
  ?class rdfs:label ?kind .
}"""
_ACTORS = """SELECT DISTINCT ?thing ?property ?value WHERE {
  ?thing a cp:Agent ; ?property ?value .
  FILTER(?property IN (rdfs:label, cp:abbreviation, cp:from))
}"""
_CONCEPTS = """SELECT DISTINCT ?thing ?label ?scheme WHERE {
  ?thing a cp:Theme ; skos:prefLabel ?label ; skos:inScheme ?in .
  ?in skos:prefLabel ?scheme .
} ORDER BY ?thing ?scheme"""


def citation_rows(engine: Engine) -> Rows:
    """Return every citation: the paragraph that cites, and what is cited, an instrument or a part of one."""
    return engine.select(sparql_prologue() + _CITATIONS)


def governing_rows(engine: Engine) -> Rows:
    """Return the type of the act that governs each citation."""
    return engine.select(sparql_prologue() + _GOVERNING)


def footnote_rows(engine: Engine) -> Rows:
    """Return every instrument that a footnote refers to, with each paragraph that bears the note's mark."""
    return engine.select(sparql_prologue() + _FOOTNOTES)


def act_rows(engine: Engine) -> Rows:
    """Return every act by which a body asks something of an addressee, with its type.

    The acts of treaties are not among them: no body performs them.
    """
    return engine.select(sparql_prologue() + _ACTS)


def act_type_rows(engine: Engine) -> Rows:
    """Return verb and rank of strength of every act type."""
    return engine.select(sparql_prologue() + _ACT_TYPES)


def theme_rows(engine: Engine) -> Rows:
    """Return every theme of every paragraph, act and text; a paragraph has the themes of its acts."""
    return engine.select(sparql_prologue() + _THEMES)


def whole_rows(engine: Engine) -> Rows:
    """Return every paragraph with the instrument that it belongs to."""
    return engine.select(sparql_prologue() + _WHOLES)


def paragraphs_under(engine: Engine, theme: Term) -> frozenset[str]:
    """Return the paragraphs that are about a theme or one below it."""
    rows = engine.select(sparql_prologue() + bind(_UNDER_THEME, {"theme": [theme]})).rows
    return frozenset(paragraph.value for (paragraph,) in rows if paragraph)


def text_facts(engine: Engine) -> Rows:
    """Return names, days and bodies of all instruments, one row a fact."""
    return engine.select(sparql_prologue() + _TEXTS)


def actor_facts(engine: Engine) -> Rows:
    """Return names, abbreviations and first days of all actors, one row a fact."""
    return engine.select(sparql_prologue() + _ACTORS)


def kind_rows(engine: Engine) -> Rows:
    """Return for each instrument and actor what it is, in the ontology's words."""
    return engine.select(sparql_prologue() + _KINDS)


def concept_rows(engine: Engine) -> Rows:
    """Return label and scheme of every theme."""
    return engine.select(sparql_prologue() + _CONCEPTS)
