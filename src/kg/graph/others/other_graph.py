"""Profiles of other graphs: where each is asked, how its things are named, which codes they bear.

A profile is one table of `profiles/`; the queries beside it are the same for all.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import yaml

from kg.counterparts import Ground, Kind, Spelling
from kg.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

ANY = "any"
"""The profile of a service that is named by its address."""
_FOLDER = Path(__file__).parent / "profiles"
_NEEDED = ("title", "address", "namespace", "batch", "pause", "timeout", "languages", "names", "kinds")
_KEYS = {*_NEEDED, "prefixes", "codes", "hints", "same", "states", "moved"}
_NAMES_KEYS = {"look", "spellings", "scheme", "preferred", "other"}
_CODE_KEYS = {"property", "datatype", "label", "source"}
_LOOKS = ("spelled", "listed", "none")


@dataclass(frozen=True)
class CodeProperty:
    """Where the other graph says a code."""

    scheme: str
    """Key of the scheme with us."""
    properties: tuple[str, ...]
    datatype: str
    """IRI of the literals' datatype; empty for plain ones."""
    label: str
    """What the graph itself calls it."""


@dataclass(frozen=True)
class OtherGraph:
    """Another graph, and how to ask it."""

    key: str
    title: str
    address: str
    namespace: str
    """What the IRIs of its things begin with; empty where that is not known."""
    batch: int
    """Values that one request holds."""
    pause: float
    """Seconds between two requests."""
    timeout: float
    """Seconds for one answer."""
    languages: tuple[str, ...]
    look: str
    """How names are found: each as it may be `spelled`, all `listed`, or `none` at all."""
    spellings: tuple[Spelling, ...]
    scheme: str
    """IRI of the concept scheme whose names are listed."""
    preferred: tuple[str, ...]
    other: tuple[str, ...]
    codes: tuple[CodeProperty, ...]
    hints: tuple[CodeProperty, ...]
    """Where it says codes without their scheme."""
    same: tuple[str, ...]
    """Properties that tie its things to further graphs, as ours may be."""
    states: tuple[str, ...]
    """Such properties whose values can be taken over where its things bear the same IRIs as ours."""
    moved: tuple[str, ...]
    kinds: Mapping[Kind, tuple[Ground, ...]]
    prefixes: dict[str, str]

    @property
    def named_by(self) -> tuple[str, ...]:
        """Return every property that names its things."""
        return (*self.preferred, *self.other)

    @property
    def code_properties(self) -> dict[str, str]:
        """Return the scheme of each property that says a code."""
        return {prop: code.scheme for code in self.codes for prop in code.properties}

    @property
    def hinting(self) -> tuple[str, ...]:
        """Return the properties that say codes without their scheme."""
        return tuple(dict.fromkeys(prop for hint in self.hints for prop in hint.properties))


def graph_names() -> list[str]:
    """Return the names of the graphs that have a profile."""
    return sorted(path.stem for path in _FOLDER.glob("*.yaml") if path.stem != ANY)


@cache
def find_other_graph(named: str) -> OtherGraph:
    """Return the profile of a graph by its name, or one for the service at an address.

    Raises:
        UsageError: where it is neither.
    """
    if named.startswith(("http://", "https://")):
        return read_other_graph(_FOLDER / f"{ANY}.yaml", address=named)
    if named in graph_names():
        return read_other_graph(_FOLDER / f"{named}.yaml")
    remedy = f"Name one of {', '.join(graph_names())}, or give the address of a SPARQL service"
    raise UsageError(f"no graph is known as {named!r}", remedy=remedy)


def read_query(name: str) -> str:
    """Return one of the queries that are put to every graph."""
    return (_FOLDER / f"{name}.rq").read_text(encoding="utf-8")


