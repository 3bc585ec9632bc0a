"""Says when authentication has failed too often within a minute (A9), as one worker counts.

Counted only where it failed: whoever proves a key is answered all the same, so that nobody can
shut a client out by failing in its name, nor all of them by failing from behind the same proxy.
"""

import math
import time
from collections import OrderedDict, deque
from collections.abc import Callable

SECONDS = 60.0
_MOST_KNOWN = 4096


class FailedTries:
    """At most ``most`` within a minute. ``clock`` counts seconds and never goes back."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._clock = clock
        self._tries: OrderedDict[str, deque[float]] = OrderedDict()

    def note(self, who: str) -> int | None:
        """Count a failure; return the seconds to wait where there were too many."""
        tries = self._tries.setdefault(who, deque(maxlen=self._most))
        self._tries.move_to_end(who)
        if len(self._tries) > _MOST_KNOWN:
            self._tries.popitem(last=False)
        now = self._clock()
        if len(tries) == self._most and now - tries[0] < SECONDS:
            return math.ceil(SECONDS - (now - tries[0]))
        tries.append(now)
        return None
