"""Counts what stands in the log, as the auditor may read it: facts, by the service they are of."""

import psycopg

from ppit_ops.provision import Access, plain

_FACTS_BY_SERVICE = (
    "SELECT body::jsonb -> 'body' ->> 'service', count(*) FROM log.entry WHERE kind = 'fact'"
    " GROUP BY 1 ORDER BY 1"
)


def facts_by_service(access: Access) -> dict[str, int]:
    url = plain(access.url("ppit_gateway", "ppit_auditor"))
    with psycopg.connect(url) as auditor:
        return dict(auditor.execute(_FACTS_BY_SERVICE).fetchall())
