"""The words of a provision as inline XML: references, acts, actors, italics and footnotes in their places.

Spans nest by layers: a reference holds an actor, an actor an act's phrase, all of them italics. A span that
overlaps an earlier one of its layer is left out; what it says stands in the metadata all the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.export.xml_writer import Element, add_text, child
from kg.identifiers import iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.document import Citation, Footnote, Mark, Provision, Span

_Layer = list[tuple["Span", str, dict[str, str]]]
"""Spans, each with the element it becomes and that element's attributes."""
_ENTITIES = ("initiative/", "mandate/", "programme/")


class Words:
    """Writes the words of the provisions of one statement; a footnote is written where it is called first."""

    def __init__(self, notes: Mapping[str, Footnote], prefix: str = "") -> None:
        self._notes = notes
        self._prefix = prefix
        self._written: set[str] = set()

    def write(self, parent: Element, provision: Provision) -> None:
        """Append the words of a provision."""
        self._inline(
            parent, provision.text, (0, len(provision.text)), _layers(provision), list(provision.marks)
        )

    def write_uncalled(self, parent: Element) -> None:
        """Append the footnotes that no provision calls."""
        for marker in self.uncalled():
            self._note(parent, marker)

    def uncalled(self) -> list[str]:
        """Return the markers of the footnotes that were not written so far."""
        return [marker for marker in self._notes if marker not in self._written]

    def _inline(
        self, parent: Element, text: str, part: Span, layers: Sequence[_Layer], marks: list[Mark]
    ) -> None:
        if not layers:
            self._plain(parent, text, part, marks)
            return
        at, end = part
        for span, name, attributes in layers[0]:
            start, stop = max(span[0], at), min(span[1], end)
            if start >= stop:
                continue
            self._inline(parent, text, (at, start), layers[1:], marks)
            self._inline(child(parent, name, **attributes), text, (start, stop), layers[1:], marks)
            at = stop
        self._inline(parent, text, (at, end), layers[1:], marks)

    def _plain(self, parent: Element, text: str, part: Span, marks: list[Mark]) -> None:
        """Append words with the note marks that stand in them, or behind the last of them."""
        at, end = part
        while marks and (marks[0].at < end or marks[0].at == end == len(text)):
            mark = marks.pop(0)
            add_text(parent, text[at : max(mark.at, at)])
            at = max(mark.at, at)
            self._mark(parent, mark.marker)
        add_text(parent, text[at:end])

    def _mark(self, parent: Element, marker: str) -> None:
        if marker in self._notes and marker not in self._written:
            self._note(parent, marker)
        else:
            child(parent, "sup", marker)

    def _note(self, parent: Element, marker: str) -> None:
        self._written.add(marker)
        note = self._notes[marker]
        made = child(
            parent,
            "authorialNote",
            marker=marker,
            placement="bottom",
            eId=f"{self._prefix}authorialNote_{len(self._written)}",
        )
        paragraph = child(made, "p", xml_space="preserve")
        layer: _Layer = [
            (span, "ref", {"href": href}) for span, href in _references(note.citations, notes=True)
        ]
        self._inline(paragraph, note.text, (0, len(note.text)), [layer], [])


def reference_of(citation: Citation) -> str:
    """Return the IRI of what a citation is tied to, down to the part that it names."""
    whole = "/".join(filter(None, (citation.target, citation.pinpoint)))
    return iri("/".join(whole.split()))


def anchor(path: str) -> str:
    """Return the `eId` under which the references list a thing.

    >>> anchor("act-type/calls-upon")
    'act-type-calls-upon'
    """
    return path.replace("/", "-")


def _layers(provision: Provision) -> list[_Layer]:
    references: _Layer = [(span, "ref", {"href": href}) for span, href in _references(provision.citations)]
    actors: _Layer = [(one.span, *_actor(one.id)) for one in provision.mentions if _actor(one.id)[0]]
    acts: _Layer = [
        (act.span, "term", {"refersTo": f"#{anchor(f'act-type/{act.type}')}"})
        for act in provision.acts
        if act.span and act.type and not act.inherited
    ]
    italics: _Layer = [(span, "span", {"class_": "italic"}) for span in provision.emphasis]
    return [_apart(layer) for layer in (references, actors, acts, italics)]


def _actor(path: str) -> tuple[str, dict[str, str]]:
    refers = {"refersTo": f"#{anchor(path)}"}
    if path.startswith("body/"):
        return "organization", refers
    return ("entity", {**refers, "name": path.partition("/")[0]}) if path.startswith(_ENTITIES) else ("", {})


def _references(citations: Iterable[Citation], *, notes: bool = False) -> list[tuple[Span, str]]:
    found = []
    for citation in citations:
        span = citation.note_span if notes else citation.span
        if span and citation.target and not (citation.note_span and not notes):
            found.append((span, reference_of(citation)))
    return found


def _apart(layer: _Layer) -> _Layer:
    """Return spans in order, without those that overlap an earlier one."""
    kept: _Layer = []
    for one in sorted(layer, key=lambda one: (one[0][0], -one[0][1])):
        if one[0][0] < one[0][1] and (not kept or one[0][0] >= kept[-1][0][1]):
            kept.append(one)
    return kept
