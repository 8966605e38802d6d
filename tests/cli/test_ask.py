"""Does `kg ask` list, explain and answer the questions, and say what is wrong with an option?"""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Outcome

    Run = Callable[..., Outcome]

QUESTION = "obligations/obligations-on-theme"


def test_does_it_list_the_questions_with_their_options(kg: Run) -> None:
    listed = {row["id"]: row for row in json.loads(kg("ask", "--format", "json").out)}
    assert len(listed) >= 12
    assert (
        listed[QUESTION]["question"]
        == "Which provisions oblige or ask {addressee} to do something about {theme}?"
    )
    assert listed[QUESTION]["parameters"] == "--addressee --theme"


def test_does_it_list_them_theme_by_theme_to_a_reader(kg: Run, tmp_path: Path) -> None:
    out = kg("ask").out
    assert "questions: `kg ask NAME --help` shows the options of one" in out
    assert out.index("\nobligations") < out.index("obligations-on-theme") < out.index("\nsdg")
    kg("ask", "--out", str(tmp_path / "list.md"))
    assert "## obligations\n" in (tmp_path / "list.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "words",
    [
        # as words of their own, as the shell hands them on
        ("which", "paragraphs", "oblige", "internet", "providers", "to", "report", "abuse", "material?"),
        # in quotation marks
        ("which paragraphs oblige internet providers to report abuse material?",),
        # as the value of the option, in part or whole
        ("--find", "oblige internet providers to report abuse material"),
        ("--find", "oblige", "internet", "providers", "report", "abuse", "material"),
    ],
)
def test_is_a_question_found_by_words_with_the_values_that_they_name(words: tuple[str, ...], kg: Run) -> None:
    outcome = kg("ask", *words, "--format", "json")
    assert outcome.code == 0
    found = json.loads(outcome.out)
    assert found[0]["id"] == "obligations/duties-that-reach-industry"
    assert found[0]["command"] == (
        "kg ask duties-that-reach-industry --industry theme/actor/internet-service-providers"
        " --theme theme/measure/reporting-of-material"
    )
    assert len(found) <= 12


def test_does_the_command_that_a_search_prints_answer(kg: Run) -> None:
    (first,) = json.loads(kg("ask", "--find", "SDG target 16.2", "--limit", "1", "--format", "json").out)
    assert kg(*first["command"].split()[1:], "--format", "csv").out.count("\n") > 1


def test_are_questions_found_before_anything_is_built(kg: Run, tmp_path: Path) -> None:
    outcome = kg("ask", "--find", "draft", "--store", str(tmp_path), "--format", "json")
    assert json.loads(outcome.out)[0]["command"] == "kg ask draft-against-adopted"


@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_does_the_help_of_a_question_show_its_options_and_an_example(flag: str, kg: Run) -> None:
    outcome = kg("ask", QUESTION, flag)
    assert outcome.code == 0
    for words in (
        "Which provisions oblige or ask {addressee}",
        "--addressee  Addressee (cp:Agent) [default: group/states]; `any` leaves it open",
        "Columns: Strength, Act, Addressee as printed, Kind of text, Paragraph,",
        f"kg ask {QUESTION} --addressee group/states --theme theme/conduct/grooming",
    ):
        assert words in outcome.out


def test_does_the_help_without_a_question_explain_the_command(kg: Run) -> None:
    outcome = kg("ask", "--help")
    assert outcome.code == 0
    assert "kg ask obligations-on-theme --theme grooming --addressee States" in outcome.out


def test_is_a_question_answered_by_its_name_with_values_as_people_write_them(kg: Run) -> None:
    outcome = kg(
        "ask", "obligations-on-theme", "--theme", "Grooming", "--addressee=States", "--format", "csv"
    )
    assert outcome.code == 0
    rows = list(csv.DictReader(io.StringIO(outcome.out)))
    by_place = {row["place"]: row for row in rows}
    assert [row["place"] for row in rows][:2] == ["LANZAROTE, article 23", "CYBERCRIME, article 15, para. 1"]
    asked = by_place["A/HRC/RES/31/7, para. 4"]
    assert asked["paragraph"] == "https://w3id.org/cpkg/id/A/HRC/RES/31/7/op/4"
    assert (asked["number"], asked["symbol"], asked["date"]) == ("4", "A/HRC/RES/31/7", "2016-03-23")


def test_does_the_table_bear_the_question_in_words_and_the_headings(kg: Run) -> None:
    out = kg("ask", "obligations-on-theme").out
    assert "Which provisions oblige or ask States to do something about grooming?" in out
    assert "Addressee as printed" in out
    assert "https://" not in out


