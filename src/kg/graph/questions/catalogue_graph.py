"""Describe the catalogue of questions in the graph itself, so that editors configure themselves from it.

A question is typed with SHACL's classes of queries, as the SIB's collections of SPARQL examples are
(github.com/sib-swiss/sparql-examples): `sh:select` has the query, `rdfs:comment` what an editor prints beside
it, `schema:keywords` the tags. What can be chosen are small things of their own, one a field of a form.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import Fault, InvalidInputError
from kg.identifiers import fragment_path, graph_iri, iri, question_path
from kg.namespaces import CP, ONTOLOGY_IRI, PREFIXES, RDF, RDFS, SH, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.graph.questions.catalogue import Question
    from kg.graph.questions.parameters import Parameter

QUESTIONS_GRAPH = graph_iri("questions")

_TYPE, _LABEL, _COMMENT = RDF + "type", RDFS + "label", RDFS + "comment"
_DESCRIPTION = PREFIXES["dcterms"] + "description"
_KEYWORDS = PREFIXES["schema"] + "keywords"
_CLASSES = (CP + "Question", SH + "SPARQLExecutable", SH + "SPARQLSelectExecutable")
_DATATYPES = {"date": XSD + "date", "integer": XSD + "integer", "text": XSD + "string"}

_Value = ox.NamedNode | ox.Literal


def question_quads(question: Question) -> tuple[ox.Quad, ...]:
    """Return what the graph says of a question and its parameters.

    Raises:
        InvalidInputError: where its file has a name of which no IRI can be made.
    """
    path = question_path(question.id)
    if path is None:
        what = "the names of folder and file are no part of an IRI"
        remedy = "Write them in small letters, figures and hyphens"
        raise InvalidInputError([Fault(question.path, None, what, remedy)])
    quads = [_quad(path, predicate, value) for predicate, value in _question(question)]
    for number, parameter in enumerate(question.parameters, start=1):
        part = fragment_path(path, "parameter", number)
        quads.append(_quad(path, CP + "hasParameter", _named(iri(part))))
        quads += [_quad(part, p, value) for p, value in _parameter(question, parameter, number)]
    return tuple(quads)


def _question(question: Question) -> Iterator[tuple[str, _Value]]:
    for name in _CLASSES:
        yield _TYPE, _named(name)
    yield _LABEL, _english(question.question)
    yield _COMMENT, _english(f"{question.question} {question.description}")
    yield _DESCRIPTION, _english(question.description)
    for tag in question.tags:
        yield _KEYWORDS, ox.Literal(tag)
    yield CP + "view", ox.Literal(question.view)
    yield SH + "prefixes", _named(ONTOLOGY_IRI)
    yield SH + "select", ox.Literal(question.query)


def _parameter(question: Question, parameter: Parameter, number: int) -> Iterator[tuple[str, _Value]]:
    yield _TYPE, _named(CP + "QuestionParameter")
    yield _LABEL, _english(f"{parameter.name} of {question.id}")
    yield CP + "variable", ox.Literal(parameter.name)
    yield SH + "name", _english(parameter.label)
    for name in parameter.classes:
        yield SH + "class", _named(name)
    if parameter.kind != "iri":
        yield SH + "datatype", _named(_DATATYPES[parameter.kind])
    yield SH + "optional", ox.Literal(parameter.optional)
    yield SH + "order", ox.Literal(number)
    if parameter.default:
        yield CP + "defaultValue", ox.Literal(parameter.default)
    if parameter.example:
        yield CP + "exampleValue", ox.Literal(parameter.example)


def _quad(path: str, predicate: str, value: _Value) -> ox.Quad:
    return ox.Quad(_named(iri(path)), _named(predicate), value, _named(QUESTIONS_GRAPH))


def _named(name: str) -> ox.NamedNode:
    return ox.NamedNode(name)


def _english(text: str) -> ox.Literal:
    return ox.Literal(text, language="en")
