"""Agreements, and the organisations, machines and persons that act under them: data that decides.

These classes are also the shape of the register file: what is read from it is validated into them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, ClassVar
from zoneinfo import ZoneInfo

from pydantic import ConfigDict, Field

from ppit_platform.codes import ProcessingRegime, PurposeCode, Role

LONDON = ZoneInfo("Europe/London")
STRICT = ConfigDict(extra="forbid")
EVERY_FIELD = "*"
SCOPE = re.compile(r"[a-z][a-z-]{1,30}:[a-z][a-z-]{1,30}")

Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
Scope = Annotated[str, Field(pattern=rf"^{SCOPE.pattern}$")]
FieldPath = Annotated[str, Field(pattern=r"^(\*|[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*)$")]
Gss = Annotated[str, Field(pattern=r"^[EWSN]\d{8}$")]
Words = Annotated[str, Field(min_length=1, max_length=200)]


class Status(StrEnum):
    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"


@dataclass(frozen=True, slots=True)
class Signature:
    """One of the two who signed: a named person for an organisation, on a day."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    organisation: Words
    name: Words
    signed: date


@dataclass(frozen=True, slots=True)
class Agreement:
    """One version of a data-sharing agreement. A change is a new version, signed again by both.

    ``starts`` and ``ends`` are London days, both included. ``fields`` says per scope which fields
    of the answers may leave: dotted paths, each with all below it, or ``*``.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    agreement_id: Name
    version: Annotated[int, Field(ge=1)]
    partner: Name
    title: Words
    legal_basis: Words
    regime: ProcessingRegime
    purposes: Annotated[frozenset[PurposeCode], Field(min_length=1)]
    scopes: Annotated[frozenset[Scope], Field(min_length=1)]
    fields: Mapping[Scope, frozenset[FieldPath]]
    areas: Annotated[frozenset[Gss], Field(min_length=1)]
    audiences: frozenset[Words]
    starts: date
    ends: date
    people_per_day: Annotated[int, Field(ge=0)]
    vouches_for_users: bool
    signatures: tuple[Signature, Signature]

    def in_force(self, at: datetime) -> bool:
        return self.starts <= at.astimezone(LONDON).date() <= self.ends


@dataclass(frozen=True, slots=True)
class Standing:
    """How a client stands at one instant of the database's clock: what a decision is made on.

    ``agreement`` is the newest version; ``role`` is None where the token names no person, or one
    whom the organisation has not registered or has suspended.
    """

    at: datetime
    client_active: bool
    bound: bool
    """The client is registered under the agreement, and the agreement is its organisation's."""
    agreement: Agreement | None
    suspended: bool
    role: Role | None
