"""The bodies that enact resolutions: their names in the enacting formula, and their symbols."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EnactingBody:
    """A body, the name by which its resolutions open, and the shape of their symbols."""

    key: str
    name: str
    symbol: str
    """With `{number}` where the resolution's number stands, as printed on its cover."""


BODIES = (
    EnactingBody("GA", "General Assembly", "A/RES/{number}"),
    EnactingBody("HRC", "Human Rights Council", "A/HRC/RES/{number}"),
    EnactingBody("ECOSOC", "Economic and Social Council", "E/RES/{number}"),
    EnactingBody("SC", "Security Council", "S/RES/{number}"),
    EnactingBody("CCPCJ", "Commission on Crime Prevention and Criminal Justice", "E/CN.15/RES/{number}"),
)
_BY_NAME = {body.name.lower(): body for body in BODIES}
_BY_KEY = {body.key: body for body in BODIES}

# A name of capitals and the small words between them: `Commission on the Status of Women`.
_SMALL = r"(?:of|on|for|and|the|in|to|against)"
_NAME_PATTERN = rf"[A-Z][\w’'-]*(?:\s(?:{_SMALL}\s){{0,3}}[A-Z][\w’'-]*){{0,12}}"
# `The General Assembly,`; not a sentence, whose second word begins small.
FORMULA_RE = re.compile(
    rf"[“\"]?(?:Therefore,?\s+the|The|THE)\s+(?P<name>{_NAME_PATTERN})\s?(?P<comma>[,:])?\s*"
)
_SYMBOL_RE = re.compile(
    r"(?P<HRC>A/HRC/(?:RES|DEC)/(?:S-)?\d+/\d+)"
    r"|(?P<GA>A/RES/(?:S-|ES-)?\d+/\d+)"
    r"|(?P<ECOSOC>E/RES/\d{4}/(?:L\.)?\d+)"
    r"|(?P<SC>S/RES/\d+)"
    r"|(?P<CCPCJ>E/CN\.15/RES/\d+/\d+)"
)


def body_named(name: str) -> EnactingBody | None:
    """Return the body of a name as the enacting formula prints it, or None.

    >>> body_named("Security Council").key
    'SC'
    """
    return _BY_NAME.get(" ".join(name.split()).lower())


def body_of_key(key: str | None) -> EnactingBody | None:
    """Return the body of a key, or None."""
    return _BY_KEY.get(key or "")


def body_of_symbol(symbol: str) -> str | None:
    """Return the key of the body whose resolutions bear such a symbol, or None.

    >>> body_of_symbol("A/HRC/RES/31/7"), body_of_symbol("A/HRC/31/34")
    ('HRC', None)
    """
    match = _SYMBOL_RE.match(symbol)
    return match.lastgroup if match else None
