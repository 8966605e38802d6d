"""Is a store that is busy, slow, broken or closed to us met with patience, and named in the end?"""

from __future__ import annotations

import pytest

from kg.errors import RemoteError
from kg.fetch.manners import Manners
from kg.push.authentication import Credentials
from kg.push.client import Client
from tests.push.replying import Reply, answering

DONE: Reply = (204, {}, b"")


def client(credentials: Credentials | None = None, slept: list[float] | None = None) -> Client:
    pauses = slept if slept is not None else []
    return Client(credentials, manners=Manners(retries=2, timeout=5, silence=5), sleep=pauses.append)


def test_is_a_busy_store_asked_again_when_it_says() -> None:
    slept: list[float] = []
    with answering((429, {"Retry-After": "7"}, b""), (503, {}, b""), DONE) as (url, asked):
        client(slept=slept).send("PUT", url, body=b"x")
    assert asked == ["PUT"] * 3
    assert slept[0] == 7.0
    assert 0 < slept[1] < 2


def test_is_a_store_that_stays_busy_named_with_the_attempts() -> None:
    with (
        answering((503, {}, b"try later")) as (url, asked),
        pytest.raises(RemoteError, match=r"HTTP 503: try later \(3 attempts\)"),
    ):
        client().send("PUT", url)
    assert len(asked) == 3


def test_is_a_wait_beyond_patience_not_waited() -> None:
    slept: list[float] = []
    with answering((429, {"Retry-After": "86400"}, b"")) as (url, _), pytest.raises(RemoteError):
        client(slept=slept).send("PUT", url)
    assert slept == []


def test_is_an_answer_that_breaks_off_asked_for_again() -> None:
    with answering((200, {"Content-Length": "99"}, b"half"), (200, {}, b"whole")) as (url, _):
        assert client().read("GET", url, lambda _, file: file.read()) == b"whole"


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        # what no further attempt would change is not tried again
        ((400, {}, b"line 1: unexpected }"), "HTTP 400: line 1: unexpected }"),
        ((403, {}, b""), "HTTP 403: we may not do this"),
        ((405, {}, b""), "HTTP 405"),
        # passwords do not follow a redirect
        ((307, {"Location": "http://elsewhere.example/"}, b""), "sends us on to http://elsewhere.example/"),
    ],
)
def test_is_a_refusal_said_once_and_plainly(reply: Reply, words: str) -> None:
    with answering(reply) as (url, asked), pytest.raises(RemoteError) as caught:
        client().send("PUT", url, body=b"x")
    assert words in str(caught.value)
    assert len(asked) == 1


def test_is_the_door_knocked_at_before_a_long_body_is_carried_there() -> None:
    asks = (401, {"WWW-Authenticate": 'Digest realm="x", nonce="y", qop="auth"'}, b"")
    with answering(asks, DONE) as (url, asked):
        one = client(Credentials("dba", "secret"))
        one.send("PUT", url, body=b"x")
        one.send("PUT", url, body=b"x")
    assert asked == ["GET", "PUT Digest", "PUT Digest"]


def test_is_a_store_that_asks_only_writers_answered_too() -> None:
    asks = (401, {"WWW-Authenticate": 'Basic realm="x"'}, b"")
    with answering((200, {}, b"welcome"), asks, DONE) as (url, asked):
        client(Credentials("dba", "secret")).send("PUT", url, body=b"x")
    assert asked == ["GET", "PUT", "PUT Basic"]


def test_is_a_wrong_password_said_without_it() -> None:
    asks = (401, {"WWW-Authenticate": 'Digest realm="x", nonce="y", qop="auth"'}, b"")
    with answering(asks) as (url, asked), pytest.raises(RemoteError, match="may not do this") as caught:
        client(Credentials("dba", "secret")).send("PUT", url, body=b"x")
    assert "secret" not in str(caught.value)
    assert len(asked) == 2


def test_is_a_store_that_is_not_there_named() -> None:
    with answering(DONE) as (url, _):
        pass
    with pytest.raises(RemoteError, match=r"cannot be reached \(Connection refused\) \(3 attempts\)"):
        client().send("PUT", url)
