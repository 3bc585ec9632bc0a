"""The audit finds whoever may be a victim by name, though no purpose of the log opens the register
(DPA 2018 s.45): ids, bands and reasons, and nothing that is held of them.
"""

import json
from dataclasses import replace
from typing import cast

from ppit_platform.codes import PurposeCode
from tests.support.victims import Victims

ASKED = {
    "name": {"given": ["Edith"], "family": "Thackerberry"},
    "date_of_birth": "1941-03-02",
    "postcode": "TN23 9ZZ",
}


def an_auditor(victims: Victims) -> Victims:
    caller = replace(victims.running.caller, org_id="ppit", scopes=frozenset({"victims:audit"}))
    return victims.by(replace(caller, purpose=PurposeCode.AUDIT_ICO, areas=frozenset()))


async def test_a_victim_is_found_in_any_district_and_it_is_in_their_log(victims: Victims) -> None:
    reported = await victims.report()
    served = await an_auditor(victims).post("/v1/audit/people", ASKED)
    (found,) = cast("list[dict[str, object]]", served.json["candidates"])
    assert (found["subject_id"], found["band"]) == (reported["victim_id"], "CONFIRMED")
    assert "Lantern" not in json.dumps(found)
    (fact,) = served.facts
    subject = victims.running.chassis.pseudonyms.subject(reported["victim_id"])
    assert (fact["operation"], subject in fact["subjects_searched"]) == ("AUDIT_VIEWED", True)  # pyright: ignore[reportOperatorIssue]


async def test_a_register_that_cannot_be_searched_never_says_that_nobody_was_found(
    victims: Victims,
) -> None:
    await victims.report()
    victims.running.rows("ALTER TABLE person_index_change RENAME TO person_index_elsewhere")
    unread = await an_auditor(victims).post("/v1/audit/people", ASKED)
    assert (unread.status, unread.json["code"]) == (503, "PEOPLE_UNSEARCHABLE")
