"""Addressees are the agents that a verb asks for conduct, each by its head."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from kg.text.annotate.acts import annotate_acts
from tests.conftest import CASES
from tests.tables import read_yaml
from tests.text.annotate.documents import document_of

if TYPE_CHECKING:
    from kg.document import Addressee
    from kg.text.annotate.act_grammar import ActGrammar
    from kg.text.annotate.addressees import AddresseeFinder

TABLE = read_yaml(CASES / "annotate" / "addressees.yaml")


Addressees = Callable[..., "list[Addressee]"]


@pytest.fixture
def addressees(grammar: ActGrammar, addressee_finder: AddresseeFinder) -> Addressees:
    """Return what gives the addressees of the last of some paragraphs."""

    def of_last(*texts: str) -> list[Addressee]:
        document = annotate_acts(document_of(texts), grammar, addressee_finder)
        return [one for act in document.provisions[-1].acts for one in act.addressees]

    return of_last


@pytest.mark.parametrize("case", TABLE, ids=[case["why"] for case in TABLE])
def test_whom_does_a_paragraph_ask(case: dict[str, Any], addressees: Addressees) -> None:
    found = addressees(case["text"])
    assert [[one.head, one.id, one.qualifier] for one in found] == case["addressees"]
    assert all(case["text"][slice(*one.span)] == one.text for one in found)


def test_is_a_short_form_resolved_by_the_full_name_before_it(addressees: Addressees) -> None:
    full = "Welcomes the work of the United Nations Office on Drugs and Crime;"
    (office,) = addressees(full, "Requests the Office to report;")
    assert (office.head, office.id) == ("Office", "body/UNODC")


def test_is_a_short_form_of_two_names_left_open(addressees: Addressees) -> None:
    both = (
        "Welcomes the work of the United Nations Office on Drugs and Crime and of the Office of the United "
        "Nations High Commissioner for Human Rights;"
    )
    (office,) = addressees(both, "Requests the Office to report;")
    assert office.id is None


def test_is_a_short_form_without_a_full_name_left_open(addressees: Addressees) -> None:
    (office,) = addressees("Requests the Office to report;")
    assert office.id is None


def test_is_a_name_taught_by_the_graph_found_whole(addressees: Addressees) -> None:
    text = (
        "Requests the Special Representative of the Secretary-General on Violence against Children to report;"
    )
    (mandate,) = addressees(text)
    assert mandate.id == "mandate/SRSG-violence-against-children"
    assert mandate.text.startswith("the Special Representative")


def test_is_a_government_that_of_the_state_named_before_it(addressees: Addressees) -> None:
    text = "Welcomes the wells of the Government of Mali, and encourages the Government to dig;"
    assert [(one.head, one.id) for one in addressees(text)] == [("Government", "state/MLI")]


def test_is_a_government_alone_nobody_in_particular(addressees: Addressees) -> None:
    assert [one.id for one in addressees("Encourages the Government to dig;")] == [None]


def test_are_parties_to_a_known_treaty_its_group(addressees: Addressees) -> None:
    text = "Urges States parties to the Convention on the Rights of the Child and to the Protocols to dig;"
    assert [(one.head, one.id) for one in addressees(text)] == [
        ("States parties", "group/states-parties-CRC")
    ]
