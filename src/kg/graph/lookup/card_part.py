"""One table of a card: its title, its columns, and the query about `?thing` that fills it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_EXPRESSION_RE = re.compile(r"\(.*? AS (\?\w+)\)", re.DOTALL)
_VARIABLE_RE = re.compile(r"\?\w+")


@dataclass(frozen=True)
class Part:
    """One table of a card."""

    title: str
    columns: dict[str, str]
    """The columns a reader sees, with their headings."""
    sparql: str
    """It ends with its order; see `query`."""

    @property
    def query(self) -> str:
        """The query to ask: what its order leaves alike it sorts by all that it selects.

        Else two stores, or one before and after it is rewritten, give rows in two orders.

        >>> Part("", {}, "SELECT ?a (MIN(?b) AS ?c) WHERE { ?a ?p ?b } GROUP BY ?a ORDER BY ?c").query
        'SELECT ?a (MIN(?b) AS ?c) WHERE { ?a ?p ?b } GROUP BY ?a ORDER BY ?c ?a ?c'
        """
        selected, _, _ = self.sparql.partition("WHERE")
        return " ".join([self.sparql, *_VARIABLE_RE.findall(_EXPRESSION_RE.sub(r"\1", selected))])


def place_of(provision: str, label: str, place: str = "place") -> str:
    """Return the clause that names a provision for a reader, by the names of its three variables.

    A paragraph of a resolution keeps its label, which begins with the symbol; of an article the long title of
    the treaty gives way to its key: `OPSC, article 3`.
    """
    key = f"?{place}Key"
    return f"""
  BIND(STRBEFORE(STRAFTER(STR(?{provision}), "/id/treaty/"), "/art/") AS {key})
  BIND(IF({key} = "", STR(?{label}),
          CONCAT({key}, ", article ", STRAFTER(STR(?{label}), ", article "))) AS ?{place})
"""


DATED = """
  OPTIONAL { ?text cp:adoptedOn ?adopted }
  OPTIONAL { ?text cp:issuedOn ?issued }
  BIND(COALESCE(?adopted, ?issued) AS ?date)
"""
"""The `?date` of a `?text`: when it was adopted, else issued."""
PLACE = place_of("paragraph", "name")
"""The place of `?paragraph`, called `?name` in the graph."""
