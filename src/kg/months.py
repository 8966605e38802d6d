"""Names of the months, as official texts print them, in order."""

from __future__ import annotations

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
MONTH_PATTERN = f"(?:{'|'.join(MONTHS)})"


def month_number(name: str) -> int:
    """Return the number of a month.

    >>> month_number("March")
    3

    Raises:
        ValueError: where the name is none.
    """
    return MONTHS.index(name) + 1
