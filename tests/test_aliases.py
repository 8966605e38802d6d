"""Do our names and those of other systems lead to each other, both ways?"""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.aliases import (
    ELI_BASE,
    AknWork,
    akn_guideline,
    akn_published,
    document_address,
    eli_alias,
    parse_akn,
    parse_document_address,
    parse_eli,
)
from kg.identifiers import is_symbol, provision_path
from tests.conftest import CASES

UNKNOWN_DAY = "0001-01-01"
ROMAN = ("I", "III", "IV", "IX", "XII", "XXIX", "XL")
GUIDELINES = [
    # the example of the guidelines
    ("A/RES/71/4", "2016-10-13", "/akn/un/statement/deliberation/un-ga/2016-10-13/71-4"),
    # body and sub-body
    ("A/HRC/RES/31/7", "2016-03-23", "/akn/un/statement/deliberation/un-ga-hrc/2016-03-23/31-7"),
    # an underscore for each space of the number as printed: 2427 (2018), 217 A (III), 75/101 A-B
    ("S/RES/2427(2018)", "2018-07-09", "/akn/un/statement/deliberation/un-sc/2018-07-09/2427_(2018)"),
    ("A/RES/217(III)A", "1948-12-10", "/akn/un/statement/deliberation/un-ga/1948-12-10/217_A_(III)"),
    ("A/RES/75/101A-B", "2020-12-10", "/akn/un/statement/deliberation/un-ga/2020-12-10/75-101_A-B"),
    # a special session's own dash stays
    ("A/RES/S-26/2", "2001-06-27", "/akn/un/statement/deliberation/un-ga/2001-06-27/S-26-2"),
]
NO_AKN = [
    # a report, a decision, a resolution of an organ that publishes none, and what is no document
    "A/HRC/28/56", "A/HRC/DEC/6/102", "E/CN.15/RES/27/3", "treaty/CRC", "body/GA", "A/RES/74/174/op/1",
    # a year in brackets is the Security Council's alone, and it has no sessions
    "A/RES/2427(2018)", "S/RES/74/174",
]  # fmt: skip


class Published(NamedTuple):
    """One official file: its symbol, day of adoption and the identifier that it gives itself."""

    path: str
    adopted: str
    name: str


