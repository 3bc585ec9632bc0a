"""Between records and rows: who is told of, where they were put, and the matching by it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import cast
from uuid import UUID

from sqlalchemy import text

from ppit_matching import Person
from ppit_platform.clock import LONDON
from ppit_platform.db import Transaction
from ppit_platform.gazetteer.lookup import AddressAsked, GazetteerStore
from ppit_platform.person_index import Found, IndexState, PersonIndex
from ppit_platform.provenance import people_values
from ppit_victims.domain.records import Earlier, Known, Origin, Placed, Settled, Taken
from ppit_victims.domain.retention import evidence_review
from ppit_victims.domain.rows import AddressTyped
from ppit_victims.storage import bulk

# LIMIT in a lateral, here and below: one row sent ten thousand times must not be read each time.
_KNOWN = text("""
    SELECT v.victim_id, m.person, v.died_on
      FROM victim h JOIN victim_version v USING (victim_id, version)
     CROSS JOIN LATERAL (SELECT l.mention_id FROM current_link l
                          WHERE l.victim_id = h.victim_id
                          ORDER BY l.recorded_at DESC, l.mention_id DESC LIMIT 100) l
      JOIN mention m USING (mention_id)
     WHERE h.victim_id = ANY (CAST(:ids AS uuid[]))
     ORDER BY v.victim_id, m.mention_id
""")
_EARLIER = text("""
    SELECT r.row_key, r.told, m.member, coalesce(m.same_as, m.mention_id) AS mention_id,
           l.victim_id,
           EXISTS (SELECT FROM review w JOIN review_decision d USING (review_id)
                    WHERE w.mention_id = coalesce(m.same_as, m.mention_id)
                      AND d.decision = 'REJECT') AS refused
      FROM (SELECT DISTINCT key FROM unnest(CAST(:keys AS text[])) AS a (key)) asked
     CROSS JOIN LATERAL (SELECT row_key, record_id, told FROM source_record
                          WHERE row_key = asked.key
                          ORDER BY recorded_at, record_id LIMIT 1) r
      JOIN mention m USING (record_id)
      LEFT JOIN current_link l ON l.mention_id = m.mention_id
     ORDER BY r.row_key, m.member
""")
_EVERYONE = text("""
    SELECT m.mention_id, l.victim_id, m.person
      FROM current_link l JOIN mention m USING (mention_id)
     WHERE m.mention_id > :after ORDER BY m.mention_id LIMIT 5000
""")
_UNPROVEN = text("""
    SELECT 'people neither linked nor waiting' AS wrong, count(*) AS number
      FROM mention m
     WHERE m.same_as IS NULL
       AND NOT EXISTS (SELECT FROM victim_link l WHERE l.mention_id = m.mention_id)
       AND NOT EXISTS (SELECT FROM review w WHERE w.mention_id = m.mention_id)
    UNION ALL
    SELECT 'victims whom no key finds', count(*) FROM victim v
     WHERE NOT EXISTS (SELECT FROM person_index_subject k WHERE k.subject_id = v.victim_id)
    UNION ALL
    SELECT 'couples put on one victim', count(*) FROM (
        SELECT m.record_id FROM current_link l JOIN mention m USING (mention_id)
         GROUP BY m.record_id, l.victim_id HAVING count(*) > 1) AS one
    UNION ALL
    SELECT 'imports whose rows do not add up', count(*) FROM import_run i
     WHERE NOT i.dry_run AND i.rows_in <>
           (SELECT count(*) FROM source_record r WHERE r.import_id = i.import_id)
         + (SELECT count(*) FROM import_reject j WHERE j.import_id = i.import_id)
