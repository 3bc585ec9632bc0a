"""Which registers may be loaded, and that each mistake is named by its place."""

from copy import deepcopy
from typing import cast

import pytest

from ppit_client import new_key_pair
from ppit_gateway.domain.operations import CatalogueUnusable, Routes, read_operations
from ppit_gateway.domain.register import RegisterInvalid, read_register
from tests.support.agreements import an_entry
from tests.support.behind import SERVICE, published
from tests.support.gate import APPROVE, SCREEN, an_agreement

OPERATIONS = read_operations(SERVICE, published())
KEYS = new_key_pair().jwks


def a_register(**changes: object) -> dict[str, object]:
    register: dict[str, object] = {
        "partners": [{"org_id": "thanet", "name": "Thanet District Council"}],
        "clients": [
            {"client_id": "phones", "org_id": "thanet", "jwks": KEYS, "agreements": ["DSA-001"]}
        ],
        "users": [{"user_id": "w-017", "org_id": "thanet", "role": "WARDEN"}],
        "agreements": [an_agreement()],
    }
    return deepcopy({**register, **changes})


def complaints(register: object) -> set[tuple[str, str]]:
    with pytest.raises(RegisterInvalid) as refusal:
        read_register(register, OPERATIONS)
    return {(one.pointer, one.code) for one in refusal.value.errors}


def test_a_register_is_read_as_a_whole() -> None:
    register = read_register(a_register(), OPERATIONS)
    assert [one.client_id for one in register.clients] == ["phones"]
    assert register.clients[0].sandbox is False
    assert register.agreements[0].people_per_day == 100


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"version": 0}, ("/agreements/0/version", "GREATER_THAN_EQUAL")),
        ({"unknown": 1}, ("/agreements/0/unknown", "UNEXPECTED_KEYWORD_ARGUMENT")),
        ({"purposes": []}, ("/agreements/0/purposes", "TOO_SHORT")),
        ({"areas": ["Thanet"]}, ("/agreements/0/areas/0", "STRING_PATTERN_MISMATCH")),
        ({"areas": [f"E{n:08d}" for n in range(100)]}, ("/agreements/0", "TOO_WIDE")),
        ({"ends": "2019-01-01"}, ("/agreements/0/ends", "ENDS_BEFORE_START")),
        ({"partner": "nobody"}, ("/agreements/0", "UNKNOWN_PARTNER")),
        ({"clients": ["desk"]}, ("/clients/0/agreements", "CLIENT_NOT_NAMED")),
        (
            {"entry": an_entry(review="2091-01-01")},
            ("/agreements/0/entry/review", "REVIEW_OUTSIDE_TERM"),
        ),
        (
            {"entry": an_entry(area_names={"E07000108": "Dover"})},
            ("/agreements/0/entry/area_names/E07000108", "UNKNOWN_AREA"),
        ),
        (
            {"requests": {"burst": {"q": 0, "w": 1}}},
            ("/agreements/0/requests/burst/q", "GREATER_THAN_EQUAL"),
        ),
        (
            {"scopes": [SCREEN]},
            (f"/agreements/0/fields/{APPROVE}", "FIELDS_PER_SCOPE"),
        ),
        (
            {"fields": {APPROVE: ["*"], SCREEN: ["control_measures"]}},
            (f"/agreements/0/fields/{SCREEN}", "ESSENTIAL_FIELD_HIDDEN"),
        ),
    ],
)
def test_a_wrong_agreement_is_named_by_its_pointer(
    changes: dict[str, object], expected: tuple[str, str]
) -> None:
    assert expected in complaints(a_register(agreements=[an_agreement(**changes)]))


def signed(first: tuple[str, str], second: tuple[str, str]) -> dict[str, object]:
    both = [
        {"organisation": organisation, "name": name, "signed": "2026-01-01"}
        for organisation, name in (first, second)
    ]
    return an_agreement(signatures=both)


def test_two_different_people_sign_one_for_each_side() -> None:
    same = signed(("Thanet", "A. One"), ("Kent", "A. One"))
    assert complaints(a_register(agreements=[same])) == {
        ("/agreements/0/signatures/1", "SAME_SIGNATORY")
    }
    one_side = signed(("Kent", "A. One"), ("Kent", "B. Two"))
    assert complaints(a_register(agreements=[one_side])) == {
        ("/agreements/0/signatures/1", "SAME_SIDE")
    }


def test_a_key_belongs_to_one_client_and_has_no_private_half() -> None:
    client = cast("list[dict[str, object]]", a_register()["clients"])[0]
    twice = a_register(clients=[client, {**client, "client_id": "other"}])
    assert complaints(twice) == {("/clients/1/jwks/keys/0", "DOUBLE")}
    private = {**KEYS["keys"][0], "d": "secret"}
    secret = a_register(clients=[{**client, "jwks": {"keys": [private]}}])
    assert complaints(secret) == {("/clients/0/jwks/keys/0", "KEY_UNUSABLE")}


def test_a_client_is_registered_under_agreements_of_its_own_organisation_only() -> None:
    partners = [{"org_id": name, "name": name} for name in ("thanet", "dover")]
    foreign = an_agreement(partner="dover")
    assert complaints(a_register(partners=partners, agreements=[foreign])) == {
        ("/clients/0/agreements", "UNKNOWN_AGREEMENT")
    }


def test_nothing_stands_twice_and_only_what_is_listed_is_suspended() -> None:
    user = {"user_id": "w-017", "org_id": "thanet", "role": "WARDEN"}
    assert complaints(a_register(users=[user, user])) == {("/users/1", "DOUBLE")}
    assert complaints(a_register(suspended=["DSA-009"])) == {("/suspended", "UNKNOWN_AGREEMENT")}


def test_an_operation_without_its_rules_makes_the_catalogue_unusable() -> None:
    for change in ("max_people", "purposes", "scope", "subject_classes"):
        document = published()
        del document["paths"]["/v1/screenings"]["post"]["x-ppit"][change]
        with pytest.raises(CatalogueUnusable, match="officer-safety POST /v1/screenings"):
            read_operations(SERVICE, document)


def test_an_operation_that_tells_of_people_says_of_which_class() -> None:
    document = published()
    document["paths"]["/v1/screenings"]["post"]["x-ppit"]["subject_classes"] = []
    with pytest.raises(CatalogueUnusable, match="does not say of which class"):
        read_operations(SERVICE, document)


def test_a_scope_belongs_to_the_service_that_publishes_it() -> None:
    with pytest.raises(CatalogueUnusable, match="scope of another service"):
        read_operations("victims", published())


def test_a_path_finds_its_operation_the_most_literal_first() -> None:
    document = published()
    document["paths"]["/v1/screenings/batch"] = document["paths"]["/v1/screenings"]
    routes = Routes(read_operations(SERVICE, document))
    assert set(routes.at(SERVICE, "/v1/screenings/batch")) == {"POST"}
    assert set(routes.at(SERVICE, "/v1/screenings/abc")) == {"GET"}
    assert routes.at(SERVICE, "/v1/screenings/abc/def") == {}
    assert routes.at("victims", "/v1/screenings") == {}
