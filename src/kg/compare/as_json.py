"""The JSON of `kg compare`; its keys are described in docs/compare.md."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.compare.report import Comparison, Edit, Paragraph, Row, Side


def comparison_json(comparison: Comparison, rows: Iterable[Row]) -> dict[str, Any]:
    """Return a comparison as an object, with the rows that were asked for."""
    before, after = comparison.before, comparison.after
    return {
        "before": _side(before),
        "after": _side(after),
        "summary": {
            **comparison.counts(),
            "shifts": [
                {"aspect": aspect, "direction": direction, "count": count}
                for (aspect, direction), count in comparison.directions().items()
            ],
        },
        "title_changes": [_edit(edit, before.title, after.title) for edit in comparison.title_edits],
        "outside": list(comparison.outside),
        "paragraphs": [_row(row) for row in rows],
    }


def _side(side: Side) -> dict[str, Any]:
    return {
        "name": side.name,
        "title": side.title or None,
        "adopted": side.adopted or None,
        "draft": side.draft,
        "source": {"path": side.path, "sha256": side.sha256},
    }


def _row(row: Row) -> dict[str, Any]:
    texts = (row.before.text if row.before else "", row.after.text if row.after else "")
    return {
        "status": row.status,
        "moved": row.moved,
        "kind": row.kind,
        "before": _paragraph(row.before),
        "after": _paragraph(row.after),
        "changes": [_edit(edit, *texts) for edit in row.changes],
        "typography": [_edit(edit, *texts) for edit in row.typography],
        "shifts": [
            {
                "aspect": shift.aspect,
                "direction": shift.direction,
                "before": shift.before or None,
                "after": shift.after or None,
            }
            for shift in row.shifts
        ],
    }


def _paragraph(paragraph: Paragraph | None) -> dict[str, Any] | None:
    if paragraph is None:
        return None
    return {
        "id": paragraph.id,
        "number": paragraph.number,
        "level": paragraph.level,
        "text": paragraph.text,
        "notes": list(paragraph.notes),
    }


def _edit(edit: Edit, before: str, after: str) -> dict[str, Any]:
    return {
        "before": {"span": list(edit.before), "text": before[slice(*edit.before)]},
        "after": {"span": list(edit.after), "text": after[slice(*edit.after)]},
    }
