"""Tables of the gate. Only this package imports them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, Index, MetaData, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from ppit_platform.db import Row

METADATA = MetaData()

_INSTANT = DateTime(timezone=True)
_TEXTS = ARRAY(Text())


class GateRow(Row):
    metadata: ClassVar[MetaData] = METADATA  # pyright: ignore[reportIncompatibleVariableOverride]


class PartnerRow(GateRow, table=True):
    org_id: str = Field(primary_key=True, sa_type=Text)
    name: str = Field(sa_type=Text)


class ClientRow(GateRow, table=True):
    """A partner's machine: ``agreements`` are those it is registered under."""

    client_id: str = Field(primary_key=True, sa_type=Text)
    org_id: str = Field(sa_type=Text, foreign_key="partner.org_id")
    agreements: list[str] = Field(sa_type=_TEXTS)  # pyright: ignore[reportArgumentType, reportCallIssue, reportUnknownVariableType]
    sandbox: bool
    status: str = Field(sa_type=Text)


class ClientKeyRow(GateRow, table=True):
    """A public key belongs to one client for good: its id says whose assertion it is."""

    key_id: str = Field(primary_key=True, sa_type=Text)
    client_id: str = Field(sa_type=Text, foreign_key="client.client_id")
    jwk: dict[str, str] = Field(sa_type=JSONB)
    active: bool


class PartnerUserRow(GateRow, table=True):
    """A person, known by their organisation's identifier only."""

    org_id: str = Field(primary_key=True, sa_type=Text, foreign_key="partner.org_id")
    user_id: str = Field(primary_key=True, sa_type=Text)
    role: str = Field(sa_type=Text)
    status: str = Field(sa_type=Text)


class AgreementVersionRow(GateRow, table=True):
    """One version, signed by two, added and never changed."""

    agreement_id: str = Field(primary_key=True, sa_type=Text)
    version: int = Field(primary_key=True)
    partner: str = Field(sa_type=Text, foreign_key="partner.org_id")
    terms: dict[str, object] = Field(sa_type=JSONB)
    starts: date
    ends: date
    first_signatory: str = Field(sa_type=Text)
    second_signatory: str = Field(sa_type=Text)
    recorded_at: datetime = Field(sa_type=_INSTANT)  # pyright: ignore[reportArgumentType, reportCallIssue, reportUnknownVariableType]


class AgreementStatusRow(GateRow, table=True):
    """Each time an agreement was suspended or taken up again, in order."""

    agreement_id: str = Field(primary_key=True, sa_type=Text)
    number: int = Field(primary_key=True)
    status: str = Field(sa_type=Text)
    recorded_at: datetime = Field(sa_type=_INSTANT)  # pyright: ignore[reportArgumentType, reportCallIssue, reportUnknownVariableType]


class AssertionUsedRow(GateRow, table=True):
    """A client assertion is good once, in every worker and after every restart."""

    __table_args__ = (Index("ix_assertion_used_expires", "expires"),)

    client_id: str = Field(primary_key=True, sa_type=Text)
    jti: str = Field(primary_key=True, sa_type=Text)
    expires: datetime = Field(sa_type=_INSTANT)  # pyright: ignore[reportArgumentType, reportCallIssue, reportUnknownVariableType]


class RevokedTokenRow(GateRow, table=True):
    """An access token taken back before its end (RFC 7009)."""

    __table_args__ = (Index("ix_revoked_token_expires", "expires"),)

    jti: str = Field(primary_key=True, sa_type=Text)
    expires: datetime = Field(sa_type=_INSTANT)  # pyright: ignore[reportArgumentType, reportCallIssue, reportUnknownVariableType]
    revoked_at: datetime = Field(sa_type=_INSTANT)  # pyright: ignore[reportArgumentType, reportCallIssue, reportUnknownVariableType]


class ProofUsedRow(GateRow, table=True):
    """A DPoP proof shown at the token endpoint: each is good once (RFC 9449 s.11.1)."""

    __table_args__ = (Index("ix_proof_used_expires", "expires"),)

    thumbprint: str = Field(primary_key=True, sa_type=Text)
    jti: str = Field(primary_key=True, sa_type=Text)
    expires: datetime = Field(sa_type=_INSTANT)  # pyright: ignore[reportArgumentType, reportCallIssue, reportUnknownVariableType]


class PartnerIssuerRow(GateRow, table=True):
    """Where an organisation's people sign in (OpenID Connect); its keys are given or fetched."""

    issuer: str = Field(primary_key=True, sa_type=Text)
    org_id: str = Field(sa_type=Text, foreign_key="partner.org_id")
    audience: str = Field(sa_type=Text)
    user_claim: str = Field(sa_type=Text)
    jwks: dict[str, object] | None = Field(sa_type=JSONB)
    jwks_uri: str | None = Field(sa_type=Text)
    status: str = Field(sa_type=Text)


class RegisterChangeRow(GateRow, table=True):
    """One number that grows with each change of what a decision rests on."""

    one: bool = Field(primary_key=True)
    number: int = Field(sa_type=BigInteger)


class RegisterProposalRow(GateRow, table=True):
    """A change of the register that somebody proposed, and who decided on it."""

    __table_args__ = (Index("ix_register_proposal_proposed_at", "proposed_at"),)

    change_id: UUID = Field(primary_key=True)
    kind: str = Field(sa_type=Text)
    subject_org: str = Field(sa_type=Text)
    subject: str = Field(sa_type=Text)
    body: dict[str, object] = Field(sa_type=JSONB)
    home_org: str = Field(sa_type=Text)
    proposed_org: str = Field(sa_type=Text)
    proposed_by: str = Field(sa_type=Text)
    proposed_at: datetime = Field(sa_type=_INSTANT)  # pyright: ignore[reportArgumentType, reportCallIssue, reportUnknownVariableType]
    state: str = Field(sa_type=Text)
    decided_org: str | None = Field(sa_type=Text)
    decided_by: str | None = Field(sa_type=Text)
    decided_at: datetime | None = Field(sa_type=_INSTANT)  # pyright: ignore[reportArgumentType, reportCallIssue, reportUnknownVariableType]
    reasons: str | None = Field(sa_type=Text)


class PeopleDayRow(GateRow, table=True):
    """How many people one agreement has disclosed or reserved on one London day.

    ``last_grant`` is what the latest reservation was given: RETURNING reads it from there.
    """

    agreement_id: str = Field(primary_key=True, sa_type=Text)
    day: date = Field(primary_key=True)
    people: int
    last_grant: int


UNPEOPLED: Mapping[str, str] = {
    "partner": "organisations",
    "client": "machines of organisations",
    "client_key": "public keys of machines",
    "partner_user": "identifiers that organisations give their own staff; nobody on record",
    "agreement_version": "terms between organisations; its two signatories act in office",
    "agreement_status": "when an agreement was suspended",
    "assertion_used": "identifiers of used assertions; gone when they run out",
    "revoked_token": "identifiers of tokens taken back; gone when they run out",
    "proof_used": "identifiers of used proofs; gone when they run out",
    "partner_issuer": "where organisations' people sign in; nobody in it",
    "register_change": "one number",
    "register_proposal": "changes among organisations; whoever proposed or decided acts in office",
    "people_day": "how many, never who",
}
"""Tables of the gate that hold no people on record, each with its reason."""
