"""Keeps what waits for a human, and what the human said."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast
from uuid import UUID

from sqlalchemy import RowMapping, text

from ppit_matching import Person
from ppit_platform.db import Transaction
from ppit_victims.domain.codes import LinkBasis, ReviewVerdict
from ppit_victims.domain.linking import Doubt
from ppit_victims.domain.records import Origin, Placed, Settled
from ppit_victims.domain.rows import PersonTold
from ppit_victims.domain.told import Told
from ppit_victims.domain.views import CandidateShown, ReviewShown
from ppit_victims.storage.victims import VictimStore, home_of

_OPEN = text("""
    SELECT w.*, m.name, m.born, m.phone, m.address, m.uprn, m.person, r.org_id AS agency,
           r.source, r.told
      FROM review w JOIN mention m USING (mention_id) JOIN source_record r USING (record_id)
     WHERE NOT EXISTS (SELECT FROM review_decision d WHERE d.review_id = w.review_id)
       AND (w.opened_at, w.review_id) > (:after, CAST(:after_id AS uuid))
     ORDER BY w.opened_at, w.review_id LIMIT :limit
""")
_ONE = text("""
    SELECT d.decision FROM review w LEFT JOIN review_decision d USING (review_id)
     WHERE w.review_id = :review_id
""")
_WAITING = text("""
    SELECT m.*, l.victim_id, l.version AS link_version
      FROM mention m LEFT JOIN current_link l USING (mention_id)
     WHERE m.mention_id = :review_id OR m.same_as = :review_id
     ORDER BY m.recorded_at, m.mention_id
""")
_REPORTS = text("""
    SELECT DISTINCT r.record_id, r.org_id
      FROM mention m JOIN source_record r USING (record_id)
     WHERE (m.mention_id = :review_id OR m.same_as = :review_id) AND r.source = 'REPORT'
     ORDER BY r.record_id
""")
_DECIDE = text("""
    INSERT INTO review_decision (review_id, decision, victim_id, decided_by, decided_at)
    VALUES (:review_id, :decision, :victim_id, :decided_by, :decided_at)
""")


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who waits, ready to be put on a victim."""

    settled: Settled
    linked_to: UUID | None
    link_version: int


@dataclass(frozen=True, slots=True)
class OpenReview:
    review_id: UUID
    decided: bool


class ReviewStore:
    def __init__(self, session: Transaction) -> None:
        self._session = session

    async def open_after(self, after: datetime, after_id: UUID, *, limit: int) -> list[ReviewShown]:
        """Return the records that wait longest, with who may be meant; within the caller's area."""
        connection = await self._session.connection()
        values = {"after": after, "after_id": after_id, "limit": limit}
        rows = (await connection.execute(_OPEN, values)).mappings().all()
        return [_shown(row) for row in rows]

    async def read(self, review_id: UUID) -> OpenReview | None:
        connection = await self._session.connection()
        found = await connection.execute(_ONE, {"review_id": review_id})
        row = found.mappings().one_or_none()
        return None if row is None else OpenReview(review_id, row["decision"] is not None)

    async def waiting(self, review_id: UUID) -> list[Waiting]:
        """Return who waits for this review: the record itself, and the same rows sent since."""
        connection = await self._session.connection()
        rows = (await connection.execute(_WAITING, {"review_id": review_id})).mappings()
        return [_waiting(row) for row in rows]

    async def reports(self, review_id: UUID) -> list[tuple[UUID, str]]:
        """Return the reports that wait for this review, each with the organisation that made it."""
        connection = await self._session.connection()
        rows = (await connection.execute(_REPORTS, {"review_id": review_id})).mappings()
        return [(row["record_id"], row["org_id"]) for row in rows]

    async def decide(
        self, review_id: UUID, verdict: ReviewVerdict, victim_id: UUID | None, origin: Origin
    ) -> None:
        """Store what was said; the slower of two who decide breaks the key (409 ``CONFLICT``)."""
        values = {
            "review_id": review_id,
            "decision": verdict.value,
            "victim_id": victim_id,
            "decided_by": origin.acting,
            "decided_at": origin.now,
        }
        await (await self._session.connection()).execute(_DECIDE, values)


async def with_candidates(
    reviews: Sequence[ReviewShown], victims: VictimStore
) -> list[ReviewShown]:
    """Add to each candidate who they are; within ``whole_register``: a reviewer must compare."""
    wanted = {each.victim_id for review in reviews for each in review.candidates}
    summaries = await victims.summaries(sorted(wanted))
    homes = {victim_id: summary.home for victim_id, summary in summaries.items()}
    return [
        replace(
            review,
            candidates=tuple(
                replace(each, home=homes.get(each.victim_id)) for each in review.candidates
            ),
        )
        for review in reviews
    ]


def _shown(row: RowMapping) -> ReviewShown:
    return ReviewShown(
        review_id=row["review_id"],
        opened_at=row["opened_at"],
        doubt=Doubt(row["doubt"]),
        agency=row["agency"],
        source=row["source"],
        reported=home_of(row),
        told=Told.from_json(cast("Mapping[str, object]", row["told"])),
        candidates=tuple(_candidate(each) for each in row["candidates"]),
    )


def _candidate(stored: Mapping[str, object]) -> CandidateShown:
    return CandidateShown(
        UUID(str(stored["victim_id"])),
        None,
        str(stored["band"]),
        cast("float", stored["probability"]),
        tuple(cast("Iterable[str]", stored["evidence_for"])),
        tuple(cast("Iterable[str]", stored["evidence_against"])),
    )


def _waiting(row: RowMapping) -> Waiting:
    person = Person.from_json(cast("Mapping[str, object]", row["person"]))
    settled = Settled(
        mention_id=row["mention_id"],
        told=PersonTold(person, row["name"], row["born"], row["phone"]),
        person=person,
        placed=Placed(row["uprn"], row["area_gss"], person.address),
        victim_id=None,
        basis=LinkBasis.REVIEWED,
        doubt=None,
        same_as=row["same_as"],
        candidates=(),
    )
    return Waiting(settled, row["victim_id"], row["link_version"] or 0)
