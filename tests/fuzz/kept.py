r"""Inputs of fuzzing as a text file: one a line, bytes beyond ASCII, line feeds and backslashes escaped."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def read_inputs(path: Path) -> list[bytes]:
    """Return the inputs in a file; none where there is no file. Lines that begin with `#` are remarks."""
    if not path.exists():
        return []
    lines = path.read_text(encoding="ascii").splitlines()
    return [_bytes(line) for line in lines if not line.startswith("#")]


def write_inputs(path: Path, inputs: Iterable[bytes]) -> None:
    """Write inputs in the order given, each once, behind the remarks that a file begins with."""
    remarks = []
    if path.exists():
        lines = path.read_text(encoding="ascii").splitlines()
        remarks = [line for line in lines if line.startswith("#")]
    written = [_line(data) for data in dict.fromkeys(inputs)]
    path.write_text("".join(f"{line}\n" for line in [*remarks, *written]), encoding="ascii")


def _line(data: bytes) -> str:
    line = data.decode("latin-1").encode("unicode_escape").decode("ascii")
    return rf"\x23{line[1:]}" if line.startswith("#") else line


def _bytes(line: str) -> bytes:
    return line.encode("ascii").decode("unicode_escape").encode("latin-1")
