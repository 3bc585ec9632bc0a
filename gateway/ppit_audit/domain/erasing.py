"""What an erasure did at a service, and what it left there by law."""

from collections.abc import Iterable
from dataclasses import dataclass

from ppit_platform.staying import Staying


@dataclass(frozen=True, slots=True)
class StaysThere:
    """``answers`` are the requests whose answer is still held there; None: it is not counted."""

    staying: Staying
    answers: int | None


@dataclass(frozen=True, slots=True)
class ErasedThere:
    """How many answers a service erased, and what it keeps nevertheless."""

    answers: int
    stays: tuple[StaysThere, ...]


def erased_in_all(parts: Iterable[ErasedThere]) -> ErasedThere:
    """Add up what a service said of each part of the requests; what stays is named once."""
    erased, stays = 0, dict[Staying, int | None]()
    for part in parts:
        erased += part.answers
        for one in part.stays:
            counts = (stays.get(one.staying), one.answers)
            known = [count for count in counts if count is not None]
            stays[one.staying] = sum(known) if known else None
    return ErasedThere(erased, tuple(StaysThere(one, count) for one, count in stays.items()))
