"""Reads all that is held of victims, and writes down how they stand now."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import cast
from uuid import UUID

from sqlalchemy import RowMapping, text

from ppit_platform.clock import LONDON
from ppit_platform.codes import ProcessingRegime, PurposeCode
from ppit_platform.db import Transaction
from ppit_platform.provenance import Provenance, people_values
from ppit_victims.domain.codes import ClosedFor, ContactMode, ContactOutcome, InterventionType
from ppit_victims.domain.crimes import Crime
from ppit_victims.domain.dossier import (
    MOST_ENTRIES,
    Dossier,
    Entry,
    Head,
    fingerprint,
    is_on_worklist,
)
from ppit_victims.domain.help import Contact
from ppit_victims.domain.purposes import REPORTING_PURPOSES
from ppit_victims.domain.retention import victim_review
from ppit_victims.domain.safe_contact import SafeContact
from ppit_victims.domain.standing import Standing
from ppit_victims.domain.told import Told
from ppit_victims.storage import bulk

_RIGHTS = (PurposeCode.AUDIT_SELF_MONITOR, PurposeCode.SUBJECT_RIGHTS)
_MATES = text("""
    SELECT DISTINCT victim_id FROM victim
     WHERE household IN (SELECT household FROM victim
                          WHERE victim_id = ANY (CAST(:ids AS uuid[])) AND household IS NOT NULL)
""")
_ENTRIES = text("""
    SELECT h.victim_id, m.mention_id, m.area_gss, m.household, m.uprn IS NOT NULL AS resolved,
           r.org_id, r.collected_under, r.source, r.row_key, r.told, r.recorded_at
      FROM unnest(CAST(:ids AS uuid[])) AS h (victim_id)
     CROSS JOIN LATERAL (SELECT l.mention_id FROM current_link l
                          WHERE l.victim_id = h.victim_id
                          ORDER BY l.recorded_at DESC, l.mention_id DESC LIMIT :most) l
      JOIN mention m USING (mention_id) JOIN source_record r USING (record_id)
     ORDER BY h.victim_id, r.recorded_at, m.mention_id
""")
_CONTACTS = text("""
    SELECT victim_id, org_id, intervention, outcome, at FROM contact
     WHERE victim_id = ANY (CAST(:ids AS uuid[])) ORDER BY at, contact_id
""")
_HEADS = text("""
    SELECT h.victim_id, h.version, h.reporters, v.stage, v.closed_for, v.died_on, v.crimes,
           v.need_score, v.need_table, v.safe_contact, v.home, v.last_contact
      FROM victim h LEFT JOIN victim_version v USING (victim_id, version)
     WHERE h.victim_id = ANY (CAST(:ids AS uuid[]))
""")
_PLACEHOLDERS = text("""
    INSERT INTO victim (victim_id, version, reporters, area_gss, household, stage, need_score,
                        on_worklist)
    SELECT victim_id, 0, ARRAY[:org_id], NULL, household, 'REPORTED', 0, false
      FROM unnest(CAST(:ids AS uuid[]), CAST(:households AS text[])) AS new (victim_id, household)
""")
_MOVE_HEADS = text("""
    UPDATE victim h
       SET version = n.version, reporters = n.reporters, area_gss = n.area_gss,
           household = n.household, stage = n.stage, need_score = n.need_score,
           on_worklist = n.on_worklist
      FROM json_populate_recordset(NULL::victim, CAST(:rows AS json)) n
     WHERE h.victim_id = n.victim_id
