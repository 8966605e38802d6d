"""Is a test that reaches for the network stopped?"""

from __future__ import annotations

import socket
import urllib.request

import pytest

from tests.loopback import NetworkError


@pytest.mark.parametrize("host", ["example.org", "192.0.2.1", "2001:db8::1", "10.0.0.1"])
def test_is_a_connection_that_would_leave_this_machine_refused(host: str) -> None:
    with pytest.raises(NetworkError, match="not this machine"):
        socket.create_connection((host, 80), timeout=1)


@pytest.mark.parametrize("host", ["192.0.2.1", "10.0.0.1"])
def test_is_a_packet_that_would_leave_this_machine_refused(host: str) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as packets, pytest.raises(NetworkError):
        packets.sendto(b"x", (host, 53))


def test_does_no_library_get_round_it() -> None:
    with pytest.raises(NetworkError):
        urllib.request.urlopen("https://example.org/", timeout=1)


def test_do_services_on_loopback_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as here:
        socket.create_connection(here.getsockname(), timeout=5).close()
