"""The committed API document of each service is the one it serves: the gate routes by it."""

import json
from importlib import import_module
from typing import cast

import pytest
from typer.testing import CliRunner

from ppit_platform.governance import operations, ungoverned_operations
from tests.architecture.our_files import our_files, text_of

CATALOGUE = "gateway/ppit_gateway/catalogue"
SERVICES = ("audit", "officer-safety", "partners", "tracing", "vetting", "victims", "webhooks")


def document(service: str) -> str:
    return text_of(f"{CATALOGUE}/{service}.openapi.json")


def test_every_service_has_its_document_in_the_catalogue() -> None:
    assert our_files(f"{CATALOGUE}/*.openapi.json") == [
        f"{CATALOGUE}/{service}.openapi.json" for service in SERVICES
    ]


@pytest.mark.parametrize("service", SERVICES)
def test_the_committed_document_is_what_the_service_says_today(service: str) -> None:
    program = import_module(f"ppit_{service.replace('-', '_')}.cli").cli.app
    said = CliRunner().invoke(program, ["openapi"], catch_exceptions=False)
    assert document(service) == said.stdout, "run `make openapi` and commit what it writes"


@pytest.mark.parametrize("service", SERVICES)
def test_every_operation_says_its_scope_and_how_it_is_logged(service: str) -> None:
    openapi = cast("dict[str, object]", json.loads(document(service)))
    assert operations(openapi)
    assert ungoverned_operations(openapi) == []
