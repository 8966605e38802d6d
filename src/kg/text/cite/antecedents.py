"""Remember which instruments were named, and what a short name such as `the Convention` leans on."""

from __future__ import annotations

from dataclasses import dataclass

TITLE = -1
"""The place of the document's title."""
_HOUSE_STYLE = {"Charter": "treaty/UN-CHARTER"}
"""What the United Nations call by a noun alone without having named it."""


@dataclass(frozen=True, slots=True)
class Antecedent:
    """An instrument that was named, and that a short name can lean on."""

    noun: str
    """Head noun: `Convention`."""
    targets: tuple[str, ...]
    """Empty where it is one that the graph does not know."""
    place: int
    """Number of the paragraph, or `TITLE`."""


class Antecedents:
    """Those of one document, in the order in which it names them."""

    def __init__(self) -> None:
        self._named: list[Antecedent] = []

    def keep(self, noun: str, targets: tuple[str, ...], place: int) -> None:
        """Keep what was named; nothing where its name has no noun that texts take up."""
        if noun:
            self._named.append(Antecedent(noun, targets, place))

    def explain(self, noun: str, target: str, place: int) -> None:
        """Say what an instrument is that was kept as one that the graph does not know."""
        self._named = [one for one in self._named if one != Antecedent(noun, (), place)]
        self.keep(noun, (target,), place)

    def here(self, place: int, *, but: str) -> list[tuple[str, ...]]:
        """Return the targets that a paragraph named by other nouns than one."""
        return [one.targets for one in self._named if one.place == place and one.noun != but]

    def resolve(self, noun: str, place: int, *, plural: bool = False) -> tuple[tuple[str, ...], str]:
        """Return what a noun leans on, or why that stays open; neither where it leans on what is unknown."""
        choices = list(dict.fromkeys(one.targets for one in self._nearest(noun, place)))
        if not choices:
            house = _HOUSE_STYLE.get(noun)
            return ((house,), "") if house else ((), f"no {noun} is named before")
        if plural:
            several = tuple(dict.fromkeys(target for targets in choices for target in targets))
            return several if len(several) > 1 and () not in choices else (), ""
        singles = [targets for targets in choices if len(targets) <= 1]
        if len(singles) == 1:
            return singles[0], ""
        return (), f"more than one {noun} is named before" if any(singles) else ""

    def _nearest(self, noun: str, place: int) -> list[Antecedent]:
        """Return what was named by a noun in a paragraph, else in the title, else in the last to name any."""
        fitting = [one for one in self._named if one.noun == noun]
        for where in (place, TITLE, fitting[-1].place if fitting else TITLE):
            if there := [one for one in fitting if one.place == where]:
                return there
        return []
