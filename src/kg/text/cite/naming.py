"""Find what a text cites by name, and by the short names that follow (`the Convention`).

A short name stands for an instrument named before: in the same paragraph, in the title, or in the nearest
paragraph that names one of that noun. Two that fit there are one too many.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from kg.text.cite.antecedents import TITLE, Antecedents
from kg.text.cite.instruments import NOUN_PARTS, NOUN_RE, PROTOCOL, Instruments, singular
from kg.text.cite.learned import LearnedNames, Stranger, stranger
from kg.text.cite.reference import Reference, ReferenceKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.document import Span
    from kg.text.annotate.names import Found

_ARTICLE_RE = re.compile(
    r"\b(?:the|this|that|said|same|above-mentioned|both|those|these|two|three) $", re.IGNORECASE
)
_OWN_RE = re.compile(r"\b(?:its|their) $")
_SELF_RE = re.compile(r"\b[Tt]h(?:is|e present) $")
_THE_RE = re.compile(r"\b[Tt]he $")
# goes on into a name: "Convention on Rivers"; not "the Convention on its …", "the Convention to combat …"
_GOES_ON_RE = re.compile(
    r" (?:on|under|against|for|of|to|between|relat(?:ing|ive) to|concerning|supplementing|No\."
    r"|Relating|Concerning)"
    r"(?: (?:the|a|all|certain|of|in|and|forms)){0,4} (?:[A-Z“]|\d)"
    r"|(?: and)? (?:Programme|Plan|Platform) (?:of|for) "
)
_CAPITAL_BEFORE_RE = re.compile(r"(?:[A-Z][\w’'-]*|\d{4}|[A-Z][\w-]+ (?:and|of|for)) $")
_OPENING_RE = re.compile(r"(?:^|[.;:] ?)[A-Z][a-z]+ $")  # the word that opens a text is no part of a name
_ADOPTED_RE = re.compile(
    r",? (?:which was |as )?(?:adopted|proclaimed)(?: by (?:the )?[A-Z][\w ]{3,40})? (?:in|by) $"
)
# the name of a body, not of the treaty that it holds
_PARTIES_RE = re.compile(
    r"\b(?:Conference|[Mm]eetings?|Assembly) of (?:the )?(?:States )?[Pp]arties"
    r"(?: to the Protocol)? to (?:the )?$"
    r"|\b(?:Committee|Commission|Group) on [^,;.]{0,50} Implementation of the $"
)
_COUNTS = {"both": 2, "two": 2, "three": 3}
_COUNTED_RE = re.compile(rf"\b({'|'.join(_COUNTS)}) $")
_THERETO_RE = re.compile(r" thereto(?!\w)")
_TO_SHORT_RE = re.compile(r" to (?:the|that|this) (Convention|Covenant|Treaty|Statute|Charter)(?![\w-])")
_TO_NAMED_RE = re.compile(r",? (?:to|supplementing) (?:the )?")
_TAIL_GAP_RE = re.compile(r",? ?(?:and |or )?(?:(?:to )?(?:the|its) )?(?:Optional )?(?:Protocol )?")
_BEFORE = 80
_BEHIND = 400


class NameReader:
    """Reads the names in the texts of one document, from the first to the last."""

    def __init__(self, instruments: Instruments) -> None:
        self._instruments = instruments
        self._antecedents = Antecedents()
        self._learned = LearnedNames()
        self._text = ""
        self._place = TITLE
        self._found: dict[int, Found] = {}
        self._strangers: list[Stranger] = []

    def read(self, text: str, place: int, *, own_text: bool = False) -> list[Reference]:
        """Return the references by name in a text, in order.

        `own_text`: the text is that of an instrument, which calls itself `this Convention`.
        """
        found = self._instruments.index.find(text)
        nouns = list(NOUN_RE.finditer(text)) if any(part in text for part in NOUN_PARTS) else []
        self._text, self._place, self._found = text, place, {one.start: one for one in found}
        self._strangers = []
        taken = [(one.start, one.end) for one in found]
        free = [noun for noun in nouns if not _is_inside(noun.start(), taken)]
        references: list[Reference] = []
        items: list[Found | re.Match[str]] = [*found, *free]
        for item in sorted(items, key=_start):
            if not references or _start(item) >= references[-1].end:
                one = (
                    self._by_noun(item, own_text=own_text)
                    if isinstance(item, re.Match)
                    else self._by_name(item)
                )
                references += [one] if one else []
        return [one for one in references if not self._names_body(one)]

    def _names_body(self, one: Reference) -> bool:
        """Say whether words stand in the name of a body: `Conference of the Parties to the Convention`."""
        article = _THE_RE.match(self._text, one.start)
        return _PARTIES_RE.search(self._before(article.end() if article else one.start)) is not None

    # --- names that the graph knows

    def _by_name(self, found: Found) -> Reference | None:
        """Return what a known name cites, and keep it for the short names that follow."""
        things = tuple(name.thing for name in found.names if name.kind in {"treaty", "instrument"})
        if not things:
            return None
        noun = NOUN_RE.search(self._text, found.start, found.end)
        if len(things) > 1 and not (noun and noun[0].endswith("s")):
            return _open(found.start, found.end, "the name is that of several instruments")
        self._keep(singular(noun[0]) if noun else self._instruments.nouns.get(things[0], ""), things)
        if any(name.kind == "instrument" for name in found.names):
            return self._carried(found.start, found.end, things)
        return Reference(self._with_article(found.start), found.end, "treaty", things)

    def _carried(self, start: int, end: int, targets: tuple[str, ...]) -> Reference:
        """Return a reference by the name of a text to what sets it out, and to the part of it that does."""
        name = self._text[start:end].rpartition("the ")[2]
        kind: ReferenceKind = "name" if targets[0] in self._instruments.titled else "carried"
        return Reference(start, end, kind, targets, self._learned.place(targets[0], name))

    # --- nouns that stand in no known name

    def _by_noun(self, noun: re.Match[str], *, own_text: bool) -> Reference | None:
        if singular(noun[0]) == PROTOCOL and (reference := self._protocols(noun)):
            return reference
        before = self._before(noun.start())
        article = _ARTICLE_RE.search(before)
        goes_on = _GOES_ON_RE.match(self._text, noun.end()) is not None
        if goes_on or (not article and _CAPITAL_BEFORE_RE.search(before) and not _OPENING_RE.search(before)):
            return self._unknown(noun, goes_on=goes_on)
        if article is None or (own_text and _SELF_RE.search(before)):
            return None
        return self._short(noun, noun.start() - len(article[0]))

    def _short(self, noun: re.Match[str], start: int) -> Reference | None:
        """Return what `the Convention` stands for."""
        head = singular(noun[0])
        targets, reason = self._antecedents.resolve(head, self._place, plural=noun[0].endswith("s"))
        if not targets:
            return _open(start, noun.end(), reason) if reason else None
        self._keep(head, targets)
        if targets[0].startswith("treaty/"):
            return Reference(start, noun.end(), "treaty", targets)
        return self._carried(start, noun.end(), targets)

    def _unknown(self, noun: re.Match[str], *, goes_on: bool) -> Reference | None:
        """Return what a name means that the graph does not know, where the document said so before."""
        one = stranger(self._text, noun, goes_on=goes_on)
        self._strangers.append(one)
        learned = self._learned.find(self._text, one)
        self._keep(singular(noun[0]), (learned.target,) if learned else ())
        if learned is None:
            return None
        whole = self._text.startswith(learned.name, one.start)
        end = one.start + len(learned.name) if whole else one.end
        return Reference(self._with_article(one.start), end, "carried", (learned.target,), learned.pinpoints)

    # --- what the document says of unknown names

    def learn_from_text(self, references: Iterable[Reference]) -> None:
        """Learn from `the Declaration on …, adopted by … in its resolution 1/1` in the text read last."""
        for one in references:
            adopted = _ADOPTED_RE.search(self._before(one.start))
            if adopted and one.kind == "resolution" and one.targets:
                self.learn(one.start - len(adopted[0]), one.targets[0], one.pinpoints)

    def learn(self, at: int, target: str, pinpoints: tuple[str, ...]) -> None:
        """Take the name that ends at an offset of the text read last for that of a target."""
        known = next((one for one in self._found.values() if at - 1 <= one.end <= at), None)
        if known and any(name.thing == target for name in known.names):
            self._learned.put(target, self._text[known.start : known.end], pinpoints)
            return
        count = bisect_right(self._strangers, at, key=_end)
        if not count:
            return
        if noun := self._learned.learn(self._text, self._strangers[count - 1], at, target, pinpoints):
            self._antecedents.explain(noun, target, self._place)

    # --- protocols, by the treaty that they belong to

    def _protocols(self, noun: re.Match[str]) -> Reference | None:
        """Return the protocols that are named by their treaty, by what they are about, or by both."""
        parents, end = self._parents(noun)
        tails, end = self._tails(end)
        start = self._phrase_start(noun)
        targets = tails or self._children(parents, noun)
        if not targets:
            return _open(start, end, "which of several protocols is open") if parents else None
        for target in targets:
            self._keep(PROTOCOL, (target,))
        return Reference(start, end, "treaty", targets)

    def _parents(self, noun: re.Match[str]) -> tuple[list[str], int]:
        """Return the treaties that the words around a noun name, the likeliest last, and where these end."""
        at = noun.end()
        if match := _TO_NAMED_RE.match(self._text, at):
            named = self._found.get(match.end())
            if named and len(named.names) == 1 and named.names[0].kind == "treaty":
                self._by_name(named)
                return [named.names[0].thing], named.end
        if match := _TO_SHORT_RE.match(self._text, at):
            targets, _ = self._antecedents.resolve(match[1], self._place)
            return list(targets), match.end() if targets else at
        match = _THERETO_RE.match(self._text, at)
        own = _OWN_RE.search(self._before(noun.start()))
        return (self._parents_here() if own or match else []), match.end() if match else at

    def _parents_here(self) -> list[str]:
        """Return the treaties named in this paragraph that have protocols, if the last one named has.

        Of several that go by one name, as the Geneva Conventions do, the first stands for all.
        """
        here = self._antecedents.here(self._place, but=PROTOCOL)
        having = [targets[0] for targets in here if targets and targets[0] in self._instruments.children]
        return list(dict.fromkeys(having)) if having and here[-1][:1] == (having[-1],) else []

    def _children(self, parents: Sequence[str], noun: re.Match[str]) -> tuple[str, ...]:
        """Return the protocols of the last treaty; of all, where several are meant and it has but one."""
        families = [self._instruments.children.get(parent, ()) for parent in parents]
        last = families[-1] if families else ()
        if not noun[0].endswith("s"):
            return last if len(last) == 1 else ()
        children = last if len(last) > 1 else tuple(child for family in families for child in family)
        if len(children) == 1:
            return ()
        counted = _COUNTED_RE.search(self._before(noun.start()))
        return children if counted is None or _COUNTS[counted[1]] == len(children) else ()

    def _tails(self, at: int) -> tuple[tuple[str, ...], int]:
        """Return the protocols that are told apart by what follows an offset, and where that ends."""
        window = self._text[at : at + _BEHIND]
        targets: list[str] = []
        end = 0
        for found in self._instruments.tails.find(window):
            if not _TAIL_GAP_RE.fullmatch(window, end, found.start):
                break
            targets += [name.thing for name in found.names]
            end = found.end
        return tuple(targets), at + end

    # --- words in front

    def _keep(self, noun: str, targets: tuple[str, ...]) -> None:
        self._antecedents.keep(noun, targets, self._place)

    def _before(self, at: int) -> str:
        return self._text[max(0, at - _BEFORE) : at]

    def _with_article(self, start: int) -> int:
        match = _THE_RE.search(self._before(start))
        return start - len(match[0]) if match else start

    def _phrase_start(self, noun: re.Match[str]) -> int:
        before = self._before(noun.start())
        match = _ARTICLE_RE.search(before) or _OWN_RE.search(before)
        return noun.start() - len(match[0]) if match else noun.start()


def _open(start: int, end: int, reason: str) -> Reference:
    return Reference(start, end, "treaty", (), reason=reason)


def _start(item: Found | re.Match[str]) -> int:
    return item.start() if isinstance(item, re.Match) else item.start


def _is_inside(at: int, spans: Sequence[Span]) -> bool:
    """Say whether an offset lies in one of the spans, which are sorted."""
    place = bisect_right(spans, at, key=_first) - 1
    return place >= 0 and at < spans[place][1]


def _end(one: Stranger) -> int:
    return one.end


def _first(span: Span) -> int:
    return span[0]