@cache
def published() -> list[Published]:
    with (CASES / "akn_names.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return [Published("".join(r["symbol"].split()), r["adopted"], r["published"]) for r in rows]


def numbers() -> st.SearchStrategy[tuple[str, str]]:
    """Return paths of resolutions of every kind, each with the organ that adopts such."""
    session, serial = st.integers(1, 999), st.integers(1, 9999)
    letters = st.sampled_from(["", "A", "B", "A-C"])
    modern = st.builds("{}/{}{}".format, session, serial, letters)
    special = st.builds("{}S-{}/{}".format, st.sampled_from(["", "E"]), session, serial)
    old = st.builds(
        "{}({}{}){}".format, serial, st.sampled_from(["", "S-", "ES-"]), st.sampled_from(ROMAN), letters
    )
    by_year = st.builds("{}({})".format, serial, st.integers(1946, 2099))
    ecosoc = st.one_of(modern, old)
    return st.one_of(
        st.tuples(st.just("A/RES/"), st.one_of(modern, special, old)),
        st.tuples(st.just("E/RES/"), ecosoc),
        st.tuples(st.just("A/HRC/RES/"), st.one_of(modern, special)),
        st.tuples(st.just("S/RES/"), by_year),
    )


def test_are_identifiers_formed_as_official_files_print_them() -> None:
    wrong = {one.path for one in published() if akn_published(one.path, one.adopted) != one.name}
    # the files of lettered parts give the letters, some of them or none; two know their day in the name only
    unpredictable = {one.path for one in published() if one.path[-1].isalpha() or one.adopted == UNKNOWN_DAY}
    assert wrong <= unpredictable
    assert (len(published()), len(wrong)) == (812, 19)


def test_does_every_official_identifier_lead_to_its_resolution_or_the_whole_of_it() -> None:
    for one in published():
        work = parse_akn(one.name)
        assert work is not None
        assert one.path.startswith(work.path.rstrip("ABC-")), one


@pytest.mark.parametrize(("path", "day", "name"), GUIDELINES)
def test_are_identifiers_formed_as_the_guidelines_say(path: str, day: str, name: str) -> None:
    assert akn_guideline(path, day) == name
    assert parse_akn(name) == AknWork(path, day)


@pytest.mark.parametrize("path", NO_AKN)
def test_has_nothing_else_such_an_identifier(path: str) -> None:
    assert akn_published(path, "2020-01-01") is None
    assert akn_guideline(path, "2020-01-01") is None


@pytest.mark.parametrize(
    "name",
    [
        # organs that are none, a form that mixes both, a date that is none, another kind of document
        "/akn/un/statement/deliberation/unxx/2020-01-01/1-1/",
        "/akn/un/statement/deliberation/un-sc/2020-01-01/2504-2020",
        "/akn/un/statement/deliberation/unga/2020/74-1/",
        "/akn/un/act/provision/unga/1989-11-20/1/",
        "/akn/un/statement/deliberation/unga/2020-01-01/",
    ],
)
def test_is_what_says_no_resolution_read_as_none(name: str) -> None:
    assert parse_akn(name) is None


@pytest.mark.parametrize(
    "tail", ["", "/", "!main", "/!main", "/!main/", "/eng@/", "/eng@2020-01-02/!main", "/fra@/!annex_1"]
)
def test_is_the_work_read_out_of_a_version_or_part(tail: str) -> None:
    name = "/akn/un/statement/deliberation/unga/2019-12-18/74-174"
    assert parse_akn(name + tail) == AknWork("A/RES/74/174", "2019-12-18")


@given(numbers(), st.dates(date(1946, 1, 1), date(2099, 12, 31)).map(str))
def test_do_both_forms_lead_back(parts: tuple[str, str], day: str) -> None:
    path = "".join(parts)
    assert is_symbol(path)
    for form in (akn_published, akn_guideline):
        name = form(path, day)
        assert name is not None
        assert parse_akn(name) == AknWork(path, day)


@given(
    numbers(),
    st.sampled_from(["pp", "op", "annex"]),
    st.lists(st.sampled_from(["1", "23", "a", "iv"]), max_size=3),
)
def test_do_aliases_and_addresses_lead_back(parts: tuple[str, str], part: str, steps: list[str]) -> None:
    path = "".join(parts)
    assert parse_document_address(document_address(path)) == path
    paths = [path, f"{path}/draft"]
    paths += [provision_path(one, part, *steps) for one in paths if steps]  # type: ignore[arg-type]  # as sampled
    for one in paths:
        alias = eli_alias(one)
        assert alias is not None
        assert parse_eli(alias) == one


def test_have_treaties_and_comments_aliases_and_bodies_none() -> None:
    for path in ("treaty/OP-CEDAW", "treaty/CRC/art/34", "CRC/C/GC/25", "CRC/C/GC/25/para/3", "A/HRC/28/56"):
        assert parse_eli(eli_alias(path) or "") == path
    for path in ("body/HRC", "theme/conduct/grooming", "A/RES/74/174/note/3", "A/RES/74/174/op/3#act-1"):
        assert eli_alias(path) is None
    for alias in ("", ELI_BASE, ELI_BASE + "body/HRC", ELI_BASE + "A/RES/74/174", ELI_BASE + "un/treaty/CRC"):
        assert parse_eli(alias) is None


ADDRESSES = [
    # either host, with and without `www`, in each language or none
    ("https://undocs.org/A/RES/74/174", "A/RES/74/174"),
    ("http://www.undocs.org/en/A/RES/74/174", "A/RES/74/174"),
    ("https://docs.un.org/ar/S/RES/2427(2018)", "S/RES/2427(2018)"),
    # the space of a printed symbol, as browsers write it
    ("https://undocs.org/en/S/RES/2427%20(2018)", "S/RES/2427(2018)"),
    # an address that says more than which document
    ("https://undocs.org/en/A/RES/74/174?direct=true", None),
    ("https://undocs.org/en/A/RES/74/174#page=2", None),
    # other languages and hosts, and what is no symbol
    ("https://undocs.org/de/A/RES/74/174", None),
    ("https://undocs.org.example.org/en/A/RES/74/174", None),
    ("https://undocs.org/en/", None),
    ("https://undocs.org/en/treaty/CRC", None),
    ("", None),
]


@pytest.mark.parametrize(("address", "symbol"), ADDRESSES)
def test_is_the_symbol_read_out_of_an_address(address: str, symbol: str | None) -> None:
    assert parse_document_address(address) == symbol


def test_does_an_address_keep_the_signs_of_a_symbol_and_no_other() -> None:
    assert document_address("A/RES/75/101A-B") == "https://undocs.org/en/A/RES/75/101A-B"
    assert document_address("S/RES/2427 (2018)") == "https://undocs.org/en/S/RES/2427%20(2018)"


def test_has_the_human_rights_council_no_numbers_in_brackets() -> None:
    assert akn_published("A/HRC/RES/7(XXIX)", "2020-01-01") is None
    assert parse_akn("/akn/un/statement/deliberation/unga-hrc/2020-01-01/7-XXIX/") is None
    assert akn_published("E/RES/7(XXIX)", "2020-01-01") is not None


def test_do_aliases_stand_under_our_own_base() -> None:
    assert eli_alias("treaty/CRC") == "https://w3id.org/cpkg/eli/treaty/CRC"
    assert eli_alias("A/RES/74/174") == "https://w3id.org/cpkg/eli/un/A/RES/74/174"
