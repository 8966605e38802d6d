"""Answer a server that asks who we are: Basic (RFC 7617) and Digest (RFC 7616) authentication."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import parse_http_list

if TYPE_CHECKING:
    from collections.abc import Iterable

_SCHEME_RE = re.compile(r"(?P<scheme>[A-Za-z]+)(?:\s+(?P<first>.*))?", re.DOTALL)  # not `realm="…"`
_HASHES = {"MD5": "md5", "SHA-256": "sha256", "SHA-512-256": "sha512_256"}
_STRENGTH = ("SHA-512-256", "SHA-256", "MD5")


@dataclass(frozen=True)
class Credentials:
    """A name and a password, which no message and no traceback shows."""

    user: str
    password: str = field(repr=False)


@dataclass(frozen=True)
class Challenge:
    """What a server asks for in `WWW-Authenticate`: a scheme in small letters, and its parameters."""

    scheme: str
    parameters: dict[str, str]

    @property
    def algorithm(self) -> str:
        """Return the name of the hash, without the suffix that makes it one of a session."""
        return self.parameters.get("algorithm", "MD5").upper().removesuffix("-SESS")


class Authentication:
    """Remembers how each address of a server wants to be told who we are."""

    def __init__(self, credentials: Credentials | None) -> None:
        self._credentials = credentials
        self._known: dict[str, Challenge] = {}
        self._used: dict[str, int] = {}
        """Nonce to how often it was used."""

    def waits_for(self, url: str) -> bool:
        """Return whether we could say who we are, but do not know how the address wants to hear it."""
        return self._credentials is not None and _space(url) not in self._known

    def take(self, url: str, headers: Iterable[str]) -> bool:
        """Note how an address wants to be answered; return whether that is news worth another attempt."""
        if self._credentials is None or (best := _best(read_challenges(headers))) is None:
            return False
        before = self._known.get(_space(url))
        self._known[_space(url)] = best
        return before is None or best.parameters.get("stale", "").lower() == "true"

    def header(self, method: str, url: str) -> str | None:
        """Return the value of `Authorization` for a request, or None while nobody asked."""
        challenge = self._known.get(_space(url))
        if challenge is None or self._credentials is None:
            return None
        if challenge.scheme == "basic":
            return _basic(self._credentials)
        nonce = challenge.parameters.get("nonce", "")
        self._used[nonce] = self._used.get(nonce, 0) + 1
        return digest(
            challenge,
            self._credentials,
            method=method,
            uri=_target(url),
            count=self._used[nonce],
            own=secrets.token_hex(16),
        )


def read_challenges(headers: Iterable[str]) -> list[Challenge]:
    """Return the challenges of `WWW-Authenticate` headers, each of which may hold several.

    >>> read_challenges(['Basic realm="a, b", Digest nonce="x", qop="auth"'])[1].parameters
    {'nonce': 'x', 'qop': 'auth'}
    """
    found: list[Challenge] = []
    for header in headers:
        for item in parse_http_list(header):
            start = _SCHEME_RE.fullmatch(item)
            if start:
                found.append(Challenge(start["scheme"].lower(), {}))
            name, equals, value = ((start["first"] or "") if start else item).partition("=")
            if equals and found:
                found[-1].parameters[name.strip().lower()] = value.strip().removeprefix('"').removesuffix('"')
    return found


def digest(
    challenge: Challenge, credentials: Credentials, *, method: str, uri: str, count: int, own: str
) -> str:
    """Return the answer to a Digest challenge, RFC 7616 section 3.4; `own` is our nonce."""
    asked, counted = challenge.parameters, f"{count:08x}"
    realm, nonce = asked.get("realm", ""), asked.get("nonce", "")
    secret = _hash(challenge, f"{credentials.user}:{realm}:{credentials.password}")
    if asked.get("algorithm", "").upper().endswith("-SESS"):
        secret = _hash(challenge, f"{secret}:{nonce}:{own}")
    request = _hash(challenge, f"{method}:{uri}")
    said = {"username": credentials.user, "realm": realm, "nonce": nonce, "uri": uri}
    if "qop" in asked:
        response = _hash(challenge, f"{secret}:{nonce}:{counted}:{own}:auth:{request}")
    else:  # as servers wrote before RFC 2617
        response = _hash(challenge, f"{secret}:{nonce}:{request}")
    said |= {key: asked[key] for key in ("opaque",) if key in asked} | {"response": response}
    written = [f'{key}="{_quoted(value)}"' for key, value in said.items()]
    written += [f"{key}={asked[key]}" for key in ("algorithm",) if key in asked]
    written += [f'qop=auth, nc={counted}, cnonce="{own}"'] if "qop" in asked else []
    return "Digest " + ", ".join(written)


def _best(challenges: list[Challenge]) -> Challenge | None:
    """Return the strongest challenge that we can answer: Digest before Basic."""
    digests = [one for one in challenges if one.scheme == "digest" and _answerable(one)]
    if digests:
        return min(digests, key=lambda one: _STRENGTH.index(one.algorithm))
    return next((one for one in challenges if one.scheme == "basic"), None)


def _answerable(challenge: Challenge) -> bool:
    """Return whether we have the hash, and need not hash the body too (`auth-int` alone)."""
    offered = challenge.parameters.get("qop", "auth").replace(" ", "").split(",")
    return _HASHES.get(challenge.algorithm) in hashlib.algorithms_available and "auth" in offered


def _hash(challenge: Challenge, text: str) -> str:
    return hashlib.new(_HASHES[challenge.algorithm], text.encode(), usedforsecurity=False).hexdigest()


def _basic(credentials: Credentials) -> str:
    pair = f"{credentials.user}:{credentials.password}".encode()
    return "Basic " + base64.b64encode(pair).decode("ascii")


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _space(url: str) -> str:
    """Return the address without its query: what one challenge is taken to hold for."""
    return url.partition("?")[0]


def _target(url: str) -> str:
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
