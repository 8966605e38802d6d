"""Spoil a module in small ways, one at a time, and count what the tests notice.

    python -m benchmarks.mutation [MODULE…] [--every N] [--only LINE]… [--out FILE]

Modules are those of `SUBJECTS`, all of them without arguments. Each mutant is run against the tests that
cover the module, in a forked process in which the module's source is replaced while it is imported: no file
is touched. What survives is printed as a difference of one line; what no test can notice stands in
`mutation_equivalent.yaml` with its reason and counts for nothing. Changes are those of mutmut, outside
functions too, and patterns lose each quantifier, anchor and optional sign in turn.

It needs mutmut 3 (`pip install mutmut`), and CPKG_BUILT, a folder with a build (see `tests/conftest.py`),
where the tests read the graph.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.machinery
import json
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import asdict, dataclass
from difflib import ndiff
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from benchmarks.mutants import mutants_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import CodeType

ROOT = Path(__file__).resolve().parent.parent
EQUIVALENT = Path(__file__).with_name("mutation_equivalent.yaml")
SUBJECTS: dict[str, tuple[str, ...]] = {
    # the resolver
    "kg.pipeline.resolve": ("tests/pipeline/test_resolve.py",),
    "kg.aliases": ("tests/test_aliases.py",),
    "kg.schemes": ("tests/test_schemes.py", "tests/graph/test_bridge.py"),
    "kg.graph.lookup.bridge": ("tests/graph/test_bridge.py",),
    # identifiers
    "kg.identifiers": ("tests/test_identifiers.py",),
    # the binder of questions
    "kg.graph.stores.binding": ("tests/graph/test_binding.py",),
    "kg.graph.questions.parameters": ("tests/graph/test_parameters.py",),
}
"""Modules, each with the tests that are held to notice; the examples in its docstrings run too."""
_GRACE = 20.0
"""Seconds beyond the time of the untouched module until a mutant counts as hanging."""


@dataclass(frozen=True)
class Outcome:
    """What became of one mutant."""

    module: str
    line: int
    before: str
    after: str
    fate: str
    """`killed`, `hangs` (killed too), `unloadable` (no mutant: it cannot be imported) or `survived`."""


def measure(module: str, *, every: int = 1, only: Sequence[int] = ()) -> Iterator[Outcome]:
    """Yield what becomes of each mutant of a module.

    Raises:
        RuntimeError: where the tests fail without any change.
    """
    path = ROOT / "src" / Path(*module.split(".")).with_suffix(".py")
    source = path.read_text(encoding="utf-8")
    begun = time.monotonic()
    if (fate := _try(module, path, source, 600.0)) != "survived":
        raise RuntimeError(f"the tests of {module} fail as it stands: {fate}")
    patience = 3 * (time.monotonic() - begun) + _GRACE
    for number, code in enumerate(mutants_of(source)):
        line, before, after = _difference(source, code)
        if number % every or (only and line not in only):
            continue
        yield Outcome(module, line, before, after, _try(module, path, code, patience))


def _try(module: str, path: Path, code: str, patience: float) -> str:
    """Run the tests in a process where the module is this code, and return the mutant's fate."""
    child = os.fork()
    if child == 0:
        os.setsid()
        os._exit(_run_tests(module, path, code))
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return {0: "survived", _UNLOADABLE: "unloadable"}.get(os.waitstatus_to_exitcode(status), "killed")
        time.sleep(0.005)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return "hangs"


_UNLOADABLE = 77


def _run_tests(module: str, path: Path, code: str) -> int:
    import pytest

    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    sys.meta_path.insert(0, _Finder(module, path, code))
    try:
        importlib.import_module(module)
    except BaseException:  # noqa: BLE001  # whatever it is, such a mutant never ran
        return _UNLOADABLE
    with tempfile.TemporaryDirectory() as folder:
        options = ["-x", "-q", "--assert=plain", "-p", "no:cacheprovider", f"--basetemp={folder}/tests"]
        return int(pytest.main([*options, str(path), *(str(ROOT / name) for name in SUBJECTS[module])]))


class _Finder(importlib.machinery.PathFinder):
    """Finds one module as the code given here, wherever it lies."""

    def __init__(self, module: str, path: Path, code: str) -> None:
        self._module = module
        self._path = path
        self._code = code

    def find_spec(  # type: ignore[override]  # of an instance, as `sys.meta_path` takes them
        self, name: str, _path: object = None, _target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name != self._module:
            return None
        loader = _Loader(name, str(self._path), self._code)
        return importlib.util.spec_from_file_location(name, self._path, loader=loader)


class _Loader(importlib.machinery.SourceFileLoader):
    def __init__(self, name: str, path: str, code: str) -> None:
        super().__init__(name, path)
        self._text = code

    def get_code(self, fullname: str) -> CodeType:
        return compile(self._text, self.get_filename(fullname), "exec", dont_inherit=True)


def _difference(source: str, code: str) -> tuple[int, str, str]:
    """Return the number of the first line that differs, with what stood there and what stands there now."""
    old, new = source.splitlines(), code.splitlines()
    line = next(number for number, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1])
    changes = list(ndiff(old, new))
    before = " ⏎ ".join(text[2:].strip() for text in changes if text.startswith("- "))
    return line + 1, before, " ⏎ ".join(text[2:].strip() for text in changes if text.startswith("+ "))


def _load_libraries() -> None:
    """Import what tests import, so that each forked process has it; our own modules each loads anew."""
    importlib.import_module("tests.conftest")
    for name in ("hypothesis", "kg.graph.lookup.bridge", "tests.graph.sparql_server"):
        importlib.import_module(name)
    for name in [name for name in sys.modules if name.split(".")[0] in {"kg", "tests"}]:
        del sys.modules[name]


def _equivalents() -> dict[tuple[str, str, str], str]:
    rows = yaml.safe_load(EQUIVALENT.read_text(encoding="utf-8")) if EQUIVALENT.exists() else []
    return {(row["module"], row["before"], row["after"]): row["why"] for row in rows or []}


def main() -> None:
    """Print survivors as they come, then a line a module: killed, of how many, which share."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("modules", nargs="*", metavar="MODULE", default=list(SUBJECTS))
    parser.add_argument("--every", type=int, default=1, metavar="N", help="one mutant in N, as a sample")
    parser.add_argument("--only", type=int, action="append", default=[], help="line of the module")
    parser.add_argument("--out", type=Path, help="file that takes every outcome, a JSON object a line")
    options = parser.parse_args()
    _load_libraries()
    known = _equivalents()
    for module in options.modules:
        fates: Counter[str] = Counter()
        for outcome in measure(module, every=options.every, only=options.only):
            excused = (module, outcome.before, outcome.after) in known and outcome.fate == "survived"
            fates["equivalent" if excused else outcome.fate] += 1
            if outcome.fate == "survived" and not excused:
                print(f"{module}:{outcome.line}\n  - {outcome.before}\n  + {outcome.after}", flush=True)
            if options.out:
                with options.out.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(asdict(outcome), ensure_ascii=False) + "\n")
        print(_summary(module, fates), flush=True)


def _summary(module: str, fates: Counter[str]) -> str:
    killed = fates["killed"] + fates["hangs"]
    counted = killed + fates["survived"]
    share = f"{killed / counted:.1%}" if counted else "-"
    return f"{module}: {killed} of {counted} killed ({share}), {fates['equivalent']} equivalent"


if __name__ == "__main__":
    main()
