"""Agreements, and the organisations, machines and persons that act under them: data that decides.

These classes are also the shape of the register file: what is read from it is validated into them.
A version that was signed never changes, and an older one says nothing of what was added later, so
that every default here is part of what those signed: **no default is ever changed**.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, ClassVar
from zoneinfo import ZoneInfo

from pydantic import ConfigDict, Field

from ppit_platform.codes import ProcessingRegime, PurposeCode, Role, SubjectClass

LONDON = ZoneInfo("Europe/London")
STRICT = ConfigDict(extra="forbid")
EVERY_FIELD = "*"
SCOPE = re.compile(r"[a-z][a-z-]{1,30}:[a-z][a-z-]{1,30}")

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")

Name = Annotated[str, Field(pattern=rf"^{_NAME.pattern}$")]
Scope = Annotated[str, Field(pattern=rf"^{SCOPE.pattern}$")]
FieldPath = Annotated[str, Field(pattern=r"^(\*|[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*)$")]
Gss = Annotated[str, Field(pattern=r"^[EWSN]\d{8}$")]
Words = Annotated[str, Field(min_length=1, max_length=200)]
Prose = Annotated[str, Field(min_length=1, max_length=4000)]
Curie = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{1,63}:[A-Za-z0-9-]{1,64}$")]
"""An entry of another public register: ``local-authority-eng:KEN``."""


def is_name(text: str) -> bool:
    """Say whether it could be a ``Name``."""
    return _NAME.fullmatch(text) is not None


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
class Window:
    """At most ``q`` requests in ``w`` seconds (draft-ietf-httpapi-ratelimit-headers s.3)."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    q: Annotated[int, Field(ge=1, le=1_000_000)]
    w: Annotated[int, Field(ge=1, le=86_400)]


@dataclass(frozen=True, slots=True)
class RequestLimits:
    """How often one client and person may ask under an agreement."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    burst: Window = Window(20, 1)
    minute: Window = Window(600, 60)


DEFAULT_LIMITS = RequestLimits()


@dataclass(frozen=True, slots=True)
class PublicEntry:
    """What the public register says of an agreement beyond the terms that execute.

    See ``public_register`` for the 18 fields. ``contact`` is an office, never a person.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    purpose: Prose
    benefits: Prose
    disclosed_information: Prose
    method: Prose
    review: date
    contact: Words
    controllers: tuple[Curie, ...] = ()
    controller_names: tuple[Words, ...] = ()
    processors: tuple[Curie, ...] = ()
    processor_names: tuple[Words, ...] = ()
    area_names: Mapping[Gss, Words] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Agreement:
    """One version of a data-sharing agreement. A change is a new version, signed again by both.

    ``starts`` and ``ends`` are London days, both included. ``fields`` says per scope which fields
    of the answers may leave: dotted paths, each with all below it, or ``*``. ``clients`` names the
    machines that may act under it; None: all that are registered under it. ``people_per_user_hour``
    counts the people shown to one person within an hour. ``subject_classes`` are the people it may
    be used about: an operation that concerns others is refused, and where none is named so is every
    operation about people. ``retention_days`` binds the partner; nothing here enforces it.
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
    subject_classes: frozenset[SubjectClass] = frozenset()
    clients: frozenset[Name] | None = None
    people_per_user_hour: Annotated[int, Field(ge=1)] = 50
    requests: RequestLimits = DEFAULT_LIMITS
    retention_days: Annotated[int, Field(ge=1, le=36_525)] | None = None
    entry: PublicEntry | None = None

    def in_force(self, at: datetime) -> bool:
        return self.starts <= at.astimezone(LONDON).date() <= self.ends

    def admits(self, client_id: str) -> bool:
        return self.clients is None or client_id in self.clients


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
    sandbox: bool = False
    """The client is a sandbox's; no rule decides by it."""

    @property
    def legal_basis(self) -> str | None:
        """What the agreement rests on; None for a client that is not registered under it."""
        return self.agreement.legal_basis if self.agreement and self.bound else None
