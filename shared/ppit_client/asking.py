"""What one call asks, and what is done about it step by step: values, no I/O."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field, replace
from os import SEEK_END
from typing import BinaryIO, TypeAlias, TypeVar
from uuid import uuid4

ValueT = TypeVar("ValueT")
_BLOCK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Terms:
    """For what is asked, and for whom; each has tokens of its own.

    ``user`` is a person for whom the organisation vouches, ``subject_token`` the token of one who
    signed in at the organisation's issuer (RFC 8693). Without ``scope`` a token has every scope
    that agreement and role grant; with it, those of the service that is asked.
    """

    agreement: str
    purpose: str
    user: str | None = None
    scope: str | None = None
    subject_token: str | None = field(default=None, repr=False)

    def for_user(self, user: str) -> "Terms":
        """Return the same for a person for whom the organisation vouches."""
        return replace(self, user=user, subject_token=None)

    def signed_in(self, id_token: str) -> "Terms":
        """Return the same for a person who has signed in at the organisation's issuer."""
        return replace(self, user=None, subject_token=id_token)


@dataclass(frozen=True, slots=True)
class Want:
    """Which token a request needs: one service, one scope, one purpose, one person."""

    terms: Terms
    service: str
    scope: str | None


@dataclass(frozen=True, slots=True)
class FileBody:
    """What is left of a file, to be read again from ``begins`` for each sending."""

    file: BinaryIO
    begins: int
    size: int

    @classmethod
    def rest_of(cls, file: BinaryIO) -> "FileBody":
        begins = file.tell()
        size = file.seek(0, SEEK_END) - begins
        file.seek(begins)
        return cls(file, begins, size)

    def rewind(self) -> None:
        self.file.seek(self.begins)

    def block(self) -> bytes:
        """Return the next MiB; nothing at the end."""
        return self.file.read(_BLOCK)


@dataclass(frozen=True, slots=True)
class Sink:
    """Where the body of a success is written; what a broken try left there is overwritten."""

    file: BinaryIO
    begins: int

    @classmethod
    def at(cls, file: BinaryIO) -> "Sink":
        return cls(file, file.tell())

    def rewind(self) -> None:
        self.file.seek(self.begins)
        self.file.truncate()


@dataclass(frozen=True, slots=True)
class Question:
    """One request as its caller means it. ``target`` is a path, perhaps with a query."""

    method: str
    target: str
    case_reference: str
    body: bytes | FileBody | None = field(default=None, repr=False)
    content_type: str | None = None
    accept: str | None = None
    idempotency_key: str | None = None
    into: Sink | None = None
    scope: str | None = None

    @property
    def service(self) -> str:
        """The first part of the path: whose token it takes."""
        return self.target.lstrip("/").partition("/")[0]

    @property
    def repeatable(self) -> bool:
        """Say whether asking twice does nothing twice."""
        return self.method in {"GET", "PUT"} or self.idempotency_key is not None

    @property
    def has_file(self) -> bool:
        return isinstance(self.body, FileBody) or self.into is not None


@dataclass(frozen=True, slots=True)
class Send:
    """Send this. ``seconds`` is all the time there is, ``stall`` how long nothing may move."""

    method: str
    target: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes | FileBody | None = field(repr=False)
    into: Sink | None
    seconds: float
    stall: float


@dataclass(frozen=True, slots=True)
class Wait:
    seconds: float


@dataclass(frozen=True, slots=True)
class Fetch:
    """Run ``fetch`` of the core for this token, never twice at a time."""

    want: Want


@dataclass(frozen=True, slots=True)
class Received:
    """A whole answer; ``content`` is empty where the body went into a file."""

    status: int
    headers: Mapping[str, str]
    content: bytes


@dataclass(frozen=True, slots=True)
class Lost:
    """No whole answer came. ``sent`` is False where the request cannot have arrived."""

    sent: bool


Step: TypeAlias = Send | Wait | Fetch
Talk: TypeAlias = Generator[Step, object, ValueT]
"""What is done about a call: yields steps, is sent what came of each, returns a value."""


def key_for(given: str | None) -> str | None:
    """Return the idempotency key of a request that may change something; "" is none at all."""
    return str(uuid4()) if given is None else given or None
