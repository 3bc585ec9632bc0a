"""Alembic's entry: the gate's own tables, run by the chassis."""

from ppit_gateway.storage.rows import METADATA
from ppit_platform.migrate import run_env

run_env(METADATA)
