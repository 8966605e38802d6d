"""Are codes trusted before names, and does every doubtful pair say why it is?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.counterparts import Code, Found, Link, Name, Thing
from kg.link.reconcile import identifying_codes, reconcile, take_over
from kg.link.verify import verify

if TYPE_CHECKING:
    from kg.counterparts import Ground, Kind, Proposal

GROUNDS: dict[Kind, tuple[Ground, ...]] = {
    "state": ("code", "name"), "treaty": ("code", "link", "name"), "theme": ("link", "name"),
}  # fmt: skip
THERE = "https://there.example/"
ALBANIA = Thing(
    "id/state/ALB", "state", "Albania", (Name("Albania", "en"),),
    (Code("iso-2", "AL"), Code("iso-3", "ALB"), Code("m49", "008")),
)  # fmt: skip
GROOMING = Thing(
    "id/theme/grooming", "theme", "grooming", (Name("grooming", "en"), Name("child grooming", "en", False)),
    links=(Link("exactMatch", "http://eurovoc.example/1"), Link("broadMatch", "http://eurovoc.example/2")),
)  # fmt: skip


def found(
    name: str,
    *names: Name,
    codes: tuple[Code, ...] = (),
    links: tuple[Link, ...] = (),
    moved_to: str = "",
) -> dict[str, Found]:
    return {THERE + name: Found(THERE + name, names, codes, links, moved_to)}


def proposed(
    things: list[Thing], *parts: dict[str, Found], taken: dict[str, str] | None = None
) -> list[Proposal]:
    known = {iri: one for part in parts for iri, one in part.items()}
    own = identifying_codes(things)
    return reconcile(things, known, GROUNDS, own=own, taken=taken or {})


def test_is_a_state_found_by_its_codes_however_they_are_padded() -> None:
    (one,) = proposed([ALBANIA], found("Q222", codes=(Code("iso-3", "ALB"), Code("m49", "8"))))
    assert (one.found.iri, one.predicate, one.confidence) == (THERE + "Q222", "exactMatch", 0.99)
    assert [evidence.what for evidence in one.evidence] == ["ISO 3166-1 alpha-3 ALB", "M49 008"]
    assert one.doubts == ()


def test_does_a_code_silence_names() -> None:
    pairs = proposed(
        [ALBANIA],
        found("Q222", codes=(Code("iso-3", "ALB"),)),
        found("Q999", Name("Albania", "en")),
    )
    assert [pair.found.iri for pair in pairs] == [THERE + "Q222"]


def test_is_one_code_that_agrees_and_one_that_differs_a_doubt() -> None:
    (one,) = proposed([ALBANIA], found("Q222", codes=(Code("iso-3", "ALB"), Code("iso-2", "AX"))))
    assert one.confidence == 0.49
    assert one.doubts == ("ISO 3166-1 alpha-2 is AL here and AX there",)


def test_is_a_name_refuted_by_a_code_that_differs() -> None:
    assert proposed([ALBANIA], found("Q1", Name("Albania", "en"), codes=(Code("iso-3", "XYZ"),))) == []


def test_does_a_code_of_any_scheme_count_only_with_the_name() -> None:
    hints = tuple(Code(scheme, "ALB") for scheme in ("iso-3", "iso-2", "m49"))
    albania = Found(THERE + "1", (Name("ALBANIA", "en"),), hints=hints)
    albumin = Found(THERE + "2", (Name("albumin", "en"),), hints=hints)
    (one,) = proposed([ALBANIA], {albania.iri: albania}, {albumin.iri: albumin})
    assert (one.found, one.confidence, one.doubts) == (albania, 0.95, ())
    assert [evidence.ground for evidence in one.evidence] == ["code", "name"]


def test_does_a_number_that_treaties_share_identify_none_of_them() -> None:
    number = Code("unts", "27531")
    two = [Thing(f"id/treaty/{key}", "treaty", key, codes=(number,)) for key in ("CRC", "OPSC")]
    assert proposed(two, found("Q1", codes=(number,))) == []
    assert len(proposed(two[:1], found("Q1", codes=(number,)))) == 1


def test_is_a_thing_found_by_what_both_graphs_are_linked_to() -> None:
    tied = (Link("exactMatch", "http://eurovoc.example/1"),)
    (one,) = proposed([GROOMING], found("T1", links=tied))
    assert (one.predicate, one.confidence) == ("exactMatch", 0.9)
    # a wider concept says nothing of the thing itself
    wider = (Link("exactMatch", "http://eurovoc.example/2"),)
    assert proposed([GROOMING], found("T1", links=wider)) == []


NAMES = [
    # as preferred as ours, in the same language
    ((Name("Grooming", "en"),), 0.8),
    # where no language is named
    ((Name("grooming"),), 0.8),
    # but for the number
    ((Name("groomings", "en"),), 0.65),
    # not the preferred one there
    ((Name("x", "en"), Name("grooming", "en", False)), 0.65),
    # not the preferred one on either side
    ((Name("x", "en"), Name("child grooming", "en", False)), 0.5),
    # in another language the same letters mean nothing
    ((Name("grooming", "nl"),), None),
]  # fmt: skip


@pytest.mark.parametrize(("names", "confidence"), NAMES)
def test_is_a_name_worth_less_the_less_alike_it_is(names: tuple[Name, ...], confidence: float | None) -> None:
    pairs = proposed([GROOMING], found("T1", *names))
    assert [pair.confidence for pair in pairs] == ([confidence] if confidence else [])
    assert all(pair.predicate == "closeMatch" for pair in pairs)


def test_are_two_languages_worth_more_than_one() -> None:
    thing = Thing("id/theme/a", "theme", "a", (Name("child", "en"), Name("enfant", "fr")))
    (one,) = proposed([thing], found("T1", Name("child", "en"), Name("enfants", "fr")))
    assert one.confidence == 0.85


def test_do_rivals_name_each_other_and_lose_confidence() -> None:
    pairs = proposed([GROOMING], found("T1", Name("grooming", "en")), found("T2", Name("Grooming", "en")))
    assert [pair.found.iri for pair in pairs] == [THERE + "T1", THERE + "T2"]
    assert all(pair.confidence <= 0.4 for pair in pairs)
    assert pairs[0].doubts == (f"AMBIGUOUS: 2 things there fit as well; see {THERE}T2",)


def test_is_a_weaker_rival_named_too() -> None:
    pairs = proposed(
        [GROOMING], found("T1", Name("grooming", "en")), found("T2", Name("child grooming", "en"))
    )
    assert [pair.found.iri for pair in pairs] == [THERE + "T1"]
    assert pairs[0].doubts == (f"less exactly, the name fits {THERE}T2 too",)
    assert pairs[0].confidence == 0.7


def test_does_a_thing_that_two_of_ours_claim_say_so() -> None:
    twin = Thing("id/theme/other", "theme", "grooming", (Name("grooming", "en"),))
    pairs = proposed([GROOMING, twin], found("T1", Name("grooming", "en")))
    assert [pair.doubts[0].split(":")[0] for pair in pairs] == ["SHARED", "SHARED"]
    (one,) = proposed([twin], found("T1", Name("grooming", "en")), taken={THERE + "T1": GROOMING.iri})
    assert GROOMING.iri in one.doubts[0]
    assert one.confidence == 0.4


def test_is_nothing_proposed_that_has_given_way_there() -> None:
    assert proposed([GROOMING], found("T1", Name("grooming", "en"), moved_to=THERE + "T2")) == []


def test_are_links_that_the_other_graph_states_taken_over_once() -> None:
    goal = Thing(THERE + "5", "goal", "Goal 5", links=(Link("exactMatch", "http://a.example/1"),))
    known = found(
        "5", links=(Link("exactMatch", "http://a.example/1"), Link("exactMatch", "http://b.example/2"))
    )
    assert [pair.found.iri for pair in take_over([goal], known)] == ["http://b.example/2"]


def linked(predicate: str, *, codes: tuple[Code, ...] = ALBANIA.codes) -> Thing:
    return Thing("id/state/ALB", "state", "Albania", ALBANIA.names, codes, (Link(predicate, THERE + "Q222"),))


VERDICTS = [
    # a code agrees
    (linked("exactMatch"), found("Q222", codes=(Code("iso-3", "ALB"),)), "confirmed", "alpha-3 ALB"),
    # no code there, but the name
    (linked("exactMatch"), found("Q222", Name("ALBANIA", "en")), "confirmed", "the same name: ALBANIA"),
    # a code differs
    (linked("exactMatch"), found("Q222", codes=(Code("iso-3", "XYZ"),)), "contradicted",
     "ISO 3166-1 alpha-3 is ALB here and XYZ there"),
    # our code is borne by another thing there
    (linked("exactMatch"), found("Q222", Name("Albania", "en")) | found("Q7", codes=(Code("iso-3", "ALB"),)),
     "contradicted", f"{THERE}Q7 does"),
    # it was merged into another
    (linked("exactMatch"), found("Q222", moved_to=THERE + "Q7"), "moved", f"{THERE}Q7"),
    # it is not there at all, and the code shows where it is
    (linked("exactMatch"), found("Q7", codes=(Code("iso-3", "ALB"),)), "missing", f"borne by {THERE}Q7"),
    # it is there, and nothing speaks for or against it
    (linked("exactMatch"), found("Q222", Name("Shqipëria", "sq")), "unconfirmed", "Shqipëria"),
    # a wider concept is not expected to be called so
    (linked("broadMatch"), found("Q222", Name("Europe", "en")), "present", "called Europe there"),
]  # fmt: skip


@pytest.mark.parametrize(("thing", "known", "verdict", "why"), VERDICTS)
def test_is_a_link_of_ours_judged_by_what_is_said_there(
    thing: Thing, known: dict[str, Found], verdict: str, why: str
) -> None:
    (check,) = verify([thing], known, THERE, identifying_codes([thing]))
    assert check.verdict == verdict
    assert why in check.why


def test_is_a_thing_under_the_other_graphs_own_iri_held_against_it_too() -> None:
    goal = Thing(THERE + "5", "goal", "Goal 5", codes=(Code("sdg-code", "5"),))
    (check,) = verify([goal], found("5", codes=(Code("sdg-code", "5"),)), THERE, identifying_codes([goal]))
    assert check.verdict == "confirmed"


def test_are_links_into_an_unknown_namespace_judged_only_where_the_graph_knows_the_thing() -> None:
    thing = linked("exactMatch")
    assert verify([thing], {}, "", identifying_codes([thing])) == []
    assert len(verify([thing], found("Q222", Name("Albania", "en")), "", identifying_codes([thing]))) == 1
