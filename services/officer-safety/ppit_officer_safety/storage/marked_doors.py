"""Keeps a gazetteer out that no longer knows where live markers stand."""

import psycopg

from ppit_platform.codes import PurposeCode
from ppit_platform.gazetteer.reading import GazetteerRefused

_MARKED_BUT_MISSING = """
    SELECT count(*) FROM marker m
      JOIN LATERAL (SELECT state FROM marker_version v WHERE v.marker_id = m.marker_id
                     ORDER BY v.version DESC LIMIT 1) v ON true
     WHERE m.uprn IS NOT NULL
       AND v.state IN ('EMERGENCY', 'ACTIVE', 'REVIEW_DUE', 'UNDER_APPEAL')
       AND NOT EXISTS (SELECT FROM gazetteer g WHERE g.generation = %s AND g.uprn = m.uprn)
"""


def check_marked_doors(connection: psycopg.Connection, generation: int) -> None:
    """Refuse a generation that lacks an address with a live marker."""
    purpose = PurposeCode.OFFICER_SAFETY_VISIT.value
    connection.execute("SELECT set_config('ppit.purpose', %s, true)", (purpose,))
    missing = connection.execute(_MARKED_BUT_MISSING, (generation,)).fetchone()
    if missing is None or missing[0]:
        msg = "it lacks addresses that live markers stand on"
        raise GazetteerRefused(msg)
