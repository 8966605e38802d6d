"""What documents hold beside prose: blocks, commands, links, names of files."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GENERATED = frozenset({"commands.md", "questions.md", "data.md"})
"""Pages that tests hold against fresh ones."""
SHELL = frozenset({"", "sh", "console"})
_FENCE_RE = re.compile(r"^( *)```([\w-]*)\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
_INDENTED_RE = re.compile(r"(?:^|(?<=\n\n))((?:    (?:kg|make|python|pip) .*\n)+)", re.MULTILINE)
_SPAN_RE = re.compile(r"`([^`\n]+)`")
_JOINTS = frozenset({"&&", "|", ">", ";"})


@dataclass(frozen=True)
class Block:
    """A block of code in a document."""

    page: str
    line: int
    language: str
    text: str


@dataclass(frozen=True)
class Command:
    """One command as a document writes it, in its words."""

    page: str
    line: int
    words: tuple[str, ...]
    shown: str | None = None
    """What the document says that it prints; None where it does not say."""

    def __str__(self) -> str:
        return f"{self.page}:{self.line}: {shlex.join(self.words)}"


@cache
def pages() -> tuple[Path, ...]:
    """Return the documents that people write, but for the log of changes, which tells of what was."""
    found = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("deploy/**/*.md")]
    found += ROOT.glob("tests/**/README.md")
    return tuple(sorted(path for path in found if path.name not in GENERATED | {"CHANGELOG.md"}))


def text_of(path: Path) -> str:
    """Return the text of a document."""
    return path.read_text(encoding="utf-8")


def name_of(path: Path) -> str:
    """Return the name of a document in the project."""
    return path.relative_to(ROOT).as_posix()


def blocks(*languages: str) -> Iterator[Block]:
    """Yield the blocks of all documents, fenced or indented, in these languages."""
    for path in pages():
        text = text_of(path)
        for match in _FENCE_RE.finditer(text):
            if match[2] in languages:
                yield Block(name_of(path), text[: match.start()].count("\n") + 2, match[2], match[3])
        bare = _FENCE_RE.sub(lambda match: re.sub(r"[^\n]", "", match[0]), text)
        for match in _INDENTED_RE.finditer(bare):
            if "" in languages:
                yield Block(name_of(path), bare[: match.start()].count("\n") + 1, "", match[1])


def commands() -> Iterator[Command]:
    """Yield every command in blocks for a shell; where one is joined with another, each."""
    for block in blocks(*SHELL):
        if block.page != "ARCHITECTURE.md":  # which draws in such blocks
            yield from _in_transcript(block) if block.language == "console" else _in_script(block)


def spans() -> Iterator[Command]:
    """Yield the commands `kg …` in the midst of prose, but for those left unfinished."""
    for path in pages():
        text = _FENCE_RE.sub(lambda match: re.sub(r"[^\n]", "", match[0]), text_of(path))
        for match in _SPAN_RE.finditer(text):
            if match[1].startswith("kg ") and "…" not in match[1]:
                line = text[: match.start()].count("\n") + 1
                yield Command(name_of(path), line, tuple(shlex.split(match[1])))


def _in_transcript(block: Block) -> Iterator[Command]:
    for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        written, _, shown = part.partition("\n")
        yield Command(block.page, block.line, tuple(shlex.split(written)), shown)


def _in_script(block: Block) -> Iterator[Command]:
    waiting = ""
    for number, line in enumerate(block.text.splitlines()):
        waiting += line + "\n"
        try:
            words = shlex.split(waiting, comments=True)
        except ValueError:  # a quotation goes on in the next line
            continue
        waiting = ""
        for part in _parts(words):
            yield Command(block.page, block.line + number, part)


def _parts(words: list[str]) -> Iterator[tuple[str, ...]]:
    part: list[str] = []
    for before, word in pairwise(["", *words, ";"]):
        if before == ">":  # the name of a file
            continue
        if word not in _JOINTS:
            part.append(word)
        elif part:
            yield tuple(part)
            part = []
