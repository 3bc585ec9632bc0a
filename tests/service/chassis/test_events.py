"""F: an event is written with its effect, or not at all, and pushed until it is taken."""

from datetime import UTC, datetime

import pytest

from ppit_platform.events import Event, EventType, NotThin
from ppit_platform.house import GateUnavailable
from ppit_platform.ids import new_id
from ppit_platform.pushing import push_events
from ppit_platform.unit import UnitOfWork
from tests.service.chassis.conftest import PostRoom
from tests.support.calls import a_caller
from tests.support.events import announced
from tests.support.postgres import Database


def _event(**data: str | int) -> Event:
    return Event(EventType.CASE_DECIDED, "kcc", datetime.now(UTC), {"id": str(new_id()), **data})


async def _announce(post: PostRoom, event: Event, *, commit: bool = True) -> None:
    unit = UnitOfWork(a_caller(), post.chassis.sessions)
    try:
        await unit.announce(event)
        if commit:
            await unit.session.commit()
    finally:
        await unit.session.close()


async def test_f_an_effect_that_is_undone_announces_nothing(
    post: PostRoom, notebook_database: Database
) -> None:
    await _announce(post, _event(), commit=False)
    assert announced(notebook_database) == []


async def test_f_an_event_that_nobody_takes_is_kept(
    post: PostRoom, notebook_database: Database
) -> None:
    # The notebook may announce nothing: what it may not, nobody takes, and it stays.
    event = _event()
    await _announce(post, event)
    post.gate.fails = True
    with pytest.raises(GateUnavailable):
        await push_events(post.chassis.engine, post.house)
    assert len(announced(notebook_database)) == 1
    post.gate.fails = False
    assert await push_events(post.chassis.engine, post.house) == 0
    assert len(announced(notebook_database)) == 1


@pytest.mark.parametrize(
    "data",
    [
        {"name": "Bartholomew Quillfeather"},
        {"phone": "+44 7700 900123"},
        {"email": "someone@example.org"},
        {"note": "x" * 81},
        {"": "empty"},
        {f"n{number}": number for number in range(12)},
    ],
)
def test_f_what_could_be_somebodys_is_no_event(data: dict[str, str | int]) -> None:
    with pytest.raises(NotThin):
        _event(**data)


def test_f_an_event_without_an_id_is_none() -> None:
    with pytest.raises(NotThin):
        Event(EventType.CASE_DECIDED, "kcc", datetime.now(UTC), {"version": 1})
