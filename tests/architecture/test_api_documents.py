"""The committed API document of each service is the one it serves: the gate routes by it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import cast

import pytest

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
    program = Path(sys.executable).with_name(f"ppit-{service}")
    said = subprocess.run([program, "openapi"], check=True, capture_output=True, text=True)  # noqa: S603  # our own program
    assert document(service) == said.stdout, "run `make openapi` and commit what it writes"


@pytest.mark.parametrize("service", SERVICES)
def test_every_operation_says_its_scope_and_how_it_is_logged(service: str) -> None:
    openapi = cast("dict[str, object]", json.loads(document(service)))
    assert operations(openapi)
    assert ungoverned_operations(openapi) == []
