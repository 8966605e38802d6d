"""Turn the blocks after an enacting formula into provisions: preamble, operative part, headings, annexes."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.document import Provision
from kg.text.segment.closing import CLOSING_RE
from kg.text.segment.cutting import without_head
from kg.text.segment.enumeration import Enumerator, Numeral, read_enumerator
from kg.text.segment.nesting import NestedLists
from kg.text.segment.rows import (
    TERMINAL_RE,
    announces_paragraph,
    ends_in_sum,
    has_cells,
    is_table,
    looks_like_heading,
    names_person,
)
from kg.text.segment.treaty import looks_like_treaty, segment_treaty

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.document import Kind
    from kg.text.block import Block
    from kg.text.segment.enumeration import Place
    from kg.text.segment.openings import Openings

_ANNEX_RE = re.compile(
    r"(?:Annex|ANNEX|Appendix|APPENDIX)(?:es)?(?:\s+(?P<label>[IVX]{1,5}|[A-Z]|\d{1,2}))?"
    r"(?P<rest>[.:\s–—-].{0,160})?"
)
_SECTION_RE = re.compile(r"(?:(?:Section|Part)\s+)?(?P<label>[IVX]{1,6}|[A-H])\.?(?:\s+[A-Z].{0,200})?")
_UNMARKED = Enumerator("", "", (Numeral("bullet", 0),))
"""The item of a list that has neither number nor bullet."""
_ORNAMENT_RE = re.compile(r"[\s*_.–—-]*")
_SECOND = 2
_FEW = 2
"""Words that are a heading though the first may be a verb."""
_FAR = 3
"""Numbers that may be missing between two paragraphs, where the words open an operative paragraph."""


class ProvisionReader:
    """Reads the blocks of one statement in order; one method a kind of block."""

    def __init__(self, openings: Openings, prefix: str = "") -> None:
        self.provisions: list[Provision] = []
        self.closing: list[Block] = []
        self._openings = openings
        self._prefix = prefix
        self._state = "preamble"
        self._lists = NestedLists()
        self._counts = {"pp": 0, "op": 0, "u": 0, "h": 0, "annex": 0}
        self._section = ""
        self._headed = False
        self._sections = 0
        self._annexes = 0
        self._annex = ""
        self._parents: list[Provision] = []
        self._ids: set[str] = set()
        self._ahead: list[Enumerator] = []
        self._one_ahead = False
        self._held: list[tuple[Block, tuple[Enumerator, int] | None]] = []

    def read(self, blocks: Sequence[Block]) -> tuple[Provision, ...]:
        """Return the provisions of the blocks."""
        found = [read_enumerator(block.number, block.text) for block in blocks]
        last_one = max((i for i in range(len(blocks)) if self._is_one(blocks[i], found[i])), default=-1)
        for index, block in enumerate(blocks):
            self._one_ahead = index < last_one
            self._ahead = [one for one, _ in filter(None, found[index + 1 : index + 13])]
            self._block(block, found[index])
        self._close_annex()
        return tuple(self.provisions)

    def _is_one(self, block: Block, found: tuple[Enumerator, int] | None) -> bool:
        """Say whether a block is a first numbered paragraph of an operative part."""
        numeral = found[0].readings[0] if found else None
        one = numeral and (numeral.style, numeral.value) == ("arabic", 1)
        return bool(found and one and self._openings.operative(block.text[found[1] :]))

    def _block(self, block: Block, found: tuple[Enumerator, int] | None) -> None:
        if block.role not in {"unknown", "preambular", "operative"}:
            self._stated(block, found)
        elif block.role != "unknown":
            self._marked_up(block, found)
        elif self._ends(block):
            return
        elif self._state == "annex":
            self._held.append((block, found))
        elif found and self._enumerated(block, found):
            return
        else:
            self._unnumbered(block)

    # What markup states.

    def _stated(self, block: Block, found: tuple[Enumerator, int] | None) -> None:
        if self._state == "annex" and block.role in {"heading", "table"}:
            self._held.append((block, found))
        elif block.role == "heading" and block.name == "preamble":
            self._headed = True
            self._top(block, "pp")
        elif block.role == "heading":
            self._heading(block)
        elif block.role == "closing":
            self.closing.append(block)
        elif block.role == "annex":
            self._open_annex(block)
            self._held.append((block, found))
        elif block.role == "table":
            self._table(block)

    def _marked_up(self, block: Block, found: tuple[Enumerator, int] | None) -> None:
        """Take the kind from the markup, the place in the outline from the sequence."""
        self._headed = False
        part = "pp" if block.role == "preambular" else "op"
        self._state = "preamble" if part == "pp" else "operative"
        if found is None:
            self._top(block, part)
            return
        enumerator, end = found
        place = self._lists.place(enumerator, self._ahead) or self._restarted(enumerator)
        if place is None:
            self._top(block, part, enumerator.number or None)
            return
        inside = not block.number  # the markup leaves the number among the words, and so does the text
        self._listed(
            block if inside else without_head(block, end),
            part,
            enumerator,
            place.steps,
            place.level,
        )

    # What the words and the sequence show.

    def _ends(self, block: Block) -> bool:
        """Take a block that closes the statement or opens an annex; say whether it was one."""
        text = block.text
        if _ORNAMENT_RE.fullmatch(text):
            return True
        if self._state != "preamble" and CLOSING_RE.match(text):
            self._close_annex()
            self._state = "closing"
        annex = _ANNEX_RE.fullmatch(text) if self._state in {"operative", "closing", "annex"} else None
        if annex and (not annex["rest"] or not TERMINAL_RE.search(text)):
            self._start_annex(annex["label"] or "")
            self._heading(block)
            return True
        if self._state == "closing":
            self.closing.append(block)
        return self._state == "closing"

    def _enumerated(self, block: Block, found: tuple[Enumerator, int]) -> bool:
        """Take a numbered block where the sequence supports the number; say whether it does."""
        enumerator, end = found
        rest = block.text[end:]
        style = enumerator.readings[0].style
        if style in {"upper-roman", "upper-letter"} and self._is_heading(rest):
            return False
        begins = style == "arabic" and enumerator.frame in {".", ""}
        if begins and (has_cells(rest) or (ends_in_sum(rest) and not self._openings.either(rest))):
            return False
        place = self._placed(enumerator, rest, begins=begins)
        if place is None:
            return False
        if self._state == "preamble" and begins and place.level == 1:
            self._state = "operative"
        part = "pp" if self._state == "preamble" else "op"
        self._listed(without_head(block, end), part, enumerator, place.steps, place.level)
        return True

    def _placed(self, enumerator: Enumerator, rest: str, *, begins: bool) -> Place | None:
        """Place a number in the list it continues: the inner one, the outer one, or one that begins here."""
        lists = self._lists
        if begins and self._openings.operative(rest) and lists.goes_on_outside(enumerator):
            lists.leave()
        if begins and self._state == "preamble":
            lists.restart()
        if begins and self._is_amended(enumerator):
            lists.enter(self._last_steps())
            return lists.skip_to(enumerator)
        if begins and not lists.is_inside and self._begins_list(enumerator):
            lists.enter(lists.steps)
        place = lists.place(enumerator, self._ahead)
        if place is None and lists.goes_on_outside(enumerator):
            lists.leave()
            place = lists.place(enumerator, self._ahead)
        if place is None and begins:
            return self._restarted(enumerator) or self._resumed(enumerator, rest)
        return place or self._begun_again(enumerator)

    def _is_amended(self, enumerator: Enumerator) -> bool:
        """Say whether the words before a number give it to a paragraph of another instrument."""
        last = self._last_unnumbered()
        return bool(last and announces_paragraph(last.text, enumerator.token))

    def _begins_list(self, enumerator: Enumerator) -> bool:
        """Say whether a 1 begins a list inside a numbered paragraph, whose words end in a colon."""
        last = self.provisions[-1] if self.provisions else None
        one = enumerator.readings[0].value == 1 and self._state == "operative"
        return bool(one and self._lists.steps and last and last.number and last.text.endswith(":"))

    def _begun_again(self, enumerator: Enumerator) -> Place | None:
        """Place a first letter though such a list is open: below a colon, or where the second one follows."""
        first = {numeral.style for numeral in enumerator.readings if numeral.value == 1}
        following = self._ahead[0].readings if self._ahead else ()
        followed = any(numeral.value == _SECOND and numeral.style in first for numeral in following)
        last = self._last_unnumbered()
        if self._state == "preamble" and followed:
            self._lists.restart()
        elif last and first and (followed or last.text.endswith(":")):
            self._lists.enter(self._last_steps())
        else:
            return None
        return self._lists.place(enumerator, self._ahead)

    def _last_unnumbered(self) -> Provision | None:
        """Return the provision before where it is an operative paragraph without number."""
        last = self.provisions[-1] if self.provisions else None
        return last if last and last.kind == "operative" and last.number is None else None

    def _last_steps(self) -> tuple[str, ...]:
        return tuple(self.provisions[-1].id.rpartition("op/")[2].split("/"))

    def _restarted(self, enumerator: Enumerator) -> Place | None:
        """Place a number that begins anew, as it does in each section of some resolutions."""
        if enumerator.readings[0].value != 1 or enumerator.readings[0].style != "arabic":
            return None
        self._sections += 1
        self._lists.restart()
        if not self._section or any(p.startswith(f"{self._prefix}{self._section}/") for p in self._ids):
            self._section = f"S{self._sections + 1}"
        return self._lists.place(enumerator, self._ahead)

    def _resumed(self, enumerator: Enumerator, rest: str) -> Place | None:
        """Place a number after a small gap, where the words open an operative paragraph."""
        if not self._openings.operative(rest):
            return None
        last = self._lists.steps[:1]
        value = enumerator.readings[0].value
        if last and last[0].isdigit() and int(last[0]) < value <= int(last[0]) + _FAR:
            return self._lists.skip_to(enumerator)
        return None

    def _unnumbered(self, block: Block) -> None:
        text = block.text
        if has_cells(text):
            self._table(block)
        elif self._lists_person(text):
            self._person(block)
        elif self._is_heading(text):
            self._heading(block)
        elif self._is_recital(text):
            self._top(block, "pp")
        else:
            self._state = "operative"
            self._top(block, "op")

    def _is_recital(self, text: str) -> bool:
        """Say whether a paragraph without number belongs to a preamble, of the resolution or of a section."""
        last = self.provisions[-1] if self.provisions else None
        operative, preambular = self._openings.operative(text), self._openings.preambular(text)
        if self._state != "preamble":
            after_recital = last is None or last.kind != "operative"
            return preambular and not operative and text.endswith((",", ";") if after_recital else ",")
        if text.endswith(","):  # `Acting under Chapter VII …,` closes a preamble
            return preambular or not operative or not (last and last.text.startswith("Acting "))
        return not operative and (preambular or self._one_ahead)

    def _lists_person(self, text: str) -> bool:
        """Say whether a line is an item of a list of persons below a colon."""
        last = self.provisions[-1] if self.provisions else None
        below = last and last.kind == "operative" and (last.text.endswith(":") or names_person(last.text))
        return bool(below and names_person(text))

    def _is_heading(self, text: str) -> bool:
        """Say whether words are a heading: few, without a stop at the end, and no opening of a paragraph."""
        return looks_like_heading(text) and (len(text.split()) <= _FEW or not self._openings.either(text))

    # What is made of them.

    def _top(self, block: Block, part: str, number: str | None = None) -> None:
        """Add an unnumbered paragraph, or a preambular one, which resolutions leave unnumbered."""
        self._counts[part] += 1
        step = str(self._counts[part]) if part == "pp" else f"u{self._counts['u'] + 1}"
        self._counts["u"] += part == "op" and number is None
        self._add(block, f"{part}/{step}", _KIND[part], number, 1)
        if part == "pp":
            self._lists.restart()

    def _person(self, block: Block) -> None:
        """Add an item of a list that has neither numbers nor bullets."""
        last = self._last_unnumbered()
        if last and last.text.endswith(":"):
            self._lists.enter(self._last_steps())
        place = self._lists.place(_UNMARKED)
        if place:  # such an item always begins or continues a list
            self._listed(block, "op", _UNMARKED, place.steps, place.level)

    def _listed(
        self, block: Block, part: str, enumerator: Enumerator, steps: tuple[str, ...], level: int
    ) -> None:
        if part == "pp":
            steps, level = (str(max(self._counts["pp"], 1)), *steps), level + 1
        path = "/".join([part, *(step.lower() for step in steps)])
        self._add(block, path, _KIND[part], enumerator.number or enumerator.token or None, level)

    def _heading(self, block: Block) -> None:
        match = _SECTION_RE.fullmatch(block.text)
        if match and self._state != "annex":
            self._section = match["label"]
        self._headed = True
        self._counts["h"] += 1
        self._add(block, f"h/{self._counts['h']}", "heading", None, 1)

    def _table(self, block: Block) -> None:
        """Keep a table whole, apart from the paragraphs that it stands among."""
        self._counts["annex"] += 1
        self._add(block, f"annex/table/u{self._counts['annex']}", "annex", None, 1)

    def _open_annex(self, block: Block) -> None:
        if self._state != "annex":
            match = _ANNEX_RE.match(block.text)
            self._start_annex((match["label"] if match else None) or "")

    def _start_annex(self, label: str) -> None:
        self._close_annex()
        self._state = "annex"
        self._annexes += 1
        self._annex = label.lower() or ("" if self._annexes == 1 else str(self._annexes))
        self._counts["annex"] = 0
        self._lists = NestedLists()

    def _close_annex(self) -> None:
        """Turn the blocks of an annex into provisions: those of a treaty by its articles."""
        held, self._held = self._held, []
        blocks = [block for block, _ in held]
        if looks_like_treaty([replace(block, role="unknown") for block in blocks]):
            prefix = f"{self._prefix}annex/{self._annex or '1'}"
            for provision in segment_treaty(blocks, prefix=prefix, kind="annex"):
                self._ids.add(provision.id)
                self.provisions.append(provision)
            return
        for block, found in held:
            if block.role == "heading":
                self._heading(block)
            elif block.role == "table" or is_table(block.text):
                self._table(block)
            else:
                self._annex_paragraph(block, found)

    def _annex_paragraph(self, block: Block, found: tuple[Enumerator, int] | None) -> None:
        place = self._lists.place(found[0], self._ahead) if found else None
        base = "/".join(filter(None, ["annex", self._annex]))
        if found and place:
            path = "/".join([base, *(step.lower() for step in place.steps)])
            if f"{self._prefix}{path}" not in self._ids:
                rest = without_head(block, found[1])
                self._add(rest, path, "annex", found[0].number or None, place.level)
                return
        self._counts["annex"] += 1
        self._add(block, f"{base}/u{self._counts['annex']}", "annex", None, 1)

    def _add(self, block: Block, path: str, kind: Kind, number: str | None, level: int) -> None:
        if not block.text:
            return
        ident = self._unique(path)
        while self._parents and (self._parents[-1].level >= level or self._parents[-1].kind != kind):
            self._parents.pop()
        parent = self._parents[-1].id if self._parents and level > 1 else None
        provision = Provision(
            id=ident, kind=kind, number=number, level=level, parent=parent,
            text=block.text, span=block.passage.span(), pieces=block.passage.pieces(),
            marks=block.marks, emphasis=block.emphasis, recital=self._headed and kind == "preambular",
        )  # fmt: skip
        self.provisions.append(provision)
        if kind in {"preambular", "operative", "annex"}:
            self._parents.append(provision)

    def _unique(self, path: str) -> str:
        """Return the path with prefix, below its section where numbers begin anew in each."""
        ident = f"{self._prefix}{path}"
        if self._sections and path.startswith("op/"):
            ident = f"{self._prefix}{self._section}/{path}"
        again = 2
        base = ident
        while ident in self._ids:
            ident, again = f"{base}/u{again}", again + 1
        self._ids.add(ident)
        return ident


_KIND: dict[str, Kind] = {"pp": "preambular", "op": "operative"}
