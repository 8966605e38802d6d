"""HermiT in one Java for many questions: a Java of its own takes ten times as long as what it is asked.

The questions, and what is printed of them, are those of its command line, which `tests/graph/test_hermit.py`
and `tests/cli/test_reason.py` start as users do.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from kg.graph.infer.hermit import hermit_command
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class WarmHermit:
    """A process that answers what HermiT's command line would, question after question."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def run_within(self, command: Sequence[str], timeout: float) -> tuple[str, str]:
        """Return what the command would print to its two streams, as `kg.graph.infer.hermit.run_within` does.

        Raises:
            TimeoutError: at the limit, in seconds; nothing can be asked from then on.
        """
        assert self._process.stdin
        assert self._process.stdout
        limit = threading.Timer(timeout, self._process.kill)
        limit.start()
        print(json.dumps(list(command[len(hermit_command()) :])), file=self._process.stdin, flush=True)
        said = self._process.stdout.readline()
        limit.cancel()
        if not said:
            raise TimeoutError
        out, err = json.loads(said)
        return out, err


@contextlib.contextmanager
def warm_hermit() -> Iterator[WarmHermit]:
    """Start HermiT, and end it afterwards."""
    command = [sys.executable, "-m", "tests.graph.warm_hermit"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, encoding="utf-8"
    ) as process:
        yield WarmHermit(process)  # which ends when nothing more can be asked


def _answer_questions() -> None:
    import jpype

    java, *options, _, places, main = hermit_command()
    os.environ["JAVA_HOME"] = str(Path(java).resolve().parent.parent)
    jpype.startJVM(*options, classpath=places.split(os.pathsep))
    system, hermit = jpype.JClass("java.lang.System"), jpype.JClass(main)
    for line in sys.stdin:
        out, err = (jpype.JClass("java.io.ByteArrayOutputStream")() for _ in range(2))
        system.setOut(jpype.JClass("java.io.PrintStream")(out))
        system.setErr(jpype.JClass("java.io.PrintStream")(err))
        try:
            hermit.main(json.loads(line))
        except jpype.JException as error:  # the command line would print it, and end
            error.printStackTrace()
        print(json.dumps([str(stream.toString("UTF-8")) for stream in (out, err)]), flush=True)


if __name__ == "__main__":
    _answer_questions()
