"""What was answered is kept exactly, acknowledged, and says nothing of anybody."""

import asyncio
import json
from typing import cast

import pytest

from ppit_officer_safety.api.screening_wire import ScreeningAnswer
from ppit_officer_safety.domain.codes import MarkerCategory, RemovalReason
from ppit_platform.ids import new_id
from tests.support.officer_safety import Caution, Safety
from tests.support.officer_safety_visits import (
    LANTERN_1,
    LANTERN_3,
    MAN,
    a_visit,
    a_warden,
    an_auditor,
    named,
)
from tests.support.working import owner_rows

HIM = named("William Thackerberry", "1975-03-02")


def of_another_organisation(safety: Safety) -> Safety:
    return safety.by(a_warden(org_id="dover"))


async def test_what_was_answered_is_shown_again_exactly_though_the_marker_has_gone(
    safety: Safety,
) -> None:
    marker = await safety.hold(Caution(person=MAN, home=LANTERN_1))
    then = await safety.post("/v1/screenings", a_visit(uprn=LANTERN_1, people=[HIM]))
    removal = await safety.post(
        f"/v1/markers/{marker.marker_id}/removal", {"reason": RemovalReason.RISK_ENDED}
    )
    assert removal.status == 200
    again = await safety.service.get(f"/v1/screenings/{then.json['screening_id']}")
    assert again.body == then.body
    assert [fact["operation"] for fact in again.facts] == ["CONSULTATION"]
    assert again.facts[0]["subjects_disclosed"] == then.facts[0]["subjects_disclosed"] != []
    now = await safety.screen(a_visit(uprn=LANTERN_1, people=[HIM]))
    assert now["result"] == "NO_KNOWN_MARKERS"


@pytest.mark.parametrize("step", ["", "/acknowledgement"])
async def test_another_organisations_screening_is_as_unknown_as_none(
    safety: Safety, step: str
) -> None:
    ours = await safety.screen(a_visit(uprn=LANTERN_3))
    theirs = of_another_organisation(safety)

    async def ask(screening_id: object) -> tuple[int, dict[str, object]]:
        path = f"/v1/screenings/{screening_id}{step}"
        served = await (theirs.post(path) if step else theirs.service.get(path))
        return served.status, {**served.json, "instance": None}

    assert await ask(ours["screening_id"]) == await ask(new_id())
    assert (await ask(ours["screening_id"]))[0] == 404


async def test_an_acknowledgement_counts_the_first_time(safety: Safety) -> None:
    screening = await safety.screen(a_visit(uprn=LANTERN_3))
    path = f"/v1/screenings/{screening['screening_id']}/acknowledgement"
    first, second = await safety.post(path), await safety.post(path)
    assert (first.status, second.status) == (201, 201)
    assert first.json == second.json
    colleague = await safety.by(a_warden("w-018")).post(path)
    assert colleague.json["acknowledged_at"] != first.json["acknowledged_at"]


async def test_an_officer_who_taps_twice_at_once_has_acknowledged_once(safety: Safety) -> None:
    screening = await safety.screen(a_visit(uprn=LANTERN_3))
    path = f"/v1/screenings/{screening['screening_id']}/acknowledgement"
    served = await asyncio.gather(*(safety.post(path) for _ in range(4)))
    assert [each.status for each in served] == [201] * 4
    assert len({each.body for each in served}) == 1


async def test_no_answer_says_who_or_why_or_who_else_lives_there(safety: Safety) -> None:
    await safety.hold(Caution(person=MAN, home=LANTERN_1, category=MarkerCategory.SEXUAL_RISK))
    answers = [
        await safety.screen(a_visit(uprn=LANTERN_1)),
        await safety.screen(a_visit(uprn=LANTERN_1, people=[named("Olive Pemberwick")])),
        await safety.screen(a_visit(uprn=LANTERN_3, people=[HIM])),
    ]
    secrets = ("thackerberry", "william", "pemberwick", "1975-03", "sexual", "chair", "lantern")
    said = json.dumps(answers).lower()
    assert [secret for secret in secrets if secret in said] == []
    assert said.count("markers_held") == 3


async def test_every_answer_has_the_published_shape(safety: Safety) -> None:
    await safety.hold(Caution(person=MAN, home=LANTERN_1))
    answers = await safety.screen_all(
        [a_visit(uprn=LANTERN_1, people=[HIM]), a_visit(uprn=LANTERN_3), a_visit(), {}]
    )
    read = [ScreeningAnswer.model_validate_json(json.dumps(answer)) for answer in answers]
    assert len(read) == 4
    assert [each.model_dump(mode="json") for each in read] == answers


async def test_the_log_learns_pseudonyms_and_never_a_name_or_a_number(safety: Safety) -> None:
    await safety.hold(Caution(person=MAN, home=LANTERN_1))
    served = await safety.post("/v1/screenings", a_visit(uprn=LANTERN_1, people=[HIM]))
    (fact,) = served.facts
    disclosed = cast("list[str]", fact["subjects_disclosed"])
    assert [each.startswith("e1:") for each in disclosed] == [True]
    said = json.dumps(fact).lower()
    assert [each for each in ("thackerberry", "1975-03", LANTERN_1) if each in said] == []


async def test_the_same_key_answers_the_same_screening(safety: Safety) -> None:
    key = str(new_id())
    visit = a_visit(uprn=LANTERN_3)
    first = await safety.service.post("/v1/screenings", visit, key=key)
    second = await safety.service.post("/v1/screenings", visit, key=key)
    assert second.body == first.body
    assert second.headers["idempotency-replayed"] == "true"


async def test_an_erasure_leaves_a_screening_and_says_that_it_stays_as_evidence(
    safety: Safety,
) -> None:
    screening = await safety.screen(a_visit(uprn=LANTERN_3))
    again = f"/v1/screenings/{screening['screening_id']}"
    (row,) = owner_rows(
        safety.database,
        "SELECT request_id::text FROM screening WHERE screening_id = %s",
        screening["screening_id"],
    )
    ask = {"request_ids": [row["request_id"], str(new_id())]}
    gone = await safety.by(an_auditor()).post("/v1/audit/erasures", ask)
    stays = cast("list[dict[str, object]]", gone.json["stays"])
    assert gone.json["erased"] == 0
    assert [(one["what"], one["ground"], one["answers"]) for one in stays] == [
        ("SCREENINGS", "EVIDENCE", 1),
        ("REGISTER", "PUBLIC_TASK", None),
        ("REPLAYS", "GONE_IN_A_DAY", None),
    ]
    assert (await safety.service.get(again)).json == screening