def read_other_graph(path: Path, *, address: str = "") -> OtherGraph:
    """Read a profile; an address goes before its own.

    Raises:
        InputError: where the table lacks a key, or has one that means nothing.
    """
    table = _Table(path)
    names = table.part("names", _NAMES_KEYS)
    look = names.get("look", "none")
    if look not in _LOOKS:
        raise table.fault(f"names: look is {look!r}", f"Write one of {', '.join(_LOOKS)}")
    where = address or str(table.top["address"])
    return OtherGraph(
        key=path.stem,
        title=str(table.top["title"] or where),
        address=where,
        namespace=str(table.top["namespace"]),
        batch=int(table.top["batch"]),
        pause=float(table.top["pause"]),
        timeout=float(table.top["timeout"]),
        languages=tuple(table.top["languages"]),
        look=look,
        spellings=tuple(table.choices("spellings", names.get("spellings", []), get_args(Spelling))),
        scheme=str(names.get("scheme", "")),
        preferred=table.iris(names.get("preferred", [])),
        other=table.iris(names.get("other", [])),
        codes=tuple(_code(table, "codes", scheme) for scheme in table.top.get("codes") or {}),
        hints=tuple(_code(table, "hints", scheme) for scheme in table.top.get("hints") or {}),
        same=table.iris(table.top.get("same", [])),
        states=table.iris(table.top.get("states", [])),
        moved=table.iris(table.top.get("moved", [])),
        kinds={kind: tuple(table.choices(kind, table.top["kinds"][kind], get_args(Ground)))
               for kind in table.choices("kinds", table.top["kinds"], get_args(Kind))},
        prefixes=table.prefixes,
    )  # fmt: skip


def _code(table: _Table, key: str, scheme: str) -> CodeProperty:
    entry = table.part(key, None)[scheme]
    if unknown := set(entry) - _CODE_KEYS:
        raise table.fault(f"{key}: {scheme} has {sorted(unknown)}", f"Known are {sorted(_CODE_KEYS)}")
    if not entry.get("source"):
        raise table.fault(f"{key}: {scheme} names no source", "Say where the property was read")
    given = entry["property"]
    properties = table.iris(given if isinstance(given, list) else [given])
    datatype = table.iri(entry["datatype"]) if entry.get("datatype") else ""
    return CodeProperty(scheme, properties, datatype, str(entry.get("label", scheme)))


class _Table:
    """A profile as it is written."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self.top: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            raise self.fault(f"cannot be read ({error})", "Restore it") from error
        if not isinstance(self.top, dict):
            raise self.fault("is no table", "Write `key: value` lines")
        if lacking := [key for key in _NEEDED if key not in self.top]:
            raise self.fault(f"lacks {', '.join(lacking)}", "Add it")
        if unknown := sorted(set(self.top) - _KEYS):
            raise self.fault(f"has {', '.join(unknown)}", f"Known are {', '.join(sorted(_KEYS))}")
        self.prefixes: dict[str, str] = self.top.get("prefixes", {})

    def part(self, key: str, allowed: set[str] | None) -> dict[str, Any]:
        """Return a table within it."""
        entries = self.top[key]
        if allowed is not None and (unknown := sorted(set(entries) - allowed)):
            raise self.fault(f"{key}: has {', '.join(unknown)}", f"Known are {', '.join(sorted(allowed))}")
        return dict(entries)

    def choices(self, key: str, given: Any, allowed: tuple[Any, ...]) -> list[Any]:  # noqa: ANN401 - as YAML has it
        """Return the members of a list, each of which is one of a few."""
        if wrong := [one for one in given if one not in allowed]:
            raise self.fault(f"{key}: {', '.join(map(str, wrong))}", f"Known are {', '.join(allowed)}")
        return list(given)

    def iris(self, names: list[str]) -> tuple[str, ...]:
        """Return the IRIs of prefixed names."""
        return tuple(map(self.iri, names))

    def iri(self, name: str) -> str:
        """Return the IRI of a prefixed name."""
        prefix, _, local = name.partition(":")
        if prefix not in self.prefixes:
            raise self.fault(f"prefix {prefix}: is not declared", "Add it under prefixes")
        return self.prefixes[prefix] + local

    def fault(self, what: str, remedy: str) -> InputError:
        """Return the error for something wrong in it."""
        return InputError(what, where=self._path.name, remedy=remedy)
