"""Write days as the styles do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.months import MONTHS

if TYPE_CHECKING:
    from datetime import date

_AMERICAN = (
    "Jan.",
    "Feb.",
    "Mar.",
    "Apr.",
    "May",
    "June",
    "July",
    "Aug.",
    "Sept.",
    "Oct.",
    "Nov.",
    "Dec.",
)
"""Months of the Bluebook, table T12."""


def day_first(day: date) -> str:
    """Return a day as British, Australian and United Nations texts have it.

    >>> from datetime import date
    >>> day_first(date(2016, 3, 23))
    '23 March 2016'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def month_first(day: date) -> str:
    """Return a day as the Bluebook has it.

    >>> from datetime import date
    >>> month_first(date(2016, 3, 23))
    'Mar. 23, 2016'
    """
    return f"{_AMERICAN[day.month - 1]} {day.day}, {day.year}"
