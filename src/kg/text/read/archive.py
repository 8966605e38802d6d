"""Take members out of a zip archive that may be hostile."""

from __future__ import annotations

import io
import zipfile
import zlib

from kg.errors import InputError

EXPANDED = 64 * 1024**2
"""Bytes that an archive may hold when unpacked."""
RATIO = 100
"""How many times larger than in the archive a member may be, once it is larger than 1 MB."""
MEMBERS = 5_000

_STEP = 1024**2
_ENTRY = b"PK\x01\x02"  # of the directory at the archive's end
_REFETCH = "Fetch the file again: it may be cut off"


class Archive:
    """An archive in memory; every failure is an `InputError` that names the file."""

    def __init__(self, data: bytes, *, name: str) -> None:
        self._name = name
        if data.count(_ENTRY) > MEMBERS:
            raise self._refused()
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise self._damaged() from error
        infos = self._zip.infolist()
        grows = any(i.file_size > max(_STEP, RATIO * i.compress_size) for i in infos)
        if grows or sum(i.file_size for i in infos) > EXPANDED:
            raise self._refused()
        self._left = EXPANDED
        self.members = frozenset(self._zip.namelist())

    def read(self, member: str) -> bytes:
        """Return a member, unpacked; nothing where there is none of that name.

        Raises:
            InputError: where it is larger than it claims, encrypted or damaged.
        """
        if member not in self.members:
            return b""
        try:
            with self._zip.open(member) as packed:
                data = packed.read(self._left + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise self._damaged() from error
        except RuntimeError as error:  # zipfile's word for a password
            remedy = "Save it without a password"
            raise InputError("the file is encrypted", where=self._name, remedy=remedy) from error
        self._left -= len(data)
        if self._left < 0:
            raise self._refused()
        return data

    def _refused(self) -> InputError:
        what = f"the archive unpacks to more than {EXPANDED // 1024**2} MB, or {RATIO} times its size"
        return InputError(what, where=self._name, remedy="Save the document anew from a word processor")

    def _damaged(self) -> InputError:
        return InputError("the archive is damaged", where=self._name, remedy=_REFETCH)
