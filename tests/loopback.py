"""No test reaches the network: what would leave this machine raises, in this process and what it forks.

Python's own `socket` tells of each connection and look-up before it is made (PEP 578). Libraries in other
languages do not: pyoxigraph's SERVICE is closed off where it is used, by a network namespace or none.
"""

from __future__ import annotations

import ipaddress
import sys

_LOOK_UPS = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"})
_SENDING = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
_installed: list[bool] = []


class NetworkError(AssertionError):
    """A test reaches for what is not on this machine."""


def require_loopback() -> None:
    """Refuse, from now on and until the process ends, what would leave this machine."""
    if not _installed:
        _installed.append(True)
        sys.addaudithook(_refuse)


def _refuse(
    event: str,
    arguments: tuple[object, ...],
    *,
    look_ups: frozenset[str] = _LOOK_UPS,
    sending: frozenset[str] = _SENDING,
) -> None:
    """Refuse an event. It holds the names of events itself: a module loses its own before Python ends."""
    if event in look_ups:
        host = arguments[0]
    elif event in sending and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    else:
        return
    if not is_here(host):
        raise NetworkError(f"{event}: {host!r} is not this machine; tests ask services on loopback")


def is_here(host: object) -> bool:
    """Say whether a host is this machine, or a name that nobody can have (RFC 6761)."""
    name = host.decode(errors="replace") if isinstance(host, bytes) else host
    if name is None or not isinstance(name, str) or name in {"", "localhost", "0.0.0.0", "::"}:  # noqa: S104
        return True
    if name.endswith((".invalid", ".test", ".localhost")):
        return True
    try:
        return ipaddress.ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return False
