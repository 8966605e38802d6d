"""Write an answer of several titled tables: to the terminal, as Markdown, or as one JSON object."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from kg.cli.output import choose, plain_table, print_table, write_text
from kg.row_text import markdown, records

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kg.model import Section


class SectionFormat(StrEnum):
    """How titled tables can be written."""

    TABLE = "table"
    JSON = "json"
    MD = "md"


def write_sections(
    heading: str,
    sections: Sequence[Section],
    *,
    about: dict[str, Any] | None = None,
    format: str | None = None,  # noqa: A002 - the word of the command line
    out: Path | None = None,
) -> None:
    """Write sections under a heading; in JSON, `about` stands beside them.

    Raises:
        UsageError: where the format is none of table, json and md.
    """
    chosen = choose(SectionFormat, format, out, SectionFormat.TABLE)
    if chosen is SectionFormat.JSON:
        tables = {section.title: records(section.rows) for section in sections}
        write_text(
            json.dumps({**(about or {}), "sections": tables}, ensure_ascii=False, indent=2) + "\n", out
        )
    elif chosen is SectionFormat.MD:
        tables_md = [f"## {section.title}\n\n{markdown(section.rows.readable())}" for section in sections]
        write_text("\n".join([f"# {heading}\n", *tables_md]), out)
    elif out is not None:
        plain = [f"{section.title}\n\n{plain_table(section.rows.readable())}" for section in sections]
        write_text("\n".join([f"{heading}\n", *plain]), out)
    else:
        write_text(f"{heading}\n\n", None)
        for section in sections:
            print_table(section.rows.readable(), section.title)
