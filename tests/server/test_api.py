"""The JSON API does what its OpenAPI file says, for good requests and for bad ones."""

from __future__ import annotations

import time
from typing import Any

import jsonschema
import pytest
import schemathesis
import yaml
from hypothesis import settings
from schemathesis.checks import CHECKS

from kg.server import openapi
from kg.server.api import Api
from tests.server.conftest import Server


def get(server: Server, path: str, **params: Any) -> Any:
    response = server.client.get(path, params=params)
    assert response.status_code == 200, response.text
    return response.json()


def test_the_file_and_the_routes_agree(server: Server) -> None:
    for operation in openapi.operations():
        assert callable(getattr(Api, operation.name))
        path = operation.path.replace("{id}", "JPN").replace("{name}", "binds")
        assert server.client.get(path).status_code != 405
    assert len({o.name for o in openapi.operations()}) == len(openapi.operations())
    assert server.client.get("/api/openapi.json").json() == yaml.safe_load(server.client.get("/api/openapi.yaml").text)
    assert server.client.get("/api/nothing").status_code == 404


def schema_of(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}", "components": openapi.document()["components"]}


@pytest.mark.parametrize(
    ("path", "schema"),
    [
        ("/api/status", "Status"),
        ("/api/search?q=reciprocal access", "Found"),
        ("/api/entities/JPN", "Entity"),
        ("/api/entities/Japan/neighbours?kind=agreement&limit=2", "Neighbours"),
        ("/api/entities/JPN/relations?with=PHL", "Relations"),
        ("/api/paths?from=JPN&to=FJI", "Paths"),
        ("/api/timeline?actor=JPN&actor=PHL&from=2024-01-01", "Timeline"),
        ("/api/diff?from=2024-01-01&to=2025-06-01", "Changes"),
        ("/api/candidates", "Candidates"),
        ("/api/queries", "Queries"),
        ("/api/queries/binds?a=JPN&b=BGD", "Rows"),
    ],
)
def test_answers_have_the_shape_of_the_file(server: Server, path: str, schema: str) -> None:
    response = server.client.get(path)
    assert response.status_code == 200, response.text
    jsonschema.Draft202012Validator(schema_of(schema)).validate(response.json())
    assert response.headers["KG-Generation"]


def test_a_relation_is_shown_with_its_claims_and_quotes(server: Server) -> None:
    (first, *_) = get(server, "/api/entities/JPN/relations", **{"with": "PHL", "kind": "agreement"})["relations"]
    found = get(server, f"/api/relations/{first['id']}")
    jsonschema.Draft202012Validator(schema_of("Relation")).validate(found)
    assert found["claims"]
    assert all(r["quote"] and r["doc"].startswith("doc-") for c in found["claims"] for r in c["receipts"])
    assert all(0 <= c["confidence"] <= 1 for c in found["claims"])
    document = get(server, f"/api/documents/{found['claims'][0]['doc']}")
    assert first["id"] in {r["id"] for r in document["relations"]}


def test_search_pages_through_everything_once(server: Server) -> None:
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        found = get(server, "/api/search", q="japan", limit=7, **cursor)
        seen += [h["iri"] for h in found["hits"]]
        if found["cursor"] is None:
            break
        cursor = {"cursor": found["cursor"]}
    assert len(seen) == len(set(seen)) == found["total"] == sum(found["counts"].values())
    assert seen[0].endswith("/JPN")


def test_neighbours_are_counted(server: Server) -> None:
    found = get(server, "/api/entities/JPN/neighbours", limit=200)
    by_name = {n["actor"]["id"]: n for n in found["neighbours"]}
    shared = get(server, "/api/entities/JPN/relations", **{"with": "PHL", "limit": 200})
    assert by_name["PHL"]["relations"] == shared["total"] == sum(by_name["PHL"]["by_kind"].values())
    assert get(server, "/api/entities/JPN")["neighbours"] == found["total"]


def test_every_hop_of_a_path_has_receipts(server: Server) -> None:
    found = get(server, "/api/paths", **{"from": "BGD", "to": "PHL", "hops": 3})
    assert found["paths"]
    for path in found["paths"]:
        assert path[0]["from"]["id"] == "BGD"
        assert path[-1]["to"]["id"] == "PHL"
        assert [h["to"]["id"] for h in path[:-1]] == [h["from"]["id"] for h in path[1:]]
        for hop in path:
            assert all(r["receipts"] and r["relation"]["left_out"] is None for r in hop["relations"])


def test_the_clocks_are_parameters(server: Server) -> None:
    now = get(server, "/api/entities/PHL")
    then = get(server, "/api/entities/PHL", known_at="2024-07-31", as_of="2024-07-31")
    assert then["known_at"] == "2024-07-31"
    assert sum(then["relations"].values()) < sum(now["relations"].values())
    stages = get(server, "/api/timeline", actor="PHL", known_at="2024-07-31", limit=200)["stages"]
    assert all(r["published"] <= "2024-07-31" for s in stages for r in s["receipts"])


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/entities/JPM", 404, "KG102"),
        ("/api/relations/JPN", 404, "KG701"),
        ("/api/search", 400, "KG701"),
        ("/api/search?q=...", 400, "KG401"),
        ("/api/search?q=a&limit=0", 400, "KG701"),
        ("/api/search?q=a&cursor=xyz", 400, "KG701"),
        ("/api/search?q=a&nonsense=1", 400, "KG701"),
        ("/api/entities/JPN?as_of=2024-02-30", 400, "KG701"),
        ("/api/diff?from=2025-01-01&to=2024-01-01", 400, "KG701"),
        ("/api/queries/none", 404, "KG102"),
        ("/api/queries/binds?a=JPN", 400, "KG401"),
    ],
)
def test_errors_have_one_shape_and_teach(server: Server, path: str, status: int, code: str) -> None:
    response = server.client.get(path)
    assert response.status_code == status, response.text
    jsonschema.Draft202012Validator(schema_of("Problem")).validate(response.json())
    assert response.json()["error"]["code"] == code
    assert response.json()["error"]["hint"] or "needs b" in response.json()["error"]["message"]


def test_a_cursor_of_another_generation_says_that_the_graph_changed(server: Server) -> None:
    from kg.server.cursors import cursor

    response = server.client.get("/api/search", params={"q": "japan", "cursor": cursor(999, 5)})
    assert response.status_code == 409


def test_what_was_retracted_is_gone_with_its_reason(writable: Server) -> None:
    from tests.system.conftest import run_kg

    name = get(writable, "/api/search", q="handed over", kind="document")["hits"][0]["id"]
    done = run_kg("-w", writable.workspace, "retract", name, "--reason", "a test of ours", "--yes")
    assert done.returncode == 0, done.stderr
    for _ in range(100):
        response = writable.client.get(f"/api/documents/{name}")
        if response.status_code == 410:
            break
        time.sleep(0.1)
    assert response.status_code == 410
    assert "a test of ours" in response.json()["error"]["message"]


schema = schemathesis.openapi.from_dict(openapi.document())


@schema.parametrize()
@settings(max_examples=25, deadline=None)
def test_nothing_that_a_machine_can_think_of_makes_the_server_fail(case: Any, server: Server) -> None:
    case.call_and_validate(
        base_url=server.url,
        checks=[CHECKS.get_one(n) for n in ("not_a_server_error", "status_code_conformance", "content_type_conformance",
                                            "response_schema_conformance")],
    )  # fmt: skip
