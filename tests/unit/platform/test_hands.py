"""Who takes a step is a person of an organisation, a machine, or the house itself."""

from datetime import UTC, date, datetime

import pytest

from ppit_platform.codes import ProcessingRegime, PurposeCode
from ppit_platform.hands import Hand, PersonRequired, hand_of, personal_hand
from ppit_platform.house_caller import the_house
from tests.support.calls import a_caller

SUMMER_NIGHT = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)


def test_a_hand_is_a_persons_and_its_day_is_the_day_in_london() -> None:
    assert personal_hand(a_caller(), SUMMER_NIGHT) == Hand(
        "kcc/w-017", SUMMER_NIGHT, date(2026, 7, 1)
    )


def test_a_machine_has_a_hand_but_not_a_persons() -> None:
    machine = a_caller(user_id=None)
    assert hand_of(machine, SUMMER_NIGHT).acting == "kcc/kcc-client"
    with pytest.raises(PersonRequired) as refused:
        personal_hand(machine, SUMMER_NIGHT)
    assert (refused.value.status, refused.value.code) == (403, "PERSON_REQUIRED")


def test_the_house_is_nobody_who_may_be_shown_anyone() -> None:
    house = the_house("victims", PurposeCode.VICTIM_SAFEGUARD, "REVIEW-SWEEP")
    nothing = frozenset[str]()
    assert (house.org_id, house.client_id, house.actor) == ("ppit", "victims", None)
    assert (house.purpose, house.regime) == (
        PurposeCode.VICTIM_SAFEGUARD,
        ProcessingRegime.UK_GDPR,
    )
    assert (house.people_limit, house.scopes, house.areas) == (0, nothing, nothing)
    assert house.request_id != the_house("victims", house.purpose, "REVIEW-SWEEP").request_id
