"""Does what the documents name exist: pages, sections of pages, files, folders, modules, targets of make?"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT
from tests.docs.reading import commands, name_of, pages, text_of

if TYPE_CHECKING:
    from pathlib import Path

_LINK_RE = re.compile(r"\]\(([^)\s]+)\)")
_FENCED_RE = re.compile(r"^ *```.*?^ *```$", re.DOTALL | re.MULTILINE)
_FOLDERS = "docs|data|ontology|shapes|queries|tests|src|benchmarks|release|deploy"
_PATH_RE = re.compile(rf"`((?:{_FOLDERS})/[\w./-]*)(?:::\w+)?`")
_MODULE_RE = re.compile(
    r"\b((?:graph|pipeline|cli|web|text|fetch|compare|export|network|cite|link|push)/[\w/]+\.py)\b"
)


def slug(heading: str) -> str:
    """Return the anchor that GitHub gives a heading."""
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
    return re.sub(r"[^\w\- ]", "", plain.lower()).strip().replace(" ", "-")


@cache
def anchors(path: Path) -> set[str]:
    text = _FENCED_RE.sub("", text_of(path))
    return {slug(match[1]) for match in re.finditer(r"^#+ (.+)$", text, re.MULTILINE)}


@pytest.mark.parametrize("path", pages(), ids=name_of)
def test_does_every_link_lead_to_a_file_and_a_section_of_it(path: Path) -> None:
    for link in _LINK_RE.findall(_FENCED_RE.sub("", text_of(path))):
        if "://" in link or link.startswith("mailto:"):
            continue
        place, _, anchor = link.partition("#")
        target = (path.parent / place).resolve() if place else path
        assert target.exists(), f"{link} leads nowhere"
        assert not anchor or anchor in anchors(target), f"{link}: there is no such section"


@pytest.mark.parametrize("path", pages(), ids=name_of)
def test_does_every_file_and_module_exist_that_is_named(path: Path) -> None:
    text = text_of(path)
    named = [name for name in _PATH_RE.findall(text) if "NAME" not in name]
    missing = [name for name in named if not (ROOT / name).exists()]
    missing += [name for name in _MODULE_RE.findall(text) if not _is_module(name)]
    assert missing == []


def _is_module(name: str) -> bool:
    """Say whether a module of package or tests is there, as prose shortens it: `graph/check/lint.py`."""
    return any((ROOT / folder / name).exists() for folder in ("src/kg", "tests", "."))


def test_does_make_have_every_target_that_is_named() -> None:
    made = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    written = {one.words[1] for one in commands() if one.words[0] == "make"}
    for path in pages():
        written |= set(re.findall(r"`make ([a-z]+)", text_of(path)))
    assert written
    assert written <= made


def test_do_the_documents_speak_of_no_place_beside_the_checkout() -> None:
    for path in pages():
        assert "../shared" not in text_of(path), f"{name_of(path)}: say CORPUS"
