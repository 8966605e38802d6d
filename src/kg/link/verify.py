"""Hold the links that we have against what the other graph says of the things linked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.counterparts import Check, Link
from kg.link.reconcile import EXACT, differing_codes, same_name, shared_codes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.counterparts import Code, Found, Thing, Verdict


def verify(
    things: Iterable[Thing], found: Mapping[str, Found], namespace: str, own: Mapping[str, Sequence[Code]]
) -> list[Check]:
    """Return what becomes of each link into a namespace, in the order of the things.

    Confirmed: a code or, failing codes, a name agrees. Contradicted: a code differs, or is borne by another
    thing there. Present: linked as close, broader and so on, and there. Unconfirmed: there, nothing agrees.
    Without a namespace, only links to things that the graph describes count as links into it.
    """
    bearers = _bearers(found.values())
    checks = []
    for thing, link in links_into(things, found, namespace):
        verdict, why = _judge(thing, link, own.get(thing.iri, ()), found, bearers)
        one = found.get(link.iri)
        checks.append(Check(thing, link, verdict, why, one.label if one else ""))
    return checks


def links_into(
    things: Iterable[Thing], found: Mapping[str, Found], namespace: str
) -> Iterator[tuple[Thing, Link]]:
    """Yield things with their links into a graph; one that bears an IRI of that graph is its own link."""
    for thing in things:
        if namespace and thing.iri.startswith(namespace):
            yield thing, Link(EXACT, thing.iri)
        for link in thing.links:
            if link.iri.startswith(namespace) if namespace else link.iri in found:
                yield thing, link


def _bearers(found: Iterable[Found]) -> dict[tuple[str, str], set[str]]:
    bearers: dict[tuple[str, str], set[str]] = {}
    for one in found:
        for code in one.codes:
            bearers.setdefault(code.key, set()).add(one.iri)
    return bearers


def _judge(
    thing: Thing,
    link: Link,
    codes: Sequence[Code],
    found: Mapping[str, Found],
    bearers: Mapping[tuple[str, str], set[str]],
) -> tuple[Verdict, str]:
    one = found.get(link.iri)
    elsewhere = sorted({iri for code in codes for iri in bearers.get(code.key, ())} - {link.iri})
    if one is None:
        hint = f"; its codes are borne by {', '.join(elsewhere)}" if elsewhere else ""
        return "missing", f"nothing is said there of {link.iri}{hint}"
    if one.moved_to:
        return "moved", f"{link.iri} has given way there to {one.moved_to}"
    if link.predicate != EXACT:
        return "present", f"called {one.label} there" if one.label else "described there"
    return _judge_exact(thing, codes, one, elsewhere)


def _judge_exact(
    thing: Thing, codes: Sequence[Code], one: Found, elsewhere: list[str]
) -> tuple[Verdict, str]:
    if differing := differing_codes(codes, one):
        ours, theirs = differing[0]
        hint = f"; {ours.value} is borne by {', '.join(elsewhere)}" if elsewhere else ""
        return "contradicted", f"{ours.system} is {ours.value} here and {theirs.value} there{hint}"
    if agreed := shared_codes(codes, one):
        return "confirmed", ", ".join(code.words for code in agreed)
    if elsewhere:
        return "contradicted", f"it bears none of our codes there; {', '.join(elsewhere)} does"
    if named := same_name(thing.names, one):
        return "confirmed", named.what
    return "unconfirmed", f"called {one.label} there" if one.label else "without a name there"
