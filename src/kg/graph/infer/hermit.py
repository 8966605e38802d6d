"""Ask HermiT, the OWL 2 DL reasoner that ships inside owlready2, by its own command line.

owlready2's `sync_reasoner` is not used: it first reads the ontology into its own objects, drops what it does
not know, and so reports some inconsistent ontologies as consistent. The whole reason and its figures:
docs/decisions/0005-hermit-by-its-own-command-line.md.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import re
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import InputError, MissingToolError
from kg.namespaces import OWL
from kg.system.files import writing_temporarily
from kg.system.java import find_java
from kg.system.parent import die_with_parent
from kg.system.temporary import TemporaryFolder

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MAIN = "org.semanticweb.HermiT.cli.CommandLine"
# A run lasts about a second: a simple collector and quick compilation halve its start.
_JVM = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData")
_SATISFIABLE = f"{OWL}Thing is satisfiable."
_UNSATISFIABLE_RE = re.compile(r"^\t(\S+)$", re.MULTILINE)  # not the heading above the indented list


class ReasonerTimeoutError(InputError):
    """HermiT had no answer at its time limit."""


@dataclass(frozen=True)
class Answer:
    """What HermiT says of an ontology."""

    consistent: bool
    unsatisfiable: tuple[str, ...] = ()
    """IRIs of the named classes that can have no member; unknown, and empty, where nothing is consistent."""


def ask_hermit(triples: Iterable[ox.Triple], *, timeout: float) -> Answer:
    """Return whether triples are consistent and which classes are unsatisfiable, within `timeout` seconds.

    HermiT sees one local file and nothing else: statements of owl:imports must have gone before.

    Raises:
        MissingToolError: where Java or owlready2 is missing.
        ReasonerTimeoutError: where the time was not enough; every process of HermiT is gone then.
        InputError: where HermiT cannot read the ontology or gives up on it.
    """
    command = hermit_command("--no-prefixes", "-k", "-U")
    with TemporaryFolder("hermit") as folder:
        file = folder / "ontology.nt"
        with writing_temporarily():
            ox.serialize(triples, str(file), format=ox.RdfFormat.N_TRIPLES)
        try:
            out, err = run_within([*command, file.as_uri()], timeout)
        except TimeoutError as error:
            raise ReasonerTimeoutError(
                f"HermiT had no answer within {timeout:.0f} s", remedy="Allow it more with --timeout"
            ) from error
    return _read_answer(out, err)


def hermit_command(*arguments: str) -> list[str]:
    """Return the command that runs HermiT with these arguments.

    Raises:
        MissingToolError: where Java or owlready2 is missing.
    """
    return [find_java(), *_JVM, "-cp", _class_path(), _MAIN, *arguments]


def run_within(command: Sequence[str], timeout: float) -> tuple[str, str]:
    """Return what a command prints to its two streams; at the limit it is killed with all its children.

    Raises:
        TimeoutError: at the limit, in seconds.
    """
    process = subprocess.Popen(  # noqa: S603 - no shell, and a command of our own making
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=die_with_parent,  # noqa: PLW1509 - one call of the system; a kill would leave Java running
        encoding="utf-8",
        errors="replace",
    )
    with process:
        try:
            return process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired as error:
            _kill_group(process.pid)
            raise TimeoutError from error
        except BaseException:  # the user interrupts: an orphaned reasoner would go on for good
            _kill_group(process.pid)
            raise


def _kill_group(leader: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)


def _class_path() -> str:
    """Return the class path of the HermiT inside owlready2, found without importing owlready2.

    Raises:
        MissingToolError: where it is not there.
    """
    spec = importlib.util.find_spec("owlready2")
    for place in (spec.submodule_search_locations if spec else None) or ():
        folder = Path(place, "hermit")
        if (folder / "HermiT.jar").is_file():
            return os.pathsep.join((str(folder), str(folder / "HermiT.jar")))
    raise MissingToolError("owlready2 with its HermiT is missing", remedy="Run `pip install owlready2`")


def _read_answer(out: str, err: str) -> Answer:
    """Read HermiT's output; its exit code says nothing, as it is 0 also for a file it cannot parse."""
    if "InconsistentOntologyException" in err:
        return Answer(consistent=False)
    if _SATISFIABLE not in out:
        said = _complaint(out + err)
        raise InputError(f"HermiT cannot take this ontology: {said}", remedy="Mend what it names")
    found = set(_UNSATISFIABLE_RE.findall(out)) - {OWL + "Nothing"}
    return Answer(consistent=True, unsatisfiable=tuple(sorted(found)))


def _complaint(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    told = [line for line in lines if "Exception" in line or "Error" in line or "pear-shaped" in line]
    return (told or lines or ["it said nothing"])[0]
