"""F: whoever asked for a check is told when it is made and when somebody decided; ids alone."""

from ppit_platform.pushing import push_events
from tests.support.events import announced
from tests.support.vetting import Vetting
from tests.support.vetting_cases import a_person


async def test_f_a_case_is_announced_when_it_is_checked_and_when_it_is_decided(
    vetting: Vetting,
) -> None:
    case = await vetting.vet(a_person())
    await vetting.decide(case["case_id"])
    owner, told = vetting.running.caller.org_id, {"id": case["case_id"]}
    assert announced(vetting.running.database, owner) == [
        ("vetting.case.checked", owner, told),
        ("vetting.case.decided", owner, {**told, "version": 1}),
    ]


async def test_f_what_was_refused_is_not_announced(vetting: Vetting) -> None:
    case = await vetting.vet(a_person())
    await vetting.decide(case["case_id"])
    assert (await vetting.decide(case["case_id"])).status == 409
    owner = vetting.running.caller.org_id
    kinds = [kind for kind, _, _ in announced(vetting.running.database, owner)]
    assert kinds == ["vetting.case.checked", "vetting.case.decided"]


async def test_f_what_was_taken_is_forgotten_here(vetting: Vetting) -> None:
    case = await vetting.vet(a_person())
    owner = vetting.running.caller.org_id
    await push_events(vetting.running.chassis.engine, vetting.running.work.bench.house)
    assert announced(vetting.running.database, owner) == []
    told = [one for one in vetting.running.gate.events.values() if one["org_id"] == owner]
    assert [(one["type"], one["data"]) for one in told] == [
        ("vetting.case.checked", {"id": case["case_id"]})
    ]
