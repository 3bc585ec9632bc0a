"""Who plays in the demo and in ``ppit run``: organisations, their machines, persons, agreements.

None of them exists. Each party has one client and one agreement, so that a token needs no choice.
"""

from dataclasses import dataclass

from ppit_platform.codes import ProcessingRegime, PurposeCode, Role
from ppit_synthetic.districts import DISTRICTS

_EVERY_AREA = tuple(district.area_gss for district in DISTRICTS)
_SCREEN = "officer-safety:screen"
_REPORT = "officer-safety:report"
_PROPOSE = "officer-safety:propose"
_APPROVE = "officer-safety:approve"
_REVIEW = "officer-safety:review"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody for whom their organisation vouches."""

    user_id: str
    role: Role


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation with its one machine and its one agreement.

    ``audience`` is whom a marker must name to warn this party; ``people[0]`` acts unless another
    is named, and ``purposes[0]`` is what they act for.
    """

    org_id: str
    name: str
    client_id: str
    agreement_id: str
    audience: str
    areas: tuple[str, ...]
    people: tuple[Person, ...]
    scopes: tuple[str, ...] = (_SCREEN, _REPORT)
    purposes: tuple[PurposeCode, ...] = (PurposeCode.OFFICER_SAFETY_VISIT,)
    regime: ProcessingRegime = ProcessingRegime.UK_GDPR
    people_per_day: int = 200_000


WARDENS = Party(
    org_id="kent-wardens",
    name="Community wardens",
    client_id="warden-phone",
    agreement_id="DSA-001",
    audience="WARDENS",
    areas=_EVERY_AREA,
    people=(Person("w-017", Role.WARDEN), Person("w-021", Role.WARDEN)),
)
TRADING_STANDARDS = Party(
    org_id="kent-trading-standards",
    name="Trading Standards",
    client_id="trading-standards-desk",
    agreement_id="DSA-002",
    audience="TRADING_STANDARDS",
    areas=_EVERY_AREA,
    people=(Person("ts-004", Role.TS_OFFICER),),
)
CORONERS = Party(
    org_id="kent-coroners",
    name="Coroner's officers",
    client_id="coroners-desk",
    agreement_id="DSA-003",
    audience="CORONERS_OFFICERS",
    areas=_EVERY_AREA,
    people=(Person("co-002", Role.CASE_OFFICER),),
    scopes=(_SCREEN,),
)
RIGHTS_OF_WAY = Party(
    org_id="kent-prow",
    name="Public rights of way",
    client_id="prow-desk",
    agreement_id="DSA-004",
    audience="PROW",
    areas=_EVERY_AREA,
    people=(Person("rw-009", Role.CASE_OFFICER),),
    scopes=(_SCREEN,),
)
TRAVELLER_SERVICE = Party(
    org_id="kent-gts",
    name="Gypsy and Traveller Service",
    client_id="gts-desk",
    agreement_id="DSA-005",
    audience="GTS",
    areas=_EVERY_AREA,
    people=(Person("gt-001", Role.CASE_OFFICER),),
    scopes=(_SCREEN,),
)
CONTRACTOR = Party(
    org_id="kent-contractor",
    name="Highways contractor",
    client_id="contractor-desk",
    agreement_id="DSA-006",
    audience="CONTRACTOR",
    areas=_EVERY_AREA,
    people=(Person("hc-012", Role.CASE_OFFICER),),
    scopes=(_SCREEN,),
)
PPIT = Party(
    org_id="ppit",
    name="Public protection intelligence team",
    client_id="ppit-desk",
    agreement_id="DSA-100",
    audience="PPIT_ONLY",
    areas=_EVERY_AREA,
    people=(
        Person("an-003", Role.ANALYST),
        Person("an-007", Role.ANALYST),
        Person("ap-001", Role.APPROVER),
        Person("ap-002", Role.APPROVER),
    ),
    scopes=(_SCREEN, _REPORT, _PROPOSE, _APPROVE, _REVIEW),
)
DISTRICT_PARTIES = tuple(
    Party(
        org_id=f"district-{district.area_gss.lower()}",
        name=f"{district.name} district council",
        client_id=f"district-{district.area_gss[-3:]}",
        agreement_id=f"DSA-{district.area_gss}",
        audience=f"DISTRICT:{district.area_gss}",
        areas=(district.area_gss,),
        people=(Person(f"d-{district.area_gss[-3:]}", Role.DISTRICT_OFFICER),),
    )
    for district in DISTRICTS
)
PARTIES = (
    *(WARDENS, TRADING_STANDARDS, CORONERS, RIGHTS_OF_WAY, TRAVELLER_SERVICE, CONTRACTOR, PPIT),
    *DISTRICT_PARTIES,
)


def party_of_client(client_id: str) -> Party | None:
    return next((party for party in PARTIES if party.client_id == client_id), None)


def party_of_audience(audience: str) -> Party:
    return next(party for party in PARTIES if party.audience == audience)
