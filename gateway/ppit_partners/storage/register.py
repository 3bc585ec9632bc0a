"""Reads the register as the gate reads it, of one organisation or of all."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from pydantic import TypeAdapter
from sqlalchemy import RowMapping, TextClause, text

from ppit_gateway.domain.agreements import Agreement, Status
from ppit_gateway.domain.register import Client, KeySet, Partner, User
from ppit_platform.codes import Role
from ppit_platform.db import Transaction

_PARTNERS = text("""
    SELECT org_id, name FROM partner
     WHERE (CAST(:org_id AS text) IS NULL OR org_id = :org_id)
       AND (CAST(:after AS text) IS NULL OR org_id > :after)
     ORDER BY org_id LIMIT CAST(:most AS bigint)
""")
_CLIENTS = text("""
    SELECT client.client_id, client.org_id, client.agreements, client.sandbox, client.status,
           coalesce((SELECT jsonb_agg(jwk || jsonb_build_object('kid', key_id) ORDER BY key_id)
                       FROM client_key AS key
                      WHERE key.client_id = client.client_id AND key.active), '[]') AS keys
      FROM client
     WHERE (CAST(:org_id AS text) IS NULL OR org_id = :org_id)
       AND (CAST(:client_id AS text) IS NULL OR client_id = :client_id)
       AND (CAST(:after AS text) IS NULL OR client_id > :after)
     ORDER BY client_id LIMIT CAST(:most AS bigint)
""")
_USER = text("""
    SELECT user_id, org_id, role, status FROM partner_user
     WHERE org_id = :org_id AND user_id = :user_id
""")
_AGREEMENTS = text("""
    SELECT DISTINCT ON (agreement_id) terms,
           coalesce((SELECT status FROM agreement_status AS stands
                      WHERE stands.agreement_id = agreement_version.agreement_id
                      ORDER BY number DESC LIMIT 1), 'ACTIVE') AS status,
           coalesce((SELECT people FROM people_day AS spent
                      WHERE spent.agreement_id = agreement_version.agreement_id
                        AND day = (now() AT TIME ZONE 'Europe/London')::date), 0) AS people
      FROM agreement_version
     WHERE (CAST(:org_id AS text) IS NULL OR partner = :org_id)
       AND (CAST(:agreement_id AS text) IS NULL OR agreement_id = :agreement_id)
       AND (CAST(:after AS text) IS NULL OR agreement_id > :after)
     ORDER BY agreement_id, version DESC LIMIT CAST(:most AS bigint)
""")
_KEY_OF_ANOTHER = text("""
    SELECT key_id FROM client_key WHERE key_id = ANY (:key_ids) AND client_id <> :client_id
""")
_TERMS = TypeAdapter(Agreement)


@dataclass(frozen=True, slots=True)
class AgreementStands:
    """The newest version, whether it may be used, and the people of today that are spent."""

    agreement: Agreement
    status: Status
    people_today: int


@dataclass(frozen=True, slots=True)
class Part:
    """``most`` entries of a list in order of their ids, from the one ``after`` this; None: all."""

    after: str | None = None
    most: int | None = None


ALL = Part()


class RegisterReader:
    """``org_id`` narrows what is read to that organisation; None reads all of it."""

    def __init__(self, session: Transaction) -> None:
        self._session = session

    async def partners(self, org_id: str | None, part: Part = ALL) -> list[Partner]:
        rows = await self._rows(_PARTNERS, {"org_id": org_id}, part)
        return [Partner(row["org_id"], row["name"]) for row in rows]

    async def clients(
        self, org_id: str | None, client_id: str | None = None, part: Part = ALL
    ) -> list[Client]:
        rows = await self._rows(_CLIENTS, {"org_id": org_id, "client_id": client_id}, part)
        return [_client(row) for row in rows]

    async def user(self, org_id: str, user_id: str) -> User | None:
        rows = await self._rows(_USER, {"org_id": org_id, "user_id": user_id})
        return next(
            (
                User(row["user_id"], row["org_id"], Role(row["role"]), Status(row["status"]))
                for row in rows
            ),
            None,
        )

    async def agreements(
        self, org_id: str | None, agreement_id: str | None = None, part: Part = ALL
    ) -> list[AgreementStands]:
        named = {"org_id": org_id, "agreement_id": agreement_id}
        rows = await self._rows(_AGREEMENTS, named, part)
        return [
            AgreementStands(
                _TERMS.validate_python(row["terms"]), Status(row["status"]), row["people"]
            )
            for row in rows
        ]

    async def keys_of_others(self, client_id: str, key_ids: list[str]) -> frozenset[str]:
        """Return which of these keys belong to another client, or once did."""
        rows = await self._rows(_KEY_OF_ANOTHER, {"client_id": client_id, "key_ids": key_ids})
        return frozenset(row["key_id"] for row in rows)

    async def _rows(
        self, statement: TextClause, values: Mapping[str, object], part: Part | None = None
    ) -> list[RowMapping]:
        connection = await self._session.connection()
        where = {} if part is None else {"after": part.after, "most": part.most}
        return list((await connection.execute(statement, {**values, **where})).mappings())


def _client(row: RowMapping) -> Client:
    return Client(
        client_id=row["client_id"],
        org_id=row["org_id"],
        jwks=KeySet(tuple(cast("list[dict[str, str]]", row["keys"]))),
        agreements=frozenset(cast("list[str]", row["agreements"])),
        sandbox=row["sandbox"],
        status=Status(row["status"]),
    )