""")
_ANY_VICTIM = text("SELECT EXISTS (SELECT FROM victim)")


class PeopleStore:
    """Finds who may be meant, and keeps what was decided; within ``whole_register``."""

    def __init__(self, session: Transaction) -> None:
        self._session = session
        self._index = PersonIndex(session)

    async def places_of(self, addresses: Sequence[AddressTyped]) -> list[Placed]:
        """Return where each is; an address that no door answers to stays as it was typed."""
        asked = [AddressAsked(each.uprn, each.text) for each in addresses]
        found = await GazetteerStore(self._session).find(asked)
        return [Placed(each.uprn, each.area_gss, each.address) for each in found]

    async def candidates(self, keys: Sequence[Collection[int]]) -> list[Found]:
        """Return for each person's ``query_keys`` who may be meant."""
        return await self._index.candidates(keys)

    async def can_find_everyone(self) -> bool:
        """Tell whether whoever is on the register would be found: else nobody is ruled out."""
        state = await self._index.key_versions()
        if state is not IndexState.EMPTY:
            return state is IndexState.CURRENT
        connection = await self._session.connection()
        return not (await connection.execute(_ANY_VICTIM)).scalar_one()

    async def known(self, victim_ids: Iterable[UUID]) -> dict[UUID, Known]:
        """Return every record of these victims; ids that are of no victim are left out."""
        connection = await self._session.connection()
        rows = await connection.execute(_KNOWN, {"ids": sorted(set(victim_ids))})
        people: defaultdict[UUID, list[Person]] = defaultdict(list)
        died: dict[UUID, str | None] = {}
        for victim_id, person, died_on in rows:
            people[victim_id].append(Person.from_json(cast("Mapping[str, object]", person)))
            died[victim_id] = died_on
        return {one: Known(tuple(dict.fromkeys(of)), died[one]) for one, of in people.items()}

    async def earlier(self, row_keys: Sequence[str]) -> dict[str, tuple[Earlier, ...]]:
        """Return where the people of the same rows were put when they first came."""
        connection = await self._session.connection()
        rows = (await connection.execute(_EARLIER, {"keys": list(row_keys)})).mappings()
        found: defaultdict[str, list[Earlier]] = defaultdict(list)
        for row in rows:
            one = Earlier(row["mention_id"], row["victim_id"], bool(row["refused"]), row["told"])
            found[row["row_key"]].append(one)
        return {key: tuple(each) for key, each in found.items()}

    async def keep(self, taken: Sequence[Taken], origin: Origin) -> None:
        """Store records, whom they are about and where those were put; and index them."""
        people = [(each, place) for each in taken for place in range(len(each.people))]
        mentions = [_mention(each, place, origin) for each, place in people]
        doubtful = [each.people[place] for each, place in people if each.people[place].doubt]
        records = [_record(each, origin) for each in taken]
        await bulk.insert(self._session, "source_record", records)
        await bulk.insert(self._session, "mention", mentions)
        await bulk.insert(self._session, "review", [_review(one, origin) for one in doubtful])

    async def reindex(self) -> int:
        """Empty the index and fill it again; return how many records stand in it."""
        await self._index.clear()
        connection = await self._session.connection()
        after, records = UUID(int=0), 0
        while True:
            rows = (await connection.execute(_EVERYONE, {"after": after})).mappings().all()
            if not rows:
                return records
            await self._index.add(
                (row["victim_id"], Person.from_json(row["person"])) for row in rows
            )
            after, records = rows[-1]["mention_id"], records + len(rows)

    async def unproven(self) -> dict[str, int]:
        connection = await self._session.connection()
        rows = (await connection.execute(_UNPROVEN)).mappings()
        return {row["wrong"]: row["number"] for row in rows if row["number"]}

    async def link(self, settled: Sequence[Settled], origin: Origin) -> None:
        """Put people on victims whose heads are there; and let them be found."""
        linked = [one for one in settled if one.victim_id is not None]
        await bulk.insert(self._session, "victim_link", [_link(one, origin) for one in linked])
        await self._index.add((cast("UUID", one.victim_id), one.person) for one in linked)


def _common(origin: Origin, area_gss: str | None) -> dict[str, object]:
    today = origin.now.astimezone(LONDON).date()
    return {
        **people_values(origin.provenance),
        "area_gss": area_gss,
        "review_due": evidence_review(today),
        "version": 1,
        "valid_from": origin.now,
        "recorded_at": origin.now,
    }


def _record(taken: Taken, origin: Origin) -> dict[str, object]:
    incoming = taken.incoming
    where = incoming.in_file
    return {
        "record_id": incoming.record_id,
        "source": incoming.source,
        "import_id": where.import_id if where else None,
        "row_no": where.row_no if where else None,
        "line_no": where.line_no if where else None,
        "fact_id": where.fact_id if where else None,
        "reference": incoming.row.reference,
        "row_key": taken.row_key,
        "cells": dict(incoming.cells),
        "told": incoming.row.told.as_json(),
        "outcome": taken.outcome.value,
        **_common(origin, taken.people[0].placed.area_gss),
    }


def _mention(taken: Taken, member: int, origin: Origin) -> dict[str, object]:
    one, typed = taken.people[member], taken.incoming.row.address.text
    return {
        "mention_id": one.mention_id,
        "record_id": taken.incoming.record_id,
        "member": member,
        "person": one.person.as_json(),
        "name": one.told.name,
        "born": one.told.born,
        "phone": one.told.phone,
        "address": {"lines": list(typed.lines), "postcode": typed.postcode} if typed else {},
        "uprn": one.placed.uprn,
        "household": one.placed.household,
        "same_as": one.same_as,
        **_common(origin, one.placed.area_gss),
    }


def _review(one: Settled, origin: Origin) -> dict[str, object]:
    return {
        "review_id": one.mention_id,
        "mention_id": one.mention_id,
        "doubt": one.doubt.value if one.doubt else None,
        "candidates": [
            {
                "victim_id": str(each.victim_id),
                "band": each.comparison.band.value,
                "probability": round(each.comparison.probability, 4),
                "evidence_for": list(each.evidence_for),
                "evidence_against": list(each.evidence_against),
            }
            for each in one.candidates
        ],
        "opened_at": origin.now,
        **_common(origin, one.placed.area_gss),
    }


def _link(one: Settled, origin: Origin) -> dict[str, object]:
    chosen = next((each for each in one.candidates if each.victim_id == one.victim_id), None)
    return {
        "mention_id": one.mention_id,
        "victim_id": one.victim_id,
        "basis": one.basis.value if one.basis else None,
        "evidence": list(chosen.comparison.reasons) if chosen else [],
        "linked_by": origin.acting,
        **_common(origin, one.placed.area_gss),
        "version": one.link_version,
    }
