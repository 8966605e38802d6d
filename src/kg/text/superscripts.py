"""Superscript digits, which mark footnotes, and ordinary ones in their place."""

from __future__ import annotations

SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_DIGITS = "0123456789"
_LOWER, _RAISE = str.maketrans(SUPERSCRIPTS, _DIGITS), str.maketrans(_DIGITS, SUPERSCRIPTS)


def plain_digits(text: str) -> str:
    """Return text with superscript digits as ordinary ones.

    >>> plain_digits("¹²")
    '12'
    """
    return text.translate(_LOWER)


def raised_digits(text: str) -> str:
    """Return text with digits as superscript ones; the inverse of `plain_digits`.

    >>> raised_digits("12")
    '¹²'
    """
    return text.translate(_RAISE)
