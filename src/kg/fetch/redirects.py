"""Decide where a redirect may lead: never to another scheme, never from the open net to a private one."""

from __future__ import annotations

import ipaddress
import socket
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

from kg.errors import RemoteError, quoted

if TYPE_CHECKING:
    from collections.abc import Callable

_REMEDY = "Fetch the document by hand, or tell the service's keeper"
_KEPT = "/:?#[]@!$&'()*+,;=%~"  # what an address may hold as it is


def redirected(here: str, location: str, *, asked: str, by_proxy: bool, respell: Callable[[str], str]) -> str:
    """Return the address that a redirect leads to, its path spelled as `respell` has it.

    Raises:
        RemoteError: where it changes the scheme, or leads to a private address although `asked` is no
            address of this machine.
    """
    target = _target(here, location)
    if target is None:
        raise RemoteError(
            f"redirects to {quoted(location)}, which is not allowed", where=here, remedy=_REMEDY
        )
    host = target.hostname or ""
    if not _is_loopback(urlsplit(asked).hostname or "") and _is_private(host, by_proxy=by_proxy):
        raise RemoteError(f"redirects to the private host {host}", where=here, remedy=_REMEDY)
    return urlunsplit(target._replace(path=respell(target.path), fragment=""))


def _target(here: str, location: str) -> SplitResult | None:
    """Return the address in full; None where it has another scheme, no host, or a name and password."""
    try:
        target = urlsplit(urljoin(here, quote(location, safe=_KEPT)))
    except ValueError:  # brackets that hold no address
        return None
    may = target.scheme == urlsplit(here).scheme and target.hostname and target.username is None
    return target if may else None


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    address = _address(host)
    return address is not None and address.is_loopback


def _is_private(host: str, *, by_proxy: bool) -> bool:
    """Say whether a name leads into a private network; behind a proxy only the proxy can resolve names."""
    if (address := _address(host)) is not None:
        return not address.is_global
    if by_proxy:
        return False
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return False  # connecting will say that there is no such host
    addresses = [_address(str(entry[4][0])) for entry in found]
    return any(address is None or not address.is_global for address in addresses)


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
