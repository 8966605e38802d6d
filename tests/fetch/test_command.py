"""Does `kg fetch` save what it fetched, say what it did, and leave nothing half done?"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.fetch.documents import NOT_FOUND_PAGE, PDF, akn, docx, listing
from tests.fetch.web_server import Reply

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.fetch.conftest import Outcome
    from tests.fetch.web_server import Service

API = "/api/symbol/access?s={}&l=en&t={}"
RES_31_7 = API.format("A%2FHRC%2FRES%2F31%2F7", "pdf")
GA_LIST = "/repos/UNxml/GAresolutions/git/trees/HEAD?recursive=1"
GA_FILE = "75session/English/75_100_E.xml"


def test_is_the_file_named_by_its_symbol_and_listed(
    service: Service, kg_fetch: Callable[..., Outcome], tmp_path: Path
) -> None:
    service.answer(RES_31_7, Reply(body=PDF))
    outcome = kg_fetch("A/HRC/RES/31/7", "--format", "json")
    path = tmp_path / "out" / "A-HRC-RES-31-7.pdf"
    assert path.read_bytes() == PDF
    assert json.loads(outcome.out) == [
        {
            "symbol": "A/HRC/RES/31/7",
            "path": str(path),
            "status": "new",
            "sha256": hashlib.sha256(PDF).hexdigest(),
            "media_type": "application/pdf",
            "url": service.url + RES_31_7,
            "source": "un",
        }
    ]
    assert (outcome.code, outcome.err) == (0, "fetched: 1 new\n")


def test_is_a_table_printed_by_default(
    service: Service, kg_fetch: Callable[..., Outcome], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    service.answer(RES_31_7, Reply(body=PDF))
    head, _, row = kg_fetch("A/HRC/RES/31/7", "--out", ".").out.strip().splitlines()
    assert head.split() == ["Symbol", "Status", "File", "From"]
    assert row.split() == ["A/HRC/RES/31/7", "new", "A-HRC-RES-31-7.pdf", service.url + RES_31_7]


def test_is_the_same_file_left_as_it_is(
    service: Service, kg_fetch: Callable[..., Outcome], tmp_path: Path
) -> None:
    service.answer(RES_31_7, Reply(body=PDF))
    kg_fetch("A/HRC/RES/31/7")
    path = tmp_path / "out" / "A-HRC-RES-31-7.pdf"
    os.utime(path, (1, 1))
    assert kg_fetch("A/HRC/RES/31/7").err == "fetched: 1 unchanged\n"
    assert path.stat().st_mtime == 1
    service.answer(RES_31_7, Reply(body=PDF + b"\n"))
    assert kg_fetch("A/HRC/RES/31/7").err == "fetched: 1 replaced\n"
    assert path.read_bytes() == PDF + b"\n"


def test_does_a_batch_go_on_past_what_fails(
    service: Service, kg_fetch: Callable[..., Outcome], tmp_path: Path
) -> None:
    service.answer(API.format("A%2FRES%2F1%2F1", "pdf"), Reply(body=PDF))
    service.answer(API.format("A%2FRES%2F1%2F2", "pdf"), Reply(body=NOT_FOUND_PAGE))
    service.answer(API.format("A%2FRES%2F1%2F4", "pdf"), Reply(body=PDF))
    outcome = kg_fetch("recipe", "A/RES/1/1", "A/RES/1/2", "A/RES/1/3", "A/RES/1/4", "A/RES/1/1")
    assert outcome.code == 4
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["A-RES-1-1.pdf", "A-RES-1-4.pdf"]
    lines = outcome.err.splitlines()
    assert [line.partition(":")[0] for line in lines] == ["recipe", "A/RES/1/2", "A/RES/1/3", "fetched"]
    assert "is no UN document symbol" in lines[0]
    assert lines[-1] == "fetched: 2 new, 3 failed"
    assert all("Traceback" not in line for line in lines)


def test_is_a_wrong_symbol_wrong_usage(service: Service, kg_fetch: Callable[..., Outcome]) -> None:
    outcome = kg_fetch("../../etc/passwd")
    assert (outcome.code, outcome.out, service.asked) == (2, "", [])


def test_is_a_symbol_with_a_blank_and_brackets_fetched(
    service: Service, kg_fetch: Callable[..., Outcome], tmp_path: Path
) -> None:
    service.answer(API.format("S%2FRES%2F2427%282018%29", "pdf"), Reply(body=PDF))
    assert kg_fetch("S/RES/2427 (2018)").code == 0
    assert (tmp_path / "out" / "S-RES-2427-2018.pdf").exists()


@pytest.mark.parametrize(
    ("served", "name"),
    [
        ({"akn", "docx"}, "A-RES-75-100.xml"),
        ({"docx"}, "A-RES-75-100.docx"),
        (set(), "A-RES-75-100.pdf"),
    ],
)
def test_is_any_form_the_one_that_reads_best(
    service: Service,
    kg_fetch: Callable[..., Outcome],
    tmp_path: Path,
    served: set[str],
    name: str,
) -> None:
    service.answer(GA_LIST, Reply(body=listing(*([GA_FILE] if "akn" in served else []))))
    service.answer(f"/UNxml/GAresolutions/HEAD/{GA_FILE}", Reply(body=akn("75-100")))
    if "docx" in served:
        service.answer(API.format("A%2FRES%2F75%2F100", "docx"), Reply(body=docx()))
    service.answer(API.format("A%2FRES%2F75%2F100", "pdf"), Reply(body=PDF))
    assert kg_fetch("A/RES/75/100", "--form", "any").code == 0
    assert [path.name for path in (tmp_path / "out").iterdir()] == [name]


def test_does_the_error_name_every_form_that_was_tried(
    service: Service, kg_fetch: Callable[..., Outcome]
) -> None:
    service.answer(GA_LIST, Reply(body=listing()))
    outcome = kg_fetch("A/RES/75/100", "--form", "any")
    assert outcome.code == 4
    assert "A/RES/75/100: cannot be had in any form (akn: " in outcome.err
    assert "; docx: " in outcome.err
    assert "; pdf: " in outcome.err


def test_is_a_form_that_the_source_does_not_have_refused(
    service: Service, kg_fetch: Callable[..., Outcome]
) -> None:
    outcome = kg_fetch("A/RES/75/100", "--form", "pdf", "--source", "akn")
    assert outcome.code == 2
    assert "--source" in outcome.err
    assert service.asked == []


def test_is_xml_the_form_that_the_repositories_are_asked_for(
    service: Service, kg_fetch: Callable[..., Outcome], tmp_path: Path
) -> None:
    service.answer(GA_LIST, Reply(body=listing(GA_FILE)))
    service.answer(f"/UNxml/GAresolutions/HEAD/{GA_FILE}", Reply(body=akn("75-100")))
    assert kg_fetch("A/RES/75/100", "--source", "akn").code == 0
    assert (tmp_path / "out" / "A-RES-75-100.xml").exists()


def test_is_a_wrong_format_refused_before_anything_is_fetched(
    service: Service, kg_fetch: Callable[..., Outcome]
) -> None:
    assert kg_fetch("A/RES/75/100", "--format", "ttl").code == 2
    assert service.asked == []


def test_is_another_language_kept_apart(
    service: Service, kg_fetch: Callable[..., Outcome], tmp_path: Path
) -> None:
    service.answer(RES_31_7.replace("l=en", "l=fr"), Reply(body=PDF))
    assert kg_fetch("A/HRC/RES/31/7", "--language", "fr").code == 0
    assert (tmp_path / "out" / "A-HRC-RES-31-7-fr.pdf").exists()


def test_does_a_second_run_need_no_network(
    service: Service, kg_fetch: Callable[..., Outcome], tmp_path: Path
) -> None:
    service.answer(GA_LIST, Reply(body=listing(GA_FILE)))
    service.answer(f"/UNxml/GAresolutions/HEAD/{GA_FILE}", Reply(body=akn("75-100")))
    assert kg_fetch("A/RES/75/100", "--form", "akn").code == 0
    (tmp_path / "out" / "A-RES-75-100.xml").unlink()
    before = len(service.asked)
    assert kg_fetch("A/RES/75/100", "--form", "akn", "--offline").err == "fetched: 1 new\n"
    assert kg_fetch("A/RES/75/101", "--form", "akn", "--offline").code == 4
    assert len(service.asked) == before


def test_is_a_folder_in_the_way_named(
    service: Service, kg_fetch: Callable[..., Outcome], tmp_path: Path
) -> None:
    service.answer(RES_31_7, Reply(body=PDF))
    (tmp_path / "out" / "A-HRC-RES-31-7.pdf").mkdir(parents=True)
    outcome = kg_fetch("A/HRC/RES/31/7")
    assert outcome.code == 3
    assert "is a folder" in outcome.err


def test_is_a_file_in_the_place_of_the_folder_named(
    service: Service, kg_fetch: Callable[..., Outcome], tmp_path: Path
) -> None:
    service.answer(RES_31_7, Reply(body=PDF))
    (tmp_path / "out").write_text("")
    outcome = kg_fetch("A/HRC/RES/31/7")
    assert outcome.code == 3
    assert "cannot be written" in outcome.err


def test_is_a_cache_that_cannot_be_written_named(
    service: Service, kg_fetch: Callable[..., Outcome], tmp_path: Path
) -> None:
    service.answer(RES_31_7, Reply(body=PDF))
    (tmp_path / "cache").write_text("")
    outcome = kg_fetch("A/HRC/RES/31/7")
    assert outcome.code == 3
    assert "cache" in outcome.err


@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_does_a_kill_leave_no_half_file(service: Service, tmp_path: Path, number: signal.Signals) -> None:
    service.answer(RES_31_7, Reply(body=PDF, drip=0.5))
    command = [sys.executable, "-m", "kg", "fetch", "A/HRC/RES/31/7", "--out", str(tmp_path / "out")]
    places = {"KG_UN_DOCUMENTS": service.url, "KG_CACHE": str(tmp_path / "cache")}
    with subprocess.Popen(command, env=os.environ | places, stderr=subprocess.DEVNULL) as process:
        assert service.arrived.wait(20)
        process.send_signal(number)
        process.wait(10)
    assert process.returncode != 0
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
