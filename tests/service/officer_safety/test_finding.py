"""The audit finds whoever may be a marked person by name, though no purpose of the log opens the
register (DPA 2018 s.45): ids, bands and reasons, and nothing that is held of them.
"""

import json
from dataclasses import replace
from typing import cast

from ppit_platform.audit import Pseudonymiser
from tests.support.officer_safety import Caution, Safety
from tests.support.officer_safety_visits import LANTERN_1, LANTERN_3, MAN, an_auditor
from tests.support.working import owner_rows

ASKED = {
    "name": {"given": ["William"], "family": "Thackerberry"},
    "date_of_birth": "1975-03-02",
    "postcode": "TN23 9ZZ",
}


async def test_whoever_may_be_meant_is_said_with_reasons_and_it_is_in_their_log(
    safety: Safety,
) -> None:
    marker = await safety.hold(Caution(person=MAN, home=LANTERN_1))
    other = replace(MAN, given=("Walter",), date_of_birth="1981-11-20")
    await safety.hold(Caution(person=other, home=LANTERN_3))
    served = await safety.by(an_auditor()).post("/v1/audit/people", ASKED)
    first, *others = cast("list[dict[str, object]]", served.json["candidates"])
    assert (first["subject_id"], first["band"]) == (str(marker.subject.nominal_id), "CONFIRMED")
    assert all(one["band"] != "CONFIRMED" for one in others)
    assert first["reasons"]
    assert served.json["crowded"] is False
    (fact,) = served.facts
    pseudonyms: Pseudonymiser = safety.chassis.pseudonyms
    assert pseudonyms.subject(marker.subject.nominal_id) in json.dumps(fact["subjects_searched"])
    assert fact["subjects_disclosed"] == []
    nobody = {
        "name": {"given": ["Agatha"], "family": "Merryweather"},
        "date_of_birth": "1933-01-09",
    }
    unknown = await safety.by(an_auditor()).post("/v1/audit/people", nobody)
    assert (unknown.status, unknown.json["candidates"]) == (200, [])


async def test_a_register_that_cannot_be_searched_never_says_that_nobody_was_found(
    safety: Safety,
) -> None:
    await safety.hold(Caution(person=MAN, home=LANTERN_1))
    owner_rows(safety.database, "UPDATE nominal SET person = '[7]'")
    unread = await safety.by(an_auditor()).post("/v1/audit/people", ASKED)
    owner_rows(safety.database, "DELETE FROM person_index_change")
    lost = await safety.by(an_auditor()).post("/v1/audit/people", ASKED)
    codes = [(one.status, one.json["code"]) for one in (unread, lost)]
    assert codes == [(503, "PEOPLE_UNSEARCHABLE")] * 2
