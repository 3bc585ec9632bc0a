"""Asks the victims service the one question whether anybody may be told where a person is."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import cast

from ppit_matching import PersonRecord
from ppit_platform.house import GateUnavailable, HouseAnswer, HouseClient, MandateAuthority
from ppit_tracing.domain.codes import StopAnswer

PATH = "/victims/v1/protection-checks"
_SECONDS = 5.0
_AT_ONCE = 4
_OK = 200
_ANSWERS = {
    "PROTECTED": StopAnswer.RAISED,
    "NOT_PROTECTED": StopAnswer.NOT_RAISED,
}


class ProtectionDesk:
    """One chunk's way to the question, on its job's mandate; few questions at a time.

    Once nobody answered, nobody is asked again: a chunk holds a transaction and must end in time.
    """

    def __init__(self, house: HouseClient, mandate: str) -> None:
        self._house = house
        self._authority = MandateAuthority(mandate)
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._silent = False

    async def ask(
        self, record: PersonRecord, born: str, addresses: Sequence[Mapping[str, object]]
    ) -> StopAnswer:
        """Return what victims answer; whatever is not a plain answer means that nobody could."""
        body = {"people": [_person(record, born, addresses)]}
        async with self._turns:
            answer = None if self._silent else await self._answer(body)
        if answer is None or answer.status != _OK or not isinstance(answer.body, dict):
            return StopAnswer.UNABLE
        result = cast("dict[str, object]", answer.body).get("result")
        return _ANSWERS.get(str(result), StopAnswer.UNABLE)

    async def _answer(self, body: object) -> HouseAnswer | None:
        try:
            async with asyncio.timeout(_SECONDS):
                return await self._house.call(self._authority, "POST", PATH, body=body)
        except (GateUnavailable, TimeoutError):
            self._silent = True
            return None


def _person(
    record: PersonRecord, born: str, addresses: Sequence[Mapping[str, object]]
) -> dict[str, object]:
    name: dict[str, object] = {
        "given": list(record.given),
        "family": record.family,
        "known_as": record.known_as,
        "full": record.full,
    }
    person: dict[str, object] = {
        "name": {part: value for part, value in name.items() if value},
        "addresses": list(addresses),
    }
    return {**person, "date_of_birth": born} if born else person
