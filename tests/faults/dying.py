"""Run `kg` again and again in children of one process, each killed at the step that the test names.

A step is what changes the folder that is watched: a file opened for writing, a rename, a link, a removal. So
kills need no luck to come between two of them, and a run costs no start of Python.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.faults.scene import Scene

_STEPS = {"os.rename", "os.link", "os.symlink", "os.remove", "os.mkdir", "os.rmdir", "shutil.rmtree"}
_WRITING = os.O_WRONLY | os.O_RDWR


class Nursery:
    """The process that starts children, and what they are told to do."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.steps = 0
        """Steps of the last run that came to its end."""

    def run(self, scene: Scene) -> tuple[int, str]:
        """Run a scene's command to its end; return its exit code and what it said."""
        return self.run_until(scene, 0)

    def run_until(self, scene: Scene, step: int) -> tuple[int, str]:
        """Run a scene's command, and kill it before one of its steps; the code is then negative."""
        job = {
            "arguments": list(scene.command()),
            "environment": scene.environment(),
            "folder": str(scene.now),
            "step": step,
        }
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        done = json.loads(self._process.stdout.readline())
        if done["code"] == 0:
            self.steps = done["steps"]
        return done["code"], done["said"]


@contextlib.contextmanager
def nursery() -> Iterator[Nursery]:
    """Yield a process that runs `kg` in children."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.faults.dying"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parent.parent.parent,
    ) as process:
        yield Nursery(process)


def main() -> None:
    """Run one job a line."""
    import kg.pipeline.build
    import kg.pipeline.ingest
    import kg.pipeline.reason
    import kg.web.publish.publishing  # noqa: F401 - so that no child has to

    for line in sys.stdin:
        print(json.dumps(_run(json.loads(line))), flush=True)


def _run(job: dict[str, Any]) -> dict[str, Any]:
    with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as steps:
        child = os.fork()
        if not child:
            _live(job, said.fileno(), steps.fileno())
        _, status = os.waitpid(child, 0)
        said.seek(0)
        steps.seek(0)
        return {
            "code": os.waitstatus_to_exitcode(status),
            "said": said.read(),
            "steps": int(steps.read() or 0),
        }


def _live(job: dict[str, Any], said: int, steps: int) -> None:
    from kg.cli.main import run

    with Path(os.devnull).open("r+") as nothing:
        for number, target in ((0, nothing.fileno()), (1, nothing.fileno()), (2, said)):
            os.dup2(target, number)
    os.environ.update(job["environment"])
    sys.argv = ["kg", *job["arguments"]]
    watch = _Watch(job["folder"], job["step"])
    sys.addaudithook(watch)
    code = 0
    try:
        run()
    except SystemExit as ended:
        code = int(ended.code or 0)
    sys.stderr.flush()
    os.write(steps, str(watch.seen).encode())
    os._exit(code)


class _Watch:
    """Counts the steps in a folder, and ends the process before one."""

    def __init__(self, folder: str, last: int) -> None:
        self.seen = 0
        self._folder = folder
        self._last = last

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            named, writes = arguments[:1], bool(arguments[2] and arguments[2] & _WRITING)
        else:
            named, writes = arguments[:2], event in _STEPS
        if not writes or not any(self._is_inside(one) for one in named):
            return
        self.seen += 1
        if self.seen == self._last:
            os.kill(os.getpid(), signal.SIGKILL)

    def _is_inside(self, named: object) -> bool:
        return isinstance(named, (str, Path)) and str(named).startswith(self._folder)


if __name__ == "__main__":
    main()
