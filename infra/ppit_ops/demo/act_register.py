"""Act: two people put a warning on the register."""

from ppit_ops.cast import PPIT, TRADING_STANDARDS
from ppit_ops.demo.checks import Check, equal
from ppit_ops.demo.markers import approve, propose, write_markers
from ppit_ops.demo.narration import Line
from ppit_ops.demo.stage import Stage
from ppit_ops.demo.words import refused
from ppit_synthetic import Story

TITLE = "Two people put a warning on the register"
APPROVER = "ap-001"


async def play(stage: Stage) -> list[Check]:
    """Propose one marker in view, then all the others in the same way."""
    tell, officer = stage.narrator, stage.desk(TRADING_STANDARDS)
    approver = stage.desk(PPIT, APPROVER)
    dog = stage.marker(Story.DANGEROUS_DOG)
    proposed = await propose(officer, stage.kent, dog)
    register_id = str(proposed.body.get("marker_id"))
    own = await approve(officer, dog, register_id)
    approved = await approve(approver, dog, register_id)
    words = ", ".join(measure.value.replace("_", " ").lower() for measure in dog.measures)
    tell.exchange(
        "A Trading Standards officer proposes, an approver decides",
        [
            Line("incident", f"a dog attacked a caller on {dog.incident_date:%d %B %Y}"),
            Line("proposes", f"officer {officer.user}: {words}"),
            Line("state", f"{proposed.body.get('state')}: it warns nobody yet"),
            Line("refused", f"{officer.user} tries to approve it too. {refused(own).words}"),
            Line("approves", f"{approver.user}, somebody else"),
            Line("state", f"{approved.body.get('state')} until {approved.body.get('review_due')}"),
        ],
    )
    analyst = stage.desk(PPIT)
    others = [marker for marker in stage.kent.markers if marker is not dog]
    with tell.console.status(f"{len(others)} more"):
        written = await write_markers(stage.kent, others, proposer=analyst, approver=approver)
    stage.register_ids.update(written, **{dog.marker_id: register_id})
    tell.say(f"{analyst.user} and {approver.user} do the same for {len(others)} more.")
    return [
        equal("a proposed marker waits", proposed.body.get("state"), "PROPOSED"),
        equal("whoever proposed it may not approve it", own.status, 403),
        equal("somebody else's approval makes it warn", approved.body.get("state"), "ACTIVE"),
        equal("every marker of the county is in", len(stage.register_ids), len(stage.kent.markers)),
    ]
