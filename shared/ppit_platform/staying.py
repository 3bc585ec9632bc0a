"""What an erasure of answers leaves, and on which ground: said by each service, told by the audit.

Whoever asks for erasure is told what stays and why (UK GDPR Art 12(4); DPA 2018 s.48(1)). That
something stays by law is another answer than that a service could not be asked.
"""

from dataclasses import dataclass
from enum import StrEnum


class WhatStays(StrEnum):
    """What of somebody an erasure of answers does not touch."""

    SCREENINGS = "SCREENINGS"
    REGISTER = "REGISTER"
    TRACES = "TRACES"
    CASES = "CASES"
    REPLAYS = "REPLAYS"


class StaysBecause(StrEnum):
    """The ground on which it stays.

    ``EVIDENCE``: it must be maintained for the purposes of evidence (DPA 2018 s.47(2)), or for
    legal claims (UK GDPR Art 17(3)(e)). ``PUBLIC_TASK``: the task for which it is held needs it
    (UK GDPR Art 17(3)(b)). ``GONE_IN_A_DAY``: it deletes itself within 24 hours.
    """

    EVIDENCE = "EVIDENCE"
    PUBLIC_TASK = "PUBLIC_TASK"
    GONE_IN_A_DAY = "GONE_IN_A_DAY"


@dataclass(frozen=True, slots=True)
class Staying:
    """``words`` are for the person: what stays, for how long, and how it is put right instead."""

    what: WhatStays
    ground: StaysBecause
    words: str


REPLAYS = Staying(
    WhatStays.REPLAYS,
    StaysBecause.GONE_IN_A_DAY,
    "An answer to a question that was asked under a key is kept, sealed, for 24 hours, so that"
    " asking again has no second effect.",
)
"""Of every service on the chassis (``idempotency``)."""
