"""Who is calling, as the gate decided it: the frozen facts a hop token or a mandate carries."""

from dataclasses import dataclass
from uuid import UUID

from ppit_platform.codes import ProcessingRegime, PurposeCode, Role


@dataclass(frozen=True, slots=True)
class Actor:
    """A person vouched for by their organisation, or nobody: then the machine itself acts."""

    user_id: str
    role: Role
    assurance: str


@dataclass(frozen=True, slots=True)
class Caller:
    """One request's authority. A service trusts nothing else about who asks."""

    request_id: UUID
    org_id: str
    client_id: str
    actor: Actor | None
    purpose: PurposeCode
    regime: ProcessingRegime
    agreement_id: str
    agreement_version: int
    case_reference: str
    scopes: frozenset[str]
    areas: frozenset[str]
    """GSS codes of the districts the agreement covers."""
    audiences: frozenset[str]
    people_limit: int
    """The most people this one request may disclose: what the gate reserved of the day's quota."""

    @property
    def acting(self) -> str:
        """Name who acts, for four-eyes rules: a person in an organisation, else a client."""
        return f"{self.org_id}/{self.actor.user_id if self.actor else self.client_id}"
