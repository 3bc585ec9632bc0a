"""What a decision rested on, as the log keeps it, so that it can be made again years later.

Every fact that a rule looked at and that the rest of an entry does not say: no more. What the
operation published counts only as far as a rule asked it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from pydantic import AwareDatetime, ConfigDict, TypeAdapter

from ppit_gateway.domain.agreements import STRICT
from ppit_platform.codes import PurposeCode, Role, SubjectClass


class Sent(StrEnum):
    """What became of a text that a request brings with it; the text itself is never kept."""

    UNNEEDED = "UNNEEDED"
    MISSING = "MISSING"
    INVALID = "INVALID"
    GIVEN = "GIVEN"


@dataclass(frozen=True, slots=True)
class Grounds:
    """``at`` is the database's clock; ``version`` is the newest version of the agreement then.

    ``scope`` is the operation's, ``scopes`` are the token's. ``fields`` are those asked for by
    name, and ``published`` says whether the operation publishes each of them.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    at: AwareDatetime
    client_active: bool
    bound: bool
    suspended: bool
    role: Role | None
    version: int | None
    asked_as: PurposeCode
    scope: str
    scopes: tuple[str, ...]
    serves_purpose: bool
    person_required: bool
    case: Sent
    key: Sent
    fields: tuple[str, ...] | None
    published: bool
    house_rule: bool | None = None
    assurance: str | None = None
    """How sure we were of the person; None for a machine."""
    classes: tuple[SubjectClass, ...] | None = None
    """Whom the operation concerns; None only before ``gate-3``, which asked for the first time."""

    def as_json(self) -> Mapping[str, object]:
        return {
            "at": self.at.isoformat(),
            "client_active": self.client_active,
            "bound": self.bound,
            "suspended": self.suspended,
            "role": None if self.role is None else self.role.value,
            "version": self.version,
            "asked_as": self.asked_as.value,
            "scope": self.scope,
            "scopes": list(self.scopes),
            "serves_purpose": self.serves_purpose,
            "person_required": self.person_required,
            "case": self.case.value,
            "key": self.key.value,
            "fields": None if self.fields is None else list(self.fields),
            "published": self.published,
            "house_rule": self.house_rule,
            "assurance": self.assurance,
            "classes": None if self.classes is None else list(self.classes),
        }


GROUNDS = TypeAdapter(Grounds)


def sent(text: str | None, form: re.Pattern[str]) -> Sent:
    """Say what ``text`` is, measured by the only form it may have."""
    if text is None:
        return Sent.MISSING
    return Sent.INVALID if form.fullmatch(text) is None else Sent.GIVEN
