"""Identifiers of things as values: the schemes they belong to, and how sure each is.

Confidence is our judgement that the statement holds as it stands, in five steps:

- 1.0: read in a document of whoever gives the identifier, or given by us;
- 0.97: follows by rule, and the rule was held against the published files (793 of 812 agree);
- 0.95: read in a data set of the United Nations;
- 0.9: mapped by hand by one curator, read in a list of third parties, or follows by a rule with one example;
- 0.8: follows by a rule without an example.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kg.namespaces import BASE, ONTOLOGY_IRI, SDG

if TYPE_CHECKING:
    from collections.abc import Iterator

Relation = Literal[
    "skos:exactMatch", "skos:closeMatch", "skos:broadMatch", "skos:narrowMatch", "skos:relatedMatch",
    "dcterms:identifier", "owl:sameAs", "rdfs:seeAlso",
]  # fmt: skip
"""How an identifier stands to its thing; `dcterms:identifier` for those that are no IRIs."""
Justification = Literal[
    "semapv:ManualMappingCuration", "semapv:LexicalMatching", "semapv:UnspecifiedMatching",
    "semapv:CompositeMatching",
]  # fmt: skip
"""How the identifier was found, in terms of the Semantic Mapping Vocabulary: read or mapped by a person;
formed from the symbol by rule; taken from a table whose making is not known; the last with a rule."""

SEMAPV = "https://w3id.org/semapv/vocab/"


@dataclass(frozen=True)
class Scheme:
    """A system of identifiers."""

    key: str
    label: str
    home: str
    """IRI of the vocabulary, register or document that gives or rules the identifiers."""
    space: str = ""
    """What its IRIs begin with; empty where its identifiers are no IRIs."""


SCHEMES = (
    Scheme("cpkg", "cpkg", ONTOLOGY_IRI),
    Scheme("un-symbol", "UN symbol", "https://undocs.org/"),
    Scheme("un-document", "UN document", "https://undocs.org/", "https://undocs.org/en/"),
    Scheme("akn-published", "AKN4UN, as published", "https://github.com/UNxml"),
    Scheme(
        "akn-guideline", "AKN4UN, by the guidelines", "https://unsceb-hlcm.github.io/part1/index-145.html"
    ),
    Scheme("eli", "ELI-style alias", "http://data.europa.eu/eli/ontology", BASE + "eli/"),
    Scheme("mtdsg", "MTDSG number", "https://treaties.un.org/"),
    Scheme("unts", "UNTS volume and number", "https://treaties.un.org/"),
    Scheme("unts-page", "UNTS volume and page", "https://treaties.un.org/"),
    Scheme("cets", "CETS number", "https://www.coe.int/en/web/conventions/"),
    Scheme("sdg", "UN SDG", "http://metadata.un.org/sdg", SDG),
    Scheme("sdg-code", "SDG code", "http://metadata.un.org/sdg"),
    Scheme("sdgio", "SDG Interface Ontology", "http://purl.unep.org/sdg/", "http://purl.unep.org/sdg/"),
    Scheme("unms", "UN member state", "http://metadata.un.org/UNMS", "http://metadata.un.org/UNMS/"),
    Scheme("iso-3", "ISO 3166-1 alpha-3", "https://www.iso.org/iso-3166-country-codes.html"),
    Scheme("iso-2", "ISO 3166-1 alpha-2", "https://www.iso.org/iso-3166-country-codes.html"),
    Scheme("m49", "M49", "https://unstats.un.org/unsd/methodology/m49/"),
    Scheme(
        "unbis", "UNBIS Thesaurus", "http://metadata.un.org/thesaurus", "http://metadata.un.org/thesaurus/"
    ),
    Scheme("eurovoc", "EuroVoc", "http://eurovoc.europa.eu/100141", "http://eurovoc.europa.eu/"),
    Scheme("wikidata", "Wikidata", "http://www.wikidata.org/", "http://www.wikidata.org/entity/"),
)
"""Every scheme, in the order in which identifiers are listed."""

OWN = "cpkg"
"""The scheme of the paths that things have here."""
SCHEME_BY_KEY = {scheme.key: scheme for scheme in SCHEMES}
_ORDER = {scheme.key: place for place, scheme in enumerate(SCHEMES)}


@dataclass(frozen=True)
class Identifier:
    """One identifier of one thing."""

    thing: str
    """IRI of the thing."""
    scheme: str
    """Key of the scheme."""
    value: str
    """The identifier as it is written in its scheme: `IV-11-c`, `Q1065`, `1005573`."""
    iri: str | None
    """The identifier as an IRI, where it is one."""
    relation: Relation
    justification: Justification
    confidence: float
    source: str
    """IRI of what the identifier was read in, or of the rule it follows from; several with spaces between."""

    @property
    def order(self) -> tuple[str, int, str, str]:
        """Return what sorts identifiers: by thing, then as the schemes are listed."""
        return self.thing, _ORDER[self.scheme], self.relation, self.value


def scheme_of_iri(iri: str) -> Scheme | None:
    """Return the scheme to which an IRI belongs, or None.

    >>> scheme_of_iri("http://metadata.un.org/thesaurus/1005573").key
    'unbis'
    """
    return next((scheme for scheme in SCHEMES if scheme.space and iri.startswith(scheme.space)), None)


def spellings_of(address: str) -> Iterator[str]:
    """Yield an address, then as the schemes write it to which it may belong, whatever its capitals.

    >>> list(spellings_of("HTTPS://metadata.un.org/sdg/c050201"))[1:]
    ['http://metadata.un.org/sdg/c050201', 'http://metadata.un.org/sdg/C050201']
    """
    yield address
    plain = re.sub("^https?://", "http://", address, flags=re.IGNORECASE)
    for scheme in SCHEMES:
        if scheme.space and plain.lower().startswith(scheme.space.lower()):
            name = plain[len(scheme.space) :]
            yield from (scheme.space + one for one in dict.fromkeys((name, name.upper(), name.lower())))
