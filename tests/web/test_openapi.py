"""Does the description of the interface say what the interface does?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks
from schemathesis.core.errors import InvalidSchema
from schemathesis.specs.openapi import checks as openapi_checks

from kg.graph.questions.catalogue import read_catalogue
from kg.web.catalogue.columns import columns_of_query
from tests.conftest import ROOT

if TYPE_CHECKING:
    from schemathesis import Case
    from schemathesis.schemas import BaseSchema
    from starlette.testclient import TestClient

    from kg.graph.questions.catalogue import Question
    from kg.web.site import Site

CATALOGUE = read_catalogue(ROOT)
EVERY = 9
"""Of the questions, so many are passed over for each that is tried: all are made by the same code."""
TRIED = [
    "GET /questions",
    *(f"GET /questions/{question.id}" for question in CATALOGUE[::EVERY]),
    "GET /sparql",
    "GET /search.json",
    "GET /id/{path}",
    "GET /data/{path}",
    "GET /ontology",
    "GET /.well-known/void",
    "GET /catalogue",
    "GET /health",
]
MODES = [GenerationMode.POSITIVE, GenerationMode.NEGATIVE]
CHECKS = [
    schemathesis.checks.not_a_server_error,
    openapi_checks.status_code_conformance,
    openapi_checks.content_type_conformance,
    openapi_checks.response_schema_conformance,
    openapi_checks.response_headers_conformance,
]


@pytest.fixture(scope="module")
def described(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/openapi.json").json()
    return found


@pytest.fixture(scope="module")
def schema(described: dict[str, Any]) -> BaseSchema:
    load_all_checks()
    return schemathesis.openapi.from_dict(described)


@pytest.mark.parametrize("mode", MODES, ids=["fits", "does-not-fit"])
@pytest.mark.parametrize("operation", TRIED)
def test_does_schemathesis_find_no_fault(
    operation: str, mode: GenerationMode, schema: BaseSchema, client: TestClient
) -> None:
    method, path = operation.split(" ")
    tried = schema[path][method]
    if mode == GenerationMode.NEGATIVE and not list(tried.query):
        pytest.skip("it takes nothing that could be wrong: any text can be a path")
    if mode == GenerationMode.NEGATIVE and path == "/sparql":
        pytest.skip("test_endpoint sends it queries that are wrong; no client sends longer addresses")

    @settings(
        max_examples=6,
        derandomize=True,
        database=None,
        deadline=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @given(case=tried.as_strategy(generation_mode=mode))
    def answers_as_described(case: Case[Any]) -> None:
        asking = case.as_transport_kwargs(base_url="http://testserver")
        asking.pop("cookies", None)
        case.validate_response(client.request(**asking), checks=CHECKS)

    answers_as_described()


def test_is_it_a_valid_description(schema: BaseSchema, described: dict[str, Any]) -> None:
    try:
        schema.validate()
    except InvalidSchema as error:
        pytest.fail(str(error))
    assert described["openapi"] == "3.1.0"
    names = [said["operationId"] for item in described["paths"].values() for said in item.values()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("question", CATALOGUE, ids=lambda question: question.id)
def test_does_it_describe_every_question_with_its_parameters(
    question: Question, described: dict[str, Any]
) -> None:
    said = described["paths"][f"/questions/{question.id}"]["get"]
    parameters = {p["name"]: p for p in said["parameters"] if "name" in p}
    assert set(parameters) == {p.name for p in question.parameters} | {"sort"}
    for parameter in question.parameters:
        told = parameters[parameter.name]
        assert told["description"].startswith(parameter.label)
        assert told["schema"].get("default") == parameter.default
        assert told["required"] == (not parameter.optional and parameter.default is None)


def test_do_examples_call_things_by_their_names(described: dict[str, Any]) -> None:
    said = described["paths"]["/questions/obligations/obligations-on-theme"]["get"]
    theme = next(p for p in said["parameters"] if p.get("name") == "theme")
    assert theme["examples"]["e1"] == {"summary": "theme/conduct/grooming", "value": "grooming"}
    assert len(theme["examples"]) == 3


@pytest.mark.parametrize("question", CATALOGUE, ids=lambda question: question.id)
def test_are_the_columns_read_from_a_query_those_that_it_has(question: Question, site: Site) -> None:
    solutions = site.engine.ox.query(question.sparql, use_default_graph_as_union=True)
    assert isinstance(solutions, ox.QuerySolutions)
    assert columns_of_query(question.query) == tuple(variable.value for variable in solutions.variables)


def test_do_all_examples_answer(described: dict[str, Any], client: TestClient) -> None:
    """What a reader copies from the description gives rows or none, but no error."""
    for path in list(described["paths"])[1 : len(CATALOGUE) : EVERY]:
        for parameter in described["paths"][path]["get"]["parameters"]:
            for example in parameter.get("examples", {}).values():
                asked = client.get(path, params={parameter["name"]: example["value"]})
                assert asked.status_code == 200, (path, parameter["name"], example, asked.text)


def test_does_the_page_for_people_list_every_address(client: TestClient, described: dict[str, Any]) -> None:
    page = client.get("/page/api").text
    assert page.count("<h1") == 1
    for path in described["paths"]:
        assert path.replace("&", "&amp;") in page


def test_does_a_client_that_has_it_get_nothing_anew(client: TestClient) -> None:
    first = client.get("/openapi.json")
    again = client.get("/openapi.json", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert json.loads(first.text)["servers"] == [{"url": "http://testserver"}]
