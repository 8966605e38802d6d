"""Do commands print the same of the store on the disk as of the graph in memory, which other tests ask?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Outcome


@pytest.mark.parametrize(
    "command",
    [
        "show A/HRC/RES/31/7/op/4",
        "show --why treaty/CRC rdf:type cp:Treaty",
        "stats",
        "ask reports-requested --format csv",
        "export A/HRC/RES/31/7 --format nq",
        "network actors --format graphml",
        "cite A/HRC/RES/31/7/op/4",
        "resolve OPSC",
    ],
)
def test_do_commands_print_the_same_of_the_disk_as_of_memory(
    command: str, kg_on_disk: Callable[..., Outcome], request: pytest.FixtureRequest
) -> None:
    of_disk = kg_on_disk(*command.split())
    request.getfixturevalue("from_memory")
    assert kg_on_disk(*command.split()) == of_disk
    assert of_disk.code == 0
    assert of_disk.out
