"""The register file: partners, their machines and persons, and agreements, checked as a whole.

A mistake is named by its JSON Pointer. An agreement that would hide what an operation declares
essential is refused: a screening without its result would read as clear.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from ppit_gateway.domain.agreements import (
    STRICT,
    Agreement,
    Name,
    PublicEntry,
    Status,
    Words,
)
from ppit_gateway.domain.issuers import PartnerIssuer, issuer_errors
from ppit_gateway.domain.operations import Operation, hidden
from ppit_platform.codes import Role
from ppit_platform.errors import FieldError
from ppit_platform.tokens import KeyUnusable, PublicKey

MOST_FIELDS_SHOWN = 50
MOST_CARRIED = 1_200
"""Characters of areas, audiences and scopes as JSON: each hop token carries them, its mandate once
more, and a token is 8 KiB at most. An agreement that no call could be made under is refused here.
"""


class RegisterInvalid(ValueError):
    """A register file that may not be loaded; ``errors`` say where and which rule."""

    def __init__(self, errors: Iterable[FieldError]) -> None:
        self.errors = tuple(errors)
        super().__init__("; ".join(f"{one.pointer}: {one.detail}" for one in self.errors))


@dataclass(frozen=True, slots=True)
class Partner:
    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    org_id: Name
    name: Words


@dataclass(frozen=True, slots=True)
class KeySet:
    """The public keys of a client (RFC 7517)."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    keys: Annotated[tuple[Mapping[str, str], ...], Field(min_length=1, max_length=4)]


@dataclass(frozen=True, slots=True)
class Client:
    """A machine of a partner. ``sandbox``: may use plain bearer tokens."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    client_id: Name
    org_id: Name
    jwks: KeySet
    agreements: frozenset[Name]
    sandbox: bool = False
    status: Status = Status.ACTIVE


@dataclass(frozen=True, slots=True)
class User:
    """A person, known to us by their organisation's identifier only."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    user_id: Name
    org_id: Name
    role: Role
    status: Status = Status.ACTIVE


