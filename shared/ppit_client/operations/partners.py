"""What partners publishes: written from its document, not by hand."""

from typing import Literal, NotRequired, TypeAlias, TypedDict

from ppit_client.operations.common import PurposeCode
from ppit_client.questions import Operation

__all__ = [
    "CREATE_APPROVAL",
    "CREATE_CHANGE",
    "CREATE_REJECTION",
    "GET_AGREEMENT",
    "GET_AGREEMENTS",
    "GET_CHANGE",
    "GET_CHANGES",
    "GET_CLIENT",
    "GET_CLIENTS",
    "GET_ME",
    "GET_PARTNER",
    "GET_PARTNERS",
]


class RegisterEntry(TypedDict):
    area_names: list[str]
    areas: list[str]
    contact: str | None
    controller_names: list[str]
    controllers: list[str]
    disclosed_information: str | None
    end_date: str
    information_sharing_agreement: str
    information_sharing_benefits: str | None
    information_sharing_method: str | None
    legal_power_disclosure: str
    name: str
    processor_names: list[str]
    processors: list[str]
    purpose: str | None
    retention_period: str | None
    review_date: str | None
    start_date: str


class Signature(TypedDict):
    name: str
    organisation: str
    signed: str


Status: TypeAlias = Literal["ACTIVE", "SUSPENDED"]


class PublicEntry(TypedDict):
    area_names: NotRequired[dict[str, object]]
    benefits: str
    contact: str
    controller_names: NotRequired[list[str]]
    controllers: NotRequired[list[str]]
    disclosed_information: str
    method: str
    processor_names: NotRequired[list[str]]
    processors: NotRequired[list[str]]
    purpose: str
    review: str


ProcessingRegime: TypeAlias = Literal["PART3_LAW_ENFORCEMENT", "UK_GDPR"]


class Window(TypedDict):
    q: int
    w: int


class RequestLimits(TypedDict):
    burst: NotRequired[Window]
    minute: NotRequired[Window]


SubjectClass: TypeAlias = Literal[
    "SUSPECTED", "CONVICTED", "VICTIM", "WITNESS_OR_OTHER", "NOT_APPLICABLE"
]


class Terms(TypedDict):
    areas: list[str]
    audiences: list[str]
    clients: NotRequired[list[str] | None]
    ends: str
    entry: NotRequired[PublicEntry | None]
    fields: dict[str, object]
    legal_basis: str
    people_per_day: int
    people_per_user_hour: NotRequired[int]
    purposes: list[PurposeCode]
    regime: ProcessingRegime
    requests: NotRequired[RequestLimits]
    retention_days: NotRequired[int | None]
    scopes: list[str]
    starts: str
    subject_classes: NotRequired[list[SubjectClass]]
    title: str
    vouches_for_users: bool


class AgreementShown(TypedDict):
    agreement_id: str
    partner: str
    people_today: int
    register_entry: RegisterEntry
    signatures: list[Signature]
    status: Status
    terms: Terms
    version: int


class AgreementList(TypedDict):
    items: list[AgreementShown]


class NewPartner(TypedDict):
    kind: Literal["NEW_PARTNER"]
    name: str
    org_id: str


class KeySet(TypedDict):
    keys: list[dict[str, str]]


class NewClient(TypedDict):
    agreements: NotRequired[list[str]]
    client_id: str
    jwks: KeySet
    kind: Literal["NEW_CLIENT"]
    org_id: str
    sandbox: NotRequired[bool]


class ClientKeys(TypedDict):
    client_id: str
    jwks: KeySet
    kind: Literal["CLIENT_KEYS"]
    org_id: str


class ClientAgreements(TypedDict):
    agreements: list[str]
    client_id: str
    kind: Literal["CLIENT_AGREEMENTS"]
    org_id: str


Role: TypeAlias = Literal[
    "WARDEN",
    "TS_OFFICER",
    "CASE_OFFICER",
    "DISTRICT_OFFICER",
    "ANALYST",
    "APPROVER",
    "DPO",
    "PARTNER_ADMIN",
    "MACHINE",
    "OPERATOR",
]


class UserRole(TypedDict):
    kind: Literal["USER"]
    org_id: str
    role: Role
    user_id: str


class AgreementVersion(TypedDict):
    agreement_id: str
    kind: Literal["AGREEMENT_VERSION"]
    org_id: str
    replaces: int
    terms: Terms


Suspendable: TypeAlias = Literal["CLIENT", "USER", "AGREEMENT"]


