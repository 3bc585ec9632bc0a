"""Shapes that several answers share. What is safe stands first in each."""

from collections.abc import Iterable

from pydantic import Field

from ppit_platform.wire import Instant, Money, WireModel
from ppit_victims.domain.codes import AgencyRole, ContactMode, Stage
from ppit_victims.domain.help import Helper
from ppit_victims.domain.safe_contact import SafeContact
from ppit_victims.domain.views import Home


class SafeContactShown(WireModel):
    """Ways to the victim that are not safe, and why in the partners' own words. Read it first."""

    do_not_contact: tuple[ContactMode, ...]
    notes: tuple[str, ...]


class AgencyShown(WireModel):
    """Who helps: a pointer to ask there, and no more. ``since`` is the first contact."""

    agency: str
    agency_role: AgencyRole
    stage: Stage
    since: Instant


class AddressShown(WireModel):
    """As a partner wrote it; ``uprn`` where the gazetteer knew the door."""

    uprn: str | None
    lines: tuple[str, ...]
    postcode: str | None


class NeedPoint(WireModel):
    code: str
    points: int
    why: str


class NeedShown(WireModel):
    """``score`` is the sum of ``points``, by the published table of that version."""

    score: int
    points: tuple[NeedPoint, ...]
    table_version: str = Field(description="Scores of different tables do not compare.")


def safe_contact_shown(found: SafeContact) -> SafeContactShown:
    return SafeContactShown(do_not_contact=found.do_not_contact, notes=found.notes)


def agencies_shown(helpers: Iterable[Helper]) -> tuple[AgencyShown, ...]:
    return tuple(
        AgencyShown(agency=each.agency, agency_role=each.role, stage=each.stage, since=each.since)
        for each in helpers
    )


def address_shown(home: Home) -> AddressShown:
    return AddressShown(uprn=home.uprn, lines=home.lines, postcode=home.postcode)


def money_shown(pence: int | None) -> Money | None:
    return None if pence is None else Money(pence=pence)
