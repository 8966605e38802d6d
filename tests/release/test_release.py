"""Are releases the same bytes each time, complete, licensed, and free of versions with known faults?"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement
from packaging.version import Version
from release.__main__ import release
from release.bills import FRONTEND_LOCK, write_bills
from release.licences import EXCEPTIONS, is_permissive, licence_of
from release.lock import read_bundle, read_requirements
from release.packages import BUNDLE, build_packages
from release.sums import SUMS, write_sums

from kg.errors import InputError
from tests.conftest import ROOT
from tests.tables import read_yaml

if TYPE_CHECKING:
    from pathlib import Path

LOCKS = ("requirements.txt", "requirements-dev.txt")
ADVISORIES = read_yaml(ROOT / "tests" / "cases" / "advisories.yaml")
bundled = pytest.mark.skipif(
    not (ROOT / BUNDLE / "LICENSES.txt").is_file(),
    reason="the bundle for browsers is not built (make bundle)",
)


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    build_packages(ROOT, out)
    return out


@bundled
def test_is_a_second_build_of_the_packages_the_same_bytes(packages: Path, tmp_path: Path) -> None:
    build_packages(ROOT, tmp_path)
    assert digests(tmp_path) == digests(packages)
    assert {path.suffix for path in packages.iterdir()} == {".whl", ".gz"}


@bundled
def test_does_the_wheel_carry_the_bundle_and_all_that_a_build_reads(packages: Path) -> None:
    (wheel,) = packages.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert "kg/web/static/bundle/LICENSES.txt" in names
    for folder in ("ontology", "shapes", "queries", "data"):
        own = {path.relative_to(ROOT / folder) for path in (ROOT / folder).rglob("*") if path.is_file()}
        carried = {name for name in names if name.startswith(f"kg/resources/{folder}/")}
        assert {f"kg/resources/{folder}/{path.as_posix()}" for path in own} == carried
    assert not [name for name in names if "node_modules" in name or name.startswith("tests/")]


@bundled
def test_does_the_wheel_run_without_checkout_node_make_or_git(packages: Path, tmp_path: Path) -> None:
    (wheel,) = packages.glob("*.whl")
    home = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(home)
    env = {"PYTHONPATH": str(home), "PATH": str(tmp_path), "HOME": str(tmp_path)}
    where = run("-c", "import kg; print(kg.__file__)", env=env, folder=tmp_path)
    assert where.startswith(str(home))
    run("-m", "kg", "build", env=env, folder=tmp_path)
    answer = run("-m", "kg", "ask", "reports-requested", "--format", "csv", env=env, folder=tmp_path)
    assert len(answer.splitlines()) > 1


def test_is_a_release_refused_where_files_lie_or_the_bundle_is_missing(tmp_path: Path) -> None:
    full = tmp_path / "full"
    full.mkdir()
    (full / "old.whl").touch()
    with pytest.raises(InputError, match="is not empty"):
        release(ROOT, full, unclean=True)
    with pytest.raises(InputError, match="bundle of the SPARQL editor"):
        release(tmp_path, tmp_path / "new", unclean=True)


def test_is_a_release_refused_from_a_checkout_with_changes(tmp_path: Path) -> None:
    git = shutil.which("git")
    if git is None:
        pytest.skip("git is not installed")
    subprocess.run([git, "init", "--quiet", str(tmp_path)], check=True)
    (tmp_path / "new.py").touch()
    with pytest.raises(InputError, match=r"not committed: new\.py"):
        release(tmp_path, tmp_path / "dist", unclean=False)


@bundled
def test_are_the_bills_of_materials_valid_and_whole(tmp_path: Path) -> None:
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator  # takes seconds, in each process that collects

    write_bills(ROOT, tmp_path)
    python, browser = (next(tmp_path.glob(f"*.{kind}.cdx.json")) for kind in ("python", "browser"))
    for path in (python, browser):
        text = path.read_text(encoding="utf-8")
        assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    locked = {(one.name, one.version) for one in read_requirements(ROOT / "requirements.txt")}
    assert {(c["name"], c["version"]) for c in components(python)} == locked
    assert {c["name"] for c in components(browser)} >= {"cytoscape"}
    for component in (*components(python), *components(browser)):
        assert component["hashes"], component["name"]
        assert component["licenses"], component["name"]


def test_do_the_sums_fit_the_files(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"abc")
    write_sums(tmp_path)
    line = (tmp_path / SUMS).read_text(encoding="utf-8")
    assert line == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a.txt\n"


@pytest.mark.parametrize("lock", LOCKS)
def test_may_everybody_use_each_package(lock: str) -> None:
    for package in read_requirements(ROOT / lock):
        licence = licence_of(package.name)
        assert licence, f"{package.name}: read its licence and name it in release/licences.py"
        assert is_permissive(licence) or package.name in EXCEPTIONS, f"{package.name}: {licence}"


@bundled
def test_may_everybody_use_what_browsers_get() -> None:
    for package in read_bundle(ROOT / BUNDLE, ROOT / FRONTEND_LOCK):
        assert is_permissive(package.licence), f"{package.name}: {package.licence}"


def test_does_every_exception_still_stand_for_a_package() -> None:
    locked = {one.name for lock in LOCKS for one in read_requirements(ROOT / lock)}
    assert set(EXCEPTIONS) <= locked


@pytest.mark.parametrize("advisory", ADVISORIES, ids=lambda one: f"{one['package']}-{one['fixed']}")
def test_is_no_version_with_a_known_fault_locked_or_allowed(advisory: dict[str, str]) -> None:
    name, fixed = advisory["package"], Version(advisory["fixed"])
    for lock in LOCKS:
        for package in read_requirements(ROOT / lock):
            if package.name == name:
                assert Version(package.version) >= fixed, advisory["advisory"]
    for requirement in declared():
        if requirement.name.lower() == name:
            lowest = [Version(one.version) for one in requirement.specifier if one.operator == ">="]
            assert lowest, f"{requirement}: name the lowest version"
            assert lowest[0] >= fixed, advisory["advisory"]


def test_are_the_locks_all_pinned_with_digests() -> None:
    for lock in LOCKS:
        packages = read_requirements(ROOT / lock)
        assert len(packages) > 20
        assert all(package.hashes for package in packages)


def declared() -> list[Requirement]:
    """Return what pyproject.toml asks for, extras and all."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    return [Requirement(one) for group in groups for one in group]


def components(path: Path) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))["components"]
    return found


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def run(*arguments: str, env: dict[str, str], folder: Path) -> str:
    """Return what a Python process prints, run with no other surroundings than these."""
    done = subprocess.run(
        [sys.executable, *arguments],
        env={**env, **{k: v for k, v in os.environ.items() if k in {"LANG", "LD_LIBRARY_PATH"}}},
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout
