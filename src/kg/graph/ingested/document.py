"""Read an ingested document back: its official words from the texts, what they do from the extracted quads.

What comes back is what a comparison needs; spans say nothing. The words of one addressee are told apart only
where as many were printed as are known.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING
from urllib.parse import unquote

from kg.document import Act, Addressee, Document, Footnote, FrontMatter, Mark, Origin, Provision
from kg.identifiers import draft_path, iri
from kg.namespaces import CP, ELI, PROV, RDFS, compact

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pyoxigraph as ox

    from kg.document import Kind
    from kg.graph.ingested.texts import Texts

_NOTE = "note"
_KINDS: dict[str, Kind] = {
    "preambular": "preambular", "operative": "operative", "annex": "annex", "heading": "heading",
}  # fmt: skip
_JOINT_RE = re.compile(r"; |, as well as |,? and |, ")

_Said = dict[str, dict[str, list[str]]]
"""Values by subject and property."""


def ingested_document(texts: Texts, path: str) -> Document | None:
    """Return the document of a path (`A/RES/77/233`, `treaty/CRC`); None where it is not ingested."""
    passages = texts.passages(path)
    return _Reader(path, _said(texts.quads(path))).read(passages) if passages else None


def _said(quads: Iterable[ox.Quad]) -> _Said:
    said: _Said = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        said[_value(quad.subject)][_value(quad.predicate)].append(_value(quad.object))
    return said


def _value(node: object) -> str:
    return str(getattr(node, "value", ""))


class _Reader:
    """Reads one document."""

    def __init__(self, path: str, said: _Said) -> None:
        self._path = path
        self._said = said
        self._provisions: dict[str, Provision] = {}

    def read(self, passages: Iterable[tuple[str, str, str]]) -> Document:
        notes = []
        for ident, kind, text in passages:
            if kind == _NOTE:
                notes.append(Footnote(ident.removeprefix(f"{_NOTE}/"), text, (0, 0), ()))
            else:
                self._provisions[ident] = self._provision(ident, _KINDS[kind], text)
        source = self._one(iri(self._path), PROV + "wasDerivedFrom")
        name = unquote(self._one(source, CP + "sourceFile"))
        origin = Origin(name or self._path, self._one(source, CP + "sha256"), "")
        return Document(self._front(), tuple(self._provisions.values()), tuple(notes), origin)

    def _front(self) -> FrontMatter:
        here = iri(self._path)
        return FrontMatter(
            symbol=self._path,
            title=self._one(here, RDFS + "label"),
            adopted=self._one(here, CP + "adoptedOn"),
            draft_title=self._one(iri(draft_path(self._path)), RDFS + "label") or None,
        )

    def _provision(self, ident: str, kind: Kind, text: str) -> Provision:
        here = iri(f"{self._path}/{ident}")
        above = self._provisions.get(_ident(self._one(here, CP + "subItemOf"), self._path))
        acts = self._acts(here)
        inherited = tuple(
            Act(act.type, act.phrase, None, act.addressees, inherited=True)
            for act in (above.acts if above else ())
        )
        themes = dict.fromkeys(self._themes(here))
        return Provision(
            id=ident, kind=kind, number=self._one(here, ELI + "number") or None,
            level=above.level + 1 if above else 1, parent=above.id if above else None,
            text=text, span=(0, 0), pieces=(),
            marks=tuple(Mark(len(text), _last(note)) for note in self._all(here, CP + "hasNote")),
            acts=acts or inherited, themes=tuple(themes),
        )  # fmt: skip

    def _acts(self, provision: str) -> tuple[Act, ...]:
        acts = sorted(
            self._all(provision, CP + "hasAct"), key=lambda act: int(self._one(act, CP + "actOrder") or 0)
        )
        return tuple(
            Act(
                _last(self._one(act, CP + "actType")) or None,
                self._one(act, CP + "phrase"),
                None,
                _addressees(self._all(act, CP + "addressee"), self._one(act, CP + "addresseeText")),
            )
            for act in acts
        )

    def _themes(self, provision: str) -> list[str]:
        told = [*self._all(provision, CP + "hasTheme"), *self._all(provision, CP + "usesTerm")]
        told += [
            one for act in self._all(provision, CP + "hasAct") for one in self._all(act, CP + "hasTheme")
        ]
        return sorted(compact(one).removeprefix("theme/") for one in told)

    def _all(self, subject: str, name: str) -> list[str]:
        about: Mapping[str, list[str]] = self._said.get(subject, {})
        return about.get(name, [])

    def _one(self, subject: str, name: str) -> str:
        return next(iter(self._all(subject, name)), "")


def _addressees(known: list[str], printed: str) -> tuple[Addressee, ...]:
    """Return those addressed, each in its own words where these can be told apart."""
    ids = [compact(one) for one in known]
    if len(ids) == 1:
        return (Addressee(ids[0], printed or _words(ids[0]), (0, 0)),)
    words = [word for word in _JOINT_RE.split(printed) if word]
    if not ids:
        return tuple(Addressee(None, word, (0, 0)) for word in words)
    if len(words) != len(ids):
        words = [_words(one) for one in ids]
    return tuple(Addressee(one, word, (0, 0)) for one, word in zip(ids, words, strict=True))


def _words(path: str) -> str:
    return _last(path).replace("-", " ")


def _last(path: str) -> str:
    return path.rpartition("/")[2]


def _ident(provision: str, path: str) -> str:
    return compact(provision).removeprefix(f"{path}/")
