"""The merged document that partners read."""

import json
from typing import cast

from ppit_gateway.domain.openapi import merged
from tests.support.behind import SERVICE, published


def test_paths_stand_under_their_service_with_scope_case_and_key() -> None:
    document = merged({SERVICE: published()}, "http://gate.test")
    paths = cast("dict[str, dict[str, dict[str, object]]]", document["paths"])
    assert len(paths) == 7
    screen = paths["/officer-safety/v1/screenings"]["post"]
    scopes = ["officer-safety:screen"]
    assert screen["security"] == [{"ppit": scopes, "dpop": []}, {"ppit": scopes}]
    assert screen["x-status"] == "beta"
    named = [one["name"] for one in cast("list[dict[str, object]]", screen["parameters"])]
    assert named == ["Case-Reference", "Idempotency-Key", "fields"]
    read = paths["/officer-safety/v1/screenings/{screening_id}"]["get"]
    named = [one["name"] for one in cast("list[dict[str, object]]", read["parameters"])]
    assert named == ["screening_id", "Case-Reference", "fields"]


def test_every_reference_points_at_a_schema_named_after_its_service() -> None:
    document = merged({SERVICE: published()}, "http://gate.test")
    components = cast("dict[str, dict[str, object]]", document["components"])
    text = json.dumps(document)
    pointed = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert pointed
    assert pointed <= components["schemas"].keys()
    assert all(name.startswith("officer-safety.") for name in components["schemas"])
    schemes = cast("dict[str, dict[str, dict[str, dict[str, object]]]]", components)
    flow = schemes["securitySchemes"]["ppit"]["flows"]
    assert cast("dict[str, dict[str, object]]", flow)["clientCredentials"]["tokenUrl"] == (
        "http://gate.test/oauth2/token"
    )


def test_g_a_deprecated_operation_is_marked_so() -> None:
    document = published()
    rules = document["paths"]["/v1/screenings"]["post"]["x-ppit"]
    rules["lifecycle"] = {"deprecated": "2026-01-01T00:00:00Z"}
    paths = merged({SERVICE: document}, "http://gate.test")["paths"]
    screen = cast("dict[str, dict[str, dict[str, object]]]", paths)[
        "/officer-safety/v1/screenings"
    ]["post"]
    assert (screen["x-status"], screen["deprecated"]) == ("deprecated", True)


def test_g_the_document_names_the_proof_of_a_key_and_the_failures_of_a_sandbox() -> None:
    document = merged({SERVICE: published()}, "http://gate.test")
    components = cast("dict[str, dict[str, dict[str, object]]]", document["components"])
    proof = components["securitySchemes"]["dpop"]
    assert (proof["type"], proof["in"], proof["name"]) == ("apiKey", "header", "DPoP")
    info = cast("dict[str, list[str]]", document["info"])
    assert {"people-quota-exceeded", "audit-unavailable"} <= set(info["x-sandbox-scenarios"])
