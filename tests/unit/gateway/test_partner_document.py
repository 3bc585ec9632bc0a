"""G: the document of one partner has what its agreement grants, and nothing else."""

import json
from typing import cast

from ppit_gateway.catalogue.files import documents
from ppit_gateway.domain.openapi import merged
from ppit_gateway.domain.partner_document import Granted, partner_document
from ppit_platform.codes import SubjectClass

MERGED = merged(documents(), "http://gate.test")
SCREEN = "officer-safety:screen"
EVERYBODY = frozenset(one.value for one in SubjectClass)
VISIT = frozenset({"OFFICER_SAFETY_VISIT"})
SCREENINGS = "/officer-safety/v1/screenings"


def view(*fields: str, scopes: frozenset[str] = frozenset({SCREEN})) -> dict[str, object]:
    granted = Granted(scopes, VISIT, EVERYBODY, {SCREEN: frozenset(fields)})
    return partner_document(MERGED, granted)


def operations(document: dict[str, object]) -> dict[str, dict[str, object]]:
    paths = cast("dict[str, dict[str, dict[str, object]]]", document["paths"])
    return {f"{verb} {path}": one for path, verbs in paths.items() for verb, one in verbs.items()}


def test_g_a_partner_sees_the_operations_of_its_scopes_and_purposes() -> None:
    scopes = {
        cast("dict[str, object]", one["x-ppit"])["scope"] for one in operations(view("*")).values()
    }
    assert scopes == {SCREEN}
    assert len(operations(view("*"))) < len(operations(MERGED))
    scope = frozenset({SCREEN})
    other = partner_document(MERGED, Granted(scope, frozenset({"VET_GRANT"}), EVERYBODY, {}))
    victims = partner_document(MERGED, Granted(scope, VISIT, frozenset({"VICTIM"}), {}))
    assert (other["paths"], victims["paths"]) == ({}, {})


def test_g_a_partner_sees_the_fields_that_may_leave_and_no_others() -> None:
    answer = cast(
        "dict[str, dict[str, dict[str, dict[str, object]]]]",
        operations(view("result", "words"))[f"post {SCREENINGS}"]["responses"],
    )
    schema = answer["200"]["content"]["application/json"]["schema"]
    shown = cast("dict[str, dict[str, object]]", schema)
    assert set(shown["properties"]) == {"result", "words"}
    assert set(cast("list[str]", shown["required"])) <= {"result", "words"}


def test_g_nothing_is_kept_that_nothing_points_at_and_nothing_is_missing() -> None:
    for document in (view("*"), view("result"), view("*", scopes=frozenset())):
        text = json.dumps(document)
        pointed = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
        components = cast("dict[str, dict[str, object]]", document["components"])
        assert pointed == set(components["schemas"])
    whole = cast("dict[str, dict[str, object]]", MERGED["components"])["schemas"]
    assert len(cast("dict[str, object]", view("*")["components"])["schemas"]) < len(whole)  # pyright: ignore[reportArgumentType]
