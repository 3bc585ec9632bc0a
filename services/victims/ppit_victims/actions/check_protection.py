"""Answers tracing one question: is this person protected, so that nobody may be told where."""

from collections.abc import Sequence

from ppit_matching import Person, PersonRecord
from ppit_platform.audit import AuditFact
from ppit_platform.codes import LogOperation
from ppit_victims.actions.desk import Desk
from ppit_victims.domain.protection import Protected, judge, people_asked
from ppit_victims.domain.rows import AddressTyped
from ppit_victims.storage.search import RegisterUnreadable


async def check_protection(
    records: Sequence[tuple[PersonRecord, AddressTyped]], desk: Desk
) -> Protected:
    """Ask at every address given; whatever could not be looked at is never "not protected"."""
    people = people_asked(records)
    answer = Protected.UNABLE_TO_CHECK if people is None else await _search(people, desk)
    failed = answer is Protected.UNABLE_TO_CHECK
    searched = [desk.pseudonyms.searched([str(person.as_json())]) for person, _ in people or ()]
    desk.unit.record(
        AuditFact(
            LogOperation.SCREENING_FAILED if failed else LogOperation.CONSULTATION,
            subjects_searched=tuple(searched),
            fields=("result",),
            counts={"checks": 1, answer.value: 1},
        )
    )
    return answer


async def _search(people: Sequence[tuple[Person, AddressTyped]], desk: Desk) -> Protected:
    try:
        found = await desk.search.protected(people)
    except RegisterUnreadable:
        # The failed statement voided the transaction; that nobody could look is still logged.
        await desk.unit.restart()
        return Protected.UNABLE_TO_CHECK
    if found.stale:
        return Protected.UNABLE_TO_CHECK
    return judge(found.asked, found.known, crowded=found.crowded)
