"""Asks services how the log names somebody: through the gate, which decides and logs it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import cast
from uuid import UUID

from pydantic import ValidationError

from ppit_audit.domain.erasing import ErasedThere, StaysThere, erased_in_all
from ppit_audit.domain.identifying import Candidate, Sought
from ppit_audit.domain.replaying import Kept
from ppit_audit.domain.subjects import Resolved, Subject
from ppit_matching import Band
from ppit_platform.answering_audit import MOST_ERASED, AnswersErased, Stays
from ppit_platform.house import GateUnavailable, HopAuthority, HouseClient
from ppit_platform.staying import Staying

_MISREAD = "BAD_UPSTREAM"


class HouseServices:
    """One request's way to the services that know people, on behalf of whoever asked."""

    def __init__(self, house: HouseClient, authority: HopAuthority) -> None:
        self._house = house
        self._authority = authority

    async def resolve(self, subjects: Iterable[Subject]) -> Resolved:
        """Have each service name its own; one that does not answer is named, and why."""
        by_service: dict[str, list[str]] = {}
        for one in dict.fromkeys(subjects):
            by_service.setdefault(one.service, []).append(one.subject_id)
        found: dict[Subject, tuple[str, ...]] = {}
        unable: dict[str, str] = {}
        for service, ids in by_service.items():
            named = await self._named(service, ids)
            if isinstance(named, str):
                unable[service] = named
            else:
                found |= {Subject(service, one): names for one, names in named.items()}
        return Resolved(found, unable)

    async def find(self, person: Mapping[str, object], services: Iterable[str]) -> Sought:
        """Ask services whom they hold who may be a person; one that did not look is named."""
        candidates: list[Candidate] = []
        crowded: set[str] = set()
        unable: dict[str, str] = {}
        for service in services:
            answer = await self._asked(service, "people", person)
            found = answer if isinstance(answer, str) else _candidates(service, answer)
            if isinstance(found, str):
                unable[service] = found
                continue
            candidates += found
            if cast("Mapping[str, object]", answer)["crowded"]:
                crowded.add(service)
        return Sought(tuple(candidates), frozenset(crowded), unable)

    async def kept_answer(self, service: str, request_id: UUID, operation: str) -> Kept:
        """Return what the service kept of an answer, or why it could not be asked."""
        asked = {"request_id": str(request_id), "operation": operation}
        answer = await self._asked(service, "answers", asked)
        if isinstance(answer, str):
            return Kept(None, answer)
        text, erased_at = answer.get("answer"), answer.get("erased_at")
        try:
            at = None if erased_at is None else datetime.fromisoformat(str(erased_at))
        except ValueError:
            return Kept(None, _MISREAD)
        if not (text is None or isinstance(text, str)):
            return Kept(None, _MISREAD)
        return Kept(text, None, at)

    async def erase_answers(self, service: str, request_ids: Sequence[UUID]) -> ErasedThere | str:
        """Have a service erase what it answered to requests; return how many answers it erased and
        what stays there nevertheless, or the code for which it could not be asked.
        """
        done: list[ErasedThere] = []
        for start in range(0, len(request_ids), MOST_ERASED):
            some = [str(one) for one in request_ids[start : start + MOST_ERASED]]
            answer = await self._asked(service, "erasures", {"request_ids": some})
            if isinstance(answer, str):
                return answer
            try:
                said = AnswersErased.model_validate(answer)
            except ValidationError:
                # Erased or not, what stays was not said: it is asked again.
                return _MISREAD
            done.append(ErasedThere(said.erased, tuple(map(_stays, said.stays))))
        return erased_in_all(done)

    async def _named(self, service: str, ids: list[str]) -> Mapping[str, tuple[str, ...]] | str:
        """Return the pseudonyms of all ids, or the code for which there are none."""
        answer = await self._asked(service, "subjects", {"subject_ids": ids})
        if isinstance(answer, str):
            return answer
        try:
            listed = cast("list[Mapping[str, object]]", answer["subjects"])
            named = {
                str(one["subject_id"]): tuple(cast("list[str]", one["pseudonyms"]))
                for one in listed
            }
        except (KeyError, TypeError):
            return _MISREAD
        # One without a name would be one without a report: as if nobody had asked.
        return named if named.keys() == set(ids) and all(named.values()) else _MISREAD

    async def _asked(
        self, service: str, what: str, body: Mapping[str, object]
    ) -> Mapping[str, object] | str:
        try:
            answer = await self._house.call(
                self._authority, "POST", f"/{service}/v1/audit/{what}", body=body
            )
        except GateUnavailable as failure:
            return failure.code
        said = answer.body
        if not isinstance(said, dict):
            return _MISREAD
        fields = cast("Mapping[str, object]", said)
        if answer.status != HTTPStatus.OK:
            return str(fields.get("code", _MISREAD))
        return fields


def _stays(one: Stays) -> StaysThere:
    return StaysThere(Staying(one.what, one.ground, one.words), one.answers)


def _candidates(service: str, answer: Mapping[str, object]) -> list[Candidate] | str:
    """Read who may be meant; what cannot be read is no answer, and never nobody."""
    try:
        listed = cast("list[Mapping[str, object]]", answer["candidates"])
        found = [
            Candidate(
                Subject(service, str(one["subject_id"])),
                Band(one["band"]),
                tuple(cast("list[str]", one["reasons"])),
            )
            for one in listed
        ]
    except (KeyError, TypeError, ValueError):
        return _MISREAD
    return found if isinstance(answer.get("crowded"), bool) else _MISREAD
