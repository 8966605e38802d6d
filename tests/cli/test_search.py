"""Does `kg search` find words in official texts, and say exactly where they stand?"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from kg.errors import UsageError
from kg.graph.ingested.search_words import fts_query
from tests.pipeline.papers import new_store, resolution, take_in, write

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Outcome

    Run = Callable[..., Outcome]


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return a store with two ingested papers."""
    place = tmp_path_factory.mktemp("search")
    store = new_store(place)
    one = write(place / "in", "a.txt", resolution("99/1"))
    two = write(
        place / "in",
        "b.txt",
        resolution(
            "99/2",
            "1. Calls upon States to prevent grooming on the live radio;",
            "2. Decides to stream no letters.",
            title="Radio",
        ),
    )
    take_in(store, one, two)
    return str(store)


def places(kg: Run, texts: str, *arguments: str) -> list[str]:
    out = kg("search", *arguments, "--store", texts, "--format", "json").out
    return [row["citation"] for row in json.loads(out)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        # a word in another form
        ("lighthouse", {"A/RES/99/1, para. 1", "A/RES/99/1, para. 2"}),
        # an exact phrase, and the same words apart
        ('"live streaming"', {"A/RES/99/1, para. 2"}),
        ("stream letters", {"A/RES/99/2, para. 2"}),
        ("grooming OR children", {"A/RES/99/2, para. 1", "A/RES/99/1, para. 1"}),
        ("lighthouses NOT children", {"A/RES/99/1, para. 2"}),
        ("(radio OR children) States", {"A/RES/99/2, para. 1", "A/RES/99/1, para. 1"}),
        ("lightho*", {"A/RES/99/1, para. 1", "A/RES/99/1, para. 2"}),
        # signs that FTS5 would read as its own
        ("live-streaming", {"A/RES/99/1, para. 2"}),
        ("98/4", {"A/RES/99/1, preambular para. 1", "A/RES/99/2, preambular para. 1"}),
        ("zebra", set()),
    ],
)
def test_are_the_words_found_where_they_stand(words: str, expected: set[str], kg: Run, texts: str) -> None:
    assert set(places(kg, texts, words)) == expected


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--act", "urges"), {"A/RES/99/1, para. 1"}),
        (("--addressee", "Secretary-General"), {"A/RES/99/1, para. 2"}),
        (("--theme", "grooming"), {"A/RES/99/2, para. 1"}),
        (("--kind", "preambular"), set()),
        (("--body", "ga"), {"A/RES/99/1, para. 1", "A/RES/99/1, para. 2", "A/RES/99/2, para. 1"}),
        (("--since", "2045"), set()),
        (("--until", "2044", "--act", "calls upon"), {"A/RES/99/2, para. 1"}),
    ],
)
def test_do_options_narrow_the_search(
    options: tuple[str, ...], expected: set[str], kg: Run, texts: str
) -> None:
    assert set(places(kg, texts, "lighthouses OR radio", *options)) == expected


def test_does_a_snippet_mark_the_hit(kg: Run, texts: str) -> None:
    rows = list(
        csv.DictReader(io.StringIO(kg("search", "grooming", "--store", texts, "--format", "csv").out))
    )
    assert "**grooming**" in rows[0]["snippet"]
    assert rows[0]["provision"] == "https://w3id.org/cpkg/id/A/RES/99/2/op/1"
    assert rows[0]["adopted"] == "2044-12-03"


def test_does_a_limit_say_that_there_is_more(kg: Run, texts: str) -> None:
    outcome = kg("search", "lighthouses OR radio", "--limit", "1", "--store", texts, "--format", "csv")
    assert outcome.out.count("\n") == 2
    assert "more with --limit" in outcome.err


@pytest.mark.parametrize(
    "words",
    [
        '"live',
        "(live",
        "live)",
        "AND live",
        "live OR",
        "NOT live",
        "live AND OR x",
        '""',
        "   ",
        "* ! ?",
        "(" * 60,
        "a " * 400,
        "x" * 2000,
    ],
)
def test_does_a_malformed_search_end_in_one_line(words: str, kg: Run, texts: str) -> None:
    outcome = kg("search", words, "--store", texts)
    assert outcome.code == 2
    assert outcome.err.count("\n") == 1
    assert outcome.out == ""


@pytest.mark.parametrize(
    "words",
    [
        "text:live",
        "live ^radio",
        "{text}: a",
        "NEAR(a b)",
        "a + b",
        "rowid",
        "'; DROP TABLE words; --",
        "\x00a",
        "a'b",
        "日本",
        "a�b".encode("utf-8", "replace").decode(),
    ],
)
def test_is_whatever_is_typed_searched_as_words(words: str, kg: Run, texts: str) -> None:
    outcome = kg("search", words, "--store", texts, "--format", "json")
    assert outcome.code == 0, outcome.err


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--body", "FAO"), "Choose one of: GA"),
        (("--act", "juggles"), "no act type is called"),
        (("--theme", "juggling"), "no theme is called"),
        (("--kind", "poem"), "kind"),
        (("--format", "ttl"), "Choose one of"),
    ],
)
def test_does_a_mistaken_option_say_what_there_is(
    options: tuple[str, ...], words: str, kg: Run, texts: str
) -> None:
    outcome = kg("search", "radio", "--store", texts, *options)
    assert outcome.code == 2
    assert words in outcome.err


def test_is_a_store_without_texts_said_so(kg: Run) -> None:
    outcome = kg("search", "radio")
    assert outcome.code == 3
    assert "no documents are ingested here" in outcome.err


def test_does_a_curly_quotation_mark_count_as_one() -> None:
    assert fts_query("“live streaming”") == '"live streaming"'
    with pytest.raises(UsageError, match="not closed"):
        fts_query("“live")
