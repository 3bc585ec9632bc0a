"""Which changes there are, who may propose each, and who else must agree.

Two sides administer the register: the county's own organisation (``home``), by its operators and
approvers, and each partner for itself, by its administrators. Stopping is safe and takes one
person; whatever gives a right takes two, and an agreement takes one of each side.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from ppit_platform.codes import Role


class ChangeKind(StrEnum):
    NEW_PARTNER = "NEW_PARTNER"
    NEW_CLIENT = "NEW_CLIENT"
    CLIENT_KEYS = "CLIENT_KEYS"
    CLIENT_AGREEMENTS = "CLIENT_AGREEMENTS"
    USER = "USER"
    AGREEMENT_VERSION = "AGREEMENT_VERSION"
    SUSPEND = "SUSPEND"
    RESUME = "RESUME"


class ChangeState(StrEnum):
    PROPOSED = "PROPOSED"
    APPLIED = "APPLIED"
    REJECTED = "REJECTED"


class Suspendable(StrEnum):
    CLIENT = "CLIENT"
    USER = "USER"
    AGREEMENT = "AGREEMENT"


HOUSE_ROLES = frozenset({Role.ANALYST, Role.APPROVER, Role.DPO, Role.OPERATOR})
"""Roles that only the home organisation may give, and only to its own people."""
_AT_HOME = frozenset({Role.OPERATOR, Role.APPROVER})
_PROPOSED_BY_PARTNERS = frozenset(ChangeKind) - {ChangeKind.NEW_PARTNER}
_DECIDED_BY_PARTNERS = frozenset({ChangeKind.CLIENT_KEYS, ChangeKind.USER})


@dataclass(frozen=True, slots=True)
class Hands:
    """A named person: ``acting`` is organisation and person, whichever client they came through."""

    org_id: str
    acting: str
    role: Role
    home: str

    @property
    def of_home(self) -> bool:
        return self.org_id == self.home and self.role in _AT_HOME

    def administers(self, org_id: str) -> bool:
        return self.org_id == org_id and self.role is Role.PARTNER_ADMIN


@dataclass(frozen=True, slots=True)
class Change:
    """``subject_org`` is whose entry it is; ``subject`` names the entry; ``body`` says the rest."""

    change_id: UUID
    kind: ChangeKind
    subject_org: str
    subject: str
    body: dict[str, object]
    proposed_org: str
    proposed_by: str
    proposed_at: datetime
    state: ChangeState = ChangeState.PROPOSED
    decided_org: str | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    reasons: str | None = None


def may_propose(kind: ChangeKind, subject_org: str, hands: Hands) -> bool:
    if hands.of_home:
        return True
    return kind in _PROPOSED_BY_PARTNERS and hands.administers(subject_org)


def may_decide(change: Change, hands: Hands) -> bool:
    """Say whether this person may decide; that it is another than who proposed is asked apart."""
    if change.kind is ChangeKind.AGREEMENT_VERSION:
        return _other_side(change, hands)
    if change.kind in _DECIDED_BY_PARTNERS and hands.administers(change.subject_org):
        return True
    return hands.of_home


def _other_side(change: Change, hands: Hands) -> bool:
    """Let each side sign once; of the home's own agreement with itself two of its people do."""
    if change.subject_org == hands.home:
        return hands.of_home
    if change.proposed_org == hands.home:
        return hands.administers(change.subject_org)
    return hands.of_home
