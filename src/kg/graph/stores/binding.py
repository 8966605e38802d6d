"""Put terms into a query: the one place where a value from outside meets SPARQL.

A query marks each place where a value can go by a data block of one variable, `VALUES ?theme { … }`; what
stands in it is what the query asks when nobody says otherwise. Only serialised terms are ever written there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.graph.stores.store import ox_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.model import Term

UNBOUND = "UNDEF"
"""What a block holds where the value is left open."""

_BLOCK = r"\b(?i:VALUES)\s+\?(?P<name>{names})\s*\{{[^{{}}]*\}}"  # not the form `VALUES (?a ?b) {{ ( … ) }}`


def bind(sparql: str, values: Mapping[str, Sequence[Term]]) -> str:
    """Return the query with the blocks of the named variables holding these terms; none leaves one open.

    Raises:
        InputError: where the query has no block for a name, or a term is no valid IRI or literal.
    """
    blocks = {name: f"VALUES ?{name} {{ {_data(terms)} }}" for name, terms in values.items()}
    for name, block in blocks.items():
        if not find_blocks(sparql, name):
            raise InputError(f"the query has no {block}", remedy="Add the block where the value belongs")
    # all in one pass: a text that was put in place is never searched for the block of another
    return _block_re(*blocks).sub(lambda match: blocks[match["name"]], sparql) if blocks else sparql


def find_blocks(sparql: str, name: str) -> list[str]:
    """Return each block of a variable, as written."""
    return [match[0] for match in _block_re(name).finditer(sparql)]


def write_term(term: Term) -> str:
    """Return a term as SPARQL writes it.

    >>> from kg.model import Term
    >>> write_term(Term("literal", "online", language="en"))
    '"online"@en'

    Raises:
        InputError: where an IRI or language is not valid, or the term is a blank node.
    """
    if term.kind == "blank":
        raise InputError(f"_:{term.value} is a blank node, which no query can name", remedy="Give an IRI")
    try:
        return str(ox_of(term))
    except ValueError as error:
        what = f"{term.value!r} is no valid {term.kind} ({error})"
        raise InputError(what, remedy="Check its spelling") from error


def _data(terms: Sequence[Term]) -> str:
    return " ".join(map(write_term, terms)) or UNBOUND


def _block_re(*names: str) -> re.Pattern[str]:
    return re.compile(_BLOCK.format(names="|".join(map(re.escape, names))))
