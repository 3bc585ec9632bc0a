"""F: each step of a marker is announced to the organisation whose it is, and to no other."""

from ppit_officer_safety.jobs.sweep import sweep
from ppit_platform.people import utc_now
from tests.service.officer_safety.test_marker_life import approve, propose
from tests.service.officer_safety.test_sweep import LAPSED
from tests.support.events import announced
from tests.support.officer_safety import Caution, Safety
from tests.support.officer_safety_visits import LANTERN_1


async def test_f_a_marker_is_announced_to_its_owner_though_another_approves_it(
    safety: Safety,
) -> None:
    marker_id = await propose(safety)
    assert (await approve(safety, marker_id)).status == 200
    owner = safety.service.caller.org_id
    assert owner != "ppit"
    assert announced(safety.database) == [
        ("officer_safety.marker.changed", owner, {"id": marker_id, "version": 1}),
        ("officer_safety.marker.changed", owner, {"id": marker_id, "version": 2}),
    ]


async def test_f_a_marker_that_time_ended_is_announced_to_its_owner(safety: Safety) -> None:
    marker = await safety.hold(Caution(uprn=LANTERN_1, decided_ago=LAPSED))
    await sweep(safety.chassis, 7, utc_now())
    owner = marker.provenance.org_id
    assert announced(safety.database) == [
        (
            "officer_safety.marker.changed",
            owner,
            {"id": str(marker.marker_id), "version": marker.version + 1},
        )
    ]
