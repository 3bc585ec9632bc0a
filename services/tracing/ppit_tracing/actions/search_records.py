"""Reads the records of debtors whom no flag stops: their files, then everybody at their doors."""

from collections.abc import Sequence
from dataclasses import replace

from ppit_tracing.actions.held import Held
from ppit_tracing.actions.room import Room
from ppit_tracing.actions.sought import DebtorSought
from ppit_tracing.domain.certify import Case, Currency
from ppit_tracing.domain.identity import doors_to_look_at, identify
from ppit_tracing.domain.sighting import Sighting
from ppit_tracing.storage.records import Files, StopRecords


async def search_records(
    sought: Sequence[DebtorSought], held: Held, room: Room
) -> tuple[list[DebtorSought], StopRecords]:
    """Return everybody with the case that the records make, and the notices that it leads to.

    Files are found by keys and at the door of the debt. Whoever they may lead to, everybody ever
    seen at those doors is read before any of them counts: a rival must not be overlooked.
    """
    if not sought:
        return [], StopRecords((), ())
    read = await room.records.sightings_of(
        [subject for one in sought for subject in one.found.subject_ids],
        sorted({one.debtor.uprn for one in sought if one.debtor.uprn}),
        held.generations,
    )
    files = [_near(one, read) for one in sought]
    first = [identify(one.debtor, _flat(near)) for one, near in zip(sought, files, strict=True)]
    doors = [doors_to_look_at(one.debtor, found) for one, found in zip(sought, first, strict=True)]
    born = {found.born.iso for found in first if found.born.full}
    there, notices = await room.records.at_doors(
        sorted(frozenset[str]().union(*doors)), sorted(born), held.generations
    )
    currency = Currency(held.editions, room.hand.today)
    cases = [
        replace(one, case=_case(one, {**near, **_at(there, seen)}, currency, seen))
        for one, near, seen in zip(sought, files, doors, strict=True)
    ]
    return cases, notices


def _case(one: DebtorSought, files: Files, currency: Currency, looked_at: frozenset[str]) -> Case:
    return Case(one.debtor, identify(one.debtor, _flat(files)), currency, looked_at)


def _near(one: DebtorSought, files: Files) -> Files:
    wanted = frozenset(one.found.subject_ids)
    uprn = one.debtor.uprn
    return {
        file_id: seen
        for file_id, seen in files.items()
        if file_id in wanted or (uprn is not None and any(s.uprn == uprn for s in seen))
    }


def _at(files: Files, uprns: frozenset[str]) -> Files:
    return {
        file_id: seen
        for file_id, seen in files.items()
        if any(sighting.uprn in uprns for sighting in seen)
    }


def _flat(files: Files) -> list[Sighting]:
    return [sighting for seen in files.values() for sighting in seen]
