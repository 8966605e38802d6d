"""Where may a redirect lead?"""

from __future__ import annotations

import socket
from typing import Any

import pytest

from kg.errors import RemoteError
from kg.fetch.redirects import redirected

ASKED = "https://documents.un.org/api/symbol/access?s=A"
PUBLIC, PRIVATE = "93.184.215.14", "10.1.2.3"


@pytest.fixture(autouse=True)
def names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Resolve names without a network: `inside.*` to a private address, all others to a public one."""

    def resolve(host: str, *_: object, **__: object) -> list[Any]:
        address = PRIVATE if host.startswith("inside.") else PUBLIC
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 0))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)


def follow(location: str, asked: str = ASKED, *, by_proxy: bool = False) -> str:
    return redirected(asked, location, asked=asked, by_proxy=by_proxy, respell=lambda path: path)


@pytest.mark.parametrize(
    ("location", "there"),
    [
        ("/doc/n1.pdf", "https://documents.un.org/doc/n1.pdf"),
        ("https://docs.un.org/en/A", "https://docs.un.org/en/A"),
        # without a scheme of its own
        ("//docs.un.org/en/A", "https://docs.un.org/en/A"),
        # with a blank and a fragment, as some services write them
        ("/doc/n 1.pdf#page=2", "https://documents.un.org/doc/n%201.pdf"),
    ],
)
def test_does_it_lead_to_another_public_address(location: str, there: str) -> None:
    assert follow(location) == there


@pytest.mark.parametrize(
    "location",
    [
        # downgraded to no encryption
        "http://documents.un.org/doc/n1.pdf",
        "ftp://documents.un.org/doc/n1.pdf",
        "file:///etc/passwd",
        "javascript:alert(1)",
        # with a name and password
        "https://user:word@documents.un.org/doc",
        # this machine, the local network, a cloud's own service
        "https://127.0.0.1/x",
        "https://localhost.inside.example@127.0.0.1/x",
        "https://[::1]/x",
        "https://10.0.0.1/x",
        "https://192.168.1.1/x",
        "https://169.254.169.254/latest/meta-data",
        # a private address in the clothes of another family
        "https://[::ffff:10.0.0.1]/x",
        # a name that leads inside
        "https://inside.example/x",
        # brackets that hold no address
        "https://[::1/x",
    ],
)
def test_is_it_refused(location: str) -> None:
    with pytest.raises(RemoteError, match=r"not allowed|private") as caught:
        follow(location)
    assert caught.value.where == ASKED


def test_is_a_host_that_cannot_be_a_name_left_to_the_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> list[Any]:
        raise UnicodeError("label empty or too long")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert follow("https://a..b/x") == "https://a..b/x"


def test_may_a_service_on_this_machine_lead_to_this_machine() -> None:
    assert follow("/doc", "http://127.0.0.1:8000/api") == "http://127.0.0.1:8000/doc"
    assert follow("/doc", "http://localhost:8000/api") == "http://localhost:8000/doc"


def test_are_names_left_to_a_proxy() -> None:
    assert follow("https://inside.example/x", by_proxy=True) == "https://inside.example/x"
    with pytest.raises(RemoteError, match="private"):
        follow("https://10.0.0.1/x", by_proxy=True)
