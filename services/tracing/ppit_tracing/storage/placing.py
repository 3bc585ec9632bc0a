"""Finds the doors of a list's addresses: those written as the gazetteer has them at once."""

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import cast

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from ppit_matching import KEY_VERSION, Address, AddressText, address_keys, normalise_address
from ppit_platform.db import open_engine, session_maker
from ppit_platform.gazetteer.lookup import AddressAsked, GazetteerStore, Place
from ppit_platform.gazetteer.place import PlaceStatus
from ppit_platform.generations import ListRefused
from ppit_platform.person_index.loading import in_batches

_EXACT_AT_ONCE = 1000
_ASKED_AT_ONCE = 100
_MOST_ALIKE = 1000
_NOT_ASKED = frozenset({PlaceStatus.SOURCE_UNAVAILABLE, PlaceStatus.SOURCE_STALE})
# A door with the same address has the same keys, so that one of them leads to it. A building whose
# flats are doors of their own is not one door. LIMIT in a lateral keeps the planner on the index.
_EXACT = text("""
    SELECT a.number, min(d.uprn), min(d.area_gss)
      FROM unnest(CAST(:numbers AS int[]), CAST(:keys AS bigint[]), CAST(:addresses AS jsonb[]))
           AS a (number, key, address)
     CROSS JOIN (SELECT generation FROM source_status
                  WHERE source = 'GAZETTEER' AND key_version = :key_version
                    AND fresh_until >= statement_timestamp()) AS s
     CROSS JOIN LATERAL (SELECT k.uprn FROM gazetteer_key k
                          WHERE k.generation = s.generation AND k.key = a.key LIMIT :most) AS k
     CROSS JOIN LATERAL (SELECT * FROM gazetteer g
                          WHERE g.generation = s.generation AND g.uprn = k.uprn LIMIT 1) AS d
     WHERE d.address = a.address
       AND NOT EXISTS (SELECT FROM gazetteer f
                        WHERE f.generation = s.generation AND f.parent_uprn = d.uprn LIMIT 1)
     GROUP BY a.number HAVING count(*) = 1
""")


async def place_all(
    database_url: str, asked: Collection[AddressAsked], done: Callable[[int], object]
) -> dict[AddressAsked, Place]:
    """Return the place of each; ``ListRefused`` while there is no gazetteer that may be used."""
    engine = open_engine(database_url, pool_size=1, application="ppit-tracing-load")
    found: dict[AddressAsked, Place] = {}
    try:
        async with session_maker(engine)() as session:
            for batch in in_batches(dict.fromkeys(asked), _EXACT_AT_ONCE):
                found.update(await _exactly(session, batch))
                left = [one for one in batch if one not in found]
                for few in in_batches(left, _ASKED_AT_ONCE):
                    places = await GazetteerStore(session).find(few)
                    found.update(zip(few, places, strict=True))
                done(len(batch))
    finally:
        await engine.dispose()
    if any(place.status in _NOT_ASKED for place in found.values()):
        msg = "there is no fresh gazetteer to place its addresses by: load that first"
        raise ListRefused(msg)
    return found


async def _exactly(
    session: AsyncSession, asked: Sequence[AddressAsked]
) -> dict[AddressAsked, Place]:
    keyed = list(_keyed(asked))
    values = {
        "numbers": [number for number, _, _ in keyed],
        "keys": [key for _, key, _ in keyed],
        "addresses": [json.dumps(address.as_json()) for _, _, address in keyed],
        "key_version": KEY_VERSION,
        "most": _MOST_ALIKE,
    }
    rows = (await (await session.connection()).execute(_EXACT, values)).all()
    addresses = {number: address for number, _, address in keyed}
    return {
        asked[number]: Place(uprn, area, addresses[number], PlaceStatus.RESOLVED)
        for number, uprn, area in cast("Sequence[tuple[int, str, str]]", rows)
        if asked[number].uprn in {None, uprn}
    }


def _keyed(asked: Sequence[AddressAsked]) -> Iterable[tuple[int, int, Address]]:
    for number, one in enumerate(asked):
        address = normalise_address(one.text or AddressText(()))
        keys = address_keys(address)
        if keys:
            yield number, min(keys), address
