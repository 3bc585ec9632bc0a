"""Reads how a client stands right now: its organisation, its person, its agreement."""

from collections import OrderedDict
from dataclasses import replace
from datetime import datetime
from typing import TypeAlias, cast

from pydantic import TypeAdapter
from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncEngine

from ppit_gateway.domain.agreements import Agreement, Standing
from ppit_gateway.storage.patience import PatientDatabase
from ppit_gateway.storage.watch import RegisterWatch
from ppit_platform.codes import Role

# One statement, by the database's clock, with the number of changes that it saw: an answer is used
# again until the watch has seen a larger one.
_STANDING = text("""
    SELECT now() AS at, (SELECT number FROM register_change) AS number,
           client.status = 'ACTIVE' AS client_active, client.sandbox,
           client.org_id = latest.partner AND :agreement_id = ANY (client.agreements) AS bound,
           latest.agreement_id, latest.version, latest.terms,
           coalesce((SELECT status FROM agreement_status
                      WHERE agreement_id = :agreement_id ORDER BY number DESC LIMIT 1), 'ACTIVE')
             = 'SUSPENDED' AS suspended,
           person.role
      FROM (SELECT) AS one
      LEFT JOIN client ON client.client_id = :client_id
      LEFT JOIN LATERAL (
             SELECT * FROM agreement_version WHERE agreement_id = :agreement_id
              ORDER BY version DESC LIMIT 1) AS latest ON true
      LEFT JOIN partner_user AS person
        ON person.org_id = client.org_id AND person.user_id = :user_id
       AND person.status = 'ACTIVE'
""")
_AGREEMENTS = text("SELECT unnest(agreements) AS one FROM client WHERE client_id = :client_id")
_ANYTHING = text("SELECT true")
_AGREEMENT = TypeAdapter(Agreement)
_MOST_KNOWN = 4096
_Place: TypeAlias = tuple[str, str, str | None]
_UNKNOWN: tuple[int, Standing | None] = -1, None


class RegistryStore:
    """The register as the gate reads it while it serves; ``oldest`` as the watch has it."""

    def __init__(self, engine: AsyncEngine, *, oldest: float = 0.0) -> None:
        self._database = PatientDatabase(engine)
        self.watch = RegisterWatch(self._database, oldest)
        # A version never changes, so that what was parsed once is right for good.
        self._parsed: dict[tuple[str, int], Agreement] = {}
        self._known: OrderedDict[_Place, tuple[int, Standing]] = OrderedDict()

    async def standing(self, client_id: str, agreement_id: str, user_id: str | None) -> Standing:
        """Return how they stand, by what the watch lets be known; ``at`` is this moment."""
        await self.watch.look()
        place = client_id, agreement_id, user_id
        number, known = self._known.get(place, _UNKNOWN)
        if known is None or number < self.watch.number:
            number, known = await self._read(place)
            self._known[place] = number, known
            if len(self._known) > _MOST_KNOWN:
                self._known.popitem(last=False)
        return replace(known, at=self.watch.now())

    async def agreements_of(self, client_id: str) -> list[str]:
        """Name the agreements that a client is registered under; none of an unknown one."""
        rows = await self._database.run(_AGREEMENTS, {"client_id": client_id})
        return sorted(cast("str", row["one"]) for row in rows)

    async def _read(self, place: _Place) -> tuple[int, Standing]:
        client_id, agreement_id, user_id = place
        values = {"client_id": client_id, "agreement_id": agreement_id, "user_id": user_id}
        (row,) = await self._database.run(_STANDING, values)
        role = cast("str | None", row["role"])
        return cast("int", row["number"]), Standing(
            at=cast("datetime", row["at"]),
            client_active=bool(row["client_active"]),
            bound=bool(row["bound"]),
            agreement=self._agreement(row),
            suspended=bool(row["suspended"]),
            role=None if role is None else Role(role),
            sandbox=bool(row["sandbox"]),
        )

    async def readable(self) -> bool:
        """Ask the database anything; raises what SQLAlchemy raises if it does not answer."""
        return bool(await self._database.run(_ANYTHING))

    def _agreement(self, row: RowMapping) -> Agreement | None:
        if row["agreement_id"] is None:
            return None
        name = cast("str", row["agreement_id"]), cast("int", row["version"])
        if name not in self._parsed:
            self._parsed[name] = _AGREEMENT.validate_python(row["terms"])
        return self._parsed[name]
