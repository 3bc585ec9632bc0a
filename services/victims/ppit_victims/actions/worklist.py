"""Gives a warden the day's visits in order of need, each with its safety advice."""

from collections.abc import Sequence
from dataclasses import dataclass

from ppit_platform.codes import LogOperation
from ppit_platform.house import GateUnavailable, HopAuthority, HouseClient
from ppit_platform.ids import new_id
from ppit_victims.actions.desk import Desk
from ppit_victims.actions.facts import told_of
from ppit_victims.domain.views import Home, Summary
from ppit_victims.domain.visits import NOT_SCREENED, UNABLE, Safety, read_screenings

SCREENINGS = "/officer-safety/v1/screenings/batch"
_OK = 200
_LONGEST_NAME = 200
_MOST_LINES, _LONGEST_LINE, _LONGEST_POSTCODE = 8, 200, 16


@dataclass(frozen=True, slots=True)
class Visit:
    victim: Summary
    safety: Safety


async def worklist(limit: int, desk: Desk, house: HouseClient, hop: HopAuthority) -> list[Visit]:
    """Return the neediest victims of the caller's districts. Persons only.

    All their addresses are screened by one question to officer-safety; where that fails, each says
    that it was not screened.
    """
    desk.personal_hand()
    most = min(limit, desk.caller.people_limit)
    victims, withheld = await desk.victims.neediest(most)
    screened = await _screened(victims, house, hop)
    visits = [Visit(*each) for each in zip(victims, screened, strict=True)]
    unscreened = sum(visit.safety.result == UNABLE for visit in visits)
    desk.unit.record(
        told_of(
            LogOperation.DISCLOSURE,
            [victim.victim_id for victim in victims],
            desk.pseudonyms,
            fields=("address", "name", "need", "safe_contact", "safety", "stage"),
            counts={"visits": len(visits), "not_screened": unscreened},
            withheld={"PROTECTED": withheld},
        )
    )
    return visits


async def _screened(
    victims: Sequence[Summary], house: HouseClient, hop: HopAuthority
) -> list[Safety]:
    if not victims:
        return []
    body = {"visits": [_visit(victim.home) for victim in victims]}
    try:
        answer = await house.call(hop, "POST", SCREENINGS, body=body, idempotency_key=str(new_id()))
    except GateUnavailable:
        return [NOT_SCREENED] * len(victims)
    if answer.status != _OK:
        return [NOT_SCREENED] * len(victims)
    return read_screenings(answer.body, len(victims))


def _visit(home: Home) -> dict[str, object]:
    """Ask as for a lone officer of whom nothing is known: whatever protects anybody applies."""
    visit: dict[str, object] = {
        "attending": {"count": 1, "lone": True},
        "contact_mode": "HOME_VISIT",
        "people": [{"name": {"full": home.name[:_LONGEST_NAME]}}],
    }
    address = _address(home)
    return {**visit, "address": address} if address else visit


def _address(home: Home) -> dict[str, object]:
    lines = [line[:_LONGEST_LINE] for line in home.lines[:_MOST_LINES]]
    typed: dict[str, object] = {"lines": lines} if lines else {}
    if home.postcode:
        typed["postcode"] = home.postcode[:_LONGEST_POSTCODE]
    # The door we resolved goes alone: text typed badly beside it would only make it doubtful.
    return {"uprn": home.uprn} if home.uprn else typed
