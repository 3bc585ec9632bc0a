"""Asks the copy of the gazetteer which doors are meant, any number of them at once.

One statement finds what was typed as it is held; a second one follows all keys of the others.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from ppit_matching import (
    KEY_VERSION,
    Address,
    AddressText,
    MalformedRecord,
    address_query_keys,
    normalise_address,
)
from ppit_matching.addresses.keys import postcode_keys
from ppit_platform.db import Transaction
from ppit_platform.gazetteer.place import Door, PlaceStatus, locate
from ppit_platform.people_wire import plain_uprn

__all__ = ["AddressAsked", "Door", "GazetteerStore", "Place", "PlaceStatus"]

HOT_KEY = 300
"""A key that more doors share says nothing: it is not followed."""
MOST_CANDIDATES = 200
"""The most doors that are looked at for one address."""

_Body = Mapping[str, object]
_Line = tuple[str, int | None, str | None, object]
# A stored record of another shape fails in any of these ways.
_UNREADABLE = (SQLAlchemyError, MalformedRecord, AttributeError, KeyError, TypeError, ValueError)

# LIMIT in a lateral keeps the planner on the index: just after a load it has no figures of the new
# generation and would read all of it.
_FIND = text("""
WITH current AS (
    SELECT generation, key_version, fresh_until FROM source_status
     WHERE source = 'GAZETTEER' AND generation IS NOT NULL
), asked AS (
    SELECT DISTINCT number, key
      FROM unnest(CAST(:numbers AS int[]), CAST(:keys AS bigint[])) AS a (number, key)
), posting AS (
    SELECT a.number, a.key, p.uprn FROM asked a CROSS JOIN current g
     CROSS JOIN LATERAL (SELECT k.uprn FROM gazetteer_key k
                          WHERE k.generation = g.generation AND k.key = a.key
                          LIMIT :hot + 1) p
), followed AS (
    SELECT number, key, count(*) > :hot AS hot FROM posting GROUP BY number, key
), hit AS (
    SELECT number, uprn,
           row_number() OVER (PARTITION BY number ORDER BY count(*) DESC, uprn) AS place
      FROM posting JOIN followed USING (number, key) WHERE NOT hot GROUP BY number, uprn
), meant AS (
    SELECT number, uprn FROM hit WHERE place <= :most
    UNION
    SELECT number, uprn
      FROM unnest(CAST(:uprn_numbers AS int[]), CAST(:uprns AS text[])) AS a (number, uprn)
)
SELECT 'copy' AS kind, NULL::int AS number, NULL::text AS uprn, to_jsonb(
           key_version IS NOT DISTINCT FROM :key_version
           AND fresh_until >= statement_timestamp()) AS body
  FROM current
UNION ALL
SELECT 'door', NULL, d.uprn, jsonb_build_object(
           'address', d.address, 'area_gss', d.area_gss, 'parent_uprn', d.parent_uprn)
  FROM (SELECT DISTINCT uprn FROM meant) m CROSS JOIN current g
 CROSS JOIN LATERAL (SELECT * FROM gazetteer one
                      WHERE one.generation = g.generation AND one.uprn = m.uprn LIMIT 1) d
UNION ALL
SELECT 'meant', number, uprn, NULL FROM meant
UNION ALL
SELECT 'crowded', number, NULL, NULL
  FROM (SELECT number FROM followed GROUP BY number HAVING bool_and(hot)
        UNION SELECT number FROM hit WHERE place > :most) AS c
""")
_DOOR = text("""
    SELECT g.area_gss, g.address, g.parent_uprn FROM gazetteer g JOIN source_status s
        ON s.source = 'GAZETTEER' AND s.generation = g.generation
     WHERE g.uprn = :uprn
