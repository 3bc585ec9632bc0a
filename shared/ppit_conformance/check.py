"""One named check: what is asked, and what the answer must be."""

from collections.abc import Callable
from dataclasses import dataclass

from ppit_conformance.kit import Kit, Reply


@dataclass(frozen=True, slots=True)
class Expected:
    """One of the statuses, and one of the errors if any are named ("" is no error at all)."""

    statuses: frozenset[int]
    errors: frozenset[str] = frozenset()

    def met(self, reply: Reply) -> bool:
        return reply.status in self.statuses and (not self.errors or reply.error in self.errors)

    def __str__(self) -> str:
        statuses = " or ".join(str(one) for one in sorted(self.statuses))
        errors = " or ".join(one or "no error" for one in sorted(self.errors))
        return f"{statuses} {errors}".strip()


@dataclass(frozen=True, slots=True)
class Check:
    """``ask`` sends the question: ``Unseen`` without an answer, None where nothing was to ask."""

    clause: str
    name: str
    expected: Expected
    ask: Callable[[Kit], Reply | None]


def expected(*statuses: int, errors: str = "") -> Expected:
    return Expected(frozenset(statuses), frozenset(errors.split()))
