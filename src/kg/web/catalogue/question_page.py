"""The page of a question: form, answer as table and drawing, downloads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.web.addresses import page_address, path_of
from kg.web.catalogue.charts import chart_of
from kg.web.catalogue.columns import is_date, linked_columns, type_of
from kg.web.catalogue.desk import cut_rows
from kg.web.catalogue.fields import choices_of, fields_of, short_value
from kg.web.pages.render import render
from kg.web.pages.shown import Shown, address, day, place_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from kg.errors import UsageError
    from kg.graph.questions.catalogue import Question
    from kg.model import Rows, Term
    from kg.web.catalogue.desk import Asked, Desk
    from kg.web.catalogue.wishes import Wish
    from kg.web.lookup import Lookup

PAGE_ROWS = 100
"""Rows of a page, where the address does not say otherwise."""
_LONG = 60
"""Signs of a cell that wants a wide column."""
_KINDS = {"integer": "number", "decimal": "number", "date": "date"}
_DOWNLOADS = {
    "csv": "CSV", "json": "JSON", "tsv": "TSV", "ndjson": "JSON lines", "md": "Markdown", "rq": "SPARQL",
}  # fmt: skip


@dataclass(frozen=True)
class Head:
    """The head of a column, which sorts by it."""

    label: str
    address: str
    sorted: str
    """`ascending`, `descending` or ``, as ARIA has it."""
    number: bool


@dataclass(frozen=True)
class ShownCell:
    """A cell: what it says and where it leads; `kind` is `number`, `date`, `long` or nothing."""

    shown: Shown
    kind: str = ""


@dataclass(frozen=True)
class ShownRow:
    """A row, and where the citation of its paragraph is."""

    cells: tuple[ShownCell, ...]
    cite: Shown | None


def question_page(
    request: Request, desk: Desk, asked: Asked, wish: Wish, rows: Rows, *, headers: Mapping[str, str]
) -> Response:
    """Return the page of a question with its answer."""
    question = asked.question
    chosen = {p.name: short_value(p, asked.values) for p in question.parameters}
    links = linked_columns(desk.lookup, rows)
    shown = cut_rows(rows, wish, most=PAGE_ROWS)
    kinds = {column: _KINDS.get(type_of(shown, column), "") for column in shown.columns}
    here = f"/questions/{question.id}"
    return render(
        request,
        "question.html",
        headers=headers,
        question=question,
        words=asked.words,
        here=here,
        fields=fields_of(desk, question, asked.values, wish.given),
        lists=choices_of(desk, question),
        heads=_heads(shown, kinds, wish, here, chosen),
        rows=_rows(desk.lookup, shown, links, kinds),
        has_cites=_cited_column(rows, links) is not None,
        total=len(rows.rows),
        first=wish.offset + 1,
        last=wish.offset + len(shown.rows),
        chart=chart_of(desk.lookup, asked, rows, links),
        downloads=[Shown(name, to=address(f"{here}.{end}", **chosen)) for end, name in _DOWNLOADS.items()],
        stable=address(here, **chosen),
        query=question.bound_query(asked.values),
        error="",
        steps=_steps(wish, here, chosen, len(rows.rows)),
    )


def faulty_page(request: Request, desk: Desk, question: Question, error: UsageError) -> Response:
    """Return the page of a question with what is wrong, and what was given still in the fields."""
    given = {p.name: request.query_params.get(p.name, p.default or "") for p in question.parameters}
    return render(
        request,
        "question.html",
        status=400,
        headers={"Vary": "Accept"},
        question=question,
        words=question.question.replace("{", "").replace("}", ""),
        here=f"/questions/{question.id}",
        fields=fields_of(desk, question, {}, given, error),
        lists=choices_of(desk, question),
        error=str(error),
    )


def _heads(
    rows: Rows, kinds: Mapping[str, str], wish: Wish, here: str, chosen: Mapping[str, str]
) -> tuple[Head, ...]:
    heads = []
    for column in rows.readable().columns:
        up = wish.sort == column
        to = address(here, **chosen, sort=f"-{column}" if up else column) + "#answer"
        how = "ascending" if up else "descending" if wish.sort == f"-{column}" else ""
        heads.append(Head(rows.heading(column), to, how, kinds.get(column) == "number"))
    return tuple(heads)


def _rows(lookup: Lookup, rows: Rows, links: dict[str, str], kinds: dict[str, str]) -> tuple[ShownRow, ...]:
    readable = rows.readable().columns
    places = [
        (rows.columns.index(column), rows.columns.index(links.get(column, column)), kinds.get(column, ""))
        for column in readable
    ]
    cited = _cited_column(rows, links)
    return tuple(
        ShownRow(
            tuple(_cell(lookup, row[at], row[lead], kind) for at, lead, kind in places),
            _cite(lookup, row[cited]) if cited is not None else None,
        )
        for row in rows.rows
    )


def _cell(lookup: Lookup, term: Term | None, thing: Term | None, kind: str) -> ShownCell:
    shown = _shown(lookup, term, thing)
    return ShownCell(shown, kind or ("long" if len(shown.label) > _LONG else ""))


def _shown(lookup: Lookup, term: Term | None, thing: Term | None) -> Shown:
    if term is None:
        return Shown("")
    if term.kind == "iri":
        return Shown(place_of(lookup, term.value), term.value)
    label = day(term.value) if is_date(term) else term.value
    return Shown(label, thing.value if thing and thing.kind == "iri" else "")


def _cite(lookup: Lookup, thing: Term | None) -> Shown | None:
    if thing is None or thing.kind != "iri" or path_of(thing.value) is None:
        return None
    return Shown(place_of(lookup, thing.value), to=page_address(thing.value).partition("#")[0] + "#cite")


def _cited_column(rows: Rows, links: dict[str, str]) -> int | None:
    """Return the column of the paragraph that a row is about, where it shows its place."""
    named = [thing for column, thing in links.items() if column.casefold().endswith("place")]
    return rows.columns.index(named[0]) if named else None


def _steps(wish: Wish, here: str, chosen: dict[str, str], total: int) -> dict[str, str]:
    """Return the addresses of the rows before and after, `` where there are none."""
    size = wish.limit or PAGE_ROWS
    kept = {**chosen, "sort": wish.sort, "limit": str(wish.limit) if wish.limit else ""}
    before = address(here, **kept, offset=str(max(0, wish.offset - size)) if wish.offset > size else "")
    after = address(here, **kept, offset=str(wish.offset + size))
    return {
        "before": before + "#answer" if wish.offset else "",
        "after": after + "#answer" if wish.offset + size < total else "",
    }