@dataclass(frozen=True, slots=True)
class Register:
    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    partners: tuple[Partner, ...] = ()
    clients: tuple[Client, ...] = ()
    users: tuple[User, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    suspended: frozenset[Name] = frozenset()
    """Agreements that may not be used for now: suspending needs no new version."""
    issuers: tuple[PartnerIssuer, ...] = ()


_REGISTER = TypeAdapter(Register)


def read_register(document: object, operations: Iterable[Operation]) -> Register:
    """Read and check a register file; ``RegisterInvalid`` names every offending pointer."""
    try:
        register = _REGISTER.validate_python(document)
    except ValidationError as failure:
        raise RegisterInvalid(_shape_errors(failure)) from failure
    found = [
        *_doubles(register),
        *_key_errors(register),
        *_dangling(register),
        *_agreement_errors(register, tuple(operations)),
    ]
    if found:
        raise RegisterInvalid(found)
    return register


def _shape_errors(failure: ValidationError) -> list[FieldError]:
    return [
        FieldError(_pointer(*error["loc"]), error["type"].upper(), error["msg"])
        for error in failure.errors(include_url=False, include_input=False)[:MOST_FIELDS_SHOWN]
    ]


def _pointer(*steps: str | int) -> str:
    return "".join(f"/{step}" for step in steps)


def _doubles(register: Register) -> Iterable[FieldError]:
    named: Mapping[str, list[object]] = {
        "partners": [one.org_id for one in register.partners],
        "clients": [one.client_id for one in register.clients],
        "users": [(one.org_id, one.user_id) for one in register.users],
        "agreements": [one.agreement_id for one in register.agreements],
        "issuers": [one.issuer for one in register.issuers],
    }
    for section, names in named.items():
        for index, name in enumerate(names):
            if name in names[:index]:
                yield FieldError(_pointer(section, index), "DOUBLE", "stands here twice")


def _key_errors(register: Register) -> Iterable[FieldError]:
    seen: set[str] = set()
    for index, client in enumerate(register.clients):
        keys, errors = read_keys(client.jwks, _pointer("clients", index, "jwks"))
        yield from errors
        for where, key in keys.items():
            if key.key_id in seen:
                yield FieldError(where, "DOUBLE", "a key id belongs to one client")
            seen.add(key.key_id)
    for index, issuer in enumerate(register.issuers):
        yield from issuer_errors(_pointer("issuers", index), issuer)


def read_keys(jwks: KeySet, where: str) -> tuple[Mapping[str, PublicKey], tuple[FieldError, ...]]:
    """Return the usable keys by their pointers below ``where``, and what is wrong with others."""
    keys: dict[str, PublicKey] = {}
    errors: list[FieldError] = []
    for place, jwk in enumerate(jwks.keys):
        pointer = f"{where}/keys/{place}"
        try:
            keys[pointer] = PublicKey.from_jwk(jwk)
        except KeyUnusable as failure:
            errors.append(FieldError(pointer, "KEY_UNUSABLE", str(failure)))
    return keys, tuple(errors)


def _dangling(register: Register) -> Iterable[FieldError]:
    partners = {one.org_id for one in register.partners}
    owners = {one.agreement_id: one.partner for one in register.agreements}
    belongs: list[tuple[str, int, str]] = [
        *(("clients", index, one.org_id) for index, one in enumerate(register.clients)),
        *(("users", index, one.org_id) for index, one in enumerate(register.users)),
        *(("agreements", index, one.partner) for index, one in enumerate(register.agreements)),
        *(("issuers", index, one.org_id) for index, one in enumerate(register.issuers)),
    ]
    for section, index, org_id in belongs:
        if org_id not in partners:
            yield FieldError(
                _pointer(section, index), "UNKNOWN_PARTNER", "no such partner is listed"
            )
    for index, client in enumerate(register.clients):
        for agreement in client.agreements:
            if owners.get(agreement) != client.org_id:
                where = _pointer("clients", index, "agreements")
                yield FieldError(where, "UNKNOWN_AGREEMENT", "not an agreement of its organisation")
    yield from _not_named(register)
    if strangers := register.suspended - owners.keys():
        detail = f"{len(strangers)} of them are not listed"
        yield FieldError("/suspended", "UNKNOWN_AGREEMENT", detail)


def _not_named(register: Register) -> Iterable[FieldError]:
    terms = {one.agreement_id: one for one in register.agreements}
    for index, client in enumerate(register.clients):
        for name in sorted(client.agreements & terms.keys()):
            if not terms[name].admits(client.client_id):
                where = _pointer("clients", index, "agreements")
                yield FieldError(where, "CLIENT_NOT_NAMED", "the agreement names other clients")


def _agreement_errors(
    register: Register, operations: tuple[Operation, ...]
) -> Iterable[FieldError]:
    for index, terms in enumerate(register.agreements):
        yield from agreement_errors(_pointer("agreements", index), terms, operations)


def agreement_errors(
    where: str, terms: Agreement, operations: Iterable[Operation]
) -> Iterable[FieldError]:
    """Name what is wrong with one agreement by itself; ``where`` is its pointer."""
    yield from _terms_errors(where, terms)
    for operation in operations:
        allowed = terms.fields.get(operation.rules.scope)
        if allowed is not None and (lost := hidden(operation.rules, allowed)):
            detail = f"{operation.name} misleads without {', '.join(sorted(lost))}"
            scope = _pointer("fields", operation.rules.scope)
            yield FieldError(where + scope, "ESSENTIAL_FIELD_HIDDEN", detail)


def _terms_errors(where: str, terms: Agreement) -> Iterable[FieldError]:
    first, second = terms.signatures
    if first.name == second.name:
        yield FieldError(f"{where}/signatures/1", "SAME_SIGNATORY", "two different people sign")
    if first.organisation == second.organisation:
        yield FieldError(f"{where}/signatures/1", "SAME_SIDE", "each side signs once")
    if terms.ends < terms.starts:
        yield FieldError(f"{where}/ends", "ENDS_BEFORE_START", "it ends before it starts")
    if terms.entry is not None:
        yield from _entry_errors(f"{where}/entry", terms, terms.entry)
    if len(json.dumps([*terms.areas, *terms.audiences, *terms.scopes])) > MOST_CARRIED:
        yield FieldError(where, "TOO_WIDE", "areas, audiences and scopes fill a hop")
    for scope in sorted(terms.scopes ^ terms.fields.keys()):
        yield FieldError(f"{where}/fields/{scope}", "FIELDS_PER_SCOPE", "one entry for each scope")


def _entry_errors(where: str, terms: Agreement, entry: PublicEntry) -> Iterable[FieldError]:
    if not terms.starts <= entry.review <= terms.ends:
        detail = "it is reviewed while it is in force"
        yield FieldError(f"{where}/review", "REVIEW_OUTSIDE_TERM", detail)
    for area in sorted(entry.area_names.keys() - terms.areas):
        yield FieldError(f"{where}/area_names/{area}", "UNKNOWN_AREA", "not an area of the terms")
