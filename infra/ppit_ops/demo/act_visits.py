"""Act: officers ask before they go."""

from dataclasses import replace

from ppit_ops.cast import WARDENS, party_of_audience
from ppit_ops.demo import bodies
from ppit_ops.demo.checks import Check, equal
from ppit_ops.demo.narration import Line
from ppit_ops.demo.stage import Stage
from ppit_ops.demo.words import asked, read_answer, told
from ppit_ops.partners import SCREENINGS, Reply
from ppit_synthetic import Attending, Sex, VisitCase, VisitKind

TITLE = "Officers ask before they go"
_CREATED = 201
_TOGETHER = Attending(2, (Sex.FEMALE, Sex.FEMALE))


async def play(stage: Stage) -> list[Check]:
    """Screen the committee report's visit first, then visits that are hard in other ways."""
    alone = await _lone_woman(stage)
    moved = await _shown(stage, "Known at an address he has left", VisitKind.MOVED_HOUSE)
    dog = await _shown(stage, "What to do, never why", VisitKind.DANGEROUS_DOG)
    other = await _shown(stage, "A warning that is for somebody else", VisitKind.OTHER_AUDIENCE)
    nobody = await _shown(stage, "Nothing known", VisitKind.UNMARKED_CONTROL)
    nowhere = await _shown(stage, "An address nobody knows", VisitKind.UNRESOLVABLE_ADDRESS)
    reasons = sorted({"category", "grounds", "incident_date"} & dog.body.keys())
    return [
        *alone,
        equal("a warning follows whoever moves", moved.body.get("result"), "MARKERS_HELD"),
        _told_to("the dog is to be shut away first", dog, "DOG_TO_BE_SECURED_FIRST"),
        Check("no answer says why", not reasons, ", ".join(reasons)),
        _told_nothing("a warning reaches its audience alone", other),
        equal("nothing known is said as such", nobody.body.get("result"), "NO_KNOWN_MARKERS"),
        _no_all_clear("an unknown address is no all-clear", nowhere),
    ]


async def _lone_woman(stage: Stage) -> list[Check]:
    """Tell the case in the committee report: a woman kept from a lone visit to this man."""
    case, desk = stage.visit(VisitKind.LONE_FEMALE, "WARDENS"), stage.desk(WARDENS)
    answer = await desk.post(SCREENINGS, bodies.visit(case, stage.kent.as_of), case="VISIT/0800")
    screening = f"{SCREENINGS}/{answer.body.get('screening_id')}"
    seen = await desk.post(f"{screening}/acknowledgement", {}, case="VISIT/0800")
    again = await desk.get(screening, case="VISIT/0800")
    together = replace(case, attending=_TOGETHER)
    pair = await desk.post(SCREENINGS, bodies.visit(together, stage.kent.as_of), case="VISIT/0810")
    receipt = Line("receipt", f"{desk.user} has seen it, at {seen.body.get('acknowledged_at')}")
    stage.narrator.exchange(
        "The case in the committee report: a warden, alone, on her phone",
        [*asked(case), *told(answer, in_full=True), receipt],
    )
    stage.narrator.exchange(
        "She asks a colleague to come along", [*asked(together), *told(pair, in_full=True)]
    )
    return [
        _told_to("a woman is told not to go to him alone", answer, "NO_LONE_FEMALE_VISIT"),
        equal("that she saw it is on record", seen.status, _CREATED),
        equal("what she was shown can be shown again, exactly", again.body, answer.body),
        _told_nothing("two may go", pair),
        equal("and are not told that nothing is known", pair.body.get("result"), "MARKERS_HELD"),
    ]


async def _shown(stage: Stage, title: str, kind: VisitKind) -> Reply:
    case = _clearest(stage, kind)
    party = party_of_audience(case.audience)
    answer = await stage.desk(party).post(
        SCREENINGS, bodies.visit(case, stage.kent.as_of), case="VISIT/0900"
    )
    stage.narrator.exchange(f"{title} ({party.name})", [*asked(case), *told(answer)])
    return answer


def _clearest(stage: Stage, kind: VisitKind) -> VisitCase:
    """Return a visit of the kind whose truth is the simplest: nothing else is at that door."""
    cases = [case for case in stage.kent.visits if case.kind is kind]
    return min(cases, key=lambda case: len(case.expected_marker_ids + case.tolerated_marker_ids))


def _no_all_clear(claim: str, reply: Reply) -> Check:
    # A marked door that it may mean is said; otherwise nobody could look. Both are right.
    result = read_answer(reply.body).result
    return Check(claim, result in {"UNABLE_TO_SCREEN", "MARKERS_HELD"}, result)


def _told_to(claim: str, reply: Reply, measure: str) -> Check:
    measures = read_answer(reply.body).measures
    return Check(claim, measure in measures, ", ".join(sorted(measures)) or "nothing")


def _told_nothing(claim: str, reply: Reply) -> Check:
    measures = read_answer(reply.body).measures
    return Check(claim, not measures and bool(reply.body), ", ".join(sorted(measures)))
