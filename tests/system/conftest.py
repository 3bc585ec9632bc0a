"""One house of real processes for the system tests of a worker, until it goes on to others."""

import asyncio
from collections.abc import AsyncGenerator, Iterator

import pytest

from ppit_ops.cast import WARDENS
from ppit_ops.partners import Desk
from tests.support.processes import TestHouse, hold_markers, running_house


@pytest.fixture(scope="package")
def house() -> Iterator[TestHouse]:
    """Run a house whose register holds the markers of three stories."""
    with running_house() as running:
        asyncio.run(hold_markers(running))
        yield running


@pytest.fixture
async def warden(house: TestHouse) -> AsyncGenerator[Desk]:
    async with house.desk(WARDENS) as desk:
        yield desk
