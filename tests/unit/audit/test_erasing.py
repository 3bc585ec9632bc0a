"""What a service says of each part of many requests is added up, and what stays is named once."""

from dataclasses import replace

from ppit_audit.domain.erasing import ErasedThere, StaysThere, erased_in_all
from ppit_platform.staying import REPLAYS, StaysBecause

EVIDENCE = replace(REPLAYS, ground=StaysBecause.EVIDENCE)


def test_parts_are_added_up_and_what_is_not_counted_stays_uncounted() -> None:
    parts = [
        ErasedThere(500, (StaysThere(EVIDENCE, 0), StaysThere(REPLAYS, None))),
        ErasedThere(2, (StaysThere(EVIDENCE, 3), StaysThere(REPLAYS, None))),
    ]
    assert erased_in_all(parts) == ErasedThere(
        502, (StaysThere(EVIDENCE, 3), StaysThere(REPLAYS, None))
    )
    assert erased_in_all([]) == ErasedThere(0, ())
