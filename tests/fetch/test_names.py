"""Is a resolution found among the names that the repositories give their files?"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from kg.fetch.document import Language
from kg.fetch.names import find_archives, find_files, number_of
from kg.identifiers import instrument_path
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

INDEX = ROOT.parent / "shared" / "corpus" / "INDEX.tsv"

PATHS = (
    "75session/English/75_100_E.xml",
    "75session/French/75_100_F.xml",
    "75session/English/75_10_E.xml",
    "75session/English/75_101A-B_E.xml",
    "75session/English/75_252A_E.xml",
    "75session/English/75_252B_E.xml",
    "76session/English/A_RES_76_146-2119184E.xml",
    "76session/English/A_RES_76_146-2119184E_reissue.xml",
    "76session/English/A_RES_76_123-2118682E - Copy.xml",
    "79session/English/A_RES_79_259-2424702E.xml",
    "80session/English/A_RES_80_244AC-2521251E.xml",
    "11session/English/A_RES_ES-11_1-2204067E.xml",
    "54session/English/A_HRC_RES_54_1E.xml",
    "54session/English/A_HRC_RES_54_12E.xml",
    "52session/English/A_HRC_RES_57_2E.xml",
    "59session/English/A_HRC_RES_59_23_E.xml",
    "2021/English/E_RES_2021_2 B-2110300E.xml",
    "2021/English/E_RES_2021_2-2011982E.xml",
    "2020/English/S_RES_2504 (2020)-2000407E.xml",
    "2021/English/SC_2570_2021-E.xml",
    "2000/English/S_RES_1286_N0024782.xml",
    "2025/English/S_RES-2779-2507317E.xml",
    "2024/English/S_PRST_2024_1-2401650E.xml",
    "74session/GA resolutions_74session_English.zip",
    "74session/GA resolutions_74session_French.zip",
)


def find(symbol: str, language: Language = Language.EN) -> list[str]:
    known = number_of(symbol)
    assert known is not None
    return [path.rpartition("/")[2] for path in find_files(PATHS, *known, language)]


@pytest.mark.parametrize(
    ("symbol", "name"),
    [
        ("A/RES/75/100", "75_100_E.xml"),
        ("A/RES/75/10", "75_10_E.xml"),
        # a part, where the file holds both
        ("A/RES/75/101A", "75_101A-B_E.xml"),
        ("A/RES/75/101", "75_101A-B_E.xml"),
        ("A/RES/75/101A-B", "75_101A-B_E.xml"),
        ("A/RES/75/252B", "75_252B_E.xml"),
        # a part, where the name says nothing of parts
        ("A/RES/79/259C", "A_RES_79_259-2424702E.xml"),
        # two letters mean from the one to the other
        ("A/RES/80/244B", "A_RES_80_244AC-2521251E.xml"),
        # the newer of two
        ("A/RES/76/146", "A_RES_76_146-2119184E_reissue.xml"),
        ("A/RES/76/123", "A_RES_76_123-2118682E - Copy.xml"),
        ("A/RES/ES-11/1", "A_RES_ES-11_1-2204067E.xml"),
        # the language's letter is no part, and 1 is not 12
        ("A/HRC/RES/54/1", "A_HRC_RES_54_1E.xml"),
        ("A/HRC/RES/59/23", "A_HRC_RES_59_23_E.xml"),
        # in the folder of another session
        ("A/HRC/RES/57/2", "A_HRC_RES_57_2E.xml"),
        ("E/RES/2021/2", "E_RES_2021_2-2011982E.xml"),
        ("E/RES/2021/2B", "E_RES_2021_2 B-2110300E.xml"),
        ("S/RES/2504(2020)", "S_RES_2504 (2020)-2000407E.xml"),
        ("S/RES/2570(2021)", "SC_2570_2021-E.xml"),
        ("S/RES/1286(2000)", "S_RES_1286_N0024782.xml"),
        ("S/RES/2779", "S_RES-2779-2507317E.xml"),
    ],
)
def test_is_it_found(symbol: str, name: str) -> None:
    assert find(symbol) == [name]


@pytest.mark.parametrize(
    "symbol",
    ["A/RES/75/1", "A/RES/75/252C", "A/HRC/RES/54/2", "E/RES/2021/3", "S/RES/2024", "S/RES/1"],
)
def test_is_nothing_found_where_there_is_nothing(symbol: str) -> None:
    assert find(symbol) == []


def test_are_parts_in_files_of_their_own_all_named() -> None:
    assert find("A/RES/75/252") == ["75_252A_E.xml", "75_252B_E.xml"]


def test_is_the_language_that_of_the_folder() -> None:
    assert find("A/RES/75/100", Language.FR) == ["75_100_F.xml"]
    assert find("A/RES/75/10", Language.FR) == []


def test_is_the_archive_of_a_session_found() -> None:
    known = number_of("A/RES/74/174")
    assert known is not None
    assert find_archives(PATHS, known[1], Language.FR) == ["74session/GA resolutions_74session_French.zip"]


@pytest.mark.parametrize(
    "symbol", ["A/HRC/28/56", "CRC/C/GC/13", "A/RES/217(III)A", "S/PRST/2024/1", "E/CN.15/2018/15"]
)
def test_is_no_repository_named_for_other_documents(symbol: str) -> None:
    assert number_of(symbol) is None


@pytest.mark.skipif(not INDEX.exists(), reason="the corpus is not beside the repository")
def test_is_every_file_of_the_corpus_found_by_its_symbol() -> None:
    lost = [row for row in read_index(INDEX) if not is_found(*row)]
    assert lost == []


def read_index(path: Path) -> list[tuple[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [(row["symbol"], row["file"]) for row in csv.DictReader(file, delimiter="\t")]


def is_found(symbol: str, file: str) -> bool:
    known = number_of(instrument_path(symbol))
    return known is not None and find_files([f"x/English/{file}"], *known, Language.EN) != []