class Suspend(TypedDict):
    id: str
    kind: Literal["SUSPEND"]
    org_id: str
    what: Suspendable


class Resume(TypedDict):
    id: str
    kind: Literal["RESUME"]
    org_id: str
    what: Suspendable


ChangeKind: TypeAlias = Literal[
    "NEW_PARTNER",
    "NEW_CLIENT",
    "CLIENT_KEYS",
    "CLIENT_AGREEMENTS",
    "USER",
    "AGREEMENT_VERSION",
    "SUSPEND",
    "RESUME",
]


ChangeState: TypeAlias = Literal["PROPOSED", "APPLIED", "REJECTED"]


class ChangeShown(TypedDict):
    change: (
        NewPartner
        | NewClient
        | ClientKeys
        | ClientAgreements
        | UserRole
        | AgreementVersion
        | Suspend
        | Resume
    )
    change_id: str
    decided_at: str | None
    decided_by: str | None
    kind: ChangeKind
    org_id: str
    proposed_at: str
    proposed_by: str
    reasons: str | None
    state: ChangeState
    subject: str


class ChangeList(TypedDict):
    items: list[ChangeShown]


class RejectionGiven(TypedDict):
    reasons: str


class ClientShown(TypedDict):
    agreements: list[str]
    client_id: str
    key_ids: list[str]
    org_id: str
    sandbox: bool
    status: Status


class ClientList(TypedDict):
    items: list[ClientShown]


class Me(TypedDict):
    agreement_id: str
    agreement_version: int
    agreements: list[AgreementShown]
    client_id: str
    org_id: str
    role: Role | None
    user_id: str | None


class PartnerShown(TypedDict):
    name: str
    org_id: str


class PartnerList(TypedDict):
    items: list[PartnerShown]


GET_AGREEMENTS: Operation[None, AgreementList] = Operation(
    "GET", "/partners/v1/agreements", "partners:read"
)
"""List the newest version of each agreement, as it executes and as the public register's."""
GET_AGREEMENT: Operation[None, AgreementShown] = Operation(
    "GET", "/partners/v1/agreements/{agreement_id}", "partners:read"
)
"""Show an agreement: the terms that execute, and in ``register_entry`` the 18 fields."""
GET_CHANGES: Operation[None, ChangeList] = Operation("GET", "/partners/v1/changes", "partners:read")
"""List the changes that one's organisation is a party to, the newest first, 100 to a page."""
CREATE_CHANGE: Operation[object, ChangeShown] = Operation(
    "POST", "/partners/v1/changes", "partners:propose"
)
"""Propose a change of the register; ``SUSPEND`` is done at once, because stopping is safe."""
GET_CHANGE: Operation[None, ChangeShown] = Operation(
    "GET", "/partners/v1/changes/{change_id}", "partners:read"
)
"""Show a change. 404 ``NOT_FOUND`` also where one's organisation is no party to it."""
CREATE_APPROVAL: Operation[None, ChangeShown] = Operation(
    "POST", "/partners/v1/changes/{change_id}/approval", "partners:approve"
)
"""Agree to a change: it is applied in the same transaction, for every worker of the gate."""
CREATE_REJECTION: Operation[RejectionGiven, ChangeShown] = Operation(
    "POST", "/partners/v1/changes/{change_id}/rejection", "partners:approve"
)
"""Refuse a change that somebody else proposed, with reasons."""
GET_CLIENTS: Operation[None, ClientList] = Operation("GET", "/partners/v1/clients", "partners:read")
"""List the machines that ask, with the ids of their keys."""
GET_CLIENT: Operation[None, ClientShown] = Operation(
    "GET", "/partners/v1/clients/{client_id}", "partners:read"
)
"""Show a machine. 404 ``NOT_FOUND`` also where it is another organisation's."""
GET_ME: Operation[None, Me] = Operation("GET", "/partners/v1/me", "partners:read")
"""Say who asks, under which agreements, with which limits, and how much of today is spent."""
GET_PARTNERS: Operation[None, PartnerList] = Operation(
    "GET", "/partners/v1/partners", "partners:read"
)
"""List the organisations of the register: all for the home organisation, else one's own."""
GET_PARTNER: Operation[None, PartnerShown] = Operation(
    "GET", "/partners/v1/partners/{org_id}", "partners:read"
)
"""Show an organisation. 404 ``NOT_FOUND`` also where it is another than one's own."""