""")


@dataclass(frozen=True, slots=True)
class AddressAsked:
    """A UPRN, an address as typed, both, or neither."""

    uprn: str | None
    text: AddressText | None


@dataclass(frozen=True, slots=True)
class Place:
    """``uprn`` and ``area_gss`` only where resolved.

    ``address`` is then the gazetteer's, else what was typed, normalised.
    """

    uprn: str | None
    area_gss: str | None
    address: Address | None
    status: PlaceStatus


@dataclass(frozen=True, slots=True)
class _Copy:
    """What the one statement read."""

    fresh: bool
    doors: Mapping[str, Door]
    meant: Mapping[int, Sequence[str]]
    crowded: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Asked:
    """``near`` are the keys of its own postcode: enough where it was typed as it is held."""

    uprn: str | None
    typed: Address | None
    near: frozenset[int] = field(default=frozenset())
    keys: frozenset[int] = field(default=frozenset())


@dataclass(frozen=True, slots=True)
class _Answer:
    """``settled``: more keys could not change it."""

    place: Place
    settled: bool


class GazetteerStore:
    def __init__(self, session: Transaction) -> None:
        self._session = session

    async def find(self, asked: Sequence[AddressAsked]) -> list[Place]:
        """Return the place of each, in order; a copy that cannot be read leaves the transaction.

        Never one of two equally good doors; nothing is resolved by a copy that is too old.
        """
        read = [_normalised(each) for each in asked]
        answers = await self._answers(read, [each.near or each.keys for each in read])
        left = [number for number, answer in enumerate(answers) if not answer.settled]
        if left:
            again = [read[number] for number in left]
            found = await self._answers(again, [each.keys for each in again])
            for number, answer in zip(left, found, strict=True):
                answers[number] = answer
        return [answer.place for answer in answers]

    async def _answers(
        self, asked: Sequence[_Asked], keys: Sequence[frozenset[int]]
    ) -> list[_Answer]:
        """Look all of them up under these keys, in one statement."""
        try:
            async with self._session.begin_nested():
                connection = await self._session.connection()
                rows = await connection.execute(_FIND, _parameters(asked, keys))
                copy = _copy(cast("Sequence[_Line]", rows.all()))
        except _UNREADABLE:
            copy = None
        return [
            _answer(number, each, copy, whole=tried == each.keys)
            for number, (each, tried) in enumerate(zip(asked, keys, strict=True))
        ]

    async def door(self, uprn: str) -> Door | None:
        """Return the entry of one address, None if the copy holds none."""
        connection = await self._session.connection()
        found = (await connection.execute(_DOOR, {"uprn": plain_uprn(uprn)})).mappings()
        row = found.one_or_none()
        return None if row is None else _door(plain_uprn(uprn), cast("_Body", row))


def _normalised(asked: AddressAsked) -> _Asked:
    uprn = plain_uprn(asked.uprn) if asked.uprn else None
    if asked.text is None:
        return _Asked(uprn, None)
    typed = normalise_address(asked.text)
    return _Asked(uprn, typed, postcode_keys(typed), address_query_keys(typed))


def _parameters(asked: Sequence[_Asked], keys: Sequence[frozenset[int]]) -> dict[str, object]:
    pairs = [(number, key) for number, each in enumerate(keys) for key in each]
    uprns = [(number, each.uprn) for number, each in enumerate(asked) if each.uprn is not None]
    return {
        "numbers": [number for number, _ in pairs],
        "keys": [key for _, key in pairs],
        "uprn_numbers": [number for number, _ in uprns],
        "uprns": [uprn for _, uprn in uprns],
        "hot": HOT_KEY,
        "most": MOST_CANDIDATES,
        "key_version": KEY_VERSION,
    }


def _copy(rows: Sequence[_Line]) -> _Copy | None:
    fresh = [bool(body) for kind, _, _, body in rows if kind == "copy"]
    if not fresh:
        return None
    meant: defaultdict[int, list[str]] = defaultdict(list)
    for number, uprn in _numbered(rows, "meant"):
        meant[number].append(cast("str", uprn))
    doors = {
        cast("str", uprn): _door(cast("str", uprn), cast("_Body", body))
        for kind, _, uprn, body in rows
        if kind == "door"
    }
    crowded = frozenset(number for number, _ in _numbered(rows, "crowded"))
    return _Copy(fresh[0], doors, meant, crowded)


def _numbered(rows: Sequence[_Line], wanted: str) -> Iterator[tuple[int, str | None]]:
    return ((cast("int", number), uprn) for kind, number, uprn, _ in rows if kind == wanted)


def _door(uprn: str, body: _Body) -> Door:
    return Door(
        uprn,
        Address.from_json(cast("_Body", body["address"])),
        cast("str", body["area_gss"]),
        cast("str | None", body["parent_uprn"]),
    )


def _answer(number: int, asked: _Asked, copy: _Copy | None, *, whole: bool) -> _Answer:
    """Answer one; ``whole``: all of its keys were followed."""
    if asked.uprn is None and asked.typed is None:
        return _Answer(Place(None, None, None, PlaceStatus.NOT_ASKED), settled=True)
    if copy is None or not copy.fresh:
        status = PlaceStatus.SOURCE_UNAVAILABLE if copy is None else PlaceStatus.SOURCE_STALE
        return _Answer(Place(None, None, asked.typed, status), settled=True)
    doors = {uprn: copy.doors[uprn] for uprn in copy.meant.get(number, ()) if uprn in copy.doors}
    found = locate(asked.uprn, asked.typed, doors, crowded=number in copy.crowded)
    settled = whole or (found.certain and found.exact)
    if not found.certain:
        return _Answer(Place(None, None, asked.typed, found.status), settled)
    (door,) = found.doors
    return _Answer(Place(door.uprn, door.area_gss, door.address, found.status), settled)
