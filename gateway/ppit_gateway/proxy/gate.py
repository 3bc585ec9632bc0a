"""What every request through the gate needs, put together once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from opentelemetry.trace import Tracer

from ppit_gateway.domain.decide import Allowed, Authority
from ppit_gateway.domain.nonces import Nonces
from ppit_gateway.domain.operations import Operation, Routes
from ppit_gateway.log.client import LogClient
from ppit_gateway.proxy.limits import Remembered
from ppit_gateway.proxy.load import Load
from ppit_gateway.proxy.origin import Origin
from ppit_gateway.proxy.upstream import Upstreams
from ppit_gateway.storage.quota import QuotaStore
from ppit_gateway.storage.registry import RegistryStore
from ppit_platform.caller import Caller
from ppit_platform.codes import PurposeCode
from ppit_platform.dpop import Proof
from ppit_platform.tokens import SharedKey, SigningKey


@dataclass(frozen=True, slots=True)
class Gate:
    """``seconds`` is how long a request may take from its arrival to its answer."""

    issuer: str
    routes: Routes
    registry: RegistryStore
    quota: QuotaStore
    log: LogClient
    upstreams: Upstreams
    hop_keys: Mapping[str, SharedKey]
    mandate_key: SigningKey
    origin: Origin
    seconds: float
    tracer: Tracer
    nonces: Nonces
    remembered: Remembered
    load: Load

    def now(self) -> datetime:
        """Return the time by which tokens and proofs are judged; ``TooSlow`` while unknown."""
        return self.registry.watch.now()


@dataclass(frozen=True, slots=True)
class Permitted:
    """One request that was decided, and all that the decision rests on."""

    request_id: UUID
    authority: Authority
    operation: Operation
    allowed: Allowed
    purpose: PurposeCode
    case_reference: str
    idempotency_key: str | None
    via: str | None
    """The service that asks, inside the house; None for a partner."""
    proof: Proof | None = None
    """The partner's own signature on the question; None inside the house, and in the sandbox."""

    def caller(self, people_limit: int) -> Caller:
        agreement = self.allowed.agreement
        return Caller(
            request_id=self.request_id,
            org_id=self.authority.org_id,
            client_id=self.authority.client_id,
            actor=self.allowed.actor,
            purpose=self.purpose,
            regime=agreement.regime,
            agreement_id=agreement.agreement_id,
            agreement_version=agreement.version,
            case_reference=self.case_reference,
            scopes=self.allowed.scopes,
            areas=agreement.areas,
            audiences=agreement.audiences,
            people_limit=people_limit,
        )
