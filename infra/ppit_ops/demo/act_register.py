"""Act: two people put a warning on the register."""

from collections.abc import Mapping
from typing import cast

from ppit_ops.cast import PPIT, TRADING_STANDARDS
from ppit_ops.demo.checks import Check, equal
from ppit_ops.demo.markers import approve, propose, report_dog, write_markers
from ppit_ops.demo.narration import Line
from ppit_ops.demo.stage import Stage
from ppit_ops.demo.words import refused
from ppit_ops.partners import Reply
from ppit_synthetic import Story

TITLE = "Two people put a warning on the register"
APPROVER, SECOND_APPROVER = "ap-001", "ap-002"


async def play(stage: Stage) -> list[Check]:
    """Report an incident that proposes a marker, then write all the others down."""
    return [*await _from_an_incident(stage), *await _not_alone(stage), *await _the_others(stage)]


async def _from_an_incident(stage: Stage) -> list[Check]:
    officer, approver = stage.desk(TRADING_STANDARDS), stage.desk(PPIT, APPROVER)
    dog = stage.marker(Story.DANGEROUS_DOG)
    reported = await report_dog(officer, stage.kent, dog)
    proposed = cast("Mapping[str, object]", reported.body.get("marker") or {})
    register_id = str(proposed.get("marker_id"))
    approved = await approve(approver, dog, register_id)
    stage.register_ids[dog.marker_id] = register_id
    words = ", ".join(measure.value.replace("_", " ").lower() for measure in dog.measures)
    stage.narrator.exchange(
        "A Trading Standards officer reports an incident, an approver decides",
        [
            Line("incident", f"a dog attacked a caller on {dog.incident_date:%d %B %Y}"),
            Line("proposes", f"officer {officer.user}, with the report: {words}"),
            Line("state", f"{proposed.get('state')}: it warns nobody yet"),
            Line("approves", f"{approver.user}, somebody else"),
            Line("state", f"{approved.body.get('state')} until {approved.body.get('review_due')}"),
        ],
    )
    return [
        equal("a proposed marker waits", proposed.get("state"), "PROPOSED"),
        equal("somebody else's approval makes it warn", approved.body.get("state"), "ACTIVE"),
    ]


async def _not_alone(stage: Stage) -> list[Check]:
    senior, other = stage.desk(PPIT, APPROVER), stage.desk(PPIT, SECOND_APPROVER)
    marker = stage.marker(Story.NOT_ALONE_IF_FEMALE)
    register_id = str((await propose(senior, stage.kent, marker)).body.get("marker_id"))
    own = await approve(senior, marker, register_id)
    approved: Reply = await approve(other, marker, register_id)
    stage.register_ids[marker.marker_id] = register_id
    stage.narrator.exchange(
        "An approver proposes one, and may not approve it",
        [
            Line("proposes", senior.user),
            Line("approves", f"{senior.user} too. {refused(own).words}", "bold magenta"),
            Line("approves", f"{other.user}: {approved.body.get('state')}"),
        ],
    )
    return [
        equal("whoever proposed it may not approve it", own.code, "FOUR_EYES_REQUIRED"),
        equal("another approver may", approved.body.get("state"), "ACTIVE"),
    ]


async def _the_others(stage: Stage) -> list[Check]:
    analyst, approver = stage.desk(PPIT), stage.desk(PPIT, APPROVER)
    others = [one for one in stage.kent.markers if one.marker_id not in stage.register_ids]
    with stage.narrator.console.status(f"{len(others)} more"):
        written = await write_markers(stage.kent, others, proposer=analyst, approver=approver)
    stage.register_ids.update(written)
    stage.narrator.say(f"{analyst.user} and {approver.user} do the same for {len(others)} more.")
    return [
        equal("every marker of the county is in", len(stage.register_ids), len(stage.kent.markers))
    ]
