"""XML as a small tree whose text knows where in the source it stands.

The source is handed to expat as UTF-16, so that the byte offset of an event is twice its character offset.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat

from kg.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

DEPTH = 100
"""Elements that may stand inside each other."""
PARTS = 750_000
"""Elements and runs of text that one file may hold; the longest official file has 20,000."""

_ASTRAL_RE = re.compile("[\U00010000-\U0010ffff]")  # not a character of one UTF-16 unit


@dataclass(slots=True)
class Element:
    """An element; its tag without namespace where it is in its root's."""

    tag: str
    attributes: dict[str, str]
    content: list[Element | tuple[int, str]] = field(default_factory=list)
    """Elements, and runs of text with the offset in the source at which each stands."""

    def elements(self) -> Iterator[Element]:
        """Return the elements directly inside."""
        return (part for part in self.content if not isinstance(part, tuple))

    def find_all(self, tag: str) -> Iterator[Element]:
        """Return the elements of a name anywhere inside, in order."""
        for child in self.elements():
            if child.tag == tag:
                yield child
            yield from child.find_all(tag)

    def runs(self, *, but: frozenset[str]) -> Iterator[tuple[int, str] | None]:
        """Return all runs of text inside, with their offsets; None for an element of these names."""
        for part in self.content:
            if isinstance(part, tuple):
                yield part
            elif part.tag in but:
                yield None
            else:
                yield from part.runs(but=but)

    def words(self) -> str:
        """Return all text inside, white space made single."""
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> Iterator[str]:
        for part in self.content:
            if isinstance(part, tuple):
                yield part[1]
            else:
                yield from part._texts()


@dataclass(frozen=True, slots=True)
class Tree:
    """A document: its outermost element, and every element by its tag, in order."""

    root: Element
    tagged: dict[str, list[Element]]

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Return the elements of a name with these attributes, in order."""
        found = self.tagged.get(tag, [])
        wanted = attributes.items()
        return [e for e in found if all(e.attributes.get(key) == value for key, value in wanted)]


def parse_xml(source: str, *, name: str) -> Tree:
    """Return the elements of an XML text.

    Raises:
        InputError: where it is not well-formed (naming the line), has a DOCTYPE, or is nested too deeply.
    """
    parser = expat.ParserCreate("UTF-16LE", " ")
    builder = _Builder(name, source)
    parser.buffer_text = False  # a buffer would join runs that do not stand together in the source
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = lambda text: builder.text(text, parser.CurrentByteIndex)
    parser.StartDoctypeDeclHandler = builder.doctype
    try:
        parser.Parse(source.encode("utf-16-le"), True)
    except expat.ExpatError as error:
        what = expat.errors.messages.get(error.code, str(error))
        raise _malformed(what, f"{name}:{error.lineno}") from error
    finally:
        parser.CharacterDataHandler = None  # it holds the parser, and so would keep the tree
    return Tree(next(builder.root.elements()), builder.tagged)


def _malformed(what: str, where: str) -> InputError:
    return InputError(
        f"the XML is not well-formed ({what})", where=where, remedy="Fetch the file again: it may be cut off"
    )


class _Builder:
    """Handlers that grow the tree."""

    def __init__(self, name: str, source: str) -> None:
        self.root = Element("", {})
        self.tagged: dict[str, list[Element]] = {}
        self._name = name
        self._astral = [match.start() + at for at, match in enumerate(_ASTRAL_RE.finditer(source))]
        """UTF-16 offsets of the characters that take two units."""
        self._open = [self.root]
        self._tags: dict[str, str] = {}
        self._namespace: str | None = None
        self._count = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._count_part()
        short = self._tags.get(tag) or self._short(tag)
        if attributes and " " in "".join(attributes):
            attributes = {self._short(key): value for key, value in attributes.items()}
        element = Element(short, attributes)
        self._open[-1].content.append(element)
        self._open.append(element)
        self.tagged.setdefault(short, []).append(element)

    def end(self, _tag: str) -> None:
        self._open.pop()

    def text(self, text: str, byte: int) -> None:
        self._count_part()
        at = byte >> 1
        if self._astral:
            at -= bisect_right(self._astral, at - 1)
        self._open[-1].content.append((at, text))

    def doctype(self, *_declaration: object) -> None:
        remedy = "Official AKN files have none; remove it if you trust the file"
        raise InputError("the XML has a DOCTYPE, which is refused", where=self._name, remedy=remedy)

    def _count_part(self) -> None:
        self._count += 1
        if self._count > PARTS or len(self._open) > DEPTH:
            what = f"the XML holds more than {PARTS:,} elements and texts, or {DEPTH} inside each other"
            raise InputError(what, where=self._name, remedy="Give one official document a file")

    def _short(self, qualified: str) -> str:
        """Return a name without its namespace where that is the outermost element's."""
        namespace, _, local = qualified.rpartition(" ")
        if self._namespace is None:
            self._namespace = namespace
        short = local if namespace == self._namespace else qualified
        self._tags[qualified] = short
        return short
