"""Asks the database whether the publisher is at work: exit 0 it is, 1 it is not.

``python -m ppit_gateway.publishing.probe --database-url-file FILE``. The publisher has no door. At
work means: somebody holds its lock, and nothing that the log signed ten seconds ago still waits.
"""

import argparse
import sys
from pathlib import Path
from typing import cast

import psycopg

from ppit_gateway.log.config import plain_url
from ppit_gateway.publishing.session import LOCK

_PATIENCE_SECONDS = 3
_AT_WORK = """
SELECT EXISTS (
  SELECT FROM pg_locks
  WHERE locktype = 'advisory' AND granted AND objsubid = 1
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND (classid::bigint << 32) + objid::bigint = %s
) AND NOT EXISTS (
  SELECT FROM log.checkpoint WHERE signed_at < now() - interval '10 s'
    AND size > (SELECT coalesce(max(size), 0) FROM log.published)
)
"""


def publishes(database_url: str) -> bool:
    """Tell whether a publisher has the lock and keeps up with the log."""
    try:
        with psycopg.connect(
            plain_url(database_url), connect_timeout=_PATIENCE_SECONDS
        ) as connection:
            row = connection.execute(_AT_WORK, (LOCK,)).fetchone()
    except psycopg.Error:
        return False
    return row is not None and bool(row[0])


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="publishing.probe", description=__doc__)
    parser.add_argument("--database-url-file", type=Path, required=True)
    file = cast("Path", parser.parse_args(arguments).database_url_file)
    if publishes(file.read_text().strip()):
        return 0
    sys.stderr.write("publisher: not at work\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
