"""Find the known bodies, mandates, programmes and initiatives that a document mentions."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg.document import Mention
from kg.text.annotate.references import ReferenceIndex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.document import Document, Provision
    from kg.knowledge import Knowledge
    from kg.text.annotate.references import Reference

_ABOVE = {
    "HRC": ("body/GA",),
    "SC": ("body/GA",),
    "ECOSOC": ("body/GA",),
    "CCPCJ": ("body/ECOSOC", "body/GA"),
}
"""The organs that a body calls "the Assembly" or "the Council" without having named them."""
_SERVING = "body/UN-Secretariat"
"""What every organ calls "the Secretariat"."""


class MentionFinder:
    """What is looked for; made once from what the graph knows."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.references = ReferenceIndex(knowledge.names)


def annotate_mentions(document: Document, finder: MentionFinder) -> Document:
    """Return the document with every place where a known thing is mentioned, by its name or by a short form.

    The enacting body's own name is no mention. A short form means the thing named last that is taken up so,
    in the same paragraph or an earlier one; where that is none the graph knows, it is left alone.
    """
    front = document.front
    enacting = _Reader(finder.references, *_organs(front.body))
    draft = _Reader(finder.references, *_organs(front.draft_for)) if front.draft_for else enacting
    return replace(
        document,
        provisions=tuple(
            _annotated(provision, draft if provision.id.startswith("draft/") else enacting)
            for provision in document.provisions
        ),
    )


def _organs(body: str | None) -> tuple[str, tuple[str, ...]]:
    """Return the path of a body and of those it need not name."""
    return (f"body/{body}", _ABOVE.get(body, ())) if body else ("", ())


def _annotated(provision: Provision, reader: _Reader) -> Provision:
    text = provision.text
    mentions = tuple(
        Mention(thing, text[reference.start : reference.end], (reference.start, reference.end))
        for reference, thing in reader.read(text)
    )
    return replace(provision, mentions=mentions) if mentions else provision


@dataclass(slots=True)
class _Reader:
    """Follows a text, and knows which thing was named last for each word that takes one up."""

    index: ReferenceIndex
    own: str
    """Path of the body that speaks."""
    above: tuple[str, ...]
    nearest: dict[str, str | None] = field(init=False)

    def __post_init__(self) -> None:
        self.nearest = {head: thing for thing in (*self.above, _SERVING) for head in self.index.heads(thing)}

    def read(self, text: str) -> Iterator[tuple[Reference, str]]:
        """Yield what is mentioned in a text, in order."""
        own_heads = self.index.heads(self.own)
        for reference in self.index.find(text):
            if reference.head in own_heads and reference.kind != "named":
                continue
            thing = self._resolve(reference)
            if thing and thing != self.own:
                yield reference, thing

    def _resolve(self, reference: Reference) -> str | None:
        """Return what a reference means, and remember it for those that follow."""
        if reference.kind == "short":
            return self.nearest.get(reference.head)
        if reference.kind == "stranger":
            for head in self.nearest:
                if head in reference.head:
                    self.nearest[head] = None
            return None
        for thing in (reference.thing, self.index.holder(reference.thing)):
            self.nearest.update(dict.fromkeys(self.index.heads(thing), thing or None))
        return reference.thing
