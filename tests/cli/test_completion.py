"""Does the shell complete what somebody begins to type after `kg ask`?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.cli.main import command_line

if TYPE_CHECKING:
    from pathlib import Path


def complete(words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Return what bash offers for the last of the words; a space at the end begins a new one."""
    monkeypatch.setenv("_KG_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(words.count(" ")))
    with pytest.raises(SystemExit):
        command_line()(prog_name="kg")
    return capsys.readouterr().out.split()


CASES = [
    # the name of a question
    ("kg ask obl", ["obligations-on-theme"]),
    # its id, once a folder is named
    ("kg ask obligations/as", ["obligations/asked-of-actor"]),
    # an option of the question
    ("kg ask obligations-on-theme --th", ["--theme"]),
    # an option of the command
    ("kg ask obligations-on-theme --exp", ["--explain"]),
    # a value: the label of a theme
    ("kg ask obligations-on-theme --theme groom", ["grooming"]),
    # with the spaces of its label as hyphens, which mean the same
    ("kg ask obligations-on-theme --theme live-st", ["live-streaming"]),
    # the label of one theme, and another name of a second
    ("kg ask obligations-on-theme --theme gro", ["grooming", "groom"]),
    # letter case as it was begun
    ("kg ask obligations-on-theme --theme GROOM", ["GROOMing"]),
    # a treaty by its abbreviation, a resolution by its symbol
    ("kg ask citing-instrument --instrument OPS", ["OPSC"]),
    ("kg ask citing-instrument --instrument A/HRC/RES/31", ["A/HRC/RES/31/7"]),
    # that a value can be left open
    ("kg ask obligations-on-theme --theme an", ["any"]),
    # an option behind another one
    ("kg ask obligations-on-theme --theme grooming --addr", ["--addressee"]),
    # nothing begins so
    ("kg ask obligations-on-theme --theme zzzz", []),
    # no such question, so no options
    ("kg ask obligations-on-them --th", []),
]


@pytest.mark.parametrize(("words", "offered"), CASES)
def test_does_the_shell_offer_what_can_follow(
    words: str,
    offered: list[str],
    store_path: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("KG_STORE", store_path)
    found = complete(words, monkeypatch, capsys)
    assert set(offered) <= set(found)
    assert bool(found) == bool(offered)
    assert all(value.startswith(words.rsplit(" ", maxsplit=1)[-1]) for value in found)


def test_is_a_missing_store_no_noise_in_the_shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KG_STORE", str(tmp_path))
    assert complete("kg ask obligations-on-theme --theme gro", monkeypatch, capsys) == []
