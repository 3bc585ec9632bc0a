"""The partners' layouts, as data: which of their columns says what.

A layout whose header is not exactly this is refused as a whole: cells read under a wrong heading
would make wrong victims.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ppit_victims.domain.codes import Channel, ProfileName


@dataclass(frozen=True, slots=True)
class Profile:
    """``name`` are the cells that together make a full name; else ``given`` and ``family``.

    ``address`` are its lines from the door outwards; ``free_text`` may say whom not to ring. The
    loss is ``lost`` in pounds, or ``lost_pence``, or ``attempted`` less ``prevented``. ``scam`` may
    begin with the scam in words and end with its year. ``channel`` holds for all of a list.
    """

    columns: tuple[str, ...] | None
    name: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    family: str | None = None
    born: str | None = None
    address: tuple[str, ...] = ()
    postcode: str | None = None
    uprn: str | None = None
    phone: str | None = None
    reference: str | None = None
    scam: str | None = None
    happened_on: str | None = None
    lost: str | None = None
    lost_pence: str | None = None
    attempted: str | None = None
    prevented: str | None = None
    paid_by: str | None = None
    came_by: str | None = None
    channel: Channel | None = None
    vulnerabilities: str | None = None
    flagged: str | None = None
    times_listed: str | None = None
    may_call: str | None = None
    do_not: str | None = None
    free_text: tuple[str, ...] = ()
    deceased: str | None = None


_TS_HUB = Profile(
    columns=(
        *("Ref", "Victim Name", "DOB", "Address", "Post Code", "Tel"),
        *("Scam Type", "Amount Lost", "Date Reported"),
    ),
    name=("Victim Name",),
    born="DOB",
    address=("Address",),
    postcode="Post Code",
    phone="Tel",
    reference="Ref",
    scam="Scam Type",
    lost="Amount Lost",
    happened_on="Date Reported",
)
_POLICE = Profile(
    columns=(
        *("CRIME_REF", "SURNAME", "FORENAME1", "FORENAME2", "DOB", "AGE"),
        *("ADDR_LINE_1", "ADDR_LINE_2", "ADDR_LINE_3", "ADDR_LINE_4", "PCODE"),
        *("VULN_FLAG", "MO_TEXT"),
    ),
    given=("FORENAME1", "FORENAME2"),
    family="SURNAME",
    born="DOB",
    address=("ADDR_LINE_1", "ADDR_LINE_2", "ADDR_LINE_3", "ADDR_LINE_4"),
    postcode="PCODE",
    reference="CRIME_REF",
    scam="MO_TEXT",
    flagged="VULN_FLAG",
    free_text=("MO_TEXT",),
)
_BANK_PROTOCOL = Profile(
    columns=(
        *("Customer", "Date of Birth", "Addr1", "Addr2", "Town", "Pcode"),
        *("Attempted £", "Prevented £"),
    ),
    name=("Customer",),
    born="Date of Birth",
    address=("Addr1", "Addr2", "Town"),
    postcode="Pcode",
    attempted="Attempted £",
    prevented="Prevented £",
)
_NATIONAL_HUB = Profile(
    columns=(
        *("UniqueID", "Title", "First Name", "Last Name", "House", "Street", "Town", "County"),
        *("Postcode", "List source", "Times on list"),
    ),
    given=("First Name",),
    family="Last Name",
    address=("House", "Street", "Town"),
    postcode="Postcode",
    reference="UniqueID",
    scam="List source",
    times_listed="Times on list",
    channel=Channel.MAIL,
)
_CHARITY = Profile(
    columns=(
        *("Client name (Mr/Mrs)", "D.O.B.", "Full address inc postcode", "Best phone"),
        *("OK to call? Y/N", "Next of kin"),
    ),
    name=("Client name (Mr/Mrs)",),
    born="D.O.B.",
    address=("Full address inc postcode",),
    phone="Best phone",
    may_call="OK to call? Y/N",
    free_text=("Next of kin",),
)
_CANONICAL = Profile(
    columns=None,
    name=("person.name.full",),
    given=("person.name.given",),
    family="person.name.family",
    born="person.date_of_birth",
    address=("address.lines",),
    postcode="address.postcode",
    uprn="address.uprn",
    phone="person.phone",
    reference="incident.reference",
    scam="incident.scam_type",
    happened_on="incident.happened_on",
    lost_pence="incident.loss.pence",
    paid_by="incident.payment_method",
    came_by="incident.channel",
    vulnerabilities="vulnerabilities",
    do_not="safe_contact.do_not_contact",
    free_text=("safe_contact.note",),
    deceased="deceased",
)

PROFILES: Mapping[ProfileName, Profile] = MappingProxyType(
    {
        ProfileName.TS_HUB: _TS_HUB,
        ProfileName.POLICE: _POLICE,
        ProfileName.BANK_PROTOCOL: _BANK_PROTOCOL,
        ProfileName.NATIONAL_HUB: _NATIONAL_HUB,
        ProfileName.CHARITY: _CHARITY,
        ProfileName.CANONICAL: _CANONICAL,
    }
)
