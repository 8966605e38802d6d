"""Read the catalogue of questions: `queries/<theme>/<name>.rq`, each SPARQL under a header of `#+` lines.

The header is YAML; what a query may say there is a closed set of keys, so that a slip is an error with its
line instead of a question without a parameter.
"""

from __future__ import annotations

import contextlib
import difflib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

import yaml

from kg.errors import Fault, InputError, InvalidInputError, UsageError, quoted
from kg.graph.questions.parameters import KINDS, Parameter, parse_literal, written_block
from kg.graph.questions.remote_part import KEYS as REMOTE_KEYS
from kg.graph.questions.remote_part import RemotePart, part_faults
from kg.graph.questions.word_index import words_of
from kg.graph.questions.words import question_index
from kg.graph.stores.binding import bind, find_blocks
from kg.namespaces import expand, rebase
from kg.system.files import find_files, read_each

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kg.graph.questions.parameters import Kind
    from kg.model import Term

VIEWS = ("table", "timeline", "graph", "bar")
_NEEDED = ("question", "description", "columns", "view", "tags")
_KEYS = (*_NEEDED, "parameters", "remote")
_PARAMETER_KEYS = ("type", "class", "label", "default", "example", "optional")
_SUGGESTED = 3
_HEADER_LIMIT = 20_000
_NESTING_LIMIT = 100
"""Brackets of a header, and list or key marks in a row: libyaml's binding goes down as deep as it is led."""
_MARKS_RE = re.compile(rf"(?:[-?:]\s+){{{_NESTING_LIMIT}}}")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The parser in C is 18 times faster; PyYAML can be built without it."""
_PLACEHOLDER_RE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Question:
    """One question: its words, what can be chosen, what the columns are called, and its query."""

    id: str
    """Folder and file name: `obligations/paragraphs-by-addressee-and-theme`."""
    path: str
    question: str
    description: str
    parameters: tuple[Parameter, ...]
    columns: dict[str, str]
    """The columns a reader sees, in order, with their headings; the query may have more."""
    view: str
    tags: tuple[str, ...]
    sparql: str = field(repr=False)
    remote: RemotePart | None = None
    """What another graph can add, where it is asked: `kg ask … --with`."""

    @property
    def name(self) -> str:
        """Return the id without its folder."""
        return self.id.rpartition("/")[2]

    @property
    def query(self) -> str:
        """Return the query without the header."""
        return _without_header(self.sparql)

    @property
    def theme(self) -> str:
        """Return the folder of the id."""
        return self.id.rpartition("/")[0]

    def bound(self, values: Mapping[str, Term | None]) -> str:
        """Return the query with these values in place; a parameter that is None is left open."""
        return bind(self.sparql, {name: [term] if term else [] for name, term in values.items()})

    def bound_query(self, values: Mapping[str, Term | None]) -> str:
        """Return the query without the header, with these values in place."""
        return _without_header(self.bound(values))


def read_catalogue(root: Path) -> list[Question]:
    """Read every question under `queries/`, sorted by id.

    Raises:
        InputError: where there is none.
        InvalidInputError: with every fault of every header.
    """
    paths = find_files(root / "queries", ".rq")
    if not paths:
        remedy = "Check out the project whole, or set KG_HOME"
        raise InputError("holds no questions", where=str(root / "queries"), remedy=remedy)
    return read_each(paths, lambda path: read_question(path, root))


def read_question(path: Path, root: Path) -> Question:
    """Read one question.

    Raises:
        InvalidInputError: with every fault of its header.
    """
    place = path.relative_to(root).as_posix()
    try:
        text = rebase(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        fault = Fault(place, None, f"cannot be read ({error})", "Save it as UTF-8")
        raise InvalidInputError([fault]) from error
    return parse_question(text, place)


def parse_question(text: str, place: str) -> Question:
    """Parse the text of a question; `place` is its path from the project's root.

    Raises:
        InvalidInputError: with every fault of its header.
    """
    header = _Header(text, place)
    keys = header.mapping(header.root(), _KEYS, needed=_NEEDED)
    found = Question(
        id=place.removeprefix("queries/").removesuffix(".rq"),
        path=place,
        question=header.text(keys.get("question")),
        description=header.text(keys.get("description")),
        parameters=_parameters(header, keys.get("parameters")),
        columns=_columns(header, keys.get("columns")),
        view=header.choice(keys.get("view"), VIEWS),
        tags=tuple(map(header.text, header.items(keys.get("tags")))),
        sparql=text,
        remote=_remote(header, keys.get("remote"), text),
    )
    _check_parameters(header, found)
    header.raise_faults()
    return found


def find_question(questions: list[Question], wanted: str) -> Question:
    """Return the question with this id, or with this name where no other has it.

    Raises:
        UsageError: where there is none, or several share the name; with the nearest ids.
    """
    found = [q for q in questions if wanted == q.id] or [q for q in questions if wanted == q.name]
    if len(found) == 1:
        return found[0]
    if found:
        choices = " or ".join(question.id for question in found)
        raise UsageError(f"several questions are called {quoted(wanted)}", remedy=f"Choose {choices}")
    near = _nearest(questions, wanted)
    remedy = f"Did you mean {' or '.join(near)}?" if near else "`kg ask` lists the questions"
    raise UsageError(f"there is no question {quoted(wanted)}", remedy=remedy)


def _without_header(sparql: str) -> str:
    lines = sparql.splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith("#+")).lstrip("\n")


def is_question(questions: list[Question], wanted: str) -> bool:
    """Say whether a question has this id or name."""
    return any(wanted in {question.id, question.name} for question in questions)


def _nearest(questions: list[Question], wanted: str) -> list[str]:
    """Return the ids of questions that are called nearly so, else of those that have the words."""
    known = {name: question.id for question in questions for name in (question.id, question.name)}
    near = difflib.get_close_matches(wanted, known, n=_SUGGESTED, cutoff=0.6)
    if near:
        return list(dict.fromkeys(known[name] for name in near))
    with question_index(questions) as index:
        return [questions[place].id for place in index.find(words_of(wanted))[:_SUGGESTED]]


def _parameters(header: _Header, node: yaml.Node | None) -> tuple[Parameter, ...]:
    entries = header.mapping(node) if node else {}
    return tuple(_parameter(header, name, entry) for name, entry in entries.items())


def _parameter(header: _Header, name: str, entry: yaml.Node) -> Parameter:
    keys = header.mapping(entry, _PARAMETER_KEYS, needed=("type", "label"))
    kind = cast("Kind", header.choice(keys.get("type"), KINDS))
    if kind == "iri" and "class" not in keys:
        header.note(entry, "key 'class' is missing", "Say of which class a value is")
    if kind in KINDS[1:] and "class" in keys:
        header.note(
            keys["class"], f"key 'class' does not go with type {kind}", "Delete it, or write type: iri"
        )
    return Parameter(
        name=name,
        kind=kind,
        classes=tuple(expand(header.text(item)) for item in header.items(keys.get("class"))),
        label=header.text(keys.get("label")),
        default=header.text(keys["default"]) if "default" in keys else None,
        example=header.text(keys["example"]) if "example" in keys else None,
        optional="optional" in keys and header.choice(keys["optional"], ("true", "false")) == "true",
    )


def _columns(header: _Header, node: yaml.Node | None) -> dict[str, str]:
    return {name: header.text(entry) for name, entry in header.mapping(node).items()} if node else {}


def _remote(header: _Header, node: yaml.Node | None, sparql: str) -> RemotePart | None:
    if node is None:
        return None
    keys = header.mapping(node, REMOTE_KEYS, needed=REMOTE_KEYS)
    part = RemotePart(
        graph=header.text(keys.get("graph")),
        key=header.text(keys.get("key")),
        gives=tuple(map(header.text, header.items(keys.get("gives")))),
        pattern=header.text(keys.get("pattern")),
    )
    for what, remedy in part_faults(part, sparql):
        header.note(node, what, remedy)
    return part


def _check_parameters(header: _Header, question: Question) -> None:
    """Note what header and query say differently about the parameters."""
    known = {parameter.name for parameter in question.parameters}
    for name in _PLACEHOLDER_RE.findall(question.question):
        if name not in known:
            header.note(None, f"the question names {{{name}}}, which is no parameter", "Declare or mend it")
    for parameter in question.parameters:
        if parameter.kind in KINDS:
            _check_block(header, question, parameter)


def _check_block(header: _Header, question: Question, parameter: Parameter) -> None:
    try:
        right = written_block(parameter)
        if parameter.example and parameter.kind != "iri":
            parse_literal(parameter.kind, parameter.example)
    except UsageError as error:
        header.note(None, f"parameter {parameter.name}: {error.what}", error.remedy)
        return
    if set(find_blocks(question.sparql, parameter.name)) != {right}:
        what = f"the query does not hold parameter {parameter.name} as {right}"
        header.note(None, what, "Write that block, so that the file as it stands asks for the default")


class _Header:
    """The `#+` lines of one file as YAML nodes, whose marks are the file's own lines."""

    def __init__(self, text: str, place: str) -> None:
        self._place = place
        self._faults: list[Fault] = []
        self._lines: list[str] = []
        for line in text.splitlines():
            if not line.startswith("#+"):
                break
            self._lines.append(line.removeprefix("#+").removeprefix(" "))

    def root(self) -> yaml.Node | None:
        """Return the header's top node, or None where it does not parse."""
        text = "\n".join(self._lines)
        if not _is_shallow(text):
            what = f"the header is not YAML: longer than {_HEADER_LIMIT} characters, or nested too deep"
            raise InvalidInputError([Fault(self._place, 1, what, "Write it as in the other questions")])
        try:
            node = _compose(text)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = mark.line + 1 if mark else 1
            what = f"the header is not YAML: {error.problem}"
            fault = Fault(self._place, line, what, "Quote the value, or mend it")
            raise InvalidInputError([fault]) from error
        except yaml.YAMLError as error:  # a control character
            what = f"the header is not YAML: {quoted(str(error))}"
            raise InvalidInputError([Fault(self._place, 1, what, "Write it as plain text")]) from error
        if node is None:
            fault = Fault(self._place, 1, "has no header", "Begin the file with `#+ question: …`")
            raise InvalidInputError([fault])
        return node

    def mapping(
        self, node: yaml.Node | None, allowed: tuple[str, ...] = (), *, needed: tuple[str, ...] = ()
    ) -> dict[str, yaml.Node]:
        """Return the entries of a mapping, noting what is unknown, twice there or missing."""
        if not isinstance(node, yaml.MappingNode):
            self.note(node, "is no mapping", "Write `{key: value, …}` or one `key: value` a line")
            return {}
        entries: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = self.text(key)
            if allowed and name not in allowed:
                near = difflib.get_close_matches(name, allowed, n=1)
                hint = f"Did you mean {near[0]!r}?" if near else f"Known are {', '.join(allowed)}"
                self.note(key, f"unknown key {name!r}", hint)
            elif name in entries:
                self.note(key, f"key {name!r} stands twice", "Delete one")
            else:
                entries[name] = value
        for name in needed:
            if name not in entries:
                self.note(node, f"key {name!r} is missing", "Add it")
        return entries

    def text(self, node: yaml.Node | None) -> str:
        """Return a scalar as it is written, whatever YAML takes it for."""
        if isinstance(node, yaml.ScalarNode) and node.value.strip():
            return " ".join(node.value.split())
        if node is not None:
            self.note(node, "is no text", "Write it on the line of its key")
        return ""

    def items(self, node: yaml.Node | None) -> list[yaml.Node]:
        """Return the members of a list, or the one value that stands in its place."""
        if isinstance(node, yaml.SequenceNode):
            return list(node.value)
        return [node] if node is not None else []

    def choice(self, node: yaml.Node | None, allowed: tuple[str, ...]) -> str:
        """Return a scalar that is one of a few."""
        value = self.text(node)
        if node is not None and value not in allowed:
            self.note(node, f"{value!r} is none of {', '.join(allowed)}", "Choose one of them")
        return value

    def note(self, node: yaml.Node | None, what: str, remedy: str) -> None:
        """Keep a fault for `raise_faults`."""
        self._faults.append(Fault(self._place, node.start_mark.line + 1 if node else 1, what, remedy))

    def raise_faults(self) -> None:
        """Raise what was noted, all at once."""
        if self._faults:
            faults = sorted(set(self._faults), key=lambda fault: (fault.line or 0, fault.what))
            raise InvalidInputError(faults)


def _compose(header: str) -> yaml.Node | None:
    """Return the top node; a fault is told by the parser in Python, which names its line more exactly."""
    with contextlib.suppress(yaml.YAMLError):
        return yaml.compose(header, Loader=_LOADER)
    return yaml.compose(header, Loader=yaml.SafeLoader)


def _is_shallow(header: str) -> bool:
    brackets = header.count("[") + header.count("{")
    return len(header) <= _HEADER_LIMIT and brackets <= _NESTING_LIMIT and not _MARKS_RE.search(header)
