"""Find questions of the catalogue by words, and the values with which they answer what is looked for.

A question about any addressee says nothing of internet providers; the graph does. So words that name a thing
become the value of a parameter that takes such things, and count for the question as its own words do.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from itertools import chain, combinations
from shlex import quote
from time import monotonic
from typing import TYPE_CHECKING

from kg.errors import InputError, UsageError
from kg.graph.lookup.names import names_of, things_of_classes
from kg.graph.questions.word_index import WordIndex, words_of
from kg.graph.questions.words import question_index
from kg.graph.stores.store import open_store
from kg.model import Rows, Term
from kg.namespaces import CP, compact
from kg.pipeline.ask import answer, choose_values

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.graph.lookup.names import Named
    from kg.graph.questions.catalogue import Question
    from kg.graph.questions.parameters import Parameter
    from kg.graph.stores.engine import Engine

_ENOUGH = 2
"""Words by which a thing is named though its name has more, but not twice as many: `internet providers`."""
_PATIENCE = 5.0
"""Seconds after which values are suggested untried."""
_BY_NUMBER = {CP + name for name in ("Provision", "TreatyProvision", "OperativeParagraph", "Article")}
"""Classes whose things nobody calls by words; there can be a hundred thousand of them."""


@dataclass(frozen=True)
class Suggestion:
    """A question, and values that the words name for its parameters."""

    question: Question
    values: dict[str, str] = field(default_factory=dict)
    """Name of a parameter to the id of a thing."""

    @property
    def command(self) -> str:
        """Return the command that asks it."""
        options = [f"--{name} {quote(value)}" for name, value in self.values.items()]
        return " ".join(["kg ask", self.question.name, *options])


@dataclass(frozen=True)
class _Match:
    """How well a question fits a search: the words in it, and the things that could be its values."""

    question: Question
    said: frozenset[str]
    """Words of the search that the question itself has."""
    order: int
    """Place among the questions by their own words alone."""
    values: dict[str, tuple[str, frozenset[str]]] = field(default_factory=dict)
    """Name of a parameter to the id of a thing, and the words that name it."""

    @property
    def rank(self) -> tuple[int, int, int]:
        """Return what sorts matches, best first: a word of the question counts double one of a value."""
        named = frozenset().union(*(words for _, words in self.values.values())) - self.said
        return -2 * len(self.said) - len(named), -len(self.said), self.order

    @property
    def suggestion(self) -> Suggestion:
        """Return what a reader is told."""
        return Suggestion(self.question, {name: thing for name, (thing, _) in self.values.items()})


def find_questions(catalogue: Sequence[Question], words: str) -> list[Suggestion]:
    """Return the questions that have any of the words in some form, those with the most of them first."""
    return [match.suggestion for match in _matches(catalogue, words_of(words), {})]


def find_questions_about(
    engine: Engine, catalogue: Sequence[Question], words: str, *, most: int
) -> list[Suggestion]:
    """Return the best questions that have the words, or can be asked about a thing that they name.

    Values with which a question has no answer are left out: nothing obliges internet providers, say.
    """
    wanted = words_of(words)
    best = _matches(catalogue, wanted, _named(engine, catalogue, wanted))[:most]
    deadline = monotonic() + _PATIENCE
    answered = [_answered(engine, match) if monotonic() < deadline else match for match in best]
    kept = (match for match in answered if match.said or match.values)
    return [match.suggestion for match in sorted(kept, key=lambda match: match.rank)]


def _answered(engine: Engine, match: _Match) -> _Match:
    """Return the match with the most of its values with which something in the graph answers."""
    sizes = range(len(match.values), 0, -1)
    for names in chain.from_iterable(combinations(match.values, size) for size in sizes):
        chosen = {name: match.values[name] for name in names}
        try:
            given = choose_values(
                engine, match.question, {name: thing for name, (thing, _) in chosen.items()}
            )
        except UsageError:  # a parameter that has no default, and that the words do not name
            continue
        if answer(engine, match.question, given).rows:
            return replace(match, values=chosen)
    return replace(match, values={})


def find_in_store(
    catalogue: Sequence[Question], words: str, location: str | None, *, most: int
) -> list[Suggestion]:
    """Return the questions for the words, with values where there is a store to know them."""
    try:
        engine = open_store(location)
    except InputError:  # the catalogue can be read before anything is built
        return find_questions(catalogue, words)[:most]
    return find_questions_about(engine, catalogue, words, most=most)


def list_suggestions(found: Sequence[Suggestion]) -> Rows:
    """Return suggestions as rows, best first, each with the command that asks it."""
    headings = {"question": "Question", "command": "Command"}
    cells = [(s.question.id, s.question.theme, s.question.question, s.command) for s in found]
    return _rows(("id", "theme", "question", "command"), cells, headings)


def list_questions(catalogue: Sequence[Question]) -> Rows:
    """Return the catalogue as rows."""
    headings = {"id": "Id", "question": "Question", "parameters": "Options"}
    cells = [(q.id, q.theme, q.question, _options(q), q.description) for q in catalogue]
    return _rows(("id", "theme", "question", "parameters", "description"), cells, headings)


def list_theme(catalogue: Sequence[Question], theme: str) -> Rows:
    """Return the questions of one theme as rows for a reader."""
    headings = {"name": "Name", "question": "Question", "parameters": "Options"}
    cells = [(q.name, q.question, _options(q)) for q in catalogue if q.theme == theme]
    return _rows(tuple(headings), cells, headings)


def _options(question: Question) -> str:
    names = [parameter.name for parameter in question.parameters]
    return " ".join(f"--{name}" for name in ([*names, "with"] if question.remote else names))


def _rows(columns: tuple[str, ...], cells: Sequence[tuple[str, ...]], headings: dict[str, str]) -> Rows:
    terms = tuple(tuple(Term("literal", text) for text in line) for line in cells)
    return Rows(columns, terms, headings)


def _named(
    engine: Engine, catalogue: Sequence[Question], wanted: Sequence[str]
) -> dict[str, dict[str, frozenset[str]]]:
    """Return for each class of a parameter the things that the words name, best first.

    All names are read at once: a body is an agent too, and a thing has many classes.
    """
    classes = dict.fromkeys(name for q in catalogue for p in q.parameters for name in p.classes)
    asked = [name for name in classes if name not in _BY_NUMBER]
    things = _things(wanted, names_of(engine, asked)) if asked else {}
    members = things_of_classes(engine, things, asked)
    return {
        name: {iri: words for iri, words in things.items() if iri in members.get(name, ())} for name in asked
    }


def _things(wanted: Sequence[str], names: Sequence[Named]) -> dict[str, frozenset[str]]:
    """Return each thing that the words name, best first, with those of the words that do."""
    hits: dict[int, set[str]] = defaultdict(set)
    with WordIndex((1.0,), ([name.text] for name in names)) as index:
        for word in wanted:
            for place in index.find([word]):
                hits[place].add(word)
    sizes = {place: len(words_of(names[place].text)) for place in hits}
    meant = [place for place, found in hits.items() if _is_meant(names[place].text, sizes[place], found)]
    meant.sort(key=lambda place: (-len(hits[place]), sizes[place], names[place].rank, names[place].iri))
    things: dict[str, frozenset[str]] = {}
    for place in meant:
        things.setdefault(names[place].iri, frozenset(hits[place]))
    return things


def _is_meant(name: str, size: int, found: set[str]) -> bool:
    if name.isupper():  # an abbreviation has no forms: `used` is not the US
        return found >= set(words_of(name))
    return len(found) >= min(size, max(_ENOUGH, size // 2 + 1))


def _matches(
    catalogue: Sequence[Question], wanted: Sequence[str], named: Mapping[str, Mapping[str, frozenset[str]]]
) -> list[_Match]:
    """Return the questions that have words, or parameters for things that the words name, best first."""
    with question_index(catalogue) as index:
        order = {place: rank for rank, place in enumerate(index.find(wanted))}
        own = {word: set(index.find([word])) for word in wanted}
    matches = []
    for place, question in enumerate(catalogue):
        said = frozenset(word for word in wanted if place in own[word])
        rank = order.get(place, len(order) + place)
        matches.append(_Match(question, said, rank, _values(question, named, said)))
    return sorted((match for match in matches if match.said or match.values), key=lambda match: match.rank)


def _values(
    question: Question, named: Mapping[str, Mapping[str, frozenset[str]]], said: frozenset[str]
) -> dict[str, tuple[str, frozenset[str]]]:
    """Return for each parameter the thing that the most words name which mean nothing else there."""
    values: dict[str, tuple[str, frozenset[str]]] = {}
    covered = set(said)  # in "who cites OPSC", nobody speaks of the Convention called CITES
    for parameter in question.parameters:
        things = {iri: words for name in parameter.classes for iri, words in named.get(name, {}).items()}
        kin = _kin(question, parameter)
        best = max(
            things,
            key=lambda iri: (bool(things[iri] - covered) and kin in iri, len(things[iri] - covered)),
            default=None,
        )
        if best and things[best] - covered:
            values[parameter.name] = (compact(best), things[best])
            covered |= things[best]
    return values


def _kin(question: Question, parameter: Parameter) -> str:
    """Return the scheme of what a parameter takes by default, where another one takes the same class.

    So a part of industry and a subject, both themes, are told apart.
    """
    others = (other for other in question.parameters if other is not parameter)
    rivals = any(set(other.classes) & set(parameter.classes) for other in others)
    usual = parameter.default or parameter.example or ""
    return usual.rpartition("/")[0] if rivals else ""
