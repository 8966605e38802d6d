"""Do the inputs that fuzzing found keep every promise that it holds the readers to?"""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest

from kg.graph.lookup.gazetteer import read_knowledge
from kg.text.extract import Extractor
from tests.conftest import CASES
from tests.fuzz.kept import read_inputs
from tests.fuzz.targets import LONGEST, TARGETS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.graph.stores.store import LocalStore


@pytest.fixture(scope="module", autouse=True)
def extractor(graph: LocalStore) -> Iterator[None]:
    """Extract with what the built graph knows, which is what its sources know, and is read sooner."""
    with patch("tests.fuzz.targets.extractor", return_value=Extractor(read_knowledge(graph))):
        yield


@pytest.mark.parametrize("target", TARGETS)
def test_does_every_input_that_was_kept_keep_the_promises(target: str) -> None:
    inputs = read_inputs(CASES / "fuzz" / f"{target}.txt")
    assert inputs
    assert max(map(len, inputs)) <= LONGEST
    broken = [(data, error) for data in inputs if (error := _broken(target, data))]
    assert broken == []


def _broken(target: str, data: bytes) -> str:
    try:
        TARGETS[target](data)
    except Exception as error:  # noqa: BLE001 - whatever breaks is what is looked for
        return repr(error)
    return ""
