"""Act: the log of who saw what, and what happens to whoever changes it."""

from ppit_ops.audit import Verdict, verify
from ppit_ops.demo.checks import Check, equal
from ppit_ops.demo.log_counts import facts_by_service
from ppit_ops.demo.narration import Line
from ppit_ops.demo.stage import Stage
from ppit_ops.log_copy import change_one_byte, copied_log

TITLE = "The log of who saw what"


async def play(stage: Stage) -> list[Check]:
    """Verify the log, then a copy in which one byte was changed, then the log again."""
    plan = stage.house.plan
    whole = verify(plan.auditor_environment())
    counts = facts_by_service(plan.access)
    with copied_log(plan.access) as name:
        at_copy = plan.auditor_environment(plan.access.url(name, "ppit_auditor"))
        copied = verify(at_copy)
        entry = int(str(copied.facts.get("entries", 2))) // 2
        change_one_byte(plan.access, name, entry)
        tampered = verify(at_copy)
    after = verify(plan.auditor_environment())
    stage.narrator.exchange(
        "The auditor recomputes the log",
        [
            Line("log", _told(whole)),
            Line("facts", ", ".join(f"{service} {facts}" for service, facts in counts.items())),
            Line("copy", _told(copied)),
            Line("changed", f"one byte of entry {entry} in the copy, by whoever owns the database"),
            Line("copy", _told(tampered), "bold red"),
            Line("log", _told(after)),
        ],
    )
    return [
        Check("the log verifies", whole.ok, whole.said),
        equal("every service has told it what was done", sorted(counts), _services(stage)),
        Check("so does a copy of it", copied.ok, copied.said),
        Check("one byte changed is found", not tampered.ok, tampered.said),
        equal("and the entry is named", tampered.facts.get("first_bad"), entry),
        Check("the log itself still verifies", after.ok, after.said),
    ]


def _services(stage: Stage) -> list[str]:
    return sorted(service.name for service in stage.house.options.services)


def _told(verdict: Verdict) -> str:
    facts = verdict.facts
    if verdict.ok:
        return f"as signed: {facts['entries']} entries, {facts['checkpoints']} checkpoints"
    return f"NOT as signed: entry {facts.get('first_bad')}, {facts.get('fault', verdict.said)}"
