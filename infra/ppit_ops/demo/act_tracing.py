"""Act: Debt Recovery traces one debtor, meets somebody protected, and sends its files."""

from collections.abc import Mapping, Sequence
from typing import cast

from ppit_ops.cast import DEBT_RECOVERY, PPIT
from ppit_ops.demo import bodies_victims
from ppit_ops.demo.checks import Check, Figure, equal
from ppit_ops.demo.debt_system import BATCHES, TRACES, as_told, results, traced
from ppit_ops.demo.debtors import debtors_of
from ppit_ops.demo.figures_tracing import (
    DebtorKey,
    Traced,
    TraceFigures,
    TraceVerdict,
    trace_figures,
)
from ppit_ops.demo.narration import Line
from ppit_ops.demo.stage import Stage
from ppit_ops.demo.waiting import ended
from ppit_ops.demo.words import items, plain, refused
from ppit_ops.partners import Desk, Reply
from ppit_platform.codes import PurposeCode
from ppit_synthetic.borough import Debt, DebtFile, Stop, TraceOutcome

TITLE = "Debt Recovery traces its debtors"
_PROTECTIONS = "/victims/v1/protections"
_ANALYST = "an-003"
_PART = "tracing"
_PURPOSES = {
    DebtFile.COUNCIL_TAX: PurposeCode.TRACE_COUNCIL_TAX,
    DebtFile.SUNDRY: PurposeCode.TRACE_CIVIL_DEBT,
}


async def play(stage: Stage) -> list[Check]:
    """Protect whom nobody may find, trace one debtor, then everybody in both files."""
    checks = await _protect(stage)
    desk = stage.machine(DEBT_RECOVERY, PurposeCode.TRACE_CIVIL_DEBT)
    checks += [*await _found(stage, desk), *await _protected(stage, desk)]
    told: dict[DebtorKey, Traced] = {}
    for debt_file in DebtFile:
        told |= await _file(stage, debt_file)
    found = trace_figures(debtors_of(stage.borough), told)
    _tell(stage, found)
    return [*checks, *_claims(found)]


async def _protect(stage: Stage) -> list[Check]:
    """Have an analyst protect everybody whose address nobody may be told."""
    analyst = stage.desk(PPIT, _ANALYST, PurposeCode.VICTIM_REGISTER_MAINTENANCE)
    replies = [
        await analyst.post(
            _PROTECTIONS,
            bodies_victims.protection(stage.truth, one),
            case="PROTECT/1",
            key=f"protect-{one.person_id}",
        )
        for one in stage.borough.protected
    ]
    taken = sum("protection_id" in reply.body for reply in replies)
    stage.narrator.say(
        f"{analyst.user} protects {taken} people: victims, women in refuges, witnesses. Nobody who"
        " traces is told where they live, nor why not."
    )
    return [equal("everybody who must be is protected", taken, len(stage.borough.protected))]


async def _found(stage: Stage, desk: Desk) -> list[Check]:
    """Trace debtors who moved, one by one, until an address is certified."""
    for debt in _debts(stage, TraceOutcome.NEW_ADDRESS_CONFIRMED):
        reply = await traced(desk, stage.truth, debt)
        if reply.body.get("certificate_id"):
            return await _certified(stage, desk, debt, reply)
    return [Check("a debtor who moved is found", held=False, seen="nobody was")]


async def _certified(stage: Stage, desk: Desk, debt: Debt, reply: Reply) -> list[Check]:
    path = f"{TRACES}/{reply.body['trace_id']}"
    stage.certified = str(reply.body["trace_id"])
    certificate = (await desk.get(f"{path}/certificate", case=f"DEBT/{debt.debt_ref}")).body
    stage.narrator.exchange(
        "A debtor who moved away",
        [*_owes(stage, debt), *_outcome(reply), *_certificate(certificate)],
    )
    return [
        equal(
            "a debtor who moved is found where they live", as_told(reply.body).uprn, debt.home_uprn
        ),
        Check("a certificate says why", bool(certificate.get("why")), str(certificate.keys())),
    ]


async def _protected(stage: Stage, desk: Desk) -> list[Check]:
    debt = next(debt for debt in stage.borough.debts if Stop.PROTECTED in debt.stops)
    reply = await traced(desk, stage.truth, debt)
    stage.narrator.exchange(
        "A debtor whom nobody may find", [*_owes(stage, debt), *_outcome(reply)]
    )
    return [
        Check(
            "nobody is told where somebody protected lives",
            reply.body.get("address") is None and reply.body.get("state") == "DONE",
            str(reply.body.get("outcome")),
        )
    ]


