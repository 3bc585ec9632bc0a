"""Who must not be told of a marker is not told by the log either: sealed, delayed, never dropped.

``gateway.md`` I and ``domain.md``: a subject is told unless that is dangerous, with a day to decide
again. DPA 2018 s.38(5): a marker that was wrong is found by whoever was told, at once.
"""

from datetime import timedelta

from ppit_officer_safety.domain.codes import RemovalReason, SubjectNotification
from ppit_officer_safety.domain.covert import LONGEST
from ppit_officer_safety.domain.marker import Notification
from ppit_platform.clock import london_today
from tests.support.calls import Served
from tests.support.officer_safety import Caution, Safety
from tests.support.officer_safety_visits import LANTERN_1, LANTERN_3, MAN, a_visit, named

HIM = named("William Thackerberry", "1975-03-02")
IN_A_MONTH = london_today() + timedelta(days=30)


def withheld(days: int) -> Notification:
    again = london_today() + timedelta(days=days)
    return Notification(SubjectNotification.WITHHELD_LIKELY_TO_PROVOKE, "ppit/ap-001", again)


async def screened(safety: Safety, uprn: str = LANTERN_1) -> Served:
    return await safety.post("/v1/screenings", a_visit(uprn=uprn, people=[HIM]))


async def removed(safety: Safety, marker_id: object, reason: RemovalReason) -> Served:
    return await safety.post(f"/v1/markers/{marker_id}/removal", {"reason": reason})


async def test_a_look_at_a_marker_that_its_subject_is_not_told_of_is_covert_until_its_day(
    safety: Safety,
) -> None:
    marker = await safety.hold(Caution(person=MAN, home=LANTERN_1, notification=withheld(30)))
    seen = await screened(safety)
    again = await safety.service.get(f"/v1/screenings/{seen.json['screening_id']}")
    record = await safety.service.get(f"/v1/markers/{marker.marker_id}")
    facts = [one.facts[0] for one in (seen, again, record)]
    assert [one["covert_until"] for one in facts] == [IN_A_MONTH.isoformat()] * 3
    # Sealed is not left out: the facts still name them, and the log keeps that to itself.
    assert {len(one["subjects_disclosed"]) for one in facts} == {1}  # pyright: ignore[reportArgumentType]


async def test_what_may_be_told_is_not_covert(safety: Safety) -> None:
    await safety.hold(Caution(person=MAN, home=LANTERN_1))
    assert "covert_until" not in (await screened(safety)).facts[0]


async def test_a_day_that_is_over_seals_nothing_and_a_far_one_no_longer_than_the_log_waits(
    safety: Safety,
) -> None:
    await safety.hold(Caution(uprn=LANTERN_1, notification=withheld(-1)))
    await safety.hold(Caution(uprn=LANTERN_3, notification=withheld(5_000)))
    over, far = await screened(safety), await screened(safety, LANTERN_3)
    assert "covert_until" not in over.facts[0]
    assert far.facts[0]["covert_until"] == (london_today() + LONGEST).isoformat()


async def test_a_marker_that_was_wrong_reveals_who_was_told_once(safety: Safety) -> None:
    marker = await safety.hold(Caution(person=MAN, home=LANTERN_1, notification=withheld(30)))
    told = [(await screened(safety)).facts[0]["fact_id"] for _ in range(2)]
    gone = await removed(safety, marker.marker_id, RemovalReason.MISTAKEN_IDENTITY)
    assert sorted(gone.facts[0]["reveals"]) == sorted(told)  # pyright: ignore[reportArgumentType]
    assert "covert_until" not in gone.facts[0]


async def test_a_marker_whose_risk_has_ended_reveals_nothing_before_its_day(
    safety: Safety,
) -> None:
    marker = await safety.hold(Caution(person=MAN, home=LANTERN_1, notification=withheld(30)))
    await screened(safety)
    gone = await removed(safety, marker.marker_id, RemovalReason.RISK_ENDED)
    assert "reveals" not in gone.facts[0]
    assert gone.facts[0]["covert_until"] == IN_A_MONTH.isoformat()


async def test_what_is_sealed_for_somebody_elses_sake_too_stays_sealed(safety: Safety) -> None:
    wrong = await safety.hold(Caution(uprn=LANTERN_1, notification=withheld(30)))
    await safety.hold(Caution(person=MAN, home=LANTERN_1, notification=withheld(60)))
    await screened(safety)
    gone = await removed(safety, wrong.marker_id, RemovalReason.MISTAKEN_IDENTITY)
    assert "reveals" not in gone.facts[0]
