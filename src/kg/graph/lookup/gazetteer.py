"""Read out of a store what extraction looks for: names of things, phrases of acts, numbers of treaties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.knowledge import ActName, Knowledge, Name
from kg.namespaces import CP, ID, SDG, SKOS, sparql_prologue

if TYPE_CHECKING:
    from kg.graph.stores.engine import Engine
    from kg.knowledge import NameForm, NameKind
    from kg.model import Term

_KINDS: dict[str, NameKind] = {
    "cp:Body": "body",
    "cp:Mandate": "mandate",
    "cp:Programme": "programme",
    "cp:Initiative": "initiative",
    "cp:AgentGroup": "group",
    "cp:Treaty": "treaty",
    "cp:Protocol": "treaty",
    "cp:Declaration": "treaty",
    "cp:Resolution": "instrument",
    "cp:DraftResolution": "instrument",
    "cp:GeneralComment": "instrument",
    "cp:Report": "instrument",
    "cp:Theme": "theme",
    "cp:Term": "theme",
    "cp:State": "state",
    "sdgo:Goal": "goal",
    "sdgo:Target": "goal",
}
"""By class as the data declares it; the superclasses that reasoning adds say nothing more."""
_FORMS: dict[str, NameForm] = {SKOS + "altLabel": "alternative", CP + "abbreviation": "abbreviation"}
_TREATIES = "treaty/"

_NAMES = f"""SELECT DISTINCT ?thing ?kind ?property ?name WHERE {{
  {{ SELECT DISTINCT ?thing ?kind {{
    VALUES (?class ?kind) {{ {" ".join(f'({name} "{kind}")' for name, kind in _KINDS.items())} }}
    ?thing a ?class
  }} }}
  VALUES ?property {{ rdfs:label skos:prefLabel skos:altLabel cp:abbreviation }}
  ?thing ?property ?name .
  FILTER(LANG(?name) IN ("", "en"))
}}"""
"""The things first, each once: asked in one go, names and acts took twice as long."""
_ACTS = """SELECT DISTINCT ?type ?property ?name WHERE {
  { SELECT DISTINCT ?type { ?type a cp:ActType } }
  VALUES ?property { cp:operativeForm cp:preambularForm skos:prefLabel skos:altLabel }
  ?type ?property ?name .
}"""
_TREATY_SERIES = """SELECT DISTINCT ?volume ?number ?treaty WHERE {
  ?treaty cp:untsVolume ?volume ; cp:untsRegistration ?number .
}"""
_SUPPLEMENTS = """SELECT DISTINCT ?protocol ?treaty WHERE {
  ?protocol cp:supplements ?treaty .
  FILTER NOT EXISTS { ?protocol cp:supplements ?between . ?between cp:supplements ?treaty }
}"""
_SESSIONS = """SELECT DISTINCT ?body ?number ?from ?until WHERE {
  ?session a cp:Session ; cp:sessionOf ?body ; cp:sessionNumber ?number .
  OPTIONAL { ?session cp:from ?from }
  OPTIONAL { ?session cp:until ?until }
}"""


def read_knowledge(store: Engine) -> Knowledge:
    """Return what a store knows, whether it was built or holds the bare sources; sorted."""
    names = _read_names(store)
    return Knowledge(
        names=names,
        acts=_read_acts(store),
        instruments=frozenset(name.thing for name in names if name.kind in {"instrument", "treaty"}),
        treaty_series=_read_treaty_series(store),
        supplements=_read_supplements(store),
        sessions=_read_sessions(store),
    )


def _read_names(store: Engine) -> tuple[Name, ...]:
    names: dict[tuple[str, str], Name] = {}
    for thing, kind, prop, text in _select(store, _NAMES):
        if not (path := _path(thing)):
            continue
        name = Name(path, _kind(path, kind), text, _FORMS.get(prop, "label"))
        key = (path, text)
        # where one text is label and alternative, the label is what counts
        names[key] = max(names.get(key, name), name, key=lambda one: one.form)
    return tuple(sorted(names.values(), key=lambda name: (name.thing, name.form, name.text)))


def _read_acts(store: Engine) -> tuple[ActName, ...]:
    acts = set()
    for kind, prop, text in _select(store, _ACTS):
        slug = kind.removeprefix(ID + "act-type/")
        if prop == CP + "operativeForm":
            acts.add(ActName(slug, text, "operative"))
        elif prop == CP + "preambularForm":
            acts.add(ActName(slug, text, "preambular"))
        else:
            acts.add(ActName(slug, text, "other"))
    return tuple(sorted(acts, key=lambda act: (act.type, act.form, act.text)))


def _read_treaty_series(store: Engine) -> tuple[tuple[int, int, str], ...]:
    rows = _select(store, _TREATY_SERIES)
    return tuple(sorted((int(volume), int(number), _path(treaty)) for volume, number, treaty in rows))


def _read_supplements(store: Engine) -> tuple[tuple[str, str], ...]:
    rows = _select(store, _SUPPLEMENTS)
    return tuple(sorted((_path(protocol), _path(treaty)) for protocol, treaty in rows))


def _read_sessions(store: Engine) -> tuple[tuple[str, str, str, str], ...]:
    """Return sessions by the key of their body (`GA`), with an empty day where it is not known."""
    rows = _select(store, _SESSIONS)
    return tuple(
        sorted((body.removeprefix(ID + "body/"), number, start, end) for body, number, start, end in rows)
    )


def _select(store: Engine, query: str) -> list[list[str]]:
    rows = store.select(sparql_prologue() + query).rows
    return [[_value(cell) for cell in row] for row in rows]


def _value(cell: Term | None) -> str:
    return cell.value if cell else ""


def _path(iri: str) -> str:
    """Return the path under `id/`, our own for the Goals and targets of the UN, nothing for a stranger."""
    if iri.startswith(ID):
        return iri[len(ID) :]
    if iri.startswith(SDG):
        number = iri[len(SDG) :]
        return f"target/{number}" if "." in number else f"goal/{number}"
    return ""


def _kind(path: str, kind: str) -> NameKind:
    """Return the kind by class; a declaration that lawyers cite like a treaty is one by its path alone."""
    if kind == "treaty" and not path.startswith(_TREATIES):
        return "instrument"
    return kind  # type: ignore[return-value]  # the query returns no other than those of _KINDS
