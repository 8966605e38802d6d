"""Acts are found by a grammar of verb and modifiers, and only those of the enacting body itself."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from kg.document import Document, FrontMatter, Origin, Provision
from kg.text.annotate.acts import annotate_acts, opening_phrase, opens_operative, opens_preambular
from tests.conftest import CASES
from tests.tables import read_yaml

if TYPE_CHECKING:
    from kg.document import Act, Kind, Span
    from kg.text.annotate.act_grammar import ActGrammar
    from kg.text.annotate.addressees import AddresseeFinder

TABLE = read_yaml(CASES / "annotate" / "acts.yaml")


def provision(
    name: str,
    text: str,
    *,
    kind: Kind = "operative",
    parent: str | None = None,
    emphasis: tuple[Span, ...] = (),
) -> Provision:
    level = 1 + name.count("/") - 1
    return Provision(name, kind, None, level, parent, text, (0, len(text)), (), emphasis=emphasis)


def document(*provisions: Provision, body: str = "GA") -> Document:
    return Document(FrontMatter(body=body), provisions, (), Origin("made up", "", "text/plain"))


def italics(case: dict[str, Any]) -> tuple[Span, ...]:
    words = [case[key] for key in ("italics", "later_italics") if key in case]
    return tuple((case["text"].index(one), case["text"].index(one) + len(one)) for one in words)


@pytest.mark.parametrize("case", TABLE, ids=[case["why"] for case in TABLE])
def test_which_acts_does_a_paragraph_perform(
    case: dict[str, Any], grammar: ActGrammar, addressee_finder: AddresseeFinder
) -> None:
    kind: Kind = case.get("kind", "operative")
    whole = document(
        provision("op/1", case["text"], kind=kind, emphasis=italics(case)), body=case.get("body", "GA")
    )
    acts = annotate_acts(whole, grammar, addressee_finder).provisions[0].acts
    assert [[act.type, act.phrase] for act in acts] == case["acts"]
    assert all(act.span and case["text"][slice(*act.span)] == act.phrase for act in acts)


def acts_below(
    chapeau: str, item: str, grammar: ActGrammar, addressee_finder: AddresseeFinder, kind: Kind = "operative"
) -> tuple[Act, ...]:
    whole = document(
        provision("op/1", chapeau, kind=kind), provision("op/1/a", item, kind=kind, parent="op/1")
    )
    return annotate_acts(whole, grammar, addressee_finder).provisions[1].acts


def test_does_a_sub_item_take_the_last_act_of_its_chapeau(
    grammar: ActGrammar, addressee_finder: AddresseeFinder
) -> None:
    (act,) = acts_below(
        "Recalls the well, and calls upon States:", "To dig deeper;", grammar, addressee_finder
    )
    assert (act.type, act.phrase, act.span, act.inherited) == ("calls-upon", "calls upon", None, True)
    assert [one.id for one in act.addressees] == ["group/states"]


def test_does_a_sub_item_with_a_verb_of_its_own_inherit_nothing(
    grammar: ActGrammar, addressee_finder: AddresseeFinder
) -> None:
    (act,) = acts_below("Takes up the matter of wells:", "Welcomes the new well;", grammar, addressee_finder)
    assert (act.type, act.inherited) == ("welcomes", False)


def test_does_a_request_among_things_decided_count_beside_the_decision(
    grammar: ActGrammar, addressee_finder: AddresseeFinder
) -> None:
    acts = acts_below("Decides:", "To request the Secretary-General to dig;", grammar, addressee_finder)
    assert [(act.type, act.inherited) for act in acts] == [("decides", True), ("requests", False)]
    assert [one.head for one in acts[1].addressees] == ["Secretary-General"]


def test_is_a_gerund_among_sub_items_what_others_are_to_do(
    grammar: ActGrammar, addressee_finder: AddresseeFinder
) -> None:
    (act,) = acts_below("Urges States to act by:", "Encouraging diggers to dig;", grammar, addressee_finder)
    assert (act.type, act.inherited) == ("urges", True)


def test_do_headings_and_annexes_perform_no_act(
    grammar: ActGrammar, addressee_finder: AddresseeFinder
) -> None:
    whole = document(
        provision("h/1", "Requests", kind="heading"), provision("annex/1", "Decides to dig", kind="annex")
    )
    assert all(not one.acts for one in annotate_acts(whole, grammar, addressee_finder).provisions)


@pytest.mark.parametrize(
    ("text", "is_operative", "is_preambular"),
    [
        ("Decides to dig", True, False),
        ("Further strongly urges States to dig", True, False),
        ("Recalling the well,", False, True),
        ("Having considered the well,", False, True),
        ("Remaining deeply concerned about the well,", False, True),
        # sub-items, headings and prose open with nothing of the kind
        ("To dig", False, False),
        ("Follow-up and wells", False, False),
        ("The well is deep", False, False),
        ("decides to dig", False, False),
        ("", False, False),
    ],
)
def test_does_a_text_open_like_an_operative_or_a_preambular_paragraph(
    text: str, is_operative: bool, is_preambular: bool, grammar: ActGrammar
) -> None:
    assert (opens_operative(text, grammar), opens_preambular(text, grammar)) == (is_operative, is_preambular)


def test_what_does_a_single_paragraph_open_with(grammar: ActGrammar) -> None:
    act = opening_phrase("Takes note with appreciation of it", kind="operative", body="HRC", grammar=grammar)
    assert act is not None
    assert (act.type, act.phrase) == ("takes-note-with-appreciation", "Takes note with appreciation")
    assert opening_phrase("Wells", kind="operative", body=None, grammar=grammar) is None
    assert opening_phrase("Decides", kind="heading", body=None, grammar=grammar) is None


@pytest.mark.parametrize(
    "piece",
    [
        "and requests ",
        ", requests States to ",
        "; decides to dig and to dig ",
        "Requests and ",
        "also further ",
        "in this regard, ",
        "States, ",
        "of the Council and ",
        "that which ",
        "requests",
        "( , ",
        "to ",
    ],
)
def test_does_a_hostile_paragraph_take_time_in_proportion_to_its_length(
    piece: str, grammar: ActGrammar, addressee_finder: AddresseeFinder
) -> None:
    whole = document(provision("op/1", "Requests " + piece * (100_000 // len(piece))))
    started = time.process_time()
    annotate_acts(whole, grammar, addressee_finder)
    assert time.process_time() - started < 3
