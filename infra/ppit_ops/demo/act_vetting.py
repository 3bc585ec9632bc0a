"""Act: Economic Development's grant system sends its applicants."""

from dataclasses import replace

from ppit_ops.cast import ECONOMIC_DEVELOPMENT
from ppit_ops.demo.checks import Check, equal
from ppit_ops.demo.grant_system import GrantSystem, vetted
from ppit_ops.demo.narration import Line
from ppit_ops.demo.stage import Stage
from ppit_ops.demo.words import checked, plain, recommended
from ppit_ops.partners import Reply
from ppit_synthetic.borough import Application, MatchStrength, Ring
from ppit_synthetic.borough import Check as Concern

TITLE = "A grant system asks about its applicants"
_UNCONNECTED = "Capital grant"


async def play(stage: Stage) -> list[Check]:
    """Send one who is clear, one whose checks cannot all run, a ring, a listed name, the rest."""
    system = await GrantSystem.at(stage.desk(ECONOMIC_DEVELOPMENT))
    cases: dict[str, str] = {}
    checks = [
        *await _plain(stage, system, cases),
        *await _ring(stage, system, cases),
        *await _listed(stage, system, cases),
    ]
    waiting = [one for one in stage.borough.applications if one.application_id not in cases]
    with stage.narrator.console.status(f"{len(waiting)} more applications"):
        cases |= await system.apply_for_all(waiting)
    stage.cases.update(cases)
    stage.narrator.say(f"It sends {len(waiting)} more; they are checked while the day goes on.")
    return checks


async def _plain(stage: Stage, system: GrantSystem, cases: dict[str, str]) -> list[Check]:
    """Let one applicant of whom nothing is known apply twice, the second time for more."""
    applicant = _nobody(stage)
    clear = await _asked(system, applicant, cases)
    asked_for_more = replace(
        applicant, application_id=f"{applicant.application_id}-2", scheme=_UNCONNECTED
    )
    more = await _asked(system, asked_for_more, {})
    stage.narrator.exchange(
        "An applicant of whom nothing is known", [_applies(applicant), *recommended(clear)]
    )
    stage.narrator.exchange(
        "The same for a capital grant, which three unconnected sources must be asked about",
        [_applies(asked_for_more), *recommended(more), *checked(more, "UNAVAILABLE")],
    )
    return [
        equal("nothing against an applicant is told", vetted(clear).recommendation, "PROCEED"),
        equal("what could not be checked is told", vetted(more).recommendation, "INCOMPLETE"),
    ]


async def _ring(stage: Stage, system: GrantSystem, cases: dict[str, str]) -> list[Check]:
    """Let a ring apply one after another: the first looks like anybody until the others come."""
    ring, members = _pure_ring(stage)
    first, *others = members
    alone = await _asked(system, first, cases)
    *_, last = [await _asked(system, member, cases) for member in others]
    told = await system.settled({one.application_id: cases[one.application_id] for one in members})
    again = await system.recommended(cases[first.application_id])
    stage.narrator.exchange(
        f"{len(members)} strangers who put down one {plain(ring.link)}",
        [
            _applies(first),
            *recommended(alone),
            Line("then", f"{len(others)} others apply from other homes"),
            *recommended(last),
            Line("the first", "is checked again by itself"),
            *recommended(again),
        ],
    )
    return [
        equal("the first of a ring looks like anybody", vetted(alone).recommendation, "PROCEED"),
        Check(
            "when the last one applies all of them are referred",
            all(one.referred for one in told.values()),
            str(told),
        ),
    ]


async def _listed(stage: Stage, system: GrantSystem, cases: dict[str, str]) -> list[Check]:
    """Let somebody apply whose name and birthday stand on the sanctions list."""
    strong = MatchStrength.STRONG
    meeting = {one.application_id for one in stage.borough.matches if one.strength is strong}
    applicant = next(a for a in stage.borough.applications if a.application_id in meeting)
    reply = await _asked(system, applicant, cases)
    stage.narrator.exchange(
        "An applicant whose name and birthday stand on the sanctions list",
        [_applies(applicant), *recommended(reply), *checked(reply, "ADVERSE", "CONCERN")],
    )
    return [Check("a sanctioned name is never passed", vetted(reply).referred, str(vetted(reply)))]


async def _asked(system: GrantSystem, application: Application, cases: dict[str, str]) -> Reply:
    case_id = await system.apply(application)
    cases[application.application_id] = case_id
    return await system.recommended(case_id)


def _nobody(stage: Stage) -> Application:
    """Return a person with no concern at all, who meets nobody on the list either."""
    met = {match.application_id for match in stage.borough.matches}
    return next(
        one
        for one in stage.borough.applications
        if one.person_id and not one.concerns and one.application_id not in met
    )


def _pure_ring(stage: Stage) -> tuple[Ring, list[Application]]:
    """Return a ring of people of whom nothing is known but that they share something."""
    by_id = {one.application_id: one for one in stage.borough.applications}
    rings = [(ring, [by_id[key] for key in ring.application_ids]) for ring in stage.borough.rings]
    return next(
        (ring, members)
        for ring, members in rings
        if all(one.person_id and one.concerns == (Concern.LINK_NETWORK,) for one in members)
    )


def _applies(application: Application) -> Line:
    pounds = application.amount_pence // 100
    return Line("applies", f"{application.name}, {application.scheme}, £{pounds:,}")
