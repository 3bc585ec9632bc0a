"""What each kind of change says: the shape of what is proposed, kept and shown as it was proposed.

``org_id`` is always whose entry it is.
"""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal, TypeAlias, cast

from pydantic import ConfigDict, Field, TypeAdapter

from ppit_gateway.domain.agreements import STRICT, Name, Words
from ppit_gateway.domain.register import KeySet
from ppit_partners.domain.changes import Change, ChangeKind, Suspendable
from ppit_partners.domain.terms import Terms
from ppit_platform.codes import Role

_Agreements = Annotated[tuple[Name, ...], Field(max_length=100)]


@dataclass(frozen=True, slots=True)
class NewPartner:
    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    kind: Literal[ChangeKind.NEW_PARTNER]
    org_id: Name
    name: Words

    @property
    def subject(self) -> str:
        return self.org_id


@dataclass(frozen=True, slots=True)
class NewClient:
    """A machine and its public keys. ``sandbox``: synthetic people, plain bearer tokens."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    kind: Literal[ChangeKind.NEW_CLIENT]
    org_id: Name
    client_id: Name
    jwks: KeySet
    agreements: _Agreements = ()
    sandbox: bool = False

    @property
    def subject(self) -> str:
        return self.client_id


@dataclass(frozen=True, slots=True)
class ClientKeys:
    """All keys of a client from now on: for an overlap, the old one stands among them."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    kind: Literal[ChangeKind.CLIENT_KEYS]
    org_id: Name
    client_id: Name
    jwks: KeySet

    @property
    def subject(self) -> str:
        return self.client_id


@dataclass(frozen=True, slots=True)
class ClientAgreements:
    """All agreements that a client may act under from now on."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    kind: Literal[ChangeKind.CLIENT_AGREEMENTS]
    org_id: Name
    client_id: Name
    agreements: _Agreements

    @property
    def subject(self) -> str:
        return self.client_id


@dataclass(frozen=True, slots=True)
class UserRole:
    """A person, by their organisation's identifier, and what they are from now on."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    kind: Literal[ChangeKind.USER]
    org_id: Name
    user_id: Name
    role: Role

    @property
    def subject(self) -> str:
        return self.user_id


@dataclass(frozen=True, slots=True)
class AgreementVersion:
    """The next version of an agreement; ``replaces`` is the newest there is, 0 for a first one.

    Nobody sends signatures: whoever proposes signs for their side, whoever approves for the other.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    kind: Literal[ChangeKind.AGREEMENT_VERSION]
    org_id: Name
    agreement_id: Name
    replaces: Annotated[int, Field(ge=0)]
    terms: Terms

    @property
    def subject(self) -> str:
        return self.agreement_id


@dataclass(frozen=True, slots=True)
class Suspend:
    """Stop a client, a person or an agreement, from the next request on."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    kind: Literal[ChangeKind.SUSPEND]
    org_id: Name
    what: Suspendable
    id: Name

    @property
    def subject(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True)
class Resume:
    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    kind: Literal[ChangeKind.RESUME]
    org_id: Name
    what: Suspendable
    id: Name

    @property
    def subject(self) -> str:
        return self.id


Payload: TypeAlias = (
    NewPartner
    | NewClient
    | ClientKeys
    | ClientAgreements
    | UserRole
    | AgreementVersion
    | Suspend
    | Resume
)
_PAYLOAD = TypeAdapter[Payload](Annotated[Payload, Field(discriminator="kind")])


def as_json(payload: Payload) -> dict[str, object]:
    return cast("dict[str, object]", _PAYLOAD.dump_python(payload, mode="json"))


def payload_of(change: Change) -> Payload:
    """Read back what was proposed."""
    return _PAYLOAD.validate_python(change.body)
