"""Say what the graph holds in the terms of other models, each by one CONSTRUCT in `ontology/models/`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import InputError, UsageError, quoted
from kg.namespaces import rebase
from kg.resources import find_root

if TYPE_CHECKING:
    from pathlib import Path

_FOLDER = "ontology/models"


def list_models() -> list[str]:
    """Return the names of the models: `eli`, `schema`, `undo`."""
    return sorted(path.stem for path in (find_root() / _FOLDER).glob("*.rq"))


def require_model(name: str) -> Path:
    """Return the file of a model.

    Raises:
        UsageError: where there is none by this name.
    """
    if name not in list_models():
        raise UsageError(f"{quoted(name)} is no model", remedy=f"Choose one of: {', '.join(list_models())}")
    return find_root() / _FOLDER / f"{name}.rq"


def translate(store: ox.Store, model: str) -> ox.Store:
    """Return what a store says in the terms of a model, all in the default graph.

    Raises:
        UsageError: where there is no such model.
        InputError: where its file is no CONSTRUCT.
    """
    path = require_model(model)
    try:
        triples = store.query(rebase(path.read_text(encoding="utf-8")), use_default_graph_as_union=True)
    except SyntaxError as error:
        raise InputError(str(error), where=str(path), remedy="Mend the query") from error
    if not isinstance(triples, ox.QueryTriples):
        raise InputError("the query is no CONSTRUCT", where=str(path), remedy="Write it as CONSTRUCT")
    translated = ox.Store()
    translated.extend(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    return translated
