"""The styles that there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.cite.aglc import AGLC
from kg.cite.bluebook import BLUEBOOK
from kg.cite.oscola import OSCOLA
from kg.cite.un import UN
from kg.errors import UsageError, quoted

if TYPE_CHECKING:
    from kg.cite.style import Style

STYLES: dict[str, Style] = {style.key: style for style in (OSCOLA, BLUEBOOK, AGLC, UN)}


def find_style(name: str) -> Style:
    """Return the style of this name, letter case aside.

    Raises:
        UsageError: where there is none.
    """
    style = STYLES.get(name.casefold())
    if style is None:
        raise UsageError(f"{quoted(name)} is no style", remedy=f"Choose one of: {', '.join(STYLES)}")
    return style
