"""Which lists are held, in which version, and what each may be used for."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import cast

from ppit_matching import KEY_VERSION
from ppit_platform.codes import PurposeCode
from ppit_platform.generations import ListState, ListStore
from ppit_tracing.domain.codes import SourceName
from ppit_tracing.domain.sources import LISTS, ListHeld


async def lists_held(store: ListStore, now: datetime) -> Mapping[SourceName, ListHeld]:
    """Return every list that was ever loaded, in one statement."""
    states = await store.states([source.value for source in LISTS], now=now)
    return {SourceName(name): _held(SourceName(name), state) for name, state in states.items()}


def _held(source: SourceName, state: ListState) -> ListHeld:
    evidence = state.evidence
    return ListHeld(
        source=source,
        generation=state.generation,
        version=state.version,
        loaded_at=state.loaded_at,
        edition=date.fromisoformat(cast("str", evidence["edition"])),
        fresh=state.fresh,
        searchable=evidence["key_version"] == KEY_VERSION,
        purposes=frozenset(
            PurposeCode(purpose) for purpose in cast("Sequence[str]", evidence["purposes"])
        ),
    )
