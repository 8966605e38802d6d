"""Is a server that asks who we are answered as the RFCs say?"""

from __future__ import annotations

import base64

import pytest

from kg.push.authentication import Authentication, Challenge, Credentials, digest, read_challenges

MUFASA = Credentials("Mufasa", "Circle of Life")
NONCE = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"
OWN = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"
URL = "http://www.example.org/dir/index.html"


@pytest.mark.parametrize(
    ("algorithm", "response"),
    [  # the example of RFC 7616, section 3.9.1
        ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
        ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
    ],
)
def test_does_digest_give_the_response_of_the_rfc(algorithm: str, response: str) -> None:
    asked = {
        "realm": "http-auth@example.org",
        "qop": "auth, auth-int",
        "nonce": NONCE,
        "algorithm": algorithm,
    }
    challenge = Challenge("digest", asked)
    said = digest(challenge, MUFASA, method="GET", uri="/dir/index.html", count=1, own=OWN)
    assert f'response="{response}"' in said
    assert "qop=auth, nc=00000001" in said


CHALLENGES = [
    # what Virtuoso 7 sends
    (['Digest realm="SPARQL", nonce="ab", qop="auth", algorithm="MD5"'], "Digest "),
    (['Basic realm="Fuseki"'], "Basic "),
    # the stronger of two, in one header or in two
    (['Basic realm="x", Digest realm="x", nonce="ab"'], "Digest "),
    (["Basic realm=x", 'Digest realm="x", nonce="ab"'], "Digest "),
    # nothing that we could answer: another scheme, a hash we lack, the body to be hashed too
    (["Negotiate"], None),
    (['Digest realm="x", nonce="ab", algorithm=WHIRLPOOL'], None),
    (['Digest realm="x", nonce="ab", qop="auth-int"'], None),
]


@pytest.mark.parametrize(("headers", "scheme"), CHALLENGES)
def test_is_the_strongest_challenge_answered(headers: list[str], scheme: str | None) -> None:
    authentication = Authentication(MUFASA)
    assert authentication.take(URL, headers) is (scheme is not None)
    said = authentication.header("GET", URL)
    assert (said is None) if scheme is None else (said or "").startswith(scheme)


def test_is_a_nonce_counted_and_a_stale_one_replaced() -> None:
    authentication = Authentication(MUFASA)
    assert authentication.take(URL, ['Digest realm="x", nonce="one", qop="auth"'])
    assert "nc=00000001" in (authentication.header("GET", URL) or "")
    assert "nc=00000002" in (authentication.header("GET", URL) or "")
    assert authentication.take(URL, ['Digest realm="x", nonce="two", qop="auth", stale=true'])
    assert 'nonce="two"' in (authentication.header("GET", URL) or "")
    assert not authentication.take(URL, ['Digest realm="x", nonce="three", qop="auth"'])


def test_is_a_name_with_signs_of_its_own_written_whole() -> None:
    authentication = Authentication(Credentials('Jürgen "J"', "päss:word"))
    authentication.take(URL, ['Basic realm="x"'])
    said = (authentication.header("GET", URL) or "").removeprefix("Basic ")
    assert base64.b64decode(said).decode() == 'Jürgen "J":päss:word'


def test_is_nothing_said_to_who_did_not_ask() -> None:
    assert Authentication(MUFASA).header("GET", URL) is None
    assert not Authentication(None).take(URL, ['Basic realm="x"'])


def test_is_the_password_kept_out_of_what_is_printed() -> None:
    assert "Circle" not in repr(MUFASA)


def test_are_commas_within_quotes_no_ends_of_parameters() -> None:
    first, second = read_challenges(['Basic realm="a, b=c", Digest nonce="x,y", realm=z'])
    assert (first.scheme, first.parameters) == ("basic", {"realm": "a, b=c"})
    assert (second.scheme, second.parameters) == ("digest", {"nonce": "x,y", "realm": "z"})
