"""Say why a statement is in the graph: its witnesses, the words it was read in, what it follows from."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import InputError, UsageError
from kg.graph.explain import explain, parse_literal, render
from kg.graph.names import labels_of, resolve_name
from kg.graph.rules import key_of
from kg.graph.store import LocalStore, local_path, open_store, ox_of, term_of
from kg.graph.texts import open_texts
from kg.graph.witness import find_witnesses
from kg.model import Rows, Section, Term
from kg.namespaces import ID, RDF, compact, expand

if TYPE_CHECKING:
    from kg.graph.engine import Engine
    from kg.graph.witness import Source, Witness

_HEADINGS = {"what": "Fact", "said": "What is known"}
_METHODS = {
    "curated": "written by hand from the sources",
    "extracted": "extracted by rules from the document",
    "inferred": "follows from other statements",
    "declared": "declared in the ontology",
    "described": "told by the software of its own data",
}


@dataclass(frozen=True)
class Why:
    """Who vouches for the statements about one thing by one property."""

    subject: str
    label: str
    predicate: str
    witnesses: tuple[Witness, ...]
    sections: tuple[Section, ...]
    """One for each witness, a row a fact about it."""


def find_why(location: str | None, subject: str, predicate: str, value: str | None) -> Why:
    """Return who vouches for a statement, or without a value for every statement with this property.

    `subject` is an id or name of a thing, `predicate` a prefixed name, `value` an id, name or literal.

    Raises:
        UsageError: where a name is none, or is that of several things.
        InputError: where no such statement is in the graph.
    """
    engine = open_store(location)
    thing = _thing(engine, subject)
    relation = RDF + "type" if predicate == "a" else expand(predicate)
    given = _value(engine, value) if value is not None else None
    witnesses = find_witnesses(engine, thing, relation, given)
    if not witnesses:
        told = f"{compact(thing)} {compact(relation)} {value or '…'}: no graph says so"
        raise InputError(told, remedy=f"`kg show {compact(thing)} --all` has what is said")
    words = _words(location, witnesses) if isinstance(engine, LocalStore) else {}
    return Why(
        thing,
        labels_of(engine, [thing]).get(thing, compact(thing)),
        relation,
        tuple(witnesses),
        tuple(
            _section(engine, number, thing, relation, witness=one, words=words.get(one.provision, ""))
            for number, one in enumerate(witnesses, start=1)
        ),
    )


def _thing(engine: Engine, name: str) -> str:
    """Return the IRI of a thing, or of a part of one that has no name of its own, such as an act."""
    return ID + name if "#" in name and ":" not in name else resolve_name(engine, name, ()).value


def _value(engine: Engine, text: str) -> Term:
    """Return a value: a literal as it stands in quotation marks or is a number or date, or else a thing."""
    if text.startswith('"') or text[:1].isdigit():
        return _literal(text)
    if "#" in text or ":" in text:
        return Term("iri", expand(text))
    return resolve_name(engine, text, ())


def _literal(text: str) -> Term:
    try:
        return term_of(parse_literal(_in_turtle(text)))
    except (SyntaxError, ValueError) as error:
        remedy = 'Write "words"@en, 1577 or 2016-03-23'
        raise UsageError(f"{text!r} is no value ({error})", remedy=remedy) from error


def _in_turtle(text: str) -> str:
    is_day = len(text) == len("2016-03-23") and text.count("-") == 2  # noqa: PLR2004 - year, month, day
    return f'"{text}"^^xsd:date' if is_day else text


def _words(location: str | None, witnesses: list[Witness]) -> dict[str, str]:
    """Return by provision the words that an extracted statement was read in, where the texts are kept."""
    wanted = {one.provision: one.graph.removeprefix("document/") for one in witnesses if one.provision}
    if not wanted:
        return {}
    found: dict[str, str] = {}
    with (
        contextlib.suppress(InputError),
        open_texts(local_path(location)) as texts,
    ):  # none, or of another document
        for provision, document in wanted.items():
            ident = provision.removeprefix(f"{ID}{document}/")
            found[provision] = next((text for name, _, text in texts.passages(document) if name == ident), "")
    return found


def _section(
    engine: Engine, number: int, thing: str, relation: str, *, witness: Witness, words: str
) -> Section:
    said = [("Value", _written(witness.value)), ("How", _METHODS[witness.method])]
    for source in witness.sources:
        said += _source_rows(source)
    if witness.span:
        said.append(("Place", "{}, characters {} to {}".format(compact(witness.provision), *witness.span)))
    said.append(("Words", words))
    if witness.method == "inferred" and isinstance(engine, LocalStore):
        proof = explain(engine.ox, thing, relation, key_of(ox_of(witness.value)))
        said.append(("Follows from", render(proof).strip()))
    said += [("Graph", witness.graph), ("File", witness.file), ("SHA-256", witness.sha256)]
    said += [("Tool", witness.tool), ("Read at", witness.ended)]
    rows = tuple((Term("literal", what), Term("literal", text)) for what, text in said if text)
    return Section(f"Witness {number}", Rows(tuple(_HEADINGS), rows, _HEADINGS))


def _source_rows(source: Source) -> list[tuple[str, str]]:
    return [
        ("Source", source.label or compact(source.iri)),
        ("Source id", compact(source.iri)),
        ("At", source.place),
        ("Address", source.address),
        ("Source SHA-256", source.sha256),
        ("Check", source.verification or "read in the source"),
    ]


def _written(value: Term) -> str:
    return compact(value.value) if value.kind == "iri" else value.value
