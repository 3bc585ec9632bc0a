"""Who plays in the demo and in ``ppit run``: organisations, their machines, persons, agreements.

None of them exists. Each party has one client, and at most one agreement for each purpose, so that
a purpose names the agreement.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ppit_ops import agreements
from ppit_ops.agreements import Terms
from ppit_platform.codes import PurposeCode, Role
from ppit_synthetic.borough import VictimList
from ppit_synthetic.districts import DISTRICTS

_EVERY_AREA = tuple(district.area_gss for district in DISTRICTS)
_VISITING = ("screen", "report")
_ADMINISTERING = ("read", "propose", "approve")
_TOLD = ("notices", "receipts")
"""Whoever is shown anything must hear that it was wrong (UK GDPR Art 19; DPA 2018 s.48)."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody for whom their organisation vouches."""

    user_id: str
    role: Role


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation with its one machine and its agreements.

    ``audience`` is whom a marker must name to warn this party; None if it visits nobody.
    ``people[0]`` acts unless another is named, and ``purposes[0]`` is what they act for; a party
    without people is a machine that asks by itself. Tokens are bound to the machine's key; those
    of a ``sandbox`` party may be copied into ``curl``, which signs nothing.
    """

    org_id: str
    name: str
    client_id: str
    agreements: tuple[Terms, ...]
    people: tuple[Person, ...] = ()
    audience: str | None = None
    areas: tuple[str, ...] = _EVERY_AREA
    sandbox: bool = False

    @property
    def purposes(self) -> tuple[PurposeCode, ...]:
        return tuple(purpose for terms in self.agreements for purpose in terms.purposes)

    @property
    def user(self) -> str | None:
        """Who acts unless another is named."""
        return self.people[0].user_id if self.people else None

    def agreement_for(self, purpose: PurposeCode) -> Terms:
        """Return the agreement that allows ``purpose``; the first, where none does."""
        allowing = (terms for terms in self.agreements if purpose in terms.purposes)
        return next(allowing, self.agreements[0])


WARDENS = Party(
    "kent-wardens",
    "Community wardens",
    "warden-phone",
    (
        agreements.officer_safety("DSA-001", "Community wardens", *_VISITING),
        agreements.visiting_victims(
            "DSA-021", "Community wardens", "worklist", "lookup", "report", "write"
        ),
        agreements.told_of_errors("DSA-121", "Community wardens", *_TOLD),
    ),
    (Person("w-017", Role.WARDEN), Person("w-021", Role.WARDEN)),
    "WARDENS",
    sandbox=True,
)
TRADING_STANDARDS = Party(
    "kent-trading-standards",
    "Trading Standards",
    "trading-standards-desk",
    (
        agreements.officer_safety("DSA-002", "Trading Standards", *_VISITING),
        agreements.safeguarding(
            "DSA-022", "Trading Standards", "report", "import", "lookup", "read", "write"
        ),
        agreements.vetting("DSA-032", "Trading Standards", "request", "read"),
        agreements.told_of_errors("DSA-122", "Trading Standards", *_TOLD),
    ),
    (Person("ts-004", Role.TS_OFFICER),),
    "TRADING_STANDARDS",
)
CORONERS = Party(
    "kent-coroners",
    "Coroner's officers",
    "coroners-desk",
    (
        agreements.officer_safety("DSA-003", "Coroner's officers", "screen"),
        agreements.told_of_errors("DSA-123", "Coroner's officers", *_TOLD),
    ),
    (Person("co-002", Role.CASE_OFFICER),),
    "CORONERS_OFFICERS",
)
RIGHTS_OF_WAY = Party(
    "kent-prow",
    "Public rights of way",
    "prow-desk",
    (
        agreements.officer_safety("DSA-004", "Public rights of way", "screen"),
        agreements.told_of_errors("DSA-124", "Public rights of way", *_TOLD),
    ),
    (Person("rw-009", Role.CASE_OFFICER),),
    "PROW",
)
TRAVELLER_SERVICE = Party(
    "kent-gts",
    "Gypsy and Traveller Service",
    "gts-desk",
    (
        agreements.officer_safety("DSA-005", "Gypsy and Traveller Service", "screen"),
        agreements.told_of_errors("DSA-125", "Gypsy and Traveller Service", *_TOLD),
    ),
    (Person("gt-001", Role.CASE_OFFICER),),
    "GTS",
)
CONTRACTOR = Party(
    "kent-contractor",
    "Highways contractor",
    "contractor-desk",
    (
        agreements.officer_safety("DSA-006", "Highways contractor", "screen"),
        agreements.told_of_errors("DSA-126", "Highways contractor", *_TOLD),
    ),
    (Person("hc-012", Role.CASE_OFFICER),),
    "CONTRACTOR",
)
ECONOMIC_DEVELOPMENT = Party(
    "kent-economic-development",
    "Economic Development",
    "grant-system",
    (
        agreements.grant_vetting("DSA-007", "Economic Development", "request", "read"),
        agreements.told_of_changes("DSA-107", "Economic Development", "read", "manage"),
        agreements.told_of_errors("DSA-127", "Economic Development", *_TOLD),
    ),
    sandbox=True,
)
DEBT_RECOVERY = Party(
    "kent-debt-recovery",
    "Debt Recovery",
    "debt-system",
    (
        agreements.tracing("DSA-008", "Debt Recovery", "request", "read", "batch", "feedback"),
        agreements.told_of_errors("DSA-128", "Debt Recovery", *_TOLD),
    ),
    sandbox=True,
)
POLICE = Party(
    "county-police",
    "Police",
    "police-lists",
    (
        agreements.crime_reports("DSA-009", "Police", "report", "import"),
        agreements.told_of_errors("DSA-129", "Police", *_TOLD),
    ),
)
BANKS = Party(
    "banking-protocol",
    "Banking protocol desk",
    "bank-protocol-lists",
    (
        agreements.victim_lists("DSA-010", "Banking protocol desk", "import"),
        agreements.told_of_errors("DSA-130", "Banking protocol desk", *_TOLD),
    ),
)
NATIONAL_HUB = Party(
    "national-scams-hub",
    "National scams hub",
    "national-hub-lists",
    (
        agreements.victim_lists("DSA-011", "National scams hub", "import"),
        agreements.told_of_errors("DSA-131", "National scams hub", *_TOLD),
    ),
)
CHARITY = Party(
    "older-peoples-charity",
    "Charity for older people",
    "charity-lists",
    (
        agreements.victim_lists("DSA-012", "Charity for older people", "import"),
        agreements.told_of_errors("DSA-132", "Charity for older people", *_TOLD),
    ),
)
PPIT = Party(
    "ppit",
    "Public protection intelligence team",
    "ppit-desk",
    (
        agreements.officer_safety(
            "DSA-100",
            "Public protection intelligence team",
            *(*_VISITING, "propose", "approve", "review"),
        ),
        agreements.safeguarding(
            "DSA-101",
            "Public protection intelligence team",
            *("report", "import", "lookup", "read", "write", "review", "protect", "worklist"),
        ),
        agreements.vetting(
            "DSA-102", "Public protection intelligence team", "request", "read", "decide"
        ),
        agreements.tracing("DSA-103", "Public protection intelligence team", "request", "read"),
        agreements.administration(
            "DSA-104", "Public protection intelligence team", *_ADMINISTERING
        ),
        agreements.audit(
            "DSA-105",
            "Public protection intelligence team",
            *("read", "recall", "watch", "receipts", "export"),
        ),
        # Its own receipts it counts under the agreement before: a purpose names one.
        replace(
            agreements.told_of_errors("DSA-106", "Public protection intelligence team", "notices"),
            purposes=(PurposeCode.SUBJECT_RIGHTS,),
        ),
    ),
    (
        Person("an-003", Role.ANALYST),
        Person("an-007", Role.ANALYST),
        Person("ap-001", Role.APPROVER),
        Person("ap-002", Role.APPROVER),
        Person("op-001", Role.OPERATOR),
        Person("dpo-001", Role.DPO),
        Person("dpo-002", Role.DPO),
    ),
    "PPIT_ONLY",
)
DISTRICT_PARTIES = tuple(
    Party(
        f"district-{district.area_gss.lower()}",
        f"{district.name} district council",
        f"district-{district.area_gss[-3:]}",
        (
            agreements.officer_safety(
                f"DSA-{district.area_gss}", f"{district.name} district council", *_VISITING
            ),
            agreements.safeguarding(
                f"DSA-{district.area_gss}-V",
                f"{district.name} district council",
                *("report", "lookup", "import"),
            ),
            agreements.administration(
                f"DSA-{district.area_gss}-A", f"{district.name} district council", *_ADMINISTERING
            ),
            agreements.told_of_errors(
                f"DSA-{district.area_gss}-E", f"{district.name} district council", *_TOLD
            ),
        ),
        (
            Person(f"d-{district.area_gss[-3:]}", Role.DISTRICT_OFFICER),
            Person(f"adm-{district.area_gss[-3:]}", Role.PARTNER_ADMIN),
        ),
        f"DISTRICT:{district.area_gss}",
        (district.area_gss,),
    )
    for district in DISTRICTS
)
PARTIES = (
    *(WARDENS, TRADING_STANDARDS, CORONERS, RIGHTS_OF_WAY, TRAVELLER_SERVICE, CONTRACTOR, PPIT),
    *(ECONOMIC_DEVELOPMENT, DEBT_RECOVERY, POLICE, BANKS, NATIONAL_HUB, CHARITY),
    *DISTRICT_PARTIES,
)


@dataclass(frozen=True, slots=True)
class Sender:
    """Whose machine sends a list of victims, why, and in which of the service's layouts."""

    party: Party
    purpose: PurposeCode
    profile: str


_MAINTENANCE = PurposeCode.VICTIM_REGISTER_MAINTENANCE
SENDERS: Mapping[VictimList, Sender] = {
    VictimList.TRADING_STANDARDS_HUB: Sender(TRADING_STANDARDS, _MAINTENANCE, "TS_HUB"),
    VictimList.POLICE: Sender(POLICE, PurposeCode.PREVENT_DETECT_CRIME, "POLICE"),
    VictimList.BANK_PROTOCOL: Sender(BANKS, _MAINTENANCE, "BANK_PROTOCOL"),
    VictimList.NATIONAL_HUB: Sender(NATIONAL_HUB, _MAINTENANCE, "NATIONAL_HUB"),
    VictimList.CHARITY: Sender(CHARITY, _MAINTENANCE, "CHARITY"),
}


def party_of_client(client_id: str) -> Party | None:
    return next((party for party in PARTIES if party.client_id == client_id), None)


def party_of_audience(audience: str) -> Party:
    return next(party for party in PARTIES if party.audience == audience)