def test_does_any_leave_an_option_open(kg: Run) -> None:
    every = json.loads(kg("ask", "obligations-on-theme", "--theme", "any", "--format", "json").out)
    assert len(every) > 50


def test_do_limit_and_out_and_the_extension_work_together(kg: Run, tmp_path: Path) -> None:
    out = tmp_path / "answer.ndjson"
    outcome = kg("ask", "acts-by-type", "--limit", "3", "--out", str(out))
    assert (outcome.code, outcome.out) == (0, "")
    lines = out.read_text(encoding="utf-8").splitlines()
    assert len([json.loads(line) for line in lines]) == 3


def test_does_explain_print_a_query_that_gives_the_same_rows(kg: Run) -> None:
    options = ("asked-of-actor", "--actor", "UNODC")
    query = kg("ask", *options, "--explain").out
    assert "VALUES ?actor { <https://w3id.org/cpkg/id/body/UNODC> }" in query
    assert kg("sparql", query, "--format", "csv").out == kg("ask", *options, "--format", "csv").out


def test_is_a_saved_query_one_that_runs_and_says_what_was_asked(kg: Run, tmp_path: Path) -> None:
    saved = tmp_path / "asked.rq"
    rows = kg("ask", "asked-of-actor", "--actor", "UNODC", "--format", "csv", "--save", str(saved)).out
    text = saved.read_text(encoding="utf-8")
    assert text.startswith(
        "# What is United Nations Office on Drugs and Crime obliged or asked to do, and by what?"
    )
    assert "# Question: obligations/asked-of-actor\n# Value: actor = body/UNODC (" in text
    assert re.search(r"# Graph: cpkg \S+, build [0-9a-f]{12}, as of \d{4}-\d\d-\d\d\n", text)
    assert "#+" not in text
    assert kg("sparql", "--file", str(saved), "--format", "csv").out == rows


def test_is_the_query_saved_without_rows_where_it_is_only_explained(kg: Run, tmp_path: Path) -> None:
    saved = tmp_path / "asked.rq"
    explained = kg("ask", "obligations-on-theme", "--theme", "any", "--explain", "--save", str(saved)).out
    assert "# Value: theme = any\n" in saved.read_text(encoding="utf-8")
    assert explained.endswith(saved.read_text(encoding="utf-8").split("\n\n", 1)[1])


def test_is_an_empty_answer_said_so_and_still_a_table(kg: Run) -> None:
    outcome = kg("ask", "asked-of-actor", "--actor", "INTERPOL", "--format", "csv")
    assert outcome.code == 0
    assert len(outcome.out.splitlines()) == 1
    assert "Nothing in the graph answers this." in outcome.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        # a mistyped question
        (("obligation-on-theme",), "Did you mean obligations/obligations-on-theme"),
        # a word that is no name, but in a question
        (("ratification",), "there is no question 'ratification'. Did you mean treaties/"),
        # words that no question has
        (("--find", "zzz"), "no question has words of 'zzz'"),
        (("--find", ""), "no question has words of ''"),
        (("zzz", "yyy"), "no question has words of 'zzz yyy'"),
        # an option that the question does not have: those that it has
        (("obligations-on-theme", "--topic", "x"), "has no option --topic. It takes --addressee, --theme"),
        # a mistyped value: the option, and the nearest names
        (
            ("obligations-on-theme", "--theme", "groming"),
            "--theme: no theme is called 'groming'. Did you mean 'grooming'",
        ),
        # a value of another class
        (
            ("obligations-on-theme", "--theme", "group/states"),
            "--theme: group/states is in the graph, but it is no theme",
        ),
        # an option before the question
        (("--theme", "grooming", "obligations-on-theme"), "'--theme' is no question. Write it first"),
        # an option without its value
        (("obligations-on-theme", "--theme"), "--theme has no value"),
        # an option twice
        (("obligations-on-theme", "--theme", "a", "--theme", "b"), "--theme is given twice"),
        # a value without its option
        (("obligations-on-theme", "grooming"), "'grooming' is no option"),
        # an option that must have a value
        (("asked-of-actor", "--actor", "any"), "needs a value for --actor"),
        # a format for graphs
        (("obligations-on-theme", "--format", "ttl"), "format 'ttl' does not fit"),
        # a limit that is none
        (("obligations-on-theme", "--limit", "0"), "--limit"),
    ],
)
def test_does_a_wrong_option_get_one_message_and_exit_code_2(
    arguments: tuple[str, ...], words: str, kg: Run
) -> None:
    outcome = kg("ask", *arguments)
    assert outcome.code == 2
    assert words in outcome.err
    assert outcome.out == ""