""")
_ALL = text("SELECT victim_id FROM victim WHERE victim_id > :after ORDER BY victim_id LIMIT 500")


class DossierStore:
    """Works within ``whole_register``, by whoever holds the pen."""

    def __init__(self, session: Transaction) -> None:
        self._session = session

    async def begin(self, new: Mapping[UUID, str | None], org_id: str) -> None:
        """Make heads for new victims, each with its household; ``write`` gives them a version."""
        if new:
            values = {"ids": list(new), "households": list(new.values()), "org_id": org_id}
            await (await self._session.connection()).execute(_PLACEHOLDERS, values)

    async def with_households(self, victim_ids: Iterable[UUID]) -> list[UUID]:
        """Return these victims and everybody who lives with one of them."""
        wanted = set(victim_ids)
        connection = await self._session.connection()
        mates = (await connection.execute(_MATES, {"ids": sorted(wanted)})).scalars()
        return sorted(wanted | set(cast("Iterable[UUID]", mates)))

    async def read(self, victim_ids: Sequence[UUID]) -> list[Dossier]:
        """Return what is held of each; name everyone of a household, or its crimes are missed."""
        connection = await self._session.connection()
        values = {"ids": list(victim_ids)}
        entries: defaultdict[UUID, list[Entry]] = defaultdict(list)
        asked = {**values, "most": MOST_ENTRIES}
        for row in (await connection.execute(_ENTRIES, asked)).mappings():
            entries[row["victim_id"]].append(_entry(row))
        contacts: defaultdict[UUID, list[Contact]] = defaultdict(list)
        for row in (await connection.execute(_CONTACTS, values)).mappings():
            contacts[row["victim_id"]].append(contact_of(row))
        heads = {
            row["victim_id"]: _head(row)
            for row in (await connection.execute(_HEADS, values)).mappings()
        }
        return _dossiers(entries, contacts, heads)

    async def write(self, dossiers: Iterable[Dossier], now: datetime) -> list[UUID]:
        """Write a version of everyone whose standing changed; return who they are."""
        changed = [(each, each.standing) for each in dossiers]
        changed = [(each, standing) for each, standing in changed if _is_news(each, standing)]
        versions = [_version(each, standing, now) for each, standing in changed]
        await bulk.insert(self._session, "victim_version", versions)
        heads = [_moved(each, standing) for each, standing in changed]
        await bulk.execute(self._session, _MOVE_HEADS, heads)
        return [each.victim_id for each, _ in changed]

    async def some_after(self, victim_id: UUID) -> list[UUID]:
        """Return the next 500 victims by id, for work on everyone."""
        connection = await self._session.connection()
        return list((await connection.execute(_ALL, {"after": victim_id})).scalars())


def contact_of(row: RowMapping) -> Contact:
    return Contact(
        row["org_id"],
        InterventionType(row["intervention"]),
        ContactOutcome(row["outcome"]),
        row["at"],
    )


def _entry(row: RowMapping) -> Entry:
    told = Told.from_json(cast("Mapping[str, object]", row["told"]))
    return Entry(
        mention_id=row["mention_id"],
        org_id=row["org_id"],
        regime=ProcessingRegime(row["collected_under"]),
        crime=Crime(f"{row['org_id']}/{row['source']}", row["row_key"], told),
        area_gss=row["area_gss"],
        household=row["household"],
        resolved=row["resolved"],
        recorded_at=row["recorded_at"],
    )


def _head(row: RowMapping) -> Head:
    if row["stage"] is None:
        return Head(row["version"], ())
    said = cast("Mapping[str, list[str]]", row["safe_contact"])
    return Head(
        row["version"],
        (
            *(row["stage"], row["died_on"], row["crimes"], row["need_score"], row["need_table"]),
            *(said["do_not_contact"], said["notes"], str(row["home"]), list(row["reporters"])),
            row["last_contact"],
        ),
        Told(
            safe_contact=SafeContact(
                tuple(ContactMode(mode) for mode in said["do_not_contact"]), tuple(said["notes"])
            ),
            deceased=row["closed_for"] == ClosedFor.DECEASED,
            died_on=row["died_on"],
        ),
    )


def _dossiers(
    entries: Mapping[UUID, Sequence[Entry]],
    contacts: Mapping[UUID, Sequence[Contact]],
    heads: Mapping[UUID, Head],
) -> list[Dossier]:
    alone = [
        Dossier(one, heads.get(one), tuple(held), (), tuple(contacts.get(one, ())))
        for one, held in entries.items()
    ]
    homes: defaultdict[str, list[Dossier]] = defaultdict(list)
    for each in alone:
        if each.home.household is not None:
            homes[each.home.household].append(each)
    return [_with_mates(each, homes.get(each.home.household or "", ())) for each in alone]


def _with_mates(dossier: Dossier, home: Sequence[Dossier]) -> Dossier:
    others = (each for each in home if each.victim_id != dossier.victim_id)
    mates = tuple(entry for each in others for entry in each.entries)
    return replace(dossier, household=mates)


def _is_news(dossier: Dossier, standing: Standing) -> bool:
    now = fingerprint(standing, dossier.home, dossier.reporters)
    return dossier.head is None or dossier.head.standing != now


def _version(dossier: Dossier, standing: Standing, now: datetime) -> dict[str, object]:
    home = dossier.home
    last = standing.last_contact or now
    provenance = Provenance(
        org_id=dossier.entries[0].org_id,
        area_gss=home.area_gss,
        collected_under=dossier.regime,
        allowed_purposes=(*REPORTING_PURPOSES, *_RIGHTS),
        source_ref="register",
    )
    return {
        "victim_id": dossier.victim_id,
        "version": _next(dossier),
        "stage": standing.stage.value,
        "closed_for": standing.closed_for.value if standing.closed_for else None,
        "died_on": standing.died_on,
        "safe_contact": standing.safe_contact.as_json(),
        "crimes": standing.crimes,
        "need": [
            {"code": point.code, "points": point.points, "why": point.why}
            for point in standing.need.points
        ],
        "need_score": standing.need.score,
        "need_table": standing.need.table_version,
        "home": home.mention_id,
        "last_contact": standing.last_contact,
        "review_due": victim_review(last.astimezone(LONDON).date()),
        "valid_from": now,
        "recorded_at": now,
        **people_values(provenance),
    }


def _moved(dossier: Dossier, standing: Standing) -> dict[str, object]:
    home = dossier.home
    return {
        "victim_id": dossier.victim_id,
        "version": _next(dossier),
        "reporters": dossier.reporters,
        "area_gss": home.area_gss,
        "household": home.household,
        "stage": standing.stage.value,
        "need_score": standing.need.score,
        "on_worklist": is_on_worklist(standing),
    }


def _next(dossier: Dossier) -> int:
    return dossier.head.version + 1 if dossier.head else 1
