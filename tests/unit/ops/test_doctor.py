"""G: what ``ppit doctor`` calls weak, rule by rule, each beside a house that is sound."""

from dataclasses import replace
from datetime import date

import pytest

from ppit_ops.doctor.examined import (
    AgreementFacts,
    ClientFacts,
    Examined,
    KeyFile,
    RoleFacts,
)
from ppit_ops.doctor.rules import diagnose

TODAY = date(2026, 3, 2)
KEY = KeyFile("gate/signing/20260101T000000Z.pem", 0o100600, date(2026, 1, 1))
OLD_KEY = KeyFile("gate/signing/20240101T000000Z.pem", 0o100600, date(2024, 1, 1))
CLIENT = ClientFacts(
    "phones", sandbox=False, active=True, keys=1, purposes=frozenset({"VET_GRANT"})
)
AGREEMENT = AgreementFacts(
    agreement_id="DSA-001",
    ends=date(2027, 3, 1),
    review=date(2026, 9, 1),
    people_per_day=100,
    people_per_user_hour=50,
    signatories=("A. One", "B. Two"),
    organisations=("Thanet", "Kent"),
    unsaid=(),
)
ROLE = RoleFacts("ppit_gateway", (), ())
SOUND = Examined(
    today=TODAY,
    issuer="https://ppit.example",
    telemetry="https://spans.example/v1/traces",
    keys=(KEY, OLD_KEY),
    clients=(CLIENT,),
    agreements=(AGREEMENT,),
    roles=(ROLE,),
    administrators=2,
)


def codes(house: Examined) -> list[str]:
    return [finding.code for finding in diagnose(house)]


def test_a_sound_house_has_no_findings() -> None:
    assert codes(SOUND) == []
    # Nobody listens between a process and its own machine.
    assert codes(replace(SOUND, telemetry="http://127.0.0.1:4318/v1/traces")) == []
    assert codes(replace(SOUND, telemetry="off")) == []


@pytest.mark.parametrize(
    ("weak", "expected"),
    [
        ({"issuer": "http://ppit.example"}, ["ISSUER_NOT_HTTPS"]),
        ({"telemetry": "http://collector:4318/v1/traces"}, ["TELEMETRY_PLAIN_HTTP"]),
        ({"administrators": 1}, ["FEWER_THAN_TWO_ADMINISTRATORS"]),
        ({"keys": (OLD_KEY,)}, ["SIGNING_KEY_OLD"]),
        ({"keys": (replace(KEY, mode=0o100640),)}, ["KEY_READABLE"]),
        ({"keys": (replace(KEY, name="victims/seal.key", mode=0o100604),)}, ["KEY_READABLE"]),
        ({"clients": (replace(CLIENT, keys=0),)}, ["CLIENT_WITHOUT_KEYS"]),
        ({"clients": (replace(CLIENT, keys=0, active=False),)}, []),
        ({"clients": (replace(CLIENT, sandbox=True),)}, ["SANDBOX_CLIENT", "BEARER_TOKENS"]),
        (
            {
                "clients": (
                    replace(CLIENT, sandbox=True, purposes=frozenset({"SYSTEM_TEST_SYNTHETIC"})),
                )
            },
            ["SANDBOX_CLIENT"],
        ),
        ({"roles": (replace(ROLE, powers=("do everything",)),)}, ["ROLE_TOO_POWERFUL"]),
        ({"roles": (replace(ROLE, log_rights=("UPDATE log.entry",)),)}, ["LOG_ROLE_TOO_POWERFUL"]),
    ],
)
def test_a_weak_house_is_told_what_is_weak(weak: dict[str, object], expected: list[str]) -> None:
    assert codes(replace(SOUND, **weak)) == expected  # pyright: ignore[reportArgumentType]  # one each


@pytest.mark.parametrize(
    ("weak", "expected"),
    [
        ({"signatories": ("A. One", "a. one ")}, ["ONE_PERSON_SIGNED"]),
        ({"organisations": ("Kent", "Kent")}, ["ONE_PERSON_SIGNED"]),
        ({"review": None}, ["NO_REVIEW"]),
        ({"review": date(2026, 3, 1)}, ["REVIEW_PAST"]),
        ({"review": TODAY}, []),
        ({"review": date(2026, 1, 1), "ends": date(2026, 2, 1)}, []),
        ({"ends": date(2090, 12, 31)}, ["NO_END"]),
        ({"people_per_day": 200_000}, ["PEOPLE_PER_DAY_ABSURD"]),
        ({"people_per_user_hour": 1_001}, ["PEOPLE_PER_HOUR_ABSURD"]),
        ({"unsaid": ("benefits",)}, ["REGISTER_ENTRY_INCOMPLETE"]),
    ],
)
def test_a_weak_agreement_is_named(weak: dict[str, object], expected: list[str]) -> None:
    agreement = replace(AGREEMENT, **weak)  # pyright: ignore[reportArgumentType]  # one each
    house = replace(SOUND, agreements=(agreement,))
    assert codes(house) == expected
    assert {finding.subject for finding in diagnose(house)} <= {"DSA-001"}


def test_every_finding_says_what_and_why() -> None:
    weak = replace(SOUND, issuer="http://x", administrators=0, keys=(replace(OLD_KEY, mode=0o777),))
    found = [finding.as_json() for finding in diagnose(weak)]
    assert len(found) == 4
    assert all(one["what"] and one["why"] and one["subject"] for one in found)
