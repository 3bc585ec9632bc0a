"""Reads victims for those who may see them: the head first, under the caller's own area."""

from collections.abc import Iterable, Mapping, Sequence
from typing import cast
from uuid import UUID

from sqlalchemy import RowMapping, text

from ppit_platform.db import Transaction
from ppit_victims.domain.codes import (
    ClosedFor,
    ContactMode,
    ContactOutcome,
    InterventionType,
    ProtectionReason,
    Stage,
)
from ppit_victims.domain.help import Helper, helpers_of
from ppit_victims.domain.need import Need, Point
from ppit_victims.domain.safe_contact import SafeContact
from ppit_victims.domain.told import Told
from ppit_victims.domain.views import ContactShown, Home, RecordShown, Summary, VictimShown
from ppit_victims.storage.clearance import whole_register
from ppit_victims.storage.dossiers import contact_of

_IS_OPEN = text("SELECT EXISTS (SELECT FROM victim WHERE victim_id = :victim_id)")
_NEEDIEST = text("""
    SELECT victim_id FROM victim
     WHERE on_worklist
     ORDER BY need_score DESC, victim_id LIMIT :limit
""")
_HIDDEN = text("""
    SELECT victim_id FROM protected_now WHERE reason IN ('REFUGE', 'WITNESS')
""")
_SUMMARIES = text("""
    SELECT v.*, m.name, m.born, m.phone, m.address, m.uprn, m.person
      FROM victim h JOIN victim_version v USING (victim_id, version)
      JOIN mention m ON m.mention_id = v.home
     WHERE h.victim_id = ANY (CAST(:ids AS uuid[]))
""")
_RECORDS = text("""
    SELECT r.record_id, r.org_id, r.source, r.reference, r.row_no, r.recorded_at, r.told,
           l.basis, l.evidence
      FROM current_link l JOIN mention m USING (mention_id) JOIN source_record r USING (record_id)
     WHERE l.victim_id = :victim_id ORDER BY r.recorded_at, r.record_id
""")
_CONTACTS = text("""
    SELECT * FROM contact WHERE victim_id = ANY (CAST(:ids AS uuid[])) ORDER BY at, contact_id
""")
_PROTECTED = text("SELECT reason FROM protected_now WHERE victim_id = :victim_id")


class VictimStore:
    def __init__(self, session: Transaction) -> None:
        self._session = session

    async def is_open(self, victim_id: UUID) -> bool:
        """Tell whether this caller may see this victim at all: their purpose, their area."""
        connection = await self._session.connection()
        return bool((await connection.execute(_IS_OPEN, {"victim_id": victim_id})).scalar_one())

    async def show(self, victim_id: UUID) -> VictimShown | None:
        """Return all that a caller in whose area the victim lives may read."""
        if not await self.is_open(victim_id):
            return None
        connection = await self._session.connection()
        async with whole_register(self._session):
            summaries = await self.summaries([victim_id])
            values = {"victim_id": victim_id}
            records = (await connection.execute(_RECORDS, values)).mappings().all()
            contacts = await self._contacts([victim_id])
            reasons = (await connection.execute(_PROTECTED, values)).scalars().all()
        if not records:
            return None
        return VictimShown(
            summaries[victim_id],
            tuple(_record(row) for row in records),
            tuple(_contact(row) for row in contacts),
            helpers_of(contact_of(row) for row in contacts),
            tuple(ProtectionReason(reason) for reason in sorted(set(reasons))),
        )

    async def neediest(self, limit: int) -> tuple[list[Summary], int]:
        """Return victims to call on, in order of need, and how many were held back.

        Whose whereabouts are hidden stands on no list of visits: they are counted.
        """
        connection = await self._session.connection()
        async with whole_register(self._session):
            hidden = set((await connection.execute(_HIDDEN)).scalars())
        found = await connection.execute(_NEEDIEST, {"limit": limit + len(hidden)})
        ids = cast("list[UUID]", list(found.scalars()))
        shown = [victim_id for victim_id in ids if victim_id not in hidden][:limit]
        async with whole_register(self._session):
            summaries = await self.summaries(shown)
        withheld = sum(victim_id in hidden for victim_id in ids)
        return [summaries[each] for each in shown if each in summaries], withheld

    async def summaries(self, victim_ids: Sequence[UUID]) -> dict[UUID, Summary]:
        """Return the newest version of each; within ``whole_register``."""
        connection = await self._session.connection()
        rows = (await connection.execute(_SUMMARIES, {"ids": list(victim_ids)})).mappings()
        return {row["victim_id"]: _summary(row) for row in rows}

    async def helpers(self, victim_id: UUID) -> tuple[Helper, ...]:
        """Return who helps; within ``whole_register``: a pointer is given across areas."""
        return helpers_of(contact_of(row) for row in await self._contacts([victim_id]))

    async def _contacts(self, victim_ids: Iterable[UUID]) -> Sequence[RowMapping]:
        connection = await self._session.connection()
        rows = await connection.execute(_CONTACTS, {"ids": list(victim_ids)})
        return rows.mappings().all()


def home_of(row: RowMapping) -> Home:
    address = cast("Mapping[str, object]", row["address"])
    return Home(
        name=row["name"],
        born=row["born"],
        phone=row["phone"],
        lines=tuple(cast("list[str]", address.get("lines", []))),
        postcode=cast("str | None", address.get("postcode")),
        uprn=row["uprn"],
        person=cast("Mapping[str, object]", row["person"]),
    )


def _summary(row: RowMapping) -> Summary:
    said = cast("Mapping[str, list[str]]", row["safe_contact"])
    points = tuple(Point(**each) for each in row["need"])
    return Summary(
        victim_id=row["victim_id"],
        version=row["version"],
        safe_contact=SafeContact(
            tuple(ContactMode(mode) for mode in said["do_not_contact"]), tuple(said["notes"])
        ),
        stage=Stage(row["stage"]),
        closed_for=ClosedFor(row["closed_for"]) if row["closed_for"] else None,
        died_on=row["died_on"],
        crimes=row["crimes"],
        need=Need(points, row["need_table"]),
        last_contact=row["last_contact"],
        recorded_at=row["recorded_at"],
        home=home_of(row),
    )


def _record(row: RowMapping) -> RecordShown:
    return RecordShown(
        record_id=row["record_id"],
        agency=row["org_id"],
        source=row["source"],
        reference=row["reference"],
        row_no=row["row_no"],
        received_at=row["recorded_at"],
        linked_because=tuple(cast("list[str]", row["evidence"])),
        basis=row["basis"],
        told=Told.from_json(cast("Mapping[str, object]", row["told"])),
    )


def _contact(row: RowMapping) -> ContactShown:
    return ContactShown(
        row["contact_id"],
        row["org_id"],
        InterventionType(row["intervention"]),
        ContactOutcome(row["outcome"]),
        row["at"],
        row["note"],
    )
