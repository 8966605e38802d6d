"""Judge the numbers, letters and bullets that stand before paragraphs, by the sequence they form.

An enumerator alone is ambiguous: `(i)` is a letter after `(h)` and a roman number after `(a)`. So an
`Enumerator` holds every reading, and an `Outline`, fed one after the other, picks the reading and level that
continue a list or begin one; what fits nowhere is no enumerator of this text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from kg.ordinals import INSERTED, INSERTED_PATTERN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Style = Literal[
    "arabic",
    "decimal",
    "lower-letter",
    "upper-letter",
    "double-letter",
    "lower-roman",
    "upper-roman",
    "bullet",
]


@dataclass(frozen=True, slots=True)
class Numeral:
    """One reading of an enumerator: its place, counted from 1, in a list of a style."""

    style: Style
    value: int
    """0 for a bullet, which does not count."""
    stem: str = ""
    """What stands before the last stop of a decimal: `4` in `4.1`."""


@dataclass(frozen=True, slots=True)
class Enumerator:
    """A number, letter or bullet as printed before a paragraph, with every way to read it.

    >>> [numeral.style for numeral in Enumerator.parse("(i)").readings]
    ['lower-roman', 'lower-letter']
    """

    token: str
    """Without brackets and stop: `4`, `a`, `ii`, `4.1`, `–`."""
    frame: str
    """What encloses it: `()`, `)`, `.`, nothing; for a bullet its character."""
    readings: tuple[Numeral, ...]
    suffix: str = ""
    """`bis`, `ter` and so on, or empty."""

    @classmethod
    def parse(cls, text: str) -> Enumerator | None:
        """Read an enumerator that is a text of its own, or return None."""
        found = find_enumerator(f"{text.strip()} ") or _find(_BARE_RE, f"{text.strip()} ", 0)
        return found[0] if found and found[1] == len(text.strip()) + 1 else None

    @property
    def number(self) -> str:
        """Return the number as printed, without brackets and stop; empty for a bullet."""
        if self.readings[0].style == "bullet":
            return ""
        return f"{self.token} {self.suffix}" if self.suffix else self.token


@dataclass(frozen=True, slots=True)
class Place:
    """Where an enumerator stands in its outline."""

    level: int
    """1 for the outermost list."""
    numeral: Numeral
    steps: tuple[str, ...]
    """From the outermost list down, as in identifiers: `("4", "a", "ii")`, bullets `u1`, `u2`."""


def find_enumerator(text: str, at: int = 0) -> tuple[Enumerator, int] | None:
    """Return the enumerator at an offset, before it white space at most, and the offset of what follows it.

    >>> enumerator, end = find_enumerator("2. (a) The report;")
    >>> enumerator.number, end, find_enumerator("2. (a) The report;", end)[0].number
    ('2', 3, 'a')
    """
    return _find(_FRAMED_RE, text, at)


def read_enumerator(stated: str, text: str) -> tuple[Enumerator, int] | None:
    """Return the enumerator that markup states, else the one that heads the text, and where words go on."""
    if stated:
        enumerator = Enumerator.parse(stated)
        return (enumerator, 0) if enumerator else None
    return find_enumerator(text)


def find_bare_number(text: str, at: int = 0) -> tuple[Enumerator, int] | None:
    """Return the number without bracket or stop at an offset, where a capital follows: `2   Each Party`."""
    return _find(_BARE_NUMBER_RE, text, at)


@dataclass(frozen=True, slots=True)
class _Open:
    """A list that has begun and may go on."""

    style: Style
    frame: str
    value: int
    suffix: str
    stem: str
    step: str
    nested: bool
    """For a decimal: its stem is the number of the list above, so that its step leaves it out."""


_Stack = tuple[_Open, ...]
_Choice = tuple[_Stack, Numeral]

_LOOKAHEAD = 8  # enumerators; enough to meet the letter or roman number that decides between two readings


class Outline:
    """The open lists of a text, and the judgement of which of them an enumerator continues.

    >>> outline, printed = Outline(), ("1.", "(a)", "(i)", "(ii)", "(b)", "2.")
    >>> ["/".join(outline.place(Enumerator.parse(one)).steps) for one in printed]
    ['1', '1/a', '1/a/i', '1/a/ii', '1/b', '2']
    """

    def __init__(self) -> None:
        self._stack: _Stack = ()

    @property
    def depth(self) -> int:
        """Return how many lists are open."""
        return len(self._stack)

    @property
    def steps(self) -> tuple[str, ...]:
        """Return the steps of the enumerator placed last."""
        return _steps(self._stack)

    def place(self, enumerator: Enumerator, ahead: Sequence[Enumerator] = ()) -> Place | None:
        """Place the next enumerator; None, with nothing changed, where the sequence does not support it.

        `ahead` are the enumerators that follow in the text; they decide between readings that both fit.
        """
        choice = self._best(enumerator, ahead)
        return self._settle(*choice) if choice else None

    def peek(self, enumerator: Enumerator, ahead: Sequence[Enumerator] = ()) -> Place | None:
        """Return the place that `place` would give, and change nothing."""
        choice = self._best(enumerator, ahead)
        return _place(*choice) if choice else None

    def skip_to(self, enumerator: Enumerator) -> Place | None:
        """Place an enumerator that leaves numbers out, where the caller has other reason to believe it.

        With no list open it begins one at any number; None where no open list is behind that number.
        """
        choices = list(_jumps(self._stack, enumerator))
        return self._settle(*choices[0]) if choices else None

    def restart(self, level: int = 1) -> None:
        """Close the lists from a level inwards, so that their numbering may begin again."""
        self._stack = self._stack[: max(level - 1, 0)]

    def _best(self, enumerator: Enumerator, ahead: Sequence[Enumerator]) -> _Choice | None:
        choices = list(_choices(self._stack, enumerator))
        if len(choices) > 1 and ahead:
            choices.sort(key=lambda choice: -_support(choice[0], ahead))  # stable: the likelier stays first
        return choices[0] if choices else None

    def _settle(self, stack: _Stack, numeral: Numeral) -> Place:
        self._stack = stack
        return _place(stack, numeral)


def _place(stack: _Stack, numeral: Numeral) -> Place:
    return Place(len(stack), numeral, _steps(stack))


def _choices(stack: _Stack, enumerator: Enumerator) -> Iterator[_Choice]:
    """Yield the ways to place an enumerator, the likeliest first."""
    yield from _continuations(stack, enumerator, kindred=False)
    yield from _beginnings(stack, enumerator)
    yield from _continuations(stack, enumerator, kindred=True)


def _continuations(stack: _Stack, enumerator: Enumerator, *, kindred: bool) -> Iterator[_Choice]:
    """Yield the open lists that go on, innermost first; `kindred` ones are framed a little otherwise."""
    for depth in range(len(stack) - 1, -1, -1):
        last = stack[depth]
        if (_KINDRED.get(last.frame) != enumerator.frame) if kindred else (last.frame != enumerator.frame):
            continue
        for numeral in enumerator.readings:
            if _follows(last, numeral, enumerator.suffix):
                yield (*stack[:depth], _next(last, enumerator, numeral)), numeral


def _follows(last: _Open, numeral: Numeral, suffix: str) -> bool:
    if last.style != numeral.style:
        return False
    if numeral.style == "bullet":
        return True
    if last.stem != numeral.stem:
        return not last.nested and numeral.value == 1 and _last_number(numeral) == _last_number(last) + 1
    if suffix:
        return numeral.value == last.value and _SUFFIXES.index(suffix) == _SUFFIXES.index(last.suffix) + 1
    return numeral.value == last.value + 1


def _last_number(decimal: _Open | Numeral) -> int:
    return int(decimal.stem.rpartition(".")[2])


def _next(last: _Open, enumerator: Enumerator, numeral: Numeral) -> _Open:
    if numeral.style == "bullet":
        return replace(last, value=last.value + 1, step=f"u{last.value + 1}")
    step = _step(enumerator, nested=last.nested)
    stem, suffix = numeral.stem, enumerator.suffix
    return _Open(last.style, last.frame, numeral.value, suffix, stem, step, nested=last.nested)


def _beginnings(stack: _Stack, enumerator: Enumerator) -> Iterator[_Choice]:
    """Yield the lists that may begin: at 1, inside the innermost, of a kind that is not open already."""
    for numeral in enumerator.readings:
        if enumerator.suffix or numeral.value > 1:
            continue
        if any(one.style == numeral.style and one.frame == enumerator.frame for one in stack):
            continue
        yield _begin(stack, enumerator, numeral), numeral


def _begin(stack: _Stack, enumerator: Enumerator, numeral: Numeral) -> _Stack:
    """Return the lists with a new one inside; a decimal goes under the number that is its stem."""
    above = [depth for depth, one in enumerate(stack, 1) if numeral.stem and one.step == numeral.stem]
    stack = stack[: above[0]] if above else stack
    step = "u1" if numeral.style == "bullet" else _step(enumerator, nested=bool(above))
    stem, suffix, value = numeral.stem, enumerator.suffix, numeral.value or 1
    return (*stack, _Open(numeral.style, enumerator.frame, value, suffix, stem, step, nested=bool(above)))


def _jumps(stack: _Stack, enumerator: Enumerator) -> Iterator[_Choice]:
    for depth in range(len(stack) - 1, -1, -1):
        last = stack[depth]
        for numeral in enumerator.readings:
            same = (last.style, last.frame, last.stem) == (numeral.style, enumerator.frame, numeral.stem)
            if same and numeral.value > last.value:
                yield (*stack[:depth], _next(last, enumerator, numeral)), numeral
    if not stack:
        yield _begin((), enumerator, enumerator.readings[0]), enumerator.readings[0]


def _support(stack: _Stack, ahead: Sequence[Enumerator]) -> int:
    """Count how many of the following enumerators find a place after these lists."""
    count = 0
    for enumerator in ahead[:_LOOKAHEAD]:
        choice = next(_choices(stack, enumerator), None)
        if choice:
            stack = choice[0]
            count += 1
    return count


def _step(enumerator: Enumerator, *, nested: bool) -> str:
    token = enumerator.token.rpartition(".")[2] if nested else enumerator.token
    return token.lower() + enumerator.suffix


def _steps(stack: _Stack) -> tuple[str, ...]:
    return tuple(step for one in stack for step in one.step.split("."))


_SUFFIXES = ("", *INSERTED)
_KINDRED = {"()": ")", ")": "()", ".": "", "": "."}

# Not a year, and no ordinal such as 5th; no leading zero, as in a time of day.
_ARABIC = r"[1-9]\d{0,2}"
# Not `No.`: of two letters only the same twice; of roman numbers none above 89 (no c, d, m).
_LETTERS = r"(?:(?P<letter>[a-z])(?P=letter)?|[ivxl]{2,7}|[A-Z]|[IVXL]{2,7})"
_SUFFIX = rf"(?:\s?(?P<suffix>{INSERTED_PATTERN}))?"
_TOKEN = rf"(?P<token>(?:{_ARABIC}|{_LETTERS})){_SUFFIX}"
# Not `1.500` or `10.05`; an amount such as 1.5 million is left to the sequence.
_DECIMAL = r"(?P<decimal>[1-9]\d?(?:\.[1-9]\d?){1,3})\.?(?=\s)"
_BULLET = r"(?P<bullet>[–—•·▪●○◦‣*-])(?=\s)"  # not a minus sign or an emphasis mark, which touch what follows

# Not `i.e.`, `A.B. Name`, `1.5`: after a stop no digit, and no letter with a stop of its own.
_FRAMED_RE = re.compile(rf"\s*(?:(?P<open>\(?){_TOKEN}(?P<close>\)|\.(?!\d|\w\.))|{_DECIMAL}|{_BULLET})\s*")
_BARE_RE = re.compile(rf"(?P<open>)\s*{_TOKEN}(?P<close>)\s+")
# Not a count at the head of a sentence (`30 States`) or a date, unless a sequence supports it.
_BARE_NUMBER_RE = re.compile(r"\s*(?P<open>)(?P<token>[1-9]\d?)(?P<suffix>)(?P<close>)\s+(?=[A-Z“\"])")


def _find(pattern: re.Pattern[str], text: str, at: int) -> tuple[Enumerator, int] | None:
    match = pattern.match(text, at)
    if not match:
        return None
    groups = match.groupdict()
    if bullet := groups.get("bullet"):
        return Enumerator(bullet, bullet, (Numeral("bullet", 0),)), match.end()
    if decimal := groups.get("decimal"):
        stem, _, last = decimal.rpartition(".")
        return Enumerator(decimal, ".", (Numeral("decimal", int(last), stem),)), match.end()
    token, frame = match["token"], _FRAMES.get(match["open"] + match["close"])
    readings = tuple(_readings(token))
    if frame is None or not readings:
        return None
    return Enumerator(token, frame, readings, match["suffix"] or ""), match.end()


def _readings(token: str) -> Iterator[Numeral]:
    """Yield the ways to read a token, roman before letter."""
    if token.isdigit():
        yield Numeral("arabic", int(token))
        return
    lower = token.islower()
    if value := _ROMAN.get(token.lower()):
        yield Numeral("lower-roman" if lower else "upper-roman", value)
    if len(token) == 1:
        yield Numeral("lower-letter" if lower else "upper-letter", _letter(token))
    elif lower and len(token) == 2 and token[0] == token[1]:  # noqa: PLR2004  # a letter written twice
        yield Numeral("lower-letter", 26 + _letter(token[0]))
        yield Numeral("double-letter", _letter(token[0]))


def _letter(token: str) -> int:
    return ord(token.lower()) - ord("a") + 1


_FRAMES = {"()": "()", ")": ")", ".": ".", "": ""}
_TENS = ("", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx")
_UNITS = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_ROMAN = {
    tens + units: 10 * t + u for t, tens in enumerate(_TENS) for u, units in enumerate(_UNITS) if t or u
}
