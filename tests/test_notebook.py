"""Does the notebook of `docs/` run as it stands, from a question to citations and a file?

It runs in a process of its own: what Jupyter's libraries warn of is no fault of ours.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

NOTEBOOK = ROOT / "docs" / "notebook.ipynb"
RUN = """
import sys, nbformat
from nbclient import NotebookClient
notebook = nbformat.read(sys.argv[1], as_version=4)
NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
nbformat.write(notebook, sys.argv[2])
"""


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory, store_path: str) -> tuple[Path, dict[str, Any]]:
    """Return the folder in which the notebook ran, and the notebook with its outputs."""
    place = tmp_path_factory.mktemp("notebook")
    homes = {
        name: str(place / name.lower())
        for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR")
    }
    environment = {**os.environ, **homes, "KG_STORE": store_path, "MPLBACKEND": "agg"}
    command = [sys.executable, "-c", RUN, str(NOTEBOOK), str(place / "done.ipynb")]
    ended = subprocess.run(
        command, cwd=place, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert ended.returncode == 0, ended.stderr[-2000:]
    return place, json.loads((place / "done.ipynb").read_text(encoding="utf-8"))


def test_is_it_committed_without_outputs() -> None:
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    assert [cell for cell in cells if cell.get("outputs") or cell.get("execution_count")] == []


def test_does_every_cell_run(done: tuple[Path, dict[str, Any]]) -> None:
    _, notebook = done
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1))


def test_does_it_end_with_citations_and_a_file(done: tuple[Path, dict[str, Any]]) -> None:
    place, notebook = done
    printed = "".join(
        "".join(output.get("text", "")) + "".join(output.get("data", {}).get("text/html", ""))
        for cell in notebook["cells"]
        for output in cell.get("outputs", [])
    )
    assert "UNHRC Res 31/7 (23 March 2016) UN Doc A/HRC/RES/31/7, paras 4, 9" in printed
    assert "kg ask obligations-on-theme --theme theme/measure/reporting-of-material" in printed
    assert len((place / "report-duties.csv").read_text(encoding="utf-8").splitlines()) > 1
