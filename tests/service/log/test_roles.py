"""Nobody who runs can change what the log holds; each PostgreSQL that is supported keeps one."""

from typing import LiteralString

import psycopg
import pytest

from ppit_gateway.log.config import plain_url
from ppit_ops.migrations import migrate
from tests.support.log import LogPlace, a_log_place, running_log, verdict_on
from tests.support.postgres import Cluster

CHANGES: tuple[LiteralString, ...] = (
    "UPDATE log.entry SET body = ''",
    "UPDATE log.checkpoint SET note = ''",
    "UPDATE log.salt SET value = ''",
    "UPDATE log.epoch SET number = 9",
    "UPDATE log.tile SET level = 1",
    "UPDATE log.published SET note = ''",
    "UPDATE log.cosignature SET line = ''",
    "DELETE FROM log.entry",
    "DELETE FROM log.checkpoint",
    "DELETE FROM log.salt",
    "DELETE FROM log.epoch",
    "DELETE FROM log.tile",
    "DELETE FROM log.published",
    "DELETE FROM log.cosignature",
    "TRUNCATE log.entry CASCADE",
    "TRUNCATE log.checkpoint",
    "DROP TABLE log.salt",
    "ALTER TABLE log.entry DISABLE TRIGGER ALL",
    "CREATE TABLE log.mine (number int)",
)
INSERT: LiteralString = "INSERT INTO log.epoch VALUES (77, now())"
READ: LiteralString = "SELECT count(body) FROM log.entry"


def refused(place: LogPlace, role: str, statement: LiteralString) -> bool:
    with psycopg.connect(plain_url(place.database.url(role)), autocommit=True) as connection:
        try:
            connection.execute(statement)
        except psycopg.errors.InsufficientPrivilege:
            return True
    return False


ROLES = ("ppit_log", "ppit_publisher", "ppit_auditor", "ppit_gateway")


@pytest.mark.parametrize("role", ROLES)
async def test_no_role_that_runs_can_change_or_remove_a_row(place: LogPlace, role: str) -> None:
    async with running_log(place) as log:
        await log.append("fact", "f-0", {}, {"case": "TS/1"})
    assert [statement for statement in CHANGES if not refused(place, role, statement)] == []


async def test_only_the_log_adds_and_the_gate_reads_no_entry(place: LogPlace) -> None:
    may_read = [role for role in ROLES if not refused(place, role, READ)]
    may_add = [role for role in ROLES if not refused(place, role, INSERT)]
    assert may_read == ["ppit_log", "ppit_publisher", "ppit_auditor"]
    assert may_add == ["ppit_log"]


async def test_each_supported_postgresql_keeps_a_log(
    each_postgres: Cluster, place: LogPlace
) -> None:
    database = each_postgres.empty("ppit_gateway")
    migrate("ppit_gateway.log", database.owner_url)
    there = a_log_place(place.config.socket.parent, database)
    async with running_log(there) as log:
        await log.append("intent", "r-1", {"purpose": "VET_GRANT"}, {"case": "TS/1"})
        await log.append("outcome", "r-1", {"status": 200})
    assert verdict_on(there).exit_code == 0
    each_postgres.drop(database)
