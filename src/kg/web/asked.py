"""What a request asks for: the form of the answer, and whether the client has that answer already."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from kg import __version__
from kg.web.forms import ENDINGS, HTML, OTHER_NAMES
from kg.web.negotiation import choose_media

if TYPE_CHECKING:
    from starlette.requests import Request

    from kg.web.site import Site

MEDIA_PARAMETER = "_mediatype"
"""Parameter by which an address names a form, as in Prez and other linked-data servers."""


def wanted_media(request: Request, offers: tuple[str, ...]) -> str | None:
    """Return the media type that the address names, else the one that the client likes best."""
    named = request.query_params.get(MEDIA_PARAMETER)
    if named is None:
        others = tuple(other for other, meant in OTHER_NAMES.items() if meant in offers)
        chosen = choose_media(request.headers.get("accept"), (*offers, *others))
        return OTHER_NAMES.get(chosen, chosen) if chosen else None
    named = named.strip().replace(" ", "+")  # a plus sign in an address means a space
    named = ENDINGS.get(named, HTML if named == "html" else named)
    return named if named in offers else None


def tag_of(site: Site, *parts: str) -> str:
    """Return the strong entity tag of what follows from the snapshot, our version and these parts."""
    made_of = (site.digest, __version__, site.url, *parts)
    return f'"{hashlib.blake2b(repr(made_of).encode(), digest_size=12).hexdigest()}"'


def has_already(request: Request, tag: str) -> bool:
    """Return whether the client has what a tag names (RFC 9110, section 13.1.2)."""
    header = request.headers.get("if-none-match", "")
    return any(one.strip().removeprefix("W/") in {tag, "*"} for one in header.split(","))
