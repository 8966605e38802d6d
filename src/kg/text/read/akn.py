"""Read AKN4UN: the United Nations' own XML of its resolutions (Akoma Ntoso, OASIS LegalDocML 3.0).

Passages point into the characters of the XML; a character written as an entity points at its `&`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.text.block import Reading
from kg.text.read.akn_body import read_body
from kg.text.read.akn_facts import read_facts
from kg.text.read.xml_tree import parse_xml

if TYPE_CHECKING:
    from kg.document import Origin


def read_akn(source: str, origin: Origin, *, name: str) -> Reading:
    """Return the blocks, notes and facts that the markup of a resolution states.

    Raises:
        InputError: where the XML is not well-formed, has a DOCTYPE, or holds summaries by `kg export`.
    """
    tree = parse_xml(source, name=name)
    if tree.all("statement", name="summary") and tree.all("identification", source="#cpkg"):
        raise InputError(
            "holds summaries that cpkg exported, not an official text",
            where=name,
            remedy="Give the document as issued; `kg fetch` gets it",
        )
    blocks, notes = read_body(tree)
    return Reading(origin, source, blocks, notes, read_facts(tree))
