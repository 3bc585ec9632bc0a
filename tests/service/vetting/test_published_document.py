"""What vetting publishes, and nothing else, is what the gate routes."""

from typing import cast

from ppit_platform.access import EXTENSION
from ppit_platform.governance import operations, ungoverned_operations
from ppit_vetting.app import create_app


def test_every_operation_says_how_the_gate_must_treat_it() -> None:
    document = create_app().openapi()
    assert set(operations(document)) == {
        "POST /v1/cases",
        "GET /v1/cases/{case_id}",
        "GET /v1/cases/{case_id}/report",
        "POST /v1/cases/{case_id}/decision",
        "POST /v1/cases/{case_id}/second-signature",
        "GET /v1/schemes",
        "POST /v1/audit/subjects",
        "POST /v1/audit/answers",
        "POST /v1/audit/erasures",
        "POST /v1/audit/people",
    }
    assert ungoverned_operations(document) == []


def test_no_agreement_may_take_the_results_out_of_a_summary() -> None:
    operation = operations(create_app().openapi())["GET /v1/cases/{case_id}"]
    governed = cast("dict[str, list[str]]", operation[EXTENSION])
    assert {"checks.result", "checks.reasons", "recommendation", "state"} <= set(
        governed["essential_fields"]
    )


def test_only_a_named_person_decides() -> None:
    document = operations(create_app().openapi())
    steps = ("POST /v1/cases/{case_id}/decision", "POST /v1/cases/{case_id}/second-signature")
    for step in steps:
        assert cast("dict[str, object]", document[step][EXTENSION])["person_required"] is True
