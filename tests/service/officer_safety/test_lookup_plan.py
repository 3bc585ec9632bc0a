"""The look-up stays on its indexes, also just after a load, when PostgreSQL has no figures yet."""

import psycopg
from sqlalchemy import text

from ppit_matching import AddressText, address_query_keys, normalise_address
from ppit_officer_safety.storage.lookup_sql import HOT_KEY, LOOK_UP, MOST_CANDIDATES
from ppit_ops.provision import plain
from tests.support.officer_safety import Caution, Safety
from tests.support.officer_safety_visits import ASHFORD, LANTERN_1, MAN

GROWING = (
    "gazetteer", "gazetteer_key", "nominal", "nominal_address", "marker",
    "marker_version",
)  # fmt: skip
FILL = f"""
    SET session_replication_role = replica;
    INSERT INTO gazetteer SELECT g.generation, (5000000 + n)::text, g.address, '{ASHFORD}', NULL
      FROM gazetteer g, generate_series(1, 20000) n WHERE g.uprn = '{LANTERN_1}';
    INSERT INTO gazetteer_key SELECT generation, n, (5000000 + n)::text
      FROM source_status, generate_series(1, 20000) n WHERE source = 'GAZETTEER';
    CREATE TEMP TABLE someone AS SELECT gen_random_uuid() AS id, n FROM generate_series(1, 5000) n;
    INSERT INTO nominal_address SELECT (jsonb_populate_record(a, jsonb_build_object(
        'nominal_id', id, 'uprn', (5000000 + n)::text))).* FROM nominal_address a, someone;
    INSERT INTO nominal SELECT (jsonb_populate_record(a, jsonb_build_object(
        'nominal_id', id))).* FROM nominal a, someone;
    INSERT INTO marker SELECT gen_random_uuid(), 'PERSON', id, 1, NULL FROM someone;
"""  # noqa: S608  # constants of ours


async def test_one_visit_reads_no_table_whole(safety: Safety) -> None:
    marker = await safety.hold(Caution(person=MAN, home=LANTERN_1))
    with psycopg.connect(plain(safety.database.admin_url), autocommit=True) as admin:
        for table in GROWING:
            admin.execute(f"ALTER TABLE {table} SET (autovacuum_enabled = off)".encode())
        admin.execute(FILL.encode())
    door = normalise_address(AddressText(("1 Lantern Street", "Ashford"), "TN23 9ZZ"))
    doors = address_query_keys(door)
    asked = {
        "door_visits": [0] * len(doors),
        "door_keys": list(doors),
        "person_visits": [0],
        "nominal_ids": [marker.subject.nominal_id],
        "uprn_visits": [0],
        "uprns": [LANTERN_1],
        "hot": HOT_KEY,
        "most": MOST_CANDIDATES,
        "key_version": "keys-1",
        "held_version": "keys-1",
        "index_state": "CURRENT",
    }
    async with safety.session() as session:
        connection = await session.connection()
        explained = await connection.execute(text(f"EXPLAIN ANALYZE {LOOK_UP.text}"), asked)
        plan = [str(line[0]).strip() for line in explained]
    assert any("Index" in line for line in plan)
    whole = [line for line in plan if "Seq Scan" in line and "never executed" not in line]
    assert [line for line in whole if "source_status" not in line] == []
