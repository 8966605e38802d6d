"""The one family of errors, each with its place, its remedy and its exit code.

Exit codes are part of the command's contract: 1 findings of severity Violation, 2 wrong usage,
3 input unreadable or invalid, 4 network or remote store, 5 a missing tool.
"""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass

_DISK_REMEDIES = {
    errno.ENOSPC: "Its disk is full: free space there, or name another place",
    errno.EDQUOT: "Its disk has no more room for you: free space there, or name another place",
    errno.EROFS: "Its disk may only be read: name another place",
}
_FAULTS_SHOWN = 40
_QUOTED = 80
"""Characters that a message repeats of what a user gave."""


class KgError(Exception):
    """An error that the user can act upon; printed as one message, without a traceback."""

    exit_code = 3

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        """Return `where: what. Remedy` on one line."""
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head}. {self.remedy}" if self.remedy else head


class UsageError(KgError):
    """The command was called with arguments that do not fit."""

    exit_code = 2


class InputError(KgError):
    """A file or store could not be read, or says something invalid."""

    exit_code = 3


class RemoteError(KgError):
    """A network service or remote store did not answer as it should."""

    exit_code = 4


class PassingError(RemoteError):
    """A service failed in a way that may pass: it is busy, too slow for this request, or broke off."""

    def __init__(
        self,
        what: str,
        *,
        where: str = "",
        remedy: str = "",
        retry_after: str = "",
        is_too_much: bool = False,
    ) -> None:
        super().__init__(what, where=where, remedy=remedy)
        self.retry_after = retry_after
        """The service's own `Retry-After`, where it sent one."""
        self.is_too_much = is_too_much
        """Whether to ask for less may help."""


class CannotAnswerError(RemoteError):
    """A service that works well refuses this question: neither now nor later can it answer it."""


class MissingToolError(KgError):
    """A program that the command needs is not on this machine."""

    exit_code = 5


@dataclass(frozen=True)
class Fault:
    """One thing wrong in one input file."""

    path: str
    line: int | None
    what: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.what}. {self.remedy}"


class InvalidInputError(InputError):
    """Several faults, gathered over all input files and reported together."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults

    def __str__(self) -> str:
        """Return one line a fault, and after many the number of those that are left."""
        lines = [str(fault) for fault in self.faults[:_FAULTS_SHOWN]]
        left = len(self.faults) - len(lines)
        return "\n".join([*lines, f"… and {left:,} more; mend these first"] if left else lines)


def quoted(text: str) -> str:
    """Return text as a message repeats it: in quotation marks, on one line, a long one cut."""
    return repr(text if len(text) <= _QUOTED else text[:_QUOTED] + "…")


def why_unwritable(error: OSError, *, else_: str) -> tuple[str, str]:
    """Return what the system says is wrong where it cannot write, and what to do, by default `else_`.

    The store's engine tells of a full disk in words only.
    """
    number = error.errno or next((n for n in _DISK_REMEDIES if os.strerror(n) in str(error)), 0)
    why = error.strerror or (os.strerror(number) if number else str(error))
    return why, _DISK_REMEDIES.get(number, else_)
