"""Asks the database whether a service's workers are at work: exit 0 they are, 1 they are not.

``python -m ppit_platform.worker_probe --database-url-file FILE``. A worker has no door. Each of a
service's two, for its jobs and for the house's chores, writes every five seconds that its heart
beats; a frozen one does not, nor does one that cannot reach its database.
"""

import argparse
import sys
from pathlib import Path
from typing import cast

import psycopg

_PATIENCE_SECONDS = 3
_WORKERS = 2
_BEATING = (
    "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '20 s'"
)


def workers_beat(database_url: str) -> bool:
    """Tell whether both workers of a service have written to its database just now."""
    plain = database_url.replace("postgresql+psycopg:", "postgresql:", 1)
    try:
        with psycopg.connect(plain, connect_timeout=_PATIENCE_SECONDS) as connection:
            row = connection.execute(_BEATING).fetchone()
    except psycopg.Error:
        return False
    return row is not None and row[0] >= _WORKERS


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="worker_probe", description=__doc__)
    parser.add_argument("--database-url-file", type=Path, required=True)
    file = cast("Path", parser.parse_args(arguments).database_url_file)
    if workers_beat(file.read_text().strip()):
        return 0
    sys.stderr.write("worker: no heartbeat\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
