"""Write down what was asked, so that it can be asked again: the query with its values, and of which graph."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kg import __version__
from kg.graph.lookup.names import labels_of
from kg.graph.stores.store import store_location
from kg.namespaces import compact
from kg.pipeline.ask import ANY, in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.graph.questions.catalogue import Question
    from kg.graph.stores.engine import Engine
    from kg.model import Term
    from kg.pipeline.ask import Values


def saved_query(engine: Engine, question: Question, values: Values, location: str | None) -> str:
    """Return the query of a question with its values, under comments that say what and when was asked."""
    head = [
        in_words(engine, question, values),
        f"Question: {question.id}",
        *(f"Value: {line}" for line in _value_lines(engine, values)),
        f"Graph: {_graph(store_location(location))}",
        "Run it with `kg sparql --file THIS_FILE`, or on any SPARQL 1.1 service of the graph.",
    ]
    comments = "".join(f"# {' '.join(line.split())}\n" for line in head)
    return f"{comments}\n{question.bound_query(values)}"


def _value_lines(engine: Engine, values: Values) -> Iterator[str]:
    labels = labels_of(engine, [term.value for term in values.values() if term and term.kind == "iri"])
    for name, term in values.items():
        yield f"{name} = {_written(term, labels)}"


def _written(term: Term | None, labels: dict[str, str]) -> str:
    if term is None:
        return ANY
    if term.kind == "literal":
        return term.value
    label = labels.get(term.value)
    return f"{compact(term.value)} ({label})" if label else compact(term.value)


def _graph(where: str) -> str:
    """Return which graph was asked: version, digest of the build where there is one, and day."""
    if where.startswith(("http://", "https://")):
        return f"{where}, asked on {datetime.now(UTC):%Y-%m-%d}"
    store = Path(where).resolve()
    changed = datetime.fromtimestamp((store / "CURRENT").stat().st_mtime, UTC)  # anew at each writing
    manifest = store.parent / "manifest.json"
    digest = ""
    if manifest.is_file():
        digest = f", build {json.loads(manifest.read_text(encoding='utf-8'))['dump']['sha256'][:12]}"
    return f"cpkg {__version__}{digest}, as of {changed:%Y-%m-%d}"
