"""Terms made of plain values, each in one way everywhere."""

from __future__ import annotations

from kg.model import Term
from kg.namespaces import XSD


def literal(value: str) -> Term:
    """Return a text as a literal without datatype.

    >>> literal("grooming")
    Term(kind='literal', value='grooming', datatype='', language='')
    """
    return Term("literal", value)


def integer(value: int | str) -> Term:
    """Return a whole number, or its figures as they stand, as a literal.

    >>> integer(16) == integer("16")
    True
    """
    return Term("literal", str(value), XSD + "integer")
