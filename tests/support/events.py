"""What a service has announced and nobody has taken yet."""

from typing import cast

from tests.support.postgres import Database
from tests.support.working import owner_rows

Announced = tuple[str, str, dict[str, object]]
"""Type, whose it is, and the data."""


def announced(database: Database, *org_ids: str) -> list[Announced]:
    """Return what was announced to these organisations, or to all, the oldest first."""
    rows = owner_rows(database, "SELECT type, org_id, data FROM event_outbox ORDER BY event_id")
    return [
        (row["type"], row["org_id"], cast("dict[str, object]", row["data"]))
        for row in rows
        if not org_ids or row["org_id"] in org_ids
    ]
