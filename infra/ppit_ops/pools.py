"""How many connections to PostgreSQL each process may hold, and what the server must allow.

A server process answers many calls at once; a worker does two jobs and one chore at a time.
"""

SERVER_POOL = 10
WORKER_POOL = 5
JOB_POOL = 6
"""procrastinate's own, in each worker; its default in ``ppit_platform.jobs``."""
_LISTENERS = 2
"""One for each of a worker's two queues, held outside any pool."""
_DOORS = 2
"""The gate opens two doors, for partners and for the house: a process each."""
_LOG = 4
"""The log process, the publisher, and an old session of each that has not ended yet."""
_OPERATOR = 25
"""Migrations, loading of lists, the auditor, psql, and what PostgreSQL keeps for superusers."""


def connections_for(services: int) -> int:
    """Return ``max_connections`` of a PostgreSQL that serves the gate, the log and ``services``."""
    each = SERVER_POOL + WORKER_POOL + JOB_POOL + _LISTENERS
    return services * each + _DOORS * SERVER_POOL + _LOG + _OPERATOR
