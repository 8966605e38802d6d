"""Do the tests that SECURITY.md names still exist?"""

from __future__ import annotations

import re

from tests.conftest import ROOT

_NAMED_RE = re.compile(r"`(tests/[\w/]+\.py)(?:::(test_\w+))?`")


def test_does_security_md_name_tests_that_exist() -> None:
    named = _NAMED_RE.findall((ROOT / "SECURITY.md").read_text(encoding="utf-8"))
    assert len(named) > 20
    for path, test in named:
        text = (ROOT / path).read_text(encoding="utf-8")
        assert f"def {test}(" in text if test else "def test_" in text, f"{path}::{test}"


def test_has_every_row_of_the_table_a_test() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| ")][1:]
    assert all("`tests/" in row for row in rows)
