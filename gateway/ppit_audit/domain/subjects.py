"""Whom a report is about: a service's own ids, and the pseudonyms that they have in the log."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody as one service knows them."""

    service: str
    subject_id: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """Pseudonyms of each subject that could be resolved, and why a service named none."""

    pseudonyms: Mapping[Subject, tuple[str, ...]]
    unable: Mapping[str, str]
    """Service to code. Where there is any, whatever is found is not all there is."""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for names in self.pseudonyms.values() for name in names))
