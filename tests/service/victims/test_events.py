"""F: whoever sent a list or a report is told that it was dealt with; who it is about is not."""

from dataclasses import replace

from tests.service.victims.test_reviews import UNSURE, a_waiting_report
from tests.support.events import announced
from tests.support.victims import Victims
from tests.support.victims_told import a_hub_row, a_list, an_analyst


async def test_f_an_import_is_announced_when_it_is_over(victims: Victims) -> None:
    run = await victims.imported("TS_HUB", a_list("TS_HUB", [a_hub_row(1), a_hub_row(2)]))
    owner = victims.running.caller.org_id
    assert announced(victims.running.database) == [
        ("victims.import.finished", owner, {"id": run["import_id"], "state": "DONE"})
    ]


async def test_f_an_import_whose_authority_ended_is_announced_as_stopped(victims: Victims) -> None:
    import_id = await victims.send("TS_HUB", a_list("TS_HUB", [a_hub_row(1)]))
    victims.running.end_mandates("DSA_SUSPENDED")
    await victims.running.work_until_done()
    owner = victims.running.caller.org_id
    assert announced(victims.running.database) == [
        ("victims.import.finished", owner, {"id": import_id, "state": "STOPPED"})
    ]


async def test_f_a_report_that_waited_is_announced_to_whoever_made_it(victims: Victims) -> None:
    await victims.report()
    dover = victims.by(replace(an_analyst("dov-1"), org_id="dover"))
    reported = await dover.report(person=UNSURE)
    (review,) = await victims.items("/v1/reviews")
    assert announced(victims.running.database) == []
    await victims.ask(f"/v1/reviews/{review['review_id']}/decision", {"decision": "CREATE"})
    assert announced(victims.running.database) == [
        ("victims.report.linked", "dover", {"id": reported["report_id"]})
    ]


async def test_f_a_report_that_was_rejected_is_not_announced_as_linked(victims: Victims) -> None:
    _, review_id = await a_waiting_report(victims)
    await victims.ask(f"/v1/reviews/{review_id}/decision", {"decision": "REJECT"})
    assert announced(victims.running.database) == []
