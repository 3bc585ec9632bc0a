"""What a token is asked for: one agreement, one purpose, perhaps one person (RFC 9396)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from ppit_gateway.domain.agreements import STRICT, Name
from ppit_platform.codes import PurposeCode


class DetailsInvalid(ValueError):
    """``authorization_details`` that ask for nothing this gate grants."""


@dataclass(frozen=True, slots=True)
class Person:
    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    id: Name


@dataclass(frozen=True, slots=True)
class Disclosure:
    """The one element of ``authorization_details``."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    type: Literal["ppit-disclosure"]
    agreement: Name
    purpose: PurposeCode
    user: Person | None = None

    def as_json(self) -> Mapping[str, object]:
        asked = {"type": self.type, "agreement": self.agreement, "purpose": self.purpose.value}
        return asked if self.user is None else {**asked, "user": {"id": self.user.id}}


_DETAILS = TypeAdapter(Annotated[list[Disclosure], Field(min_length=1, max_length=1)])


def read_details(text: str) -> Disclosure:
    """Read the parameter; ``DetailsInvalid`` unless it is one disclosure and nothing else."""
    try:
        return _DETAILS.validate_python(json.loads(text))[0]
    except (ValidationError, ValueError, RecursionError) as failure:
        msg = "one object of type ppit-disclosure with agreement, purpose and perhaps user"
        raise DetailsInvalid(msg) from failure
