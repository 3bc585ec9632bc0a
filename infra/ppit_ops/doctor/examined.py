"""What the doctor looks at: facts of a house, read by ``examine`` and judged by ``rules``."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Finding:
    """``subject`` is an identifier: of an agreement, a client, a role, or a file's place."""

    code: str
    subject: str
    what: str
    why: str

    def as_json(self) -> dict[str, str]:
        return {"code": self.code, "subject": self.subject, "what": self.what, "why": self.why}


@dataclass(frozen=True, slots=True)
class KeyFile:
    """``name`` is its place below the folder of keys; ``made`` is when it was last written."""

    name: str
    mode: int
    made: date


@dataclass(frozen=True, slots=True)
class ClientFacts:
    client_id: str
    sandbox: bool
    active: bool
    keys: int
    purposes: frozenset[str]
    """Of all agreements that it may act under."""


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """The newest version of one agreement; ``signatories`` are its names as they were signed."""

    agreement_id: str
    ends: date
    review: date | None
    people_per_day: int
    people_per_user_hour: int
    signatories: tuple[str, str]
    organisations: tuple[str, str]
    unsaid: tuple[str, ...]
    """Fields of the public register that nobody has filled in."""


@dataclass(frozen=True, slots=True)
class RoleFacts:
    """A database role: what more than its own tables it may touch."""

    name: str
    powers: tuple[str, ...]
    log_rights: tuple[str, ...]
    """Such as ``UPDATE log.entry``: only what the role is not meant to have."""


@dataclass(frozen=True, slots=True)
class Examined:
    """``telemetry`` is where spans go, or no address at all."""

    today: date
    issuer: str
    telemetry: str
    keys: tuple[KeyFile, ...]
    clients: tuple[ClientFacts, ...]
    agreements: tuple[AgreementFacts, ...]
    roles: tuple[RoleFacts, ...]
    administrators: int
    """Active persons with the role of an operator or an approver."""
    witness_quorum: str = "NOT_ASKED"
    """What the log says of its newest published checkpoint (``log.witness_quorum``)."""
