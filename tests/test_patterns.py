"""Regular expressions mean the same on every Python the project runs on."""

from __future__ import annotations

import ast
import re
import warnings
from pathlib import Path

import pytest

from tests.conftest import ROOT

_POSSESSIVE_RE = re.compile(r"(?<!\(\))[*+?}]\+")  # `'()*+,` is a list of characters


def test_are_possessive_quantifiers_found() -> None:
    source = r'A = rf"(?:{a}|x)*+"; B = r"[*+]"; C = r"\d{1,3}+"; D = "(?>(?:a|b)*)"'

    assert possessive_in(source) == ["(?:x|x)*+", r"\d{1,3}+"]


@pytest.mark.parametrize("folder", ["src/kg", "tests", "benchmarks"])
def test_does_no_pattern_have_a_possessive_quantifier(folder: str) -> None:
    """Before 3.11.5 Python misread them over what backtracks (CPython issue 106052)."""
    found = [
        f"{path.relative_to(ROOT)}: {pattern} (write (?>…) instead)"
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "node_modules" not in path.parts and path != Path(__file__).resolve()
        for pattern in possessive_in(path.read_text(encoding="utf-8"))
    ]

    assert not found


def possessive_in(source: str) -> list[str]:
    """Return the strings of some code that hold a possessive quantifier; `x` stands for what is put in."""
    texts = map(_text, ast.walk(ast.parse(source)))
    return [text for text in texts if text and _POSSESSIVE_RE.search(text) and _is_possessive(text)]


def _text(node: ast.AST) -> str | None:
    match node:
        case ast.JoinedStr(values=values):
            return "".join("x" if isinstance(one, ast.FormattedValue) else _text(one) or "" for one in values)
        case ast.Constant(value=str(text)):
            return text
        case _:
            return None


def _is_possessive(text: str) -> bool:
    try:
        with warnings.catch_warnings(action="ignore"):
            return "POSSESSIVE_REPEAT" in repr(re._parser.parse(text))
    except re.error:
        return False
