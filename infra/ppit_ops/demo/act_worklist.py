"""Act: a warden's morning: whom to visit first, what to mind at the door, what came of it."""

from collections.abc import Mapping, Sequence
from signal import SIGKILL
from typing import cast

from ppit_ops.cast import DISTRICT_PARTIES, WARDENS
from ppit_ops.demo import bodies_victims
from ppit_ops.demo.checks import Check, equal
from ppit_ops.demo.narration import Line
from ppit_ops.demo.stage import Stage
from ppit_ops.demo.words import items, plain, refused, told
from ppit_ops.partners import SCREENINGS, Desk, Reply
from ppit_ops.services import OFFICER_SAFETY
from ppit_ops.supervisor import until
from ppit_platform.codes import PurposeCode
from ppit_platform.people import utc_now
from ppit_platform.wire import instant_text

TITLE = "A warden's morning"
_WORKLIST = "/victims/v1/worklist?limit=50"
LOOKUPS = "/victims/v1/lookups"
_CASE = "WORK/1"
_SHOWN = 2
_RESTART_SECONDS = 60.0
_UNABLE = "UNABLE_TO_SCREEN"

_Visit = Mapping[str, object]


async def play(stage: Stage) -> list[Check]:
    """Read the worklist while nobody can screen and once somebody can; visit one of it."""
    desk = stage.desk(WARDENS, purpose=PurposeCode.VICTIM_SAFEGUARD)
    stage.house.supervisor.signal(OFFICER_SAFETY.name, SIGKILL)
    unscreened = items((await desk.get(_WORKLIST, case=_CASE)).body)
    up = until(
        lambda: stage.house.supervisor.answers(OFFICER_SAFETY.name),
        _RESTART_SECONDS,
        stage.house.tend,
    )
    screened = items((await desk.get(_WORKLIST, case=_CASE)).body)
    lines = [line for visit in unscreened[:1] for line in (*_need(visit), *_safety(visit))]
    stage.narrator.exchange("Officer safety is down: the worklist comes all the same", lines)
    lines = [line for visit in _worth_showing(screened) for line in (_door(visit), *_safety(visit))]
    stage.narrator.exchange("Officer safety is back", lines)
    return [
        Check("a worklist without safety advice says so at each door", *_all_unable(unscreened)),
        Check("officer safety comes back by itself", up, "it did not"),
        Check("then every door is screened", *_all_screened(screened)),
        Check("those in most need come first", *_by_need(screened)),
        *await _visit(stage, desk, screened),
    ]


async def _visit(stage: Stage, desk: Desk, visits: Sequence[_Visit]) -> list[Check]:
    """Go to somebody's door, write down what came of it, and let a district ask who helps."""
    asking = stage.desk(DISTRICT_PARTIES[0], purpose=PurposeCode.VICTIM_SAFEGUARD)
    visit, question, before = await _known(stage, asking, visits)
    screening = await stage.desk(WARDENS).post(SCREENINGS, _screening(visit), case=_CASE)
    done = {
        "intervention_type": "WARDEN_VISIT",
        "outcome": "ADVICE_GIVEN",
        "at": instant_text(utc_now()),
    }
    contact = f"/victims/v1/victims/{visit['victim_id']}/contacts"
    kept = await desk.post(contact, done, case=_CASE)
    after = await asking.post(LOOKUPS, question, case=_CASE)
    stage.narrator.exchange(
        f"She screens the visit again at the door of {visit['name']}, and goes",
        [*told(screening), Line("kept", f"advice given; {plain(kept.body.get('stage'))}")],
    )
    stage.narrator.exchange(
        f"{asking.seat.party.name} asks: is anybody helping this person?",
        [
            Line("before", _helped(before)),
            Line("after", _helped(after)),
            Line("no more", f"the answer holds {', '.join(sorted(after.body))}"),
        ],
    )
    return [
        Check("the visit is screened at the door", "result" in screening.body, screening.code),
        equal("known, and nobody helps yet", before.body.get("result"), "KNOWN_NOT_HELPED"),
        equal("after the visit somebody does", after.body.get("result"), "HELPED"),
        Check(
            "who asks is pointed to the agency and told no more",
            after.body.keys().isdisjoint({"victim_id", "name", "address", "person"}),
            str(sorted(after.body)),
        ),
    ]


