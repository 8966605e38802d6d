"""Write identifiers as a mapping set in SSSOM, the Simple Standard for Sharing Ontological Mappings, 1.0.

One row an identifier. What is no IRI (a symbol, a code, a number in a register) is a literal mapping: its
`object_type` is `rdfs literal` and its `object_label` the value. `object_category` names the scheme, and
`see_also` has what the identifier was read in, or the rule that it follows from.

Rules: https://mapping-commons.github.io/sssom/spec-formats-tsv/ and the LinkML schema of sssom-schema 1.1.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from kg import __version__
from kg.namespaces import BASE, ID, PREFIXES, SDG
from kg.schemes import SCHEME_BY_KEY, SEMAPV

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.schemes import Identifier

SET_IRI = BASE + "mappings"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
COLUMNS = (
    "subject_id", "subject_label", "predicate_id", "object_id", "object_label", "object_category",
    "mapping_justification", "object_type", "confidence", "see_also",
)  # fmt: skip
_OWN = frozenset({"cpkg", "sdg"})
"""Schemes of the subjects themselves."""
_CURIES = {
    "dcterms": PREFIXES["dcterms"], "id": ID, "owl": PREFIXES["owl"], "rdfs": PREFIXES["rdfs"], "sdg": SDG,
    "semapv": SEMAPV, "skos": PREFIXES["skos"],
    **{name: SCHEME_BY_KEY[key].space for name, key in (
        ("cpkgeli", "eli"), ("eurovoc", "eurovoc"), ("sdgio", "sdgio"), ("unbis", "unbis"),
        ("undocs", "un-document"), ("unms", "unms"), ("wikidata", "wikidata"),
    )},
}  # fmt: skip
"""Prefixes of every CURIE in the table."""
_LONGEST_FIRST = sorted(_CURIES.items(), key=lambda item: -len(item[1]))


def write_sssom(identifiers: Iterable[Identifier], labels: Mapping[str, str], *, title: str) -> str:
    """Return identifiers as SSSOM/TSV: the metadata as comments, then the table, in the order given.

    `labels` has the labels of things, ours and others, by IRI.
    """
    written = io.StringIO()
    written.writelines(f"# {line}\n" for line in head(title))
    table = csv.writer(written, dialect="excel-tab", lineterminator="\n")
    table.writerow(COLUMNS)
    table.writerows(_row(one, labels) for one in identifiers if one.scheme not in _OWN)
    return written.getvalue()


def curie(iri: str) -> str:
    """Return an IRI in short form, by the prefixes that the file declares; whole where none fits.

    >>> curie("http://www.wikidata.org/entity/Q222")
    'wikidata:Q222'
    """
    for prefix, space in _LONGEST_FIRST:
        if iri.startswith(space) and len(iri) > len(space):
            return f"{prefix}:{iri.removeprefix(space)}"
    return iri


def head(title: str, set_iri: str = SET_IRI) -> Iterator[str]:
    """Yield the lines of a mapping set's metadata, as YAML."""
    yield "curie_map:"
    yield from (f"  {prefix}: {space}" for prefix, space in sorted(_CURIES.items()))
    yield f"license: {LICENCE}"
    yield f"mapping_set_id: {set_iri}"
    yield f'mapping_set_title: "{_line(title)}"'
    yield f'mapping_set_version: "{__version__}"'
    yield "mapping_tool: cpkg"
    yield f'mapping_tool_version: "{__version__}"'


def _row(one: Identifier, labels: Mapping[str, str]) -> tuple[str, ...]:
    return (
        curie(one.thing),
        _line(labels.get(one.thing, "")),
        one.relation,
        curie(one.iri) if one.iri else "",
        _line(labels.get(one.iri, "")) if one.iri else one.value,
        SCHEME_BY_KEY[one.scheme].label,
        one.justification,
        "" if one.iri else "rdfs literal",
        f"{one.confidence:g}",
        "|".join(one.source.split()),
    )


def _line(text: str) -> str:
    """Return a text on one line, fit to stand in double quotation marks."""
    return " ".join(text.split()).replace('"', "”")
