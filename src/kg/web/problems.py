"""Errors as a client reads them: RFC 9457 problems for programs, a page for readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


def exception_handlers() -> Mapping[Any, Any]:
    """Return what answers each exception that a route can raise."""
    return {}
