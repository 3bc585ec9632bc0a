"""Reads a house: its folder of keys, its register and its roles. What cannot be read is an error.

Only ever reads, as the role of the gate: the doctor can change nothing.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import LiteralString, cast

import psycopg
from psycopg.rows import DictRow, dict_row

from ppit_ops.doctor.examined import AgreementFacts, ClientFacts, Examined, KeyFile, RoleFacts
from ppit_ops.failures import OperationFailed
from ppit_ops.provision import OWNER, ROLES, plain
from ppit_platform.clock import london_today

_DEFAULT_PEOPLE_PER_USER_HOUR = 50
_PUBLIC = ("purpose", "benefits", "disclosed_information", "method", "contact")
_READ, _ADD = frozenset({"SELECT"}), frozenset({"SELECT", "INSERT"})
_WRITTEN = ("epoch", "entry", "salt", "checkpoint", "tile")
_STATED = ("published", "cosignature", "witness_policy", "witnessed")
_MEANT: Mapping[str, Mapping[str, frozenset[str]]] = {
    "ppit_log": dict.fromkeys(_WRITTEN, _ADD),
    "ppit_publisher": {
        **dict.fromkeys(("entry", "checkpoint", "tile"), _READ),
        **dict.fromkeys(_STATED, _ADD),
    },
    "ppit_auditor": dict.fromkeys((*_WRITTEN, *_STATED), _READ),
    "ppit_audit": dict.fromkeys((*_WRITTEN, *_STATED), _READ),
    # Hashes and what is published; of an entry's columns it reads its place and hash.
    "ppit_gateway": dict.fromkeys(("tile", *_STATED), _READ),
}
"""What a role may do with each table of the log; every other role nothing."""
_CLIENTS = """
    SELECT client_id, sandbox, status = 'ACTIVE' AS active,
           (SELECT count(*) FROM client_key AS key
             WHERE key.client_id = client.client_id AND key.active) AS keys,
           coalesce((SELECT array_agg(DISTINCT purpose)
                       FROM agreement_version AS version,
                            jsonb_array_elements_text(version.terms -> 'purposes') AS purpose
                      WHERE version.agreement_id = ANY (client.agreements)), '{}') AS purposes
      FROM client ORDER BY client_id
"""
_AGREEMENTS = """
    SELECT DISTINCT ON (agreement_id) agreement_id, ends, terms
      FROM agreement_version ORDER BY agreement_id, version DESC
"""
_ROLES = """
    SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb
      FROM pg_roles WHERE rolname = ANY (%s)
"""
_LOG_RIGHTS = """
    SELECT role.rolname, kind.relname AS table, verb
      FROM pg_roles AS role, pg_class AS kind, pg_namespace AS schema,
           unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) AS verb
     WHERE role.rolname = ANY (%s) AND kind.relnamespace = schema.oid AND schema.nspname = 'log'
       AND kind.relkind = 'r' AND kind.relname = ANY (%s)
       AND has_table_privilege(role.oid, kind.oid, verb)
     ORDER BY 1, 2, 3
"""
_ADMINISTRATORS = """
    SELECT count(*) AS people FROM partner_user
     WHERE role IN ('OPERATOR', 'APPROVER') AND status = 'ACTIVE'
"""


_QUORUM = "SELECT log.witness_quorum() AS quorum"


class NotExamined(OperationFailed):
    """Something could not be looked at, so that nobody may say that it is sound."""


def examine(keys: Path, gate_url: str, *, issuer: str, telemetry: str) -> Examined:
    """Read all that the rules need; ``NotExamined`` if any of it cannot be read."""
    try:
        with psycopg.Connection[DictRow].connect(
            plain(gate_url), autocommit=True, connect_timeout=10, row_factory=dict_row
        ) as database:
            return Examined(
                today=london_today(),
                issuer=issuer,
                telemetry=telemetry,
                keys=_key_files(keys),
                clients=_clients(database),
                agreements=tuple(map(_terms, _rows(database, _AGREEMENTS))),
                roles=_roles(database),
                administrators=cast("int", _rows(database, _ADMINISTRATORS)[0]["people"]),
                witness_quorum=cast("str", _rows(database, _QUORUM)[0]["quorum"]),
            )
    except (OSError, psycopg.Error, KeyError, ValueError) as failure:
        msg = f"it could not be examined: {type(failure).__name__}"
        raise NotExamined(msg) from failure


def _key_files(folder: Path) -> tuple[KeyFile, ...]:
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    if not found:
        msg = f"no keys are in {folder}"
        raise NotExamined(msg)
    return tuple(
        KeyFile(
            path.relative_to(folder).as_posix(),
            path.stat().st_mode,
            datetime.fromtimestamp(path.stat().st_mtime, tz=UTC).date(),
        )
        for path in found
        # A public key is for everybody.
        if not path.name.startswith("public")
    )


def _clients(database: psycopg.Connection[DictRow]) -> tuple[ClientFacts, ...]:
    return tuple(
        ClientFacts(
            client_id=row["client_id"],
            sandbox=row["sandbox"],
            active=row["active"],
            keys=row["keys"],
            purposes=frozenset(row["purposes"]),
        )
        for row in _rows(database, _CLIENTS)
    )


def _terms(row: DictRow) -> AgreementFacts:
    terms = cast("dict[str, object]", row["terms"])
    first, second = cast("list[dict[str, str]]", terms["signatures"])
    entry = cast("dict[str, object]", terms.get("entry") or {})
    review = entry.get("review")
    return AgreementFacts(
        agreement_id=row["agreement_id"],
        ends=row["ends"],
        review=None if review is None else date.fromisoformat(str(review)),
        people_per_day=cast("int", terms["people_per_day"]),
        people_per_user_hour=cast(
            "int", terms.get("people_per_user_hour", _DEFAULT_PEOPLE_PER_USER_HOUR)
        ),
        signatories=(first["name"], second["name"]),
        organisations=(first["organisation"], second["organisation"]),
        unsaid=tuple(name for name in _PUBLIC if not entry.get(name)),
    )


def _roles(database: psycopg.Connection[DictRow]) -> tuple[RoleFacts, ...]:
    rights: dict[str, list[str]] = {}
    # Whoever owns the tables may do anything with them; nobody runs as the owner.
    for row in _rows(database, _LOG_RIGHTS, list(ROLES), [*_WRITTEN, *_STATED]):
        meant = _MEANT.get(row["rolname"], {}).get(row["table"], frozenset())
        if row["verb"] not in meant:
            rights.setdefault(row["rolname"], []).append(f"{row['verb']} log.{row['table']}")
    found = _rows(database, _ROLES, [OWNER, *ROLES])
    if missing := {OWNER, *ROLES} - {row["rolname"] for row in found}:
        msg = f"roles that are not there: {', '.join(sorted(missing))}"
        raise NotExamined(msg)
    return tuple(
        RoleFacts(row["rolname"], _powers(row), tuple(rights.get(row["rolname"], ())))
        for row in found
    )


def _powers(row: DictRow) -> tuple[str, ...]:
    named = {
        "rolsuper": "do everything",
        "rolbypassrls": "pass by row-level security",
        "rolcreaterole": "make roles",
        "rolcreatedb": "make databases",
    }
    return tuple(words for column, words in named.items() if row[column])


def _rows(
    database: psycopg.Connection[DictRow], statement: LiteralString, *values: object
) -> list[DictRow]:
    return database.execute(statement, values).fetchall()