async def _file(stage: Stage, debt_file: DebtFile) -> dict[DebtorKey, Traced]:
    desk = stage.machine(DEBT_RECOVERY, _PURPOSES[debt_file])
    file = stage.house.folder.root / "county" / f"debts_{debt_file.lower()}.csv"
    sent = await desk.send_csv(f"{BATCHES}?profile={debt_file.value}", file, case="DEBT/FILE")
    if "batch_id" not in sent.body:
        stage.narrator.say(refused(sent).words)
        return {}
    batch = str(sent.body["batch_id"])
    with stage.narrator.console.status(f"The file of {plain(debt_file)}"):
        done = (await ended(desk, f"{BATCHES}/{batch}", case="DEBT/FILE")).body
    stage.narrator.say(
        f"The file of {plain(debt_file)}: {plain(done['state'])}, {done['rows_done']} rows,"
        f" {done['traces']} debtors traced, {done['rejected']} rows rejected."
    )
    return {key: as_told(item) async for key, item in results(desk, batch, debt_file)}


def _debts(stage: Stage, outcome: TraceOutcome) -> list[Debt]:
    return [debt for debt in stage.borough.debts if debt.outcome is outcome]


def _owes(stage: Stage, debt: Debt) -> list[Line]:
    person, entry = stage.truth.residents[debt.person_ids[0]], stage.truth.entries[debt.uprn]
    return [
        Line("debtor", f"{person.name.full}, {', '.join(entry.lines)}, {entry.town}"),
        Line("owes", f"£{debt.balance_pence / 100:,.2f} since {debt.owed_since:%d %B %Y}"),
    ]


def _outcome(reply: Reply) -> list[Line]:
    body = reply.body
    if "outcome" not in body:
        return [refused(reply)]
    address = cast("Mapping[str, object]", body["address"] or {})
    lines = (*cast("Sequence[str]", address.get("lines") or ()), address.get("postcode"))
    where = ", ".join(map(str, lines)) if address else "none is told"
    return [Line("outcome", plain(body["outcome"])), Line("address", where)]


def _certificate(certificate: Mapping[str, object]) -> list[Line]:
    searched = (f"{plain(one['source'])}" for one in items(certificate, "searched"))
    flags = (
        f"{plain(one['flag'])}: {plain(one['answer'])}" for one in items(certificate, "stop_flags")
    )
    return [
        Line("searched", ", ".join(searched)),
        Line("stop flags", ", ".join(flags)),
        *(Line("because", words) for words in cast("Sequence[str]", certificate.get("why") or ())),
        *(Line("seen by", _seen(one)) for one in items(certificate, "timeline")),
        *(
            Line("ruled out", f"{one['count']}: {one['words']}")
            for one in items(certificate, "ruled_out")
        ),
    ]


def _seen(one: Mapping[str, object]) -> str:
    days = f"{one['first_seen']} to {one['last_seen']}"
    return f"{plain(one['source'])}, {days}, by fact {one['lineage']}"


def _tell(stage: Stage, found: TraceFigures) -> None:
    stage.figures += [
        Figure(_PART, "debtors", str(found.debtors)),
        Figure(_PART, "of whom an address can be certified", str(found.certifiable)),
        *(Figure(_PART, plain(one), str(found.total(one))) for one in TraceVerdict),
    ]
    for debt, verdict in found.worst:
        stage.narrator.say(f"[bold red]{verdict.value} {debt.debt_ref} row {debt.row}")


def _claims(found: TraceFigures) -> list[Check]:
    wrong = found.total(TraceVerdict.CERTIFIED_WRONG)
    broken = found.total(TraceVerdict.STOP_BROKEN)
    told = found.total(TraceVerdict.PROTECTED_DISCLOSED)
    right, unanswered = (
        found.total(one) for one in (TraceVerdict.CERTIFIED_RIGHT, TraceVerdict.UNANSWERED)
    )
    return [
        equal("no wrong address was certified", wrong, 0),
        equal("no address of anybody protected left the house", told, 0),
        equal("no stop flag was passed over", broken, 0),
        Check("addresses were certified", right > 0, "none was"),
        equal("every debtor of both files has an answer", unanswered, 0),
    ]
