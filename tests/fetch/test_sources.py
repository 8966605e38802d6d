"""Are documents fetched from where they live, through the cache, and told from what is no document?"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from kg.errors import RemoteError, UsageError
from kg.fetch.akn import Akn4un
from kg.fetch.cache import Cache
from kg.fetch.document import AbsentError, Form, Language, Wanted
from kg.fetch.shelf import Library
from kg.fetch.sources import UN_PLACES, UN_VARIABLE, base_of
from kg.fetch.un import UnDocuments
from kg.system.files import write_atomically
from tests.fetch.documents import NOT_FOUND_PAGE, OLD_WORD, PDF, VIEWER_PAGE, akn, archive, docx, listing
from tests.fetch.web_server import Reply, moved

if TYPE_CHECKING:
    from pathlib import Path

    from tests.fetch.web_server import Service

SYMBOL = "A/HRC/RES/31/7"
API = "/api/symbol/access?s=A%2FHRC%2FRES%2F31%2F7&l=en&t=pdf"
VIEWER = "/en/A/HRC/RES/31/7?direct=true"
OLDER = "/pdf?symbol=en%2FA%2FHRC%2FRES%2F31%2F7".replace("en%2F", "en/")
GA_LIST = "/repos/UNxml/GAresolutions/git/trees/HEAD?recursive=1"
GA_FILES = "/UNxml/GAresolutions/HEAD"

PDF_WANTED = Wanted(SYMBOL, Form.PDF)
AKN_WANTED = Wanted("A/RES/75/100", Form.AKN)


def test_where_does_the_un_keep_a_document() -> None:
    urls = [place.url(Wanted("S/RES/2427(2018)", Form.PDF, Language.FR), None) for place in UN_PLACES]
    assert urls == [
        "https://documents.un.org/api/symbol/access?s=S%2FRES%2F2427%282018%29&l=fr&t=pdf",
        "https://docs.un.org/fr/S/RES/2427(2018)?direct=true",
        "https://undocs.org/pdf?symbol=fr/S%2FRES%2F2427%282018%29",
    ]


def test_is_the_pdf_fetched_as_the_un_serves_it(service: Service, library: Library) -> None:
    service.answer(API, moved("/doc/UNDOC/GEN/G16/000/00/PDF/G1600000.PDF"))
    service.answer("/doc/undoc/gen/g16/000/00/pdf/g1600000.pdf", Reply(body=PDF))
    got = UnDocuments(library, service.url).fetch(PDF_WANTED)
    assert (got.body, got.source) == (PDF, "un")
    assert got.sha256 == hashlib.sha256(PDF).hexdigest()
    assert got.url == f"{service.url}/doc/undoc/gen/g16/000/00/pdf/g1600000.pdf"


def test_is_a_wrong_media_type_forgiven_where_the_content_is_right(
    service: Service, library: Library
) -> None:
    service.answer(API, Reply(body=PDF, media_type="text/html"))
    assert UnDocuments(library, service.url).fetch(PDF_WANTED).body == PDF


def test_is_the_error_page_understood_as_absence(service: Service, library: Library) -> None:
    service.answer(API, moved("/error"))
    service.answer("/error", Reply(body=VIEWER_PAGE, media_type="text/html"))
    with pytest.raises(AbsentError, match="does not know"):
        UnDocuments(library, service.url).fetch(PDF_WANTED)
    assert service.paths == [API, "/error"]


@pytest.mark.parametrize("reply", [Reply(body=VIEWER_PAGE), Reply(body=b""), Reply(500)])
def test_is_the_next_place_tried_where_the_first_does_not_answer(
    service: Service, library: Library, reply: Reply
) -> None:
    service.answer(API, reply)
    service.answer(VIEWER, moved("/doc/a.pdf"))
    service.answer("/doc/a.pdf", Reply(body=PDF))
    assert UnDocuments(library, service.url).fetch(PDF_WANTED).body == PDF


def test_does_the_error_say_what_each_place_said(service: Service, library: Library) -> None:
    service.answer(API, Reply(body=VIEWER_PAGE, media_type="text/html"))
    service.answer(VIEWER, Reply(body=b""))
    service.answer(OLDER, Reply(body=NOT_FOUND_PAGE, media_type="text/html"))
    with pytest.raises(RemoteError) as caught:
        UnDocuments(library, service.url).fetch(PDF_WANTED)
    said = str(caught.value)
    assert said.startswith(f"{service.url}{API}: sent a web page titled 'ODS' instead of a PDF; ")
    assert f"{service.url}{VIEWER} answered without a word" in said
    assert f"{service.url}{OLDER} has no such document" in said
    assert "\n" not in said


def test_is_an_old_word_file_named(service: Service, library: Library) -> None:
    service.answer(API.replace("t=pdf", "t=docx"), Reply(body=OLD_WORD))
    with pytest.raises(RemoteError, match=r"old Word file.*Ask for --form pdf"):
        UnDocuments(library, service.url).fetch(Wanted(SYMBOL, Form.DOCX))


def test_is_a_word_file_fetched(service: Service, library: Library) -> None:
    service.answer(API.replace("t=pdf", "t=docx"), Reply(body=docx()))
    assert UnDocuments(library, service.url).fetch(Wanted(SYMBOL, Form.DOCX)).body == docx()


def test_is_a_symbol_of_our_own_making_not_asked_for(service: Service, library: Library) -> None:
    with pytest.raises(AbsentError, match="cpkg's own"):
        UnDocuments(library, service.url).fetch(Wanted("E/CN.15/RES/27/3", Form.PDF))
    assert service.asked == []


def test_is_the_xml_fetched_from_its_file(service: Service, library: Library) -> None:
    service.answer(GA_LIST, Reply(body=listing("75session/English/75_100_E.xml")))
    service.answer(f"{GA_FILES}/75session/English/75_100_E.xml", Reply(body=akn("75-100")))
    repositories = Akn4un(library, service.url)
    got = repositories.fetch(AKN_WANTED)
    assert (got.body, got.source) == (akn("75-100"), "akn")
    repositories.fetch(AKN_WANTED)
    assert service.paths.count(GA_LIST) == 1


def test_is_the_xml_taken_from_its_sessions_archive(service: Service, library: Library) -> None:
    path = "74session/GA resolutions_74session_English.zip"
    packed = archive({"74_17.xml": akn("74-17"), "English/74_174.xml": akn("74-174"), "readme.txt": b""})
    service.answer(GA_LIST, Reply(body=listing(path)))
    service.answer(f"{GA_FILES}/{path.replace(' ', '%20')}", Reply(body=packed))
    got = Akn4un(library, service.url).fetch(Wanted("A/RES/74/174", Form.AKN))
    assert got.body == akn("74-174")
    assert got.sha256 == hashlib.sha256(got.body).hexdigest()
    with pytest.raises(AbsentError, match="is not in UNxml/GAresolutions in English"):
        Akn4un(library, service.url).fetch(Wanted("A/RES/74/999", Form.AKN))


@pytest.mark.parametrize(
    ("symbol", "paths", "words"),
    [
        ("A/RES/75/100", ("75session/English/75_10_E.xml",), "is not in UNxml/GAresolutions in English"),
        ("A/RES/75/252", ("x/English/75_252A_E.xml", "x/English/75_252B_E.xml"), "in parts only"),
        ("CRC/C/GC/13", (), "no numbered resolution"),
    ],
)
def test_is_absent_xml_said_to_be_absent(
    service: Service, library: Library, symbol: str, paths: tuple[str, ...], words: str
) -> None:
    service.answer(GA_LIST, Reply(body=listing(*paths)))
    with pytest.raises(AbsentError, match=words) as caught:
        Akn4un(library, service.url).fetch(Wanted(symbol, Form.AKN))
    assert caught.value.where == symbol


def test_is_a_list_known_to_be_incomplete_said_to_be_so(service: Service, library: Library) -> None:
    service.answer(GA_LIST, Reply(body=listing(truncated=True)))
    with pytest.raises(AbsentError, match="as far as its list goes"):
        Akn4un(library, service.url).fetch(AKN_WANTED)


@pytest.mark.parametrize(
    ("replies", "words"),
    [
        # the list of files is none
        ((Reply(body=VIEWER_PAGE), None), "sent no list"),
        ((Reply(body=b'{"tree": [{"path": 1}]}'), None), "sent no list"),
        ((Reply(body=b"[" * 100_000), None), "sent no list"),
        # the file is a page, another resolution, a number that merely begins alike, cut off
        ((None, Reply(body=NOT_FOUND_PAGE)), "no such document"),
        ((None, Reply(body=akn("75-99"))), "says that it is '75-99', not 75-100"),
        ((None, Reply(body=akn("75-1000"))), "not 75-100"),
        ((None, Reply(body=akn("75-100")[:-20])), "cut off"),
    ],
)
def test_is_what_is_no_xml_of_the_resolution_refused(
    service: Service, library: Library, replies: tuple[Reply | None, Reply | None], words: str
) -> None:
    path = "75session/English/75_100_E.xml"
    service.answer(GA_LIST, replies[0] or Reply(body=listing(path)))
    service.answer(f"{GA_FILES}/{path}", replies[1] or Reply(body=akn("75-100")))
    with pytest.raises(RemoteError, match=words):
        Akn4un(library, service.url).fetch(AKN_WANTED)


@pytest.mark.parametrize("packed", [PDF, archive({"75_100.xml": akn("75-100")})[:-40]])
def test_is_a_damaged_archive_refused(service: Service, library: Library, packed: bytes) -> None:
    service.answer(GA_LIST, Reply(body=listing("75session/x_English.zip")))
    service.answer(f"{GA_FILES}/75session/x_English.zip", Reply(body=packed))
    with pytest.raises(RemoteError, match="sent no archive"):
        Akn4un(library, service.url).fetch(AKN_WANTED)


def test_is_a_document_in_hand_not_sent_again(service: Service, library: Library) -> None:
    service.answer(API, Reply(body=PDF, headers={"ETag": '"v1"'}), Reply(304, headers={"ETag": '"v1"'}))
    documents = UnDocuments(library, service.url)
    assert documents.fetch(PDF_WANTED) == documents.fetch(PDF_WANTED)
    assert [headers.get("If-None-Match") for _, headers in service.asked] == [None, '"v1"']


def test_is_a_new_version_taken(service: Service, library: Library) -> None:
    newer = PDF.replace(b"1.7", b"1.4")
    service.answer(API, Reply(body=PDF, headers={"ETag": '"v1"'}), Reply(body=newer))
    documents = UnDocuments(library, service.url)
    assert [documents.fetch(PDF_WANTED).body for _ in range(2)] == [PDF, newer]


def test_does_the_cache_answer_offline(service: Service, library: Library, tmp_path: Path) -> None:
    service.answer(API, Reply(body=PDF))
    got = UnDocuments(library, service.url).fetch(PDF_WANTED)
    offline = UnDocuments(Library(None, Cache(tmp_path / "cache", write_atomically)), service.url)
    assert offline.fetch(PDF_WANTED) == got
    assert len(service.asked) == 1
    with pytest.raises(RemoteError, match=r"is not in the cache.*without --offline"):
        offline.fetch(Wanted("A/RES/1/1", Form.PDF))


def test_is_what_failed_the_check_kept_out_of_the_cache(
    service: Service, library: Library, tmp_path: Path
) -> None:
    service.answer(API, Reply(body=VIEWER_PAGE))
    with pytest.raises(RemoteError):
        UnDocuments(library, service.url).fetch(PDF_WANTED)
    assert not (tmp_path / "cache").exists()


@pytest.mark.parametrize("part", ["content", "index"])
def test_is_a_damaged_cache_mended(service: Service, library: Library, tmp_path: Path, part: str) -> None:
    service.answer(API, Reply(body=PDF, headers={"ETag": '"v1"'}))
    documents = UnDocuments(library, service.url)
    documents.fetch(PDF_WANTED)
    (damaged,) = (path for path in (tmp_path / "cache" / part).rglob("*") if path.is_file())
    damaged.write_bytes(b"{}")
    assert documents.fetch(PDF_WANTED).body == PDF
    assert "If-None-Match" not in service.asked[1][1]
    assert damaged.read_bytes() != b"{}"


@pytest.mark.parametrize("base", ["ftp://host/x", "documents.un.org", "https://", "http://h/?s="])
def test_is_a_wrong_address_of_a_service_refused(monkeypatch: pytest.MonkeyPatch, base: str) -> None:
    monkeypatch.setenv(UN_VARIABLE, base)
    with pytest.raises(UsageError, match=UN_VARIABLE):
        base_of(UN_VARIABLE)
