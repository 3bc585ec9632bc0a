"""One house of real processes for all system tests of a worker."""

import asyncio
from collections.abc import AsyncGenerator, Iterator

import pytest

from ppit_ops.cast import WARDENS
from ppit_ops.demo.markers import write_markers
from ppit_ops.partners import Desk
from ppit_synthetic import Story
from tests.support.processes import TestHouse, running_house

_STORIES = {Story.NOT_ALONE_IF_FEMALE, Story.DANGEROUS_DOG, Story.MOVED_HOUSE}


@pytest.fixture(scope="session")
def house() -> Iterator[TestHouse]:
    """Run a house whose register holds the markers of three stories."""
    with running_house() as running:
        asyncio.run(_fill(running))
        yield running


@pytest.fixture
async def warden(house: TestHouse) -> AsyncGenerator[Desk]:
    async with house.desk(WARDENS) as desk:
        yield desk


async def _fill(running: TestHouse) -> None:
    kent = running.county.kent
    markers = [marker for marker in kent.markers if marker.story in _STORIES]
    async with running.proposer() as proposer, running.approver() as approver:
        await write_markers(kent, markers, proposer=proposer, approver=approver)
