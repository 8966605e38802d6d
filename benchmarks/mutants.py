"""Small changes of a module's source, one a mutant, each likely to be a fault.

The changes are those of mutmut, made outside functions too, where our patterns, tables and queries stand;
patterns lose a quantifier or an anchor besides. Left alone is what says nothing about behaviour: docstrings,
annotations, decorators, imports, what only a type checker reads, and the words of errors.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

import libcst as cst
from libcst.metadata import MetadataWrapper, ParentNodeProvider
from mutmut.mutation.mutators import mutation_operators

if TYPE_CHECKING:
    from collections.abc import Iterator

_SKIPPED = (cst.Annotation, cst.Decorator, cst.Import, cst.ImportFrom)
_NEVER_CALLED = frozenset({"len", "isinstance", "cast"})
"""Calls of which mutmut spares the arguments: a change there only raises TypeError."""
_QUANTIFIER_RE = re.compile(r"(?<![(\\])(?:[?*+]|\{\d+(?:,\d*)?\})\??|(?<![\[\\])\^|(?<!\\)\$")


def mutants_of(source: str) -> Iterator[str]:
    """Yield the source with one change, for each change, in the order of the source."""
    wrapper = MetadataWrapper(cst.parse_module(source))
    collector = _Collector()
    wrapper.visit(collector)
    seen = {source}
    for old, new in collector.changes:
        code = cast("cst.Module", wrapper.module.deep_replace(old, new)).code
        if code not in seen:
            seen.add(code)
            yield code


class _Collector(cst.CSTVisitor):
    METADATA_DEPENDENCIES = (ParentNodeProvider,)

    def __init__(self) -> None:
        super().__init__()
        self.changes: list[tuple[cst.CSTNode, cst.CSTNode]] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        if isinstance(node, _SKIPPED) or _says_nothing(node) or self._is_message(node):
            return False
        for kind, operator in mutation_operators:
            if isinstance(node, kind):
                self.changes += [(node, new) for new in operator(node) if self._is_worth(node, new)]
        if isinstance(node, cst.SimpleString | cst.FormattedStringText) and self._is_pattern(node):
            self.changes += [(node, node.with_changes(value=text)) for text in _weakened(node.value)]
        return True

    def _is_worth(self, node: cst.CSTNode, new: cst.CSTNode) -> bool:
        """Say whether a change can be noticed: the case of letters in a table of names is no behaviour."""
        if not isinstance(node, cst.SimpleString):
            return True
        return "XX" in new.value or self._is_in_function(node)  # type: ignore[attr-defined]  # also a string

    def _is_in_function(self, node: cst.CSTNode) -> bool:
        return any(isinstance(parent, cst.FunctionDef) for parent in self._parents(node))

    def _is_message(self, node: cst.CSTNode) -> bool:
        """Say whether this is text that an error says."""
        if not isinstance(node, cst.BaseString):
            return False
        return any(isinstance(parent, cst.Raise) for parent in self._parents(node)) or any(
            isinstance(parent, cst.Assign) and parent.targets[0].target.value in {"what", "remedy"}
            for parent in self._parents(node)
            if isinstance(parent, cst.Assign) and isinstance(parent.targets[0].target, cst.Name)
        )

    def _is_pattern(self, node: cst.SimpleString | cst.FormattedStringText) -> bool:
        if isinstance(node, cst.SimpleString):
            return "r" in node.prefix
        parent = self.get_metadata(ParentNodeProvider, node)
        return isinstance(parent, cst.FormattedString) and "r" in parent.prefix

    def _parents(self, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
        while (parent := self.get_metadata(ParentNodeProvider, node, None)) is not None:
            yield parent
            node = parent


def _says_nothing(node: cst.CSTNode) -> bool:
    if isinstance(node, cst.Expr):
        return isinstance(node.value, cst.BaseString)  # a docstring
    if isinstance(node, cst.If):
        return isinstance(node.test, cst.Name) and node.test.value == "TYPE_CHECKING"
    if isinstance(node, cst.Assign):  # an alias of a type
        value = node.value
        return isinstance(value, cst.Subscript) and isinstance(value.value, cst.Name)
    return isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value in _NEVER_CALLED


def _weakened(pattern: str) -> Iterator[str]:
    """Yield the pattern without each of its quantifiers and anchors in turn."""
    for match in _QUANTIFIER_RE.finditer(pattern):
        yield pattern[: match.start()] + pattern[match.end() :]
