"""What the register does for itself: keys made anew, standings worked out anew, proof."""

from uuid import UUID

from ppit_platform.caller import Caller
from ppit_platform.codes import PurposeCode
from ppit_platform.house_caller import the_house
from ppit_platform.people import utc_now
from ppit_platform.provenance import provenance_of
from ppit_victims.actions.register import Register, restand
from ppit_victims.domain.purposes import REPORTING_PURPOSES
from ppit_victims.domain.records import Origin
from ppit_victims.storage.clearance import take_the_pen, whole_register

_BEFORE_ALL = UUID(int=0)


def upkeep_of(service: str) -> Caller:
    """Return the house's own authority over its register."""
    return the_house(service, PurposeCode.VICTIM_REGISTER_MAINTENANCE, "REGISTER-UPKEEP")


async def reindex_people(register: Register) -> int:
    """Make everyone's keys anew after the keys changed; return how many records there are."""
    await take_the_pen(register.session)
    async with whole_register(register.session):
        return await register.people.reindex()


async def rescore(register: Register, caller: Caller, after: UUID = _BEFORE_ALL) -> UUID | None:
    """Work out how the next 500 victims stand; return the last of them, None if there was none."""
    await take_the_pen(register.session)
    provenance = provenance_of(caller, purposes=REPORTING_PURPOSES)
    async with whole_register(register.session):
        some = await register.dossiers.some_after(after)
        if some:
            await restand(some, Origin(provenance, caller.acting, utc_now()), register)
    return some[-1] if some else None


async def unproven(register: Register) -> dict[str, int]:
    """Count what no rule should have let in, by what is wrong with it."""
    async with whole_register(register.session):
        return await register.people.unproven()
