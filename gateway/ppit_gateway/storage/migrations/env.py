"""Alembic's entry: the gate's own tables and those of its administration, run by the chassis."""

from ppit_gateway.storage.rows import METADATA
from ppit_platform.chassis_tables import METADATA as CHASSIS
from ppit_platform.migrate import run_env

run_env(METADATA, CHASSIS)
