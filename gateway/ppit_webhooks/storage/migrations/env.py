"""Alembic's entry: this service's tables, run by the chassis."""

from ppit_platform.chassis_tables import METADATA as CHASSIS
from ppit_platform.migrate import run_env
from ppit_webhooks.storage.rows import METADATA

run_env(METADATA, CHASSIS)
