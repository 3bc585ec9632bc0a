"""Act: what the gate does not allow."""

from ppit_ops.cast import DEBT_RECOVERY, DISTRICT_PARTIES, TRADING_STANDARDS, WARDENS, Party
from ppit_ops.demo import bodies, bodies_victims
from ppit_ops.demo.act_worklist import LOOKUPS
from ppit_ops.demo.checks import Check, equal
from ppit_ops.demo.narration import Line
from ppit_ops.demo.stage import Stage
from ppit_ops.demo.words import read_answer, refused, told
from ppit_ops.partners import SCREENINGS, Reply
from ppit_platform.codes import PurposeCode
from ppit_synthetic import VisitCase, VisitKind

TITLE = "What the gate does not allow"
_BAD_REQUEST = 400


async def play(stage: Stage) -> list[Check]:
    """Ask for another purpose, without a case, outside the district, and for a way around."""
    case = stage.visit(VisitKind.LONE_FEMALE, "WARDENS")
    body = bodies.visit(case, stage.kent.as_of)
    debt = await stage.desk(WARDENS, purpose=PurposeCode.TRACE_CIVIL_DEBT).post(SCREENINGS, body)
    caseless = await stage.desk(WARDENS).post(SCREENINGS, body, case="")
    reader = stage.desk(TRADING_STANDARDS)
    file = await reader.get(f"/officer-safety/v1/markers/{next(iter(stage.register_ids.values()))}")
    outside = await _outside(stage, case)
    helped = await _asks_who_helps(stage)
    tell = stage.narrator
    _refusal(stage, "A warden's phone asks in order to trace a debt", debt)
    _refusal(stage, "A warden asks without a case reference", caseless)
    _refusal(stage, "A Trading Standards officer asks for the whole file of a marker", file)
    _refusal(stage, "Debt Recovery asks who is helping its debtor", helped)
    tell.exchange("A district asks about a door in another district", told(outside))
    answer = read_answer(outside.body)
    return [
        equal("another purpose gets no token", debt.status, _BAD_REQUEST),
        equal("no case, no answer", caseless.code, "CASE_REF_INVALID"),
        equal("a token for tracing opens no other service", helped.code, "INVALID_TOKEN"),
        equal("an officer never reads the file", file.code, "INSUFFICIENT_SCOPE"),
        Check("a district learns nothing outside its area", not answer.measures, "it did"),
        Check("and is told that nobody looked", answer.result != "NO_KNOWN_MARKERS", answer.result),
    ]


async def _asks_who_helps(stage: Stage) -> Reply:
    desk = stage.machine(DEBT_RECOVERY, PurposeCode.TRACE_CIVIL_DEBT)
    person_id = stage.borough.debts[0].person_ids[0]
    return await desk.post(LOOKUPS, bodies_victims.lookup(stage.truth, person_id))


async def _outside(stage: Stage, case: VisitCase) -> Reply:
    neighbour: Party = next(p for p in DISTRICT_PARTIES if case.area_gss not in p.areas)
    body = bodies.visit(case, stage.kent.as_of)
    body["address"] = {"uprn": case.true_uprn}
    return await stage.desk(neighbour).post(SCREENINGS, body)


def _refusal(stage: Stage, title: str, reply: Reply) -> None:
    stage.narrator.exchange(title, [Line("answer", refused(reply).words, "bold magenta")])
