"""What officer safety publishes, and nothing else, is what the gate routes."""

import json
from pathlib import Path
from typing import cast

from ppit_officer_safety.app import create_app
from ppit_platform.access import EXTENSION
from ppit_platform.governance import operations, ungoverned_operations

CATALOGUE = Path(__file__).parents[3] / "gateway" / "ppit_gateway" / "catalogue"


def test_the_gates_catalogue_holds_the_document_as_it_is_now() -> None:
    published = json.loads((CATALOGUE / "officer-safety.openapi.json").read_text())
    assert published == create_app().openapi()


def test_every_operation_says_how_the_gate_must_treat_it() -> None:
    document = create_app().openapi()
    assert len(operations(document)) == 16
    assert ungoverned_operations(document) == []


def test_no_operation_that_discloses_may_lose_its_result_to_an_agreement() -> None:
    document = create_app().openapi()
    operation = operations(document)["POST /v1/screenings"]
    governed = cast("dict[str, list[str]]", operation[EXTENSION])
    assert {"result", "unable_reason", "control_measures"} <= set(governed["essential_fields"])
