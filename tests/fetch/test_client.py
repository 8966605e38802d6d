"""Does the client ask politely, patiently and within limits, and say what went wrong?"""

from __future__ import annotations

import gzip
import socket
import threading
import time
import tracemalloc
from email.utils import formatdate
from typing import TYPE_CHECKING

import pytest

from kg import __version__
from kg.errors import RemoteError
from kg.fetch.client import Client, Known
from kg.fetch.document import AbsentError
from kg.fetch.manners import Manners, pause_asked, pause_before
from tests.fetch.documents import PDF
from tests.fetch.web_server import Reply, moved

if TYPE_CHECKING:
    from tests.fetch.conftest import Asker
    from tests.fetch.web_server import Service


def test_does_it_name_itself_and_bring_the_body(service: Service, asker: Asker) -> None:
    service.answer("/doc", Reply(body=PDF))
    answer = asker.client().get(f"{service.url}/doc")
    assert (answer.url, answer.body) == (f"{service.url}/doc", PDF)
    assert f"cpkg/{__version__}" in service.asked[0][1]["User-Agent"]


def test_does_it_follow_a_chain_of_redirects(service: Service, asker: Asker) -> None:
    service.answer("/en/A/RES/1/1", moved("/viewer", 301))
    service.answer("/viewer", moved(f"{service.url}/api?s=A%2FRES%2F1%2F1", 307))
    service.answer("/api?s=A%2FRES%2F1%2F1", moved("/file.pdf"))
    service.answer("/file.pdf", Reply(body=PDF))
    answer = asker.client().get(f"{service.url}/en/A/RES/1/1")
    assert answer.url == f"{service.url}/file.pdf"
    assert answer.body == PDF


def test_is_a_redirect_respelled_as_the_service_serves_it(service: Service, asker: Asker) -> None:
    service.answer("/api", moved("/doc/UNDOC/N1.PDF"))
    service.answer("/doc/undoc/n1.pdf", Reply(body=PDF))
    assert asker.client().get(f"{service.url}/api", respell=str.lower).body == PDF


@pytest.mark.parametrize(
    ("first", "words"),
    [
        # a circle of two
        ("/a", "circle"),
        # each leads on to the next
        ("/1", "more than 5 times"),
        # out of the scheme
        ("/ftp", "not allowed"),
        # into the file system
        ("/file", "not allowed"),
    ],
)
def test_does_a_bad_redirect_end_at_once(service: Service, asker: Asker, first: str, words: str) -> None:
    service.answer("/a", moved("/b"))
    service.answer("/b", moved("/a"))
    service.answer("/ftp", moved("ftp://127.0.0.1/x"))
    service.answer("/file", moved("file:///etc/hostname"))
    for step in range(1, 12):
        service.answer(f"/{step}", moved(f"/{step + 1}"))
    with pytest.raises(RemoteError, match=words) as caught:
        asker.client().get(service.url + first)
    assert caught.value.where.startswith(service.url)
    assert caught.value.remedy
    assert asker.slept == []


def test_is_a_missing_document_asked_for_once_only(service: Service, asker: Asker) -> None:
    with pytest.raises(AbsentError, match=r"404 \(Not Found\)"):
        asker.client().get(f"{service.url}/none")
    assert service.paths == ["/none"]


def test_is_a_busy_service_asked_again(service: Service, asker: Asker) -> None:
    service.answer("/doc", Reply(503), Reply(502), Reply(body=PDF))
    assert asker.client().get(f"{service.url}/doc").body == PDF
    assert len(asker.slept) == 2
    assert 0.25 <= asker.slept[0] <= 0.5 <= asker.slept[1] <= 1.0


def test_is_a_service_that_stays_busy_given_up(service: Service, asker: Asker) -> None:
    service.answer("/doc", Reply(503))
    with pytest.raises(RemoteError, match=r"503 \(Service Unavailable\) \(3 attempts\)") as caught:
        asker.client().get(f"{service.url}/doc")
    assert caught.value.exit_code == 4
    assert len(service.asked) == 3


def test_is_a_dead_host_tried_once_only_from_then_on(service: Service, asker: Asker) -> None:
    service.answer("/doc", *[Reply(503)] * 4, Reply(body=PDF), Reply(503), Reply(body=PDF))
    client = asker.client()
    for attempts in (3, 4):
        with pytest.raises(RemoteError):
            client.get(f"{service.url}/doc")
        assert len(service.asked) == attempts
    for _ in range(2):  # it answers again, and is forgiven
        assert client.get(f"{service.url}/doc").body == PDF


def test_does_it_wait_as_long_as_it_is_asked_to(service: Service, asker: Asker) -> None:
    service.answer("/doc", Reply(429, headers={"Retry-After": "17"}), Reply(body=PDF))
    asker.client().get(f"{service.url}/doc")
    assert asker.slept == [17.0]


