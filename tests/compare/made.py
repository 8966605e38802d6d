"""Make short documents for tests of comparison: one line a provision, `op/4/a: To act`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.document import Act, Addressee, Document, Footnote, FrontMatter, Origin, Provision

if TYPE_CHECKING:
    from kg.document import Kind

_KINDS: dict[str, Kind] = {"pp": "preambular", "op": "operative", "h": "heading", "annex": "annex"}


def provisions(*lines: str) -> tuple[Provision, ...]:
    """Return provisions by their ids and texts."""
    return tuple(provision(line) for line in lines)


def provision(line: str, *, acts: tuple[Act, ...] = (), themes: tuple[str, ...] = ()) -> Provision:
    """Return one provision by its id and text."""
    path, _, text = line.partition(": ")
    steps = path.removeprefix("draft/").split("/")
    parent = path.rpartition("/")[0] if len(steps) > 2 else None
    return Provision(
        path,
        _KINDS[steps[0]],
        steps[-1],
        len(steps) - 1,
        parent,
        text,
        (0, 0),
        (),
        acts=acts,
        themes=themes,
    )


def document(
    *lines: str, symbol: str = "A/RES/90/1", title: str = "Play", notes: tuple[str, ...] = ()
) -> Document:
    """Return a document with these provisions, and footnotes 1, 2 and so on."""
    return Document(
        FrontMatter(symbol=symbol, title=title),
        provisions(*lines),
        tuple(Footnote(str(n), text, (0, 0), ()) for n, text in enumerate(notes, start=1)),
        Origin("made.txt", "0" * 64, "text/plain"),
    )


def act(kind: str | None, phrase: str, *addressees: Addressee, inherited: bool = False) -> Act:
    """Return an act by its type and phrase."""
    return Act(kind, phrase, None if inherited else (0, len(phrase)), addressees, inherited)


def addressee(text: str, path: str | None = None, qualifier: str = "") -> Addressee:
    """Return an addressee by its words."""
    return Addressee(path, f"{text} {qualifier}".strip(), (0, 0), head=text, qualifier=qualifier)
