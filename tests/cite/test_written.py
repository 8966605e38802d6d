"""Are kinds that the curated graph does not hold cited too, and places of every form written and read?"""

from __future__ import annotations

from datetime import date

import pytest

from kg.citable import Body, Kind, Place, Work
from kg.cite.markup import Markup, render
from kg.cite.places import parse_place, place_path
from kg.cite.style import Options
from kg.cite.styles import STYLES
from kg.cite.typed import read_places, split_place
from kg.cite.write import write_citation
from kg.errors import UsageError

GA = Body("GA", "General Assembly")
SC = Body("SC", "Security Council")
DAY = date(2020, 5, 7)

WORKS = {
    "lettered": Work(
        "A/RES/69/274B", "resolution", symbol="A/RES/69/274", number="69/274B", body=GA, adopted=DAY
    ),
    "emergency": Work(
        "A/RES/ES-10/24", "resolution", symbol="A/RES/ES-10/24", number="ES-10/24", body=GA, adopted=DAY
    ),
    "early special": Work(
        "A/RES/3362(S-VII)",
        "resolution",
        symbol="A/RES/3362(S-VII)",
        number="3362(S-VII)",
        body=GA,
        adopted=DAY,
    ),
    "decision": Work("A/DEC/74/401", "decision", number="74/401", body=GA, adopted=DAY),
    "statement": Work(
        "S/PRST/2020/3", "statement", symbol="S/PRST/2020/3", number="2020/3", body=SC, issued=DAY
    ),
    "page": Work(
        "treaty/X", "treaty", title="Treaty", adopted=DAY, unts_volume=9, unts_page=3, unts_number=7
    ),
    "volume": Work("treaty/X", "treaty", title="Treaty", adopted=DAY, unts_volume=9),
}


@pytest.mark.parametrize(
    ("name", "style", "expected"),
    [
        # one resolution in several parts: the letter is in the number, the document holds all parts
        ("lettered", "oscola", "UNGA Res 69/274 B (7 May 2020) UN Doc A/RES/69/274"),
        ("lettered", "bluebook", "G.A. Res. 69/274 B, U.N. Doc. A/RES/69/274 (May 7, 2020)"),
        ("lettered", "un", "General Assembly resolution 69/274 B"),
        # emergency special sessions
        ("emergency", "un", "General Assembly resolution ES-10/24"),
        ("emergency", "aglc", "GA Res ES-10/24, UN Doc A/RES/ES-10/24 (adopted 7 May 2020)"),
        # special sessions before the eighth
        ("early special", "un", "General Assembly resolution 3362 (S-VII)"),
        ("early special", "oscola", "UNGA Res 3362 (S-VII) (7 May 2020)"),
        # decisions bear no symbol of their own
        ("decision", "oscola", "UNGA Dec 74/401 (7 May 2020)"),
        ("decision", "bluebook", "G.A. Dec. 74/401 (May 7, 2020)"),
        ("decision", "un", "General Assembly decision 74/401"),
        # statements of the President of the Security Council
        ("statement", "oscola", "UNSC Presidential Statement 2020/3 (7 May 2020) UN Doc S/PRST/2020/3"),
        ("statement", "bluebook", "S.C. Pres. Statement 2020/3, U.N. Doc. S/PRST/2020/3 (May 7, 2020)"),
        ("statement", "un", "S/PRST/2020/3"),
        # the page, once the graph knows it; the number stands in for it; neither
        ("page", "oscola", "Treaty (adopted 7 May 2020) 9 UNTS 3"),
        ("page", "bluebook", "Treaty, May 7, 2020, 9 U.N.T.S. 3"),
        ("page", "un", "Treaty (United Nations, Treaty Series, vol. 9, No. 7)"),
        ("volume", "oscola", "Treaty (adopted 7 May 2020) 9 UNTS"),
        ("volume", "un", "Treaty (United Nations, Treaty Series, vol. 9)"),
    ],
)
def test_is_every_kind_cited(name: str, style: str, expected: str) -> None:
    assert render(write_citation(WORKS[name], (), STYLES[style]).text, Markup.PLAIN) == expected


def test_is_what_is_missing_said_and_nothing_else() -> None:
    bare = Work("treaty/X", "treaty", title="Treaty")
    assert write_citation(bare, (), STYLES["oscola"]).missing == (
        "the day of its adoption or opening",
        "its volume of a treaty series",
    )
    assert write_citation(WORKS["page"], (), STYLES["oscola"]).missing == ()
    assert write_citation(WORKS["volume"], (), STYLES["un"]).missing == ()
    resolution = Work("A/RES/1/1", "resolution", symbol="A/RES/1/1", number="1/1", body=GA)
    assert write_citation(resolution, (), STYLES["oscola"]).missing == ("its date",)
    assert write_citation(resolution, (), STYLES["oscola"], Options(date="none")).missing == ()


