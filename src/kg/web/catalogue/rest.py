"""The catalogue over HTTP: the list of questions and their answers, in the form that is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from kg.errors import UsageError
from kg.graph.questions.catalogue import find_question
from kg.pipeline.find import Suggestion, list_questions
from kg.row_text import write_csv, write_lines, write_markdown, write_tsv
from kg.web.asked import has_already
from kg.web.catalogue.as_json import answer_json, list_json
from kg.web.catalogue.desk import cut_rows, desk_of, sorted_rows
from kg.web.catalogue.finding import found_by
from kg.web.catalogue.forms import ANSWER_FORMS, LIST_FORMS, chosen_form
from kg.web.catalogue.list_page import list_page
from kg.web.catalogue.question_page import faulty_page, question_page
from kg.web.catalogue.wishes import MOST_ROWS, Wish, read_wish

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from kg.graph.questions.catalogue import Question
    from kg.model import Rows
    from kg.web.catalogue.desk import Asked, Desk
    from kg.web.site import Site

_TEXTS: dict[str, Callable[[Rows], str]] = {
    "csv": write_csv, "tsv": write_tsv, "ndjson": write_lines, "md": write_markdown,
}  # fmt: skip
_LONGEST_SEARCH = 200
_SERVICE = '</openapi.json>; rel="service-desc"; type="application/vnd.oai.openapi+json"'


def questions(request: Request) -> Response:
    """Return the questions, or those that have the words of `q`."""
    site: Site = request.app.state.site
    form = chosen_form(request, request.path_params.get("ending", ""), LIST_FORMS)
    words = " ".join(request.query_params.get("q", "").split())[:_LONGEST_SEARCH]
    suggestions = found_by(request, words) if words else tuple(map(Suggestion, site.catalogue))
    headers = {"Vary": "Accept", "Cache-Control": "public, max-age=300"}
    if form == "html":
        return list_page(request, suggestions, words, headers=headers)
    found = [suggestion.question for suggestion in suggestions]
    text = list_json(found, site.url) if form == "json" else write_csv(list_questions(found))
    return Response(text, media_type=LIST_FORMS[form], headers=headers)


def question_by_name(request: Request) -> Response:
    """Lead from the name of a question to its address."""
    name, dot, ending = request.path_params["name"].partition(".")
    question = _question(request, name)
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/questions/{question.id}{dot}{ending}{query}", status_code=303)


def answer(request: Request) -> Response:
    """Answer a question with the values of the address."""
    name, _, ending = request.path_params["name"].partition(".")
    question = _question(request, f"{request.path_params['theme']}/{name}")
    form = chosen_form(request, ending, ANSWER_FORMS)
    try:
        return _answer(request, question, form, ending)
    except UsageError as error:
        if form == "html":
            return faulty_page(request, desk_of(request), question, error)
        raise


def _answer(request: Request, question: Question, form: str, ending: str) -> Response:
    desk = desk_of(request)
    wish = read_wish(request, question)
    asked = desk.understand(question, wish.given)
    headers = _headers(desk, asked, wish, form, negotiated=not ending)
    if has_already(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    if form == "rq":
        text = question.bound_query(asked.values)
        return Response(text, media_type=ANSWER_FORMS[form], headers=headers)
    rows = sorted_rows(desk.rows(asked), wish.sort)
    if form == "html":
        return question_page(request, desk, asked, wish, rows, headers=headers)
    shown = cut_rows(rows, wish, most=MOST_ROWS)
    headers |= _cut(request, wish, shown=len(shown.rows), total=len(rows.rows))
    if form == "json":
        text = answer_json(desk.lookup, asked, shown, total=len(rows.rows), offset=wish.offset)
    else:
        text = _TEXTS[form](shown)
    return Response(text, media_type=ANSWER_FORMS[form], headers=headers)


def _question(request: Request, wanted: str) -> Question:
    """Return a question by its id or name.

    Raises:
        HTTPException: 404 where there is none, with those that are called nearly so.
    """
    site: Site = request.app.state.site
    try:
        return find_question(list(site.catalogue), wanted)
    except UsageError as error:
        remedy = "See /questions." if "`kg ask`" in error.remedy else error.remedy
        raise HTTPException(404, f"{error.what[:1].upper()}{error.what[1:]}. {remedy}") from error


def _headers(desk: Desk, asked: Asked, wish: Wish, form: str, *, negotiated: bool) -> dict[str, str]:
    question = asked.question
    headers = {
        "ETag": desk.tag(asked, wish, form),
        "Cache-Control": "public, max-age=300",
        "Link": _SERVICE,
        "Content-Disposition": f'inline; filename="{question.name}.{form}"',
    }
    if form == "html":
        del headers["Content-Disposition"]
    return headers | ({"Vary": "Accept"} if negotiated else {})


def _cut(request: Request, wish: Wish, *, shown: int, total: int) -> dict[str, str]:
    """Return the headers that say that rows are left, and where they are."""
    end = wish.offset + shown
    if end >= total:
        return {}
    query = dict(request.query_params) | {"offset": str(end)}
    link = f'{_SERVICE}, <{request.url.path}?{urlencode(query)}>; rel="next"'
    return {"X-Truncated": f"after {shown} of {total} rows, from row {wish.offset + 1}", "Link": link}
