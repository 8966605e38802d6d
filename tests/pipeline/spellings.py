"""How the identifiers of a thing may be written: an account of docs/identifiers.md, apart from the code."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING

from kg.identifiers import iri, parse_provision
from kg.namespaces import compact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kg.graph.lookup.names import Named
    from kg.schemes import Identifier

SAID = {
    "un-symbol": ("", "UN Doc ", "Doc "),
    "mtdsg": ("", "MTDSG "),
    "cets": ("CETS ", "ETS ", "CETS No. ", "ETS No. "),
    "sdg-code": ("SDG ", "target ", "Goal "),
    "iso-3": ("", "ISO ", "ISO 3166 ", "ISO 3166-1 "),
    "iso-2": ("ISO ", "ISO 3166 ", "ISO 3166-1 "),  # GA by itself is the Assembly, not Gabon
    "m49": ("M49 ",),
    "unbis": ("UNBIS ",),
    "eurovoc": ("eurovoc:",),
    "unms": ("UNMS ",),
}
"""Words before the identifiers of a scheme; where some must stand, the bare ones mean other things too."""
EXACT = {"skos:exactMatch", "dcterms:identifier", "owl:sameAs", "rdfs:seeAlso"}
UNSEEN = "\u00ad\u200b\u200e\u2060\ufeff"
HYPHENS = "\u2010\u2011\u2012\u2013\u2212"
SIGNS = "0123456789abcIVX/-.() ,:_\u00b2\u0663"
"""What may come into a text by mistake."""
_APART_RE = re.compile(r"(?<=\d)\W+(?=\d)")
_LEFT_ASIDE_RE = re.compile(rf"[\s\-_'\"‘’“”{UNSEEN}{HYPHENS}]+")


def _spaced(text: str) -> str:
    """Return a text with spaces around its signs; no address, which a space would end."""
    plain = re.sub(f"[{UNSEEN}]", "", text)
    return text if "//" in plain or plain.lstrip().startswith("/") else re.sub(r"([/\-.,])", r" \1 ", text)


def _with_hyphens(hyphen: str, text: str) -> str:
    return text.replace("-", hyphen)


CHANGES: dict[str, Callable[[str], str]] = {
    "none": str,
    "capitals": str.upper,
    "small letters": str.lower,
    "two spaces": lambda text: text.replace(" ", "  "),
    "hard space": lambda text: text.replace(" ", "\u00a0"),
    "spaces around": lambda text: f" {text}\t",
    "spaces inside": _spaced,
    **{f"hyphen {ord(one):x}": partial(_with_hyphens, one) for one in HYPHENS},
    **{f"unseen {ord(one):x}": one.join for one in UNSEEN},
}
"""What does not matter."""


def forms(one: Identifier) -> list[str]:
    """Return an identifier as an address, in short, and with the words that may stand before it."""
    own = [one.iri, compact(one.iri)] if one.iri else []
    values = {one.value, one.value.lstrip("0")} if one.scheme == "m49" else {one.value}
    said = SAID.get(one.scheme, () if own else ("",))
    return own + [words + value for words in said for value in sorted(values)]


def mistyped(text: str, place: int, lost: int, more: str) -> str:
    """Return a text with signs too few, too many or wrong at a place, counted as if it had no end."""
    at = place % (len(text) + 1)
    return text[:at] + more + text[at + lost :]


class Spellings:
    """Knows how things may be written, and what a text may mean."""

    def __init__(self, identifiers: Sequence[Identifier], names: Iterable[Named]) -> None:
        self._identifiers = identifiers
        self._of: dict[str, set[str]] = defaultdict(set)
        for one in identifiers:
            self._of[one.thing] |= {_key(form) for form in forms(one)}
        for name in names:
            self._of[name.iri].add(_key(name.text))

    def take(self, identifier: int, form: int) -> tuple[Identifier, str]:
        """Return one of the identifiers in one of its forms, both counted as if there were no end of them."""
        one = self._identifiers[identifier % len(self._identifiers)]
        every = forms(one)
        return one, every[form % len(every)]

    def admit(self, text: str, thing: str) -> bool:
        """Say whether a text spells an identifier or name of a thing, or of what the thing is a place in."""
        key = _key(text)
        if key in self._of[thing]:
            return True
        place = parse_provision(compact(thing))
        if place is None or not key.replace(" ", "").endswith("".join(place.steps)):
            return False
        return any(key.startswith(one) for one in self._of[iri(place.instrument)] if one)


def _key(text: str) -> str:
    """Return what the spellings of one identifier share: letters and figures, and where figures are apart.

    Zeros before a number do not count, nor whether an address is one of http or https.
    """
    plain = _LEFT_ASIDE_RE.sub("", unicodedata.normalize("NFKC", text)).casefold().replace("https:", "http:")
    joined = " ".join(re.sub(r"\W+", "", part) for part in _APART_RE.split(plain))
    return re.sub(r"(?<!\d)0+(?=\d)", "", joined)
