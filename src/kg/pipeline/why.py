"""Say why a statement is in the graph: its witnesses, the words it was read in, what it follows from.

Of a statement that was withdrawn: until when it was made, why no longer, and what is said instead.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import InputError, UsageError
from kg.graph.evidence.withdrawn import find_withdrawn
from kg.graph.evidence.witness import find_witnesses
from kg.graph.infer.explain import Explainer, assertions, in_words, parse_literal, render
from kg.graph.infer.rules import key_of, term_of_key
from kg.graph.ingested.texts import open_texts
from kg.graph.lookup.names import labels_of, resolve_name
from kg.graph.stores.store import LocalStore, local_path, open_store, ox_of, term_of
from kg.model import Rows, Section, Term
from kg.namespaces import ID, RDF, compact, expand

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from kg.graph.evidence.withdrawn import Withdrawn
    from kg.graph.evidence.witness import Source, Witness
    from kg.graph.infer.explain import Proof
    from kg.graph.infer.rules import Rule
    from kg.graph.ingested.texts import Texts
    from kg.graph.stores.engine import Engine

_HEADINGS = {"what": "Fact", "said": "What is known"}
_METHODS = {
    "curated": "written by hand from the sources",
    "extracted": "extracted by rules from the document",
    "inferred": "follows from other statements",
    "declared": "declared in the ontology",
    "described": "told by the software of its own data",
}
_REVIEWS = {
    "extracted": "as the rules read it; no scholar has reviewed it, or curated data would say it instead",
    "inferred": "as sure as the statements that it follows from",
    "declared": "a definition of this project",
}
_READ = "read in the source"
_SHOWN = 5
"""Files named of those that an inferred statement rests on."""

Said = list[tuple[str, str]]
"""Facts with what is known, a row each; one without words is left out."""


@dataclass(frozen=True)
class Why:
    """Who vouches for the statements about one thing by one property, and which of them were withdrawn."""

    subject: str
    label: str
    predicate: str
    witnesses: tuple[Witness, ...]
    withdrawn: tuple[Withdrawn, ...]
    sections: tuple[Section, ...]
    """One for each witness, then one for each withdrawn statement; a row a fact about it."""
    others: tuple[Term, ...] = ()
    """Values of which the witnesses are left out."""

    @property
    def left_out(self) -> int:
        """Return the number of values that are left out."""
        return len(self.others)


@dataclass(frozen=True)
class Quote:
    """The words that an extracted statement was read in."""

    words: str = ""
    page: int | None = None
    """Number of the page, where the source shows where pages end."""


def find_why(location: str | None, subject: str, predicate: str, value: str | None) -> Why:
    """Return who vouches for a statement, or without a value for every statement with this property.

    `subject` is an id or name of a thing, `predicate` a prefixed name, `value` an id, name or literal.

    Raises:
        UsageError: where a name is none, or is that of several things.
        InputError: where no such statement is in the graph, and none was.
    """
    engine = open_store(location)
    thing = _thing(engine, subject)
    relation = RDF + "type" if predicate == "a" else expand(predicate)
    given = _value(engine, value) if value is not None else None
    store = local_path(location) if isinstance(engine, LocalStore) else None
    return why(engine, thing, relation, given, store=store)


def why(
    engine: Engine,
    thing: str,
    relation: str,
    value: Term | None,
    *,
    store: Path | None,
    rules: tuple[Rule, ...] | None = None,
    most: int | None = None,
) -> Why:
    """Return who vouches for the statements about a thing by a property, and where given with this value.

    `store` is where the texts of documents lie beside, if anywhere; `rules` are those of inference, read from
    the store where they are not given; `most` is how many witnesses are told of.

    Raises:
        InputError: where no such statement is in the graph, and none was.
    """
    witnesses = find_witnesses(engine, thing, relation, value)
    withdrawn = find_withdrawn(engine, thing, relation, value)
    if not witnesses and not withdrawn:
        words = _written(value) if value else "…"
        told = f"{compact(thing)} {compact(relation)} {words}: no graph says so"
        raise InputError(told, remedy=f"`kg show {compact(thing)} --all` has what is said")
    others = tuple(one.value for one in witnesses[most:]) if most else ()
    witnesses = witnesses[:most]
    explainer = Explainer(engine.ox, rules) if isinstance(engine, LocalStore) else None
    teller = _Teller(engine, thing, relation, quotes=_quotes(store, witnesses), explainer=explainer)
    return Why(
        thing,
        labels_of(engine, [thing]).get(thing, compact(thing)),
        relation,
        tuple(witnesses),
        tuple(withdrawn),
        (*map(teller.witness, witnesses, range(1, len(witnesses) + 1)), *_withdrawn_sections(withdrawn)),
        others,
    )


def parse_value(text: str) -> Term:
    """Return a value as the graph writes it: a literal in quotation marks, a number or day, or else an id.

    Raises:
        UsageError: where it is none.
    """
    return _literal(text) if text.startswith('"') or text[:1].isdigit() else Term("iri", expand(text))


def _thing(engine: Engine, name: str) -> str:
    """Return the IRI of a thing, or of a part of one that has no name of its own, such as an act."""
    if "#" in name and ":" not in name:
        return ID + name
    try:
        return resolve_name(engine, name, ()).value
    except UsageError:
        if find_withdrawn(engine, expand(name) if ":" in name else ID + name):
            return expand(name) if ":" in name else ID + name  # gone, but for its traces
        raise


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


def _quotes(store: Path | None, witnesses: Sequence[Witness]) -> dict[str, Quote]:
    """Return by provision the words that an extracted statement was read in, where the texts are kept."""
    wanted = {one.provision: one for one in witnesses if one.provision}
    found: dict[str, Quote] = {}
    if not wanted or store is None:
        return found
    with contextlib.suppress(InputError), open_texts(store) as texts:  # none, or of another document
        for provision, witness in wanted.items():
            found[provision] = _quote(texts, witness)
    return found


def _quote(texts: Texts, witness: Witness) -> Quote:
    document = witness.graph.removeprefix("document/")
    ident = witness.provision.removeprefix(f"{ID}{document}/")
    words = next(
        (text for name, _, text in texts.passages(document) if name.casefold() == ident.casefold()), ""
    )
    source = texts.source(document)
    start = witness.span[0] if witness.span else 0
    return Quote(words, source.count("\f", 0, start) + 1 if "\f" in source else None)


class _Teller:
    """Tells the witnesses of one thing by one property; the rules of inference are read once."""

    def __init__(
        self,
        engine: Engine,
        thing: str,
        relation: str,
        *,
        quotes: dict[str, Quote],
        explainer: Explainer | None,
    ) -> None:
        self._engine = engine
        self._thing = thing
        self._relation = relation
        self._quotes = quotes
        self._explainer = explainer

    def witness(self, witness: Witness, number: int) -> Section:
        """Return what is known of a witness."""
        said: Said = [("Value", _written(witness.value)), ("How", _METHODS[witness.method])]
        for source in witness.sources:
            said += _source_rows(source)
        said += _place_rows(witness, self._quotes.get(witness.provision, Quote()))
        if witness.method == "inferred" and self._explainer:
            said += self._proof_rows(self._explainer, witness.value)
        said += [("Review", _REVIEWS.get(witness.method, ""))]
        said += [("Graph", witness.graph), ("File", witness.file), ("SHA-256", witness.sha256)]
        said += [("Tool", witness.tool), ("Read at", witness.ended)]
        return _section(f"Witness {number}", said)

    def _proof_rows(self, explainer: Explainer, value: Term) -> Said:
        proof = explainer.explain(self._thing, self._relation, key_of(ox_of(value)))
        return [
            ("Follows from", render(proof).strip()),
            *(("Rests on", line) for one in assertions(proof) for line in self._rests_on(one)),
        ]

    def _rests_on(self, proof: Proof) -> Iterator[str]:
        """Yield who vouches for a statement that another follows from, a line a graph."""
        subject, predicate, value = proof.fact
        term = term_of(term_of_key(value))
        for one in find_witnesses(self._engine, subject, predicate, term):
            if one.method != "inferred":
                yield f"{in_words(proof.fact)}: {'; '.join(_vouching(one))}"


def _vouching(witness: Witness) -> Iterator[str]:
    """Yield what stands behind a witness, briefly."""
    for source in witness.sources[:_SHOWN]:
        named = source.label or compact(source.iri)
        place = f", {source.place}" if source.place else ""
        digest = f", sha256 {source.sha256[:12]}…" if source.sha256 else ""
        degree = f" ({source.verification})" if source.verification else ""
        yield f"{named}{place}{digest}{degree}"
    if witness.span:
        yield "characters {} to {} of {}".format(*witness.span, witness.file)
    yield (
        f"graph {witness.graph}, sha256 {witness.sha256[:12]}…"
        if witness.sha256
        else f"graph {witness.graph}"
    )


def _source_rows(source: Source) -> Said:
    return [
        ("Source", source.label or compact(source.iri)),
        ("Source id", compact(source.iri)),
        ("At", source.place),
        ("Address", source.address),
        ("Source SHA-256", source.sha256),
        ("Check", source.verification or _READ),
    ]


def _place_rows(witness: Witness, quote: Quote) -> Said:
    if not witness.span:
        return []
    page = f", page {quote.page}" if quote.page else ""
    place = "{}, characters {} to {}".format(compact(witness.provision), *witness.span)
    return [("Place", place + page), ("Words", quote.words)]


def _withdrawn_sections(found: Sequence[Withdrawn]) -> Iterator[Section]:
    for number, one in enumerate(found, start=1):
        said: Said = [
            ("Value", _written(one.value)),
            ("How", "withdrawn: the graph said so and says it no more"),
        ]
        said += [("Stated from", one.since), ("Stated until", one.until), ("Because", one.reason)]
        said += [("Replaced by", _written(value)) for value in one.replacing]
        said += [("Shown by", one.source_label or compact(one.source)), ("Trace", compact(one.iri))]
        yield _section(f"Withdrawn {number}", said)


def _section(title: str, said: Said) -> Section:
    rows = tuple((Term("literal", what), Term("literal", text)) for what, text in said if text)
    return Section(title, Rows(tuple(_HEADINGS), rows, _HEADINGS))


def _written(value: Term) -> str:
    return compact(value.value) if value.kind == "iri" else value.value
