"""Index the words of the catalogue's questions: what they ask, what they are tagged with, what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.graph.questions.word_index import WordIndex

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.graph.questions.catalogue import Question

_WEIGHTS = (6.0, 4.0, 5.0, 3.0, 1.0)
"""Of a question's id, words, tags, labels of parameters, description with column headings."""


def question_index(questions: Iterable[Question]) -> WordIndex:
    """Return an index whose places are those of the questions."""
    return WordIndex(_WEIGHTS, map(_texts, questions))


def _texts(question: Question) -> tuple[str, ...]:
    labels = " ".join(parameter.label for parameter in question.parameters)
    rest = " ".join([question.description, *question.columns.values()])
    return question.id, question.question, " ".join(question.tags), labels, rest
