"""Is a service of strangers asked with patience, and is each fault one clear error or a further attempt?"""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

import pytest

from kg.errors import PassingError, RemoteError, UsageError
from kg.pipeline.patient import Patience, PatientStore, open_cache
from tests.fetch.web_server import Reply, moved
from tests.pipeline.strangers import RESULTS, WIKIDATA, Strangers, strangers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

QUERY = 'SELECT ?s WHERE { ?s <http://www.wikidata.org/prop/direct/P298> "ALB" }'
OTHER = 'SELECT ?s WHERE { ?s <http://www.wikidata.org/prop/direct/P298> "AGO" }'
ALBANIA = "http://www.wikidata.org/entity/Q222"
ANSWER = json.dumps(
    {"head": {"vars": ["s"]}, "results": {"bindings": [{"s": {"type": "uri", "value": ALBANIA}}]}}
)


@pytest.fixture
def service() -> Iterator[Strangers]:
    with strangers(WIKIDATA) as one:
        yield one


class Waits:
    """What a client waits for, without waiting."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    def __call__(self, seconds: float) -> None:
        if seconds > 0:
            self.seconds.append(seconds)


def client(service: Strangers, cache: Path | None = None, **patience: float) -> tuple[PatientStore, Waits]:
    waits = Waits()
    bounds = Patience(**({"pause": 0.0, "retries": 2, "timeout": 5.0} | patience))  # type: ignore[arg-type]  # whole numbers where asked for
    kept = open_cache(cache) if cache else None
    return PatientStore(service.url, bounds, kept, wait=waits), waits


PASSING = [
    # too many requests, with and without a word on when to come back
    Reply(429, b"slow down", {"Retry-After": "7"}, media_type="text/plain"),
    Reply(429, b"slow down", media_type="text/plain"),
    # busy, or something before it is
    Reply(503, b"busy", media_type="text/html"),
    Reply(502, b"<html>bad gateway</html>", media_type="text/html"),
    Reply(504, b"", media_type="text/html"),
    # its own time is up, as Wikidata says it
    Reply(500, b"java.util.concurrent.TimeoutException", media_type="text/plain"),
    # broken off within the answer
    Reply(200, ANSWER.encode(), media_type=RESULTS, cut=40),
    # whole by its length, and not whole as JSON
    Reply(200, ANSWER.encode()[:-30], media_type=RESULTS),
    # an empty answer under the right name
    Reply(200, b"", media_type=RESULTS),
]


@pytest.mark.parametrize("fault", PASSING, ids=lambda fault: f"{fault.status} {len(fault.body)}")
def test_is_a_fault_that_passes_followed_by_another_attempt(service: Strangers, fault: Reply) -> None:
    service.faults = [fault]
    store, waits = client(service)
    assert [row[0].value for row in store.select(QUERY).rows if row[0]] == [ALBANIA]
    assert len(service.asked) == store.spent.requests == 2
    assert waits.seconds == [7.0] if fault.headers else 0 < waits.seconds[0] <= 0.5


def test_is_a_date_honoured_as_seconds_are(service: Strangers) -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    service.faults = [Reply(503, b"", {"Retry-After": later}, media_type="text/plain")]
    store, waits = client(service)
    store.select(QUERY)
    assert 25 < waits.seconds[0] <= 30


def test_is_a_wait_that_is_too_long_refused_at_once(service: Strangers) -> None:
    service.faults = [Reply(429, b"", {"Retry-After": "86400"}, media_type="text/plain")]
    store, waits = client(service)
    with pytest.raises(RemoteError, match="asks to wait 86,400 s"):
        store.select(QUERY)
    assert (waits.seconds, len(service.asked)) == ([], 1)


def test_is_a_service_that_stays_busy_given_up_after_the_attempts_allowed(service: Strangers) -> None:
    service.always = Reply(503, b"busy", media_type="text/plain")
    store, waits = client(service)
    with pytest.raises(PassingError, match="HTTP 503"):
        store.select(QUERY)
    assert (len(service.asked), len(waits.seconds)) == (3, 2)
    assert waits.seconds[1] > waits.seconds[0] / 2


LASTING = [
    # a page for people under a good status, as a firewall sends it
    (Reply(200, b"<!doctype html><title>Just a moment</title>", media_type="text/html"), "text/html instead"),
    # a type that nobody can read
    (Reply(200, b"\x00", media_type="application/octet-stream"), "instead of results"),
    # the query is refused
    (Reply(400, b"MalformedQueryException", media_type="text/plain"), "HTTP 400: MalformedQueryException"),
    (Reply(403, b"who are you", media_type="text/plain"), "HTTP 403"),
    (Reply(404, b"", media_type="text/html"), "HTTP 404"),
    # round and round
    (moved("/sparql"), "redirects to"),
    # rows where none were asked for, and yes where rows were
    (Reply(200, b'{"head": {}, "boolean": true}', media_type=RESULTS), "with yes or no"),
]


@pytest.mark.parametrize(("fault", "words"), LASTING, ids=[words for _, words in LASTING])
def test_is_a_fault_that_stays_said_once_and_not_tried_again(
    service: Strangers, fault: Reply, words: str
) -> None:
    service.always = fault
    store, _ = client(service)
    with pytest.raises(RemoteError) as caught:
        store.select(QUERY)
    assert words in str(caught.value)
    assert str(caught.value).startswith(service.url)
    assert sum(bool(query) for query in service.asked) == 1  # what follows a redirect asks nothing


def test_is_an_answer_that_drips_given_up_at_the_deadline(service: Strangers) -> None:
    service.always = Reply(200, ANSWER.encode(), media_type=RESULTS, drip=0.05)
    store, _ = client(service, timeout=0.5, retries=0)
    started = time.monotonic()
    with pytest.raises(PassingError, match=r"did not answer within 0.5 s"):
        store.select(QUERY)
    assert time.monotonic() - started < 4


def test_is_an_answer_without_end_cut_off_and_not_asked_for_again(
    service: Strangers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.pipeline.patient.ANSWER", 10_000)
    service.always = Reply(200, b" " * 20_000, media_type=RESULTS)
    store, _ = client(service)
    with pytest.raises(RemoteError, match="more than 10,000 bytes"):
        store.select(QUERY)
    assert len(service.asked) == 1


def test_is_there_a_pause_between_two_requests(service: Strangers) -> None:
    store, waits = client(service, pause=60.0)
    store.select(QUERY)
    assert waits.seconds == []
    store.select(OTHER)
    assert len(waits.seconds) == 1
    assert 50 < waits.seconds[0] <= 60


def test_does_the_number_of_requests_have_a_limit_that_attempts_count_against(service: Strangers) -> None:
    service.faults = [Reply(503, b"", media_type="text/plain")]
    store, _ = client(service, most=2)
    store.select(QUERY)
    with pytest.raises(RemoteError, match="asked more than 2 times") as caught:
        store.select(OTHER)
    assert "what was answered is kept" in str(caught.value)
    assert len(service.asked) == 2


def test_does_a_run_that_broke_go_on_where_it_was(service: Strangers, tmp_path: Path) -> None:
    first, _ = client(service, tmp_path, most=1)
    before = first.select(QUERY)
    with pytest.raises(RemoteError):
        first.select(OTHER)
    second, _ = client(service, tmp_path, most=1)
    assert second.select(QUERY) == before
    second.select(OTHER)
    assert (second.spent.requests, second.spent.kept, len(service.asked)) == (1, 1, 2)
    assert second.spent.oldest.startswith("20")


def test_is_a_fault_never_kept_as_an_answer(service: Strangers, tmp_path: Path) -> None:
    service.always = Reply(200, b"<html>", media_type="text/html")
    with pytest.raises(RemoteError):
        client(service, tmp_path)[0].select(QUERY)
    service.always = None
    assert len(client(service, tmp_path)[0].select(QUERY).rows) == 1


def test_is_what_was_kept_asked_anew_on_demand(service: Strangers, tmp_path: Path) -> None:
    client(service, tmp_path)[0].select(QUERY)
    store = PatientStore(service.url, Patience(pause=0), open_cache(tmp_path), refresh=True)
    store.select(QUERY)
    assert len(service.asked) == 2


def test_does_a_spoilt_file_of_the_cache_count_as_none(service: Strangers, tmp_path: Path) -> None:
    client(service, tmp_path)[0].select(QUERY)
    for path in (tmp_path / "answers" / "content").rglob("*"):
        if path.is_file():
            path.write_bytes(b"{}")
    assert len(client(service, tmp_path)[0].select(QUERY).rows) == 1
    assert len(service.asked) == 2


def test_does_the_service_learn_who_asks(service: Strangers, monkeypatch: pytest.MonkeyPatch) -> None:
    client(service)[0].select(QUERY)
    monkeypatch.setenv("KG_CONTACT", "mailto:library@example.org")
    client(service)[0].select(QUERY)
    assert service.agents[0].startswith("cpkg/")
    assert service.agents[1].endswith("(https://w3id.org/cpkg/; mailto:library@example.org)")


def test_is_a_contact_that_would_break_the_request_refused(
    service: Strangers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_CONTACT", "a\r\nHost: evil")
    with pytest.raises(UsageError, match="KG_CONTACT"):
        client(service)
