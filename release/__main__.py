"""Make a release: `make release`, or `python -m release --out dist`.

Two runs on the same commit make the same bytes; `SHA256SUMS` has the digest of every file. Nothing is sent
anywhere.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from kg import __version__
from kg.errors import InputError, KgError
from release.bills import write_bills
from release.data import write_data
from release.packages import build_packages
from release.sums import write_sums

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: Sequence[str] | None = None) -> int:
    """Make all files of a release and return the exit code."""
    options = _parser().parse_args(arguments)
    try:
        release(ROOT, options.out, unclean=options.unclean)
    except KgError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


def release(root: Path, out: Path, *, unclean: bool) -> None:
    """Write the files of a release into a folder that holds nothing yet.

    Raises:
        InputError: where the folder is not empty, the checkout has changes, or the web bundle is not built.
    """
    if out.exists() and any(out.iterdir()):
        raise InputError("is not empty", where=str(out), remedy="Empty it, or name another with --out")
    if not unclean:
        _require_clean(root)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        build_packages(root, out)
        write_data(root, out, Path(place))
    write_bills(root, out)
    for name, digest in write_sums(out):
        print(f"{digest}  {name}")
    print(f"cpkg {__version__}: {out}", file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m release", description="Make the files of a release.")
    parser.add_argument("--out", type=Path, default=Path("dist"), help="folder to write them to")
    parser.add_argument("--unclean", action="store_true", help="also from a checkout with changes, to try it")
    return parser


def _require_clean(root: Path) -> None:
    if not (root / ".git").exists():  # a source archive
        return
    command = ["git", "status", "--porcelain"]
    changed = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout  # noqa: S603
    if changed:
        raise InputError(
            f"has changes that are not committed: {changed.split()[-1]} and perhaps others",
            where=str(root),
            remedy="Commit them, or try with --unclean",
        )


if __name__ == "__main__":
    sys.exit(main())
