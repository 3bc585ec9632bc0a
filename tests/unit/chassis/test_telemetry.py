"""Spans carry identifiers and no person; switched off they cost nothing and say nothing."""

import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

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


def test_a_collector_gets_the_spans_before_the_process_ends() -> None:
    heard: list[bytes] = []

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(self.rfile.read(int(self.headers["content-length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its name there
            del format, args

    with HTTPServer(("127.0.0.1", 0), Collector) as server:
        taking = Thread(target=server.handle_request)
        taking.start()
        endpoint = f"http://127.0.0.1:{server.server_port}/v1/traces"
        telemetry = open_telemetry("notebook", TelemetryMode.OTLP, endpoint=endpoint)
        with request_span(telemetry.tracer, SCOPE, a_caller()) as ended:
            ended(200)
        telemetry.close()
        taking.join()
    (sent,) = heard
    assert b"POST /v1/screenings" in sent
