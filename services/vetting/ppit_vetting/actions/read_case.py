"""Shows a case: in short to whoever sent it, whole to analysts, and only what the log knows."""

from dataclasses import dataclass
from uuid import UUID

from ppit_platform.audit import AuditFact
from ppit_platform.codes import LogOperation
from ppit_vetting.actions.desk import Desk
from ppit_vetting.actions.open_case import open_case
from ppit_vetting.domain.case import Case, Recommended, Recorded, Standing
from ppit_vetting.domain.codes import CaseState, CheckType
from ppit_vetting.domain.decisions import Decision
from ppit_vetting.domain.findings import SourceUsed, not_available
from ppit_vetting.domain.reasons import ReasonCode
from ppit_vetting.domain.sources import source_of


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as it stands. ``recorded`` is the newest finding of each check of the policy.

    ``earlier`` are the versions that newer ones replaced; ``waiting`` counts checks to come.
    """

    case: Case
    standing: Standing
    recorded: tuple[Recorded, ...]
    earlier: tuple[Recorded, ...]
    recommended: tuple[Recommended, ...]
    decisions: tuple[Decision, ...]
    waiting: int

    @property
    def recommendation(self) -> Recommended | None:
        return self.recommended[-1] if self.recommended else None

    @property
    def decision(self) -> Decision | None:
        return self.decisions[-1] if self.decisions else None

    @property
    def since_decided(self) -> tuple[Recorded, ...]:
        """What was found after somebody had decided: it is theirs to look at again."""
        decision = self.decision
        if decision is None:
            return ()
        return tuple(each for each in self.recorded if each.checked_at > decision.decided_at)


@dataclass(frozen=True, slots=True)
class CaseReport:
    """A case with the others that its findings speak of.

    ``officers`` is how many of those declared are shown, ``withheld`` how many people are not.
    """

    view: CaseView
    linked: list[Case]
    officers: int
    withheld: int


async def read_case(case_id: UUID, desk: Desk) -> CaseView:
    """Return what the applicant's organisation may know, and record that it asked."""
    view = await view_case(case_id, desk)
    fields = ("checks", "decision", "recommendation", "state")
    desk.unit.record(_fact(view, desk, fields, others=()))
    return view


async def read_report(case_id: UUID, desk: Desk) -> CaseReport:
    """Return all that an analyst needs, and name in the log everybody that it speaks of.

    It names no more people than the caller may be shown, and counts the rest.
    """
    view = await view_case(case_id, desk)
    linked = dict.fromkeys(other for each in view.recorded for other in each.finding.linked)
    declared = len(view.case.applicant.officers)
    room = max(0, desk.caller.people_limit - 1)
    officers = min(declared, room)
    shown = tuple(linked)[: room - officers]
    others = (*(f"{case_id}/officer/{at}" for at in range(officers)), *shown)
    desk.unit.record(_fact(view, desk, ("evidence", "links", "report"), others=others))
    withheld = declared - officers + len(linked) - len(shown)
    return CaseReport(view, await desk.stores.cases.all(shown), officers, withheld)


async def view_case(case_id: UUID, desk: Desk) -> CaseView:
    """Gather it without a fact: reports and decisions leave their own."""
    case = await open_case(case_id, desk)
    recorded = await desk.stores.findings.readable(case_id)
    recommended = await desk.stores.findings.recommended(case_id)
    standing = await desk.stores.cases.standing(case_id)
    if standing.state is CaseState.DONE and not recommended:
        # Recommended, but the log does not know yet: it may be read in a moment.
        standing = Standing(CaseState.RUNNING)
    newest = {each.finding.check: each for each in recorded}
    return CaseView(
        case=case,
        standing=standing,
        recorded=_shown(case, standing, newest),
        earlier=tuple(each for each in recorded if each is not newest[each.finding.check]),
        recommended=tuple(recommended),
        decisions=tuple(await desk.stores.decisions.all(case_id)),
        waiting=sum(check not in newest for check in case.policy.checks),
    )


def _shown(
    case: Case, standing: Standing, newest: dict[CheckType, Recorded]
) -> tuple[Recorded, ...]:
    """Return the findings of a case that has ended; what was not run then is a finding too."""
    if standing.state in {CaseState.QUEUED, CaseState.RUNNING}:
        return ()
    return tuple(newest.get(check) or _never_run(case, check) for check in case.policy.checks)


def _never_run(case: Case, check: CheckType) -> Recorded:
    source = SourceUsed(source_of(check))
    finding = not_available(check, ReasonCode.CHECK_NOT_RUN, source)
    return Recorded(finding, 1, case.request.received_at)


def _fact(
    view: CaseView, desk: Desk, fields: tuple[str, ...], *, others: tuple[object, ...]
) -> AuditFact:
    named = (view.case.case_id, *others)
    return AuditFact(
        LogOperation.CONSULTATION,
        subjects_disclosed=tuple(desk.pseudonyms.subject(each) for each in named),
        fields=fields,
        counts={"people": len(named)},
    )
