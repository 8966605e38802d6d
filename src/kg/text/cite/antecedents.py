"""Remember which instruments were named, and what a short name such as `the Convention` leans on."""

from __future__ import annotations

TITLE = -1
"""The place of the document's title; paragraphs are counted from 0."""
_HOUSE_STYLE = {"Charter": "treaty/UN-CHARTER"}
"""What the United Nations call by a noun alone without having named it."""

Targets = tuple[str, ...]
"""What a name stands for: several where it is that of several, empty where the graph does not know it."""


class Antecedents:
    """Those of one document, by noun and by the paragraph that names them."""

    def __init__(self) -> None:
        self._named: dict[str, dict[int, dict[Targets, None]]] = {}
        """Noun: the paragraphs that name such instruments, in order, each with what they name."""
        self._here: dict[str, dict[Targets, None]] = {}
        """Noun: what the paragraph that is being read names by it, the last one last."""
        self._place = TITLE

    def keep(self, noun: str, targets: Targets, place: int) -> None:
        """Keep what was named; nothing where its name has no noun that texts take up."""
        if not noun:
            return
        if place != self._place:
            self._place, self._here = place, {}
        self._named.setdefault(noun, {}).setdefault(place, {})[targets] = None
        here = self._here.setdefault(noun, {})
        here.pop(targets, None)
        here[targets] = None
        self._here[noun] = self._here.pop(noun)

    def explain(self, noun: str, target: str, place: int) -> None:
        """Say what an instrument is that was kept as one that the graph does not know."""
        self._named.get(noun, {}).get(place, {}).pop((), None)
        self.keep(noun, (target,), place)

    def here(self, place: int, *, but: str) -> list[Targets]:
        """Return what a paragraph named by other nouns than one, what it named last at the end."""
        nouns = self._here if place == self._place else {}
        return [targets for noun, named in nouns.items() if noun != but for targets in named]

    def resolve(self, noun: str, place: int, *, plural: bool = False) -> tuple[Targets, str]:
        """Return what a noun leans on, or why that stays open; neither where it leans on what is unknown."""
        choices = self._nearest(noun, place)
        if not choices:
            house = _HOUSE_STYLE.get(noun)
            return ((house,), "") if house else ((), f"no {noun} is named before")
        if plural:
            return _together(choices), ""
        singles = [targets for targets in choices if len(targets) <= 1]
        if len(singles) == 1:
            return singles[0], ""
        return (), f"more than one {noun} is named before" if any(singles) else ""

    def _nearest(self, noun: str, place: int) -> list[Targets]:
        """Return what was named by a noun in a paragraph, else in the title, else in the last to name any."""
        places = self._named.get(noun, {})
        last = next(reversed(places), TITLE)
        found = next((places[where] for where in (place, TITLE, last) if places.get(where)), {})
        return list(found)


def _together(choices: list[Targets]) -> Targets:
    """Return what a plural stands for: the one group named, else all; nothing where one is unknown."""
    groups = [targets for targets in choices if len(targets) > 1]
    if len(groups) == 1:
        return groups[0]
    several = tuple(dict.fromkeys(target for targets in choices for target in targets))
    return several if len(several) > 1 and () not in choices else ()
