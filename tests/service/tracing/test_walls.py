"""What tracing must never reach, whoever asks and however: the walls stand in the database."""

from dataclasses import replace

import pytest
from psycopg.errors import CheckViolation
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
    town: Tracing, table: str
) -> None:
    statement = f"UPDATE {table} SET collected_under = 'PART3_LAW_ENFORCEMENT'"  # noqa: S608
    with pytest.raises(CheckViolation, match="never_for_law_enforcement"):
        town.run.rows(statement)  # pyright: ignore[reportArgumentType]


async def test_even_if_it_were_no_tracing_purpose_would_see_it(loaded: Tracing) -> None:
    for table in PEOPLED:
        for sql in (
            f"ALTER TABLE {table} DROP CONSTRAINT never_for_law_enforcement",
            f"UPDATE {table} SET collected_under = 'PART3_LAW_ENFORCEMENT'",  # noqa: S608
        ):
            loaded.run.rows(sql)  # pyright: ignore[reportArgumentType]
    seen = {
        (table, purpose, regime): await visible(loaded, table, purpose, regime)
        for table in PEOPLED
        for purpose in TRACE_PURPOSES
        for regime in ProcessingRegime
    }
    assert set(seen.values()) == {0}
    assert await visible(loaded, "sighting", PurposeCode.AUDIT_SELF_MONITOR) > 0


async def visible(
    tracing: Tracing,
    table: str,
    purpose: PurposeCode,
    regime: ProcessingRegime = ProcessingRegime.UK_GDPR,
) -> int:
    """Count the rows of a table that a purpose sees, as the service's own role."""
    caller = replace(debt_recovery(purpose=purpose), regime=regime)
    async with tracing.run.session(caller) as session:
        connection = await session.connection()
        found = await connection.execute(text(f"SELECT count(*) FROM {table}"))  # noqa: S608
        return found.scalar_one()


@pytest.mark.parametrize("table", [*PEOPLED, "person_index_change"])
async def test_a_purpose_that_is_not_tracing_sees_neither_records_nor_keys(
    town: Tracing, table: str
) -> None:
    assert await visible(town, table, PurposeCode.VET_GRANT) == 0
    assert await visible(town, table, PurposeCode.TRACE_COUNCIL_TAX) > 0


async def test_a_source_is_seen_only_by_the_purposes_of_its_licence(town: Tracing) -> None:
    counts = {purpose: await visible(town, "sighting", purpose) for purpose in TRACE_PURPOSES}
    everything = counts[PurposeCode.TRACE_COUNCIL_TAX]
    assert counts[PurposeCode.TRACE_LEGAL_PROCEEDINGS] == everything
    assert 0 < counts[PurposeCode.TRACE_CIVIL_DEBT] < everything


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
