"""Fill the templates of a style: `{field}`, `[what goes where a field in it is missing]`, `*italics*`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

ITALIC_ON, ITALIC_OFF = "\ue000", "\ue001"
"""Marks around italics, from the private use area, where no official text has a character."""

_GROUP_RE = re.compile(r"\[([^\[\]]*)\]")
_FIELD_RE = re.compile(r"\{(\w+)\}")
_ITALIC_RE = re.compile(r"\*([^*]*)\*")


def fill(template: str, fields: Mapping[str, str | None]) -> str:
    """Return a template with its fields put in.

    >>> fill("{body} Res {number}[ ({date})][, {pinpoint}]", {"body": "UNGA", "number": "1/2", "date": None})
    'UNGA Res 1/2'
    """
    pieces = _GROUP_RE.split(mark_italics(template))
    kept = [piece for i, piece in enumerate(pieces) if i % 2 == 0 or not missing_in(piece, fields)]
    return "".join(_FIELD_RE.sub(lambda match: fields.get(match[1]) or "", piece) for piece in kept).strip(
        " ,"
    )


def mark_italics(text: str) -> str:
    """Return text with what stands between asterisks marked as italic."""
    return _ITALIC_RE.sub(rf"{ITALIC_ON}\1{ITALIC_OFF}", text)


def missing_in(template: str, fields: Mapping[str, str | None]) -> list[str]:
    """Return the fields of a template that have no value."""
    return [name for name in _FIELD_RE.findall(template) if not fields.get(name)]
