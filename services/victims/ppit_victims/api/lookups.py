"""Routes that answer one question about one person: is somebody helping, is somebody protected."""

from fastapi import APIRouter
from pydantic import Field

from ppit_platform.access import governed
from ppit_platform.codes import LogOperation, PurposeCode
from ppit_platform.people_wire import AddressGiven, PersonNamed
from ppit_platform.wire import WireModel
from ppit_victims.actions.check_protection import check_protection
from ppit_victims.actions.look_up import LookupResult, UnableReason, look_up
from ppit_victims.api.desk import AtTheDesk
from ppit_victims.api.report_wire import PersonReported, searched_for
from ppit_victims.api.wire import AgencyShown, SafeContactShown, agencies_shown, safe_contact_shown
from ppit_victims.domain.protection import Protected
from ppit_victims.domain.purposes import CONCERNED, PROTECTED, REGISTER_PURPOSES

router = APIRouter(prefix="/v1", tags=["lookups"])


class LookupAsked(WireModel):
    person: PersonReported
    address: AddressGiven | None = None


class LookupAnswer(WireModel):
    """A pointer alone: no name, no address and no id come back.

    ``NOT_KNOWN`` only if everyone on the register could be ruled out; else ``UNABLE_TO_LOOK_UP``
    with its reason. ``safe_contact`` here tells ways, never words: ask the agencies.
    """

    safe_contact: SafeContactShown
    result: LookupResult
    unable_reason: UnableReason | None
    agencies: tuple[AgencyShown, ...]


class PersonAsked(PersonNamed):
    """Somebody with every address that is known of them."""

    addresses: tuple[AddressGiven, ...] = Field(default=(), max_length=20)


class ProtectionAsked(WireModel):
    people: tuple[PersonAsked, ...] = Field(min_length=1, max_length=1)


class ProtectionAnswer(WireModel):
    """``NOT_PROTECTED`` only if everyone protected could be ruled out."""

    result: Protected


@router.post(
    "/lookups",
    **governed(
        scope="victims:lookup",
        log=LogOperation.CONSULTATION,
        purposes=REGISTER_PURPOSES,
        max_people=1,
        concerns=CONCERNED,
        essential_fields=("result", "safe_contact", "unable_reason"),
    ),
)
async def create_lookup(body: LookupAsked, desk: AtTheDesk) -> LookupAnswer:
    """Ask whether any agency already helps this person, in whatever district they live.

    Only a confirmed match is answered. A probable one, a name that too many share, or a register
    that cannot be read is ``UNABLE_TO_LOOK_UP``, never ``NOT_KNOWN``.
    """
    record, address = searched_for(body.person, body.address, body.person.phone)
    found = await look_up(record, address, desk)
    return LookupAnswer(
        safe_contact=safe_contact_shown(found.safe_contact),
        result=found.result,
        unable_reason=found.unable_reason,
        agencies=agencies_shown(found.helpers),
    )


@router.post(
    "/protection-checks",
    **governed(
        scope="victims:protection",
        log=LogOperation.CONSULTATION,
        purposes=(PurposeCode.VICTIM_SAFEGUARD,),
        max_people=1,
        concerns=PROTECTED,
        essential_fields=("result",),
    ),
)
async def create_protection_check(body: ProtectionAsked, desk: AtTheDesk) -> ProtectionAnswer:
    """Answer a service of the house whether nobody may be told where this person lives.

    A probable match counts as ``PROTECTED``. Whatever is unreadable, too little, crowded or stale
    is ``UNABLE_TO_CHECK``, which permits no more than ``PROTECTED`` does. No role has this scope.
    """
    (person,) = body.people
    asked = [searched_for(person, address) for address in person.addresses or (None,)]
    return ProtectionAnswer(result=await check_protection(asked, desk))