@pytest.mark.parametrize(
    ("ident", "oscola", "un"),
    [
        ("op/4", "para 4", "para. 4"),
        ("op/12quater", "para 12quater", "para. 12quater"),
        ("pp/21", "preambular para 21", "twenty-first preambular paragraph"),
        ("annex/3/a", "annex, para 3(a)", "annex, para. 3 (a)"),
        ("annex/2/art/5/1/b", "annex 2, art 5(1)(b)", "annex 2, art. 5, para. 1 (b)"),
        ("annex/ii/5", "annex II, para 5", "annex II, para. 5"),
        ("annex/1/pp/2", "annex 1, preambular para 2", "annex 1, second preambular paragraph"),
        ("A/op/3", "pt A, para 3", "part A, para. 3"),
        ("draft/annex/4", "draft resolution, annex, para 4", "draft resolution, annex, para. 4"),
        ("annex", "annex", "annex"),
    ],
)
def test_is_a_place_read_from_its_id_and_written(ident: str, oscola: str, un: str) -> None:
    place = parse_place(ident)
    assert place_path(place) == ident
    work = Work("A/RES/1/1", "resolution", number="1/1", body=GA)
    assert (
        write_citation(work, [place], STYLES["oscola"], Options(date="none")).text
        == f"UNGA Res 1/1, {oscola}"
    )
    assert write_citation(work, [place], STYLES["un"]).text == f"General Assembly resolution 1/1, {un}"


@pytest.mark.parametrize(
    ("typed", "kind", "idents"),
    [
        # the same words mean another part in another kind of text
        ("para 5", "resolution", ["op/5"]),
        ("para 5", "general comment", ["para/5"]),
        ("para 5", "report", ["para/5"]),
        ("art 5 para 1", "treaty", ["art/5/1"]),
        # as the styles themselves write places
        ("¶¶ 4, 6–8", "resolution", ["op/4", "op/6", "op/7", "op/8"]),
        ("pmbl. ¶ 3", "resolution", ["pp/3"]),
        ("preambular paras 1 and 2", "resolution", ["pp/1", "pp/2"]),
        ("arts. 19 and 34", "treaty", ["art/19", "art/34"]),
        ("art. 3, paras. 1 (c) and 2", "treaty", ["art/3/1/c", "art/3/2"]),
        ("para 4(a)(ii), para 6", "resolution", ["op/4/a/ii", "op/6"]),
        ("op 12 quater", "resolution", ["op/12quater"]),
        ("footnote 4", "resolution", ["note/4"]),
        ("annex II, art 5", "resolution", ["annex/ii/art/5"]),
        ("annex para 3", "resolution", ["annex/3"]),
        ("annex", "resolution", ["annex"]),
        ("draft resolution, preambular para 3", "resolution", ["draft/pp/3"]),
    ],
)
def test_is_a_place_read_as_people_type_it(typed: str, kind: Kind, idents: list[str]) -> None:
    assert [place_path(place) for place in read_places(typed, kind)] == idents


@pytest.mark.parametrize(
    ("typed", "kind", "words"),
    [
        ("para", "resolution", "no number"),
        ("para four", "resolution", "no number"),
        ("paras 8-6", "resolution", "no range"),
        ("paras 1-9999999", "resolution", "no range"),
        ("para 4 and so on", "resolution", "no place"),
        ("para 3", "treaty", "of no article"),
        ("", "resolution", "no place"),
        ("page 4", "report", "no place"),
    ],
)
def test_is_a_place_that_is_none_refused(typed: str, kind: Kind, words: str) -> None:
    with pytest.raises(UsageError, match=words) as raised:
        read_places(typed, kind)
    assert raised.value.remedy


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A/HRC/RES/31/7 para 4", "A/HRC/RES/31/7"),
        ("S/RES/1612 (2005), paras. 2 and 3", "S/RES/1612 (2005)"),
        ("Convention on the Rights of the Child, art. 34", "Convention on the Rights of the Child"),
    ],
)
def test_is_the_name_cut_from_the_place(text: str, name: str) -> None:
    assert next(split_place(text))[0] == name


def test_is_a_heading_no_place() -> None:
    with pytest.raises(UsageError, match="no place to cite"):
        parse_place("h/2")


def test_does_a_range_never_swallow_sub_items() -> None:
    work = Work("A/RES/1/1", "resolution", number="1/1", body=GA)
    places = [Place("op", ("3",)), Place("op", ("4", "a")), Place("op", ("4", "b")), Place("op", ("5",))]
    text = write_citation(work, places, STYLES["oscola"], Options(date="none")).text
    assert text == "UNGA Res 1/1, paras 3, 4(a), 4(b), 5"
