"""What tracing must never reach, whoever asks and however: the walls stand in the database."""

from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from ppit_platform.codes import ProcessingRegime, PurposeCode
from ppit_tracing.domain.purposes import TRACE_PURPOSES
from tests.support.tracing import Tracing, debt_recovery

PEOPLED = ("sighting", "death_notice", "insolvency_case")
OWN = (
    "batch",
    "batch_chunk",
    "batch_reject",
    "trace",
    "trace_result",
    "disclosure",
    "trace_outcome",
    "recall",
    "recall_acknowledgement",
)


@pytest.mark.parametrize("table", PEOPLED)
async def test_nothing_that_law_enforcement_collected_can_even_be_kept(
    loaded: Tracing, table: str
) -> None:
    statement = f"UPDATE {table} SET collected_under = 'PART3_LAW_ENFORCEMENT'"  # noqa: S608
    with pytest.raises(Exception, match="never_for_law_enforcement"):
        loaded.run.rows(statement)  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize("table", PEOPLED)
@pytest.mark.parametrize("purpose", TRACE_PURPOSES)
async def test_even_if_it_were_no_tracing_purpose_would_see_it(
    loaded: Tracing, table: str, purpose: PurposeCode
) -> None:
    loaded.run.rows(
        f"ALTER TABLE {table} DROP CONSTRAINT never_for_law_enforcement"  # pyright: ignore[reportArgumentType]
    )
    loaded.run.rows(
        f"UPDATE {table} SET collected_under = 'PART3_LAW_ENFORCEMENT'"  # pyright: ignore[reportArgumentType]  # noqa: S608
    )
    for regime in ProcessingRegime:
        caller = replace(debt_recovery(purpose=purpose), regime=regime)
        async with loaded.run.session(caller) as session:
            connection = await session.connection()
            seen = await connection.execute(text(f"SELECT count(*) FROM {table}"))  # noqa: S608
            assert seen.scalar_one() == 0


async def test_a_purpose_that_is_not_tracing_sees_neither_records_nor_keys(loaded: Tracing) -> None:
    caller = replace(debt_recovery(), purpose=PurposeCode.VET_GRANT)
    async with loaded.run.session(caller) as session:
        connection = await session.connection()
        for table in (*PEOPLED, "person_key"):
            seen = await connection.execute(text(f"SELECT count(*) FROM {table}"))  # noqa: S608
            assert (table, seen.scalar_one()) == (table, 0)


async def test_a_source_is_seen_only_by_the_purposes_of_its_licence(loaded: Tracing) -> None:
    counts = {}
    for purpose in TRACE_PURPOSES:
        async with loaded.run.session(debt_recovery(purpose=purpose)) as session:
            connection = await session.connection()
            found = await connection.execute(
                text("SELECT count(*) FROM sighting WHERE source = 'ELECTORAL_REGISTER'")
            )
            counts[purpose] = found.scalar_one() > 0
    assert counts == {
        PurposeCode.TRACE_CIVIL_DEBT: False,
        PurposeCode.TRACE_COUNCIL_TAX: True,
        PurposeCode.TRACE_LEGAL_PROCEEDINGS: True,
    }


@pytest.mark.parametrize("verb", ["UPDATE", "DELETE"])
@pytest.mark.parametrize("table", OWN)
async def test_what_was_asked_found_and_shown_can_only_be_added_to(
    town: Tracing, table: str, verb: str
) -> None:
    sql = {"UPDATE": f"UPDATE {table} SET org_id = 'x'", "DELETE": f"DELETE FROM {table}"}  # noqa: S608
    async with town.run.session() as session:
        connection = await session.connection()
        with pytest.raises(DBAPIError, match="permission denied"):
            await connection.execute(text(sql[verb]))
