"""What a chunk may read today: the lists that are fresh and licensed for its purpose."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from ppit_tracing.actions.room import Room
from ppit_tracing.domain.codes import SourceName, SourceState, StopFlag
from ppit_tracing.domain.sources import (
    SIGHTING_SOURCES,
    STOP_SOURCES,
    ListHeld,
    SourceChecked,
    check_lists,
    not_looked_at,
    usable,
)
from ppit_tracing.storage.lists import lists_held
from ppit_tracing.storage.records import Generations

_ANSWERED_BY = {
    StopFlag.DECEASED: SourceName.DEATHS,
    StopFlag.BREATHING_SPACE: SourceName.INSOLVENCIES,
    StopFlag.INSOLVENT: SourceName.INSOLVENCIES,
}


@dataclass(frozen=True, slots=True)
class Held:
    """``checked`` speaks of every list; ``lists`` are those of them that may be read."""

    checked: tuple[SourceChecked, ...]
    lists: tuple[ListHeld, ...]

    @property
    def generations(self) -> Generations:
        return Generations(self._of(SIGHTING_SOURCES), self._of(STOP_SOURCES))

    @property
    def editions(self) -> Mapping[SourceName, date]:
        return {one.source: one.edition for one in self.lists}

    @property
    def unable(self) -> tuple[SourceName, ...]:
        return not_looked_at(self.checked)

    @property
    def unreadable_flags(self) -> frozenset[StopFlag]:
        readable = {one.source for one in self.lists}
        return frozenset(flag for flag, source in _ANSWERED_BY.items() if source not in readable)

    @property
    def unsearchable(self) -> "Held":
        """The same lists when nobody can be found in them: their people's keys are old, or lost."""
        stale = (
            replace(one, state=SourceState.STALE) if one.state is SourceState.CHECKED else one
            for one in self.checked
        )
        return Held(tuple(stale), ())

    def _of(self, sources: Iterable[SourceName]) -> tuple[int, ...]:
        wanted = frozenset(sources)
        return tuple(one.generation for one in self.lists if one.source in wanted)


async def read_held(room: Room) -> Held:
    held = await lists_held(room.lists, room.now)
    checked = check_lists(held, room.unit.caller.purpose)
    return Held(checked, usable(held, checked))
