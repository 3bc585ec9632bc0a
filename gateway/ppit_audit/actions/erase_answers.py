"""Erases what was answered about somebody, wherever it is kept; that it was answered stays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ppit_audit.actions.desk import Desk
from ppit_audit.domain.erasing import ErasedThere
from ppit_audit.domain.subjects import Subject
from ppit_platform.audit import AuditFact
from ppit_platform.codes import LogOperation


@dataclass(frozen=True, slots=True)
class Erased:
    """What each service that was asked erased and keeps, and why one could not be asked."""

    erased: Mapping[str, ErasedThere]
    unable: Mapping[str, str]


async def erase_answers(subjects: Sequence[Subject], desk: Desk) -> Erased:
    """Have each service erase what it answered to every request that the log says names them.

    The entries stay, with their digests, and every proof holds (UK GDPR Art 17; DPA 2018 s.47).
    ``SubjectsUnresolved`` rather than an erasure of only some.
    """
    desk.check_home()
    named = await desk.names_of(subjects)
    await desk.read_on()
    names = await desk.stores.said.one_person(named)
    erased: dict[str, ErasedThere] = {}
    unable: dict[str, str] = {}
    answered = await desk.stores.said.answered_about(names)
    for service in sorted(answered.keys() & desk.answering):
        done = await desk.services.erase_answers(service, answered[service])
        if isinstance(done, str):
            unable[service] = done
        else:
            erased[service] = done
    desk.unit.record(
        AuditFact(
            LogOperation.ERASURE,
            subjects_searched=names,
            fields=("answers", *(f"unable:{one}" for one in unable)),
            counts={
                "answers": sum(one.answers for one in erased.values()),
                "staying": _staying(erased),
            },
        )
    )
    return Erased(erased, unable)


def _staying(erased: Mapping[str, ErasedThere]) -> int:
    """Count the answers that services keep by law."""
    return sum(one.answers or 0 for done in erased.values() for one in done.stays)
