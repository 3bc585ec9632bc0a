"""What two sides agree on: an agreement before it is signed, and after.

The same names and meanings as ``ppit_gateway.domain.agreements.Agreement``, which decides; lists
instead of sets, because they are shown, in order.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field

from ppit_gateway.domain.agreements import (
    DEFAULT_LIMITS,
    STRICT,
    Agreement,
    FieldPath,
    Gss,
    Name,
    PublicEntry,
    RequestLimits,
    Scope,
    Signature,
    Words,
)
from ppit_platform.codes import ProcessingRegime, PurposeCode, SubjectClass

_Some = Field(min_length=1, max_length=200)


@dataclass(frozen=True, slots=True)
class Terms:
    """``entry`` and ``retention_days`` are missing only in what was signed before they were asked.

    ``starts`` and ``ends`` are London days, both included; ``fields`` says per scope which fields
    may leave; ``clients`` None admits every client that is registered under the agreement;
    ``subject_classes`` are the people it may be used about, and where it names none, nobody.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    title: Words
    legal_basis: Words
    regime: ProcessingRegime
    purposes: Annotated[tuple[PurposeCode, ...], _Some]
    scopes: Annotated[tuple[Scope, ...], _Some]
    fields: Mapping[Scope, tuple[FieldPath, ...]]
    areas: Annotated[tuple[Gss, ...], _Some]
    audiences: tuple[Words, ...]
    starts: date
    ends: date
    people_per_day: Annotated[int, Field(ge=0)]
    vouches_for_users: bool
    subject_classes: tuple[SubjectClass, ...] = ()
    clients: tuple[Name, ...] | None = None
    people_per_user_hour: Annotated[int, Field(ge=1)] = 50
    requests: RequestLimits = DEFAULT_LIMITS
    retention_days: Annotated[int, Field(ge=1, le=36_525)] | None = None
    entry: PublicEntry | None = None


_SETS = frozenset({"purposes", "scopes", "areas", "audiences", "subject_classes", "clients"})


def terms_of(agreement: Agreement) -> Terms:
    values: dict[str, object] = {
        each.name: getattr(agreement, each.name)
        for each in fields(Terms)
        if each.name not in _SETS | {"fields"}
    }
    listed = {name: _listed(getattr(agreement, name)) for name in _SETS}
    shown = {scope: tuple(sorted(agreement.fields[scope])) for scope in sorted(agreement.fields)}
    return Terms(**values, **listed, fields=shown)  # pyright: ignore[reportArgumentType]  # by name


def agreement_of(
    terms: Terms,
    agreement_id: str,
    version: int,
    partner: str,
    signatures: tuple[Signature, Signature],
) -> Agreement:
    """Return the version that these signatures make of the terms."""
    values: dict[str, object] = {
        each.name: getattr(terms, each.name)
        for each in fields(Terms)
        if each.name not in _SETS | {"fields"}
    }
    sets = {name: _set(getattr(terms, name)) for name in _SETS}
    allowed = {scope: frozenset(paths) for scope, paths in terms.fields.items()}
    return Agreement(
        agreement_id=agreement_id,
        version=version,
        partner=partner,
        signatures=signatures,
        fields=allowed,
        **values,  # pyright: ignore[reportArgumentType]  # by name
        **sets,  # pyright: ignore[reportArgumentType]
    )


def _listed(values: frozenset[str] | None) -> tuple[str, ...] | None:
    return None if values is None else tuple(sorted(values))


def _set(values: tuple[str, ...] | None) -> frozenset[str] | None:
    return None if values is None else frozenset(values)
