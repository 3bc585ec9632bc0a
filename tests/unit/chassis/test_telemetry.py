"""Spans carry identifiers and no person; switched off they cost nothing and say nothing."""

import json

import pytest

from ppit_platform.telemetry import TelemetryMode, open_telemetry, request_span
from tests.support.calls import a_caller

SCOPE = {
    "method": "POST",
    "path": "/v1/screenings",
    "headers": [(b"traceparent", b"00-" + b"a" * 32 + b"-" + b"b" * 16 + b"-01")],
}


def test_a_span_names_the_request_under_the_gates_trace(
    capsys: pytest.CaptureFixture[str],
) -> None:
    telemetry = open_telemetry("notebook", TelemetryMode.CONSOLE)
    caller = a_caller()
    with request_span(telemetry.tracer, SCOPE, caller) as ended:
        ended(201)
    telemetry.close()
    span = json.loads(capsys.readouterr().err)
    assert span["name"] == "POST /v1/screenings"
    assert (span["trace_id"], span["parent_id"]) == ("a" * 32, "b" * 16)
    assert (span["service"], span["kind"], span["status"]) == ("notebook", "SERVER", "UNSET")
    assert span["start_ns"] <= span["end_ns"]
    assert span["attributes"] == {
        "ppit.request_id": str(caller.request_id),
        "ppit.org_id": "kcc",
        "ppit.purpose": "OFFICER_SAFETY_VISIT",
        "http.response.status_code": 201,
    }


def test_switched_off_nothing_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    telemetry = open_telemetry("notebook", TelemetryMode.OFF)
    with request_span(telemetry.tracer, SCOPE, a_caller()) as ended:
        ended(200)
    telemetry.close()
    assert capsys.readouterr() == ("", "")
