"""Does each bad or hostile input end in one message, soon, within the memory, and with nothing written?"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT
from tests.hostile import document_cases, query_cases, rdf_cases, service_cases, source_cases, table_cases
from tests.hostile.running import run_kg, tree
from tests.hostile.service_cases import misbehaving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.hostile.case import Case

SECONDS = 10.0
MEGABYTES = 512.0
MESSAGE = 2_500
"""Characters of the longest message."""
CASES = [
    *rdf_cases.CASES,
    *document_cases.CASES,
    *query_cases.CASES,
    *table_cases.CASES,
    *source_cases.CASES,
    *service_cases.CASES,
]


def test_are_there_a_hundred_of_them_each_under_a_name_of_its_own() -> None:
    print(f"{len(CASES)} bad or hostile inputs")
    assert len(CASES) >= 130
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name.replace(" ", "-"))
def test_does_it_end_in_one_message_with_nothing_written(case: Case, place: Path, forbidden: Path) -> None:
    environment = {"KG_STORE": "store", "KG_CACHE": "cache", "KG_HOME": str(ROOT)}
    if case.command[0] == "build":
        environment["KG_HOME"] = "home"
    with made(case, place), misbehaving(case) as url:
        arguments = [one.replace("{file}", case.file).replace("{url}", url) for one in case.command]
        before = tree(place)
        ended = run_kg(arguments, place, forbidden=forbidden, network=bool(url), **environment)
        after = tree(place)
    assert ended.code == case.code, ended
    assert "Traceback" not in ended.err
    assert [word for word in case.words if word not in ended.err] == [], ended.err
    assert len(ended.err) < MESSAGE
    assert "\x1b" not in ended.err
    assert ended.seconds < SECONDS
    assert ended.megabytes < MEGABYTES
    assert ended.opened == ()
    assert after == before


@contextlib.contextmanager
def made(case: Case, place: Path) -> Iterator[None]:
    """Write the file of a case, for as long as it is tried."""
    if not case.file:
        yield
        return
    path = place / case.file
    path.parent.mkdir(parents=True, exist_ok=True)
    data = case.data() if callable(case.data) else case.data
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    yield
    path.unlink()
