"""Write the number of a resolution as a style does: `217 A (III)`, `217 (III) A`, `217A (III)`."""

from __future__ import annotations

import re

_NUMBER_RE = re.compile(
    r"(?P<number>(?:S-|ES-)?\d+(?:/\d+)?)"  # `S-27/2` of a special session, `ES-10/24` of an emergency one
    r"(?:\((?P<session>[A-Z\-]+|\d{4})\))?"  # `(III)`, `(S-VII)`; `(2005)` of the Security Council
    r"(?P<letter>[A-Z]?)"
)


def write_number(number: str, pattern: str) -> str:
    """Return a compact number in a style's pattern, whose fields are `number`, `letter` and `session`.

    What the pattern has around a missing part goes with it: each field brings the space before it.

    >>> write_number("217(III)A", "{number}{ letter}{ session}")
    '217 A (III)'
    >>> write_number("217(III)A", "{number}{ session}{ letter}"), write_number("69/274B", "{number}{letter}")
    ('217 (III) A', '69/274B')
    >>> write_number("31/7", "{number}{ letter}{ session}"), write_number("1612(2005)", "{number}{ session}")
    ('31/7', '1612 (2005)')
    """
    match = _NUMBER_RE.fullmatch("".join(number.split()))
    if not match:
        return number
    parts = {"number": match["number"], "letter": match["letter"]}
    parts["session"] = f"({match['session']})" if match["session"] else ""

    def put(field: re.Match[str]) -> str:
        value = parts[field["name"]]
        return field["space"] + value if value else ""

    return re.sub(r"\{(?P<space> ?)(?P<name>\w+)\}", put, pattern)


def is_counted_on(number: str) -> bool:
    """Say whether a number is of the first thirty sessions, which counted on from one to the next.

    >>> is_counted_on("217(III)A"), is_counted_on("31/7"), is_counted_on("1612(2005)")
    (True, False, False)
    """
    match = _NUMBER_RE.fullmatch("".join(number.split()))
    return bool(match and match["session"] and not match["session"].isdigit())
