"""Who may ask a fake gate, and what it has given and been asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ppit_client.keys import KeyPair, new_key_pair


@dataclass(frozen=True, slots=True)
class FakeAgreement:
    """``requests`` may be made within ``seconds``; each part is as the real register has it."""

    agreement_id: str = "DSA-001"
    purposes: frozenset[str] = frozenset({"OFFICER_SAFETY_VISIT"})
    scopes: frozenset[str] = frozenset({"officer-safety:screen"})
    users: frozenset[str] = frozenset({"w-017"})
    requests: int = 600
    seconds: int = 60
    version: int = 1


@dataclass(frozen=True, slots=True)
class FakeClient:
    """A client with its key. ``subject_tokens`` names who is signed in by which token."""

    client_id: str = "thanet-phones"
    agreements: tuple[str, ...] = ("DSA-001",)
    sandbox: bool = False
    key: KeyPair = field(default_factory=new_key_pair)
    subject_tokens: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Grant:
    """What a token of a fake gate stands for; ``thumbprint`` is None for a bearer token."""

    client_id: str
    agreement: FakeAgreement
    purpose: str
    user: str | None
    scopes: frozenset[str]
    thumbprint: str | None
    expires: float


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that came as far as a service would have seen it."""

    method: str
    path: str
    query: str
    body: bytes
    headers: Mapping[str, str]
    grant: Grant
