"""Is a thing found by whatever people call it, and a slip answered with what is nearest?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.errors import UsageError
from kg.graph.lookup.names import labels_of, resolve_name
from kg.namespaces import compact, expand

if TYPE_CHECKING:
    from kg.graph.stores.store import LocalStore

FOUND = [
    # a short id, as DESIGN writes it
    ("theme/conduct/grooming", "cp:Theme", "theme/conduct/grooming"),
    # the full IRI
    ("https://w3id.org/cpkg/id/theme/conduct/grooming", "cp:Theme", "theme/conduct/grooming"),
    # the last part of the id, which is also the label
    ("grooming", "cp:Theme", "theme/conduct/grooming"),
    # another letter case, and spaces where the label has none
    (" GROOMING ", "cp:Theme", "theme/conduct/grooming"),
    # a label of two words, and the same with a hyphen
    ("Member States", "cp:Agent", "group/member-states"),
    ("member-states", "cp:Agent", "group/member-states"),
    # a plural that is a label: the group, not one of its subgroups
    ("States", "cp:Agent", "group/states"),
    # an abbreviation of a treaty, and of a body
    ("OPSC", "cp:Instrument", "treaty/OPSC"),
    ("HRC", "cp:Agent", "body/HRC"),
    # a resolution by its number, and by its symbol with the spaces that some write
    ("31/7", "cp:Instrument", "A/HRC/RES/31/7"),
    ("A/HRC/RES/31/7", "cp:Instrument", "A/HRC/RES/31/7"),
    ("A / HRC / RES / 31 / 7", "cp:Instrument", "A/HRC/RES/31/7"),
    # a prefixed name, and a number under a foreign namespace
    ("sdg:16.2", "sdgo:Target", "sdg:16.2"),
    ("16.2", "sdgo:Target", "sdg:16.2"),
    # a class higher up: a protocol is an instrument, an initiative is an agent
    ("Virtual Global Taskforce", "cp:Agent", "initiative/virtual-global-taskforce"),
    # an alternative label only
    ("General Assembly resolution 74/174", "cp:Instrument", "A/RES/74/174"),
]
MISSED = [
    # a slip: the nearest name and its id
    ("groming", "cp:Theme", "no theme is called 'groming'. Did you mean 'grooming' (theme/conduct/grooming)"),
    # a thing of the graph, but of another class
    ("theme/conduct/grooming", "cp:Agent", "is in the graph, but it is no agent"),
    # a name of something else: it is not among the class's names
    ("OPSC", "cp:Theme", "no theme is called 'OPSC'"),
    # nothing near
    ("zzzzzzzz", "cp:Instrument", "no instrument is called"),
    # what would close an IRI is only a name that nothing has
    ("> } DROP ALL {", "cp:Theme", "no theme is called"),
    # an empty value
    ("", "cp:Theme", "no theme is called ''"),
    # the resolution that adopted it bears the treaty's title: both are listed
    ("Convention on the Rights of the Child", "cp:Instrument", "Choose one of: A/RES/44/25, treaty/CRC"),
]


@pytest.mark.parametrize(("text", "kind", "thing"), FOUND)
def test_is_a_thing_found_by_what_it_is_called(text: str, kind: str, thing: str, graph: LocalStore) -> None:
    assert resolve_name(graph, text, [expand(kind)]).value == expand(thing)


@pytest.mark.parametrize(("text", "kind", "words"), MISSED)
def test_does_a_name_that_does_not_do_say_what_would(
    text: str, kind: str, words: str, graph: LocalStore
) -> None:
    with pytest.raises(UsageError) as caught:
        resolve_name(graph, text, [expand(kind)])
    assert words in str(caught.value)


def test_can_a_parameter_take_one_of_several_classes(graph: LocalStore) -> None:
    classes = [expand("cp:Initiative"), expand("cp:Programme")]
    found = {
        compact(resolve_name(graph, name, classes).value)
        for name in ("WePROTECT", "Global Programme on Cybercrime")
    }
    assert found == {"initiative/weprotect", "programme/UNODC-global-programme-on-cybercrime"}
    with pytest.raises(UsageError, match="no initiative or programme is called"):
        resolve_name(graph, "nobody knows it", classes)


def test_is_anything_at_all_found_without_a_class(graph: LocalStore) -> None:
    assert compact(resolve_name(graph, "A/RES/74/174/op/3", []).value) == "A/RES/74/174/op/3"
    assert compact(resolve_name(graph, "unodc", []).value) == "body/UNODC"


def test_are_labels_given_for_what_has_one(graph: LocalStore) -> None:
    known, unknown = expand("body/UNODC"), expand("body/none")
    assert labels_of(graph, [known, unknown]) == {known: "United Nations Office on Drugs and Crime"}
    assert labels_of(graph, []) == {}