def test_does_it_refuse_to_wait_for_ever(service: Service, asker: Asker) -> None:
    service.answer("/doc", Reply(429, headers={"Retry-After": "86400"}))
    with pytest.raises(RemoteError, match="asks to wait 86,400 seconds"):
        asker.client().get(f"{service.url}/doc")
    assert asker.slept == []


def test_does_it_understand_how_github_limits_it(service: Service, asker: Asker) -> None:
    reset = str(int(time.time()) + 3000)
    service.answer("/doc", Reply(403, headers={"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": reset}))
    with pytest.raises(RemoteError, match=r"403 \(Forbidden\), and asks to wait [23],\d{3} seconds"):
        asker.client().get(f"{service.url}/doc")


@pytest.mark.parametrize(
    ("header", "least", "most"),
    [
        ("0", 0, 0),
        ("120", 120, 120),
        # a date gone by
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0, 0),
    ],
)
def test_how_long_does_a_service_ask_to_wait(header: str, least: float, most: float) -> None:
    pause = pause_asked({"Retry-After": header})
    assert pause is not None
    assert least <= pause <= most


def test_is_a_date_to_wait_for_understood() -> None:
    pause = pause_asked({"Retry-After": formatdate(time.time() + 1000, usegmt=True)})
    assert pause is not None
    assert 900 <= pause <= 1001


@pytest.mark.parametrize("headers", [{}, {"Retry-After": "soon"}, {"X-RateLimit-Remaining": "5"}])
def test_is_nothing_read_from_other_headers(headers: dict[str, str]) -> None:
    assert pause_asked(headers) is None


def test_do_pauses_double_up_to_a_limit() -> None:
    assert 0.25 <= pause_before(1) <= 0.5
    assert 2 <= pause_before(4) <= 4
    assert 15 <= pause_before(60) <= 30


def test_is_a_forbidden_address_not_asked_again(service: Service, asker: Asker) -> None:
    service.answer("/doc", Reply(403))
    with pytest.raises(RemoteError, match=r"403 \(Forbidden\)"):
        asker.client().get(f"{service.url}/doc")
    assert len(service.asked) == 1


def test_is_a_challenge_for_browsers_told_from_an_answer(service: Service, asker: Asker) -> None:
    service.answer("/doc", Reply(202, headers={"X-Amzn-Waf-Action": "challenge"}))
    with pytest.raises(RemoteError, match="browser's challenge"):
        asker.client().get(f"{service.url}/doc")


@pytest.mark.parametrize("status", [204, 206, 304, 418, 599])
def test_is_every_other_status_refused(service: Service, asker: Asker, status: int) -> None:
    service.answer("/doc", Reply(status, headers={"Content-Length": "0"}))
    with pytest.raises(RemoteError, match=f"HTTP {status}"):
        asker.client().get(f"{service.url}/doc")


def test_is_a_truncated_answer_asked_for_again(service: Service, asker: Asker) -> None:
    service.answer("/doc", Reply(body=PDF, cut=20), Reply(body=PDF))
    assert asker.client().get(f"{service.url}/doc").body == PDF


def test_is_an_answer_that_always_breaks_off_refused(service: Service, asker: Asker) -> None:
    service.answer("/doc", Reply(body=PDF, cut=20))
    with pytest.raises(RemoteError, match=f"broke off after {len(PDF) - 20} bytes, 20 before its end"):
        asker.client().get(f"{service.url}/doc")


def test_does_a_silent_service_meet_the_time_out(service: Service, asker: Asker) -> None:
    service.answer("/doc", Reply(body=PDF, drip=5))
    with pytest.raises(RemoteError, match=r"did not answer within 0\.2 seconds"):
        asker.client(silence=0.2, retries=0).get(f"{service.url}/doc")


def test_does_a_slow_drip_meet_the_deadline(service: Service, asker: Asker) -> None:
    service.answer("/doc", Reply(body=PDF * 20, drip=0.02))  # half a minute in all
    started = time.monotonic()
    with pytest.raises(RemoteError, match=r"in 0\.3 seconds and was not done"):
        asker.client(timeout=0.3, retries=0).get(f"{service.url}/doc")
    assert time.monotonic() - started < 10


@pytest.mark.parametrize("has_length", [True, False])
def test_is_too_much_refused(service: Service, asker: Asker, has_length: bool) -> None:
    service.answer("/doc", Reply(body=bytes(200_000), has_length=has_length))
    with pytest.raises(RemoteError, match="more than 100,000 bytes"):
        asker.client(size=100_000).get(f"{service.url}/doc")
    assert len(service.asked) == 1


def test_is_what_announces_itself_too_large_not_read(service: Service, asker: Asker) -> None:
    service.answer("/doc", Reply(body=PDF, headers={"Content-Length": "9999999999"}))
    with pytest.raises(RemoteError, match="sends more than"):
        asker.client().get(f"{service.url}/doc")