async def _known(
    stage: Stage, asking: Desk, visits: Sequence[_Visit]
) -> tuple[_Visit, dict[str, object], Reply]:
    """Return the first visit to somebody whom a stranger's question cannot mistake, if any."""
    asked: list[tuple[_Visit, dict[str, object], Reply]] = []
    for visit in (one for one in visits if _can_be_visited(stage, one)):
        (person_id,) = stage.people[str(visit["victim_id"])]
        home = stage.truth.home_of(person_id)
        question = bodies_victims.lookup(stage.truth, person_id, home)
        asked.append((visit, question, await asking.post(LOOKUPS, question, case=_CASE)))
        if asked[-1][-1].body.get("result") == "KNOWN_NOT_HELPED":
            break
    return asked[-1]


def _screening(visit: _Visit) -> dict[str, object]:
    address = cast("Mapping[str, object]", visit["address"])
    return {
        "address": {"lines": address["lines"], "postcode": address["postcode"]},
        "people": [{"name": {"full": visit["name"]}}],
        "attending": {"count": 1, "lone": True, "sexes": ["FEMALE"]},
        "contact_mode": "HOME_VISIT",
        "at": instant_text(utc_now()),
    }


def _can_be_visited(stage: Stage, visit: _Visit) -> bool:
    """Tell a visit to one person whom the truth knows, whom nothing forbids to visit."""
    forbidden = cast("Sequence[str]", _part(visit, "safe_contact")["do_not_contact"])
    known = stage.people.get(str(visit["victim_id"]), set())
    return len(known) == 1 and "HOME_VISIT" not in forbidden and visit["stage"] == "REPORTED"


def _worth_showing(visits: Sequence[_Visit]) -> Sequence[_Visit]:
    """Return the neediest, and the neediest at whose door there is something to mind."""
    minding = [one for one in visits[1:] if items(_part(one, "safety"), "control_measures")]
    return [*visits[:1], *minding[: _SHOWN - 1]]


def _need(visit: _Visit) -> list[Line]:
    """Say what is safe first, as the answer does, then who is to be visited and why."""
    need, contact = _part(visit, "need"), _part(visit, "safe_contact")
    warned = ", ".join(plain(mode) for mode in cast("Sequence[str]", contact["do_not_contact"]))
    points = ", ".join(f"{one['why']} {one['points']}" for one in items(need, "points"))
    return [
        Line("do not", warned or "nothing is forbidden", "bold red" if warned else ""),
        _door(visit),
        Line("need", f"{need['score']}: {points}"),
    ]


def _door(visit: _Visit) -> Line:
    address = _part(visit, "address")
    return Line("visit", ", ".join((str(visit["name"]), *cast("Sequence[str]", address["lines"]))))


def _safety(visit: _Visit) -> list[Line]:
    safety = _part(visit, "safety")
    reason = safety["unable_reason"]
    advice = plain(safety["result"]) + (f", {plain(reason)}" if reason else "")
    return [
        Line("safety", advice, "bold yellow" if safety["result"] == _UNABLE else ""),
        *(Line("", f"- {one['words']}") for one in items(safety, "control_measures")),
    ]


def _helped(reply: Reply) -> str:
    if "result" not in reply.body:
        return refused(reply).words
    agencies = items(reply.body, "agencies")
    by = ", ".join(f"{one['agency']} ({plain(one['stage'])})" for one in agencies)
    more = by or plain(reply.body["unable_reason"] or "")
    return plain(reply.body["result"]) + (f": {more}" if more else "")


def _part(visit: _Visit, name: str) -> Mapping[str, object]:
    return cast("Mapping[str, object]", visit[name])


def _all_unable(visits: Sequence[_Visit]) -> tuple[bool, str]:
    said = {
        (_part(one, "safety")["result"], _part(one, "safety")["unable_reason"]) for one in visits
    }
    return said == {(_UNABLE, "SOURCE_UNAVAILABLE")}, str(said)


def _all_screened(visits: Sequence[_Visit]) -> tuple[bool, str]:
    said = {str(_part(one, "safety")["unable_reason"]) for one in visits}
    return bool(visits) and "SOURCE_UNAVAILABLE" not in said, ", ".join(said)


def _by_need(visits: Sequence[_Visit]) -> tuple[bool, str]:
    scores = [cast("int", _part(one, "need")["score"]) for one in visits]
    return scores == sorted(scores, reverse=True), str(scores)
