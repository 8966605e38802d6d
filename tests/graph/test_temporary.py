"""Do temporary folders go, whatever becomes of the process that made them?"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from kg.system.temporary import TemporaryFolder

KILLED = """
import os, signal
from kg.system.temporary import TemporaryFolder
folder = TemporaryFolder("case")
(folder.path / "file").touch()
print(folder.path, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(autouse=True)
def _apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the temporary files of these tests in a folder of their own."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def test_is_the_folder_of_a_killed_process_deleted_by_the_next(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED], capture_output=True, text=True, check=False)
    left = Path(done.stdout.strip())
    assert left.parent == tmp_path
    assert (left / "file").exists()
    with TemporaryFolder("other"):
        assert left.exists()
    with TemporaryFolder("case") as folder:
        assert list(tmp_path.iterdir()) == [folder]


def test_is_a_folder_in_use_left_to_its_owner() -> None:
    first = TemporaryFolder("case")
    with TemporaryFolder("case") as second:
        assert first.path.exists()
    assert not second.exists()
    assert first.path.exists()
    first.delete()
    assert not first.path.exists()


def test_does_no_link_lead_the_sweep_elsewhere(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (tmp_path / "cpkg-case-link").symlink_to(precious)
    with TemporaryFolder("case"):
        assert precious.exists()