def test_does_a_packed_bomb_stay_within_the_limit(service: Service, asker: Asker) -> None:
    bomb = gzip.compress(bytes(50_000_000))
    service.answer("/doc", Reply(body=bomb, headers={"Content-Encoding": "gzip"}))
    tracemalloc.start()
    try:
        with pytest.raises(RemoteError, match="more than 1,000,000 bytes"):
            asker.client(size=1_000_000).get(f"{service.url}/doc")
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


def test_is_a_packed_answer_unpacked(service: Service, asker: Asker) -> None:
    service.answer("/doc", Reply(body=gzip.compress(PDF), headers={"Content-Encoding": "gzip"}))
    assert asker.client().get(f"{service.url}/doc").body == PDF


def test_is_a_badly_packed_answer_refused(service: Service, asker: Asker) -> None:
    service.answer("/doc", Reply(body=PDF, headers={"Content-Encoding": "gzip"}))
    with pytest.raises(RemoteError, match="cannot be unpacked"):
        asker.client().get(f"{service.url}/doc")


def test_is_a_refused_connection_named(asker: Asker) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/doc"
        with pytest.raises(RemoteError, match=r"cannot be reached \(Connection refused\)") as caught:
            asker.client().get(url)
    assert caught.value.where == url
    assert "--offline" in caught.value.remedy


def test_is_a_host_that_does_not_exist_named(asker: Asker) -> None:
    with pytest.raises(RemoteError, match="cannot be reached"):
        asker.client(retries=0).get("http://no-such-host.invalid/doc")


def test_is_a_service_without_encryption_not_asked_for_it(service: Service, asker: Asker) -> None:
    with pytest.raises(RemoteError, match="cannot be spoken to by TLS"):
        asker.client().get(f"{service.url.replace('http:', 'https:')}/doc")
    assert asker.slept == []


def test_is_a_version_of_another_address_no_answer(service: Service, asker: Asker) -> None:
    service.answer("/api", Reply(304))
    with pytest.raises(RemoteError, match="HTTP 304"):
        asker.client().get(f"{service.url}/api", known=Known(f"{service.url}/file.pdf", etag='"v1"'))


def test_is_something_else_than_http_refused(asker: Asker) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5)
        port = server.getsockname()[1]

        def speak() -> None:
            for _ in range(2):
                connection, _address = server.accept()
                with connection:
                    connection.recv(65536)
                    connection.sendall(b"220 mail.example ESMTP\r\n")

        thread = threading.Thread(target=speak)
        thread.start()
        with pytest.raises(RemoteError, match="broke off"):
            asker.client(retries=1).get(f"http://127.0.0.1:{port}/doc")
        thread.join()


def test_are_versions_compared_with_the_server_that_sent_them_only(service: Service, asker: Asker) -> None:
    service.answer("/api", moved("/file.pdf"))
    service.answer("/file.pdf", Reply(304))
    known = Known(f"{service.url}/file.pdf", etag='"v1"', last_modified="Wed, 21 Oct 2015 07:28:00 GMT")
    assert asker.client().get(f"{service.url}/api", known=known).body is None
    assert [asked.get("If-None-Match") for _, asked in service.asked] == [None, '"v1"']
    assert service.asked[1][1]["If-Modified-Since"] == "Wed, 21 Oct 2015 07:28:00 GMT"


def test_does_it_keep_its_distance_from_one_host(service: Service) -> None:
    now, slept = [100.0], list[float]()

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    service.answer("/doc", Reply(body=PDF))
    client = Client(Manners(delay=2.0), sleep=sleep, clock=lambda: now[0])
    client.get(f"{service.url}/doc")
    now[0] += 0.5
    client.get(f"{service.url}/doc")
    client.get(f"{service.url.replace('127.0.0.1', 'localhost')}/doc")
    assert slept == [1.5]


def test_does_the_distance_not_count_as_the_services_time(service: Service) -> None:
    now = [0.0]

    def sleep(seconds: float) -> None:
        now[0] += seconds

    service.answer("/a", moved("/b"))
    service.answer("/b", Reply(body=PDF))
    client = Client(Manners(delay=60.0, timeout=5.0), sleep=sleep, clock=lambda: now[0])
    assert client.get(f"{service.url}/a").body == PDF
    assert now == [60.0]


@pytest.mark.parametrize("address", ["http://{}", "{}"])
def test_does_it_go_through_the_proxy_of_the_environment(
    service: Service, asker: Asker, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("http_proxy", address.format(service.url.removeprefix("http://")))
    service.answer("http://documents.example/doc", Reply(body=PDF))
    assert asker.client().get("http://documents.example/doc").body == PDF
