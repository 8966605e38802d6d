"""Why a query got no answer: the status of HTTP that says so, and when to come back."""

from __future__ import annotations

from math import ceil


class Refused(Exception):  # noqa: N818 - it is refused, not in error
    """A query that is not answered, with the status that tells why."""

    def __init__(self, status: int, what: str, *, retry_after: float | None = None) -> None:
        super().__init__(what)
        self.status = status
        self.what = what
        self.retry_after = None if retry_after is None else max(1, ceil(retry_after))

    @classmethod
    def busy(cls, what: str, seconds: float) -> Refused:
        """Return the refusal of a client who asks too much: 429, with the seconds to wait."""
        return cls(429, what, retry_after=seconds)
