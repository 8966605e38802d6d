"""Does a client get the form that it asked for?"""

from __future__ import annotations

import pytest

from kg.web.negotiation import choose_media, parse_accept

TTL, HTML, LD, XML = "text/turtle", "text/html", "application/ld+json", "application/rdf+xml"
OFFERS = (TTL, HTML, LD, XML)

CASES = [
    # who says nothing gets what we would choose
    (None, TTL),
    ("", TTL),
    ("  ", TTL),
    ("*/*", TTL),
    # a name means itself
    ("text/html", HTML),
    ("application/ld+json", LD),
    ("TEXT/HTML", HTML),
    # the weight decides, and equal weights leave it to us
    ("text/turtle;q=0.5, text/html", HTML),
    ("text/turtle;q=0.5, text/html;q=0.5", TTL),
    ("text/html;q=0.900,application/ld+json;q=0.901", LD),
    ("text/html; q=0.2 , */*;q=0.1", HTML),
    ("text/html;Q=0.2, text/turtle;q=0.1", HTML),
    # the more specific range tells the weight, whatever the order
    ("text/*, text/turtle;q=0.1", HTML),
    ("*/*;q=0.9, text/*;q=0.5, application/*;q=0.1", TTL),
    ("text/*;q=0.1, */*;q=0.9", LD),
    ("*/*, text/turtle;q=0", HTML),
    # nothing is wanted at all
    ("text/turtle;q=0", None),
    ("*/*;q=0", None),
    ("image/png", None),
    ("text/plain, image/*", None),
    # parameters narrow a range; ours bear none
    ("text/turtle;charset=utf-8", None),
    ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted", text/html;q=0.1', HTML),
    # what a browser sends
    ("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8", HTML),
    # what is no media range is passed over
    ("nonsense, text/html", HTML),
    ("text, /, */html", None),
    (",,,text/html,,", HTML),
    # a weight above one is one; what is no weight is a parameter that we do not have
    ("text/html;q=1.5, text/turtle", TTL),
    ("text/html;q=high, text/turtle", TTL),
]


@pytest.mark.parametrize(("accept", "expected"), CASES)
def test_is_the_form_chosen_that_the_client_likes_best(accept: str | None, expected: str | None) -> None:
    assert choose_media(accept, OFFERS) == expected


def test_does_a_range_with_parameters_mean_an_offer_that_has_them() -> None:
    offers = ('application/ld+json;profile="http://schema.org"', TTL)
    assert choose_media('application/ld+json;profile="http://schema.org"', offers) == offers[0]


def test_is_a_header_of_any_length_read_in_linear_time() -> None:
    assert len(parse_accept('text/html;a="' + "," * 200_000)) <= 1
    assert len(parse_accept('"' * 200_000)) == 0
    assert len(parse_accept("text/html," * 100_000)) < 1000
