"""Tell which graph of others a file holds, and which of its statements are of use here.

The shapes are those in which they are published: the SDGs as `metadata.un.org/sdg` has them, the UNBIS
Thesaurus as SKOS under `metadata.un.org/thesaurus`, EuroVoc as SKOS-AP-EU under `eurovoc.europa.eu`, with its
labels as SKOS properties, as SKOS-XL labels, or both.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import UsageError
from kg.graph.ontology.skolem import GENID
from kg.graph.others.countries import is_country_table, read_countries
from kg.graph.others.rdf_files import read_rdf
from kg.namespaces import OWL, RDF, SKOS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

UN_LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")

_DCTERMS = "http://purl.org/dc/terms/"
_XL = "http://www.w3.org/2008/05/skos-xl#"
_EUVOC = "http://publications.europa.eu/ontology/euvoc#"
_LOOKED_AT = 20_000
"""Statements by which a file is known; EuroVoc's SKOS-XL labels can come before its first concept."""


@dataclass(frozen=True)
class Kind:
    """A graph of others that is known here."""

    name: str
    title: str
    space: str
    """How the IRIs of its things begin."""
    thesaurus: bool
    """Whether only what SKOS says is kept, in some languages."""
    licence: str
    """What its publisher states, where the file does not."""


KINDS = (
    Kind("sdg", "Sustainable Development Goals, targets and indicators", "http://metadata.un.org/sdg", False,
         "free to copy with citation of the source, the United Nations"),
    Kind("unbis", "UNBIS Thesaurus", "http://metadata.un.org/thesaurus", True, ""),
    Kind("eurovoc", "EuroVoc", "http://eurovoc.europa.eu/", True, ""),
    Kind("countries", "Country codes", "", False, ""),
)  # fmt: skip
_BY_NAME = {kind.name: kind for kind in KINDS}

_KEPT = frozenset(
    {SKOS + name for name in (
        "prefLabel", "altLabel", "notation", "definition", "scopeNote", "broader", "narrower", "related",
        "inScheme", "topConceptOf", "hasTopConcept", "member", "exactMatch", "closeMatch", "broadMatch",
        "narrowMatch", "relatedMatch")}
    | {_DCTERMS + name for name in (
        "identifier", "isReplacedBy", "replaces", "hasPart", "isPartOf", "title", "license", "modified")}
    | {RDF + "type", OWL + "deprecated", OWL + "versionInfo", _EUVOC + "status"}
)  # fmt: skip
_XL_LABELS = {_XL + "prefLabel": SKOS + "prefLabel", _XL + "altLabel": SKOS + "altLabel"}
_XL_FORM = _XL + "literalForm"
_XL_LABEL = _XL + "Label"
_TYPE = RDF + "type"


def known_kind(name: str) -> Kind:
    """Return the kind of this name.

    Raises:
        UsageError: where there is none.
    """
    if name not in _BY_NAME:
        raise UsageError(
            f"there is no kind {name!r}",
            remedy=f"Kinds are {', '.join(_BY_NAME)}; any other RDF file is loaded with --as NAME",
        )
    return _BY_NAME[name]


def kind_of(path: Path) -> Kind | None:
    """Return the kind of graph that a file holds by its content, or None where it is none known here.

    Raises:
        InputError: where it cannot be read.
    """
    if is_country_table(path):
        return _BY_NAME["countries"]
    counts = dict.fromkeys(_BY_NAME, 0)
    for quad in islice(read_rdf(path), _LOOKED_AT):
        if isinstance(quad.subject, ox.NamedNode):
            for kind in KINDS:
                counts[kind.name] += bool(kind.space) and quad.subject.value.startswith(kind.space)
    name = max(counts, key=lambda one: counts[one])
    return _BY_NAME[name] if counts[name] else None


def read_foreign(path: Path, kind: Kind | None, graph: str, languages: tuple[str, ...]) -> Iterator[ox.Quad]:
    """Yield what of a file goes into a graph: all of it, or of a thesaurus what SKOS says.

    Texts in other languages than these are left out, where any are named; those without a language stay.
    Blank nodes get IRIs, numbered in the order of the file.

    Raises:
        InputError: where the file cannot be read.
    """
    if kind and kind.name == "countries":
        yield from read_countries(path, graph)
        return
    read: Iterable[ox.Quad] = read_rdf(path)
    wanted = frozenset(languages)
    if kind and kind.thesaurus:
        read = _thesaurus(read, wanted)
    name = ox.NamedNode(graph)
    nodes = _Nodes(graph)
    for quad in read:
        if _is_wanted(quad.object, wanted):
            yield ox.Quad(nodes.named(quad.subject), quad.predicate, nodes.named(quad.object), name)  # type: ignore[arg-type]  # a subject is no literal


def _thesaurus(quads: Iterable[ox.Quad], wanted: frozenset[str]) -> Iterator[ox.Quad]:
    """Yield what SKOS says of concepts; SKOS-XL labels become plain ones."""
    forms: dict[object, ox.Literal] = {}
    labelled: list[tuple[ox.Quad, str]] = []
    for quad in quads:
        predicate = quad.predicate.value
        if predicate == _XL_FORM:
            if isinstance(quad.object, ox.Literal) and _is_wanted(quad.object, wanted):
                forms[quad.subject] = quad.object
        elif predicate in _XL_LABELS:
            labelled.append((quad, _XL_LABELS[predicate]))
        elif predicate in _KEPT and not (predicate == _TYPE and _iri(quad.object) == _XL_LABEL):
            yield quad
    for quad, predicate in labelled:
        if form := forms.get(quad.object):
            yield ox.Quad(quad.subject, ox.NamedNode(predicate), form)


def _is_wanted(value: object, wanted: frozenset[str]) -> bool:
    """Say whether a value has no language, or one of those wanted, whatever its script or region."""
    language = value.language if isinstance(value, ox.Literal) else None
    return not language or not wanted or language.lower().partition("-")[0] in wanted


def _iri(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else ""


class _Nodes:
    """Names for the blank nodes of one file."""

    def __init__(self, graph: str) -> None:
        self._space = f"{GENID}{graph.rpartition('/')[2]}-"
        self._known: dict[ox.BlankNode, ox.NamedNode] = {}

    def named(self, term: object) -> object:
        """Return the term, or the name of a blank node."""
        if not isinstance(term, ox.BlankNode):
            return term
        if term not in self._known:
            self._known[term] = ox.NamedNode(f"{self._space}{len(self._known) + 1}")
        return self._known[term]
