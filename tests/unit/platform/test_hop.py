"""What a hop token, a mandate and a service token are good for, and what they are not."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from ppit_platform import caller_claims
from ppit_platform.caller import Actor, Caller
from ppit_platform.codes import ProcessingRegime, PurposeCode, Role
from ppit_platform.hop import Hop, body_digest, check_body, open_hop, read_hop, seal_hop
from ppit_platform.mandate import Mandate, open_mandate, seal_mandate
from ppit_platform.service_call import ServiceRequest, open_service_call, seal_service_call
from ppit_platform.tokens import InvalidToken, SharedKey, SigningKey, new_private_key

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
KEY = SharedKey.from_hex("officer-safety", "0b" * 32)
GATE = SigningKey.from_pem(new_private_key())
BODY = b'{"visit":1}'
CALLER = Caller(
    request_id=UUID("01994f60-0000-7000-8000-000000000001"),
    org_id="thanet",
    client_id="thanet-phones",
    actor=Actor("w-017", Role.WARDEN, "partner-vouched"),
    purpose=PurposeCode.OFFICER_SAFETY_VISIT,
    regime=ProcessingRegime.UK_GDPR,
    agreement_id="DSA-001",
    agreement_version=3,
    case_reference="VISIT/2026/1",
    scopes=frozenset({"officer-safety:screen"}),
    areas=frozenset({"E07000114"}),
    audiences=frozenset({"WARDENS"}),
    people_limit=5,
)
HOP = Hop(
    caller=CALLER,
    audience="officer-safety",
    method="POST",
    path="/v1/screenings?x=1",
    body_sha256=body_digest(BODY),
    idempotency_key="key-1",
    idempotency_fingerprint="f" * 64,
    mandate=None,
    expires=NOW + timedelta(seconds=30),
)
MANDATE = Mandate(
    UUID("01994f60-0000-7000-8000-000000000002"),
    CALLER,
    "officer-safety",
    5,
    NOW + timedelta(hours=24),
)
REQUEST = ServiceRequest("POST", "/internal/v1/facts", b"{}")


WIDEST = ["officer-safety:screen", *(f"E{number:08d}" for number in range(88))]
"""As much as an agreement may carry: ``ppit_gateway.domain.register.MOST_CARRIED``."""


def opened(raw: str, **changes: object) -> Hop:
    bound = {"method": "POST", "path": "/v1/screenings?x=1", "now": NOW} | changes
    return open_hop(raw, key=KEY, audience="officer-safety", **bound)  # pyright: ignore[reportArgumentType]  # each case changes one


def test_a_hop_comes_back_exactly_as_it_was_sealed() -> None:
    assert opened(seal_hop(HOP, KEY)) == HOP


def test_a_machine_without_a_person_comes_back_without_one() -> None:
    alone = replace(HOP, caller=replace(CALLER, actor=None), idempotency_key=None)
    assert opened(seal_hop(alone, KEY)) == alone


@pytest.mark.parametrize(
    "change",
    [
        {"method": "GET"},
        {"path": "/v1/screenings"},
        {"now": NOW + timedelta(seconds=30)},
        {"now": NOW - timedelta(seconds=11)},
    ],
)
def test_a_hop_is_good_for_its_own_request_only(change: dict[str, object]) -> None:
    with pytest.raises(InvalidToken):
        opened(seal_hop(HOP, KEY), **change)


def test_a_hop_is_good_for_its_own_body_only() -> None:
    hop = opened(seal_hop(HOP, KEY))
    check_body(hop, body_digest(BODY))
    with pytest.raises(InvalidToken):
        check_body(hop, body_digest(BODY + b" "))


def test_a_hop_for_another_service_is_refused() -> None:
    elsewhere = seal_hop(replace(HOP, audience="victims"), KEY)
    with pytest.raises(InvalidToken):
        opened(elsewhere)


def test_a_service_may_show_its_hop_again_while_it_lasts() -> None:
    raw = seal_hop(HOP, KEY)
    assert read_hop(raw, key=KEY, audience="officer-safety", now=NOW) == HOP
    with pytest.raises(InvalidToken):
        read_hop(raw, key=KEY, audience="officer-safety", now=NOW + timedelta(seconds=30))


def test_a_mandate_comes_back_exactly_and_ends() -> None:
    raw = seal_mandate(MANDATE, GATE)
    assert open_mandate(raw, key=GATE.public, now=NOW) == MANDATE
    with pytest.raises(InvalidToken):
        open_mandate(raw, key=GATE.public, now=MANDATE.expires)
    with pytest.raises(InvalidToken):
        open_mandate(raw, key=SigningKey.from_pem(new_private_key()).public, now=NOW)


def test_a_service_token_is_good_for_its_own_request_only() -> None:
    raw = seal_service_call(REQUEST, key=KEY, now=NOW)
    assert open_service_call(raw, REQUEST, key=KEY, now=NOW) == "officer-safety"
    for other in (
        replace(REQUEST, method="PUT"),
        replace(REQUEST, path="/internal/v1/mandates/check"),
        replace(REQUEST, body=b"{ }"),
    ):
        with pytest.raises(InvalidToken):
            open_service_call(raw, other, key=KEY, now=NOW)


def test_no_token_of_the_house_passes_for_another() -> None:
    service, hop = seal_service_call(REQUEST, key=KEY, now=NOW), seal_hop(HOP, KEY)
    mandate = seal_mandate(MANDATE, GATE)
    for raw in (service, mandate):
        with pytest.raises(InvalidToken):
            read_hop(raw, key=KEY, audience="officer-safety", now=NOW)
    for raw in (hop, mandate):
        with pytest.raises(InvalidToken):
            open_service_call(raw, REQUEST, key=KEY, now=NOW)
    for raw in (hop, service):
        with pytest.raises(InvalidToken):
            open_mandate(raw, key=GATE.public, now=NOW)


@pytest.mark.parametrize(
    "change",
    [
        {"actor": {"user_id": "w-017"}},
        {"purpose": "CURIOSITY"},
        {"people_limit": "5"},
        {"people_limit": True},
        {"scopes": "officer-safety:screen"},
        {"areas": [1]},
        {"request_id": "not a uuid"},
        {"org_id": None},
    ],
)
def test_a_caller_that_the_gate_did_not_write_is_unreadable(change: dict[str, object]) -> None:
    with pytest.raises(caller_claims.CallerUnreadable):
        caller_claims.from_json({**caller_claims.as_json(CALLER), **change})


@pytest.mark.parametrize("text", ["null", "[]", '"text"', "{}", "7"])
def test_a_caller_that_is_no_object_is_unreadable(text: str) -> None:
    with pytest.raises(caller_claims.CallerUnreadable):
        caller_claims.from_json(json.loads(text))


def test_the_widest_agreement_fits_into_a_hop_with_its_mandate() -> None:
    assert 1_100 < len(json.dumps(WIDEST)) <= 1_200
    caller = replace(
        CALLER,
        org_id="o" * 64,
        client_id="c" * 64,
        actor=Actor("u" * 64, Role.DISTRICT_OFFICER, "partner-vouched"),
        agreement_id="a" * 64,
        case_reference="C" * 40,
        areas=frozenset(WIDEST),
    )
    mandate = seal_mandate(replace(MANDATE, caller=caller), GATE)
    hop = replace(HOP, caller=caller, mandate=mandate, path="/v1/markers/" + "m" * 100)
    assert opened(seal_hop(hop, KEY), path=hop.path) == hop
