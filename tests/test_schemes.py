"""Are the systems of identifiers told apart, each with a name, a home and the space of its IRIs?"""

from __future__ import annotations

import re
from itertools import permutations

from kg.namespaces import BASE, expand
from kg.schemes import SCHEME_BY_KEY, SCHEMES, SEMAPV, Identifier, scheme_of_iri
from tests.conftest import ROOT

_HOME_RE = re.compile(r"https?://[a-z0-9.-]+/[\w./#-]*")


def test_has_every_scheme_a_home_and_a_space_that_are_addresses() -> None:
    for scheme in SCHEMES:
        assert _HOME_RE.fullmatch(scheme.home), scheme
        assert not scheme.home.endswith("XX"), scheme
        assert scheme.space == "" or _HOME_RE.fullmatch(scheme.space), scheme
    assert SEMAPV == "https://w3id.org/semapv/vocab/"


def test_does_the_page_of_identifiers_name_every_scheme_as_tables_print_it() -> None:
    page = (ROOT / "docs" / "identifiers.md").read_text(encoding="utf-8")
    named = set(re.findall(r"[\w-]+", page))
    for scheme in SCHEMES:
        assert set(re.findall(r"[\w-]+", scheme.label)) <= named, scheme.label


def test_do_no_two_spaces_take_each_others_iris() -> None:
    spaces = [scheme.space for scheme in SCHEMES if scheme.space]
    assert not any(one.startswith(other) for one, other in permutations(spaces, 2))
    for scheme in SCHEMES:
        if scheme.space:
            assert scheme_of_iri(scheme.space + "x") is scheme
    assert scheme_of_iri("https://example.org/x") is None
    assert scheme_of_iri("") is None


def test_are_identifiers_sorted_as_schemes_are_listed() -> None:
    last, first = (
        Identifier(expand("treaty/CRC"), key, "x", None, "owl:sameAs", "semapv:LexicalMatching", 1.0, BASE)
        for key in (SCHEMES[-1].key, SCHEMES[0].key)
    )
    assert sorted([last, first], key=lambda one: one.order) == [first, last]
    assert SCHEME_BY_KEY[first.scheme].label == "cpkg"
